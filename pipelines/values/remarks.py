"""What a remark says about its own row: that it was annulled, withdrawn or entered by mistake."""

from __future__ import annotations

import re

from pipelines.values.meaning import UNKNOWN, Meaning, unsound

# In a remark any such word will do: whether it says so of this row only a person can tell.
_ANNULLED = re.compile(
    r"batal(?:kan|an|nya)?\b|cabut(?:an|nya)?\b|anulir|\b(?:tidak|tdk|tak)\s+(?:lagi\s+)?berlaku\b",
    re.IGNORECASE,
)
# Words that mean other things inside a sentence ('salah satu', 'jabatan ganda') open the remark.
_BY_MISTAKE = re.compile(
    r"\W*(?:(?:data|baris|entri|entry|input(?:an)?|laporan|nama)\s+)?(?:ini\s+)?(?:"
    r"(?:salah|keliru|kesalahan)\s*(?:(?:dalam\s+)?(?:peng)?input(?:an)?|ketik|pengetikan|tulis|penulisan"
    r"|data|entr[iy]|isi|masuk|orang|nama|baris|catat|pencatatan)"
    r"|(?:salah|keliru|kesalahan|ganda|dobel|double|dupli(?:kat|kasi|cate)|error)\W*$"
    r"|(?:ganda|dobel|double|dupli(?:kat|kasi|cate))\s+(?:input|data|entr[iy]|dengan|dgn|no|nomor)\b"
    r"|(?:di)?(?:hapus|coret|drop|keluarkan|hilangkan)\b"
    r"|(?:jangan|tidak|tdk|tak|tidak\s+perlu)\s+(?:lagi\s+)?(?:usah\s+)?(?:di)?(?:hitung|pakai"
    r"|gunakan|masukkan|ikutkan|jadi|valid|sah)\b)",
    re.IGNORECASE,
)
# The whole of a cell where something else should stand.
_NOTHING_ELSE = re.compile(
    r"\W*(?:(?:data|baris|entri|laporan|aduan|sk|keputusan|rekomendasi)\s+)?(?:ini\s+)?(?:telah\s+)?"
    r"(?:(?:di)?(?:batal(?:kan)?|cabut|anulir|hapus|coret)|pembatalan|pencabutan"
    r"|(?:salah|keliru)(?:\s*(?:input|ketik|tulis|data|entr[iy]|isi|orang|nama))?"
    r"|data\s+ganda|dobel|double|duplikat|(?:tidak|tdk)\s+(?:jadi|dihitung|berlaku))\W*",
    re.IGNORECASE,
)

MAY_WITHDRAW = (
    "batal", "cabut", "anulir", "berlaku", "salah", "keliru", "ganda", "dobel", "double", "duplik",
    "duplic", "error", "hapus", "coret", "drop", "keluarkan", "hilangkan", "jangan", "tidak", "tdk",
    "tak ",
)  # fmt: skip
"""A text that `withdraws` has one of these, in small letters: for a quick look."""
# How what says nothing else begins, and how long it is at most: most texts are told by that.
_BEGINNINGS = frozenset("abcdehiklprstABCDEHIKLPRST([*-")
_LONGEST = 40

_WITHDRAWN = unsound(
    "annulment_undecided",
    "the remark seems to say that the row was annulled, withdrawn or entered by mistake; whether "
    "it counts a person has to decide",
)


def withdraws(remark: str) -> bool:
    """Whether a remark says, or may say, that its row does not count."""
    return _ANNULLED.search(remark) is not None or _BY_MISTAKE.match(remark) is not None


def is_withdrawal(text: str) -> bool:
    """Whether a text says nothing but that something was annulled or entered by mistake."""
    may_be = text[:1] in _BEGINNINGS and len(text) <= _LONGEST
    return may_be and _NOTHING_ELSE.fullmatch(text) is not None


def read_remark(text: str) -> Meaning:
    """Nothing of a remark is kept; reason annulment_undecided where it takes its row back."""
    return _WITHDRAWN if withdraws(text) else UNKNOWN

"""Numbers as Indonesian offices write them: 2.034 is two thousand, 73,2 is a decimal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal

from pipelines.values.meaning import Meaning, found, quoted, unsound
from pipelines.values.words import WordList, normalise

# Units that may stand behind a number; anything else makes it more than a number.
_UNITS = (
    "orang|kasus|laporan|temuan|aduan|pengaduan|pelanggaran|rekomendasi|perkara|berkas|buah|asn|pns"
    "|pppk|pegawai|pejabat|terlapor|peserta|pemda|daerah|instansi|kab/kota|persen|perkara|dugaan"
    "|kegiatan|sanksi|surat|org"
)
_SHAPE = re.compile(
    rf"(?P<sign>[-+\u2212])?(?P<digits>\d[\d.,\s]*?)(?P<percent>\s*%)?"
    rf"(?:\s*\((?P<spelt>[a-z\s]+)\))?(?:\s*(?P<unit>{_UNITS}))?(?:\s*\((?P<late>[a-z\s]+)\))?\s*\.?",
    re.IGNORECASE,
)
# The sign of a footnote behind a number: '3 *)'.
_FOOTNOTE = re.compile(r"(?<=[\d%])\s*(?:\*|\(?\s*\*{1,3}\s*\))\s*$")
_MORE_THAN_A_SPREADSHEET_KEEPS = 10**15
_WHOLE = 100
_SAYS_PERCENT = re.compile(r"%|persen", re.IGNORECASE)
PERCENTAGES = "percentages"
"""The context of a column of percentages: its 1 is 1 %, not the whole."""
_DIGIT_WORDS = {
    "nol": 0, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7,
    "delapan": 8, "sembilan": 9,
}  # fmt: skip
_DIGITS = list(_DIGIT_WORDS)


def read_number(text: str, zero_words: WordList) -> Meaning:
    """Any number, as a decimal with a point. Reason: number_invalid."""
    return _read(text, zero_words, is_whole=False, is_percentage=False)


def read_count(text: str, zero_words: WordList) -> Meaning:
    """A whole number that is not negative. Reason: number_invalid."""
    return _read(text, zero_words, is_whole=True, is_percentage=False)


def read_percentage(text: str, zero_words: WordList, context: str = "") -> Meaning:
    """A percentage without its sign: '73,2 %' -> '73.2'. Reason: number_invalid.

    Between 0 and 1 the sign must be there: 0.732 may be a share that is shown as 73.2 %. So must it
    at 1 itself, unless the other rows of the column are percentages: context PERCENTAGES. More than
    the whole is none: its point or comma is lost.
    """
    meaning = _read(text, zero_words, is_whole=False, is_percentage=True)
    if meaning.value is None or (value := Decimal(meaning.value)) < 1:
        return meaning
    if value > _WHOLE:
        return _invalid(text, "is more than the whole, 100 %")
    if value == 1 and context != PERCENTAGES and not _SAYS_PERCENT.search(text):
        return _invalid(text, "can be 1 % or the whole")
    return meaning


def scale_of_percentages(texts: Iterable[str]) -> str:
    """PERCENTAGES when a column has numbers above 1 and none that can be shares of one, else ''."""
    numbers = [number for text in texts if (number := _plain_number(text)) is not None]
    is_above, is_below = any(n > 1 for n in numbers), any(0 < n < 1 for n in numbers)
    return PERCENTAGES if is_above and not is_below else ""


def _plain_number(text: str) -> Decimal | None:
    """The number that a text is without a sign for per cent."""
    digits = text.strip()
    if not digits[:1].isdigit() or not digits.isascii():
        return None
    return _decimal(digits, is_whole=False, is_percentage=True)


def _read(text: str, zero_words: WordList, *, is_whole: bool, is_percentage: bool) -> Meaning:
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    if normalise(plain) in zero_words.exact:
        return found("0")
    plain = _FOOTNOTE.sub("", plain)
    spelt_alone = spelt_number(plain)
    if spelt_alone is not None:
        return found(str(spelt_alone))
    shape = _SHAPE.fullmatch(plain)
    if shape is None:
        return _invalid(text, "is not a number")
    has_percent = shape["percent"] or (shape["unit"] or "").casefold() == "persen"
    if has_percent and not is_percentage:
        return _invalid(text, "is a percentage, not a number of something")
    value = _decimal(shape["digits"].strip(), is_whole=is_whole, is_percentage=is_percentage)
    if value is None:
        return _invalid(text, "has points or commas that can be read in more than one way, or none")
    if value >= _MORE_THAN_A_SPREADSHEET_KEEPS:
        # Such as a NIP in the wrong column, which must not be shown as a figure.
        return unsound("number_invalid", "the number has more than 15 digits; write the figure")
    spelt = shape["spelt"] or shape["late"]
    if spelt is not None and spelt_number(spelt) != value:
        return _invalid(text, "says one number in digits and another in words")
    if shape["sign"] and shape["sign"] != "+":
        value = -value
    if is_percentage and (value < 0 or (0 < value < 1 and not has_percent)):
        return _invalid(text, "can be a percentage or a share of one")
    if is_whole and (value < 0 or value != value.to_integral_value()):
        return _invalid(text, "is not a whole number of zero or more")
    return found(canonical(value))


def canonical(value: Decimal) -> str:
    """A decimal without exponent and without needless zeros: 73.20 -> '73.2', 1E+3 -> '1000'."""
    shown = format(value, "f")
    if "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    return "0" if shown in {"-0", ""} else shown


def _decimal(digits: str, *, is_whole: bool, is_percentage: bool) -> Decimal | None:
    """The number behind points and commas, or None where they cannot be read in one way."""
    if re.fullmatch(r"\d{1,3}(?: \d{3})+", digits):
        digits = digits.replace(" ", "")
    if " " in digits:
        return None
    points, commas = digits.count("."), digits.count(",")
    if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", digits):
        # A point before three digits parts thousands; a percentage has none, so there it is one.
        if not (is_percentage and points == 1 and not commas):
            digits = digits.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+\.\d+|[1-9]\d{0,2}(?:,\d{3}){2,}", digits):
        digits = digits.replace(",", "")
    elif re.fullmatch(r"[1-9]\d{0,2},\d{3}", digits) and not is_percentage:
        # 2,034: thousands in English, a decimal in Indonesian; only a count leaves one reading.
        if not is_whole:
            return None
        digits = digits.replace(",", "")
    elif commas == 1 and not points:
        digits = digits.replace(",", ".")
    elif commas or points > 1:
        return None
    return Decimal(digits) if re.fullmatch(r"\d+(?:\.\d+)?", digits) else None


def spelt_number(text: str) -> int | None:
    """A whole number below a million written out in Indonesian, or None: 'dua puluh tiga' -> 23."""
    total = group = 0
    last: int | None = None
    words = normalise(text.replace("puluh", " puluh ").replace("belas", " belas ")).split()
    if not words:
        return None
    for word in words:
        if word in _DIGIT_WORDS:
            if last is not None:
                return None
            last = _DIGIT_WORDS[word]
        elif word in {"sepuluh", "sebelas", "seratus"} and last is None:
            group += {"sepuluh": 10, "sebelas": 11, "seratus": 100}[word]
        elif word == "se" and last is None:
            last = 1
        elif word in {"belas", "puluh", "ratus"} and last is not None:
            group += last + 10 if word == "belas" else last * (10 if word == "puluh" else 100)
            last = None
        elif word in {"ribu", "seribu"}:
            total += 1000 * (1 if word == "seribu" else group + (last or 0))
            group, last = 0, None
        else:
            return None
    value = total + group + (last or 0)
    # 'ribu' alone, 'sepuluh dua': words of numbers that are none together.
    return value if "".join(words) in _spellings(value) else None


def _spellings(value: int) -> set[str]:
    """How a whole number below a million is written out, without blanks: 'satu ratus' too."""
    thousands, rest = divmod(value, 1000)
    hundreds, tens = divmod(rest, 100)
    written = {""}
    if thousands:
        written = {f"{head}ribu" for head in _spellings(thousands)} | (
            {"seribu"} if thousands == 1 else set()
        )
    if hundreds:
        heads = {_DIGITS[hundreds]} | ({"se"} if hundreds == 1 else set())
        written = {f"{start}{head}ratus" for start in written for head in heads}
    if tens in (10, 11) or 11 < tens < 20:
        end = {10: "sepuluh", 11: "sebelas"}.get(tens, f"{_DIGITS[tens % 10]}belas")
    else:
        end = f"{_DIGITS[tens // 10]}puluh" if tens > 19 else ""
        end += _DIGITS[tens % 10] if tens % 10 or not value else ""
    return {start + end for start in written}


def _invalid(text: str, what: str) -> Meaning:
    return unsound("number_invalid", f"{quoted(text)} {what}; write the number in digits only")

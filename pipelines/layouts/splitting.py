"""Takes apart cells that hold several things: persons, name and NIP, number and date."""

from __future__ import annotations

import re
from functools import lru_cache

_DIGIT = re.compile(r"\d")
# An item may begin with a NIP, but not with a shorter number: '1.5' is no item, nor '1.98001E+17'.
_NUMBERED = re.compile(r"(?<![^\s;,])(\d{1,2})\s*(?:[.)]\s*(?=[^\d\s])|(?:\)\s*|\.\s+)(?=\d{8}))")
_NIP = re.compile(r"[\s,;(/-]*(?:\bNIP\b\s*[.:]*\s*)?['`’]?(\d[\d .]{12,24}\d)\)?", re.IGNORECASE)
_NIP_WORD = re.compile(r"[\s,;(/-]*\bNIP\b\s*[.:]*\s*(\S[^\n]*)?", re.IGNORECASE)
_BETWEEN = " \n\r\t,;/|-\u2013)"
_LINE = re.compile(r"[\n\r|;]+|\s/\s")
_POSITION_WORD = re.compile(r"^\s*(?:jabatan|jab)\b\s*[.:]+\s*", re.IGNORECASE)
# A line that says no more than a rank: 'Penata Tk. I (III/d)'; a 'Penata Ruang' has a position.
_RANK = re.compile(
    r"(?:(?:pembina|penata|pengatur|juru)(?:\s+(?:utama|madya|muda|tingkat\s+i|tk\.?\s*i))*)?"
    r"[\s,(/-]*(?:gol\w*\.?\s*)?(?:[IV]{1,3}\s?/\s?[a-e])?\)?",
    re.IGNORECASE,
)
_AND = re.compile(r"^(?:(?:dan|serta)\b|&)\s*", re.IGNORECASE)
MONTH = r"(?:jan|feb|peb|mar|apr|mei|may|jun|jul|ag|aug|sep|okt|oct|nov|nop|des|dec)[a-z]*\.?"
_NAMED_DATE = rf"\d{{1,2}}[\s.-]*{MONTH}[\s.-]*\d{{2,4}}"
_DATE = (
    rf"(?:{_NAMED_DATE}|\d{{1,2}}\s*[/.-]\s*\d{{1,2}}\s*[/.-]\s*\d{{2,4}}"
    r"|\d{1,2}\s*[/. -]\s*[ivx]{1,4}\s*[/. -]\s*\d{4}|\d{4}-\d{2}-\d{2})"
)
_WEEKDAY = r"(?:(?:senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|ahad)\s*[,/]?\s*)?"
_ANNOUNCED = r"(?:tgl|tanggal|tertanggal)\b[\s.:]*(?:surat\b[\s.:]*)?"
# A slash alone is part of the number ('12/03/2024' of '800/12/03/2024' is no date), unless the
# month behind it is a word or the date is announced.
_BEFORE_DATE = rf"(?:^|[\s,;(]+/?\s*|/\s+|/(?={_NAMED_DATE}|{_ANNOUNCED}))"
_NUMBER_AND_DATE = re.compile(
    rf"^(?P<number>.*?){_BEFORE_DATE}(?:{_ANNOUNCED})?(?P<date>{_WEEKDAY}{_DATE})\s*\)?\s*$",
    re.IGNORECASE | re.DOTALL,
)
# What in front of the date of a letter is one more date, or the first day of several.
_EARLIER_DATE = re.compile(
    rf"(?:^|[\s,;(]|/(?!\d))(?:{_ANNOUNCED}\d|{_NAMED_DATE}|\d{{1,2}}(?:[\s.-]*{MONTH})?"
    r"\s*(?:-|&|\+|,|/|\b(?:s\.?\s?/?\s?d|sampai|hingga|dan|serta)\b)\.?\s*(?:dengan\s*)?$)",
    re.IGNORECASE,
)
_BLANK = re.compile(r"[\s,;(]")
_DATE_WORD = re.compile(rf"[\s,;/(]+\b{_ANNOUNCED}", re.IGNORECASE)
# A number of a letter ends with its year: whatever stands behind that should be the date.
_BEHIND_YEAR = re.compile(r"(\S*/\s?(?:19|20)\d\d)[\s,;(]+(?=\w)")
YEAR_END = re.compile(r"/\s?(?:19|20)\d\d(?![\d/])")
# How a clerk introduces the number of a letter. Other words may say that it is another letter's.
_INTRODUCTION = re.compile(
    r"^\s*(?:(?:surat|rekomendasi|rekom|dari|plt\.?|wakil|ketua|kepala|kasn|bkn|komisi|aparatur|sipil"
    r"|negara|asn|bawaslu|badan|kepegawaian|nomor|no)\b(?![/-])[\s.:,]*)+(?=\S*\d)",
    re.IGNORECASE,
)
# The sign of a footnote at the end of a cell: 'R-3/KASN/5/2020 *)'.
_FOOTNOTE = re.compile(r"(?<=\w)\s*(?:\*|\(?\s*\*{1,3}\s*\))\s*$")
# Words behind the number: they say of what else a date is, or what the letter is about.
_WORDS_BEHIND = re.compile(
    rf"(?:(?<=\d)|(?<=\d\)))[\s,;:(\u2013-]*[\s,;:(](?!(?i:{MONTH})[\s-])"
    r"(?:[^\W\d_]{2,}|s\s?[./]\s?d\b)(?![^\s,;(]*/).*$"
    r"|[\s,;(]+(?:[a-z]{3,}|(?i:di(?:terima|balas|jawab|kirim|sampaikan|tindaklanjuti)|berlaku|terbit"
    r"|jatuh|tempo|jawaban|balasan|masuk|perihal|hal|tentang|sejak|mulai|sampai|s\s?[./]\s?d))\b"
    r"(?![^\s,;(]*/).*$",
    re.DOTALL,
)


def without_introduction(number: str) -> str:
    """'Surat Ketua KASN Nomor R-3/KASN/5/2020 *)' → 'R-3/KASN/5/2020'."""
    return _INTRODUCTION.sub("", without_footnote(number))


def without_footnote(text: str) -> str:
    """A text without the sign of a footnote at its end."""
    return _FOOTNOTE.sub("", text) if "*" in text else text


def words_behind(number: str) -> str:
    """What stands behind the number of a letter, and is none of it: ' (segera)', '' if nothing."""
    match = _WORDS_BEHIND.search(number)
    return match[0] if match else ""


def numbered_items(text: str) -> list[str] | None:
    """'1) A 2) B' → ['A', 'B']; None when the text is not a list counted from 1."""
    if not _DIGIT.search(text):
        return None
    starts: list[tuple[int, int]] = []
    for match in _NUMBERED.finditer(text):
        if int(match[1]) == len(starts) + 1 and (starts or not text[: match.start()].strip()):
            starts.append((match.start(), match.end()))
    if not starts:
        return None
    ends = [start for start, _ in starts[1:]] + [len(text)]
    return [text[begin:end].strip(" \n\t;,") for (_, begin), end in zip(starts, ends, strict=True)]


def name_and_nip(text: str) -> tuple[str, str | None]:
    """A person's cell without the NIP in it, and that NIP as written (None if there is none)."""
    if not _DIGIT.search(text):
        return text.strip(), None
    match = _NIP.search(text)
    if match is not None and sum(character.isdigit() for character in match[1]) >= 14:
        return (text[: match.start()] + " " + text[match.end() :]).strip(" \n\t,;"), match[1]
    match = _NIP_WORD.search(text)
    if match is not None and match[1] and any(character.isdigit() for character in match[1]):
        return text[: match.start()].strip(" \n\t,;"), match[1].strip(" )")
    return text.strip(), None


def name_and_position(text: str) -> tuple[str, str]:
    """The name and the position of a cell that has both: what stands in front of the NIP, and what
    stands behind it, a rank left out; '' is none.

    Without a NIP between them nothing tells where a name ends, so that all of it is the name.
    """
    match = _NIP.search(text)
    if match is None or sum(character.isdigit() for character in match[1]) < 14:
        return name_and_nip(text)[0], ""
    behind = text[match.end() :].lstrip(_BETWEEN)
    lines = [_POSITION_WORD.sub("", one).strip(_BETWEEN) for one in _LINE.split(behind)]
    position = " ".join(one for one in lines if one and not _RANK.fullmatch(one))
    return text[: match.start()].strip(_BETWEEN), position


def persons(text: str) -> list[str]:
    """The persons of a cell, one text each: counted items, else one per NIP, else the whole."""
    if not _DIGIT.search(text):
        return [text.strip()]
    items = numbered_items(text)
    if items:
        return items
    ends = [
        match.end() for match in _NIP.finditer(text) if sum(c.isdigit() for c in match[1]) >= 14
    ]
    if len(ends) > 1 and not text[ends[-1] :].strip():
        starts = [0, *ends[:-1]]
        parts = [
            _AND.sub("", text[a:b].strip(" \n\t,;")) for a, b in zip(starts, ends, strict=True)
        ]
        # Two NIPs behind one name are not two persons.
        if all(any(map(str.isalpha, name_and_nip(part)[0])) for part in parts):
            return parts
    return [text.strip()]


def per_person(text: str, count: int, by_line: bool) -> list[str]:
    """What a cell says of each of `count` persons: its items if it has as many, else all of it.

    by_line: without numbers its lines count as items; not so of free text, which may just be long.
    """
    if count == 1:
        items = numbered_items(text)
        return items if items and len(items) == 1 else [text]
    items = numbered_items(text)
    if items is None and by_line:
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        items = lines if len(lines) == count else None
    if items is not None and len(items) == count:
        return items
    return [text] * count


@lru_cache(maxsize=8192)
def number_and_date(text: str) -> tuple[str, str]:
    """'R-1194/KASN/4/2020 tgl 3 April 2020' → number, date as written; '' is none.

    What stands where the date should be is taken for one, so that it is refused and not read as
    part of the number.
    """
    text = without_footnote(text)
    match = _NUMBER_AND_DATE.match(text)
    if match is not None:
        number, date = match["number"], match["date"]
        # A plain number, as nearly all are, has no blank in it.
        if _BLANK.search(number.strip()) and (earlier := _EARLIER_DATE.search(number)):
            # 'tgl 5 s.d. 7 Maret 2024', '5 Maret 2024 dan 6 Maret 2024': several dates are none.
            number, date = number[: earlier.start()], text[earlier.start() :]
        if number.rstrip().endswith((" -", " \u2013")):
            number = number.rstrip(" -\u2013")
    else:
        # A date that is announced but not understood still is one: it must be seen and refused.
        parts = _DATE_WORD.split(text, maxsplit=1)
        if len(parts) == 1 and (behind := _BEHIND_YEAR.match(without_introduction(text))):
            parts = [behind[1], behind.string[behind.end() :]]
        number, date = parts[0], (parts[1] if len(parts) > 1 else "")
    number = without_introduction(number).strip(" \n\t,;(/")
    if len(YEAR_END.findall(number)) > 1:
        # Two letters in one cell: what follows the first is no date, so that it is refused.
        first = YEAR_END.search(number)
        assert first is not None
        number, date = number[: first.end()], text[text.index(number) + first.end() :]
    elif "/" in number and _BLANK.search(number) and (words := words_behind(number)):
        # 'diterima tgl 20 Mei 2020': a date that is said to be of something else is refused.
        number, date = number[: -len(words)], text[text.index(number) + len(number) - len(words) :]
    return " ".join(number.split()), date.strip(" \n\t,;()")

"""Takes apart cells that hold several things: persons, name and NIP, number and date."""

from __future__ import annotations

import re

_DIGIT = re.compile(r"\d")
_NUMBERED = re.compile(r"(?<![^\s;,])(\d{1,2})\s*[.)]\s*(?=[^\d\s])")
_NIP = re.compile(r"[\s,;(/-]*(?:\bNIP\b\s*[.:]*\s*)?['`’]?(\d[\d .]{12,24}\d)\)?", re.IGNORECASE)
_NIP_WORD = re.compile(r"[\s,;(/-]*\bNIP\b\s*[.:]*\s*(\S[^\n]*)?", re.IGNORECASE)
_MONTH = r"(?:jan|feb|peb|mar|apr|mei|may|jun|jul|ag|aug|sep|okt|oct|nov|nop|des|dec)[a-z]*\.?"
_DATE = (
    rf"(?:\d{{1,2}}[\s.-]*{_MONTH}[\s.-]*\d{{2,4}}|\d{{1,2}}\s*[/.-]\s*\d{{1,2}}\s*[/.-]\s*\d{{2,4}}"
    r"|\d{4}-\d{2}-\d{2})"
)
_NUMBER_AND_DATE = re.compile(
    rf"^(?P<number>.*?)(?:[\s,;/(]+(?:tgl|tanggal|tertanggal|tgl\.)?[\s.:]*|^)(?P<date>{_DATE})\s*\)?\s*$",
    re.IGNORECASE | re.DOTALL,
)
_DATE_WORD = re.compile(r"[\s,;/(]+\b(?:tgl|tanggal|tertanggal)\b[\s.:]*", re.IGNORECASE)
_NUMBER_WORD = re.compile(r"^\s*(?:nomor|no)\b\s*[.:]*\s*", re.IGNORECASE)


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
        return [text[a:b].strip(" \n\t,;") for a, b in zip(starts, ends, strict=True)]
    return [text.strip()]


def per_person(text: str, count: int) -> list[str]:
    """What a cell says of each of `count` persons: its items if it has as many, else all of it."""
    if count == 1:
        items = numbered_items(text)
        return items if items and len(items) == 1 else [text]
    items = numbered_items(text)
    if items is None:
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        items = lines if len(lines) == count else None
    if items is not None and len(items) == count:
        return items
    return [text] * count


def number_and_date(text: str) -> tuple[str, str]:
    """'R-1194/KASN/4/2020 tgl 3 April 2020' → number, date as written; '' is none."""
    match = _NUMBER_AND_DATE.match(text)
    if match is not None:
        number, date = match["number"], match["date"]
    else:
        # A date that is announced but not understood still is one: it must be seen and refused.
        parts = _DATE_WORD.split(text, maxsplit=1)
        number, date = parts[0], (parts[1] if len(parts) > 1 else "")
    number = _NUMBER_WORD.sub("", number).strip(" \n\t,;(/")
    return " ".join(number.split()), date.strip(" \n\t,;()")

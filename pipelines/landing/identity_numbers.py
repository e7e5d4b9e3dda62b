"""What stands where the number of a letter or register should be, and is not one such number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipelines.layouts.slots import Slot, Text
from pipelines.layouts.splitting import MONTH, YEAR_END, without_introduction, words_behind
from pipelines.values.meaning import Meaning, unsound

# Months in the number of a letter stand between slashes; between blanks they are those of a date.
_DATE = rf"(?:^|\s)(?:\d{{1,2}}[\s-]+)?{MONTH}[\s-]+(?:19|20)\d\d\b|^\d{{4}}-\d\d-\d\d(?:$|[ T])"
_NIP = r"\dE\+1\d|^\D{0,6}(?:19|20)\d{6}[\s.]?(?:19|20)\d{4}[\s.]?[12][\s.]?\d{3}$"
_YEAR_ENDS = rf"{YEAR_END.pattern}.*{YEAR_END.pattern}"
# 'R-5,R-6/KASN/4/2020', 'R-5, 6/KASN/…', 'R-5/R-6/KASN/…': several share what follows.
_SHARING = (
    r"\d\s*[,&+]\s*[a-z]{0,5}[-.]?\s?\d"
    r"|\b(?P<kind>[a-z]{1,5})-\d+\s*[-\u2013/]\s*(?P=kind)-\d"
    r"|/\s*(?:19|20)\d\d\s*/\s*[a-z]{1,5}[-.]\d"
)
_SEVERAL = rf"{_YEAR_ENDS}|{_SHARING}|\d.*(?:;|\b(?:dan|serta|sampai|s\s?[./]?\s?d)\b).*\d"
_OTHER = re.compile(
    rf"(?P<date>{_DATE})|(?P<nip>{_NIP})|(?P<several>{_SEVERAL})", re.IGNORECASE | re.DOTALL
)
# As nearly all are: words and numbers between slashes. What is no such number may still be one
# unless it has any of the other.
_PLAIN_NUMBER = re.compile(
    r"[A-Za-z]{0,5}[-.]?\d{1,8}(?:/(?:[A-Za-z]{1,20}|\d{1,6}(?:\.\d{1,6})?))*"
)
_NO_PLAIN_NUMBER = re.compile(
    r"[\s;,&+*]|\d{15}|\d{4}-\d\d-|-\d+\s*[-\u2013/]\s*[a-z]{1,5}-\d|\d{4}/[a-z]{1,5}[-.]\d",
    re.IGNORECASE,
)
# A letter has no words in front of its number, as an entry of a register may ('Temuan 01/2024').
_WORDS_BEFORE = re.compile(r"(?![A-Z]{4}\s)[^\W\d_]{4,}[\s.:,]")
_WORDS = unsound(
    "required_missing",
    "words stand beside the number of the letter or register; write the number alone, so that it "
    "is found again in other lists",
)
_WHAT = {
    "date": "a date stands where the number of a letter or register should be; write the number "
    "alone, and a date into its own column",
    "nip": "a NIP stands where the number of a letter or register should be; write the number",
    "several": "it gives several numbers; a row is about one letter or entry of the register",
}


def doubtful_numbers(
    slots: Sequence[Slot], values: Sequence[list[Text]]
) -> Iterator[tuple[int, int, Meaning]]:
    """Slot, part and reason of each number that should identify a row and does not.

    values: of each slot, part by part; a clerk's introduction is taken off the numbers in them.
    """
    for place, slot in enumerate(slots):
        if slot.is_required and slot.field.endswith("_number"):
            is_letter = slot.field == "recommendation_number"
            plain, unlike = _PLAIN_NUMBER.fullmatch, _NO_PLAIN_NUMBER.search
            for part, text in enumerate(values[place]):
                if not text or plain(text) or not unlike(text):
                    continue
                if is_letter:
                    values[place][part] = text = without_introduction(text)
                doubt = not_one_number(text)
                if doubt is None and _has_words(text, is_letter):
                    doubt = _WORDS
                if doubt is not None:
                    yield place, part, doubt


def _group_of(match: re.Match[str]) -> str:
    return next(name for name in _WHAT if match[name] is not None)


def is_one_letter(number: str) -> bool:
    """Whether a text is the number of one letter and says nothing else."""
    has_digit = any(map(str.isdigit, number))
    return has_digit and not_one_number(number) is None and not _has_words(number, True)


def _has_words(text: str, is_letter: bool) -> bool:
    return bool(words_behind(text) or (is_letter and _WORDS_BEFORE.match(text)))


def not_one_number(text: str) -> Meaning | None:
    """Why a text is not the number of one letter or entry; None where it may well be."""
    match = _OTHER.search(text)
    return None if match is None else unsound("required_missing", _WHAT[_group_of(match)])

"""Dates of a row that cannot be right beside its other dates, its letter's number or its NIP.

Which cells are held against which is said in data/reference/row_rules.csv.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from pipelines.layouts.slots import Slot, Text
from pipelines.values.dates import ROMAN_MONTHS
from pipelines.values.meaning import Meaning, unsound
from pipelines.values.reference import RowRule

Column = Sequence[Text]
"""The values of a slot, part by part: ISO dates, NIPs of 18 digits, numbers as they stand."""

_PPPK_MONTH = "21"
# The year of a letter's number stands between slashes or at its end, behind two of them at least
# ('800/2020' may be the letter 2020 of kind 800), or behind the word.
_YEAR = re.compile(
    r"/[^/]*?(?:/\s*(?P<month>\d{1,2}|[IVX]{1,4}))?\s*/\s*(?P<year>(?:19|20)\d\d)\s*(?:/|$)"
    r"|\bTAHUN\s+(?P<named>(?:19|20)\d\d)\s*$",
    re.IGNORECASE,
)

# The number of a letter among other words: 'PP 94/2021, Rekomendasi KASN R-12/KASN/5/2020'.
_CITED = re.compile(r"\b[A-Z]{1,3}[-.]\s?\d+/[^\s;,]*/(?:19|20)\d\d(?![\d/])", re.IGNORECASE)


def contradicted_dates(
    slots: Sequence[Slot], values: Sequence[Column], rules: Sequence[RowRule]
) -> Iterator[tuple[int, int, Meaning]]:
    """Slot, part and reason of each cell that a date of its row contradicts.

    A NIP later than the matter is refused: either it is another person's or the date is wrong, and
    the row would tell of somebody what cannot be. Of two dates, or of a letter's year and its date,
    both are kept as said and the contradiction is shown beside them.
    """
    places = {slot.field: place for place, slot in enumerate(slots)}
    for rule in rules:
        one, other = places.get(rule.field), places.get(rule.date_field)
        if one is None or other is None:
            continue
        find, told_at_date = _RULES[rule.rule]
        place, beside = (other, one) if told_at_date else (one, other)
        for part, message in find(values[one], values[other], _named(slots[beside])):
            yield place, part, message


def _appointed_later(nips: Column, dates: Column, column: str) -> Iterator[tuple[int, Meaning]]:
    """A NIP's digits 9 to 14 are the month of appointment; of contract workers the year alone."""
    first_year = min(filter(None, dates), default="9999")[:4]
    # Most were appointed before the register begins.
    for part in [part for part, nip in enumerate(nips) if nip and nip[8:12] >= first_year]:
        nip, day = nips[part], dates[part]
        if nip and day and _is_later(nip[8:14], day):
            yield (
                part,
                unsound(
                    "appointed_later",
                    f"the NIP is that of somebody appointed after the date in {column}, so that "
                    "the one or the other is wrong; ask the office which, and correct that",
                ),
            )


def _is_later(appointed: str, day: str) -> bool:
    """appointed: year and month, YYYYMM (a contract worker's month is 21); day: YYYY-MM-DD."""
    if appointed[:4] > day[:4]:
        return True
    return appointed[4:] != _PPPK_MONTH and appointed > day[:4] + day[5:7]


def _reversed(firsts: Column, seconds: Column, column: str) -> Iterator[tuple[int, Meaning]]:
    pairs = enumerate(zip(firsts, seconds, strict=True))
    for part in [part for part, (first, second) in pairs if second and first and second < first]:
        yield (
            part,
            unsound(
                "dates_reversed",
                f"{seconds[part]} lies before {firsts[part]} in {column}, which it has to follow; "
                "correct the one or the other: both are kept as said",
            ),
        )


def _of_another_year(numbers: Column, dates: Column, column: str) -> Iterator[tuple[int, Meaning]]:
    # Most numbers end with the year of their letter.
    others = [
        (part, number, day)
        for part, (number, day) in enumerate(zip(numbers, dates, strict=True))
        if number and day and not number.endswith(day[:4])
    ]
    for part, number, day in others:
        year = _other_year(number, day)
        if year:
            yield (
                part,
                unsound(
                    "letter_year_contradicted",
                    f"the number is one of {year}, and {column} says {day}; correct the one or "
                    "the other: both are kept as said",
                ),
            )


def _of_a_later_letter(texts: Column, dates: Column, column: str) -> Iterator[tuple[int, Meaning]]:
    """The dates of what cites a letter of a later year: a decree follows what it stands on."""
    cited = {text: found[0] for text in set(texts) if text and (found := _CITED.search(text))}
    if not cited:
        return
    for part, (text, day) in enumerate(zip(texts, dates, strict=True)):
        if day and text in cited:
            year = _other_year(cited[text], day)
            if year > day[:4]:
                yield (
                    part,
                    unsound(
                        "dates_reversed",
                        f"{day} lies before the letter of {year} that {column} cites, which it "
                        "has to follow; correct the one or the other: both are kept as said",
                    ),
                )


@lru_cache(maxsize=8192)
def _other_year(number: str, day: str) -> str:
    """The year that a letter's number says where it is not that of its date; '' where it agrees.

    A letter may be numbered in December and signed in January, or dated in December and numbered
    with the next year's: with a month in the number only where it is that one.
    """
    match = _YEAR.search(number)
    if match is None or f"/{day[:4]}/" in number.replace(" ", "") + "/":
        return ""
    year = match["year"] or match["named"]
    said = (match["month"] or "").casefold()
    month = ROMAN_MONTHS.get(said) or (int(said) if said.isdigit() else 0)
    at_turn = {-1: ("01", 12), 1: ("12", 1)}.get(int(year) - int(day[:4]))
    if year == day[:4] or (at_turn and day[5:7] == at_turn[0] and month in (0, at_turn[1])):
        return ""
    return year


def _named(slot: Slot) -> str:
    """How a message names the column of another cell."""
    if not slot.sources:
        return "another column"
    return f'column {slot.sources[0].letter} ("{slot.sources[0].heading}")'


_Find = Callable[[Column, Column, str], Iterator[tuple[int, Meaning]]]
# How each rule finds what contradicts it, and whether that is told at the date.
_RULES: dict[str, tuple[_Find, bool]] = {
    "appointed_by": (_appointed_later, False),
    "comes_first": (_reversed, True),
    "of_year": (_of_another_year, False),
    "cites": (_of_a_later_letter, True),
}

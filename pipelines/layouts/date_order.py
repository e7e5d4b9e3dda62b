"""Which way round the dates of a column are written, and whether a spreadsheet has turned them."""

from __future__ import annotations

import re
from collections.abc import Iterable

_DAY_AND_MONTH = re.compile(r"\D*(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{2,4})\D*$")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_MONTHS = 12
# So many dates of a kind are no chance.
_FEW = 3


def order_of_dates(texts: Iterable[str], is_text_file: bool = False) -> str:
    """':dmy' or ':mdy' when the unambiguous dates of a column agree on it, else ''.

    With ':swapped' behind it where the spreadsheet took in each date that it could read the other
    way round, and left as text just those of a day above 12.
    is_text_file: YYYY-MM-DD is as somebody wrote it, unless very many say otherwise.
    """
    taken_in: list[str] = []
    left: list[tuple[int, int, int]] = []
    for text in texts:
        if text[4:5] == "-" and len(text) == 10:
            taken_in.append(text)
            continue  # a date of the spreadsheet itself
        match = _DAY_AND_MONTH.match(text)
        if match is not None:
            left.append((int(match[1]), int(match[2]), int(match[3])))
    day_first = any(first > _MONTHS >= second for first, second, _ in left)
    month_first = any(second > _MONTHS >= first for first, second, _ in left)
    if day_first != month_first:
        is_swapped = bool(taken_in) and _are_swapped(taken_in, left, day_first, is_text_file)
        return (":dmy" if day_first else ":mdy") + ":swapped" * is_swapped
    return ""


def _are_swapped(
    taken_in: list[str], left: list[tuple[int, int, int]], day_first: bool, is_text_file: bool
) -> bool:
    """Whether a spreadsheet seems to have read dates the other way round. Of so many that it is no
    chance, none has a day above 12; of few, most fit the months of those left as text only so.

    taken_in: its own dates (YYYY-MM-DD); left: the figures of those left as text.
    """
    if any(first <= _MONTHS and second <= _MONTHS for first, second, _ in left):
        return False  # it took in only what was no text
    dates = [tuple(map(int, text.split("-"))) for text in taken_in if _ISO.fullmatch(text)]
    # The day that a sanction begins on is often the first of a month.
    days = {day for *_, day in dates}
    if not days or max(days) > _MONTHS or any(month > _MONTHS for _, month, _ in dates):
        return False
    if len(left) >= _FEW and len(dates) > _FEW and len(days) >= _FEW:
        return True
    if is_text_file:
        return False
    months = [_month(year, second if day_first else first) for first, second, year in left]
    first, last = min(months) - 1, max(months) + 1
    as_taken_in = sum(first <= _month(year, month) <= last for year, month, _ in dates)
    the_other_way = sum(first <= _month(year, day) <= last for year, _, day in dates)
    if the_other_way == as_taken_in:
        return len(left) > 1 and len(dates) >= _FEW and len(days) >= _FEW
    return the_other_way > as_taken_in


def _month(year: int, month: int) -> int:
    """A month as a number of months; a year of two digits is of this century."""
    return (year if year > 99 else 2000 + year) * _MONTHS + month

"""What the name of a sheet says of its period: 'Februari', 's.d. Februari', 'Rekap 2023'.

The words beside the month are in data/reference/period_words.csv:
up_to      before the month up to which a sheet counts
cumulated  anywhere beside a month: the sheet counts from January up to it
lead       before a period, and says nothing of it
"""

from __future__ import annotations

import csv
import re
from functools import cache
from typing import NamedTuple

from pipelines.home import REFERENCE
from pipelines.layouts.elsewhere import Lookup
from pipelines.layouts.headings import normalise
from pipelines.layouts.periods import (
    MONTH,
    as_of_in,
    last_day,
    month_number,
    months_of,
    stated_period,
    year_of,
)

_COPY = re.compile(r"\s*\(\d+\)\s*$")
_YEAR_IN = re.compile(r"(?<!\d)20\d\d(?!\d)")
_PART = r"(?:TRIWULAN|TW|TRW) (?P<quarter>IV|III|II|I|[1-4])|(?:SEMESTER|SMT) (?P<half>II|I|[12])"
_TIME = re.compile(rf"\b(?:{MONTH}|TRIWULAN|TW|TRW|SEMESTER|SMT)\b")
_NUMBER = {"I": 1, "II": 2, "III": 3, "IV": 4}


class NamedPeriod(NamedTuple):
    """period: in its canonical form; None where the sheet counts up to a time that cannot be told.
    counts_up_to: it is a running total. as_of: the last day (ISO) up to which it surely counts."""

    period: str | None
    counts_up_to: bool = False
    as_of: str | None = None

    @property
    def is_sure(self) -> bool:
        """Whether it says so by itself. A month or a quarter may as well be the one up to which the
        sheet goes, unless others beside it are named after theirs."""
        return (
            self.counts_up_to
            or re.fullmatch(r"20\d\d(?:-20\d\d)?|.*/.*", self.period or "") is not None
        )


def named_period(name: str, whole: str | None, lookup: Lookup) -> NamedPeriod | None:
    """The period that a sheet is named after; None for a name of anything else.

    'JANUARI' in a workbook of 2024 → '2024-01', 'Triwulan I' → '2024-T1', '2023' → '2023',
    's.d. Maret' → '2024-01/2024-03' as of 2024-03-31. whole: the period of the whole workbook,
    which tells the year where the name does not.
    """
    name = re.sub(r"[\s_]+", " ", _COPY.sub("", name)).strip().upper()
    years = sorted(set(_YEAR_IN.findall(name)))
    year = years[0] if years else year_of(whole or "")
    said = f" {normalise(name).upper()} "
    rest, up_to, cumulated = said, _words("up_to"), _words("cumulated")
    if cumulated is not None:
        rest = cumulated.sub(" ", rest)
    runs = rest != said or (up_to is not None and up_to.search(said) is not None)
    if runs:
        return _running(rest, name, year if len(years) < 2 else None, lookup)
    lead = _words("lead")
    while lead is not None and (match := lead.match(f" {name} ")):
        name = f" {name} "[match.end() :].strip()
    if not years:
        if year is None or not name:
            return None
        name = f"{name} {year}"
    period = stated_period(name, lookup)
    first, last = months_of(period or "") or ("", "")
    return NamedPeriod(period) if period and first and first <= last else None


def _running(said: str, name: str, year: str | None, lookup: Lookup) -> NamedPeriod | None:
    """The period of a running total: upper-case normalised words, the name itself, its year."""
    match = _from_to().fullmatch(" ".join(said.split()))
    if match is None:
        if not _TIME.search(said):
            return None
        day = as_of_in(name, lookup) or as_of_in(f"{name} {year}", lookup)
        is_day = day is not None and re.search(r"\b\d{1,2}[ ./-]", name) is not None
        return NamedPeriod(day[:4], True, day) if day and is_day else NamedPeriod(None, True)
    if year is None:
        return NamedPeriod(None, True)
    first = month_number(match["first"]) if match["first"] else 1
    last = _last_month(match)
    if first > last:
        return NamedPeriod(None, True)
    until = f"{year}-{last:02}"
    period = until if first == last else f"{year}-{first:02}/{until}"
    return NamedPeriod(period, True, last_day(int(year), last))


def _last_month(match: re.Match[str]) -> int:
    if match["month"]:
        return month_number(match["month"])
    which, months = (match["quarter"], 3) if match["quarter"] else (match["half"], 6)
    return months * (_NUMBER.get(which) or int(which))


@cache
def _from_to() -> re.Pattern[str]:
    """'[JANUARI] [S D] MARET [2023]', with words that say nothing before it."""
    lead, up_to = _alternatives("lead"), _alternatives("up_to")
    return re.compile(
        rf"(?:(?:{lead}) )*(?:BULAN )?(?:(?P<first>{MONTH}) (?:20\d\d )?)?(?:(?:{up_to}) )?"
        rf"(?:BULAN )?(?:(?P<month>{MONTH})|{_PART})(?: (?:(?:TAHUN|THN|TH) )?20\d\d)?"
    )


@cache
def _words(says: str) -> re.Pattern[str] | None:
    words = _alternatives(says)
    return re.compile(rf" (?:{words})(?= )") if words else None


@cache
def _alternatives(says: str) -> str:
    with (REFERENCE / "period_words.csv").open(encoding="utf-8", newline="") as lines:
        words = {row["word"].upper() for row in csv.DictReader(lines) if row["says"] == says}
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))

"""For which period and as of when each table is: as its titles, its sheet or the workbook say."""

from __future__ import annotations

import re

from pipelines.layouts.elsewhere import Lookup
from pipelines.layouts.model import Recognition, SheetUse
from pipelines.layouts.periods import as_of_in, election_in, months_of, period_in, span_of
from pipelines.layouts.provenance import Provenance, upper_lines
from pipelines.layouts.quoting import sheet_label
from pipelines.layouts.sheet_names import NamedPeriod, named_period
from pipelines.layouts.surroundings import titles_among
from pipelines.layouts.tables import Table

_OF_YEARS = re.compile(r"20\d\d(?:-20\d\d)?")
_MEND = "write above its table up to which day it counts, as in 'Per 31 Maret 2024'"
_MEND_MONTHS = "let its title and its name say the same months, such as 'Januari s.d. Maret 2024'"


def period_of_names(sheets: list[SheetUse], lookup: Lookup) -> str | None:
    """The period of a workbook of which nothing but the names of its sheets says it: from the first
    to the last, if every sheet with a table is named after a period with its year."""
    named = [named_period(use.sheet.name, None, lookup) for use in sheets if use.tables]
    periods = {one.period for one in named if one is not None and one.period and one.is_sure}
    return span_of(periods) if len(periods) and None not in named else None


def date_by_names(sheets: list[SheetUse], origin: Provenance, lookup: Lookup) -> None:
    """Give the workbook the last date up to which its sheets count by their names, if nothing else
    dates it and all of them do."""
    named = zip(sheets, _named(sheets, origin, lookup), strict=True)
    dates = {one.as_of if one is not None else None for use, one in named if use.tables}
    if origin.as_of is None and dates and None not in dates:
        origin.as_of = max(filter(None, dates))
        origin.states_several_dates = len(dates) > 1


def date_tables(
    sheets: list[SheetUse],
    tables: list[list[Table]],
    origin: Provenance,
    lookup: Lookup,
    are_figures: bool,
    result: Recognition,
) -> None:
    """Tell the reader of each table as of when and for which period it is.

    are_figures: of counts nothing but that says what they count, so a running total waits of which
    nobody can tell up to when it counts; records have dates of their own.
    """
    of_sheets = _named(sheets, origin, lookup)
    for use, own, named in zip(sheets, tables, of_sheets, strict=True):
        is_certain = _date_sheet(use, own, origin, named, lookup)
        if not is_certain and are_figures and result.reason_code is None:
            result.reason_code = "period_unknown"
            result.message = (
                f"{sheet_label(use.sheet)} is named after a month up to which it counts"
            )
            if named is not None and named.period is None:
                result.message += ", and nothing tells from when to when that is"
                result.mend = _MEND
            else:
                result.message += ", and its title says another time"
                result.mend = _MEND_MONTHS


def _named(sheets: list[SheetUse], origin: Provenance, lookup: Lookup) -> list[NamedPeriod | None]:
    """The periods that the sheets with tables are named after: months, quarters or years, or up to
    one. A month or a quarter alone may be the one up to which the sheet goes, and says nothing."""
    named = [
        named_period(use.sheet.name, origin.period_label, lookup) if use.tables else None
        for use in sheets
    ]
    found = [one for one in named if one is not None]
    if len({(one.period, one.counts_up_to) for one in found}) > 1:
        return [_beside_the_same(one, found) for one in named]
    return [one if one is not None and one.is_sure else None for one in named]


def _beside_the_same(one: NamedPeriod | None, others: list[NamedPeriod]) -> NamedPeriod | None:
    """'s.d. Januari' beside 'Januari' is of the same time: a date must not make two facts of it."""
    if one is None or one.as_of is None or one.period is None:
        return one
    same = [
        other
        for other in others
        if other.period and not other.counts_up_to
        and months_of(other.period) == months_of(one.period)
    ]  # fmt: skip
    return NamedPeriod(same[0].period, True) if same else one


def _date_sheet(
    use: SheetUse, tables: list[Table], origin: Provenance, named: NamedPeriod | None,
    lookup: Lookup,
) -> bool:  # fmt: skip
    """Tell each reader as of when and for which period its table is: as its own titles say, else
    those of the table before it on the sheet, else the name of the sheet, else as the whole
    workbook is. named: the period that the sheet is named after.

    False where a running total by its name is of a time that nobody can tell.
    """
    of_sheet = named.period if named is not None else None
    as_of, period = origin.as_of, of_sheet or origin.period_label
    if origin.states_several_dates:
        as_of = None  # nothing says which of the dates of other sheets is that of this one
    if named is not None and named.counts_up_to:
        as_of = named.as_of
    start, is_certain = 0, True
    for place, table in enumerate(tables):
        own = upper_lines(titles_among(use, start, table.start))
        as_of = as_of_in(own, lookup) or as_of
        stated = period_in(own, allow_bare=False)
        if stated and not _lies_within(of_sheet, stated):  # 'TAHUN 2024' on a sheet of a month
            period = stated
        if named is not None and named.counts_up_to:
            is_certain &= as_of is not None if of_sheet is None else _agrees(of_sheet, period)
        if origin.states_several_elections:  # two of one year part it better than the year does
            period = election_in(own, lookup) or period
        for reader in use.tables:
            if reader.place == place:
                reader.as_of, reader.period_label = as_of, period
        start = table.end
    return is_certain


def _lies_within(period: str | None, years: str) -> bool:
    """Whether a period is part of the year, or the years, that a title says; what a title says
    more closely goes before the name of a sheet."""
    inner, outer = months_of(period or ""), months_of(years)
    return (
        inner is not None
        and outer is not None
        and _OF_YEARS.fullmatch(years) is not None
        and outer[0] <= inner[0]
        and inner[1] <= outer[1]
    )


def _agrees(of_sheet: str, period: str | None) -> bool:
    return of_sheet == period or months_of(of_sheet) == months_of(period or "")

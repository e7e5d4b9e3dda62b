"""For which period and as of when each table is: as its titles, its sheet or the workbook say."""

from __future__ import annotations

from pipelines.layouts.elsewhere import Lookup
from pipelines.layouts.model import SheetUse
from pipelines.layouts.periods import as_of_in, election_in, period_in, period_of_sheet
from pipelines.layouts.provenance import Provenance, upper_lines
from pipelines.layouts.surroundings import titles_among
from pipelines.layouts.tables import Table


def date_tables(
    sheets: list[SheetUse], tables: list[list[Table]], origin: Provenance, lookup: Lookup
) -> None:
    """Tell the reader of each table as of when and for which period it is."""
    of_sheets = _periods_of_sheets(sheets, origin, lookup)
    for use, own, period in zip(sheets, tables, of_sheets, strict=True):
        _date_sheet(use, own, origin, period, lookup)


def _periods_of_sheets(
    sheets: list[SheetUse], origin: Provenance, lookup: Lookup
) -> list[str | None]:
    """The periods that the sheets with tables are named after: months, quarters or years. One alone
    may be called after the month up to which it goes, and says nothing."""
    named = [
        period_of_sheet(use.sheet.name, origin.period_label, lookup) if use.tables else None
        for use in sheets
    ]
    return named if len(set(filter(None, named))) > 1 else [None] * len(sheets)


def _date_sheet(
    use: SheetUse, tables: list[Table], origin: Provenance, of_sheet: str | None, lookup: Lookup
) -> None:
    """Tell each reader as of when and for which period its table is: as its own titles say, else
    those of the table before it on the sheet, else the name of the sheet, else as the whole
    workbook is. of_sheet: the period that the sheet is named after."""
    as_of, period = origin.as_of, of_sheet or origin.period_label
    if origin.states_several_dates:
        as_of = None  # nothing says which of the dates of other sheets is that of this one
    start = 0
    for place, table in enumerate(tables):
        own = upper_lines(titles_among(use, start, table.start))
        as_of = as_of_in(own, lookup) or as_of
        stated = period_in(own, allow_bare=False)
        if stated and not (of_sheet or "").startswith(stated):  # 'TAHUN 2024' on a sheet of a month
            period = stated
        if origin.states_several_elections:  # two of one year part it better than the year does
            period = election_in(own, lookup) or period
        for reader in use.tables:
            if reader.place == place:
                reader.as_of, reader.period_label = as_of, period
        start = table.end

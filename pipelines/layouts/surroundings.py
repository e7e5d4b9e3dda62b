"""What stands around the tables of a sheet: titles above, rows below."""

from __future__ import annotations

from pipelines.layouts.model import SheetUse
from pipelines.layouts.tables import Table
from pipelines.workbooks.model import Sheet


def titles_above(use: SheetUse, tables: list[Table]) -> list[list[str]]:
    """The titles between each table of a sheet and the one before it."""
    starts = [0, *(table.end for table in tables)]
    return [
        titles_among(use, start, table.start) for start, table in zip(starts, tables, strict=False)
    ]


def titles_among(use: SheetUse, first: int, last: int) -> list[str]:
    """The texts of the title rows among some rows of a sheet, top first."""
    return [
        text
        for index, (row_class, _) in enumerate(use.classes[first:last], first)
        if row_class == "title"
        for text in use.sheet.rows[index].cells
        if text is not None
    ]


def body_of(sheet: Sheet, tables: list[Table], place: int) -> range:
    """The indices of the rows under the header of a table, up to the next one."""
    end = tables[place + 1].start if place + 1 < len(tables) else len(sheet.numbers)
    return range(tables[place].end, end)

"""Tables that stand beside each other on a sheet, which a person has to put apart.

Asked only of a workbook that has to wait anyway: what would be its tables is looked for once more,
in each group of columns by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipelines.layouts.headings import normalise
from pipelines.layouts.maps import Layouts
from pipelines.layouts.quoting import sheet_label
from pipelines.layouts.tables import MergedCells, find_tables, known_headings
from pipelines.workbooks.model import Sheet
from pipelines.workbooks.xlsx_parts import column_letter

_FIRST_ROWS = 50
_LEAST = 3


def side_by_side(sheets: Iterable[Sheet], layouts: Layouts) -> str | None:
    """Where several complete tables have their header in one row, in words for a message."""
    for sheet in sheets:
        for cells in (row.cells for row in sheet.rows[:_FIRST_ROWS]):
            starts = _starts(cells)
            if len(starts) < 2 or known_headings(cells, layouts.words) < 2 * _LEAST:
                continue
            found: dict[int, list[int]] = {}
            for start, end in zip(starts, [*starts[1:], len(cells)], strict=True):
                part = _part(sheet, start, end)
                for table in find_tables(part, layouts, MergedCells(part)):
                    if table.is_complete:
                        found.setdefault(sheet.numbers[table.start], []).append(start)
            for row, places in found.items():
                if len(places) > 1:
                    letters = " and ".join(column_letter(place + 1) for place in places)
                    return (
                        f"{len(places)} tables stand side by side on {sheet_label(sheet)}: "
                        f"in row {row} one begins in each of the columns {letters}"
                    )
    return None


def _starts(cells: Sequence[str | None]) -> list[int]:
    """Where groups of columns begin in a row of headings: behind a blank one, or where the first
    heading stands again."""
    filled = [place for place, text in enumerate(cells) if text is not None]
    if len(filled) < 2 * _LEAST:
        return []
    first = normalise(cells[filled[0]] or "")
    return [
        place
        for place in filled
        if place == filled[0] or normalise(cells[place] or "") == first or cells[place - 1] is None
    ]


def _part(sheet: Sheet, start: int, end: int) -> Sheet:
    """Some columns of the first rows of a sheet as one of their own."""
    merged = [
        (r1, c1 - start, r2, c2 - start)
        for r1, c1, r2, c2 in sheet.merged
        if start < c1 and c2 <= end
    ]
    columns = [column[:_FIRST_ROWS] for column in sheet.columns[start:end]]
    return replace(sheet, numbers=sheet.numbers[:_FIRST_ROWS], columns=columns, merged=merged)

"""Finds the header of a table of which no layout knows a thing: texts above rows of values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from pipelines.layouts import Layouts
from pipelines.layouts.elsewhere import Lookup
from pipelines.layouts.headings import LONGEST_HEADING, normalise
from pipelines.layouts.maps import ColumnMap, FieldMap, Layout, OfficeRule, PeriodRule
from pipelines.layouts.row_classes import class_of_rows
from pipelines.layouts.tables import MergedCells, Table, heading_paths, known_headings
from pipelines.workbooks.model import Sheet, SheetRow, Workbook

_LEAST_COLUMNS = 3
_DEEPEST = 3
_ROWS_BELOW = 40
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s*\([^()\d]+\))?")  # '2023', '2023 (orang)', '2023 (%)'
_LONG_NUMBER = re.compile(r"(?:\d[\s.\-]?){8,}")
_LETTER = re.compile(r"[^\W\d_]")
_SMALL_NUMBER = re.compile(r"\(?\s*(\d{1,5})(?:\.0)?\s*[.)]?")
_MOST = 0.8
_HALF = 0.5


@dataclass
class FoundTable:
    """A header and the records under it.

    start, end: index in sheet.rows of the first header row and of the first row below.
    paths: heading of each column (0-based), the texts of its rows, top first.
    records: cells of the data rows, filled down where merged. sequence: the numbering column.
    """

    sheet: Sheet
    start: int
    end: int
    paths: dict[int, tuple[str, ...]]
    records: list[list[str | None]]
    sequence: int | None
    totals: tuple[str, ...]

    @property
    def header_rows(self) -> tuple[int, int]:
        """The first and last row of the header as a person counts them."""
        return self.sheet.rows[self.start].number, self.sheet.rows[self.end - 1].number

    @property
    def titles(self) -> list[str]:
        """The texts above the header, top first."""
        return [text for row in self.sheet.rows[: self.start] for text in row.cells if text]

    def texts(self, position: int) -> list[str]:
        """What the records have in a column, blanks left out."""
        cells = (row[position] for row in self.records if position < len(row))
        return [text.strip() for text in cells if text is not None and text.strip()]


def find_table(workbook: Workbook, layouts: Layouts, lookup: Lookup) -> FoundTable | None:
    """The table that most looks like one, of all sheets; None where nothing does."""
    best: tuple[float, FoundTable] | None = None
    for sheet in workbook.sheets:
        scored = [
            (score, index)
            for index in range(len(sheet.rows))
            if (score := _score(sheet, index, layouts.words, lookup))
        ]
        if not scored:
            continue
        score, index = max(scored, key=lambda one: (one[0], -one[1]))
        score -= sheet.is_hidden * 100
        if best is None or score > best[0]:
            found = _table(sheet, index, layouts, lookup)
            if found is not None:
                best = (score, found)
    return best[1] if best else None


def _filled(row: SheetRow) -> dict[int, str]:
    return {p: text.strip() for p, text in enumerate(row.cells) if text and text.strip()}


def _is_heading(text: str, lookup: Lookup) -> bool:
    """A short text that is no value: no number, no date, no NIP, nothing counted."""
    if len(text) > LONGEST_HEADING or _LONG_NUMBER.search(text):
        return False
    if _YEAR.fullmatch(text) or text == "%":
        return True
    if not _LETTER.search(text):
        return False
    return lookup("date", text) is None and lookup("number", text) is None


def _score(sheet: Sheet, index: int, words: frozenset[str], lookup: Lookup) -> float:
    """How much a row is like the (lowest row of a) header; 0 is not at all."""
    row = sheet.rows[index]
    cells = _filled(row)
    texts = [normalise(text) for text in cells.values()]
    if len(cells) < _LEAST_COLUMNS or len(set(texts)) < _MOST * len(texts):
        return 0
    if not all(_is_heading(text, lookup) for text in cells.values()):
        return 0
    if all(_YEAR.fullmatch(text) for text in cells.values()):
        return 0
    known = known_headings(row.cells, words)
    vocabulary = {word for heading in words for word in heading.split()}
    familiar = sum(bool(set(text.split()) & vocabulary) for text in texts)
    below = [_filled(one) for one in sheet.rows[index + 1 : index + 1 + _ROWS_BELOW]]
    like = [one for one in below if len(one.keys() & cells.keys()) >= max(2, len(cells) * _HALF)]
    if not like:
        return 0
    typed = sum(_holds_values(p, like, lookup) for p in cells)
    if not typed and familiar < len(cells) * _HALF:
        return 0
    return len(cells) + typed + familiar + known


def _holds_values(position: int, rows: list[dict[int, str]], lookup: Lookup) -> bool:
    """Whether most texts of a column are no headings: numbers, dates, NIPs, long texts."""
    texts = [row[position] for row in rows if position in row]
    return sum(not _is_heading(text, lookup) for text in texts) > len(texts) * _HALF


def _table(sheet: Sheet, index: int, layouts: Layouts, lookup: Lookup) -> FoundTable | None:
    merged = MergedCells(sheet)
    start, end = _extent(sheet, index, merged, lookup)
    paths = heading_paths(sheet, start, end - start, merged)
    if paths is None:
        return None
    sequence = _sequence(sheet, end, paths)
    totals = tuple(sorted({word for item in layouts.items for word in item.totals}))
    stand_in = _stand_in(paths, sequence, totals)
    columns = {p: stand_in.columns[i] for i, p in enumerate(paths)}
    headings = {p: path[-1] for p, path in paths.items()}
    table = Table(stand_in, start, end, columns, headings)
    classes = class_of_rows(sheet, [table], merged, lookup)
    records = [
        merged.cells(index) for index, (row_class, _) in enumerate(classes) if row_class == "record"
    ]
    if not records:
        return None
    return FoundTable(sheet, start, end, paths, records, sequence, totals)


def _extent(sheet: Sheet, index: int, merged: MergedCells, lookup: Lookup) -> tuple[int, int]:
    """The rows of the header around its likeliest row: groups above it, parts below it."""
    start, end = index, index + 1
    while start and end - start < _DEEPEST and _belongs(sheet, start - 1, start, merged, lookup):
        start -= 1
    while (
        end < len(sheet.rows)
        and end - start < _DEEPEST
        and _belongs(sheet, end - 1, end, merged, lookup)
    ):
        end += 1
    return start, end


def _belongs(sheet: Sheet, upper: int, lower: int, merged: MergedCells, lookup: Lookup) -> bool:
    """Whether two adjacent rows are one header: merged into each other, or groups over parts."""
    above, below = sheet.rows[upper], sheet.rows[lower]
    if below.number - above.number != 1:
        return False
    top, parts = _filled(above), _filled(below)
    if not all(_is_heading(text, lookup) for text in (*top.values(), *parts.values())):
        return False
    for position in range(max(len(above.cells), len(below.cells))):
        origin = merged.origin(below.number, position + 1)
        if origin is not None and origin[0] < below.number and above.number >= origin[0]:
            return True
    if len(top) < 2 or not parts:
        return False
    # A part stands beside a blank of the upper row, or under a group that reaches over a blank.
    return all(p not in top or (p + 1 not in top and p + 1 in parts) for p in parts)


def _sequence(sheet: Sheet, end: int, paths: dict[int, tuple[str, ...]]) -> int | None:
    """The first column that counts 1, 2, 3 …, if one of the first two does."""
    for position in sorted(paths)[:2]:
        texts = [one.get(position) for one in map(_filled, sheet.rows[end:])]
        found = [_SMALL_NUMBER.fullmatch(text) for text in texts if text]
        numbers = [int(match[1]) for match in found if match]
        if len(numbers) < len(found) * _HALF or not numbers:
            continue
        steps = sum(b == a + 1 for a, b in pairwise(numbers))
        if numbers[0] == 1 and steps >= (len(numbers) - 1) * _MOST:
            return position
    return None


def _stand_in(
    paths: dict[int, tuple[str, ...]], sequence: int | None, totals: tuple[str, ...]
) -> Layout:
    """A layout of texts alone, to class the rows by before anything is known of the columns."""
    columns = tuple(
        ColumnMap(path[-1], (), (FieldMap("text", "text"),), sequence=p == sequence)
        for p, path in paths.items()
    )
    office, period = OfficeRule("government"), PeriodRule()
    return Layout("", "", "", "", "", None, office, period, columns, totals, False)

"""Finds the tables of a sheet: where the header is, how many rows it has, which layout fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from pipelines.layouts.headings import LONGEST_HEADING, keys_of, normalise, whole_key, written
from pipelines.layouts.maps import ColumnMap, Layout, Layouts
from pipelines.workbooks.model import Sheet

_DEEPEST_HEADER = 3
_LEAST_KNOWN = 3
# A near miss must look this much like the layout to be named as such: else it is another table.
_NEAR_KNOWN_SHARE = 0.6
_NEAR_REQUIRED_SHARE = 0.5


@dataclass(slots=True)
class Table:
    """A header matched against a layout. `columns` are 0-based positions in the row's cells.

    start, end: index in sheet.rows of the first header row, and of the first row of the body.
    members: of a crosstab, the columns of which every filled cell is a record: position → member.
    """

    layout: Layout
    start: int
    end: int
    columns: dict[int, ColumnMap]
    headings: dict[int, str]
    missing: list[str] = field(default_factory=list)
    unexpected: list[tuple[int, str]] = field(default_factory=list)
    duplicate: list[tuple[int, str]] = field(default_factory=list)
    members: dict[int, str] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Every required heading is there once, and no other heading."""
        return not (self.missing or self.unexpected or self.duplicate)

    @property
    def share(self) -> float:
        """How many of the headings found are known to the layout, 0 to 1."""
        known = len(self.columns)
        return known / max(1, known + len(self.unexpected) + len(self.duplicate))

    @property
    def score(self) -> tuple[bool, float, int]:
        """What makes one match better than another; the shorter header wins a tie, but a row of
        years with a row of measures under it is not whole without that."""
        trouble = len(self.missing) + len(self.unexpected) + len(self.duplicate)
        depth = self.end - self.start
        tie = depth if self.members else -depth
        return (self.is_complete, len(self.columns) - trouble, tie)

    @property
    def is_near(self) -> bool:
        """Close enough to its layout that a person would call it that layout."""
        required = sum(not column.optional for column in self.layout.columns)
        return (
            len(self.columns) >= _LEAST_KNOWN
            and self.share >= _NEAR_KNOWN_SHARE
            and required - len(self.missing) >= required * _NEAR_REQUIRED_SHARE
        )


class MergedCells:
    """The merged ranges of a sheet, asked by cell. Rows and columns count from 1.

    columns: those of the sheet, blanks filled from above where, and only where, cells are merged;
    filled_rows: the indices of the rows in which one was.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.known = bool(sheet.merged)
        # Ranges that cover whole columns or thousands of rows are styling, not table cells.
        self._ranges = [r for r in sheet.merged if r[2] - r[0] < 5000 and r[3] - r[1] < 500]
        self._sheet = sheet
        self.columns = sheet.columns
        self.filled_rows: set[int] = set()
        if any(r1 < r2 for r1, _, r2, _ in self._ranges):
            self._fill_down()

    def spans(self, column: int) -> list[tuple[int, int]]:
        """First and last row of each merged range of several rows that is in this column."""
        return [(r1, r2) for r1, c1, r2, c2 in self._ranges if r1 < r2 and c1 <= column <= c2]

    def across(self) -> list[tuple[int, int, int, int]]:
        """First row, first column, last row and last column of each of several columns."""
        return [one for one in self._ranges if one[1] < one[3]]

    def origin(self, row: int, column: int) -> tuple[int, int] | None:
        """The cell that holds the text of the range this cell is in, or None."""
        return self._by_cell.get((row, column))

    def text(self, row: int, column: int) -> str | None:
        """The text of the merged range this cell is in, or None."""
        origin = self._by_cell.get((row, column))
        return None if origin is None else self._text_at(*origin)

    def cells(self, index: int) -> list[str | None]:
        """The cells of a row of the sheet, filled from above."""
        return [column[index] for column in self.columns]

    @cached_property
    def _by_cell(self) -> dict[tuple[int, int], tuple[int, int]]:
        by_cell: dict[tuple[int, int], tuple[int, int]] = {}
        for r1, c1, r2, c2 in self._ranges:
            for row in range(r1, r2 + 1):
                for column in range(c1, c2 + 1):
                    by_cell[row, column] = (r1, c1)
        return by_cell

    @cached_property
    def _index(self) -> dict[int, int]:
        """The index of each row, by its number."""
        return {number: index for index, number in enumerate(self._sheet.numbers)}

    def _text_at(self, row: int, column: int) -> str | None:
        index = self._index.get(row)
        if index is None or column > len(self._sheet.columns):
            return None
        return self._sheet.columns[column - 1][index]

    def _fill_down(self) -> None:
        """Write into copies of the columns that merged ranges of several rows begin in."""
        self.columns = list(self._sheet.columns)
        own: set[int] = set()
        for r1, c1, r2, _ in self._ranges:
            if r1 == r2 or (text := self._text_at(r1, c1)) is None:
                continue
            if c1 not in own:
                own.add(c1)
                self.columns[c1 - 1] = list(self.columns[c1 - 1])
            column = self.columns[c1 - 1]
            for row in range(r1 + 1, r2 + 1):
                index = self._index.get(row)
                if index is not None and column[index] is None:
                    column[index] = text
                    self.filled_rows.add(index)


def known_headings(cells: Sequence[str | None], words: frozenset[str]) -> int:
    """How many cells of a row are a heading, or part of one, of any layout."""
    return sum(
        1
        for text in cells
        if text is not None and len(text) <= LONGEST_HEADING and normalise(text) in words
    )


# What normalising makes of ASCII text, but for the blanks that part its words.
_LETTERS = bytes(
    ord(chr(code).lower()) if chr(code).isalnum() or chr(code) in "%\x1f" else 0
    for code in range(128)
) + bytes(128)
_NO_LETTERS = bytes(code for code in range(256) if not _LETTERS[code])


def header_candidates(sheet: Sheet, words: frozenset[str]) -> list[int]:
    """Indices of the rows of which half the cells, and three at least, are known headings."""
    tight = _without_blanks(words)
    found = []
    for index in _no_numbers_first(sheet, words):
        texts = [column[index] for column in sheet.columns]
        # A quick look, without normalising, tells for most.
        line = "\x1f".join([text or "" for text in texts])
        if line.isascii():
            cells = line.encode().translate(_LETTERS, _NO_LETTERS).split(b"\x1f")
            if sum(map(tight.__contains__, cells)) < _LEAST_KNOWN:
                continue
        if known_headings(texts, words) >= _least(texts):
            found.append(index)
    return found


def _no_numbers_first(sheet: Sheet, words: frozenset[str]) -> list[int]:
    """The indices of the rows that do not begin with a number. Most rows are records, and no header
    begins with one, but with the year of a crosstab."""
    unsure, found = list(range(len(sheet.numbers))), []
    for column in sheet.columns:
        blank = []
        for index in unsure:
            text = column[index]
            if not text:
                blank.append(index)
            elif not text[0].isdecimal() or text in words:
                found.append(index)
        unsure = blank
    return sorted(found)


@lru_cache(maxsize=8)
def _without_blanks(words: frozenset[str]) -> frozenset[bytes]:
    return frozenset(word.replace(" ", "").encode() for word in words)


def find_tables(sheet: Sheet, layouts: Layouts, merged: MergedCells) -> list[Table]:
    """The tables of a sheet from top to bottom; those that nearly fit a layout are among them."""
    tables: list[Table] = []
    body_start = 0
    for index in header_candidates(sheet, layouts.words):
        if index < body_start:
            continue
        best = _best_match(sheet, index, body_start, layouts, merged)
        if best is not None and (best.is_complete or best.is_near):
            tables.append(best)
            body_start = best.end
    return tables


def _best_match(
    sheet: Sheet, index: int, body_start: int, layouts: Layouts, merged: MergedCells
) -> Table | None:
    """The best reading of the rows around `index` as a header, of one row first."""
    best: Table | None = None
    for start in (index, index - 1):
        if start < body_start or (start < index and not _adjacent(sheet, start, index)):
            continue
        for depth in range(1, _DEEPEST_HEADER + 1):
            if start + depth <= index:
                continue
            paths = heading_paths(sheet, start, depth, merged)
            if paths is None:
                break
            headings = tuple(paths.items())
            for layout in layouts.known_to(paths.values(), _LEAST_KNOWN):
                table = replace(_match(layout, headings), start=start, end=start + depth)
                if table.columns and (best is None or table.score > best.score):
                    best = table
            # A row of years is a header by itself, and may be half of a larger one; so may one with
            # nothing but headings under it ('Nomor', 'Tanggal').
            if best is not None and best.is_complete and not best.members:
                if _are_headings(sheet, start + depth, layouts.words):
                    continue
                return best
    return best


def _are_headings(sheet: Sheet, index: int, words: frozenset[str]) -> bool:
    """Whether nothing but headings, two at least, stands in the row under a header."""
    if index >= len(sheet.numbers) or not _adjacent(sheet, index - 1, index):
        return False
    texts = [text for column in sheet.columns if (text := column[index]) is not None]
    return len(texts) > 1 and known_headings(texts, words) == len(texts)


def _least(cells: Sequence[str | None]) -> int:
    filled = len(cells) - cells.count(None)
    return max(_LEAST_KNOWN, (filled + 1) // 2)


def _adjacent(sheet: Sheet, first: int, second: int) -> bool:
    return sheet.numbers[second] - sheet.numbers[first] == 1


def heading_paths(
    sheet: Sheet, start: int, depth: int, merged: MergedCells
) -> dict[int, tuple[str, ...]] | None:
    """Heading of each column (texts of its rows, top first); None if the rows are not adjacent."""
    rows = sheet.rows[start : start + depth]
    if len(rows) < depth or rows[-1].number - rows[0].number != depth - 1:
        return None
    width = max(len(row.cells) for row in rows)
    levels: list[list[str | None]] = []
    for level, row in enumerate(rows):
        texts: list[str | None] = [*row.cells, *([None] * (width - len(row.cells)))]
        below = rows[level + 1 :]
        for position in range(width):
            if texts[position] is not None:
                continue
            if merged.known:
                texts[position] = merged.text(row.number, position + 1)
            elif position and any(
                position < len(lower.cells) and lower.cells[position] for lower in below
            ):
                # Without knowledge of merges, a group heading reaches over its blank
                # neighbours as long as there are headings under them.
                texts[position] = texts[position - 1]
        levels.append(texts)
    paths: dict[int, tuple[str, ...]] = {}
    for position in range(width):
        path: list[str] = []
        for texts in levels:
            text = texts[position]
            if text is not None and text.strip() and (not path or path[-1] != text):
                path.append(text)
        if path:
            paths[position] = tuple(path)
    return paths


@lru_cache(maxsize=1024)
def _match(layout: Layout, headings: tuple[tuple[int, tuple[str, ...]], ...]) -> Table:
    """The headings held against a layout, wherever they stand. Offices of a region, and the pages
    of a workbook, have the same ones."""
    table = Table(layout, 0, 0, {}, {})
    seen: set[tuple[int, str]] = set()
    for position, path in headings:
        # In a crosstab the part of a heading that is passed over could say that it is a percentage.
        keys = (whole_key(path),) if layout.members else keys_of(path)
        key = next((key for key in keys if key in layout.by_key), None)
        heading = written(path)
        if key is None:
            table.unexpected.append((position, heading))
            continue
        column, member = layout.by_key[key], layout.members.get(key, "")
        if (id(column), member) in seen and not column.may_repeat:
            table.duplicate.append((position, heading))
        else:
            seen.add((id(column), member))
            if member:
                table.members[position] = member
            table.columns[position] = column
            table.headings[position] = heading
    found = {known for known, _ in seen}
    held = {one for column in layout.columns if id(column) in found for one in column.in_place_of}
    for column in layout.columns:
        missing = [part.heading for part in column.parts if id(part) not in found]
        if id(column) in found:
            if len(missing) < len(column.parts):
                _count_twice(table, column.parts)
            if column.heading in held:
                _count_twice(table, [column])
        elif not column.optional and column.heading not in held:
            in_place = column.parts and len(missing) < len(column.parts)
            table.missing += missing if in_place else [column.heading]
    return table


def _count_twice(table: Table, parts: Sequence[ColumnMap]) -> None:
    """Make the columns duplicates that stand beside the one in whose place they may stand."""
    for position, column in list(table.columns.items()):
        if any(column is part for part in parts):
            table.duplicate.append((position, table.headings.pop(position)))
            del table.columns[position]

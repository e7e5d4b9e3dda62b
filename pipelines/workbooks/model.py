"""What a read workbook is: sheets of texts, or the reason why it could not be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import compress, zip_longest
from typing import NamedTuple, overload

Column = list[str | None]
"""The cells of one column of a sheet, trimmed; None is a blank cell."""

Range = tuple[int, int, int, int]
"""A merged range: first row, first column, last row, last column; all count from 1."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. Beyond it the file is refused; the others go on.

    memory_bytes: address space of the child process; seconds: wall time for one file;
    file_bytes: size on disk; unpacked_bytes: sum of the parts of a zip; cells: cells of all
    sheets, blanks inside the used range included.
    """

    memory_bytes: int = 1_500_000_000
    seconds: float = 60.0
    file_bytes: int = 200_000_000
    unpacked_bytes: int = 600_000_000
    cells: int = 20_000_000


class SheetRow(NamedTuple):
    """One row that is not empty. `number` is the one a person sees beside it in a spreadsheet.

    cells: text of column A, B, … as far as the used range goes, trimmed; None is a blank cell.
    Dates come as YYYY-MM-DD (with a time if there is one), error cells as '#REF!', '#N/A' ….
    """

    number: int
    is_hidden: bool
    cells: list[str | None]


class Rows(Sequence[SheetRow]):
    """The rows of a sheet, each made when it is asked for: what goes through all of a large sheet
    goes through its columns."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def __len__(self) -> int:
        return len(self._sheet.numbers)

    @overload
    def __getitem__(self, index: int) -> SheetRow: ...
    @overload
    def __getitem__(self, index: slice) -> list[SheetRow]: ...
    def __getitem__(self, index: int | slice) -> SheetRow | list[SheetRow]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        sheet = self._sheet
        number = sheet.numbers[index]
        cells = [column[index] for column in sheet.columns]
        return SheetRow(number, number in sheet.hidden, cells)


@dataclass(slots=True)
class Sheet:
    """One sheet: its non-empty rows in order, and its merged ranges (1-based).

    numbers: of each row the one a person sees; columns: from A on, each with a cell a row; hidden:
    the numbers of hidden rows (empty ones may be among them); struck: row and column of the cells
    that a person has crossed out (blank ones may be among them).
    """

    number: int
    name: str
    is_hidden: bool
    epoch: str
    numbers: list[int]
    columns: list[Column]
    hidden: set[int] = field(default_factory=set)
    merged: list[Range] = field(default_factory=list)
    struck: set[tuple[int, int]] = field(default_factory=set)

    @property
    def rows(self) -> Rows:
        """The sheet row by row."""
        return Rows(self)


def as_columns(rows: Iterable[Sequence[str | None]]) -> list[Column]:
    """Rows of any length as columns, blanks where a row is shorter than the longest."""
    return list(map(list, zip_longest(*rows)))


def without_empty_rows(columns: list[Column]) -> tuple[list[int], list[Column]]:
    """The numbers of the rows that have a filled cell, and the columns of those alone."""
    filled = list(map(any, zip(*columns, strict=True)))
    numbers = list(compress(range(1, len(filled) + 1), filled))
    if len(numbers) < len(filled):
        columns = [list(compress(column, filled)) for column in columns]
    return numbers, columns


@dataclass(slots=True)
class Workbook:
    """A file as read. When `readable` is False, `reason_code` and `message` say why."""

    readable: bool
    reason_code: str | None = None
    message: str | None = None
    sheets: list[Sheet] = field(default_factory=list)


class Unreadable(Exception):
    """Raised inside the reader for a file that cannot be read; carries a stable reason code."""

    def __init__(self, reason_code: str, message: str) -> None:
        super().__init__(message)
        self.reason_code = reason_code
        self.message = message

"""What a read workbook is: sheets of rows of text, or the reason why it could not be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

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

    cells: text of column A, B, … as far as the used range goes, trimmed; None is a blank cell. Dates
    come as YYYY-MM-DD (with a time if there is one), error cells as '#REF!', '#N/A' ….
    """

    number: int
    is_hidden: bool
    cells: list[str | None]


@dataclass(slots=True)
class Sheet:
    """One sheet: its non-empty rows in order, and its merged ranges (1-based)."""

    number: int
    name: str
    is_hidden: bool
    epoch: str
    rows: list[SheetRow]
    merged: list[Range] = field(default_factory=list)


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

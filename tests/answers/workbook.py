"""A made-up workbook and what is true of it: cells as a person types them, each row with its key.

The key has the shape of `inspect --json`, but comes from whoever made the row up, never from the
code that reads it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple


class Serial(NamedTuple):
    """A date that a spreadsheet shows as a bare number."""

    day: date


class Percent(NamedTuple):
    """A number below one that is shown as a percentage: 0.732 as 73.2%."""

    share: float


class Fault(NamedTuple):
    """A cell that shows the error of a formula."""

    text: str


class Formula(NamedTuple):
    """A formula whose result was never stored."""

    text: str


class LossyNip(NamedTuple):
    """A NIP typed as a number: the spreadsheet kept 15 digits of it."""

    nip: str


Cell = str | int | float | date | Serial | Percent | Fault | Formula | LossyNip | None


@dataclass
class Part:
    """What is true of one row, or of one person of a row of several.

    fields: what is known, by the names of the interface; all else is null.
    errors: (0-based column, reason codes of which one must be given) for what forbids the row.
    member_at: of a recap, the 0-based column of whom the row is about; figures: its other cells.
    """

    row_class: str
    record: str | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    errors: list[tuple[int, frozenset[str]]] = field(default_factory=list)
    member_at: int | None = None
    figures: tuple[Cell, ...] = ()


@dataclass
class Page:
    """One sheet: cells by (row, column), both from 1, and the parts of each row that has any."""

    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    rows: dict[int, list[Part]] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    is_hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def write(self, row: int, cells: dict[int, Cell], parts: list[Part]) -> None:
        """Put a row into the sheet; cells by column, from 1."""
        for column, cell in cells.items():
            if cell is not None and cell != "":
                self.cells[row, column] = cell
        if any(cell is not None and cell != "" for cell in cells.values()):
            self.rows[row] = parts

    @property
    def last(self) -> int:
        """The last row that has something in it."""
        return max((row for row, _ in self.cells), default=0)


@dataclass
class Book:
    """A workbook to be written. personal: what must not be seen of it without `reveal`."""

    name: str
    layout: str
    extension: str
    epoch: str = "1900"
    pages: list[Page] = field(default_factory=list)
    personal: set[str] = field(default_factory=set)

    @property
    def has_merges(self) -> bool:
        """Whether the format knows merged cells and hidden rows."""
        return self.extension != "csv"


def column_letter(number: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def answer_key(book: Book) -> dict[str, Any]:
    """What `inspect --json` should say: class, fields and errors of each row of each sheet."""
    return {
        "layout": book.layout,
        "sheets": [
            {
                "sheet": page.name,
                "rows": [
                    {
                        "row": number,
                        "part": index,
                        "class": part.row_class,
                        "hidden": number in page.hidden_rows,
                        "record": part.record,
                        "fields": {k: v for k, v in part.fields.items() if v is not None},
                        "errors": [
                            {"column": column_letter(column), "reason_code": sorted(codes)}
                            for column, codes in part.errors
                        ],
                    }
                    for number, parts in sorted(page.rows.items())
                    for index, part in enumerate(parts, 1)
                ],
            }
            for page in book.pages
        ],
    }

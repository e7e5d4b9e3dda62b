"""Writes a register as an .xlsx with the shape of real ones, and always with the same bytes.

A `Register` is a list of lines in reading order. A line that is left out (see `without_record`)
takes its own part of merged cells with it, so that tests can lose any one data row and still get
a workbook as an office would have sent it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

MADE_UP = "DATA CONTOH – BUKAN DATA SEBENARNYA (MADE UP)"

Cell = str | int | float | date | None

# Fixed, because a workbook and the archive around it otherwise carry the time of writing.
_WRITTEN_AT = datetime(2024, 3, 14, 8, 0, 0)
_ZIP_DATE = (2024, 3, 14, 8, 0, 0)


@dataclass(frozen=True)
class Line:
    """One row of a sheet.

    kind is what the row is (title, header, column_numbers, record, total, note, signature, blank);
    letter names the merged block that a record belongs to, if any.
    """

    kind: str
    cells: tuple[Cell, ...]
    letter: str | None = None


@dataclass(frozen=True)
class Register:
    """One workbook of one sheet.

    merged_columns are the columns (1-based, without the left margin) merged over the records of
    one letter; header_merges are ranges (row, column, row, column) counted from the first header
    line; margin is the number of empty columns on the left.
    """

    file_name: str
    sheet_name: str
    lines: tuple[Line, ...]
    merged_columns: tuple[int, ...] = ()
    header_merges: tuple[tuple[int, int, int, int], ...] = ()
    margin: int = 0

    @property
    def records(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.kind == "record")


def titles(*texts: str) -> list[Line]:
    """Title lines under the one that says that the data is made up, and an empty line."""
    return [Line("title", (text,)) for text in (MADE_UP, *texts)] + [Line("blank", ())]


def column_numbers(columns: int) -> Line:
    """The row `(1) (2) (3)` under a header."""
    return Line("column_numbers", tuple(f"({number})" for number in range(1, columns + 1)))


def signature(columns: int, *texts: str) -> list[Line]:
    """An empty line and a signature block in the last columns but two: place, office, name, NIP."""
    at = max(0, columns - 3)
    return [Line("blank", ())] + [Line("signature", (None,) * at + (text,)) for text in texts]


def without_record(register: Register, index: int) -> Register:
    """The register with its data row `index` (0-based) lost and all else as it was."""
    lost = register.records[index]
    lines = list(register.lines)
    lines.remove(lost)
    return replace(register, lines=tuple(lines))


def write(register: Register, folder: Path) -> Path:
    """Write the register into a folder; the path of the file. Raises OSError."""
    path = folder / register.file_name
    path.write_bytes(to_bytes(register))
    return path


def to_bytes(register: Register) -> bytes:
    """The workbook's bytes: the same for the same register."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, Side
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.properties.creator = "netralitas demo generator"
    book.properties.title = MADE_UP
    book.properties.created = _WRITTEN_AT
    sheet: Any = book.active
    sheet.title = register.sheet_name
    thin = Side(style="thin")
    border = Border(left=thin, right=thin, top=thin, bottom=thin)
    width = max(len(line.cells) for line in register.lines)
    header_row: int | None = None
    for row, line in enumerate(register.lines, 1):
        if line.kind == "header" and header_row is None:
            header_row = row
        for column, value in enumerate(line.cells, register.margin + 1):
            # The value of a merged block stands in its first cell only.
            if _continues_letter(register, row, column - register.margin):
                value = None
            cell = sheet.cell(row=row, column=column, value=value)
            if isinstance(value, date):
                cell.number_format = "dd/mm/yyyy"
            if line.kind in ("header", "column_numbers", "record", "total"):
                cell.border = border
                cell.alignment = Alignment(wrap_text=True, vertical="top")
            if line.kind in ("title", "header", "total"):
                cell.font = Font(bold=True)
        if line.kind == "title":
            sheet.merge_cells(
                start_row=row,
                end_row=row,
                start_column=register.margin + 1,
                end_column=register.margin + width,
            )
    for top, left, bottom, right in register.header_merges if header_row else ():
        sheet.merge_cells(
            start_row=(header_row or 1) + top - 1,
            start_column=register.margin + left,
            end_row=(header_row or 1) + bottom - 1,
            end_column=register.margin + right,
        )
    for first, last in _letter_blocks(register.lines):
        for column in register.merged_columns:
            sheet.merge_cells(
                start_row=first,
                end_row=last,
                start_column=register.margin + column,
                end_column=register.margin + column,
            )
    for column in range(register.margin + 1, register.margin + width + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 18
    buffer = io.BytesIO()
    book.save(buffer)
    return _with_fixed_times(buffer.getvalue())


def _continues_letter(register: Register, row: int, column: int) -> bool:
    line = register.lines[row - 1]
    if line.letter is None or column not in register.merged_columns or row == 1:
        return False
    return register.lines[row - 2].letter == line.letter


def _letter_blocks(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """First and last row (1-based) of each run of two or more records of one letter."""
    blocks: list[tuple[int, int]] = []
    start = 0
    for end in range(1, len(lines) + 1):
        if end < len(lines) and lines[end].letter == lines[start].letter:
            continue
        if lines[start].letter is not None and end - start > 1:
            blocks.append((start + 1, end))
        start = end
    return blocks


def _with_fixed_times(workbook: bytes) -> bytes:
    """The same archive without the time of writing in its members and document properties."""
    fixed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as source,
        zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                modified = rf"\g<1>{_WRITTEN_AT.isoformat()}Z".encode()
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", modified, content)
            member = zipfile.ZipInfo(name, _ZIP_DATE)
            member.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(member, content)
    return fixed.getvalue()

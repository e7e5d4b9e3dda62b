"""Reads xlsx, xlsm, xlsb, xls and ods through fastexcel (calamine), every cell as text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from pipelines.workbooks.model import Limits, Range, Unreadable

_ERROR_TEXT = {
    "NA": "#N/A",
    "Ref": "#REF!",
    "Div0": "#DIV/0!",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Value": "#VALUE!",
    "GettingData": "#GETTING_DATA",
}
_ERROR_KIND = re.compile(r"Error\((\w+)\)")
_LONG_NUMBER = re.compile(r"\d{16,}$")


@dataclass
class RawSheet:
    """One sheet as read: `rows[i]` is row i + 1, its cells start at column A."""

    name: str
    is_hidden: bool
    epoch: str
    rows: list[list[str | None]]
    hidden_rows: set[int] = field(default_factory=set)
    merged: list[Range] = field(default_factory=list)


def read_sheets(data: bytes, kind: str, limits: Limits) -> list[RawSheet]:
    """All sheets of the workbook. Raises Unreadable: encrypted, corrupt, limit_size."""
    import fastexcel

    side = _side_information(data, kind)
    try:
        reader = fastexcel.read_excel(data)
    except Exception as error:
        if "assword" in str(error) or "ncrypt" in str(error):
            raise Unreadable("encrypted", "the file is protected by a password") from error
        raise Unreadable("corrupt", "the file is damaged or incomplete") from error
    sheets: list[RawSheet] = []
    cells_left = limits.cells
    for index, name in enumerate(reader.sheet_names):
        try:
            sheet = reader.load_sheet(index, header_row=None, skip_rows=0, dtypes="string")
        except Exception as error:
            if "not a valid worksheet" in str(error):
                continue  # a chart or macro sheet has no cells
            raise Unreadable("corrupt", f"sheet {index + 1} is damaged") from error
        cells_left -= sheet.height * sheet.width
        if cells_left < 0:
            raise Unreadable("limit_size", f"it has more than {limits.cells} cells")
        sheets.append(_read_sheet(reader, index, name, sheet, kind, side))
    return sheets


def _side_information(data: bytes, kind: str) -> Any:
    """What calamine does not tell; None when it cannot be had (the cells are read all the same)."""
    try:
        if kind == "xlsx":
            from pipelines.workbooks.xlsx_parts import XlsxParts

            return XlsxParts(data)
        if kind == "xls":
            from pipelines.workbooks.xls_parts import XlsParts

            return XlsParts(data)
        if kind == "ods":
            from pipelines.workbooks.ods_parts import OdsParts

            return OdsParts(data)
    except Unreadable:
        raise
    except Exception:
        return None
    return None


def _read_sheet(reader: Any, index: int, name: str, sheet: Any, kind: str, side: Any) -> RawSheet:
    hidden = sheet.visible != "visible"
    parts = None
    if side is not None:
        try:
            parts = side.sheet(name)
        except Exception:
            parts = None
    raw = RawSheet(name, hidden, "1904" if side is not None and side.is_1904 else "1900", [])
    if parts is not None:
        raw.merged, raw.hidden_rows = parts.merged, parts.hidden_rows
    if not sheet.width or not sheet.height:
        return raw
    batch, errors = sheet.to_arrow_with_errors()
    columns: list[list[str | None]] = [column.to_pylist() for column in batch.columns]
    for error in errors.errors if errors is not None else ():
        found = _ERROR_KIND.search(error.detail)
        row, column = error.offset_position
        if found and column < len(columns) and row < len(columns[column]):
            columns[column][row] = _ERROR_TEXT.get(found[1], "#ERROR!")
    long_numbers: list[tuple[int, int]] = []
    for position, column_cells in enumerate(columns):
        columns[position] = _tidy(column_cells, position, long_numbers)
    # calamine's range starts at the leftmost filled column, which need not be A.
    offset = sheet.selected_columns[0].absolute_index
    if long_numbers:
        xml = parts.xml if kind == "xlsx" and parts is not None else b""
        _mark_lossy(reader, index, columns, offset, long_numbers, xml)
    if offset:
        blank: list[str | None] = [None] * len(columns[0])
        columns = [blank] * offset + columns
    raw.rows = [list(row) for row in zip(*columns, strict=True)]
    return raw


def _tidy(
    cells: list[str | None], position: int, long_numbers: list[tuple[int, int]]
) -> list[str | None]:
    """Midnight taken off dates, blanks as None; notes where 16 or more digits stand alone."""
    tidy: list[str | None] = []
    append = tidy.append
    for row, text in enumerate(cells):
        if text is None:
            append(None)
            continue
        length = len(text)
        if length > 15 and length < 20:
            if length == 19 and text.endswith(" 00:00:00"):
                text = text[:10]
            elif _LONG_NUMBER.match(text):
                long_numbers.append((row, position))
        append(text if text and not text.isspace() else None)
    return tidy


def _mark_lossy(
    reader: Any,
    index: int,
    columns: list[list[str | None]],
    offset: int,
    candidates: list[tuple[int, int]],
    xml: bytes,
) -> None:
    """Writes a *number* of 16 or more digits as Excel shows it: 1.98001012005012E+17.

    A spreadsheet keeps 15 digits of a number. calamine prints it in full, so without this a NIP
    that lost its end would look whole.
    """
    if xml:
        from pipelines.workbooks.xlsx_parts import long_number_cells

        cells = long_number_cells(xml)
        lossy = [(r, c) for r, c in candidates if (r + 1, c + offset + 1) in cells]
    else:
        lossy = [(r, c) for r, c in candidates if _is_number(reader, index, r, c + offset)]
    for row, column in lossy:
        columns[column][row] = f"{float(columns[column][row] or 0):.14E}"


def _is_number(reader: Any, index: int, row: int, column: int) -> bool:
    """Asks calamine for the type of one cell, by reading it alone."""
    cell = reader.load_sheet(
        index,
        header_row=None,
        skip_rows=row,
        n_rows=1,
        use_columns=[column],
        schema_sample_rows=1,
    )
    return any(info.dtype in ("float", "int") for info in cell.selected_columns)

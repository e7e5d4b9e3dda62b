"""Reads xlsx, xlsm, xlsb, xls and ods through fastexcel (calamine), every cell as text."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import Any

from pipelines.workbooks import memory
from pipelines.workbooks.model import Column, Limits, Range, Unreadable
from pipelines.workbooks.parts import OTHER_ERROR, SheetParts

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
_NO_DATE = re.compile(r"ExcelDateTime \{ value: ([^,\s]+)")
_LIKE_THOUSANDS = re.compile(r"[0-9]{1,3}\.[0-9]{3}").fullmatch
# Sheets with more rows are read column by column.
_LARGE = 20_000
_LONG = 1e15


@dataclass
class RawSheet:
    """One sheet as read: the columns from A on, their cells from row 1 on."""

    name: str
    is_hidden: bool
    epoch: str
    columns: list[Column]
    hidden_rows: set[int] = field(default_factory=set)
    merged: list[Range] = field(default_factory=list)
    struck: set[tuple[int, int]] = field(default_factory=set)


def read_sheets(data: bytes, kind: str, limits: Limits, times: dict[str, float]) -> list[RawSheet]:
    """All sheets of the workbook. Raises Unreadable: encrypted, corrupt, limit_size.

    times: gets the CPU seconds that went into merges, hidden rows and error cells.
    """
    try:
        return _read_sheets(data, kind, limits, times)
    except Unreadable as error:
        changed = _mended(data) if kind == "xlsx" and error.reason_code == "corrupt" else None
        if changed is None:
            raise
    return _read_sheets(changed, kind, limits, times)


def _mended(data: bytes) -> bytes | None:
    """The xlsx without what calamine stumbles over, None where that is not known."""
    from pipelines.workbooks.xlsx_mending import mended

    try:
        return mended(data)
    except MemoryError:
        raise
    except Exception:  # it is damaged, as has been found before
        return None


def _read_sheets(data: bytes, kind: str, limits: Limits, times: dict[str, float]) -> list[RawSheet]:
    import fastexcel

    before = time.process_time()
    side = _parts(data, kind)
    times["merges and errors"] = time.process_time() - before
    try:
        reader = fastexcel.read_excel(side.data)
    except Exception as error:
        if "assword" in str(error) or "ncrypt" in str(error):
            raise Unreadable("encrypted", "the file is protected by a password") from error
        raise Unreadable("corrupt", "the file is damaged or incomplete") from error
    if len({*reader.sheet_names}) < len(reader.sheet_names):
        raise Unreadable("corrupt", "two sheets have the same name")  # calamine reads one twice
    sheets: list[RawSheet] = []
    cells_left = limits.cells
    for index, name in enumerate(reader.sheet_names):
        before = time.process_time()
        parts = damage = None
        try:
            parts = side.sheet(name)
        except MemoryError:
            raise
        except Exception as error:
            if kind == "xlsb" and not isinstance(error, KeyError):
                # On such a sheet calamine can be busy for long.
                raise Unreadable("corrupt", f"sheet {index + 1} is damaged") from error
            damage = error  # a chart sheet has none, and is passed over below
        times["merges and errors"] += time.process_time() - before
        memory.give_back()
        loaded = _load(reader, index, cells_left, parts)
        if loaded is None:
            continue
        if parts is None:
            raise Unreadable("corrupt", f"sheet {index + 1} is damaged") from damage
        # Of two cells in one place calamine gives the later: it then gives less than stands there.
        is_less = loaded.filled < parts.values
        if twice := parts.row_twice or (is_less and side.cell_twice(name)):
            raise Unreadable(
                "corrupt", f"{twice} stands twice in sheet {index + 1}: one would be lost"
            )
        if is_less:
            _add_unread(side, index, name, loaded, parts)
        cells_left -= loaded.cells
        raw = RawSheet(name, loaded.is_hidden, "1904" if side.is_1904 else "1900", [])
        raw.merged, raw.hidden_rows = parts.merged, parts.hidden_rows
        raw.struck = parts.struck
        sheet = _Sheet(reader, side, index, name, loaded.offset)
        raw.columns = _columns(sheet, loaded)
        _set_texts(raw.columns, parts.texts)
        sheets.append(raw)
    return sheets


@dataclass
class _Loaded:
    """What calamine gives of a sheet. columns: Arrow arrays of text; offset: how many columns stand
    left of them; cells: how many the sheet has, with those; filled: how many hold something;
    errors: (row, column, kind)."""

    is_hidden: bool
    offset: int
    cells: int
    filled: int
    columns: list[Any]
    errors: list[tuple[int, int, str]]


def _load(reader: Any, index: int, most: int, parts: SheetParts | None) -> _Loaded | None:
    """One sheet, or None for what has no cells. Raises Unreadable: corrupt, limit_size.

    The sheet as calamine holds it is gone on return: it takes several times the room of its texts.
    """
    if parts is not None and parts.is_plain:
        # Eagerly it reads faster and in less room, but tells nothing of errors or of where it
        # begins: of a plain sheet both are known, unless it gives less than stands there.
        batch = _sheet_of(reader, index, eager=True)
        if batch is None:
            return None
        size = batch.num_rows * batch.num_columns
        loaded = _Loaded(bool(parts.is_hidden), 0, size, _filled(batch), batch.columns, [])
        _check_size(loaded, most)
        if loaded.filled >= parts.values:
            return loaded
        del batch, loaded
    sheet = _sheet_of(reader, index, eager=False)
    if sheet is None:
        return None
    # calamine's range starts at the leftmost filled column, which need not be A.
    offset = sheet.selected_columns[0].absolute_index if sheet.width else 0
    size = sheet.height * (sheet.width + offset)
    loaded = _Loaded(sheet.visible != "visible", offset, size, 0, [], [])
    _check_size(loaded, most)
    if loaded.cells:
        batch, errors = sheet.to_arrow_with_errors()
        loaded.columns, loaded.filled = batch.columns, _filled(batch)
        for told in errors.errors if errors is not None else ():
            loaded.filled += 1
            loaded.errors.append((*told.offset_position, _error_text(told.detail)))
    return loaded


def _sheet_of(reader: Any, index: int, eager: bool) -> Any:
    try:
        return reader.load_sheet(index, header_row=None, skip_rows=0, dtypes="string", eager=eager)
    except Exception as error:
        if "not a valid worksheet" in str(error):
            return None  # a chart or macro sheet
        raise Unreadable("corrupt", f"sheet {index + 1} is damaged") from error


def _filled(batch: Any) -> int:
    return sum(len(column) - column.null_count for column in batch.columns)


def _check_size(loaded: _Loaded, most: int) -> None:
    if loaded.cells > most:
        raise Unreadable("limit_size", "it has more cells than are allowed")


def _error_text(detail: str) -> str:
    """The text of what calamine cannot give as one: an error, or the number that should be a date
    but is beyond the last one."""
    if found := _ERROR_KIND.search(detail):
        return _ERROR_TEXT.get(found[1], OTHER_ERROR)
    number = _NO_DATE.search(detail)
    return _number_text(number[1]) if number else OTHER_ERROR


def _number_text(shown: str) -> str:
    """A number as Excel shows it: of one of 16 or more digits it has lost the end."""
    value = float(shown)
    return f"{value:.14E}" if abs(value) >= _LONG else shown.removesuffix(".0")


def _add_unread(side: Any, index: int, name: str, loaded: _Loaded, parts: SheetParts) -> None:
    """Looks for values that calamine has passed over. Raises Unreadable where one is not plain."""
    errors = {(row, column) for row, column, _ in loaded.errors}

    def is_read(place: tuple[int, int]) -> bool:
        row, column = place[0] - 1, place[1] - 1 - loaded.offset
        return (
            place in parts.texts
            or (row, column) in errors
            or (
                0 <= column < len(loaded.columns)
                and row < len(loaded.columns[column])
                and loaded.columns[column][row].is_valid
            )
        )

    try:
        parts.texts.update(side.unread(name, is_read))
    except ValueError as error:
        raise Unreadable("corrupt", f"sheet {index + 1} is damaged") from error


def _parts(data: bytes, kind: str) -> Any:
    """What calamine does not tell. Raises Unreadable: without it a wrong value may look right."""
    from pipelines.workbooks.ods_parts import OdsParts
    from pipelines.workbooks.xls_parts import XlsParts
    from pipelines.workbooks.xlsb_parts import XlsbParts
    from pipelines.workbooks.xlsx_parts import XlsxParts

    parts = {"xlsx": XlsxParts, "xlsb": XlsbParts, "xls": XlsParts, "ods": OdsParts}[kind]
    try:
        return parts(data)
    except (Unreadable, MemoryError):
        raise
    except Exception as error:
        raise Unreadable("corrupt", "the file is damaged or incomplete") from error


@dataclass
class _Sheet:
    """What can be asked about a sheet while its cells are put together; see _Loaded for offset."""

    reader: Any
    side: Any
    index: int
    name: str
    offset: int


def _columns(sheet: _Sheet, loaded: _Loaded) -> list[Column]:
    """The cells of each column from A on, with the errors and long numbers that calamine tells."""
    if not loaded.columns:
        return []
    columns, told = _tidy(loaded.columns)
    memory.give_back()
    for row, column, error in loaded.errors:
        if column < len(columns) and row < len(columns[column]):
            columns[column][row] = error
    if told.long_numbers:
        _mark_lossy(sheet, columns, told.long_numbers)
    if told.like_thousands:
        _mark_fractions(sheet, columns, told.like_thousands)
    if loaded.offset:
        blank: Column = [None] * len(columns[0])
        columns = [blank] * loaded.offset + columns
    return columns


def _set_texts(columns: list[Column], texts: dict[tuple[int, int], str]) -> None:
    """Writes what calamine does not tell. Its range ends where it sees no more values: grows it."""
    if not texts:
        return
    height = max(len(columns[0]) if columns else 0, max(row for row, _ in texts))
    width = max(len(columns), max(column for _, column in texts))
    for position, column in enumerate(columns):
        # A copy: the columns left of the first filled one share one list of blanks.
        columns[position] = column + [None] * (height - len(column))
    columns += [[None] * height for _ in range(width - len(columns))]
    for (row, number), text in texts.items():
        columns[number - 1][row - 1] = text


@dataclass
class _Told:
    """Places, (row, column) from 0, of texts that mean another thing if their cell is a number.

    long_numbers: 16 and more digits that a floating-point number can hold exactly (one NIP in 32
    can). like_thousands: '7.125', which is seven thousand only as a text.
    """

    long_numbers: list[tuple[int, int]] = field(default_factory=list)
    like_thousands: list[tuple[int, int]] = field(default_factory=list)


def _tidy(arrays: list[Any]) -> tuple[list[Column], _Told]:
    """The cells of each column, trimmed: blanks as None, midnight taken off dates; and what they
    tell. `arrays` is emptied."""
    import pyarrow as pa

    height = len(arrays[0])
    # A small sheet is handled at one go; of a large one that would take too much room.
    is_large = height > _LARGE
    parts = arrays[::-1] if is_large else [pa.concat_arrays(arrays)]
    arrays.clear()
    columns: list[Column] = []
    told = _Told()
    while parts:
        cells, long, like_thousands = _tidy_texts(parts.pop())
        for places, found in ((told.long_numbers, long), (told.like_thousands, like_thousands)):
            places += [(place % height, len(columns) + place // height) for place in found]
        columns += [cells[first : first + height] for first in range(0, len(cells), height)]
    return columns, told


def _tidy_texts(array: Any) -> tuple[Column, list[int], list[int]]:
    """The texts of an array as `_tidy` says, and the places of what _Told holds.

    Each distinct text is looked at, and kept, once.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    coded = array.dictionary_encode()
    distinct = pc.utf8_trim_whitespace(coded.dictionary)
    lengths = pc.binary_length(distinct).to_numpy()
    texts: Column = distinct.to_pylist()
    for code in np.flatnonzero(lengths == 0).tolist():
        texts[code] = None
    for code in np.flatnonzero(lengths == len("2024-03-14 00:00:00")).tolist():
        text = texts[code] or ""
        if text.endswith(" 00:00:00"):
            texts[code] = text[:10]
    texts.append(None)
    codes = coded.indices.fill_null(len(texts) - 1).to_numpy()

    def places_of(found: Any) -> list[int]:
        places: list[int] = np.flatnonzero(np.isin(codes, found)).tolist() if len(found) else []
        return places

    long = np.flatnonzero((lengths > 15) & (lengths < 20) & _flags(pc.ascii_is_decimal(distinct)))
    if len(long):
        numbers = distinct.take(pa.array(long)).cast(pa.uint64()).to_numpy()
        long = long[numbers.astype("float64").astype("uint64") == numbers]
    short = np.flatnonzero((lengths > 4) & (lengths < 8)).tolist()
    like_thousands = [code for code in short if _LIKE_THOUSANDS(texts[code] or "")]
    cells = list(map(texts.__getitem__, codes.tolist()))
    return cells, places_of(long), places_of(like_thousands)


def _flags(array: Any) -> Any:
    """A boolean array of Arrow as one of numpy, which needs a byte for each."""
    return array.to_numpy(zero_copy_only=False)


def _mark_lossy(sheet: _Sheet, columns: list[Column], places: list[tuple[int, int]]) -> None:
    """Writes a *number* of 16 or more digits as Excel shows it: 1.98001012005012E+17.

    A spreadsheet keeps 15 digits of a number. calamine prints it in full, so without this a NIP
    that lost its end would look whole.
    """
    for row, column in _numbers_among(sheet, places):
        columns[column][row] = _number_text(columns[column][row] or "0")


def _mark_fractions(sheet: _Sheet, columns: list[Column], places: list[tuple[int, int]]) -> None:
    """Writes a *number* such as 7.125 as 7.1250: a text '7.125' is seven thousand here."""
    for row, column in _numbers_among(sheet, places):
        columns[column][row] = f"{columns[column][row]}0"


def _numbers_among(sheet: _Sheet, places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The places of cells that hold a number."""
    offset = sheet.offset
    counted = {(row + 1, column + offset + 1) for row, column in places}
    known = sheet.side.numbers_among(sheet.name, counted)
    return [
        (row, column)
        for row, column in places
        if (
            (row + 1, column + offset + 1) in known
            if known is not None
            else _is_number(sheet.reader, sheet.index, row, column + offset)
        )
    ]


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

"""What calamine does not tell about an xlsb: merges, what is hidden, percentages, errors.

Walks the records of the binary parts (MS-XLSB).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from pipelines.workbooks.archives import open_archive
from pipelines.workbooks.parts import (
    OTHER_ERROR,
    Places,
    SheetParts,
    percent_styles,
    percent_text,
    struck_styles,
)
from pipelines.workbooks.xls_parts import unpack_rk
from pipelines.workbooks.xlsx_parts import checked_part, relations

_WORKBOOK = "xl/workbook.bin"
_WORKBOOK_PROPERTIES, _SHEET = 153, 156
_FONT, _FORMAT, _CELL_STYLES, _CELL_STYLES_END, _STYLE = 43, 44, 617, 618, 47
_ROW, _RK, _REAL, _FORMULA_NUMBER, _FORMULA_ERROR = 0, 2, 5, 9, 11
_RICH_TEXT, _COLUMN, _MERGED = 62, 60, 176
_OF_SHEET = frozenset({_ROW, _COLUMN, _MERGED, _FORMULA_ERROR, _RICH_TEXT})
_NUMBERS = frozenset({_RK, _REAL, _FORMULA_NUMBER})
_CELLS = frozenset({*range(2, 12), _RICH_TEXT})
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!",
    0x2A: "#N/A",
}  # fmt: skip
_ROW_IS_HIDDEN, _COLUMN_IS_HIDDEN, _FONT_IS_STRUCK = 0x10, 0x01, 0x08


class XlsbParts:
    """Facts of each sheet, by name."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.is_1904 = False
        self._archive = open_archive(data)
        self._paths: dict[str, str] = {}
        checked_part(self._archive, "xl/sharedstrings.bin")
        targets = relations(self._archive, _WORKBOOK)
        for kind, body in _records(self._archive.read(_WORKBOOK)):
            if kind == _WORKBOOK_PROPERTIES:
                self.is_1904 = bool(body[0] & 1)
            elif kind == _SHEET:
                relation, end = _text(body, 8)
                self._paths.setdefault(_text(body, end)[0], targets[relation][0])
        styles = next((path for path, kind in targets.values() if kind == "styles"), None)
        self._percent: set[int] = set()
        self._struck: set[int] = set()
        if styles:
            self._read_styles(styles)

    def _read_styles(self, path: str) -> None:
        formats: list[int] = []
        fonts: list[bool] = []
        font_of: list[int] = []
        codes: dict[int, str] = {}
        are_cell_styles = False
        for kind, body in _records(self._archive.read(path)):
            if kind == _FORMAT:
                codes[struct.unpack_from("<H", body)[0]] = _text(body, 2)[0]
            elif kind == _FONT and len(body) >= 4:
                fonts.append(bool(body[2] & _FONT_IS_STRUCK))
            elif kind in (_CELL_STYLES, _CELL_STYLES_END):
                are_cell_styles = kind == _CELL_STYLES
            elif kind == _STYLE and are_cell_styles:
                number_format, font = struct.unpack_from("<2x2H", body)
                formats.append(number_format)
                font_of.append(font)
        self._percent = percent_styles(formats, codes)
        self._struck = struck_styles(font_of, fonts)

    def numbers_among(self, name: str, places: Places) -> Places:
        """Those of some places of the sheet called `name` where a number stands."""
        found, row = set(), 0
        for kind, body in _records(self._archive.read(self._paths[name]), _NUMBERS | {_ROW}):
            if kind == _ROW:
                (row,) = struct.unpack_from("<I", body)
            else:
                found.add((row + 1, struct.unpack_from("<I", body)[0] + 1))
        return found & places

    def sheet(self, name: str) -> SheetParts:
        """Facts of the sheet called `name`. Raises KeyError where there is none."""
        parts = SheetParts()
        path = self._paths[name]
        row, rows = 0, set[int]()
        wanted = _OF_SHEET | _NUMBERS if self._percent else _OF_SHEET
        wanted |= _CELLS if self._struck else set()
        for kind, body in _records(self._archive.read(path), wanted):
            if kind == _ROW:
                row, options = struct.unpack_from("<I7xB", body)
                if options & _ROW_IS_HIDDEN:
                    parts.hidden_rows.add(row + 1)
                if row in rows:
                    parts.row_twice = f"row {row + 1}"
                rows.add(row)
            elif kind == _COLUMN:
                first, last, options = struct.unpack_from("<2I8xH", body)
                if options & _COLUMN_IS_HIDDEN:
                    parts.hidden_columns.append((first + 1, last + 1))
            elif kind == _MERGED:
                r1, r2, c1, c2 = struct.unpack_from("<4I", body)
                parts.merged.append((r1 + 1, c1 + 1, r2 + 1, c2 + 1))
            else:
                column, style = struct.unpack_from("<2I", body)
                if style & 0xFFFFFF in self._struck:
                    parts.struck.add((row + 1, column + 1))
                if kind == _RICH_TEXT:  # which calamine passes over
                    parts.texts[row + 1, column + 1] = _text(body, 9)[0].strip()
                elif kind == _FORMULA_ERROR:  # which calamine takes for a blank
                    parts.texts[row + 1, column + 1] = _ERRORS.get(body[8], OTHER_ERROR)
                elif kind in _NUMBERS and style & 0xFFFFFF in self._percent:
                    parts.texts[row + 1, column + 1] = percent_text(_number(kind, body))
        return parts


def _number(kind: int, body: bytes) -> float:
    """The number that a record holds."""
    if kind == _RK:
        return unpack_rk(struct.unpack_from("<8xI", body)[0])
    return float(struct.unpack_from("<8xd", body)[0])


def _records(stream: bytes, wanted: frozenset[int] | None = None) -> Iterator[tuple[int, bytes]]:
    """Kind and body of each record; both its kind and its length are 7 bits to a byte."""
    at, end = 0, len(stream)
    while at < end:
        kind = stream[at]
        at += 1
        if kind & 0x80 and at < end:
            kind = kind & 0x7F | stream[at] << 7
            at += 1
        length = shift = 0
        while at < end and shift < 28:
            byte = stream[at]
            at += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        if wanted is None or kind in wanted:
            yield kind, stream[at : at + length]
        at += length


def _text(raw: bytes, start: int) -> tuple[str, int]:
    """A text with its length in characters in front, and where it ends."""
    (length,) = struct.unpack_from("<I", raw, start)
    end = start + 4 + 2 * length
    return raw[start + 4 : end].decode("utf-16-le", "replace"), end

"""What calamine does not tell about an xls: merges, what is hidden, percentages, password.

Walks the BIFF records of the workbook stream (MS-XLS; BIFF8, and BIFF5 as far as it is alike).
"""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterable, Iterator

from pipelines.workbooks.compound import CompoundFile
from pipelines.workbooks.formats import MEND
from pipelines.workbooks.model import Unreadable
from pipelines.workbooks.parts import (
    UNCALCULATED,
    Places,
    SheetParts,
    percent_styles,
    percent_text,
    struck_styles,
)

_BOF, _EOF, _FILEPASS, _DATEMODE, _BOUNDSHEET, _RECALCID = 0x809, 0x0A, 0x2F, 0x22, 0x85, 0x1C1
_CODEPAGE, _NOTHING = 0x42, b"\xab\x00"  # the latter is GCW, which only tells of column widths
_FONT, _FORMAT, _XF, _COLINFO, _ROW, _MERGED = 0x31, 0x41E, 0xE0, 0x7D, 0x208, 0xE5
_NUMBER, _RK, _MULRK, _FORMULA = 0x203, 0x27E, 0xBD, 0x06
_RESULT_TEXT = 0x207  # of a formula
_OLD_FORMULAS = (0x206, 0x406)  # of Excel 3 and 4; calamine takes them for blanks
_OLD_CELLS = frozenset({0x02, 0x03, 0x04, 0x05})  # of Excel 2, which calamine passes over
_OF_SHEET = (
    frozenset({_ROW, _MERGED, _COLINFO, _FORMULA, _RESULT_TEXT, *_OLD_FORMULAS, _EOF}) | _OLD_CELLS
)
_NUMBERS = frozenset({_NUMBER, _RK, _MULRK})
_CALCULATED = _NUMBERS | {_FORMULA}
_LABEL, _RICH_LABEL, _SHARED_LABEL, _BOOL_OR_ERROR = 0x204, 0xD6, 0xFD, 0x205
_LABELS = frozenset({_LABEL, _RICH_LABEL, _SHARED_LABEL, _BOOL_OR_ERROR})
_ROW_IS_HIDDEN, _COLUMN_IS_HIDDEN, _FONT_IS_STRUCK = 0x20, 0x01, 0x08
_NO_NUMBER, _EMPTY_TEXT = b"\xff\xff", 3
_BIFF8 = 0x600
_BEGINNINGS = (b"\x09\x08\x10\x00", b"\x09\x08\x08\x00")  # BOF of BIFF8 and of BIFF5
_STREAMS = ("Workbook", "Book")  # as calamine looks for them
_OF_TWO_BYTES = ("cp932", "gbk", "cp949", "cp950")


class XlsParts:
    """Facts of each sheet, by name, and the bytes that calamine is to read.

    Raises Unreadable if encrypted or in letters that calamine does not know, ValueError for a chart
    without an end.
    """

    def __init__(self, data: bytes) -> None:
        self.is_1904 = False
        file = CompoundFile(data)
        plain = file.with_plain_names(*_STREAMS)
        if plain is not data:
            data, file = plain, CompoundFile(plain)
        self._stream = file.read(*_STREAMS)
        self._starts: dict[str, int] = {}
        self._has_been_calculated = False
        is_biff8, encoding = True, "cp1252"
        formats: list[int] = []
        fonts: list[bool] = []
        font_of: list[int] = []
        codes: dict[int, str] = {}
        for kind, body in _records(self._stream, 0):
            if kind == _BOF:
                is_biff8 = struct.unpack_from("<H", body)[0] >= _BIFF8
            elif kind == _CODEPAGE and len(body) >= 2:
                encoding = _encoding(struct.unpack_from("<H", body)[0])
            elif kind == _FILEPASS:
                raise Unreadable("encrypted", "the file is protected by a password")
            elif kind == _DATEMODE and len(body) >= 2:
                self.is_1904 = body[0] == 1
            elif kind == _BOUNDSHEET and len(body) >= 8:
                name = _text(body[6:], 1, is_biff8, encoding)
                self._starts.setdefault(name, struct.unpack_from("<I", body)[0])
            elif kind == _FORMAT and len(body) >= 5:
                codes[struct.unpack_from("<H", body)[0]] = _text(
                    body[2:], 2 if is_biff8 else 1, is_biff8, encoding
                )
            elif kind == _XF and len(body) >= 4:
                font, number_format = struct.unpack_from("<2H", body)
                formats.append(number_format)
                font_of.append(font - (font > 4))  # there is no font 4
            elif kind == _FONT and len(body) >= 4:
                fonts.append(bool(body[2] & _FONT_IS_STRUCK))
            elif kind == _RECALCID:
                self._has_been_calculated = True
            elif kind == _EOF:
                break
        if not is_biff8 and encoding in _OF_TWO_BYTES:  # calamine reads each byte as a character
            raise Unreadable("unsupported_format", f"its Excel is too old: {MEND}")
        self._is_biff8 = is_biff8
        self._percent = percent_styles(formats, codes)
        self._struck = struck_styles(font_of, fonts)
        self._stream, has_charts = _without_charts(self._stream, self._starts.values())
        self.data = file.with_stream(self._stream, *_STREAMS) if has_charts else data

    def numbers_among(self, name: str, places: Places) -> Places:
        """Those of some places of the sheet called `name` where a number stands."""
        found: Places = set()
        for kind, body in _records(self._stream, self._starts[name], _CALCULATED | {_EOF}):
            if kind == _EOF:
                break
            if kind != _FORMULA or body[12:14] != _NO_NUMBER:
                found.update((row + 1, column + 1) for row, column, _, _ in _cells(kind, body))
        return found & places

    def sheet(self, name: str) -> SheetParts:
        """Facts of the sheet called `name`. Raises KeyError where there is none."""
        parts = SheetParts()
        start = self._starts[name]
        # Formulas whose result is an empty text, and whether that holds for all of them.
        empty: list[tuple[int, int]] = []
        are_all_empty = not self._has_been_calculated
        wanted = _OF_SHEET | _NUMBERS if self._percent or self._struck else _OF_SHEET
        wanted |= _LABELS if self._struck else set()
        for kind, body in _records(self._stream, start, wanted):
            if kind == _ROW and len(body) >= 16:
                number, options = struct.unpack_from("<H10xH", body)
                if options & _ROW_IS_HIDDEN:
                    parts.hidden_rows.add(number + 1)
            elif kind == _COLINFO and len(body) >= 10:
                first, last, options = struct.unpack_from("<2H4xH", body)
                if options & _COLUMN_IS_HIDDEN:
                    parts.hidden_columns.append((first + 1, last + 1))
            elif kind == _MERGED and len(body) >= 2:
                count = struct.unpack_from("<H", body)[0]
                for index in range(min(count, (len(body) - 2) // 8)):
                    r1, r2, c1, c2 = struct.unpack_from("<4H", body, 2 + 8 * index)
                    parts.merged.append((r1 + 1, c1 + 1, r2 + 1, c2 + 1))
            elif kind in _LABELS and len(body) >= 6:
                row, column, style = struct.unpack_from("<3H", body)
                if style in self._struck:
                    parts.struck.add((row + 1, column + 1))
            elif kind == _EOF:
                break
            elif kind == _RESULT_TEXT and self._is_biff8 and len(body) >= 3:
                count, is_wide = struct.unpack_from("<HB", body)
                if len(body) < 3 + count * (1 + (is_wide & 1)):
                    raise ValueError("a text that goes on in another record, where it is not read")
            elif kind in _OLD_CELLS:
                raise ValueError("a cell of Excel 2")
            elif kind in _OLD_FORMULAS and len(body) >= 4:
                row, column = struct.unpack_from("<2H", body)
                parts.texts[row + 1, column + 1] = UNCALCULATED
            elif kind == _FORMULA and len(body) >= 14 and body[12:14] == _NO_NUMBER:
                row, column, style = struct.unpack_from("<3H", body)
                if style in self._struck:
                    parts.struck.add((row + 1, column + 1))
                if body[6] == _EMPTY_TEXT:
                    empty.append((row + 1, column + 1))
                else:
                    are_all_empty = False
            elif kind in _CALCULATED:
                are_all_empty = are_all_empty and kind != _FORMULA
                for row, column, style, value in _cells(kind, body):
                    if style in self._struck:
                        parts.struck.add((row + 1, column + 1))
                    if style in self._percent:
                        parts.texts[row + 1, column + 1] = percent_text(value)
        # A program that cannot calculate writes an empty text for each formula. Those that can
        # leave a mark of it, or a formula with a result.
        if are_all_empty:
            parts.texts.update(dict.fromkeys(empty, UNCALCULATED))
        return parts


def _cells(kind: int, body: bytes) -> Iterator[tuple[int, int, int, float]]:
    """Row and column from 0, style and value of the numbers that the record holds."""
    if kind in (_NUMBER, _FORMULA) and len(body) >= 14:
        yield struct.unpack_from("<3Hd", body)
    elif kind == _RK and len(body) >= 10:
        row, column, style, packed = struct.unpack_from("<3HI", body)
        yield row, column, style, unpack_rk(packed)
    elif kind == _MULRK and len(body) >= 12:
        row, column = struct.unpack_from("<2H", body)
        for index in range((len(body) - 6) // 6):
            style, packed = struct.unpack_from("<HI", body, 4 + 6 * index)
            yield row, column + index, style, unpack_rk(packed)


def unpack_rk(packed: int) -> float:
    """The number that an RkNumber packs into 32 bits."""
    value: float
    if packed & 2:
        value = (packed - (1 << 32) if packed & 0x80000000 else packed) >> 2
    else:
        (value,) = struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))
    return value / 100 if packed & 1 else value


def _records(
    stream: bytes, start: int, wanted: frozenset[int] | None = None
) -> Iterator[tuple[int, bytes]]:
    unpack, end = struct.Struct("<2H").unpack_from, len(stream) - 4
    while start <= end:
        kind, length = unpack(stream, start)
        start += 4
        if wanted is None or kind in wanted:
            yield kind, stream[start : start + length]
        start += length


def _without_charts(stream: bytes, starts: Iterable[int]) -> tuple[bytes, bool]:
    """The stream without the charts inside of sheets, and whether there are any.

    A chart has records of cells of its own, which calamine takes for those of the sheet.
    """
    starts = sorted(starts)
    if sum(map(stream.count, _BEGINNINGS)) <= 1 + len(starts):
        return stream, False
    changed, has_charts = bytearray(stream), False
    unpack = struct.Struct("<2H").unpack_from
    for start in starts:
        depth = 0
        while start <= len(stream) - 4:
            kind, length = unpack(stream, start)
            depth += kind == _BOF
            if depth > 1:
                changed[start : start + 2] = _NOTHING
                has_charts = True
            depth -= kind == _EOF
            if depth <= 0:
                break
            start += 4 + length
        if depth > 1:
            raise ValueError("a chart without an end")
    return bytes(changed), has_charts


def _encoding(code_page: int) -> str:
    """Python's name of a code page of Windows or the Macintosh."""
    name = {10000: "mac-roman", 32768: "mac-roman", 32769: "cp1252"}.get(
        code_page, f"cp{code_page}"
    )
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


def _text(raw: bytes, length_bytes: int, is_biff8: bool, encoding: str) -> str:
    """A text with its length in front; in BIFF8 a flag follows that says how wide it is."""
    length = int.from_bytes(raw[:length_bytes], "little")
    if not is_biff8:
        return raw[length_bytes : length_bytes + length].decode(encoding, "replace")
    is_wide, start = raw[length_bytes] & 1, length_bytes + 1
    chunk = raw[start : start + length * (1 + is_wide)]
    return chunk.decode("utf-16-le" if is_wide else "latin-1", "replace")

"""What calamine does not tell about an xls: merged ranges, hidden rows, epoch, password.

Walks the BIFF8 records of the workbook stream (MS-XLS) inside the compound file (MS-CFB).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from pipelines.workbooks.model import Unreadable
from pipelines.workbooks.xlsx_parts import SheetParts

_FREE, _END = 0xFFFFFFFF, 0xFFFFFFFE
_BOUNDSHEET, _FILEPASS, _DATEMODE, _EOF, _ROW, _MERGED = 0x85, 0x2F, 0x22, 0x0A, 0x208, 0xE5
_NUMBER = 0x203
_ROW_IS_HIDDEN = 0x20
_LONG = 1e15


class XlsParts:
    """Merged ranges and hidden rows of each sheet, by name. Raises Unreadable if encrypted."""

    def __init__(self, data: bytes) -> None:
        self.is_1904 = False
        self._stream = data if data[:1] == b"\x09" else _workbook_stream(data)
        self._starts: dict[str, int] = {}
        for kind, body in _records(self._stream, 0):
            if kind == _FILEPASS:
                raise Unreadable("encrypted", "the file is protected by a password")
            if kind == _DATEMODE and len(body) >= 2:
                self.is_1904 = body[0] == 1
            elif kind == _BOUNDSHEET and len(body) >= 8:
                length, is_wide = body[6], body[7] & 1
                raw = body[8 : 8 + length * (2 if is_wide else 1)]
                name = raw.decode("utf-16-le" if is_wide else "latin-1", "replace")
                self._starts.setdefault(name, struct.unpack_from("<I", body)[0])
            elif kind == _EOF:
                break

    def sheet(self, name: str) -> SheetParts:
        """Facts of the sheet called `name`; nothing known gives an empty SheetParts."""
        parts = SheetParts()
        start = self._starts.get(name)
        if start is None:
            return parts
        parts.long_number_cells = set()
        for kind, body in _records(self._stream, start):
            if kind == _NUMBER and len(body) >= 14:
                row, column, value = struct.unpack_from("<2H2xd", body)
                if value >= _LONG:
                    parts.long_number_cells.add((row + 1, column + 1))
            elif kind == _ROW and len(body) >= 16:
                number, options = struct.unpack_from("<H10xH", body)
                if options & _ROW_IS_HIDDEN:
                    parts.hidden_rows.add(number + 1)
            elif kind == _MERGED:
                count = struct.unpack_from("<H", body)[0]
                for index in range(min(count, (len(body) - 2) // 8)):
                    r1, r2, c1, c2 = struct.unpack_from("<4H", body, 2 + 8 * index)
                    parts.merged.append((r1 + 1, c1 + 1, r2 + 1, c2 + 1))
            elif kind == _EOF:
                break
        return parts


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    end = len(stream)
    while start + 4 <= end:
        kind, length = struct.unpack_from("<2H", stream, start)
        yield kind, stream[start + 4 : start + 4 + length]
        start += 4 + length


def _workbook_stream(data: bytes) -> bytes:
    """The stream `Workbook` (or `Book`) of a compound file; b'' when it has none of full size."""
    sector = 1 << struct.unpack_from("<H", data, 30)[0]
    directory_start, cutoff = struct.unpack_from("<I4xI", data, 48)
    table_start, table_count = struct.unpack_from("<2I", data, 68)
    table_sectors = [n for n in struct.unpack_from("<109I", data, 76) if n not in (_FREE, _END)]
    per_sector = sector // 4
    for _ in range(table_count):
        if table_start in (_FREE, _END):
            break
        numbers = struct.unpack_from(f"<{per_sector}I", data, (table_start + 1) * sector)
        table_sectors += [n for n in numbers[:-1] if n not in (_FREE, _END)]
        table_start = numbers[-1]
    table: list[int] = []
    for number in table_sectors:
        chunk = data[(number + 1) * sector : (number + 2) * sector]
        table += struct.unpack(f"<{len(chunk) // 4}I", chunk[: len(chunk) // 4 * 4])

    def chain(start: int) -> bytes:
        chunks: list[bytes] = []
        while start < len(table) and len(chunks) <= len(table):
            chunks.append(data[(start + 1) * sector : (start + 2) * sector])
            start = table[start]
        return b"".join(chunks)

    directory = chain(directory_start)
    for offset in range(0, len(directory) - 127, 128):
        entry = directory[offset : offset + 128]
        length = struct.unpack_from("<H", entry, 64)[0]
        name = entry[: max(0, length - 2)].decode("utf-16-le", "replace").lower()
        if name in ("workbook", "book"):
            start, size = struct.unpack_from("<2I", entry, 116)
            return chain(start)[:size] if size >= cutoff else b""
    return b""

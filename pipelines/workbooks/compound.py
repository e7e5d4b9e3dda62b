"""Compound files (MS-CFB), in which xls keeps its streams: which there are, and their bytes."""

from __future__ import annotations

import struct
from typing import NamedTuple

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FREE, _END = 0xFFFFFFFF, 0xFFFFFFFE
_ENTRY_BYTES = 128
_MINI_SECTOR_BYTES = 64


class _Entry(NamedTuple):
    name: str
    is_stream: bool
    left: int
    right: int
    child: int
    start: int
    size: int


class CompoundFile:
    """The streams of a compound file. Raises struct.error or ValueError where it is damaged."""

    def __init__(self, data: bytes) -> None:
        if not data.startswith(MAGIC):
            raise ValueError("not a compound file")
        self._data = data
        (shift,) = struct.unpack_from("<H", data, 30)
        if shift not in (9, 12):
            raise ValueError("sectors of an unknown size")
        self._sector = 1 << shift
        directory, self._cutoff, mini_table = struct.unpack_from("<I4x2I", data, 48)
        self._table = self._read_table()
        self._directory = _links(self._table, directory)
        chain = b"".join(map(self._read_sector, self._directory))
        self._entries = [
            _entry(chain[at : at + _ENTRY_BYTES])
            for at in range(0, len(chain) - _ENTRY_BYTES + 1, _ENTRY_BYTES)
        ]
        if not self._entries:
            raise ValueError("no directory")
        self._mini_table = _numbers(self._chain(mini_table))

    def streams(self) -> list[str]:
        """Names of the streams at the top, in lower case; those of embedded objects are not."""
        return [self._entries[place].name.lower() for place in self._at_top()]

    def _at_top(self) -> list[int]:
        found, seen, waiting = [], {0}, [self._entries[0].child]
        while waiting:
            place = waiting.pop()
            if place in seen or place >= len(self._entries):
                continue
            seen.add(place)
            entry = self._entries[place]
            waiting += [entry.left, entry.right]
            if entry.is_stream:
                found.append(place)
        return found

    def read(self, *names: str) -> bytes:
        """Bytes of the stream at the top that has the first of the names; b'' where none has any
        of them. Whether a name is in capitals makes no difference.
        """
        place = self._find(names)
        if place is None:
            return b""
        entry = self._entries[place]
        if entry.size >= self._cutoff:
            return self._chain(entry.start)[: entry.size]
        return self._mini_chain(entry.start)[: entry.size]

    def _find(self, names: tuple[str, ...]) -> int | None:
        places = {self._entries[place].name.lower(): place for place in self._at_top()}
        return next((places[name.lower()] for name in names if name.lower() in places), None)

    def with_plain_names(self, *names: str) -> bytes:
        """The file in which no other stream, of an embedded object perhaps, is taken for the one
        that `read` reads by a program that takes the first of a name, wherever it stands.
        """
        chosen = self._find(names)
        if chosen is None:
            return self._data
        known = {name.lower(): name for name in names}
        said = known[self._entries[chosen].name.lower()]
        sooner = [name.lower() for name in names[: names.index(said) + 1]]
        others = {
            place: f"{entry.name[:-1]}_"
            for place, entry in enumerate(self._entries)
            if place != chosen and entry.is_stream and entry.name.lower() in sooner
        }
        renamed = others | ({chosen: said} if self._entries[chosen].name != said else {})
        if not renamed:
            return self._data
        changed = bytearray(self._data)
        for place, name in renamed.items():
            at = place * _ENTRY_BYTES
            start = (self._directory[at // self._sector] + 1) * self._sector + at % self._sector
            encoded = name.encode("utf-16-le")
            changed[start : start + len(encoded)] = encoded
        return bytes(changed)

    def with_stream(self, content: bytes, *names: str) -> bytes:
        """The file with another content, of the same length, of the stream that `read` reads."""
        data = bytearray(self._data)
        place = self._find(names)
        if place is None:
            return self._data
        entry = self._entries[place]
        sectors, start = _links(self._table, entry.start), content
        if entry.size < self._cutoff:
            root, size = self._entries[0].start, _MINI_SECTOR_BYTES
            mini_sectors, whole = (
                _links(self._mini_table, entry.start),
                bytearray(self._chain(root)),
            )
            for place, number in enumerate(mini_sectors):
                chunk = content[place * size : (place + 1) * size]
                whole[number * size : number * size + len(chunk)] = chunk
            sectors, start = _links(self._table, root), bytes(whole)
        size = self._sector
        for place, number in enumerate(sectors):
            chunk = start[place * size : (place + 1) * size]
            data[(number + 1) * size : (number + 1) * size + len(chunk)] = chunk
        return bytes(data)

    def _read_table(self) -> list[int]:
        next_sector, count = struct.unpack_from("<2I", self._data, 68)
        sectors = [n for n in struct.unpack_from("<109I", self._data, 76) if n < _END]
        for _ in range(min(count, len(self._data) // self._sector)):
            if next_sector >= _END:
                break
            *more, next_sector = _numbers(self._read_sector(next_sector)) or (_END,)
            sectors += [n for n in more if n < _END]
        table: list[int] = []
        for number in sectors[: len(self._data) // self._sector + 1]:
            table += _numbers(self._read_sector(number))
        return table

    def _read_sector(self, number: int) -> bytes:
        return self._data[(number + 1) * self._sector : (number + 2) * self._sector]

    def _chain(self, number: int) -> bytes:
        return b"".join(map(self._read_sector, _links(self._table, number)))

    def _mini_chain(self, number: int) -> bytes:
        whole, size = self._chain(self._entries[0].start), _MINI_SECTOR_BYTES
        places = _links(self._mini_table, number)
        return b"".join(whole[place * size : (place + 1) * size] for place in places)


def _entry(raw: bytes) -> _Entry:
    length, kind, left, right, child, start, size = struct.unpack_from("<HBx3I36xIQ", raw, 64)
    name = raw[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
    return _Entry(name, kind == 2, left, right, child, start, size & 0xFFFFFFFF)


def _links(table: list[int] | tuple[int, ...], number: int) -> list[int]:
    """The numbers of a chain of sectors, from the first on; of an endless one as many as fit."""
    numbers: list[int] = []
    while number < len(table) and len(numbers) <= len(table):
        numbers.append(number)
        number = table[number]
    return numbers


def _numbers(raw: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4])

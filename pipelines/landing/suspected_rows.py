"""The few rows of a delivery that may be written twice, or share a NIP beside another name.

A quick look at cells as they stand, blanks and signs apart, over the whole delivery: what is found
is then read. Of each row only hashes are kept, so that a large sheet costs little memory; rows
whose hashes agree by chance are read for nothing.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from functools import cache
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from pipelines.layouts.maps import Layout
from pipelines.layouts.model import STRETCH, SheetUse
from pipelines.layouts.records import RecordReader
from pipelines.layouts.slots import Text

if TYPE_CHECKING:
    import numpy as np

_BLANKS = (" ", "\n", "\r", "\t", "\xa0", ".", ",", "-", "/", "'", "`")
_DIGIT = re.compile(r"\d")
_NIP = re.compile(r"(?:19|20)\d{16}")
_NIP_DIGITS = 18
_NO_NIP = hash("")


class RowsOfTable(NamedTuple):
    """Rows of one table. sheet: its place in the workbook; indices: of the sheet's rows."""

    sheet: int
    reader: RecordReader
    indices: list[int]


class _Hashes(NamedTuple):
    """entry: of each row, what makes an entry; nip, name, row: of each NIP, the name's cell beside
    it and the place of its row."""

    entry: array[int]
    nip: array[int]
    name: array[int]
    row: array[int]


def suspected_rows(layout: Layout, uses: Sequence[SheetUse]) -> list[RowsOfTable]:
    """The rows that share what makes an entry, or a NIP beside another name, with others."""
    told_by = _told_by(layout)
    tables = [
        RowsOfTable(sheet, reader, indices)
        for sheet, use in enumerate(uses)
        for reader in use.tables
        if (indices := _records(use, reader))
    ]
    hashes = _Hashes(*(array("q") for _ in _Hashes._fields))
    for table in tables:
        for start in range(0, len(table.indices), STRETCH):
            _look(table.reader, table.indices[start : start + STRETCH], told_by, hashes)
    is_suspect = _shared(hashes)
    suspected, start = [], 0
    for table in tables:
        own = list(compress(table.indices, is_suspect[start : start + len(table.indices)]))
        start += len(table.indices)
        if own:
            suspected.append(table._replace(indices=own))
    return suspected


def _told_by(layout: Layout) -> list[str]:
    """The fields that rows of one entry share, or rows that are alike where nothing makes an entry.

    A name is written in many ways, and the number of the list is that of no entry.
    """
    named = [name for name in layout.row_key if name != "person_name"]
    if not layout.entry:
        named += [name for name, one in layout.fields.items() if one.value_kind == "text"]
    return [
        name for name in dict.fromkeys(named or layout.fields) if name not in layout.sequence_fields
    ]


def _records(use: SheetUse, reader: RecordReader) -> list[int]:
    return [
        i
        for i, (place, (row_class, _)) in enumerate(zip(use.table_of, use.classes, strict=True))
        if place == reader.place and row_class == "record"
    ]


def _look(
    reader: RecordReader, indices: list[int], told_by: Sequence[str], hashes: _Hashes
) -> None:
    """Add the hashes of some rows."""
    first = len(hashes.entry)
    at = {slot.field: slot.sources for slot in reader.slots}
    folded = cache(lambda position: _folded(reader.cells_of(position, indices)))
    columns = [folded(at[name][0].position) for name in told_by if name in at]
    entries = zip(*columns, strict=True) if columns else iter([()] * len(indices))
    hashes.entry.extend(map(hash, entries))
    if "nip" not in at or "person_name" not in at:
        return
    names = list(map(hash, reader.cells_of(at["person_name"][0].position, indices)))
    nips = [""] * len(indices)
    for one in at["nip"]:
        cells = reader.cells_of(one.position, indices)
        if _DIGIT.search("".join(filter(None, cells))):  # beside a name there rarely is one
            found = _nips_in(folded(one.position))
            nips = list(map(_either, nips, found)) if any(nips) else found
    rows: Sequence[int] = range(first, first + len(indices))
    if max(map(len, nips), default=0) > _NIP_DIGITS:  # of several persons
        each = [
            (nip[start : start + _NIP_DIGITS], name, row)
            for nip, name, row in zip(nips, names, rows, strict=True)
            for start in range(0, len(nip), _NIP_DIGITS)
        ]
        nips, names, rows = map(list, zip(*each, strict=True))
    hashes.nip.extend(map(hash, nips))
    hashes.name.extend(names)
    hashes.row.extend(rows)


def _either(one: str, other: str) -> str:
    return one or other


def _folded(cells: Sequence[Text]) -> list[str]:
    """The cells in small letters, without blanks and signs; all at one go, which is soonest."""
    together = "\0".join([cell or "" for cell in cells]).casefold()
    for blank in _BLANKS:
        if blank in together:
            together = together.replace(blank, "")
    folded = together.split("\0")
    return folded if len(folded) == len(cells) else [(cell or "").casefold() for cell in cells]


def _nips_in(folded: list[str]) -> list[str]:
    """The NIPs of each cell, one behind the other; '' where there is none."""
    together = "".join(folded)
    if {0, _NIP_DIGITS}.issuperset(map(len, folded)) and together.isdecimal() | (not together):
        return folded
    return [
        cell
        if not cell or (len(cell) == _NIP_DIGITS and cell.isascii() and cell.isdigit())
        else "".join(_NIP.findall(cell))
        for cell in folded
    ]


def _shared(hashes: _Hashes) -> np.ndarray:
    """Of each row whether another one shares what makes its entry, or a NIP beside another name."""
    import numpy as np

    entry, nip, name, row = (np.frombuffer(one, "int64") if one else np.empty(0, "int64")
                             for one in hashes)  # fmt: skip
    found, counts = np.unique(entry, return_counts=True)
    is_suspect = np.isin(entry, found[counts > 1])
    order = np.lexsort((name, nip))
    nips, names = nip[order], name[order]
    is_other = (nips[1:] == nips[:-1]) & (names[1:] != names[:-1]) & (nips[1:] != _NO_NIP)
    if is_other.any():
        is_suspect[row[np.isin(nip, nips[1:][is_other])]] = True
    return is_suspect

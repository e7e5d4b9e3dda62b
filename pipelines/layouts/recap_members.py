"""Members of a recap (the governments or regions of its rows) or of a crosstab that would count
wrongly: an office within a government taken for the whole of it, and one that stands there twice.

Nothing tells which of two rows of one government is right, or whether they have to be added up; of
rows that say the same, the first one counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from pipelines.layouts.elsewhere import Lookup
from pipelines.layouts.model import SheetUse
from pipelines.layouts.records import RecordReader
from pipelines.values.words import OFFICE_WITHIN, SAID_TWICE


class _Row(NamedTuple):
    """A row of a recap, or a cell of a crosstab: where it is, whom or what it is about, of which
    part of it ('' for the whole), and its figures."""

    reader: RecordReader
    sheet: int
    row: int
    number: int
    member: str
    part: str
    figures: tuple[str | None, ...]

    def overlaps(self, other: _Row) -> bool:
        """Whether one is of a part of what the other is of, or both are of the same."""
        return self.part.startswith(other.part) or other.part.startswith(self.part)


def mark_offices(uses: list[SheetUse], lookup: Lookup, is_office: Callable[[str], bool]) -> None:
    """Mark the rows of offices within a government, or of a central institution in a place.

    is_office: whether an institution's name is that of an office of it.
    """
    for row in _rows(uses, lookup):
        name = row.reader.member_of(row.row)[0]
        if row.reader.member_kind == "institution" and name and is_office(name):
            row.reader.marks[row.row] = OFFICE_WITHIN


def mark_twice(
    uses: list[SheetUse], lookup: Lookup, part_of: Callable[[str], str] = lambda _: ""
) -> None:
    """Mark the rows of a member that stands in another row for the same time too. Of a crosstab
    each column is by itself, and only its filled cells count.

    part_of: which part of a class a name says, a code that begins with that of what it is part of:
    'JPT' and 'JPT Pratama' are one class, 'JPT Madya' and 'JPT Pratama' two parts of it. as_of and
    period_label of the readers are known by now.
    """
    found: dict[tuple[object, ...], list[_Row]] = {}
    for row in _rows(uses, lookup, part_of):
        reader = row.reader
        if reader.says and not any(row.figures):
            continue
        of = (row.member, reader.as_of, reader.period_label, reader.says)
        found.setdefault(of, []).append(row)
    for rows in found.values():
        for place, row in enumerate(rows):
            others = [one for one in rows if one is not row and row.overlaps(one)]
            if not others or (
                # Of rows that are alike, the first one counts.
                not any(row.overlaps(one) for one in rows[:place])
                and all(one.figures == row.figures for one in others)
            ):
                continue
            other = others[0]
            where = f"{other.number}" + f" of sheet {other.sheet}" * (other.sheet != row.sheet)
            row.reader.marks[row.row] = f"{SAID_TWICE}{where})"


def _rows(
    uses: list[SheetUse], lookup: Lookup, part_of: Callable[[str], str] = lambda _: ""
) -> Iterator[_Row]:
    """The records that are about a known member and are not refused already."""
    for use in uses:
        for reader in use.tables:
            for index, place in enumerate(use.table_of):
                if place != reader.place or use.classes[index][0] != "record":
                    continue
                name, context = reader.member_of(index)
                if name is None or index in reader.marks:
                    continue
                member = lookup(f"{reader.member_kind}@{context}", name)
                if member is not None:
                    number, figures = use.sheet.numbers[index], reader.figures_of(index)
                    part = part_of(name)
                    yield _Row(reader, use.sheet.number, index, number, member, part, figures)

"""Rows of one delivery that cannot all stand: one entry written twice, and a NIP of two persons.

Of rows that are alike in every value the first stands. Rows of one entry (what makes one, the map
says: `entry`) that differ in another value contradict each other, and a NIP beside two quite
different names is one person's: nobody can tell which row is right, so that each has to wait.

Whether a row stands depends on rows far below it, so this is found before any is settled. Nearly
every register has none of it: cells as they stand tell which few rows have to be read for it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from pipelines.landing.not_civil_servants import not_civil_servants
from pipelines.landing.person_words import are_two_persons, words_of_name
from pipelines.landing.reading import read_slot
from pipelines.landing.suspected_rows import RowsOfTable, suspected_rows
from pipelines.layouts.maps import Layout
from pipelines.layouts.model import STRETCH, SheetUse
from pipelines.layouts.slots import Slot, Text
from pipelines.values.meaning import Meaning, unsound
from pipelines.values.meanings import Meanings

ROW_REPEATED = "row_repeated"
"""The rule that sets aside a row which says the same as one before it."""

_KINDS = ("report", "sanction", "follow_up")
_PERSON = ("nip", "person_name")


class Place(NamedTuple):
    """A part of a row. sheet, row: their places in the workbook and among the rows of the sheet."""

    sheet: int
    row: int
    part: int


@dataclass
class Repeated:
    """What becomes of parts because of others; doubts: field and reason of each."""

    set_aside: set[Place] = field(default_factory=set)
    doubts: dict[Place, list[tuple[str, Meaning]]] = field(default_factory=dict)

    @cached_property
    def _places(self) -> list[Place]:
        return sorted({*self.set_aside, *self.doubts})

    def of(self, sheet: int, indices: Sequence[int], parts: Sequence[int]) -> OfStretch | None:
        """What of it is about a stretch of parts; None where nothing is. indices: of the rows,
        ascending. Asked for when all is found."""
        if not self._places:
            return None
        first = bisect_left(self._places, (sheet, indices[0]))
        last = bisect_left(self._places, (sheet, indices[-1] + 1))
        found = OfStretch(set(), [])
        for place in self._places[first:last]:
            at = bisect_left(indices, place.row)
            while at < len(indices) and indices[at] == place.row:
                if parts[at] == place.part:
                    if place in self.set_aside:
                        found.set_aside.add(at)
                    found.doubts.extend((at, *doubt) for doubt in self.doubts.get(place, ()))
                at += 1
        return found if found.set_aside or found.doubts else None


class OfStretch(NamedTuple):
    """Parts (by their place in a stretch) to set aside; part, field and reason of each doubt."""

    set_aside: set[int]
    doubts: list[tuple[int, str, Meaning]]


class _Row(NamedTuple):
    """A part of a suspected row. said: the value of each slot, the text where it has none."""

    place: Place
    sheet_number: int
    number: int
    slots: Sequence[Slot]
    said: tuple[Text, ...]
    values: dict[str, Text]
    name: tuple[str, ...]
    rule: str


def repeated(layout: Layout, uses: Sequence[SheetUse], meanings: Meanings) -> Repeated:
    """What is written twice among the records of a delivery."""
    found = Repeated()
    if layout.record_kind not in _KINDS:
        return found
    rows = list(_rows(suspected_rows(layout, uses), uses, meanings))
    if len(rows) > 1:
        has_person = any(name in layout.fields for name in _PERSON)
        kept = _without_repeated(rows, has_person, layout.sequence_fields, found)
        _doubt_entries(kept, layout, found)
        _doubt_nips(rows, found)
    return found


def _rows(
    suspects: Iterable[RowsOfTable],
    uses: Sequence[SheetUse],
    meanings: Meanings,
) -> Iterator[_Row]:
    """The parts of the suspected rows. Those that are crossed out, or about no civil servant, do
    not count beside others."""
    degrees = meanings.reference.words["degree"].exact
    for sheet, reader, suspected in suspects:
        use, slots = uses[sheet], reader.slots
        for start in range(0, len(suspected), STRETCH):
            indices = suspected[start : start + STRETCH]
            texts = reader.read(indices, ["record"] * len(indices))
            read = [
                read_slot(slot, column.texts, column.contexts, meanings)
                for slot, column in zip(slots, texts.columns, strict=True)
            ]
            values = [found for found, _ in read]
            left_out = set(not_civil_servants(slots, texts.columns, values, meanings))
            left_out.update(*(column.struck for column in texts.columns))
            fields = [slot.field for slot in slots]
            for part, at in enumerate(texts.index):
                of_field = {name: own[part] for name, own in zip(fields, values, strict=True)}
                if part in left_out or of_field.get("subject_kind") == "not_asn":
                    continue
                said = tuple(
                    column.texts[part] if part in wrong else own[part]
                    for column, (own, wrong) in zip(texts.columns, read, strict=True)
                )
                index = indices[at]
                yield _Row(
                    Place(sheet, index, texts.parts[part]),
                    use.sheet.number,
                    use.sheet.numbers[index],
                    slots,
                    said,
                    of_field,
                    words_of_name(of_field.get("person_name") or "", degrees),
                    use.classes[index][1],
                )


def _without_repeated(
    rows: Sequence[_Row], has_person: bool, sequence: frozenset[str], found: Repeated
) -> list[_Row]:
    """The rows that do not say the same as one before them.

    Persons of whom neither name nor NIP is told may be several. Where the number of the list is
    all that parts two entries and no person is named, nothing tells whether they are one.
    """
    kept: list[_Row] = []
    first: dict[object, _Row] = {}
    for row in rows:
        if has_person and not any(row.values.get(name) for name in _PERSON):
            continue
        same = (row.rule, *_compared(row, ()))
        before = first.setdefault(same, row)
        is_other_row = before.place[:2] != row.place[:2]
        if before is not row and is_other_row:
            found.set_aside.add(row.place)
        else:
            kept.append(row)
    if not has_person and sequence:
        by_rest: dict[object, _Row] = {}
        for row in kept:
            before = by_rest.setdefault(tuple(_compared(row, sequence)), row)
            if before is not row:
                for one, other in ((before, row), (row, before)):
                    _doubt(found, one, next(iter(sequence)), "row_twice", _but_number(one, other))
    return kept


def _compared(row: _Row, without: Iterable[str]) -> Iterator[tuple[str, object]]:
    """What of a row is held against another, field by field: a name by its words."""
    for slot, said in zip(row.slots, row.said, strict=True):
        if said is None or slot.field in without:
            continue
        if slot.field == "person_name":
            yield slot.field, row.name or said
        elif slot.value_kind == "text":
            yield slot.field, " ".join(said.casefold().split())
        else:
            yield slot.field, said


def _doubt_entries(rows: Sequence[_Row], layout: Layout, found: Repeated) -> None:
    """Rows of one entry that differ in another value."""
    if not layout.entry:
        return
    number = layout.entry[0]
    person = [name for name in layout.entry if name in _PERSON]
    groups: dict[object, list[_Row]] = defaultdict(list)
    for row in rows:
        if row.values.get(number) and all(row.values.get(name) for name in person):
            key = dict(_compared(row, ()))
            groups[tuple(key.get(name) for name in layout.entry)].append(row)
    for group in groups.values():
        for own in _by_nip(group) if len(group) > 1 else ():
            first = own[0]
            others = [row for row in own if row.place[:2] != first.place[:2]]
            for row in others:
                _doubt(found, row, number, "row_twice", _differs(row, first))
            if others:
                _doubt(found, first, number, "row_twice", _differs(first, others[0]))


def _by_nip(rows: list[_Row]) -> list[list[_Row]]:
    """Persons of one name with a NIP each are several."""
    nips = {row.values.get("nip") for row in rows} - {None}
    if len(nips) < 2:
        return [rows]
    parted: dict[Text, list[_Row]] = defaultdict(list)
    for row in rows:
        parted[row.values.get("nip")].append(row)
    return list(parted.values())


def _doubt_nips(rows: Sequence[_Row], found: Repeated) -> None:
    by_nip: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        nip = row.values.get("nip")
        if nip and row.name:
            by_nip[nip].append(row)
    for group in by_nip.values():
        names = {row.name for row in group}
        if len(names) == 1 or not any(are_two_persons(group[0].name, name) for name in names):
            continue
        for row in group:
            other = next((o for o in group if are_two_persons(row.name, o.name)), None)
            if other is not None:
                _doubt(
                    found, row, "nip", "nip_of_two",
                    f"{_where(row, other)} has the same NIP beside quite another name; a NIP is "
                    "one person's: ask the office whose it is, and correct the other row",
                )  # fmt: skip


def _doubt(found: Repeated, row: _Row, name: str, reason_code: str, message: str) -> None:
    found.doubts.setdefault(row.place, []).append((name, unsound(reason_code, message)))


def _but_number(row: _Row, other: _Row) -> str:
    return (
        f"{_where(row, other)} says the same but for the number of the list; if it is the same "
        "matter leave one of them, else a person has to decide"
    )


def _differs(row: _Row, other: _Row) -> str:
    own, others = dict(_compared(row, ())), dict(_compared(other, ()))
    unlike = [
        f'{slot.sources[0].letter} ("{slot.sources[0].heading}")'
        for slot in row.slots
        if own.get(slot.field) != others.get(slot.field)
    ]
    said = f", unlike this one in column {', '.join(dict.fromkeys(unlike))}" if unlike else ""
    return (
        f"{_where(row, other)} is of the same entry and person{said}; ask the office which is "
        "right and leave that one, or a person has to decide about each"
    )


def _where(row: _Row, other: _Row) -> str:
    elsewhere = other.place.sheet != row.place.sheet
    return f"row {other.number}" + f" of sheet {other.sheet_number}" * elsewhere

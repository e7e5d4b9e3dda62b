"""Gives each column of an unknown table what it feeds, once the nearest layout is known."""

from __future__ import annotations

import re
from dataclasses import replace

from pipelines.layouts import Layout, Layouts
from pipelines.layouts.headings import keys_of, written
from pipelines.layouts.maps import (
    MEMBERS,
    ColumnMap,
    FieldMap,
    codes_of,
    fields_of,
    value_kinds_of,
)
from pipelines.suggestion.evidence import Evidence
from pipelines.suggestion.likeness import Likeness
from pipelines.suggestion.matching import (
    FAINT,
    LIKE,
    SAY_LITTLE,
    SURE,
    VALUES_COUNT,
    fit_of,
    is_as_like,
)
from pipelines.suggestion.proposals import Proposal
from pipelines.values import Reference, interpret

BORROWED = 0.7  # of what a column counts that another layout has
_PUBLISHED = "published"
_COUNTING = re.compile(r"^(?:(?:jumlah|jml|banyaknya|total|masih|telah|asn) )+")


def kept_fields_of(register_kind: str, layouts: list[Layout]) -> frozenset[str]:
    """The fields of a kind of register that layouts have columns for; of a recap each measure."""
    own = [item for item in layouts if item.register_kind == register_kind]
    kept: set[str] = set().union(*(item.fields for item in own))
    if any(item.record_kind == "recap" for item in own):
        kept |= codes_of("measures") | MEMBERS
    return frozenset(kept)


class Chooser:
    """Gives each column what it feeds; a field is given once."""

    def __init__(
        self,
        nearest: Layout,
        layouts: Layouts,
        reference: Reference,
        heading: Likeness,
        given: dict[int, tuple[ColumnMap, float]],
    ) -> None:
        self._proposed: set[str] = set()
        self._number_of_group: dict[tuple[str, ...], str] = {}
        self._nearest = nearest
        self._reference = reference
        self._heading = heading
        self._given = given
        self._allowed = fields_of(nearest.register_kind, layouts.items)
        self._kept = kept_fields_of(nearest.register_kind, layouts.items)
        kinds = value_kinds_of(nearest.register_kind, layouts.items)
        self._kinds = {kind for name in self._allowed for kind in kinds.get(name, ())}
        self._used = {one.name for column, _ in given.values() for one in column.fields}
        # What is published has fields of the same names that mean other things.
        is_published = nearest.family == _PUBLISHED
        others = [item for item in layouts.items if is_published or item.family != _PUBLISHED]
        self._siblings = [
            (kept, item.name)
            for item in sorted(others, key=lambda item: item.record_kind != nearest.record_kind)
            for column in item.columns
            if not column.in_place_of and (kept := self._as_kept(column)) is not None
        ]
        self._others = [
            (column, item.name)
            for item in others
            for column in item.columns
            if not (column.ignored or column.sequence or column.measure or column.in_place_of)
            and self._as_kept(column) is None
        ]
        self._ignored = [column for item in others for column in item.columns if column.ignored]

    def _as_kept(self, column: ColumnMap) -> ColumnMap | None:
        """A column of another layout with the fields that this kind of register keeps: of a
        position its class alone, where it keeps no more."""
        if column.ignored or column.sequence or column.measure:
            return None
        fields = tuple(one for one in column.fields if one.name in self._kept)
        if not fields or (column.split and len(fields) < len(column.fields)):
            return None
        return replace(column, fields=fields)

    def proposal(
        self, position: int, path: tuple[str, ...], evidence: Evidence, is_sequence: bool
    ) -> Proposal:
        """What one column feeds; the columns are to be asked for from left to right."""
        found = self._proposal(position, path, evidence, is_sequence)
        if len(path) > 1 and found.column is not None:
            for one in found.column.fields:
                if one.name.endswith("_number"):
                    self._number_of_group[path[:-1]] = one.name
        return found

    def _proposal(
        self, position: int, path: tuple[str, ...], evidence: Evidence, is_sequence: bool
    ) -> Proposal:
        heading = written(path)
        if is_sequence:
            column = ColumnMap(heading, (), (), True, True, True)
            return Proposal(position, heading, evidence, column)
        if self._heading.is_private(path):
            ignored = ColumnMap(heading, (), (), True, True)
            why = "who reports, witnesses and addresses are not kept here"
            return Proposal(position, heading, evidence, ignored, why)
        known, like = self._given.get(position, (None, 0.0))
        if like < SURE:
            if known is not None:
                self._used -= {one.name for one in known.fields} - self._proposed
                if not self._proposed.isdisjoint(one.name for one in known.fields):
                    known = None
            if (beside := self._date_beside(path, evidence)) is not None:
                why = "the date beside a number under one heading"
                found = self._after(position, heading, evidence, beside, LIKE, why)
                return replace(found, score=BORROWED * LIKE)
            if (measure := self._measure(path)) is not None:
                found = self._after(position, heading, evidence, measure, LIKE)
                return replace(found, score=BORROWED * LIKE)
            if (elsewhere := self._elsewhere(path, evidence)) is not None:
                column, name = elsewhere
                why = f"so it is in layout {name}"
                found = self._after(position, heading, evidence, column, 1, why)
                return replace(found, score=BORROWED)
        if known is not None:
            return self._after(position, heading, evidence, known, like)
        if any(self._heading.of(path, column) >= SURE for column in self._ignored):
            ignored = ColumnMap(heading, (), (), True, True)
            return Proposal(position, heading, evidence, ignored)
        if not evidence.filled:
            ignored = ColumnMap(heading, (), (), True, True)
            why = "no record has anything in it here; give it a field if others will"
            return Proposal(position, heading, evidence, ignored, why)
        kind = evidence.kind_among(self._kinds)
        by_kind = self._by_kind(evidence, kind)
        tells = evidence.split or not (kind in SAY_LITTLE or is_as_like(kind or "", evidence))
        if len(by_kind) == 1 and tells:
            why = "nothing but its values says so"
            found = self._after(position, heading, evidence, by_kind[0], 0, why)
            return replace(found, score=BORROWED * VALUES_COUNT)
        choices = tuple(column.fields[0].name for column in by_kind)
        unkept = "" if choices else self._unkept(path)
        if evidence.are_years:
            unkept = "its values are years; " + (unkept or "no field of this kind is one")
        return Proposal(position, heading, evidence, None, unkept, choices, kind=kind)

    def free(self) -> tuple[str, ...]:
        """The fields that no column feeds yet."""
        return tuple(sorted(self._kept - self._used))

    def unkept(self) -> tuple[str, ...]:
        """The fields that may be given too, of which the warehouse keeps nothing."""
        return tuple(sorted(self._allowed - self._kept))

    def _unkept(self, path: tuple[str, ...]) -> str:
        """What a column of this heading feeds in other layouts, where this kind has no such."""
        for column, name in self._others:
            if self._heading.of(path, column) >= SURE:
                field = column.fields[0].name
                return f"in layout {name} it feeds {field}, which this kind of register has not"
        return ""

    def _date_beside(self, path: tuple[str, ...], evidence: Evidence) -> ColumnMap | None:
        """The date that goes with the number under the same group: 'Surat > Tanggal' beside 'Surat
        > Nomor', once that number is fed."""
        name = self._number_of_group.get(path[:-1], "").removesuffix("_number") + "_date"
        if name not in self._kept or name in self._used or evidence.share("date") < SURE:
            return None
        return next(
            (
                column
                for column, _ in self._siblings
                if [one.name for one in column.fields] == [name]
            ),
            ColumnMap("", (), (FieldMap(name, "date"),)),
        )

    def _elsewhere(self, path: tuple[str, ...], evidence: Evidence) -> tuple[ColumnMap, str] | None:
        """A column of another layout that goes by this heading, and the layout's name."""
        for column, name in self._siblings:
            is_like = self._heading.of(path, column) >= SURE
            if is_like and self._is_free(column) and fit_of(column, evidence) >= LIKE:
                return column, name
        return None

    def _is_free(self, column: ColumnMap) -> bool:
        return not any(one.name in self._used for one in column.fields)

    def _measure(self, path: tuple[str, ...]) -> ColumnMap | None:
        """For a recap, the measure that the heading names: 'Jumlah Laporan', 'Masih Proses'."""
        if self._nearest.record_kind != "recap":
            return None
        keys = keys_of(path)
        for key in (*keys, *(_COUNTING.sub("", key) for key in keys)):
            code = interpret("measure", "", key, self._reference).value
            if code in self._allowed and code not in self._used:
                kind = "percentage" if code.endswith("_share") else "count"
                return ColumnMap(key, (), (FieldMap(code, kind),))
        return None

    def _by_kind(self, evidence: Evidence, kind: str | None) -> list[ColumnMap]:
        """The columns of siblings that hold values of the kind that these are."""
        if evidence.split == "persons":
            who = [column for column, _ in self._siblings if column.split == evidence.split]
            return [column for column in who if self._is_free(column)][:1]
        if kind is None:
            return []
        found: dict[str, ColumnMap] = {}
        for column, _ in self._siblings:
            first = column.fields[0]
            if first.value_kind == kind and self._is_free(column) and not column.split:
                found.setdefault(first.name, column)
        return list(found.values())

    def _after(
        self,
        position: int,
        heading: str,
        evidence: Evidence,
        known: ColumnMap,
        like: float,
        why: str = "",
    ) -> Proposal:
        """The known column's fields, under this heading, as far as the values bear them out."""
        self._used |= {one.name for one in known.fields}
        self._proposed |= {one.name for one in known.fields}
        fields = tuple(
            one._replace(filled=one.filled and evidence.is_always_filled) for one in known.fields
        )
        split = known.split
        if fields[0].name == "person_name":
            split = "persons"
            if evidence.has_position:
                fields += self._position_beside()
        elif split is None and evidence.split == "number_and_date":
            fields, split = self._with_its_date(fields)
        column = replace(
            known, heading=heading, fields=fields, split=split, optional=known.optional,
            sequence=False, ignored=False,
        )  # fmt: skip
        kind = fields[0].value_kind
        doubts = [why] if why else []
        if not why and like < FAINT:
            doubts.append("nothing but its values says so")
        elif not why and like < SURE:
            doubts.append("the heading is not one that is known")
        lost = [one.name for one in known.fields if one.filled and not evidence.is_always_filled]
        if lost:
            doubts.append(f"elsewhere every record states {lost[0]}; here some do not")
        is_free = kind in ("text", "position_class", "remark")
        if not is_free and evidence.texts and evidence.share(kind) < 1:
            doubts.append(f"not all of its values read as {kind}")
        return Proposal(position, heading, evidence, column, "; ".join(doubts))

    def _position_beside(self) -> tuple[FieldMap, ...]:
        """The fields of a position that stands in the cell of the person, so far as they are kept
        and free."""
        own = (FieldMap("position", "text"), FieldMap("position_class", "position_class", "null"))
        sure = {
            one.name
            for column, like in self._given.values()
            if like >= SURE
            for one in column.fields
        }
        free = tuple(one for one in own if one.name in self._kept - self._proposed - sure)
        self._used |= {one.name for one in free}
        self._proposed |= {one.name for one in free}
        return free

    def _with_its_date(
        self, fields: tuple[FieldMap, ...]
    ) -> tuple[tuple[FieldMap, ...], str | None]:
        """'No SK' that holds its date too: the field of that date comes along, if it is free."""
        name = fields[0].name.removesuffix("_number") + "_date"
        is_number = fields[0].name.endswith("_number") and len(fields) == 1
        if not is_number or name not in self._allowed or name in self._used:
            return fields, None
        self._used.add(name)
        self._proposed.add(name)
        return (fields[0], FieldMap(name, "date")), "number_and_date"

"""What each column of an unknown table feeds, after the nearest layout that there is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipelines.layouts import Layout, Layouts
from pipelines.layouts.headings import keys_of, normalise, written
from pipelines.layouts.maps import ColumnMap, FieldMap, codes_of, fields_of, key_fields_of
from pipelines.suggestion.crosstab import (
    Members,
    is_crosstab,
    measured,
    members_in,
    row_member,
)
from pipelines.suggestion.evidence import Evidence, evidence_of
from pipelines.suggestion.header import FoundTable
from pipelines.suggestion.likeness import Likeness
from pipelines.suggestion.office import FIXED, Keeper
from pipelines.values import Reference, interpret

_HEADING_COUNTS, _VALUES_COUNT = 0.7, 0.3
_ENOUGH = 0.4
_LIKE = 0.5
_FAINT = 0.3
_SURE = 0.8
# What a layout gains when an office of its kind keeps the register, when the titles say its kind of
# record, and when an office that is not its own does; what it loses for each column it cannot do
# without and that is not here, and for a kind whose key nothing feeds.
_KEPT_BY, _SAID, _KEPT_BY_OTHER = 1.0, 2.0, -1.0
_GAP = 0.5
_NO_KEY = 2.0
# What the nearest must have, and more than any other kind, to be taken for it unasked.
_LEAST, _AHEAD = 2.5, 0.5
_BORROWED = 0.7  # of what a column counts that another layout has
_PUBLISHED = "published"
_COUNTING = re.compile(r"^(?:(?:jumlah|jml|banyaknya|total|masih|telah|asn) )+")
# Kinds that say little by themselves: many columns of a table hold a date, a number or words.
_COUNT_AND_DATE = {"date", "count", "number", "percentage"}
_SAY_LITTLE = {"text", "date", "count", "number", "percentage", "position_class"}


@dataclass(frozen=True)
class Proposal:
    """One column of the draft. `column` is None where a person has to say what it feeds; `check`
    says why a person should look even where something is proposed; `score` is how surely it does,
    0 to 1."""

    position: int
    heading: str
    evidence: Evidence
    column: ColumnMap | None
    check: str = ""
    choices: tuple[str, ...] = ()
    repeats: tuple[int, ...] = ()
    score: float = 0.0


@dataclass(frozen=True)
class Proposals:
    """The columns of a draft and the layout that they were held against.

    free: the fields that no column feeds; unkept: those that are read and shown, and of which no
    table of the warehouse has anything. is_sure: it is much more like this kind of register than
    like any other.
    """

    nearest: Layout
    found: int
    columns: list[Proposal]
    free: tuple[str, ...]
    unkept: tuple[str, ...]
    score: float = 0.0
    is_sure: bool = True


def propose(
    table: FoundTable,
    layouts: Layouts,
    reference: Reference,
    keeper: Keeper,
    like: str | None = None,
) -> Proposals:
    """A proposal for each column of the table, left to right.

    like: the layout to hold it against, or the kind of register that it is; by default the one
    that the most columns speak for.
    """
    evidence = {
        position: evidence_of(
            table.texts(position), len(table.records), table.sheet.epoch, reference
        )
        for position in table.paths
    }
    heading = Likeness(reference)
    candidates = [
        item for item in layouts.items if (like is None or like in (item.name, item.register_kind))
    ]
    members = members_in(table)
    crosstab = next((item for item in candidates if item.record_kind == "crosstab"), None)
    if crosstab is not None and is_crosstab(table, members):
        chooser = _Chooser(crosstab, layouts, reference, heading, {})
        return _of_crosstab(table, evidence, crosstab, members, chooser)
    said = _record_kinds_said(table.titles, reference)
    every = [
        _held_against(table, evidence, item, layouts, reference, heading) for item in candidates
    ]
    for place, one in enumerate(every):
        bonus = _office_fits(one.nearest, keeper) + _SAID * (one.nearest.record_kind in said)
        every[place] = replace(one, score=one.score + bonus)
    best = max(every, key=lambda one: one.score)
    kind = best.nearest.register_kind
    others = [one.score for one in every if one.nearest.register_kind != kind]
    is_sure = best.score >= max([_LEAST, *(score + _AHEAD for score in others)])
    return replace(best, is_sure=is_sure or like is not None)


def kept_fields_of(register_kind: str, layouts: list[Layout]) -> frozenset[str]:
    """The fields of a kind of register that layouts have columns for; of a recap each measure."""
    own = [item for item in layouts if item.register_kind == register_kind]
    kept: set[str] = set().union(*(item.fields for item in own))
    if any(item.record_kind == "recap" for item in own):
        kept |= codes_of("measures")
    return frozenset(kept)


def _record_kinds_said(titles: list[str], reference: Reference) -> set[str]:
    """The kinds of record that the titles name: 'DAFTAR HUKUMAN DISIPLIN' → {'sanction'}."""
    said = f" {normalise(' '.join(titles))} "
    words = reference.words["register_title"].exact
    return {one.code for word, own in words.items() if f" {word} " in said for one in own}


def _office_fits(layout: Layout, keeper: Keeper) -> float:
    if layout.office.kind == FIXED:
        if keeper.kind == FIXED:
            return _KEPT_BY if keeper.name == layout.office.name else 0
        # A regional office keeps the forms of KASN too; those of Bawaslu only Bawaslu keeps.
        return _KEPT_BY_OTHER if layout.family == "bawaslu" and keeper.kind == "government" else 0
    if not keeper.kind:
        return 0
    return _KEPT_BY if keeper.kind == layout.office.kind else _KEPT_BY_OTHER


def _held_against(
    table: FoundTable,
    evidence: dict[int, Evidence],
    layout: Layout,
    layouts: Layouts,
    reference: Reference,
    heading: Likeness,
) -> Proposals:
    """What the columns feed if the table is a register like those of a layout."""
    total, given = _match(table, evidence, layout, heading)
    chooser = _Chooser(layout, layouts, reference, heading, given)
    seen: dict[tuple[str, ...], int] = {}
    repeats: dict[int, list[int]] = {}
    for position, path in table.paths.items():
        first = seen.setdefault(keys_of(path)[:1], position)
        if first != position:
            repeats.setdefault(first, []).append(position)
    again = {position for some in repeats.values() for position in some}
    columns = [
        replace(
            chooser.proposal(position, path, evidence[position], position == table.sequence),
            repeats=tuple(repeats.get(position, ())),
        )
        for position, path in sorted(table.paths.items())
        if position not in again
    ]
    filled = {
        field.name
        for one in columns
        if one.column is not None
        for field in one.column.fields
        if one.evidence.is_always_filled
    }
    missing = key_fields_of(layout.register_kind, layouts.items) - filled
    total += sum(one.score for one in columns if one.position not in given)
    total -= _NO_KEY * len(missing)
    return Proposals(layout, len(given), columns, chooser.free(), chooser.unkept(), total)


def _of_crosstab(
    table: FoundTable,
    evidence: dict[int, Evidence],
    layout: Layout,
    members: list[Members],
    chooser: _Chooser,
) -> Proposals:
    """One proposal for all columns of a measure, and one for each of the others."""
    first = {one.positions[0]: one for one in members}
    others = {p for one in members for p in one.positions[1:]}
    columns, has_rows = [], False
    for position, path in sorted(table.paths.items()):
        if position in others:
            continue
        heading, own = written(path), evidence[position]
        column = None if has_rows else row_member(heading, own)
        if position in first:
            one = first[position]
            columns.append(Proposal(position, one.heading, own, measured(one)))
        elif position != table.sequence and column is not None:
            has_rows = True
            columns.append(Proposal(position, heading, own, column))
        else:
            found = chooser.proposal(position, path, own, position == table.sequence)
            columns.append(found)
    known = sum(one.column is not None for one in columns)
    return Proposals(layout, known, columns, ("row_member",) * (not has_rows), ())


def _fit(column: ColumnMap, evidence: Evidence) -> float:
    if not evidence.texts or not column.fields or column.is_remark:
        return _LIKE
    if evidence.split == "persons":
        return float(column.fields[0].name == "person_name")
    if column.split and evidence.split:
        return 1
    return max(evidence.share(field.value_kind) for field in column.fields)


def _match(
    table: FoundTable, evidence: dict[int, Evidence], layout: Layout, heading: Likeness
) -> tuple[float, dict[int, tuple[ColumnMap, float]]]:
    """The best assignment of the table's columns to those of a layout, and how good it is."""
    pairs = []
    for position, path in table.paths.items():
        if position == table.sequence or heading.is_private(path):
            continue
        for column in layout.columns:
            if column.ignored or column.sequence or column.measure or column.in_place_of:
                continue
            like, fit = heading.of(path, column), _fit(column, evidence[position])
            if like < 1 and column.is_remark:
                continue  # it is known by its heading alone
            kind = column.fields[0].value_kind
            is_split_so = column.split is not None and column.split == evidence[position].split
            tells = kind not in _SAY_LITTLE and evidence[position].share(kind) >= _SURE
            if like < _FAINT and not (tells or is_split_so):
                continue
            score = _HEADING_COUNTS * like + _VALUES_COUNT * fit
            if like < 1 and fit < _LIKE:
                continue
            if like < _LIKE and kind in _COUNT_AND_DATE:
                continue  # 'Tanggal' alone does not say which one
            pairs.append((score, like, position, column))
    pairs.sort(key=lambda pair: (-pair[0], pair[2]))
    given: dict[int, tuple[ColumnMap, float]] = {}
    taken: set[int] = set()
    total = 0.0
    for score, like, position, column in pairs:
        if position in given or id(column) in taken or (like >= _FAINT and score < _ENOUGH):
            continue
        given[position] = (column, like)
        taken.add(id(column))
        total += score
    needed = [column for column in layout.columns if column.must_be_filled]
    filled = {id(c) for p, (c, _) in given.items() if evidence[p].is_always_filled}
    total -= _GAP * sum(id(column) not in filled for column in needed)
    return total, given


class _Chooser:
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
        self._used = {one.name for column, _ in given.values() for one in column.fields}
        # What is published has fields of the same names that mean other things.
        is_published = nearest.family == _PUBLISHED
        others = [
            replace(item, columns=tuple(one for one in item.columns if not one.in_place_of))
            for item in layouts.items
            if is_published or item.family != _PUBLISHED
        ]
        self._siblings = [
            (kept, item.name)
            for item in sorted(others, key=lambda item: item.record_kind != nearest.record_kind)
            for column in item.columns
            if (kept := self._as_kept(column)) is not None
        ]
        self._others = [
            (column, item.name)
            for item in others
            for column in item.columns
            if not (column.ignored or column.sequence or column.measure)
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
        if like < _SURE:
            if known is not None:
                self._used -= {one.name for one in known.fields} - self._proposed
                if not self._proposed.isdisjoint(one.name for one in known.fields):
                    known = None
            if (beside := self._date_beside(path, evidence)) is not None:
                why = "the date beside a number under one heading"
                found = self._after(position, heading, evidence, beside, _LIKE, why)
                return replace(found, score=_BORROWED * _LIKE)
            if (measure := self._measure(path)) is not None:
                found = self._after(position, heading, evidence, measure, _LIKE)
                return replace(found, score=_BORROWED * _LIKE)
            if (elsewhere := self._elsewhere(path, evidence)) is not None:
                column, name = elsewhere
                why = f"so it is in layout {name}"
                found = self._after(position, heading, evidence, column, 1, why)
                return replace(found, score=_BORROWED)
        if known is not None:
            return self._after(position, heading, evidence, known, like)
        if any(self._heading.of(path, column) >= _SURE for column in self._ignored):
            ignored = ColumnMap(heading, (), (), True, True)
            return Proposal(position, heading, evidence, ignored)
        if not evidence.filled:
            ignored = ColumnMap(heading, (), (), True, True)
            why = "no record has anything in it here; give it a field if others will"
            return Proposal(position, heading, evidence, ignored, why)
        by_kind = self._by_kind(evidence)
        if len(by_kind) == 1 and (evidence.split or evidence.kind not in _SAY_LITTLE):
            why = "nothing but its values says so"
            found = self._after(position, heading, evidence, by_kind[0], 0, why)
            return replace(found, score=_BORROWED * _VALUES_COUNT)
        choices = tuple(column.fields[0].name for column in by_kind)
        unkept = "" if choices else self._unkept(path)
        return Proposal(position, heading, evidence, None, unkept, choices)

    def free(self) -> tuple[str, ...]:
        """The fields that no column feeds yet."""
        return tuple(sorted(self._kept - self._used))

    def unkept(self) -> tuple[str, ...]:
        """The fields that may be given too, of which the warehouse keeps nothing."""
        return tuple(sorted(self._allowed - self._kept))

    def _unkept(self, path: tuple[str, ...]) -> str:
        """What a column of this heading feeds in other layouts, where this kind has no such."""
        for column, name in self._others:
            if self._heading.of(path, column) >= _SURE:
                field = column.fields[0].name
                return f"in layout {name} it feeds {field}, which this kind of register has not"
        return ""

    def _date_beside(self, path: tuple[str, ...], evidence: Evidence) -> ColumnMap | None:
        """The date that goes with the number under the same group: 'Surat > Tanggal' beside 'Surat
        > Nomor', once that number is fed."""
        name = self._number_of_group.get(path[:-1], "").removesuffix("_number") + "_date"
        if name not in self._kept or name in self._used or evidence.share("date") < _SURE:
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
            is_like = self._heading.of(path, column) >= _SURE
            if is_like and self._is_free(column) and _fit(column, evidence) >= _LIKE:
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

    def _by_kind(self, evidence: Evidence) -> list[ColumnMap]:
        """The columns of siblings that hold values of the kind that these are."""
        if evidence.split == "persons":
            who = [column for column, _ in self._siblings if column.split == evidence.split]
            return [column for column in who if self._is_free(column)][:1]
        if evidence.kind is None:
            return []
        found: dict[str, ColumnMap] = {}
        for column, _ in self._siblings:
            first = column.fields[0]
            if first.value_kind == evidence.kind and self._is_free(column) and not column.split:
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
        if not why and like < _FAINT:
            doubts.append("nothing but its values says so")
        elif not why and like < _SURE:
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
            if like >= _SURE
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

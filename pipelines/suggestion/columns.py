"""What each column of an unknown table feeds, after the nearest layout that there is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipelines.layouts import Layout, Layouts
from pipelines.layouts.headings import keys_of, normalise, written
from pipelines.layouts.maps import ColumnMap, FieldMap, fields_of
from pipelines.layouts.provenance import find_provenance
from pipelines.layouts.records import Lookup
from pipelines.suggestion.evidence import Evidence, evidence_of
from pipelines.suggestion.header import FoundTable
from pipelines.values import Reference, interpret

_HEADING_COUNTS, _VALUES_COUNT = 0.7, 0.3
_ENOUGH = 0.4
_LIKE = 0.5
_FAINT = 0.3
_SURE = 0.8
_NAMED = 2.0  # what a layout gains when the titles name an office of its kind
_GAP = 0.5  # what a layout loses for each column it cannot do without and that is not here
_NOT_SUGGESTED = {"published"}
# Kinds that say little by themselves: many columns of a table hold a date, a number or words.
_SAY_LITTLE = {"text", "date", "count", "number", "percentage", "position_class"}


@dataclass(frozen=True)
class Proposal:
    """One column of the draft. `column` is None where a person has to say what it feeds; `check`
    says why a person should look even where something is proposed."""

    position: int
    heading: str
    evidence: Evidence
    column: ColumnMap | None
    check: str = ""
    choices: tuple[str, ...] = ()
    repeats: tuple[int, ...] = ()


@dataclass(frozen=True)
class Proposals:
    """The columns of a draft and the layout that they were held against."""

    nearest: Layout
    found: int
    columns: list[Proposal]
    free: tuple[str, ...]


def propose(table: FoundTable, layouts: Layouts, reference: Reference, lookup: Lookup) -> Proposals:
    """A proposal for each column of the table, left to right."""
    evidence = {
        position: evidence_of(
            table.texts(position), len(table.records), table.sheet.epoch, reference
        )
        for position in table.paths
    }
    candidates = [item for item in layouts.items if item.family not in _NOT_SUGGESTED]
    matched = []
    for item in candidates:
        total, given = _match(table, evidence, item, reference)
        total += _NAMED * _names_office(item, table.titles, lookup)
        matched.append((total, given, item))
    _, given, nearest = max(matched, key=lambda one: one[0])
    chooser = _Chooser(nearest, layouts, reference, given)
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
    return Proposals(nearest, len(given), columns, chooser.free())


def _names_office(layout: Layout, titles: list[str], lookup: Lookup) -> bool:
    """Whether the titles name an office that keeps registers of this layout."""
    if layout.office.kind == "fixed":
        name = normalise(layout.office.name or "")
        return any(f" {name} " in f" {normalise(title)} " for title in titles)
    return find_provenance(layout, [titles], None, "", lookup, str).office is not None


def _words(text: str, reference: Reference) -> frozenset[str]:
    """The words of a heading, short forms written out."""
    written_out: list[str] = []
    for word in text.split():
        meant = reference.words["heading"].matches(word)
        written_out += meant.pop().split() if len(meant) == 1 else [word]
    return frozenset(written_out)


def is_private(path: tuple[str, ...], reference: Reference) -> bool:
    """Whether a heading is about someone whose data is not taken in: the reporter, a witness."""
    words = " ".join(keys_of(path)[:1]).split()
    return any(reference.words["heading_private"].matches(word) for word in words)


def likeness(path: tuple[str, ...], column: ColumnMap, reference: Reference) -> float:
    """How much a heading is one of a column's: 1 the same, else the words they share (below 1)."""
    keys = keys_of(path)
    if not keys:
        return 0
    if set(keys) & set(column.keys):
        return 1
    own = _words(keys[0], reference)
    return max(
        (
            (0.9 if own == other else 0.8) * len(own & other) / len(own | other)
            for other in (_words(key, reference) for key in column.keys)
            if other
        ),
        default=0,
    )


def _fit(column: ColumnMap, evidence: Evidence) -> float:
    if not evidence.texts or not column.fields or column.is_remark:
        return _LIKE
    if column.split and evidence.split:
        return 1
    return max(evidence.share(field.value_kind) for field in column.fields)


def _match(
    table: FoundTable, evidence: dict[int, Evidence], layout: Layout, reference: Reference
) -> tuple[float, dict[int, tuple[ColumnMap, float]]]:
    """The best assignment of the table's columns to those of a layout, and how good it is."""
    pairs = []
    for position, path in table.paths.items():
        if position == table.sequence or is_private(path, reference):
            continue
        for column in layout.columns:
            if column.ignored:
                continue
            like, fit = likeness(path, column, reference), _fit(column, evidence[position])
            if like < 1 and column.is_remark:
                continue  # any text may be a remark: only the heading tells
            kind = column.fields[0].value_kind
            is_split_so = column.split == evidence[position].split == "number_and_date"
            tells = kind not in _SAY_LITTLE and evidence[position].share(kind) >= _SURE
            if like < _FAINT and not (tells or is_split_so):
                continue
            score = _HEADING_COUNTS * like + _VALUES_COUNT * fit
            if like < 1 and fit < _LIKE:
                continue
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
    total -= _GAP * sum(id(column) not in taken for column in needed)
    return total, given


class _Chooser:
    """Gives each column what it feeds; a field is given once."""

    def __init__(
        self,
        nearest: Layout,
        layouts: Layouts,
        reference: Reference,
        given: dict[int, tuple[ColumnMap, float]],
    ) -> None:
        self._nearest = nearest
        self._reference = reference
        self._given = given
        self._allowed = fields_of(nearest.register_kind, layouts.items)
        self._used = {one.name for column, _ in given.values() for one in column.fields}
        others = [item for item in layouts.items if item.family not in _NOT_SUGGESTED]
        self._siblings = [
            (column, item.name)
            for item in sorted(others, key=lambda item: item.record_kind != nearest.record_kind)
            for column in item.columns
            if not column.ignored and all(one.name in self._allowed for one in column.fields)
        ]
        self._ignored = [column for item in others for column in item.columns if column.ignored]

    def proposal(
        self, position: int, path: tuple[str, ...], evidence: Evidence, is_sequence: bool
    ) -> Proposal:
        heading = written(path)
        if is_sequence:
            column = ColumnMap(heading, (), (), True, True, True)
            return Proposal(position, heading, evidence, column)
        if is_private(path, self._reference):
            ignored = ColumnMap(heading, (), (), True, True)
            why = "who reports, witnesses and addresses are not kept here"
            return Proposal(position, heading, evidence, ignored, why)
        known, like = self._given.get(position, (None, 0.0))
        elsewhere = None if like >= _SURE else self._elsewhere(path, evidence)
        if elsewhere is not None:
            if known is not None:
                self._used -= {one.name for one in known.fields}
            why = f"so it is in layout {elsewhere[1]}"
            return self._after(position, heading, evidence, elsewhere[0], 1, why)
        if known is not None:
            return self._after(position, heading, evidence, known, like)
        measure = self._measure(path, evidence)
        if measure is not None:
            return self._after(position, heading, evidence, measure, _LIKE)
        if any(likeness(path, column, self._reference) == 1 for column in self._ignored):
            ignored = ColumnMap(heading, (), (), True, True)
            return Proposal(position, heading, evidence, ignored)
        if not evidence.filled:
            ignored = ColumnMap(heading, (), (), True, True)
            why = "no record has anything in it here; give it a field if others will"
            return Proposal(position, heading, evidence, ignored, why)
        by_kind = self._by_kind(evidence)
        if len(by_kind) == 1:
            why = "nothing but its values says so"
            return self._after(position, heading, evidence, by_kind[0], 0, why)
        choices = tuple(column.fields[0].name for column in by_kind)
        return Proposal(position, heading, evidence, None, choices=choices)

    def free(self) -> tuple[str, ...]:
        """The fields that no column feeds yet."""
        return tuple(sorted(self._allowed - self._used))

    def _elsewhere(self, path: tuple[str, ...], evidence: Evidence) -> tuple[ColumnMap, str] | None:
        """A column of another layout that goes by this heading, and the layout's name."""
        for column, name in self._siblings:
            is_like = likeness(path, column, self._reference) >= _SURE
            if is_like and self._is_free(column) and _fit(column, evidence) >= _LIKE:
                return column, name
        return None

    def _is_free(self, column: ColumnMap) -> bool:
        return not any(one.name in self._used for one in column.fields)

    def _measure(self, path: tuple[str, ...], evidence: Evidence) -> ColumnMap | None:
        """For a recap, the measure that the heading names."""
        if self._nearest.record_kind != "recap":
            return None
        for key in keys_of(path):
            code = interpret("measure", "", key, self._reference).value
            if code in self._allowed and code not in self._used:
                kind = "percentage" if code.endswith("_share") else "count"
                return ColumnMap(key, (), (FieldMap(code, kind),))
        return None

    def _by_kind(self, evidence: Evidence) -> list[ColumnMap]:
        """The columns of siblings that hold values of the kind that these are."""
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
        fields = tuple(
            one._replace(filled=one.filled and evidence.is_always_filled) for one in known.fields
        )
        split = known.split
        if fields[0].name == "person_name":
            split = "persons"
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

    def _with_its_date(
        self, fields: tuple[FieldMap, ...]
    ) -> tuple[tuple[FieldMap, ...], str | None]:
        """'No SK' that holds its date too: the field of that date comes along, if it is free."""
        name = fields[0].name.removesuffix("_number") + "_date"
        is_number = fields[0].name.endswith("_number") and len(fields) == 1
        if not is_number or name not in self._allowed or name in self._used:
            return fields, None
        self._used.add(name)
        return (fields[0], FieldMap(name, "date")), "number_and_date"

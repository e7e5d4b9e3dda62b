"""What each column of an unknown table feeds, after the nearest layout that there is."""

from __future__ import annotations

from dataclasses import replace

from pipelines.layouts import Layout, Layouts
from pipelines.layouts.headings import keys_of, normalise, written
from pipelines.layouts.maps import MEMBERS, key_fields_of
from pipelines.suggestion.chooser import Chooser
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
from pipelines.suggestion.matching import match
from pipelines.suggestion.office import FIXED, Keeper
from pipelines.suggestion.proposals import Proposal, Proposals
from pipelines.values import Reference

# What a layout gains when an office of its kind keeps the register, when the titles say its kind of
# record, and when an office that is not its own does; what it loses for a kind whose key nothing
# feeds.
_KEPT_BY, _SAID, _KEPT_BY_OTHER = 1.0, 2.0, -1.0
_NO_KEY = 2.0
# What the nearest must have, and more than any other kind, to be taken for it unasked.
_LEAST, _AHEAD = 2.5, 0.5


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
        chooser = Chooser(crosstab, layouts, reference, heading, {})
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


def _record_kinds_said(titles: list[str], reference: Reference) -> set[str]:
    """The kinds of record that the titles name: 'DAFTAR HUKUMAN DISIPLIN' → {'sanction'}."""
    said = f" {normalise(' '.join(titles))} "
    words = reference.words["register_title"].exact
    return {one.code for word, own in words.items() if f" {word} " in said for one in own}


def _office_fits(layout: Layout, keeper: Keeper) -> float:
    if layout.office.kind == FIXED:
        if keeper.kind == FIXED or (keeper.name and not keeper.kind):
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
    total, given = match(table, evidence, layout, heading)
    chooser = Chooser(layout, layouts, reference, heading, given)
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
    missing = set(key_fields_of(layout.register_kind, layouts.items)) - filled
    if layout.record_kind == "recap" and filled & MEMBERS:
        missing -= MEMBERS
    total += sum(one.score for one in columns if one.position not in given)
    total -= _NO_KEY * len(missing)
    return Proposals(layout, len(given), columns, chooser.free(), chooser.unkept(), total)


def _of_crosstab(
    table: FoundTable,
    evidence: dict[int, Evidence],
    layout: Layout,
    members: list[Members],
    chooser: Chooser,
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

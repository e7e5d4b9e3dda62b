"""Holds the columns of an unknown table against those of a layout, by heading and by values."""

from __future__ import annotations

from pipelines.layouts import Layout
from pipelines.layouts.maps import ColumnMap
from pipelines.suggestion.evidence import Evidence
from pipelines.suggestion.header import FoundTable
from pipelines.suggestion.likeness import Likeness

VALUES_COUNT = 0.3
LIKE = 0.5
FAINT = 0.3
SURE = 0.8
_HEADING_COUNTS = 0.7
_ENOUGH = 0.4
# What a layout loses for each column it cannot do without and that is not here.
_GAP = 0.5
# Kinds that say little by themselves: many columns of a table hold a date, a number or words.
SAY_LITTLE = {"text", "date", "count", "number", "percentage", "position_class"}
_AS_LIKE = {"institution": {"region": SURE}, "status": {"finding": LIKE}}
_COUNT_AND_DATE = {"date", "count", "number", "percentage"}


def fit_of(column: ColumnMap, evidence: Evidence) -> float:
    if not evidence.texts or not column.fields or column.is_remark:
        return LIKE
    if evidence.split == "persons":
        return float(column.fields[0].name == "person_name")
    if column.split and evidence.split:
        return 1
    return max(evidence.share(field.value_kind) for field in column.fields)


def is_as_like(kind: str, evidence: Evidence) -> bool:
    """Whether values of a kind could as well be of another, so that they alone do not tell: the
    name of a region is that of its government too, and 'Terbukti' a finding and a status."""
    return any(evidence.share(other) >= least for other, least in _AS_LIKE.get(kind, {}).items())


def match(
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
            like, fit = heading.of(path, column), fit_of(column, evidence[position])
            if like < 1 and column.is_remark:
                continue  # it is known by its heading alone
            kind = column.fields[0].value_kind
            is_split_so = column.split is not None and column.split == evidence[position].split
            tells = kind not in SAY_LITTLE and evidence[position].share(kind) >= SURE
            tells = tells and not is_as_like(kind, evidence[position])
            if like < FAINT and not (tells or is_split_so):
                continue
            score = _HEADING_COUNTS * like + VALUES_COUNT * fit
            if like < 1 and fit < LIKE:
                continue
            if like < LIKE and kind in _COUNT_AND_DATE:
                continue  # 'Tanggal' alone does not say which one
            pairs.append((score, like, position, column))
    pairs.sort(key=lambda pair: (-pair[0], pair[2]))
    given: dict[int, tuple[ColumnMap, float]] = {}
    taken: set[int] = set()
    total = 0.0
    for score, like, position, column in pairs:
        if position in given or id(column) in taken or (like >= FAINT and score < _ENOUGH):
            continue
        given[position] = (column, like)
        taken.add(id(column))
        total += score
    needed = [column for column in layout.columns if column.must_be_filled]
    filled = {id(c) for p, (c, _) in given.items() if evidence[p].is_always_filled}
    total -= _GAP * sum(id(column) not in filled for column in needed)
    return total, given

"""Tells a crosstab: columns of one heading for each year or month, every filled cell a count."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.layouts.headings import normalise, whole_key, written
from pipelines.layouts.maps import ColumnMap, FieldMap
from pipelines.layouts.members import PLACES, members_of
from pipelines.suggestion.evidence import Evidence
from pipelines.suggestion.header import FoundTable

_LEAST_MEMBERS = 2
_MOST_OTHERS = 4
# Of names that are those of a place and of its government alike, the place comes first.
_ROW_KINDS = ("position_group", "region", "institution")
_SURE = 0.8


@dataclass(frozen=True)
class Members:
    """Columns of one measure: heading with its place ('{year} > Jumlah'), their positions, and the
    kind of number (count, percentage)."""

    heading: str
    positions: tuple[int, ...]
    value_kind: str


def members_in(table: FoundTable) -> list[Members]:
    """The groups of columns whose headings differ in the year or the month alone."""
    groups: dict[str, dict[int, str]] = {}
    for position, path in table.paths.items():
        if position != table.sequence and (found := _template(path)) is not None:
            heading, member = found
            groups.setdefault(heading, {})[position] = member
    return [
        Members(heading, tuple(own), _kind(heading))
        for heading, own in groups.items()
        if len(set(own.values())) == len(own) >= _LEAST_MEMBERS
    ]


def _template(path: tuple[str, ...]) -> tuple[str, str] | None:
    """('2023', 'Jumlah') → '{year} > Jumlah' and the member; None where it names none, or
    several."""
    found = []
    for level, part in enumerate(path):
        words = part.split()
        for at, word in enumerate(words):
            for place in PLACES:
                member = members_of(f"{{{place}}}").get(normalise(word))
                if member is not None:
                    rest = [*words[:at], f"{{{place}}}", *words[at + 1 :]]
                    heading = (*path[:level], " ".join(rest), *path[level + 1 :])
                    found.append((written(heading), member))
    if len(found) != 1 or whole_key(path) not in members_of(found[0][0].replace(">", " ")):
        return None
    return found[0]


def _kind(heading: str) -> str:
    said = normalise(heading)
    is_share = any(word in said for word in ("%", "persen", "prosen", "presen"))
    return "percentage" if is_share else "count"


def is_crosstab(table: FoundTable, members: list[Members]) -> bool:
    """Whether the table is one of years or months, beside few columns of anything else."""
    of_members = sum(len(one.positions) for one in members)
    return bool(members) and len(table.paths) - of_members <= _MOST_OTHERS


def measured(one: Members) -> ColumnMap:
    """The column of the map that stands for all of them. What is counted a person has to say; that
    a percentage is a share goes without saying."""
    is_share = one.value_kind == "percentage"
    value = FieldMap("value", one.value_kind)
    return ColumnMap(
        one.heading, (), (value,), optional=is_share, measure="share" if is_share else ""
    )


def row_member(heading: str, evidence: Evidence) -> ColumnMap | None:
    """The column whose cells say what each row is of; None where it holds none of the kinds that
    can be told."""
    best = max(_ROW_KINDS, key=evidence.share)
    if evidence.share(best) < _SURE:
        return None
    return ColumnMap(heading, (), (FieldMap("row_member", best, filled=True),), must_be_filled=True)

"""What a record says without writing it: with a ditto mark, or under a sub-heading of a place."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pipelines.layouts.maps import ColumnMap
from pipelines.layouts.splitting import numbered_items
from pipelines.layouts.tables import MergedCells, Table
from pipelines.values.institutions import name_of_government
from pipelines.values.words import NOTHING_ABOVE
from pipelines.workbooks.model import Sheet

Lookup = Callable[[str, str], str | None]
"""(value_kind, text) → value, for the few values that other values depend on."""

_MARK = re.compile(r"\s*([IVXLC]{1,6}|[A-Za-z]|\d{1,2})\s*(?:[.)]\s*|$)")
_ROMAN = re.compile(r"[IVXLC]+")
_PLACES = ("province", "region", "institution")
# Who somebody is, and how many there are, is never taken over from another row: there a ditto mark
# says no more than that it is unknown.
_NEVER_REPEATED = {"nip", "count", "number", "percentage", "tick"}


@dataclass(slots=True)
class SaidElsewhere:
    """By row number: the texts that count in place of its cells, by their 0-based position, and the
    code of the province of its section."""

    cells: dict[int, dict[int, str]] = field(default_factory=dict)
    province: dict[int, str] = field(default_factory=dict)


def said_elsewhere(
    sheet: Sheet,
    body: range,
    classes: Sequence[tuple[str, str]],
    table: Table,
    merged: MergedCells,
    dittos: frozenset[str | None],
    lookup: Lookup,
) -> SaidElsewhere:
    """Reads ditto marks and sub-headings of the body of a table.

    body: the indices of its rows; classes: (class, rule) of each row of the sheet.

    A ditto mark repeats the cell right above it, in the row right above it, if that row is a record
    too; in another row it is marked as one that its reader refuses. A sub-heading that names a
    place holds for the blank cells of the column of such places below it, up to the next one of its
    kind ('II.' after 'I.') or of a higher one.
    """
    found = SaidElsewhere()
    has_dittos = any(
        not dittos.isdisjoint(column[body.start : body.stop]) for column in sheet.columns
    )
    if not has_dittos and "subheading" not in {
        row_class for row_class, _ in set(classes[body.start : body.stop])
    }:
        return found
    repeatable = [p for p, column in table.columns.items() if _may_repeat(column)]
    refusable = [p for p, column in table.columns.items() if _is_in_doubt(column)]
    places = [
        (p, one.value_kind)
        for p, column in table.columns.items()
        for one in column.fields
        if one.value_kind in _PLACES
    ]
    section = _Section(lookup)
    above: list[str | None] = []
    next_number = 0
    for index in body:
        row_class, number = classes[index][0], sheet.numbers[index]
        if row_class == "subheading":
            section.begin([text for text in sheet.rows[index].cells if text is not None])
        if row_class != "record":
            next_number = 0
            continue
        cells = merged.cells(index)
        own: dict[int, str] = {}
        if number == next_number and not dittos.isdisjoint(cells):
            for p in repeatable:
                text = above[p] if p < len(above) else None
                if text is None or p >= len(cells) or cells[p] not in dittos:
                    continue
                # What is listed for each person of the row above says nothing of this one's.
                if not (table.columns[p].per_person and numbered_items(text)):
                    own[p] = text
        elif number != next_number and not dittos.isdisjoint(cells):
            for p in refusable:
                if p < len(cells) and (text := cells[p]) in dittos:
                    own[p] = f"{text}{NOTHING_ABOVE}"
        if section.places:
            for p, kind in places:
                text = section.places.get(kind)
                if text is not None and (p >= len(cells) or cells[p] is None):
                    own[p] = text
            if section.province:
                found.province[number] = section.province
        if own:
            found.cells[number] = own
            cells = with_texts(cells, own)
        above, next_number = cells, number + 1
    return found


def with_texts(cells: list[str | None], own: dict[int, str]) -> list[str | None]:
    """The cells with some texts in their place."""
    whole = cells + [None] * (max(own) + 1 - len(cells))
    for position, text in own.items():
        whole[position] = text
    return whole


def _may_repeat(column: ColumnMap) -> bool:
    return (
        not column.sequence
        and column.split != "persons"
        and not any(one.value_kind in _NEVER_REPEATED for one in column.fields)
    )


def _is_in_doubt(column: ColumnMap) -> bool:
    """Whether it matters what a ditto mark in such a column repeats."""
    kinds = {one.value_kind for one in column.fields}
    return not column.sequence and bool(kinds) and kinds.isdisjoint({*_NEVER_REPEATED, "remark"})


class _Level(NamedTuple):
    """One sub-heading that holds. style: of its mark; places: kind of value → its text."""

    style: str
    mark: str
    places: dict[str, str]
    province: str


class _Section:
    """The sub-headings that hold for a row, from the highest to the lowest.

    places: kind of value → the text that the nearest of them says of it.
    """

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._levels: list[_Level] = []
        self.places: dict[str, str] = {}

    @property
    def province(self) -> str:
        """The code of the province that the section is about, or ''."""
        return self._levels[-1].province if self._levels else ""

    def begin(self, texts: list[str]) -> None:
        """Take in a sub-heading; texts: those of its cells."""
        alone = _MARK.fullmatch(texts[0]) if len(texts) > 1 else None
        text = " ".join(texts).strip() if alone is None else " ".join(texts[1:]).strip()
        match = alone or _MARK.match(text)
        mark = match[1] if match else ""
        name = text[match.end() :] if match and match is not alone else text
        style = self._style(mark)
        styles = [level.style for level in self._levels]
        if style in styles:
            del self._levels[styles.index(style) :]
        self._levels.append(self._level(style, mark, name))
        self.places = {}
        for level in self._levels:
            self.places |= level.places

    def _style(self, mark: str) -> str:
        """Of a mark: roman, letter, number or none; 'C' after 'B' is a letter."""
        if not mark or mark.isdigit():
            return "number" if mark else ""
        letters = [level.mark for level in self._levels if level.style == "letter"]
        follows = len(mark) == 1 and any(ord(mark) - ord(letter) == 1 for letter in letters)
        return "roman" if _ROMAN.fullmatch(mark) and not follows else "letter"

    def _level(self, style: str, mark: str, name: str) -> _Level:
        # 'Pemprov …' is an employer, the province a territory.
        is_employer = name_of_government(name) is not None
        province = None if is_employer else self._lookup("province", name)
        if province is not None:
            return _Level(style, mark, {"province": name}, province)
        places = {
            kind: name
            for kind in ("institution",) + ("region",) * (not is_employer)
            if self._lookup(f"{kind}@{self.province}", name) is not None
        }
        return _Level(style, mark, places, self.province)

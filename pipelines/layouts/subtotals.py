"""Rows of a recap that look like records and may be the sum of others: 'A | PROVINSI X | 33 | …'.

The government of a province and the territory with all its regencies are called alike: taken for a
government, the sum of the territory would count a second time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.layouts.elsewhere import Lookup
from pipelines.layouts.tables import Table
from pipelines.layouts.total_words import MAY_BE_OWN, NOT_OWN
from pipelines.values.institutions import name_of_government
from pipelines.workbooks.model import Sheet

_NUMBER = re.compile(r"\s*\(?\d{1,6}(?:\.0)?[.)]?\s*")
_OFFICE = re.compile(r"\b(?:bawaslu|panwaslu|setda|sekretariat)\b", re.IGNORECASE)
_PLACES = ("institution", "region")


def place_of(table: Table) -> int | None:
    """The column that says which government or region a row of a recap is about, or which member
    of whatever kind a row of a crosstab is."""
    if table.layout.record_kind == "crosstab":
        names = ((p, one.name) for p, column in table.columns.items() for one in column.fields)
        return next((position for position, name in names if name == "row_member"), None)
    if table.layout.record_kind != "recap":
        return None
    for position, column in sorted(table.columns.items()):
        if column.fields and column.fields[0].value_kind in _PLACES:
            return position
    return None


def rows_of_sums(
    sheet: Sheet,
    body: range,
    classes: Sequence[tuple[str, str]],
    table: Table,
    lookup: Lookup,
) -> frozenset[int]:
    """The indices of the records that name a whole province, or the country, but not its
    government, and either are not numbered as others are or are the sum of others.

    body: the indices of the rows of the table; classes: (class, rule) of each row of the sheet.
    """
    place = place_of(table)
    if place is None or place >= len(sheet.columns):
        return frozenset()
    records = [i for i in body if classes[i][0] == "record"]
    names = sheet.columns[place]
    wholes = [i for i in records if _is_a_whole(names[i], lookup)]
    if not wholes:
        return frozenset()
    sequence = next((p for p, column in table.columns.items() if column.sequence), None)
    numbered = {i for i in records if _is_numbered(sheet, sequence, i)}
    figures = _figures(sheet, table, records, lookup)
    return frozenset(
        i for i in wholes if (i not in numbered and numbered) or _is_sum(i, figures, set(wholes))
    )


def totals_of_table(
    sheet: Sheet,
    body: range,
    classes: Sequence[tuple[str, str]],
    table: Table,
    lookup: Lookup,
) -> frozenset[int]:
    """The indices of the totals that are the table's own, among those of its body.

    Without a plain one it may be 'Jumlah bulan ini' or 'Jumlah s.d. bulan ini', as the rows are of
    the month or of all time: the one of which more figures are the sum of the records, since some
    may have been added up wrongly; the one of the month where there are as many.
    """
    totals = [i for i in body if classes[i][0] == "total"]
    plain = [i for i in totals if classes[i][1] not in NOT_OWN]
    others = [i for i in totals if classes[i][1] in MAY_BE_OWN]
    if plain or not others:
        return frozenset(plain)
    records = [i for i in body if classes[i][0] == "record"]
    figures = _figures(sheet, table, [*records, *others], lookup)
    sums = tuple(map(sum, zip(*(figures[i] for i in records), strict=True)))

    def likeness(index: int) -> tuple[int, bool]:
        alike = sum(own == total > 0 for own, total in zip(figures[index], sums, strict=False))
        return alike, classes[index][1] == MAY_BE_OWN[0]

    best = max(others, key=likeness)
    is_one = sum(likeness(i) == likeness(best) for i in others) == 1
    return frozenset([best]) if likeness(best)[0] and is_one else frozenset()


def _is_a_whole(name: str | None, lookup: Lookup) -> bool:
    if name is None or _OFFICE.search(name) or name_of_government(name) is not None:
        return False
    # Not 'Gorontalo', which may be the regency as well.
    return len(lookup("region", name) or "") == 2


def _is_numbered(sheet: Sheet, sequence: int | None, index: int) -> bool:
    if sequence is None or sequence >= len(sheet.columns):
        return False
    text = sheet.columns[sequence][index]
    return text is not None and _NUMBER.fullmatch(text) is not None


def _figures(
    sheet: Sheet, table: Table, records: list[int], lookup: Lookup
) -> dict[int, tuple[int, ...]]:
    """The counts of each record, 0 for what is none."""
    counting = [
        sheet.columns[p]
        for p, column in sorted(table.columns.items())
        if column.fields and column.fields[0].value_kind == "count" and p < len(sheet.columns)
    ]

    def figure(text: str | None) -> int:
        return int((text and lookup("count", text)) or 0)

    return {i: tuple(figure(column[i]) for column in counting) for i in records}


def _is_sum(index: int, figures: dict[int, tuple[int, ...]], wholes: set[int]) -> bool:
    """Whether a row is the sum of the rows up to the next whole, from the last one, or of all."""
    own = figures[index]
    before = max((i for i in wholes if i < index), default=-1)
    behind = min((i for i in wholes if i > index), default=max(figures) + 1)
    parts = (
        [i for i in figures if index < i < behind],
        [i for i in figures if before < i < index],
        [i for i in figures if i not in wholes],
    )
    return any(own) and any(
        len(part) > 1 and own == tuple(map(sum, zip(*(figures[i] for i in part), strict=True)))
        for part in parts
    )

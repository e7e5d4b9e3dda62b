"""What a trail says."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as made
from typing import Any


@dataclass
class Row:
    """One row of a sheet that a fact came from.

    `weight` is what the fact adds to the number, or what it says of itself where the number is a
    median, quantile, minimum or maximum; a fact that several rows tell of adds it with the first of
    them, so that the weights of a whole sum are the number. None for a fact traced for itself.
    `delivery_key` is None when the trail ends at the fact.
    """

    fact_table: str
    fact_key: str
    weight: float | None = None
    delivery_key: str | None = None
    file_name: str | None = None
    layout: str | None = None
    sheet_name: str | None = None
    row_number: int | None = None
    part: int | None = None
    says: str | None = None
    citation: str | None = None
    locator: str | None = None
    as_printed: str | None = None
    is_demo: bool | None = None
    field: str | None = None
    cell: str | None = None
    columns: dict[str, str] = made(default_factory=dict)
    cells: dict[str, str] | None = None


@dataclass
class Trail:
    """From `key` to the rows behind it.

    `kind` is number, fact, row or delivery. Of a number, `how` says what it is of its rows (sum,
    distinct, median …), `found` is the same made anew from them, and `agrees` whether each row of
    the table is what its rows make. A percentage or difference has no rows of its own but `parts`.
    `facts` counts all of them, also where a limit shows fewer.
    """

    key: str
    kind: str
    title: str
    value: Any = None
    how: str | None = None
    found: Any = None
    agrees: bool | None = None
    facts: int = 0
    rows: list[Row] = made(default_factory=list)
    parts: list[Trail] = made(default_factory=list)
    fields: dict[str, Any] = made(default_factory=dict)
    citation: str | None = None
    locator: str | None = None
    notes: list[str] = made(default_factory=list)

    def all_rows(self) -> list[Row]:
        """Its own rows and those of its parts."""
        return [*self.rows, *(row for part in self.parts for row in part.all_rows())]

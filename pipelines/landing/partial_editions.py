"""Editions that are only a part of what they would replace: additions, corrections, one month.

An office sends what is new or mended, and not the whole register. It would put the rest out of the
warehouse: such a file waits until a person says which it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipelines.landing.receive import parse_sidecar
from pipelines.landing.store import append_temporary, listed

if TYPE_CHECKING:
    import duckdb

    from pipelines.landing.editions import Maps


@dataclass
class Entries:
    """What tells the entries of a delivery apart. numbers: those that identify its register, none
    where its layout has none; members: what its rows are about then; rows: how many they are."""

    numbers: set[str] = field(default_factory=set)
    members: set[str] = field(default_factory=set)
    rows: int = 0


def is_whole(sidecar: str | None) -> bool:
    """Whether a sidecar says that the file is the whole register, whatever it lacks."""
    return str(parse_sidecar(sidecar).get("edition", "")).strip().casefold() == "whole"


def lacking(earlier: Entries, later: Entries) -> str | None:
    """What a later edition lacks of an earlier one, if that is half of it and more.

    A number or a member that was corrected is lacking too, but not half of them.
    """
    said = (("numbers", earlier.numbers, later.numbers), ("rows", earlier.members, later.members))
    for what, own, others in said:
        gone = own - others
        if gone and 2 * len(gone) >= len(own):
            return f"it has none of {len(gone)} of the {len(own)} {what} of the earlier file"
    if 2 * later.rows < earlier.rows:
        return f"it has {later.rows} rows where the earlier file has {earlier.rows}"
    return None


def entries_of(
    connection: duckdb.DuckDBPyConnection, deliveries: Sequence[tuple[str, str]], layouts: Maps
) -> dict[str, Entries]:
    """The entries of each delivery; deliveries: with their layouts."""
    found = {key: Entries() for key, _ in deliveries}
    if not found:
        return found
    numbers, members = [], []
    for key, name in deliveries:
        layout = layouts().get(name)
        numbers += [(key, one) for one in layout.identity]
        members += [(key, one) for one in layout.row_key if not layout.identity]
    for key, value in _values(connection, numbers, "value"):
        found[key].numbers.add(value)
    # Of all fields that tell the rows of a layout apart.
    together = "string_agg(value, chr(31) order by field)"
    by_row = "group by delivery_key, sheet_name, row_number, part"
    for key, value in _values(connection, members, together, by_row):
        found[key].members.add(value)
    for key, rows in connection.execute(
        f"""select delivery_key, count(*) from landing.row
        where class = 'record' and delivery_key in ({listed(found)}) group by all"""
    ).fetchall():
        found[key].rows = rows
    return found


def _values(
    connection: duckdb.DuckDBPyConnection,
    wanted: list[tuple[str, str]],
    value: str,
    by_row: str = "",
) -> list[tuple[str, str]]:
    """The distinct values of some fields of deliveries; value: what is taken of each, or of a row's
    together."""
    if not wanted:
        return []
    append_temporary(
        connection, "identity", {"delivery_key": "varchar", "field": "varchar"}, wanted
    )
    return connection.execute(
        f"""select distinct delivery_key, {value}
        from landing.field_value inner join identity using (delivery_key, field)
        where row_class = 'record' and value is not null
        and delivery_key in ({listed(dict.fromkeys(key for key, _ in wanted))})
        and field in ({listed(dict.fromkeys(field for _, field in wanted))}) {by_row}"""
    ).fetchall()

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
    wanted = []
    for key, name in deliveries:
        layout = layouts().get(name)
        is_number = bool(layout.identity)
        wanted += [(key, one, is_number) for one in layout.identity or layout.row_key]
    append_temporary(
        connection,
        "identity",
        {"delivery_key": "varchar", "field": "varchar", "is_number": "boolean"},
        wanted,
    )
    for key, value, is_number in connection.execute(
        f"""select distinct delivery_key, case when is_number then value else string_agg(
                coalesce(value, text), chr(31) order by field
            ) over (partition by delivery_key, sheet_name, row_number, part) end, is_number
        from landing.field_value inner join identity using (delivery_key, field)
        where row_class = 'record' and coalesce(value, text) is not null
        and delivery_key in ({listed(found)})
        and field in ({listed({name for _, name, _ in wanted})})"""
    ).fetchall():
        if value is not None:
            (found[key].numbers if is_number else found[key].members).add(value)
    for key, rows in connection.execute(
        f"""select delivery_key, count(*) from landing.row
        where class = 'record' and delivery_key in ({listed(found)}) group by all"""
    ).fetchall():
        found[key].rows = rows
    return found

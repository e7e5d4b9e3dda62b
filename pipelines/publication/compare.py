"""What differs between two releases: the numbers of the reporting tables, and the deliveries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

    from pipelines.publication.release import Release

_NUMBERS = ("INTEGER", "BIGINT", "DOUBLE", "HUGEINT", "DECIMAL")
_COMPARED = ("reporting", "quality.consistency")
_FACTS = "fct_"


@dataclass(frozen=True)
class NumberChange:
    """One number of one row, before and after. None: the release has no such row, or no number.

    row: the columns that tell the row apart, as far as they are filled.
    """

    table: str
    column: str
    row: dict[str, Any]
    before: float | None
    after: float | None


@dataclass(frozen=True)
class DeliveryChange:
    """A delivery that counts in one release and not in the other.

    change: added or withdrawn; reason: why it no longer counts (superseded, gone), '' if added;
    facts: its fact rows in the release in which it counts.
    """

    delivery_key: str
    file_name: str
    change: str
    reason: str
    facts: int


def changed_deliveries(before: Release, after: Release) -> list[DeliveryChange]:
    """Which deliveries one release counts and the other does not, from their manifests."""
    inputs = [
        {one["delivery_key"]: one for one in release.manifest["inputs"]}
        for release in (before, after)
    ]
    counted = [
        {key for key, one in each.items() if one["is_current"] and one["layout"]} for each in inputs
    ]
    changes = []
    for key in sorted(counted[0] ^ counted[1]):
        is_new = key in counted[1]
        facts = _facts_of(after if is_new else before, key)
        gone = "superseded" if key in inputs[1] else "no longer there"
        changes.append(
            DeliveryChange(
                key,
                (inputs[1].get(key) or inputs[0][key])["file_name"],
                "added" if is_new else "withdrawn",
                "" if is_new else gone,
                facts,
            )
        )
    return changes


def changed_numbers(before: Release, after: Release) -> list[NumberChange]:
    """Each number of the reporting tables and the consistency rules that is not what it was.

    Rows are told apart by all that is no number; a table that only one release has is left out.
    """
    with _both(before, after) as connection:
        tables = connection.execute(
            """select schema_name || '.' || table_name from duckdb_tables()
            where database_name in ('before', 'after') and
            (schema_name = ? or schema_name || '.' || table_name = ?)
            group by all having count(*) = 2 order by all""",
            list(_COMPARED),
        ).fetchall()
        return [change for (table,) in tables for change in _changes_of(connection, table)]


def _changes_of(connection: duckdb.DuckDBPyConnection, table: str) -> list[NumberChange]:
    columns = connection.execute(
        """select column_name, any_value(split_part(data_type, '(', 1)) from duckdb_columns()
        where database_name in ('before', 'after') and schema_name || '.' || table_name = ?
        group by column_name having count(*) = 2 order by min(column_index)""",
        [table],
    ).fetchall()
    keys = [name for name, kind in columns if kind not in _NUMBERS]
    numbers = [name for name, kind in columns if kind in _NUMBERS]
    if not keys or not numbers:
        return []
    key = ", ".join(f'"{name}"' for name in keys)
    sums = ", ".join(f'sum("{name}") as "{name}"' for name in numbers)
    pairs = ", ".join(
        f'b."{name}" as b_{at}, a."{name}" as a_{at}' for at, name in enumerate(numbers)
    )
    rows = connection.execute(
        f"""with b as (select {key}, {sums}, true as here from before.{table} group by all),
        a as (select {key}, {sums}, true as here from after.{table} group by all)
        select {", ".join(f'coalesce(b."{name}", a."{name}")' for name in keys)}, {pairs}
        from b full join a on {" and ".join(f'b."{n}" is not distinct from a."{n}"' for n in keys)}
        where b.here is null or a.here is null or {
            " or ".join(f'b."{name}" is distinct from a."{name}"' for name in numbers)
        }
        order by all"""
    ).fetchall()
    changes = []
    for row in rows:
        told = {name: value for name, value in zip(keys, row, strict=False) if value is not None}
        for at, name in enumerate(numbers):
            old, new = row[len(keys) + 2 * at : len(keys) + 2 * at + 2]
            if old != new:
                changes.append(NumberChange(table, name, told, _number(old), _number(new)))
    return changes


def _both(before: Release, after: Release) -> duckdb.DuckDBPyConnection:
    import duckdb

    connection = duckdb.connect()
    for name, release in (("before", before), ("after", after)):
        path = str(release.path / "warehouse.duckdb").replace("'", "''")
        connection.execute(f"attach '{path}' as {name} (read_only)")
    return connection


def _facts_of(release: Release, delivery_key: str) -> int:
    """The fact rows that a delivery has in a release."""
    import duckdb

    with duckdb.connect(str(release.path / "warehouse.duckdb"), read_only=True) as connection:
        tables = connection.execute(
            """select schema_name || '.' || table_name from duckdb_columns()
            where starts_with(table_name, ?) and column_name = 'delivery_key'""",
            [_FACTS],
        ).fetchall()
        counts = (
            connection.execute(
                f"select count(*) from {table} where delivery_key = ?", [delivery_key]
            ).fetchone()
            for (table,) in tables
        )
        return sum(row[0] for row in counts if row)


def _number(value: Any) -> float | None:
    return None if value is None else float(value)

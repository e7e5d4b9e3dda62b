"""A number of a reporting table: the facts that its rule leads to, and whether they make it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipelines.trail import rules
from pipelines.trail.rules import Measure

if TYPE_CHECKING:
    import duckdb

# What one fact adds to the number. Of several facts that name the same person the first counts.
_WEIGHTS = {
    "sum": "x",
    "value": "x",
    "distinct": "cast(row_number() over (partition by number_row, x order by fact_row) = 1 as integer)",
}
# Only facts that make a difference are shown behind a sum; of a value also where nothing is printed.
_COUNTS = {"sum": "x <> 0", "value": "true"}


@dataclass(frozen=True)
class Scope:
    """Rows of a reporting table: those of which the condition on `number` holds."""

    table: str
    condition: str = "true"
    parameters: tuple[Any, ...] = ()

    def narrowed(self, condition: str) -> Scope:
        return Scope(self.table, f"{self.condition} and ({condition})", self.parameters)


@dataclass(frozen=True)
class Made:
    """What the facts behind one row of a table make: of how many facts."""

    found: Any
    facts: int


@dataclass(frozen=True)
class FactRow:
    """A fact behind a number. `fact_row` is its place in its table (DuckDB's rowid)."""

    fact_row: int
    fact_key: str
    weight: float | None


def remade(
    connection: duckdb.DuckDBPyConnection, table_rules: Any, measure: Measure, scope: Scope
) -> dict[int, Made]:
    """What the measure is for each row of the scope (by rowid), made anew from the facts."""
    scope = scope.narrowed(measure.when)
    if measure.how in rules.COMPOSED:
        first, second = (
            remade(connection, table_rules, rules.part(table_rules, measure, one), scope)
            for one in measure.parts
        )
        return {
            row: Made(
                _composed(measure, first[row].found, second[row].found),
                first[row].facts + second[row].facts,
            )
            for row in first
        }
    aggregate = rules.AGGREGATES[measure.how].format(at=measure.at)
    return {
        row: Made(found, facts or 0)
        for row, found, facts in connection.execute(
            f"""with {_behind(connection, measure, scope)},
            made as (
                select number_row, {aggregate} as found, count(distinct fact_row) as facts
                from behind group by number_row
            )
            select number.rowid, made.found, made.facts
            from {scope.table} as number left join made on number.rowid = made.number_row
            where {scope.condition}""",
            [*scope.parameters, *scope.parameters],
        ).fetchall()
    }


def facts_behind(
    connection: duckdb.DuckDBPyConnection, measure: Measure, scope: Scope, limit: int | None
) -> tuple[int, list[FactRow]]:
    """How many facts stand behind the rows of the scope, and the first of them in their order."""
    scope = scope.narrowed(measure.when)
    weight = _WEIGHTS.get(measure.how, "cast(null as double)")
    found = connection.execute(
        f"""with {_behind(connection, measure, scope)},
        weighed as (select *, {weight} as weight from behind)
        select fact_row, any_value(fact_key), sum(weight), count(*) over ()
        from weighed group by fact_row order by fact_row
        {f"limit {int(limit)}" if limit is not None else ""}""",
        list(scope.parameters),
    ).fetchall()
    return (found[0][3] if found else 0), [FactRow(row, key, x) for row, key, x, _ in found]


def agrees(measure: Measure, value: Any, made: Made | None) -> bool:
    """Whether a number is what its facts make. Nothing counted is 0, or null where unknown."""
    if made is None:
        return False
    found = made.found
    if measure.how in ("sum", "distinct"):
        value, found = value or 0, found or 0
    if value is None or found is None:
        return value is None and found is None
    tolerance = 0.0
    if measure.how in ("percent", "ratio"):
        tolerance = 0.5 * 10.0**-measure.digits
    return abs(float(value) - float(found)) <= tolerance + 1e-9 * max(1.0, abs(float(found)))


def key_column(connection: duckdb.DuckDBPyConnection, table: str) -> str | None:
    """The one column of a table's primary key; None when it has several, or none."""
    schema, name = table.split(".")
    row = connection.execute(
        """select constraint_column_names from duckdb_constraints()
        where schema_name = ? and table_name = ? and constraint_type = 'PRIMARY KEY'""",
        [schema, name],
    ).fetchone()
    return row[0][0] if row and len(row[0]) == 1 else None


def key_sql(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """SQL of what a row of a table (as `fact`) is called: its key, else where it stands in a
    sheet, else its place in its table."""
    from pipelines.trail.sources import columns_of

    if column := key_column(connection, table):
        return f"cast(fact.{column} as varchar)"
    if {"delivery_key", "sheet_name", "row_number"} <= set(columns_of(connection, table)):
        return "fact.delivery_key || ':' || fact.sheet_name || ':' || fact.row_number"
    return "cast(fact.rowid as varchar)"


def _behind(connection: duckdb.DuckDBPyConnection, measure: Measure, scope: Scope) -> str:
    """The facts that count, one row each for each row of the table that they stand behind."""
    return f"""behind as (
        select * from (
            select distinct number.rowid as number_row, fact.rowid as fact_row,
                {key_sql(connection, measure.fact)} as fact_key, {measure.expression} as x
            from {scope.table} as number
            inner join {measure.fact} as fact on {measure.match}
            {measure.join}
            where {scope.condition} and {measure.where}
        ) as facts where {_COUNTS.get(measure.how, "x is not null")}
    )"""


def _composed(measure: Measure, first: Any, second: Any) -> float | None:
    """A percentage, ratio or difference of two numbers; null of null, and of nothing."""
    if first is None or second is None:
        return None
    if measure.how == "difference":
        return float(first) - float(second)
    return float(first) * measure.times / float(second) if second else None


def values(
    connection: duckdb.DuckDBPyConnection, column: str, scope: Scope
) -> Sequence[tuple[int, Any]]:
    """The number of each row of the scope, by rowid."""
    return connection.execute(
        f"select number.rowid, number.{column} from {scope.table} as number "
        f"where {scope.condition} order by 1",
        list(scope.parameters),
    ).fetchall()

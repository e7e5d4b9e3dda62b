"""From facts to the rows of sheets that they came from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from pipelines.trail import rules
from pipelines.trail.model import Row
from pipelines.trail.numbers import FactRow, key_sql

if TYPE_CHECKING:
    import duckdb

_LINEAGE = ("delivery_key", "sheet_name", "row_number", "part")
_CITED = ("citation", "locator", "as_printed")


def columns_of(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """The columns of `schema.table`, in their order; [] when there is no such table."""
    schema, _, name = table.partition(".")
    return [
        row[0]
        for row in connection.execute(
            """select column_name from duckdb_columns()
            where schema_name = ? and table_name = ? order by column_index""",
            [schema, name],
        ).fetchall()
    ]


def source_rows(
    connection: duckdb.DuckDBPyConnection,
    table_rules: dict[str, Any],
    table: str,
    facts: Iterable[FactRow],
) -> list[Row]:
    """The rows of sheets behind facts of one table, fact by fact, each with its weight on the
    first of its rows. A fact without any is a row without a delivery."""
    facts = list(facts)
    found: dict[int, list[Row]] = {}
    for fact_row, row in _located(connection, table_rules, table, [f.fact_row for f in facts]):
        found.setdefault(fact_row, []).append(row)
    rows = []
    for fact in facts:
        own = found.get(fact.fact_row) or [Row(table, fact.fact_key)]
        for place, row in enumerate(own):
            row.fact_key = fact.fact_key
            if fact.weight is not None:
                row.weight = fact.weight if place == 0 else 0
        rows.extend(own)
    return rows


def _located(
    connection: duckdb.DuckDBPyConnection,
    table_rules: dict[str, Any],
    table: str,
    fact_rows: list[int],
) -> list[tuple[int, Row]]:
    """The rows of sheets of each fact (by its place in its table): its own, or those of the facts
    that it stands on."""
    listed = rules.listed(table_rules.get(table))
    if "delivery_key" in columns_of(connection, table):
        own = listed[0] if listed else {}
        return _of(connection, table, fact_rows, table, "number.rowid = fact.rowid", own)
    found = []
    for rule in listed:
        if rule.get("fact"):
            source, on = rules.rows_behind(rule)
            behind = (rules.listed(table_rules.get(source)) or [{}])[0]
            found += _of(connection, table, fact_rows, source, on, {**behind, **rule})
    return found


def _of(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    fact_rows: list[int],
    source: str,
    on: str,
    rule: dict[str, Any],
) -> list[tuple[int, Row]]:
    held = set(columns_of(connection, source))
    says, field = (
        rules.qualified(str(rule[name])) if rule.get(name) else "cast(null as varchar)"
        for name in ("says", "field")
    )
    lineage, cited = (
        [f"fact.{name}" if name in held else "null" for name in names]
        for names in (_LINEAGE, _CITED)
    )
    demo = "fact.is_demo" if "is_demo" in held else "delivery.is_demo"
    rows = []
    for place, key, sheet, number, part, file, layout, family, *rest in connection.execute(
        f"""select number.rowid, {", ".join(lineage)}, delivery.file_name, delivery.layout,
            delivery.family, any_value({demo}),
            string_agg(distinct {says}, ', ' order by {says}),
            {", ".join(f"any_value({one})" for one in cited)}, any_value({field})
        from {table} as number
        inner join {source} as fact on {on}
        left join marts.dim_delivery as delivery on fact.delivery_key = delivery.delivery_key
        where number.rowid in (select unnest(?::bigint[]))
        group by number.rowid, {", ".join(one for one in lineage if one != "null")},
            delivery.file_name, delivery.layout, delivery.family
        order by number.rowid, delivery.family, delivery.file_name, {", ".join(lineage)}""",
        [fact_rows],
    ).fetchall():
        is_demo, said, citation, locator, printed, in_field = rest
        row = Row(
            fact_table=table,
            fact_key="",
            delivery_key=key,
            # What was published is in the project itself.
            file_name=f"data/published/{file}" if family == "published" else file,
            layout=layout,
            sheet_name=sheet,
            row_number=number,
            part=part,
            says=said,
            citation=citation,
            locator=locator,
            as_printed=printed,
            is_demo=is_demo,
            field=in_field,
        )
        rows.append((place, row))
    return rows


def named(
    connection: duckdb.DuckDBPyConnection, table: str, condition: str, parameters: list[Any]
) -> list[FactRow]:
    """The rows of a table (as `fact`) of which a condition holds, as facts without a weight."""
    return [
        FactRow(row, key, None)
        for row, key in connection.execute(
            f"select fact.rowid, {key_sql(connection, table)} from {table} as fact "
            f"where {condition} order by 1",
            parameters,
        ).fetchall()
    ]

"""From facts to the rows of sheets that they came from."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from typing import Any

from pipelines.trail import rules
from pipelines.trail.model import Row
from pipelines.trail.numbers import FactRow
from pipelines.trail.release import Release

_LINEAGE = ("delivery_key", "sheet_name", "row_number", "part")
_CITED = ("citation", "locator", "as_printed")


def source_rows(release: Release, table: str, facts: Iterable[int]) -> dict[int, list[Row]]:
    """The rows of sheets behind facts of one table (by their places in it): their own, or those of
    the facts that they stand on. A fact without any has no entry."""
    wanted = sorted(set(facts))
    own = release.rules_of(table)
    if not wanted:
        return {}
    if "delivery_key" in release.columns[table]:
        return _rows(release, table, wanted, table, "number.rowid = fact.rowid", (own or [{}])[0])
    found: dict[int, list[Row]] = {}
    for rule in own:
        if rule.get("fact"):
            source, on = rules.rows_behind(rule)
            behind = (release.rules_of(source) or [{}])[0]
            for fact, rows in _rows(release, table, wanted, source, on, {**behind, **rule}).items():
                found.setdefault(fact, []).extend(rows)
    return found


def with_weights(facts: Iterable[FactRow], sources: dict[int, list[Row]], table: str) -> list[Row]:
    """The rows of these facts, fact by fact, each with its weight on the first of its rows."""
    rows = []
    for fact in facts:
        for place, row in enumerate(sources.get(fact.fact_row) or [Row(table, "")]):
            own = copy(row)
            own.fact_key = fact.fact_key
            own.weight = fact.weight if place == 0 or fact.weight is None else 0
            rows.append(own)
    return rows


def named(release: Release, table: str, condition: str, parameters: list[Any]) -> list[FactRow]:
    """The rows of a table (as `fact`) of which a condition holds, as facts without a weight."""
    return [
        FactRow(row, key, None)
        for row, key in release.connection.execute(
            f"select fact.rowid, {release.key_sql(table)} from {table} as fact "
            f"where {condition} order by 1",
            parameters,
        ).fetchall()
    ]


def _rows(
    release: Release,
    table: str,
    facts: list[int],
    source: str,
    on: str,
    rule: dict[str, Any],
) -> dict[int, list[Row]]:
    held = release.columns[source]
    says, field = (
        rules.qualified(str(rule[name])) if rule.get(name) else "cast(null as varchar)"
        for name in ("says", "field")
    )
    lineage = [f"fact.{name}" for name in _LINEAGE if name in held]
    place_in_sheet = [f"fact.{name}" if name in held else "null" for name in _LINEAGE]
    cited = [f"any_value(fact.{name})" if name in held else "null" for name in _CITED]
    demo = "fact.is_demo" if "is_demo" in held else "delivery.is_demo"
    found: dict[int, list[Row]] = {}
    for place, key, sheet, number, part, file, layout, family, *rest in release.connection.execute(
        f"""select number.rowid, {", ".join(place_in_sheet)}, delivery.file_name, delivery.layout,
            delivery.family, any_value({demo}),
            string_agg(distinct {says}, ', ' order by {says}),
            {", ".join(cited)}, {field} as in_field
        from {table} as number
        inner join {source} as fact on {on}
        left join marts.dim_delivery as delivery on fact.delivery_key = delivery.delivery_key
        where number.rowid in (select unnest(?::bigint[]))
        group by all
        order by number.rowid, delivery.family, delivery.file_name, {", ".join(lineage)},
            in_field""",
        [facts],
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
        found.setdefault(place, []).append(row)
    return found

"""Numbers of a reporting table: the facts that their rule leads to, and whether they make them.

Everything here is asked for many rows of a table at once; a row goes by its rowid.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pipelines.trail import rules
from pipelines.trail.release import Release
from pipelines.trail.rules import Measure

# What one fact adds to the number. Of several facts that name the same person the first counts, and
# of several that say the same number; of a median each says its own.
_WEIGHTS = {
    "distinct": "cast(row_number() over (partition by number_row, x order by fact_row) = 1 as int)",
    "value": "if(row_number() over (partition by number_row order by fact_row) = 1, x, 0)",
}
# Behind a sum only facts that make a difference are shown, behind a value also the unprinted.
_COUNTS = {"sum": "x <> 0", "value": "true"}


@dataclass(frozen=True)
class Made:
    """What the facts behind a number make of it, and by which measure; `facts` counts them."""

    found: Any
    facts: int
    measure: Measure


@dataclass(frozen=True)
class FactRow:
    """A fact behind a number. `fact_row` is its place in its table (DuckDB's rowid)."""

    fact_row: int
    fact_key: str
    weight: float | None


def remade(
    release: Release, table: str, measures: Iterable[Measure], rows: Iterable[int]
) -> dict[int, Made]:
    """What each of these rows' number is, made anew from the facts; a row for which no rule holds
    is left out."""
    made: dict[int, Made] = {}
    for measure, own in _assigned(release, table, list(measures), sorted(rows)):
        if measure.how in rules.COMPOSED:
            made |= _composed(release, table, measure, own)
        elif measure.how == "none":
            stands = values_of(release, table, measure.column, own)
            made |= {row: Made(value, 0, measure) for row, value in stands.items()}
        else:
            made |= _aggregated(release, table, measure, own)
    return made


def _assigned(
    release: Release, table: str, measures: list[Measure], rows: list[int]
) -> list[tuple[Measure, list[int]]]:
    """Which rows each measure holds for: of several that would, the first."""
    cases = " ".join(f"when {one.when} then {place}" for place, one in enumerate(measures))
    found: dict[int, list[int]] = {}
    for row, place in release.connection.execute(
        f"""select * from (
            select number.rowid, case {cases} end as place from {table} as number
            where number.rowid in (select unnest(?::bigint[]))
        ) where place is not null""",
        [rows],
    ).fetchall():
        found.setdefault(place, []).append(row)
    return [(measures[place], own) for place, own in sorted(found.items())]


def _aggregated(release: Release, table: str, measure: Measure, rows: list[int]) -> dict[int, Made]:
    aggregate = rules.AGGREGATES[measure.how].format(at=measure.at)
    behind = {
        row: (found, facts)
        for row, found, facts in release.connection.execute(
            f"""with {_behind(table, measure)}
            select number_row, {aggregate}, count(distinct fact_row)
            from behind group by number_row""",
            [rows],
        ).fetchall()
    }
    # A sum over nothing is 0; a median of nothing, and a value that nobody states, is unknown.
    nothing = (0 if measure.how in ("sum", "distinct") else None, 0)
    return {row: Made(*behind.get(row, nothing), measure) for row in rows}


def _composed(release: Release, table: str, measure: Measure, rows: list[int]) -> dict[int, Made]:
    """A percentage, ratio or difference of two numbers; null of null, and of nothing."""
    parts = [
        remade(release, table, part_measures(release, table, part), rows) for part in measure.parts
    ]
    made = {}
    for row in rows:
        own = [part[row] for part in parts if row in part]
        known = [float(one.found) for one in own if one.found is not None]
        found = None
        if len(known) == 2 and measure.how == "difference":
            found = known[0] - known[1]
        elif len(known) == 2 and known[1]:
            found = known[0] * measure.times / known[1]
        made[row] = Made(found, sum(one.facts for one in own), measure)
    return made


def values_of(release: Release, table: str, column: str, rows: Iterable[int]) -> dict[int, Any]:
    """What stands in a column of these rows."""
    return dict(
        release.connection.execute(
            f"select rowid, {column} from {table} where rowid in (select unnest(?::bigint[]))",
            [sorted(rows)],
        ).fetchall()
    )


def part_measures(release: Release, table: str, part: str | Measure) -> list[Measure]:
    """The measures of a part of a composed number. Raises RuleError when there are none."""
    if isinstance(part, Measure):
        return [part]
    found = rules.measures(release.rules_of(table), part)
    if not found or any(one.how in rules.COMPOSED for one in found):
        raise rules.RuleError(f"{part!r} is no number of {table} that another can be made of")
    return found


def facts_behind(
    release: Release,
    table: str,
    measure: Measure,
    rows: dict[int, list[int]],
    limit: int | None,
) -> dict[int, tuple[int, list[FactRow]]]:
    """For each asker the facts behind its rows (`rows`: asker → rows): how many there are, and the
    first `limit` of them in their order."""
    pairs = [(asker, row) for asker, own in rows.items() for row in own]
    found: dict[int, tuple[int, list[FactRow]]] = {}
    for asker, fact_row, key, weight, facts in release.connection.execute(
        f"""with {_behind(table, measure)},
        weighed as (select *, {_WEIGHTS.get(measure.how, "x")} as weight from behind),
        wanted as (
            select asker, fact_row, cast(sum(weight) as double) as weight
            from (select unnest(?::bigint[]) as asker, unnest(?::bigint[]) as number_row)
            inner join weighed using (number_row)
            group by asker, fact_row
        ),
        shown as (
            select *, count(*) over (partition by asker) as facts from wanted
            qualify row_number() over (partition by asker order by fact_row) <= ?
        )
        select shown.asker, shown.fact_row, {release.key_sql(measure.fact)}, shown.weight,
            shown.facts
        from shown inner join {measure.fact} as fact on shown.fact_row = fact.rowid
        order by 1, 2""",
        [
            sorted({row for _, row in pairs}),
            [asker for asker, _ in pairs],
            [row for _, row in pairs],
            2**62 if limit is None else limit,
        ],
    ).fetchall():
        found.setdefault(asker, (facts, []))[1].append(FactRow(fact_row, key, weight))
    return found


def agrees(value: Any, made: Made | None) -> bool:
    """Whether a number is what its facts make; how many persons nobody names is null, or 0."""
    if made is None:
        return False
    found = made.found
    if made.measure.how == "distinct":
        value, found = value or 0, found or 0
    if value is None or found is None:
        return value is None and found is None
    rounding = 0.0 if made.measure.digits is None else 0.5 * 10.0**-made.measure.digits
    return abs(float(value) - float(found)) <= rounding + 1e-9 * max(1.0, abs(float(found)))


def _behind(table: str, measure: Measure) -> str:
    """The facts that count, once for each row (of a parameter) that they stand behind."""
    return f"""behind as (
        select * from (
            select distinct number.rowid as number_row, fact.rowid as fact_row,
                {measure.expression} as x
            from {table} as number
            cross join {measure.fact} as fact
            {measure.join}
            where number.rowid in (select unnest(?::bigint[])) and {measure.where}
        ) as facts where {_COUNTS.get(measure.how, "x is not null")}
    )"""

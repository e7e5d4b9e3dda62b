"""What the columns of a table count, as the models' yml files say it (`config.meta.trace`).

A release carries these rules in `quality.trace_rule`, one JSON text a table. A rule, or a list of
rules of which the first whose `when` holds for a row of the table counts:

    fact      the table of the rows behind a number, as `fact` (schema marts unless named)
    match     column of this table: column of (or SQL on) the fact; null matches null
    join      more SQL joins, on `number` (the row of this table) and `fact`
    where     an SQL condition on `number`, `fact` and what is joined
    when      an SQL condition on `number`
    says      SQL on the fact: what a source row tells of it
    field     SQL on the fact: the field of the sheet's record in which its value stands
    measures  each numeric column: what it is of the rows behind it

A measure is a column of (or SQL on) the fact that is summed (1 counts rows), or one of
{sum, distinct, median, min, max, value: X}, {quantile: X, at: 0.9}, {percent: [A, B]},
{ratio: [A, B], times: 1000, digits: 2}, {difference: [A, B]} (A and B: columns of this table or
measures), {none: why it is not traced}; each may have a fact, match, join and where of its own.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

# What a number is of its rows, as an SQL aggregate over x.
AGGREGATES = {
    "sum": "sum(x)",
    "distinct": "count(distinct x)",
    "median": "quantile_cont(x, 0.5)",
    "quantile": "quantile_cont(x, {at})",
    "min": "min(x)",
    "max": "max(x)",
    # All rows must say the same.
    "value": "case when count(distinct x) <= 1 then max(x) end",
}
COMPOSED = ("percent", "ratio", "difference")
_HOW = (*AGGREGATES, *COMPOSED, "none")
_OWN = ("fact", "match", "join", "where")
_SETTINGS = ("at", "digits", "times")
_IDENTIFIER = re.compile(r"[a-z_][a-z0-9_]*")


class RuleError(Exception):
    """A rule that does not say what it must."""


@dataclass(frozen=True)
class Measure:
    """What one column is of the rows behind it; the SQL parts are ready to be put together."""

    how: str
    expression: str
    fact: str
    match: str
    join: str
    where: str
    when: str
    parts: tuple[Any, ...] = ()
    at: float = 0.5
    digits: int = 1
    times: float = 1
    reason: str = ""


def measures(rules: Any, column: str) -> list[Measure]:
    """The measures of a column, one for each rule that has it; [] when none does.

    Raises RuleError.
    """
    found = []
    for rule in listed(rules):
        if column in (rule.get("measures") or {}):
            found.append(_measure(rule, rule["measures"][column]))
    return found


def part(rules: Any, measure: Measure, said: Any) -> Measure:
    """A part of a composed measure: a column of the same table, under the same `when`, or a
    measure of its own."""
    for rule in listed(rules):
        if str(rule.get("when", "true")) == measure.when:
            own = rule.get("measures") or {}
            if isinstance(said, str) and said in own:
                return _measure(rule, own[said])
            if isinstance(said, dict):
                return _measure(rule, said)
    raise RuleError(f"{said!r} is no measure of its table")


def listed(rules: Any) -> list[dict[str, Any]]:
    """The rules of a table, one or several; [] of none."""
    return rules if isinstance(rules, list) else [rules] if rules else []


def _measure(rule: dict[str, Any], said: Any) -> Measure:
    if not isinstance(said, dict):
        said = {"sum": said}
    hows = [name for name in said if name in _HOW]
    strange = set(said) - {*_HOW, *_OWN, *_SETTINGS}
    if len(hows) != 1 or strange:
        raise RuleError(f"a measure is one of {', '.join(_HOW)}; this says {', '.join(said)}")
    how = hows[0]
    composed = how in COMPOSED
    if composed and not (isinstance(said[how], list) and len(said[how]) == 2):
        raise RuleError(f"{how} has two parts")
    if how == "none" and len(str(said["none"]).split()) < 3:
        raise RuleError("what is not traced says why")
    fact = said.get("fact", rule.get("fact", ""))
    if not fact and how != "none" and not composed:
        raise RuleError("no fact is named")
    where = [str(one["where"]) for one in (rule, said) if one.get("where")]
    own_fact = "fact" in said
    return Measure(
        how=how,
        expression="" if composed or how == "none" else qualified(str(said[how])),
        fact=table_name(fact),
        match=_matches(said.get("match", rule.get("match") or {})),
        join=str(said.get("join", "" if own_fact else rule.get("join", ""))),
        where=" and ".join(f"({one})" for one in (where[-1:] if own_fact else where)) or "true",
        when=str(rule.get("when", "true")),
        parts=tuple(said[how]) if composed else (),
        at=float(said.get("at", 0.5)),
        digits=int(said.get("digits", 1)),
        times=100 if how == "percent" else float(said.get("times", 1)),
        reason=str(said["none"]) if how == "none" else "",
    )


def _matches(match: dict[str, Any]) -> str:
    return (
        " and ".join(
            f"number.{column} is not distinct from {qualified(str(expression))}"
            for column, expression in match.items()
        )
        or "true"
    )


def rows_behind(rule: dict[str, Any]) -> tuple[str, str]:
    """Of a table whose rows stand on rows of another (a case on its events): that table and how a
    row of the one (`number`) meets rows of the other (`fact`)."""
    where = f"({rule['where']})" if rule.get("where") else "true"
    return table_name(rule["fact"]), f"{_matches(rule.get('match') or {})} and {where}"


def qualified(expression: str) -> str:
    """A lone column is the fact's; anything else is SQL as it stands."""
    return f"fact.{expression}" if _IDENTIFIER.fullmatch(expression) else expression


def table_name(table: str) -> str:
    return table if "." in table or not table else f"marts.{table}"


def load(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """The rules of this release by table (`reporting.funnel_by_region`); {} when it has none,
    because an earlier version of the project made it."""
    held = connection.execute(
        "select 1 from duckdb_tables() where schema_name = 'quality' and table_name = 'trace_rule'"
    ).fetchone()
    if not held:
        return {}
    return {
        table: json.loads(rule)
        for table, rule in connection.execute(
            "select table_name, rule from quality.trace_rule"
        ).fetchall()
    }

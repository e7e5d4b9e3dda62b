"""What the columns of a table count, as the models' yml files say it (`config.meta.trace`).

A release carries these rules in `quality.trace_rule`, one JSON text a table. A rule, or a list of
rules of which, column by column, the first whose `when` holds for a row of the table counts:

    fact      the table of the rows behind a number, as `fact` (schema marts unless named)
    join      more SQL joins, on `number` (the row of this table) and `fact`
    match     column of this table: column of (or SQL on) the fact and what is joined; null matches
              null
    where     an SQL condition on `number`, `fact` and what is joined
    when      an SQL condition on `number`
    says      SQL on the fact: what a source row tells of it
    field     SQL on the fact: the field of the sheet's record in which its value stands
    measures  each numeric column: what it is of the rows behind it

A measure is a column of (or SQL on) the fact that is summed (1 counts rows), or one of
{sum, distinct, value, median, min, max: X}, {quantile: X, at: 0.9}, {percent: [A, B]},
{ratio: [A, B], times: 1000}, {difference: [A, B]} (A and B: columns of this table, or measures),
{none: why it is not traced}; each may have a fact, match, join and where of its own, and the
`digits` to which the number is rounded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

# What a number is of its rows, as an SQL aggregate over x.
AGGREGATES = {
    "sum": "sum(x)",
    "distinct": "count(distinct x)",
    # All rows must say the same.
    "value": "case when count(distinct x) <= 1 then max(x) end",
    "median": "quantile_cont(x, 0.5)",
    "quantile": "quantile_cont(x, {at})",
    "min": "min(x)",
    "max": "max(x)",
}
COMPOSED = ("percent", "ratio", "difference")
# What is the sum over several rows of a table, too; a median or a percentage is not.
ADDS_UP = ("sum", "distinct", "value", "difference")
_HOW = (*AGGREGATES, *COMPOSED, "none")
_OWN = ("fact", "match", "join", "where")
_SETTINGS = ("at", "digits", "times")
_IDENTIFIER = re.compile(r"[a-z_][a-z0-9_]*")


class RuleError(Exception):
    """A rule that does not say what it must."""


@dataclass(frozen=True)
class Measure:
    """What one column is of the rows behind it; the SQL parts are ready to be put together.

    `column` is empty when it is only a part of another; `parts` are the two numbers of a composed
    one: columns of its table, or measures. `reason` says why it is not traced.
    """

    column: str
    how: str
    when: str
    expression: str = ""
    fact: str = ""
    join: str = ""
    where: str = "true"
    parts: tuple[str | Measure, ...] = ()
    at: float = 0.5
    digits: int | None = None
    times: float = 1
    reason: str = ""


def measures(rules: list[dict[str, Any]], column: str) -> list[Measure]:
    """The measures of a column, one for each rule of its table that has it; [] when none does.

    Raises RuleError.
    """
    return [
        _measure(rule, column, rule["measures"][column], f"({rule.get('when', 'true')})")
        for rule in rules
        if column in (rule.get("measures") or {})
    ]


def measured(rules: list[dict[str, Any]]) -> set[str]:
    """The columns that the rules of a table say anything of."""
    return {column for rule in rules for column in rule.get("measures") or {}}


def _measure(rule: dict[str, Any], column: str, said: Any, when: str) -> Measure:
    if not isinstance(said, dict):
        said = {"sum": said}
    hows = [name for name in said if name in _HOW]
    strange = set(said) - {*_HOW, *_OWN, *_SETTINGS}
    if len(hows) != 1 or strange:
        raise RuleError(f"a measure is one of {', '.join(_HOW)}; this says {', '.join(said)}")
    how = hows[0]
    if how == "none":
        if len(str(said["none"]).split()) < 3:
            raise RuleError("what is not traced says why")
        return Measure(column, how, when, reason=str(said["none"]))
    digits = said.get("digits", 1 if how == "percent" else None)
    if how in COMPOSED:
        if not (isinstance(said[how], list) and len(said[how]) == 2):
            raise RuleError(f"{how} has two parts")
        parts = tuple(
            one if isinstance(one, str) else _measure(rule, "", one, when) for one in said[how]
        )
        times = 100 if how == "percent" else float(said.get("times", 1))
        return Measure(column, how, when, parts=parts, digits=digits, times=times)
    # A fact of its own is reached in a way of its own.
    inherited = {} if "fact" in said else rule
    fact = said.get("fact", rule.get("fact"))
    if not fact:
        raise RuleError("no fact is named")
    conditions = [
        *_matches(said.get("match", inherited.get("match") or {})),
        *(f"({one['where']})" for one in (inherited, said) if one.get("where")),
    ]
    return Measure(
        column,
        how,
        when,
        expression=qualified(str(said[how])),
        fact=table_name(fact),
        join=str(said.get("join", inherited.get("join", ""))),
        where=" and ".join(conditions) or "true",
        at=float(said.get("at", 0.5)),
        digits=digits,
    )


def _matches(match: dict[str, Any]) -> list[str]:
    return [
        f"number.{column} is not distinct from {qualified(str(expression))}"
        for column, expression in match.items()
    ]


def rows_behind(rule: dict[str, Any]) -> tuple[str, str]:
    """Of a table whose rows stand on rows of another (a case on its events): that table and how a
    row of the one (`number`) meets rows of the other (`fact`)."""
    conditions = _matches(rule.get("match") or {})
    if rule.get("where"):
        conditions.append(f"({rule['where']})")
    return table_name(rule["fact"]), " and ".join(conditions) or "true"


def qualified(expression: str) -> str:
    """A lone column is the fact's; anything else is SQL as it stands."""
    return f"fact.{expression}" if _IDENTIFIER.fullmatch(expression) else f"({expression})"


def table_name(table: str) -> str:
    return table if "." in table or not table else f"marts.{table}"

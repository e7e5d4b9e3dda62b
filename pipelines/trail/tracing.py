"""Follows a key: a number to its facts, a fact to its rows, a row or a delivery to what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.trail import keys, rules
from pipelines.trail.keys import BadKeyError, KeyNotFoundError, NumberKey, RowKey
from pipelines.trail.model import Row, Trail
from pipelines.trail.numbers import Scope, agrees, facts_behind, key_column, remade, values
from pipelines.trail.sources import columns_of, named, source_rows

if TYPE_CHECKING:
    import duckdb

# What adds up over several rows of a table; a median or a percentage does not.
_ADDS_UP = ("sum", "distinct", "value", "difference")


def trace(connection: duckdb.DuckDBPyConnection, key: str, limit: int | None = None) -> Trail:
    """The trail of a key (its shapes: `keys.SHAPES`) in the release that is open.

    `limit` is how many facts of a number are shown; all of them are counted and added up.
    Raises BadKeyError (what keys look like), KeyNotFoundError, RuleError (the release's own fault).
    """
    tables = _reporting_tables(connection)
    parsed = keys.parse(key, tables)
    table_rules = rules.load(connection)
    if isinstance(parsed, NumberKey):
        return _number(connection, table_rules, key, parsed, limit)
    if isinstance(parsed, RowKey):
        return _row(connection, table_rules, key, parsed)
    return _fact(connection, table_rules, parsed)


def _reporting_tables(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    tables: dict[str, list[str]] = {}
    for table, column in connection.execute(
        """select table_name, column_name from duckdb_columns()
        where schema_name = 'reporting' order by table_name, column_index"""
    ).fetchall():
        tables.setdefault(table, []).append(column)
    return tables


def _number(
    connection: duckdb.DuckDBPyConnection,
    table_rules: dict[str, Any],
    key: str,
    wanted: NumberKey,
    limit: int | None,
) -> Trail:
    table = f"reporting.{wanted.table}"
    rule = table_rules.get(table)
    found = rules.measures(rule, wanted.column)
    if not found:
        raise BadKeyError(_no_rule(wanted, rule))
    if found[0].how == "none":
        raise BadKeyError(f"{wanted.table}.{wanted.column} is not traced: {found[0].reason}")
    scope = Scope(
        table,
        " and ".join(
            f"cast(number.{name} as varchar) is not distinct from ?" for name, _ in wanted.where
        )
        or "true",
        tuple(value for _, value in wanted.where),
    )
    numbers = dict(values(connection, wanted.column, scope))
    if not numbers:
        raise KeyNotFoundError(f"no row of {wanted.table} is so: {_said(wanted)}")
    made = [(one, remade(connection, rule, one, scope)) for one in found]
    # Only the rules that hold for these rows count; each row has one.
    made = [(one, rows) for one, rows in made if rows]
    if len(numbers) > 1 and any(one.how not in _ADDS_UP for one, _ in made):
        raise BadKeyError(
            f"{wanted.column} does not add up over {len(numbers)} rows ({made[0][0].how}): name one "
            f"row, by {', '.join(_telling_apart(connection, scope, rule))}"
        )
    good = [
        any(agrees(one, value, rows.get(row)) for one, rows in made)
        for row, value in numbers.items()
    ]
    trail = Trail(
        key,
        "number",
        f"{wanted.table}.{wanted.column}" + (f" where {_said(wanted)}" if wanted.where else ""),
        value=_total(list(numbers.values())),
        how=" and ".join(dict.fromkeys(one.how for one, _ in made)) or None,
        found=_total([one.found for _, rows in made for one in rows.values()]),
        agrees=all(good),
    )
    for one, _ in made:
        if one.how in rules.COMPOSED:
            trail.parts += _parts(connection, table_rules, rule, one, scope, limit)
            continue
        facts, shown = facts_behind(connection, one, scope, limit)
        trail.facts += facts
        trail.rows += source_rows(connection, table_rules, one.fact, shown)
        _cite(trail)
    _note(trail, connection, scope, len(numbers))
    return trail


def _parts(
    connection: duckdb.DuckDBPyConnection,
    table_rules: dict[str, Any],
    rule: Any,
    measure: rules.Measure,
    scope: Scope,
    limit: int | None,
) -> list[Trail]:
    """The two numbers that a percentage, ratio or difference is made of, each made from its facts."""
    trails = []
    for place, said in enumerate(measure.parts):
        part = rules.part(rule, measure, said)
        if part.how in rules.COMPOSED:
            raise rules.RuleError(f"{said} is itself composed")
        made = remade(connection, rule, part, scope)
        found = _total([one.found for one in made.values()])
        name = said if isinstance(said, str) else ("numerator", "denominator")[place]
        trail = Trail(name, "number", name, value=found, how=part.how, found=found, agrees=True)
        if isinstance(said, str):
            numbers = dict(values(connection, said, scope.narrowed(measure.when)))
            trail.value = _total(list(numbers.values()))
            trail.agrees = all(agrees(part, value, made.get(row)) for row, value in numbers.items())
        trail.facts, shown = facts_behind(connection, part, scope, limit)
        trail.rows = source_rows(connection, table_rules, part.fact, shown)
        _cite(trail)
        trails.append(trail)
    return trails


def _total(numbers: list[Any]) -> Any:
    known = [number for number in numbers if number is not None]
    total = sum(float(number) for number in known)
    return None if not known else int(total) if total.is_integer() else total


def _said(wanted: NumberKey) -> str:
    return ", ".join(f"{name} = {value or 'null'}" for name, value in wanted.where)


def _no_rule(wanted: NumberKey, rule: Any) -> str:
    known = sorted({name for one in rules.listed(rule) for name in one.get("measures") or {}})
    if not known:
        return f"this release has no rule that leads from {wanted.table} to its facts"
    return f"{wanted.column} is no number that is traced; {wanted.table} has {', '.join(known)}"


def _telling_apart(connection: duckdb.DuckDBPyConnection, scope: Scope, rule: Any) -> list[str]:
    """The columns, measures apart, in which rows of the scope differ."""
    known = {name for one in rules.listed(rule) for name in one.get("measures") or {}}
    others = [name for name in columns_of(connection, scope.table) if name not in known]
    counts = connection.execute(
        f"select {', '.join(f'count(distinct {n}) + max(({n} is null)::int)' for n in others)} "
        f"from {scope.table} as number where {scope.condition}",
        list(scope.parameters),
    ).fetchone()
    return [name for name, count in zip(others, counts or [], strict=True) if count > 1]


def _note(
    trail: Trail, connection: duckdb.DuckDBPyConnection, scope: Scope, matching: int
) -> None:
    if matching > 1:
        trail.notes.append(f"the sum over {matching} rows of {scope.table}")
    if "distinct" in (trail.how or "") and matching > 1:
        trail.notes.append("who is in several of these rows is counted in each of them")
    if "is_demo" in columns_of(connection, scope.table):
        kinds = connection.execute(
            f"select distinct is_demo from {scope.table} as number where {scope.condition}",
            list(scope.parameters),
        ).fetchall()
        if len(kinds) > 1:
            trail.notes.append(
                "MADE-UP AND REAL ROWS ARE ADDED UP HERE: add is_demo=false or is_demo=true"
            )
    if any(row.is_demo for row in trail.all_rows()):
        trail.notes.append("made up for demonstration (is_demo)")
    if any(row.delivery_key is None for row in trail.all_rows()):
        trail.notes.append("some facts have no row of a sheet: the trail ends at them")


def _cite(trail: Trail) -> None:
    """The citation of a number that one publication printed."""
    cited = {(row.citation, row.locator) for row in trail.rows}
    if len(cited) == 1:
        ((trail.citation, trail.locator),) = cited


def _fact(
    connection: duckdb.DuckDBPyConnection, table_rules: dict[str, Any], key: str
) -> Trail:
    every: list[str] = []
    for table, column in _keyed(connection, table_rules):
        facts = named(connection, table, f"cast(fact.{column} as varchar) = ?", [key])
        if not facts:
            every += [
                row[0]
                for row in connection.execute(
                    f"select cast({column} as varchar) from {table} limit 10000"
                ).fetchall()
            ]
            continue
        fields = _fields(connection, table, facts[0].fact_row)
        if table == "marts.dim_delivery":
            return _delivery(connection, key, fields)
        trail = Trail(key, "fact", f"{table} {key}", fields=fields, facts=1)
        trail.rows = source_rows(connection, table_rules, table, facts)
        if fields.get("is_demo"):
            trail.notes.append("made up for demonstration (is_demo)")
        _cite(trail)
        return trail
    raise keys.unknown(key, every)


def _keyed(
    connection: duckdb.DuckDBPyConnection, table_rules: dict[str, Any]
) -> list[tuple[str, str]]:
    """The tables of which a row has a key of one column and can be followed, with that column."""
    found = []
    for (table,) in connection.execute(
        """select schema_name || '.' || table_name from duckdb_tables()
        where schema_name in ('marts', 'quality') order by 1"""
    ).fetchall():
        rule = table_rules.get(table)
        leads = any(one.get("fact") for one in rules.listed(rule))
        if leads or "delivery_key" in columns_of(connection, table):
            column = key_column(connection, table)
            if column:
                found.append((table, column))
    return found


def _fields(
    connection: duckdb.DuckDBPyConnection, table: str, rowid: int
) -> dict[str, Any]:
    """What the fact itself says, as far as it says anything."""
    cursor = connection.execute(f"select * from {table} where rowid = ?", [rowid])
    names = [column[0] for column in cursor.description or []]
    row = cursor.fetchone() or ()
    return {name: value for name, value in zip(names, row, strict=True) if value is not None}


def _row(
    connection: duckdb.DuckDBPyConnection, table_rules: dict[str, Any], key: str, wanted: RowKey
) -> Trail:
    where = "fact.delivery_key = ? and fact.sheet_name = ? and fact.row_number = ?"
    place: list[Any] = [wanted.delivery_key, wanted.sheet_name, wanted.row_number]
    trail = Trail(key, "row", f"{wanted.sheet_name}, row {wanted.row_number}")
    for (table,) in connection.execute(
        """select schema_name || '.' || table_name from duckdb_columns()
        where column_name in ('delivery_key', 'sheet_name', 'row_number')
            and schema_name in ('marts', 'quality')
        group by all having count(*) = 3 order by 1"""
    ).fetchall():
        facts = named(connection, table, where, place)
        trail.facts += len(facts)
        trail.rows += source_rows(connection, table_rules, table, facts)
    if not trail.rows:
        raise KeyNotFoundError(
            "no fact came from that row: it is a heading, a total or a note, was set aside, or is "
            f"not there ({_delivery_said(connection, wanted)})"
        )
    trail.title = f"{trail.rows[0].file_name}, {trail.title}"
    return trail


def _delivery_said(connection: duckdb.DuckDBPyConnection, wanted: RowKey) -> str:
    sheets = connection.execute(
        "select sheet_name from quality.row_balance where delivery_key = ? order by 1",
        [wanted.delivery_key],
    ).fetchall()
    if not sheets:
        return "this release has no such delivery, or none of its sheets"
    return f"sheets of the delivery: {', '.join(sheet for (sheet,) in sheets)}"


def _delivery(
    connection: duckdb.DuckDBPyConnection, key: str, fields: dict[str, Any]
) -> Trail:
    trail = Trail(key, "delivery", fields["file_name"], fields=fields)
    for sheet, read, loaded, rejected, aside in connection.execute(
        """select sheet_name, "read", loaded, rejected, set_aside from quality.row_balance
        where delivery_key = ? order by 1""",
        [key],
    ).fetchall():
        trail.notes.append(
            f"sheet {sheet}: {read} data rows = {loaded} loaded + {rejected} rejected "
            f"+ {aside} set aside"
        )
    for (table,) in connection.execute(
        """select schema_name || '.' || table_name from duckdb_columns()
        where column_name = 'delivery_key' and schema_name = 'marts'
            and table_name <> 'dim_delivery' order by 1"""
    ).fetchall():
        (count,) = connection.execute(
            f"select count(*) from {table} where delivery_key = ?", [key]
        ).fetchone() or (0,)
        trail.facts += count
        if count:
            trail.notes.append(f"{count} rows of {table}")
    trail.rows = [
        Row("marts.dim_delivery", key, delivery_key=key, file_name=fields["file_name"],
            layout=fields.get("layout"), is_demo=fields.get("is_demo"))
    ]  # fmt: skip
    return trail

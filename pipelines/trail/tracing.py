"""Follows keys: numbers to facts, facts to rows, a row or a delivery to what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from pipelines.trail import keys, rules
from pipelines.trail.keys import BadKeyError, KeyNotFoundError, NumberKey, RowKey
from pipelines.trail.model import Row, Trail
from pipelines.trail.numbers import (
    FactRow,
    Made,
    agrees,
    facts_behind,
    part_measures,
    remade,
    values_of,
)
from pipelines.trail.release import Release
from pipelines.trail.rules import Measure
from pipelines.trail.sources import named, source_rows, with_weights

if TYPE_CHECKING:
    import duckdb


# The facts behind a trail, and their table: what rows they came from is asked for all at once.
Behind = tuple[Trail, str, list[FactRow]]


def trace(
    release: Release | duckdb.DuckDBPyConnection, key: str, limit: int | None = None
) -> Trail:
    """The trail of a key (its shapes: `keys.SHAPES`) in the release that is open.

    `limit` is how many facts of a number are shown; all of them are counted and added up.
    Raises BadKeyError (what keys look like), KeyNotFoundError, RuleError (the release's own fault).
    """
    return trace_all(release, [key], limit)[key]


def trace_all(
    release: Release | duckdb.DuckDBPyConnection, wanted: Iterable[str], limit: int | None = None
) -> dict[str, Trail]:
    """The trails of many keys, in their order: a few queries for each column that they name.

    Raises what `trace` raises, for the first key that has no trail.
    """
    if not isinstance(release, Release):
        release = Release(release)
    asked = list(dict.fromkeys(wanted))
    tables = release.reporting_tables()
    numbers: dict[tuple[str, ...], dict[str, NumberKey]] = {}
    facts: dict[str, str] = {}
    trails: dict[str, Trail] = {}
    for key in asked:
        parsed = keys.parse(key, tables)
        if isinstance(parsed, NumberKey):
            like = (parsed.table, parsed.column, *(name for name, _ in parsed.where))
            numbers.setdefault(like, {})[key] = parsed
        elif isinstance(parsed, RowKey):
            trails[key] = _row(release, key, parsed)
        else:
            facts[key] = parsed
    behind: list[Behind] = []
    for alike in numbers.values():
        trails |= _numbers(release, alike, limit, behind)
    _add_rows(release, behind)
    for alike in numbers.values():
        for key in alike:
            _note(trails[key])
    trails |= _facts(release, facts)
    return {key: trails[key] for key in asked}


def _numbers(
    release: Release, wanted: dict[str, NumberKey], limit: int | None, behind: list[Behind]
) -> dict[str, Trail]:
    """The trails of numbers of one column that name the same other columns, without their rows."""
    any_key = next(iter(wanted.values()))
    table, column = f"reporting.{any_key.table}", any_key.column
    measures = rules.measures(release.rules_of(table), column)
    if not measures:
        raise BadKeyError(_no_rule(release, any_key))
    if all(one.how == "none" for one in measures):
        raise BadKeyError(f"{any_key.table}.{column} is not traced: {measures[0].reason}")
    values = _values(release, table, column, list(wanted.values()))
    for place, number in enumerate(wanted.values()):
        if place not in values:
            raise KeyNotFoundError(f"no row of {number.table} is so: {_said(number)}")
    rows = {place: list(own) for place, own in values.items()}
    made = remade(release, table, measures, {row for own in rows.values() for row in own})
    trails = {}
    for place, (key, number) in enumerate(wanted.items()):
        title = f"{number.table}.{column}" + (f" where {_said(number)}" if number.where else "")
        trail = trails[place] = Trail(key, "number", title)
        hows = {made[row].measure.how for row in rows[place] if row in made}
        if "none" in hows:
            reason = next(one.reason for one in measures if one.how == "none")
            raise BadKeyError(f"{number.table}.{column} is not traced here: {reason}")
        if len(rows[place]) > 1 and not hows <= set(rules.ADDS_UP):
            raise BadKeyError(_adds_not_up(release, number, rows[place], hows))
        _say(trail, values[place], made)
        if len(rows[place]) > 1:
            trail.notes.append(f"the sum over {len(rows[place])} rows of {table}")
            if "distinct" in hows:
                trail.notes.append("who is in several of these rows is counted in each of them")
    _follow(release, table, measures, trails, rows, made, limit, behind)
    for place in _mixed(release, table, rows):
        trails[place].notes.append(
            "MADE-UP AND REAL ROWS ARE ADDED UP HERE: add is_demo=false or is_demo=true"
        )
    return {trail.key: trail for trail in trails.values()}


def _values(
    release: Release, table: str, column: str, numbers: list[NumberKey]
) -> dict[int, dict[int, Any]]:
    """For each of these numbers (by its place) the rows of the table that match, with what stands
    in the column."""
    names = [name for name, _ in numbers[0].where]
    match = [
        f"cast(number.{name} as varchar) is not distinct from asked.v{place}"
        for place, name in enumerate(names)
    ]
    wanted = [", unnest(?::varchar[]) as v" + str(place) for place in range(len(names))]
    found: dict[int, dict[int, Any]] = {}
    for place, row, value in release.connection.execute(
        f"""select asked.place, number.rowid, number.{column}
        from (select unnest(range(?)) as place{"".join(wanted)}) as asked
        inner join {table} as number on {" and ".join(match) or "true"}
        order by 1, 2""",
        [
            len(numbers),
            *([number.where[place][1] for number in numbers] for place in range(len(names))),
        ],
    ).fetchall():
        found.setdefault(place, {})[row] = value
    return found


def _say(trail: Trail, values: dict[int, Any], made: dict[int, Made]) -> None:
    """What the number is, and whether each of its rows is what its facts make."""
    here = {row: made[row] for row in values if row in made}
    trail.value = _total(values.values())
    trail.found = _total(one.found for one in here.values())
    trail.agrees = all(agrees(value, here.get(row)) for row, value in values.items())
    trail.how = " and ".join(dict.fromkeys(one.measure.how for one in here.values())) or None


def _follow(
    release: Release,
    table: str,
    measures: list[Measure],
    trails: dict[int, Trail],
    rows: dict[int, list[int]],
    made: dict[int, Made],
    limit: int | None,
    behind: list[Behind],
) -> None:
    """Adds to each trail the facts behind it, or the two numbers that it is made of."""
    for measure in measures:
        own = {
            place: held
            for place, every in rows.items()
            if (held := [row for row in every if row in made and made[row].measure is measure])
        }
        if not own or measure.how == "none":
            continue
        if measure.how in rules.COMPOSED:
            for which, part in zip(("numerator", "denominator"), measure.parts, strict=True):
                _part(release, table, part, which, trails, own, limit, behind)
            continue
        found = facts_behind(release, table, measure, own, limit)
        for place, (count, facts) in found.items():
            trails[place].facts += count
            behind.append((trails[place], measure.fact, facts))


def _add_rows(release: Release, behind: list[Behind]) -> None:
    """Adds to each trail the rows of sheets that its facts came from."""
    facts: dict[str, set[int]] = {}
    for _, table, own in behind:
        facts.setdefault(table, set()).update(fact.fact_row for fact in own)
    sources = {table: source_rows(release, table, own) for table, own in facts.items()}
    for trail, table, shown in behind:
        trail.rows += with_weights(shown, sources[table], table)


def _part(
    release: Release,
    table: str,
    part: str | Measure,
    which: str,
    trails: dict[int, Trail],
    rows: dict[int, list[int]],
    limit: int | None,
    behind: list[Behind],
) -> None:
    """Adds to each trail one of the two numbers that it is made of, made from its own facts."""
    measures = part_measures(release, table, part)
    every = {row for own in rows.values() for row in own}
    made = remade(release, table, measures, every)
    name = part if isinstance(part, str) else which
    values = {row: one.found for row, one in made.items()}
    if isinstance(part, str):
        values = values_of(release, table, part, every)
    parts = {}
    for place, own in rows.items():
        parts[place] = Trail(name, "number", name)
        _say(parts[place], {row: values.get(row) for row in own}, made)
        reasons = {made[row].measure.reason for row in own if row in made}
        parts[place].notes += sorted(reason for reason in reasons if reason)
        trails[place].parts.append(parts[place])
    _follow(release, table, measures, parts, rows, made, limit, behind)


def _total(numbers: Iterable[Any]) -> Any:
    known = [number for number in numbers if number is not None]
    total = float(sum(known))
    return None if not known else int(total) if total.is_integer() else total


def _said(number: NumberKey) -> str:
    return ", ".join(f"{name} = {value or 'null'}" for name, value in number.where)


def _no_rule(release: Release, number: NumberKey) -> str:
    known = sorted(rules.measured(release.rules_of(f"reporting.{number.table}")))
    if not known:
        return f"this release has no rule that leads from {number.table} to its facts"
    return f"{number.column} is no number that is traced; {number.table} has {', '.join(known)}"


def _adds_not_up(release: Release, number: NumberKey, rows: list[int], hows: set[str]) -> str:
    """Says so, with the columns in which the rows differ."""
    table = f"reporting.{number.table}"
    known = rules.measured(release.rules_of(table))
    others = [name for name in release.columns[table] if name not in known]
    counts = release.connection.execute(
        f"select {', '.join(f'count(distinct {n}) + max(({n} is null)::int)' for n in others)} "
        f"from {table} where rowid in (select unnest(?::bigint[]))",
        [rows],
    ).fetchone()
    apart = [name for name, count in zip(others, counts or [], strict=True) if count > 1]
    return (
        f"{number.column} does not add up over {len(rows)} rows ({', '.join(sorted(hows))}): name "
        f"one row, by {', '.join(apart)}"
    )


def _mixed(release: Release, table: str, rows: dict[int, list[int]]) -> set[int]:
    """The numbers that add up made-up and real rows."""
    several = {place: own for place, own in rows.items() if len(own) > 1}
    if not several or "is_demo" not in release.columns[table]:
        return set()
    demo = dict(release.connection.execute(f"select rowid, is_demo from {table}").fetchall())
    return {place for place, own in several.items() if len({demo[row] for row in own}) > 1}


def _note(trail: Trail) -> None:
    """Says what the rows of a number say of it as a whole."""
    for one in (trail, *trail.parts):
        _cite(one)
    rows = trail.all_rows()
    if any(row.is_demo for row in rows):
        trail.notes.append("made up for demonstration (is_demo)")
    if any(row.delivery_key is None for row in rows):
        trail.notes.append("some facts have no row of a sheet: the trail ends at them")


def _cite(trail: Trail) -> None:
    """The citation of a number that one publication printed."""
    cited = {(row.citation, row.locator) for row in trail.rows}
    if len(cited) == 1:
        ((trail.citation, trail.locator),) = cited


def _facts(release: Release, wanted: dict[str, str]) -> dict[str, Trail]:
    """The trails of facts, figures, cases and deliveries, by their keys."""
    trails: dict[str, Trail] = {}
    for table in _followed(release):
        left = {name: key for key, name in wanted.items() if key not in trails}
        if not left:
            break
        column = release.keys[table]
        condition = f"cast(fact.{column} as varchar) in (select unnest(?::varchar[]))"
        facts = named(release, table, condition, [list(left)])
        said = _fields(release, table, [fact.fact_row for fact in facts])
        sources = source_rows(release, table, [fact.fact_row for fact in facts])
        for fact in facts:
            key, fields = left[fact.fact_key], said[fact.fact_row]
            if table == "marts.dim_delivery":
                trails[key] = _delivery(release, key, fields)
                continue
            trail = Trail(key, "fact", f"{table} {fact.fact_key}", fields=fields, facts=1)
            trail.rows = with_weights([fact], sources, table)
            if fields.get("is_demo"):
                trail.notes.append("made up for demonstration (is_demo)")
            _cite(trail)
            trails[key] = trail
    for key, name in wanted.items():
        if key not in trails:
            raise keys.unknown(name, _some_keys(release))
    return trails


def _followed(release: Release) -> list[str]:
    """The tables of which a row has a key of one column and can be followed."""
    return [
        table
        for table in sorted(release.keys)
        if table.startswith(("marts.", "quality."))
        and (
            "delivery_key" in release.columns[table]
            or any(rule.get("fact") for rule in release.rules_of(table))
        )
    ]


def _some_keys(release: Release) -> list[str]:
    """Keys that a mistyped one may have meant."""
    return [
        key
        for table in _followed(release)
        for (key,) in release.connection.execute(
            f"select cast({release.keys[table]} as varchar) from {table} limit 10000"
        ).fetchall()
    ]


def _fields(release: Release, table: str, rows: list[int]) -> dict[int, dict[str, Any]]:
    """What each fact itself says, as far as it says anything."""
    cursor = release.connection.execute(
        f"select rowid, * from {table} where rowid in (select unnest(?::bigint[]))", [rows]
    )
    names = [column[0] for column in cursor.description or []][1:]
    return {
        row: {name: value for name, value in zip(names, said, strict=True) if value is not None}
        for row, *said in cursor.fetchall()
    }


def _row(release: Release, key: str, wanted: RowKey) -> Trail:
    place: list[Any] = [wanted.delivery_key, wanted.sheet_name, wanted.row_number]
    condition = "fact.delivery_key = ? and fact.sheet_name = ? and fact.row_number = ?"
    trail = Trail(key, "row", f"{wanted.sheet_name}, row {wanted.row_number}")
    for table in sorted(release.columns):
        if table.startswith(("marts.", "quality.")) and release.has_place(table):
            facts = named(release, table, condition, place)
            sources = source_rows(release, table, [fact.fact_row for fact in facts])
            trail.facts += len(facts)
            trail.rows += with_weights(facts, sources, table)
    if not trail.rows:
        raise KeyNotFoundError(
            "no fact came from that row: it is a heading, a total or a note, was set aside, or is "
            f"not there ({_delivery_said(release, wanted)})"
        )
    trail.title = f"{trail.rows[0].file_name}, {trail.title}"
    return trail


def _delivery_said(release: Release, wanted: RowKey) -> str:
    sheets = release.connection.execute(
        "select sheet_name from quality.row_balance where delivery_key = ? order by 1",
        [wanted.delivery_key],
    ).fetchall()
    if not sheets:
        return "this release has no such delivery, or none of its sheets"
    return f"sheets of the delivery: {', '.join(sheet for (sheet,) in sheets)}"


def _delivery(release: Release, key: str, fields: dict[str, Any]) -> Trail:
    trail = Trail(key, "delivery", fields["file_name"], fields=fields)
    delivery = fields["delivery_key"]
    for sheet, read, loaded, rejected, aside in release.connection.execute(
        """select sheet_name, "read", loaded, rejected, set_aside from quality.row_balance
        where delivery_key = ? order by 1""",
        [delivery],
    ).fetchall():
        trail.notes.append(
            f"sheet {sheet}: {read} data rows = {loaded} loaded + {rejected} rejected "
            f"+ {aside} set aside"
        )
    for table, columns in sorted(release.columns.items()):
        if (
            table.startswith("marts.")
            and table != "marts.dim_delivery"
            and "delivery_key" in columns
        ):
            ((count,),) = release.connection.execute(
                f"select count(*) from {table} where delivery_key = ?", [delivery]
            ).fetchall()
            trail.facts += count
            if count:
                trail.notes.append(f"{count} rows of {table}")
    trail.rows = [
        Row("marts.dim_delivery", delivery, delivery_key=delivery, file_name=fields["file_name"],
            layout=fields.get("layout"), is_demo=fields.get("is_demo"))
    ]  # fmt: skip
    return trail

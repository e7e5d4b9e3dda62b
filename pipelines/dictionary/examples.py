"""Example values that identify no one, as examples.yml allows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

_NUMBERS_AND_DATES = ("INTEGER", "BIGINT", "DOUBLE", "BOOLEAN", "DATE", "TIMESTAMP")
# Put after a value that only made-up rows have.
MADE_UP = " (demo)"


@cache
def rules() -> dict[str, Any]:
    """What `examples.yml` says."""
    import yaml

    said: dict[str, Any] = yaml.safe_load(
        Path(__file__).with_name("examples.yml").read_text(encoding="utf-8")
    )
    return said


def is_allowed(column: str, data_type: str) -> bool:
    """Whether values of a column may be shown at all."""

    def named(patterns: Iterable[str]) -> bool:
        return any(fnmatchcase(column, pattern) for pattern in patterns)

    if named(rules()["never"]):
        return False
    return data_type in _NUMBERS_AND_DATES or named(rules()["texts"])


def examples(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    columns: Mapping[str, str],
    is_about_people: bool,
) -> dict[str, list[str]]:
    """The examples of each column of a table (`schema.name`; columns: name → DuckDB type).

    Real rows go before made-up ones, the frequent value before the rare; a value that too few
    cases have is not shown where the table is about people.
    """
    who = "distinct case_key" if "case_key" in columns else "*"
    made_up = "bool_and(is_demo)" if "is_demo" in columns else "false"
    found = {}
    for name, data_type in columns.items():
        if not is_allowed(name, data_type):
            continue
        rows = connection.execute(
            f"""select cast("{name}" as varchar) as value, {made_up} as is_made_up
            from {table}
            where "{name}" is not null and length(cast("{name}" as varchar)) <= ?
            group by "{name}" having count({who}) >= ?
            order by is_made_up, count(*) desc, "{name}" limit ?""",
            [
                rules()["longest"],
                rules()["smallest"] if is_about_people else 1,
                rules()["count"],
            ],
        ).fetchall()
        found[name] = [value + (MADE_UP if is_made_up else "") for value, is_made_up in rows]
    return found

"""What following keys needs to know of a release, read once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

_PLACE = ("delivery_key", "sheet_name", "row_number")


class Release:
    """An open release: its connection, its rules (`quality.trace_rule`) and its catalogue.

    `rules` has the list of rules of each table, `columns` the columns and `keys` the one-column
    primary key of each, all by `schema.table`. Make one and follow thousands of keys with it.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self.columns: dict[str, list[str]] = {}
        for table, column in connection.execute(
            """select schema_name || '.' || table_name, column_name from duckdb_columns()
            where database_name = current_database() and not internal
            order by table_oid, column_index"""
        ).fetchall():
            self.columns.setdefault(table, []).append(column)
        self.keys: dict[str, str] = dict(
            connection.execute(
                """select schema_name || '.' || table_name, constraint_column_names[1]
                from duckdb_constraints()
                where database_name = current_database() and constraint_type = 'PRIMARY KEY'
                    and len(constraint_column_names) = 1"""
            ).fetchall()
        )
        self.rules: dict[str, list[dict[str, Any]]] = {}
        # A release that an earlier version of the project made has none.
        if "quality.trace_rule" in self.columns:
            for table, rule in connection.execute(
                "select table_name, rule from quality.trace_rule"
            ).fetchall():
                said = json.loads(rule)
                self.rules[table] = said if isinstance(said, list) else [said]

    def rules_of(self, table: str) -> list[dict[str, Any]]:
        return self.rules.get(table, [])

    def reporting_tables(self) -> dict[str, list[str]]:
        """The columns of each reporting table, without its schema."""
        return {
            table.removeprefix("reporting."): columns
            for table, columns in self.columns.items()
            if table.startswith("reporting.")
        }

    def has_place(self, table: str) -> bool:
        """Whether its rows say which row of which sheet they came from."""
        return set(self.columns[table]) >= set(_PLACE)

    def key_sql(self, table: str) -> str:
        """SQL of what a row of a table (as `fact`) is called: its key, else where it stands in a
        sheet, else its place in its table."""
        if column := self.keys.get(table):
            return f"cast(fact.{column} as varchar)"
        place = [f"fact.{name}" for name in _PLACE if name in self.columns[table]]
        return " || ':' || ".join(place) or "cast(fact.rowid as varchar)"

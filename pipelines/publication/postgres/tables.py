"""The tables of a release as PostgreSQL has them: columns, keys, indexes and comments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb
    from psycopg import sql

_TYPES = {
    "BOOLEAN": "boolean",
    "TINYINT": "smallint",
    "UTINYINT": "smallint",
    "SMALLINT": "smallint",
    "USMALLINT": "integer",
    "INTEGER": "integer",
    "UINTEGER": "bigint",
    "BIGINT": "bigint",
    "UBIGINT": "numeric(20,0)",
    "HUGEINT": "numeric(39,0)",
    "FLOAT": "real",
    "DOUBLE": "double precision",
    "VARCHAR": "text",
    "DATE": "date",
    "TIME": "time",
    "TIMESTAMP": "timestamp",
    "TIMESTAMP WITH TIME ZONE": "timestamptz",
    "UUID": "uuid",
}
_DECIMAL = re.compile(r"DECIMAL(\(\d+,\d+\))")
# What analysts and BI tools filter and join by, in every table that has it.
_FILTER = re.compile(r".*_(key|code)|as_of|measure")


class CopyError(Exception):
    """The copy was not made; the message says why and holds no value and no password."""


class UnknownTypeError(CopyError):
    """A column has a type that has no agreed counterpart in PostgreSQL."""


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    required: bool
    comment: str | None


@dataclass(frozen=True)
class ForeignKey:
    columns: tuple[str, ...]
    schema: str
    table: str
    referenced: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    schema: str
    name: str
    comment: str | None
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()

    @property
    def path(self) -> tuple[str, str]:
        return self.schema, self.name

    @property
    def indexed(self) -> list[tuple[str, ...]]:
        """What gets an index beside the primary key: foreign keys and the usual filters."""
        wanted = [key.columns for key in self.foreign_keys]
        wanted += [(column.name,) for column in self.columns if _FILTER.fullmatch(column.name)]
        return [columns for columns in dict.fromkeys(wanted)
                if columns != self.primary_key[: len(columns)]]  # fmt: skip


def postgres_type(duckdb_type: str) -> str:
    """The PostgreSQL type of a DuckDB type; UnknownTypeError if none is agreed."""
    if duckdb_type.endswith("[]"):
        return postgres_type(duckdb_type[:-2]) + "[]"
    if decimal := _DECIMAL.fullmatch(duckdb_type):
        return "numeric" + decimal[1]
    if duckdb_type not in _TYPES:
        raise UnknownTypeError(f"no PostgreSQL type is agreed for {duckdb_type}")
    return _TYPES[duckdb_type]


def tables_of(release: duckdb.DuckDBPyConnection, schemas: tuple[str, ...]) -> list[Table]:
    """The tables of a release, each after those that its foreign keys refer to."""
    columns: dict[tuple[str, str], list[Column]] = {}
    for schema, table, name, data_type, nullable, comment in release.execute(
        """select schema_name, table_name, column_name, data_type, is_nullable, comment
        from duckdb_columns() where schema_name in (select unnest(?))
        order by schema_name, table_name, column_index""",
        [list(schemas)],
    ).fetchall():
        columns.setdefault((schema, table), []).append(
            Column(name, postgres_type(data_type), not nullable, comment)
        )
    primary: dict[tuple[str, str], tuple[str, ...]] = {}
    foreign: dict[tuple[str, str], list[ForeignKey]] = {}
    for schema, table, kind, names, text, referred, referred_names in release.execute(
        """select schema_name, table_name, constraint_type, constraint_column_names,
            constraint_text, referenced_table, referenced_column_names
        from duckdb_constraints() where constraint_type in ('PRIMARY KEY', 'FOREIGN KEY')
        order by all"""
    ).fetchall():
        if kind == "PRIMARY KEY":
            primary[schema, table] = tuple(names)
        else:
            of = re.search(r'REFERENCES "?(\w+)"?\.', text)
            foreign.setdefault((schema, table), []).append(
                ForeignKey(tuple(names), of[1] if of else schema, referred, tuple(referred_names))
            )
    comments = {
        (schema, table): comment
        for schema, table, comment in release.execute(
            "select schema_name, table_name, comment from duckdb_tables()"
        ).fetchall()
    }
    found = {
        key: Table(
            *key,
            comments.get(key),
            tuple(columns[key]),
            primary.get(key, ()),
            tuple(foreign.get(key, ())),
        )
        for key in columns
    }
    order = TopologicalSorter(
        {key: [(one.schema, one.table) for one in table.foreign_keys
               if (one.schema, one.table) != key] for key, table in found.items()}
    )  # fmt: skip
    return [found[key] for key in order.static_order()]


def create(table: Table, schema: str) -> sql.Composed:
    """The statement that makes the table in this schema, without keys."""
    from psycopg import sql

    lines = [
        sql.SQL("{} {}{}").format(
            sql.Identifier(column.name),
            sql.SQL(column.type),  # type: ignore[arg-type]  # of _TYPES
            sql.SQL(" not null" if column.required else ""),
        )
        for column in table.columns
    ]
    return sql.SQL("create table {} ({})").format(
        sql.Identifier(schema, table.name), sql.SQL(", ").join(lines)
    )


def complete(table: Table, schema: str, schema_of: dict[str, str]) -> list[sql.Composed]:
    """The statements that add keys, indexes and comments to a table that has its rows.

    `schema_of`: where the tables of each schema are being built.
    """
    from psycopg import sql

    target = sql.Identifier(schema, table.name)
    statements = []
    for columns in table.indexed:
        statements.append(sql.SQL("create index on {} ({})").format(target, _names(columns)))
    for key in table.foreign_keys:
        statements.append(
            sql.SQL("alter table {} add foreign key ({}) references {} ({})").format(
                target,
                _names(key.columns),
                sql.Identifier(schema_of[key.schema], key.table),
                _names(key.referenced),
            )
        )
    if table.comment:
        statements.append(
            sql.SQL("comment on table {} is {}").format(target, sql.Literal(table.comment))
        )
    for column in table.columns:
        if column.comment:
            statements.append(
                sql.SQL("comment on column {} is {}").format(
                    sql.Identifier(schema, table.name, column.name), sql.Literal(column.comment)
                )
            )
    return statements


def primary_key(table: Table, schema: str) -> sql.Composed:
    """The statement that adds the primary key; every table's, before any foreign key."""
    from psycopg import sql

    return sql.SQL("alter table {} add primary key ({})").format(
        sql.Identifier(schema, table.name), _names(table.primary_key)
    )


def _names(columns: tuple[str, ...]) -> sql.Composed:
    from psycopg import sql

    return sql.SQL(", ").join(map(sql.Identifier, columns))

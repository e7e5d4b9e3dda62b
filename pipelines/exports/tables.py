"""What is exported: tables of the open zone, as they describe themselves."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

from pipelines.dictionary.entries import Entry, entries

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

OPEN_SCHEMAS = ("reporting", "marts", "quality")
# How dbt keeps the Indonesian label in a comment.
_LABEL = " | ID: "


@dataclass(frozen=True, kw_only=True)
class Described:
    """What a table or column says of itself: a label in Indonesian, descriptions in both."""

    label_id: str | None = None
    description_id: str | None = None
    description_en: str | None = None


@dataclass(frozen=True)
class Column(Described):
    """A column; unit: what a number of it counts, or percent."""

    name: str
    data_type: str
    unit: str | None = None


@dataclass(frozen=True)
class Table(Described):
    """A table with its columns in order."""

    schema: str
    name: str
    columns: tuple[Column, ...] = field(default=())

    @property
    def full_name(self) -> str:
        return f"{self.schema}.{self.name}"

    @property
    def says_demo(self) -> bool:
        return any(column.name == "is_demo" for column in self.columns)


def open_tables(connection: duckdb.DuckDBPyConnection) -> list[Table]:
    """The tables of the open zone in the connection's own database, reporting first."""
    found = connection.execute(
        """select tables.schema_name, tables.table_name, tables.comment,
            list(struct_pack(name := columns.column_name, type := columns.data_type,
                comment := columns.comment) order by columns.column_index)
        from duckdb_tables() as tables
        inner join duckdb_columns() as columns using (table_oid, database_name, schema_name)
        where tables.database_name = current_database() and not tables.internal
        group by all"""
    ).fetchall()
    written = _written(connection)
    tables = [
        Table(
            schema,
            name,
            **_texts(comment, written.get((schema, name, None))),
            columns=tuple(
                Column(
                    one["name"],
                    one["type"],
                    **_texts(one["comment"], written.get((schema, name, one["name"]))),
                    unit=getattr(written.get((schema, name, one["name"])), "unit", None),
                )
                for one in columns
            ),
        )
        for schema, name, comment, columns in found
    ]
    return sorted(tables, key=lambda table: (OPEN_SCHEMAS.index(table.schema), table.name))


def rows_of(
    connection: duckdb.DuckDBPyConnection, table: Table, batch_rows: int
) -> pa.RecordBatchReader:
    """All rows of a table, in the order in which they are stored."""
    return connection.sql(f"from {quoted(table)}").to_arrow_reader(batch_rows)


def count(connection: duckdb.DuckDBPyConnection, table: Table) -> tuple[int, int | None]:
    """The rows of a table, and how many of them are made up (None: the table does not say)."""
    demo = "count(*) filter (is_demo)" if table.says_demo else "null"
    row = connection.execute(f"select count(*), {demo} from {quoted(table)}").fetchone()
    assert row
    return row[0], row[1]


def quoted(table: Table) -> str:
    """The table's name for SQL."""
    return f'"{table.schema}"."{table.name}"'


def _written(
    connection: duckdb.DuckDBPyConnection,
) -> dict[tuple[str, str, str | None], Entry]:
    """The entries of the dictionary; none in a release older than it."""
    import duckdb

    try:
        written = entries(connection)
    except duckdb.CatalogException:
        return {}
    return {(one.schema_name, one.table_name, one.column_name): one for one in written}


def _texts(comment: str | None, written: Entry | None) -> dict[str, str | None]:
    """Label and descriptions: from the dictionary, else from the comment in the database."""
    if written:
        return {field.name: getattr(written, field.name) for field in fields(Described)}
    description, _, rest = (comment or "").partition(_LABEL)
    return {
        "label_id": rest.partition(" | ")[0] or None,
        "description_en": description or None,
    }

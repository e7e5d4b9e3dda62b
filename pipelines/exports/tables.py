"""What is exported: tables of the open zone, as they describe themselves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

OPEN_SCHEMAS = ("reporting", "marts", "quality")
# How dbt keeps the Indonesian label in a comment.
_LABEL = " | ID: "


@dataclass(frozen=True)
class Column:
    """A column with its label in Indonesian, its description, and what it counts."""

    name: str
    data_type: str
    label_id: str | None = None
    description_id: str | None = None
    description_en: str | None = None
    unit: str | None = None


@dataclass(frozen=True)
class Table:
    """A table with its label and its columns in order."""

    schema: str
    name: str
    label_id: str | None = None
    description_id: str | None = None
    description_en: str | None = None
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
    written = _dictionary(connection)
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
                    unit=(written.get((schema, name, one["name"])) or {}).get("unit"),
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


def _dictionary(
    connection: duckdb.DuckDBPyConnection,
) -> dict[tuple[str, str, str | None], dict[str, Any]]:
    """What `quality.dictionary` says of each table and column; nothing when there is none."""
    import duckdb

    try:
        rows = connection.execute(
            "select schema_name, table_name, column_name, label_id, description_id, "
            "description_en, unit from quality.dictionary"
        ).fetchall()
    except duckdb.CatalogException:
        return {}
    names = ("label_id", "description_id", "description_en", "unit")
    return {tuple(row[:3]): dict(zip(names, row[3:], strict=True)) for row in rows}


def _texts(comment: str | None, written: dict[str, Any] | None) -> dict[str, str | None]:
    """Label and descriptions: from the dictionary, else from the comment in the database."""
    if written:
        return {name: written[name] for name in ("label_id", "description_id", "description_en")}
    description, _, label = (comment or "").partition(_LABEL)
    return {
        "label_id": label or None,
        "description_id": None,
        "description_en": description or None,
    }

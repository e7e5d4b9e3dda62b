"""Opens landing.duckdb, the only state of the warehouse; one writer at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.imports import kept_out

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_HERE = Path(__file__).parent
ROW_GROUP = 61_440
"""Rows of a row group of the store: what is not yet one is held in memory. Half of DuckDB's own."""

# From this one on DuckDB has a compression for texts that costs less and keeps them in less room.
_FORMAT = f"row_group_size {ROW_GROUP}, storage_version 'v1.3.0'"


class OutdatedStoreError(Exception):
    """Another version of the project made the store; the next load brings it up to date."""

    def __init__(self) -> None:
        super().__init__(
            "landing was written by another version of the project; run `netralitas load` first"
        )


@cache
def sql(name: str) -> str:
    """The text of `<name>.sql` beside this module."""
    return (_HERE / f"{name}.sql").read_text(encoding="utf-8")


@contextmanager
def open_store(
    path: Path | None = None, read_only: bool = False, has_frames: bool = False
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in which landing.duckdb is the current catalog, its tables made unless it is
    opened read-only (of another version, that is an OutdatedStoreError); in memory without a path.

    has_frames: its results are wanted as data frames too; otherwise pandas is kept out meanwhile.
    """
    import duckdb

    with nullcontext() if has_frames else kept_out("pandas"):
        yield from _opened(duckdb.connect(":memory:"), path, read_only)


def _opened(
    connection: duckdb.DuckDBPyConnection, path: Path | None, read_only: bool
) -> Iterator[duckdb.DuckDBPyConnection]:
    try:
        connection.execute("set timezone = 'UTC'")
        # A second thread would mostly wait for the first here, and burn a core doing so.
        connection.execute("set threads = 1")
        # What a commit adds beyond this goes to the file at once, not to a log first.
        connection.execute("set checkpoint_threshold = '4MB'")
        mode = " (read_only)" if read_only else f" ({_FORMAT})"
        connection.execute(f"attach '{path or ':memory:'}' as landing_db{mode}")
        connection.execute("use landing_db")
        if not read_only:
            _make_schema(connection)
            if path:
                path.chmod(0o600)
        elif option(connection, "schema") != _version():
            raise OutdatedStoreError
        yield connection
    finally:
        connection.close()


def _version() -> str:
    return hashlib.sha256(sql("schema").encode()).hexdigest()


def _make_schema(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes the tables, unless they are there. Of a store that another version of the project has
    made, what was received is kept, and is understood again from the archive."""
    version = _version()
    connection.begin()  # a kill leaves the store as it was
    held = connection.execute(
        "select 1 from duckdb_tables() where database_name = 'landing_db' and table_name = 'build'"
    ).fetchone()
    if held:
        if option(connection, "schema") == version:
            connection.rollback()
            return
        kept = ("delivery", "build")
        for table in kept:
            connection.execute(f"create temporary table kept_{table} as from landing.{table}")
        connection.execute("drop schema landing cascade")
        connection.execute(sql("schema"))
        for table in kept:
            columns = ", ".join(
                row[0]
                for row in connection.execute(
                    """select column_name from duckdb_columns() where table_name = ?
                    and database_name = 'landing_db' intersect
                    select column_name from duckdb_columns() where table_name = ?""",
                    [table, f"kept_{table}"],
                ).fetchall()
            )
            connection.execute(
                f"insert into landing.{table} by name select {columns} from kept_{table}"
            )
            connection.execute(f"drop table kept_{table}")
        connection.execute("update landing.delivery set recogniser = null")
    else:
        connection.execute(sql("schema"))
    set_option(connection, "schema", version)
    connection.commit()


def append(
    connection: duckdb.DuckDBPyConnection, table: str, columns: dict[str, list[Any]]
) -> None:
    """Appends columns (equally long lists) to a landing table by name, as one Arrow batch."""
    import pyarrow as pa

    if not columns or not len(next(iter(columns.values()))):
        return
    arrays = {
        name: pa.array(values, pa.string()) if _is_text(values) else pa.array(values)
        for name, values in columns.items()
    }
    insert(connection, table, [pa.RecordBatch.from_pydict(arrays)])


def listed(keys: Iterable[str]) -> str:
    """Delivery keys, or names of fields, as they stand between the parentheses of SQL's `in ()`.

    Of a view such as landing.field_value only a list goes down to the tables: joined with a table
    of keys, the whole view would be made first.
    """
    return ", ".join(f"'{key}'" for key in keys) or "null"


def insert(
    connection: duckdb.DuckDBPyConnection, table: str, batches: list[pa.RecordBatch]
) -> None:
    """Appends Arrow batches of one schema to a landing table by name."""
    import pyarrow as pa

    connection.register("batch", pa.Table.from_batches(batches))
    connection.execute(f"insert into landing.{table} by name select * from batch")
    connection.unregister("batch")


def append_temporary(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    columns: dict[str, str],
    rows: list[tuple[Any, ...]],
) -> None:
    """Makes a temporary table of these columns (name → type) and rows; an earlier one goes."""
    typed = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    connection.execute(f"create or replace temporary table {table} ({typed})")
    if rows:
        places = ", ".join("?" * len(columns))
        connection.executemany(f"insert into {table} values ({places})", rows)


def _is_text(values: list[Any]) -> bool:
    """All-null columns need a type too: text."""
    return all(value is None or isinstance(value, str) for value in values)


def set_option(connection: duckdb.DuckDBPyConnection, name: str, value: str) -> None:
    connection.execute("insert or replace into landing.build values (?, ?)", [name, value])


def option(connection: duckdb.DuckDBPyConnection, name: str) -> str | None:
    row = connection.execute("select value from landing.build where name = ?", [name]).fetchone()
    return row[0] if row else None

"""Copies the current release into PostgreSQL, in one transaction.

Readers never see half of it. As long as the tables keep their shape, the rows that differ are
changed in place: that takes no lock that a reader could notice, and each query, or REPEATABLE READ
transaction, sees the rows of one release. (Renaming schemas would not do: PostgreSQL resolves names
by the newest catalog, so a transaction would go on in the other release.) When the shape changes,
the new tables are made beside the old ones and take their names while no reader is in the old ones.
"""

from __future__ import annotations

import hashlib
import json
import random
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pipelines.publication.postgres.tables import (
    Column,
    CopyError,
    Table,
    complete,
    create,
    primary_key,
    tables_of,
)
from pipelines.publication.release import OPEN_SCHEMAS

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb
    import psycopg

# One publication at a time in a database: the key of an advisory lock.
_LOCK = 0x6E65_7472
_BATCH = 10_000
# How long a change of shape waits for a moment without readers.
_PATIENCE = 120.0

_RELEASE = Table(
    "quality",
    "release",
    "The release that these tables hold, one row. | ID: Rilis",
    (
        Column("id", "text", True, "The release, as in `netralitas releases`. | ID: Rilis"),
        Column("published_at", "timestamptz", True, "When it was published. | ID: Terbit pada"),
        Column("schema_version", "integer", True, "Version of the tables. | ID: Versi skema"),
        Column("copied_at", "timestamptz", True, "When it was copied here. | ID: Disalin pada"),
        Column(
            "structure",
            "text",
            True,
            "Stands for columns, keys and texts of all tables: the same, nothing changed but rows. "
            "| ID: Sidik struktur",
        ),
    ),
)


@dataclass(frozen=True)
class Copied:
    release: str
    tables: int
    rows: int
    rebuilt: bool
    seconds: float


def copy_release(
    url: str,
    release: Path,
    reader: str,
    *,
    rebuild: bool = False,
    patience: float = _PATIENCE,
) -> Copied:
    """Makes the database hold this release (a folder), for the role `reader` to select from.

    `rebuild`: make the tables anew even if their shape is the same. Any error leaves the database
    as it was. Raises CopyError for what an operator can mend, and psycopg's errors.
    """
    import duckdb
    import psycopg

    started = time.monotonic()
    manifest = json.loads((release / "manifest.json").read_text())
    settings: dict[str, str | bool | int | float | list[str]] = {
        "enable_external_access": "false",
        "lock_configuration": "true",
    }
    with (
        duckdb.connect(str(release / "warehouse.duckdb"), read_only=True, config=settings) as file,
        psycopg.connect(url, **_defaults(url)) as connection,
    ):
        tables = [*tables_of(file, OPEN_SCHEMAS), _RELEASE]
        structure = _structure(tables)
        source = _Source(
            file,
            (
                manifest["id"],
                datetime.fromisoformat(manifest["published_at"]),
                manifest["schema_version"],
                datetime.now(UTC),
                structure,
            ),
        )
        _begin(connection, reader)
        held = _held_structure(connection)
        rebuild = rebuild or held != structure
        if rebuild:
            rows = _rebuild(connection, tables, source, reader, patience)
        else:
            rows = _replace(connection, tables, source)
            _grant(connection, OPEN_SCHEMAS, reader)
        connection.commit()
        # Room of rows that are gone, and fresh statistics; neither is in a reader's way.
        connection.autocommit = True
        with suppress(psycopg.Error):
            for table in tables:
                connection.execute(_sql("vacuum (analyze, truncate false) {}", table.path))
    return Copied(manifest["id"], len(tables), rows, rebuild, time.monotonic() - started)


def _defaults(url: str) -> dict[str, Any]:
    """Connection settings that the URL does not set itself."""
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    try:
        given = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        # libpq would print what it could not read, and that may be the password.
        raise CopyError("NETRALITAS_POSTGRES is not a libpq connection URL") from None
    defaults = {
        "connect_timeout": 10,
        "application_name": "netralitas",
        "client_encoding": "utf8",
        "keepalives_idle": 30,
        "tcp_user_timeout": 60_000,
    }
    return {name: value for name, value in defaults.items() if name not in given}


def _begin(connection: psycopg.Connection, reader: str) -> None:
    from psycopg import sql

    # A publication whose machine is gone must not hold its locks for ever.
    connection.execute("set local idle_in_transaction_session_timeout = '10min'")
    connection.execute("set local lock_timeout = '60s'")
    if not _one(connection, "select pg_try_advisory_xact_lock(%s)", _LOCK):
        raise CopyError("another publication into this database is under way")
    if not _one(connection, "select exists (select from pg_roles where rolname = %s)", reader):
        if not _one(
            connection,
            "select rolcreaterole or rolsuper from pg_roles where rolname = current_user",
        ):
            raise CopyError(
                f"the role {reader} does not exist; docs/postgres.md says how to make it"
            )
        connection.execute(sql.SQL("create role {} nologin").format(sql.Identifier(reader)))


def _held_structure(connection: psycopg.Connection) -> str | None:
    """The structure of the tables that are there; None if there are none.

    CopyError if there are schemas of these names that no publication made.
    """
    if _one(connection, "select to_regclass('quality.release')"):
        structure = _one(connection, "select structure from quality.release")
        return str(structure)
    strangers = [schema for schema in OPEN_SCHEMAS if _one(
        connection, "select to_regnamespace(%s)", schema)]  # fmt: skip
    if strangers:
        raise CopyError(
            f"the database has schemas that no publication made: {', '.join(strangers)}; "
            "rename or drop them, or publish into a database of its own"
        )
    return None


def _replace(connection: psycopg.Connection, tables: list[Table], source: _Source) -> int:
    """Changes the rows that differ: tables first that others refer to; rows last that go."""
    rows = 0
    for number, table in enumerate(tables):
        if not table.primary_key:
            connection.execute(_sql("delete from {}", table.path))
            rows += source.copy(connection, table, table.path)
            continue
        incoming = f"incoming_{number}"
        connection.execute(
            _sql(f"create temp table {incoming} (like {{}}) on commit drop", table.path)
        )
        rows += source.copy(connection, table, ("pg_temp", incoming))
        connection.execute(f"analyze pg_temp.{incoming}")
        connection.execute(_upsert(table, incoming))
    for number, table in reversed(list(enumerate(tables))):
        if table.primary_key:
            connection.execute(_delete_absent(table, f"incoming_{number}"))
    return rows


def _rebuild(
    connection: psycopg.Connection,
    tables: list[Table],
    source: _Source,
    reader: str,
    patience: float,
) -> int:
    """Makes all tables anew beside those that are there, then gives them their names."""
    building = {schema: f"{schema}_next" for schema in OPEN_SCHEMAS}
    for schema in building.values():
        connection.execute(_sql("create schema {}", (schema,)))
    rows = 0
    for table in tables:
        schema = building[table.schema]
        connection.execute(create(table, schema))
        # Frozen: a transaction that is older than these rows, but has read nothing yet, sees them
        # all rather than empty tables.
        rows += source.copy(connection, table, (schema, table.name), "(freeze)")
    for table in tables:
        if table.primary_key:
            connection.execute(primary_key(table, building[table.schema]))
    for table in tables:
        for statement in complete(table, building[table.schema], building):
            connection.execute(statement)
    _grant(connection, tuple(building.values()), reader)
    _drop(connection, patience)
    for schema, name in building.items():
        connection.execute(_sql("alter schema {} rename to {}", (name,), (schema,)))
    return rows


def _drop(connection: psycopg.Connection, patience: float) -> None:
    """Drops the old tables and schemas, once no reader is in any of them.

    A reader that waits for us while we wait for it would be a deadlock, and PostgreSQL might end
    the reader. So we wait for less than it takes PostgreSQL to look for deadlocks, let go, and try
    again.
    """
    import psycopg
    from psycopg import sql

    old = connection.execute(
        "select schemaname, tablename from pg_tables where schemaname = any(%s) order by 1, 2",
        [list(OPEN_SCHEMAS)],
    ).fetchall()
    if not old:
        return
    names = sql.SQL(", ").join(sql.Identifier(*name) for name in old)
    deadlock = _one(
        connection, "select setting::int from pg_settings where name = 'deadlock_timeout'"
    )
    deadline = time.monotonic() + patience
    while True:
        try:
            with connection.transaction():
                connection.execute(f"set local statement_timeout = {max(1, deadlock // 2)}")
                connection.execute(sql.SQL("lock table {} in access exclusive mode").format(names))
                connection.execute("set local statement_timeout = 0")
            break
        except (psycopg.errors.QueryCanceled, psycopg.errors.LockNotAvailable):
            if time.monotonic() > deadline:
                raise CopyError(
                    "the tables have a new shape, and readers did not leave the old ones: "
                    "end transactions that stay open, then `netralitas postgres`"
                ) from None
            time.sleep(random.uniform(0.1, 1.0))
    try:
        connection.execute(sql.SQL("drop table {}").format(names))
        for schema in OPEN_SCHEMAS:
            connection.execute(_sql("drop schema if exists {}", (schema,)))
    except psycopg.errors.DependentObjectsStillExist:
        raise CopyError(
            "the tables have a new shape, and views or other objects that are not ours stand on "
            "the old ones: drop those, then `netralitas postgres`"
        ) from None


def _grant(connection: psycopg.Connection, schemas: tuple[str, ...], reader: str) -> None:
    """Lets the role select from all tables, where it may not yet; it gets nothing else."""
    from psycopg import sql

    role = sql.Identifier(reader)
    for schema in schemas:
        if not _one(connection, "select has_schema_privilege(%s, %s, 'usage')", reader, schema):
            connection.execute(
                sql.SQL("grant usage on schema {} to {}").format(sql.Identifier(schema), role)
            )
    lacking = connection.execute(
        "select schemaname, tablename from pg_tables where schemaname = any(%s) "
        "and not has_table_privilege(%s, format('%%I.%%I', schemaname, tablename), 'select')",
        [list(schemas), reader],
    ).fetchall()
    if lacking:
        names = sql.SQL(", ").join(sql.Identifier(*name) for name in lacking)
        connection.execute(sql.SQL("grant select on {} to {}").format(names, role))


@dataclass(frozen=True)
class _Source:
    """Rows of a release's tables, and the row that says which release it is."""

    file: duckdb.DuckDBPyConnection
    release_row: tuple[Any, ...]

    def copy(
        self,
        connection: psycopg.Connection,
        table: Table,
        target: tuple[str, str],
        option: str = "",
    ) -> int:
        """Streams a table's rows into the target; returns how many."""
        from psycopg import sql

        statement = sql.SQL("copy {} ({}) from stdin {}").format(
            sql.Identifier(*target), _columns(table), sql.SQL(option)  # type: ignore[arg-type]
        )  # fmt: skip
        count = 0
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in self._rows(table):
                copy.write_row(row)
                count += 1
        return count

    def _rows(self, table: Table) -> Iterator[tuple[Any, ...]]:
        if table is _RELEASE:
            yield self.release_row
            return
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        found = self.file.execute(f'select {names} from "{table.schema}"."{table.name}"')
        while batch := found.fetchmany(_BATCH):
            yield from batch


def _upsert(table: Table, incoming: str) -> Any:
    from psycopg import sql

    others = [one.name for one in table.columns if one.name not in table.primary_key]
    if not others:
        action: sql.Composable = sql.SQL("nothing")
    else:
        fields = [sql.Identifier(name) for name in others]
        action = sql.SQL(
            "update set ({fields}) = row({new}) where ({old}) is distinct from ({new})"
        ).format(
            fields=sql.SQL(", ").join(fields),
            old=sql.SQL(", ").join(sql.SQL("held.") + field for field in fields),
            new=sql.SQL(", ").join(sql.SQL("excluded.") + field for field in fields),
        )
    return sql.SQL(
        "insert into {table} as held ({columns}) select {columns} from pg_temp.{incoming} "
        "on conflict ({key}) do {action}"
    ).format(
        table=sql.Identifier(*table.path),
        columns=_columns(table),
        incoming=sql.Identifier(incoming),
        key=sql.SQL(", ").join(map(sql.Identifier, table.primary_key)),
        action=action,
    )


def _delete_absent(table: Table, incoming: str) -> Any:
    from psycopg import sql

    return sql.SQL(
        "delete from {} as held where not exists (select from pg_temp.{} as new where {})"
    ).format(
        sql.Identifier(*table.path),
        sql.Identifier(incoming),
        sql.SQL(" and ").join(
            sql.SQL("new.{0} = held.{0}").format(sql.Identifier(name)) for name in table.primary_key
        ),
    )


def _structure(tables: list[Table]) -> str:
    """Stands for the shape of all tables: columns, types, keys, indexes and comments."""
    shape = [(repr(table), table.indexed) for table in tables]
    return hashlib.sha256(repr(sorted(shape)).encode()).hexdigest()[:16]


def _columns(table: Table) -> Any:
    from psycopg import sql

    return sql.SQL(", ").join(sql.Identifier(column.name) for column in table.columns)


def _one(connection: psycopg.Connection, query: str, *parameters: Any) -> Any:
    """The first value of the first row."""
    row = connection.execute(query, parameters).fetchone()  # type: ignore[arg-type]
    return row[0] if row else None


def _sql(text: str, *names: tuple[str, ...]) -> Any:
    """A statement with names in it."""
    from psycopg import sql

    return sql.SQL(text).format(*(sql.Identifier(*name) for name in names))  # type: ignore[arg-type]

"""The landing store outlives the project's own changes: what was received is never lost."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipelines.landing.store import OutdatedStoreError, open_store, option, set_option


def test_a_store_of_another_version_keeps_what_was_received_and_has_it_read_again(
    tmp_path: Path,
) -> None:
    path = tmp_path / "landing.duckdb"
    with duckdb.connect() as connection:
        connection.execute(f"attach '{path}' as landing_db")
        connection.execute("use landing_db")
        connection.execute(
            """create schema landing;
            create table landing.delivery (
                delivery_key varchar primary key, sha256 varchar not null,
                file_name varchar not null, file_name_masked varchar not null,
                size_bytes bigint not null, received_at timestamp not null,
                folder varchar not null, inbox_folder varchar not null, origin varchar not null,
                is_demo boolean not null, recogniser varchar, no_longer_kept varchar);
            create table landing.field (text varchar);
            create view landing.old as select * from landing.field;
            create table landing.build (name varchar primary key, value varchar);
            insert into landing.build values ('include_demo', 'true');
            insert into landing.delivery values
                ('k', 'k2', 'a.xlsx', 'a.xlsx', 7, '2024-03-14 01:00', 'inbox', '', 'office', false,
                 'an older one', 'x')"""
        )
    with open_store(path) as connection:
        kept = "select delivery_key, received_at::varchar, recogniser, status from landing.delivery"
        assert connection.execute(kept).fetchall() == [("k", "2024-03-14 01:00:00", None, None)]
        assert option(connection, "include_demo") == "true"
        tables = connection.execute("select table_name from duckdb_tables()").fetchall()
        assert ("field",) not in tables
        assert ("row",) in tables


def test_a_store_of_this_version_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "landing.duckdb"
    with open_store(path) as connection:
        connection.execute("insert into landing.nip_key values ('n', 'k')")
        set_option(connection, "include_demo", "false")
    with open_store(path) as connection:
        assert connection.execute("select * from landing.nip_key").fetchall() == [("n", "k")]


def test_a_store_of_another_version_is_not_read_before_a_load(tmp_path: Path) -> None:
    path = tmp_path / "landing.duckdb"
    with open_store(path) as connection:
        set_option(connection, "schema", "another")
    with (
        pytest.raises(OutdatedStoreError, match="run `netralitas load` first"),
        open_store(path, read_only=True),
    ):
        pass

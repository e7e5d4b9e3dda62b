"""The check that forbids publication names what is undescribed, and what is described and gone."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from pipelines.checks.dictionary import judge_dictionary
from pipelines.checks.outcome import Outcome
from pipelines.dictionary.entries import Entry, entries, write

_COLUMNS = ", ".join(
    f"{name} {'integer' if name == 'position' else 'varchar'}" for name in Entry.__annotations__
)


def _entry(table: str, column: str | None, description_id: str | None = "Penjelasan.") -> Entry:
    return Entry(
        "quality", table, column, 0, None, "Label", "Told.", description_id,
        unit=None, headings=None, comes_from=None, examples=None,
    )  # fmt: skip


@pytest.fixture
def candidate() -> Iterator[duckdb.DuckDBPyConnection]:
    """A candidate whose only tables are the dictionary and one of a single column."""
    with duckdb.connect() as connection:
        connection.execute(f"create schema quality; create table quality.dictionary ({_COLUMNS})")
        connection.execute("create table quality.one (n integer)")
        for table, column in connection.execute(
            "select table_name, column_name from duckdb_columns() where not internal"
        ).fetchall():
            connection.execute(f"comment on table quality.{table} is 'Told. | ID: Label'")
            connection.execute(f"comment on column quality.{table}.{column} is 'Told.'")
        described = [_entry("dictionary", column) for column in [None, *Entry.__annotations__]]
        write(connection, [*described, _entry("one", None), _entry("one", "n")])
        yield connection


def _said(candidate: duckdb.DuckDBPyConnection) -> Outcome:
    outcome = judge_dictionary(candidate)
    assert outcome.passed or outcome.blocks
    return outcome


def test_it_holds_where_all_is_described(candidate: duckdb.DuckDBPyConnection) -> None:
    assert _said(candidate).passed
    assert [entry.column_name for entry in entries(candidate) if entry.table_name == "one"] == [
        None,
        "n",
    ]


def test_a_column_without_an_entry_blocks(candidate: duckdb.DuckDBPyConnection) -> None:
    candidate.execute("alter table quality.one add column m integer")
    assert _said(candidate).detail == "quality.one.m has no entry"


@pytest.mark.parametrize("text", [None, " "])
def test_a_column_described_in_one_language_only_blocks(
    candidate: duckdb.DuckDBPyConnection, text: str | None
) -> None:
    candidate.execute(
        "update quality.dictionary set description_id = ? where column_name = 'n'", [text]
    )
    assert _said(candidate).detail == "quality.one.n has no Indonesian description"


def test_an_entry_of_what_is_not_there_blocks(candidate: duckdb.DuckDBPyConnection) -> None:
    candidate.execute("drop table quality.one")
    assert "quality.one is described and missing" in _said(candidate).detail


def test_a_comment_that_is_not_the_description_blocks(
    candidate: duckdb.DuckDBPyConnection,
) -> None:
    candidate.execute("comment on column quality.one.n is 'Else.'")
    assert _said(candidate).detail == "quality.one.n has a comment that is not its description"

"""Examples identify no one: by column, and by how many cases have the value."""

from __future__ import annotations

import duckdb
import pytest

from pipelines.dictionary.examples import examples, is_allowed


@pytest.mark.parametrize(
    "column",
    ["asn_key", "case_key", "report_key", "event_key", "delivery_key", "note", "detail",
     "sheet_name", "file_name", "citation", "title", "as_printed", "place", "organiser"],
)  # fmt: skip
def test_texts_and_keys_of_one_row_are_never_shown(column: str) -> None:
    assert not is_allowed(column, "VARCHAR")


@pytest.mark.parametrize("column", ["row_number", "old_row_number", "part"])
def test_the_place_of_a_row_is_never_shown(column: str) -> None:
    assert not is_allowed(column, "INTEGER")


@pytest.mark.parametrize("column", ["status_code", "election_key", "region_name", "name_id"])
def test_codes_and_names_of_things_are_shown(column: str) -> None:
    assert is_allowed(column, "VARCHAR")


def _shown(rows: str, is_about_people: bool = True) -> dict[str, list[str]]:
    with duckdb.connect() as connection:
        connection.execute(f"create table facts as {rows}")
        types = dict(
            connection.execute(
                "select column_name, data_type from duckdb_columns() where not internal"
            ).fetchall()
        )
        return examples(connection, "facts", types, is_about_people)


def test_a_value_that_four_cases_have_is_not_shown_and_that_of_five_is() -> None:
    assert _shown(
        "select i as case_key, if(i < 4, 'rare_one', 'proven') as status_code from range(9) t(i)"
    ) == {"case_key": [], "status_code": ["proven"]}


def test_five_rows_of_one_case_are_one_case() -> None:
    assert _shown("select 'c1' as case_key, date '2024-03-14' as decided_on from range(5)") == {
        "decided_on": []
    }


def test_a_code_of_a_reference_table_is_shown_though_it_is_there_once() -> None:
    assert _shown("select 'KE1' as code", is_about_people=False) == {"code": ["KE1"]}


def test_real_rows_go_first_and_a_value_of_made_up_rows_alone_says_so() -> None:
    assert _shown(
        """select 'made_up' as status_code, true as is_demo from range(50)
        union all select 'real', false from range(5)"""
    )["status_code"] == ["real", "made_up (demo)"]

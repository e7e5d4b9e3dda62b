"""The dictionary of a release: complete, true to the tables, and about no one."""

from __future__ import annotations

import duckdb
import pytest

from pipelines.dictionary.entries import Entry, entries
from tests.conftest import WarehouseHome


@pytest.fixture(scope="module")
def dictionary(demo_home: WarehouseHome) -> dict[tuple[str, str | None], Entry]:
    with duckdb.connect(str(demo_home.current_db), read_only=True) as connection:
        found = entries(connection)
    by_name = {(f"{one.schema_name}.{one.table_name}", one.column_name): one for one in found}
    assert len(by_name) == len(found)
    return by_name


def test_it_lists_each_table_and_column_once_itself_included(
    demo_home: WarehouseHome, dictionary: dict[tuple[str, str | None], Entry]
) -> None:
    there = demo_home.sql(
        "select schema_name || '.' || table_name, column_name from duckdb_columns() "
        "where database_name = current_database() and not internal"
    )
    assert set(dictionary) == {*there, *((table, None) for table, _ in there)}
    assert ("quality.dictionary", "examples") in dictionary


def test_a_comment_begins_with_the_description_and_goes_on_with_the_label(
    demo_home: WarehouseHome, dictionary: dict[tuple[str, str | None], Entry]
) -> None:
    comments = demo_home.sql(
        """select schema_name || '.' || table_name, column_name, comment from duckdb_columns()
        where database_name = current_database() and not internal
        union all
        select schema_name || '.' || table_name, null, comment from duckdb_tables()
        where database_name = current_database() and not internal"""
    )
    for table, column, comment in comments:
        entry = dictionary[table, column]
        start = f"{entry.description_en} | ID: {entry.label_id} | {entry.description_id}"
        assert comment == start or comment.startswith(f"{start} | Kolom asal: "), (table, column)


def test_a_column_is_led_back_to_what_it_is_made_of(
    dictionary: dict[tuple[str, str | None], Entry],
) -> None:
    assert dictionary["reporting.funnel_by_region", "proven"].comes_from == (
        "marts.fct_case.is_proven"
    )
    assert dictionary["marts.dim_source", "name"].comes_from == "reference.sources.name"
    assert dictionary["marts.fct_report", "violation_type_key"].comes_from == (
        "intermediate.int_record.violation_code"
    )


def test_a_column_has_the_headings_of_the_column_maps(
    dictionary: dict[tuple[str, str | None], Entry],
) -> None:
    headings = dictionary["marts.fct_report", "channel"].headings
    assert headings == "Sumber (Temuan/Laporan)"
    assert "kategori_pelanggaran" in (
        dictionary["marts.fct_report", "violation_type_key"].headings or ""
    )


def test_every_layout_reaches_some_table(
    demo_home: WarehouseHome, dictionary: dict[tuple[str, str | None], Entry]
) -> None:
    told = {
        layout
        for (table, column), entry in dictionary.items()
        # All layouts reach the list of deliveries: what counts is where their rows go.
        if column is None and table.startswith("marts.") and table != "marts.dim_delivery"
        for layout in (entry.comes_from or "").partition("layouts ")[2].split(", ")
    }
    used = {layout for (layout,) in demo_home.sql("select distinct layout from marts.dim_delivery")}
    assert used - {None} <= told


def test_no_example_is_a_key_of_a_person_or_of_a_row(
    demo_home: WarehouseHome, dictionary: dict[tuple[str, str | None], Entry]
) -> None:
    shown = {
        value.removesuffix(" (demo)")
        for entry in dictionary.values()
        for value in (entry.examples or "").split("; ")
    }
    assert {"proven", "KE2", "kasn"} <= shown
    keys = demo_home.sql(
        "select asn_key from marts.fct_case union select case_key from marts.fct_case "
        "union select report_key from marts.fct_report"
    )
    assert not shown & {key for (key,) in keys}

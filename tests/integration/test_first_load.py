"""The first load: real figures and made-up registers in, an audited star schema out."""

from __future__ import annotations

import re
import subprocess

from tests.conftest import WarehouseHome

SULTRA_2024 = """
    from marts.fct_published_figure as f
    inner join marts.dim_source as s using (source_key)
    left join marts.dim_region as r using (region_key)
    left join marts.dim_institution as i using (institution_key)
    where s.code = 'kasn' and f.period_label = '2023-2024'
"""


def test_the_summary_says_what_came_in_what_held_and_what_to_try_next(
    first_load: tuple[WarehouseHome, subprocess.CompletedProcess[str]],
) -> None:
    home, done = first_load
    for word in ("Deliveries", "data rows", "loaded", "rejected", "set aside", "passed", "failed",
                 "Contradictions found", "current.duckdb", "netralitas query"):  # fmt: skip
        assert word in done.stdout
    files, read, loaded, rejected, aside = (
        int(number.replace(",", ""))
        for number in re.search(
            r"together\s+([\d,]+)\s+([\d,]+)\s+([\d,]+)\s+([\d,]+)\s+([\d,]+)", done.stdout
        ).groups()  # type: ignore[union-attr]
    )
    assert files == home.sql("select count(*) from marts.dim_delivery")[0][0]
    assert read == loaded + rejected + aside > 0


def test_the_printed_stages_of_southeast_sulawesi_are_kept_as_printed(
    demo_home: WarehouseHome,
) -> None:
    stages = dict(
        demo_home.sql(
            f"select distinct measure, value {SULTRA_2024} "
            "and r.region_code = '74' and institution_key is null and member is null "
            "and f.citation ilike '%media%' and unit <> 'percent'"
        )
    )
    assert {
        "reported": 38, "processed": 35, "proven": 31, "not_proven": 4, "in_clarification": 3,
        "followed_up": 28, "not_followed_up": 4,
    }.items() <= stages.items()  # fmt: skip


def test_the_seven_governments_are_employers_not_territories(demo_home: WarehouseHome) -> None:
    rows = demo_home.sql(
        f"select r.region_code, max(f.value) {SULTRA_2024} and f.measure = 'reported' "
        "and institution_key is not null and r.province_code = '74' and f.as_of = '2024-03-14' "
        "and breakdown is not null group by 1 order by 2 desc, 1"
    )
    counts = [value for _, value in rows if value is not None]
    assert sorted(map(int, counts), reverse=True)[:7] == [21, 10, 2, 1, 1, 1, 1]


def test_contradictions_are_found_in_what_officials_printed(demo_home: WarehouseHome) -> None:
    contradicted = demo_home.sql(
        "select rule, left_value, right_value, base, base_assumed from quality.consistency "
        "where status = 'contradicted'"
    )

    def found(rule: str, *values: float) -> bool:
        return any(
            row[0] == rule and {float(row[1] or 0), float(row[2] or 0)} >= set(values)
            for row in contradicted
        )

    assert found("sum_of_parts", 37, 38)
    assert found("stage_identity", 31, 32)
    assert found("percentage", 72.2, 73.2)
    assert any(
        row[0] == "possible_percentage" and float(row[1]) == 23.5 and row[3] == 198 and row[4]
        for row in contradicted
    )


def test_two_sources_stand_side_by_side(demo_home: WarehouseHome) -> None:
    rows = demo_home.sql(
        "select source_a, value_a, source_b, value_b from reporting.source_agreement"
    )
    assert ("bawaslu", 76, "kasn", 177) in rows or ("kasn", 177, "bawaslu", 76) in rows


def test_what_is_not_printed_is_null_and_what_is_misprinted_stays(
    demo_home: WarehouseHome,
) -> None:
    palopo = demo_home.sql(
        "select value from marts.fct_published_figure inner join marts.dim_region "
        "using (region_key) where name ilike '%palopo%'"
    )
    assert palopo == [(None,)]
    majene = demo_home.sql(
        "select r.name, f.as_printed from marts.fct_published_figure as f "
        "inner join marts.dim_region as r using (region_key) where as_printed like '%Mojene%'"
    )
    assert majene
    assert all("Majene" in name for name, _ in majene)


def test_control_totals_match_but_the_one_that_is_known_not_to(demo_home: WarehouseHome) -> None:
    rows = {
        measure: (int(expected), int(actual), status)
        for measure, expected, actual, status in demo_home.sql(
            "select measure, expected, actual, status from quality.control_total "
            "where is_demo and region_code = '74' and unit = 'case' and source = 'kasn' "
            "and register_kind is null"
        )
    }
    assert rows["not_followed_up"] == (4, 3, "mismatch")
    printed = {
        "reported": 38, "processed": 35, "proven": 31, "not_proven": 4, "in_clarification": 3,
        "followed_up": 28,
    }  # fmt: skip
    for measure, number in printed.items():
        assert rows[measure] == (number, number, "match")
    known = demo_home.sql(
        "select known_difference, passed, c.severity from quality.control_total as t "
        'inner join quality.check_result as c on c."check" = t.control '
        "where measure = 'not_followed_up' and unit = 'case' and register_kind is null"
    )
    assert known == [(-1, False, "warn")]


def test_every_sheet_balances(demo_home: WarehouseHome) -> None:
    rows = demo_home.sql(
        "select nonempty, structural, read, loaded, rejected, set_aside, difference "
        "from quality.row_balance"
    )
    assert rows
    for nonempty, structural, read, loaded, rejected, aside, difference in rows:
        assert nonempty == structural + read
        assert read == loaded + rejected + aside
        assert difference == 0


def test_nothing_demo_hides_as_real(demo_home: WarehouseHome) -> None:
    for table in ("fct_report", "fct_case_event", "fct_case"):
        assert demo_home.sql(f"select distinct is_demo from marts.{table}") == [(True,)]
    assert demo_home.sql("select distinct is_demo from marts.fct_published_figure") == [(False,)]


def test_each_check_is_a_row_and_thirty_or_more_are_asset_checks(demo_home: WarehouseHome) -> None:
    kinds = dict(demo_home.sql("select kind, count(*) from quality.check_result group by 1"))
    assert {"dbt", "gx", "control_total", "consistency", "balance"} <= set(kinds)
    assert sum(kinds.values()) >= 30


def test_every_table_and_column_is_described(demo_home: WarehouseHome) -> None:
    assert (
        demo_home.sql(
            "select schema_name, table_name, column_name from duckdb_columns() "
            "where database_name = current_database() and not internal and comment is null"
        )
        == []
    )
    assert (
        demo_home.sql(
            "select table_name from duckdb_tables() "
            "where database_name = current_database() and comment is null"
        )
        == []
    )

"""The columns that a value is made of are found in the SQL, through whatever lies between."""

from __future__ import annotations

from pipelines.dictionary.lineage import column_sources

STAR = {
    "marts": {
        "fct_case": {"case_key": "VARCHAR", "is_proven": "INTEGER", "region_key": "VARCHAR"},
        "dim_region": {"region_key": "VARCHAR", "name": "VARCHAR"},
    }
}
SQL = """
    with cases as (select * from "marts"."fct_case"),
    counted as (
        select dim_region.name as place, count(cases.case_key) as cases,
            sum(cases.is_proven) as proven
        from cases inner join "marts"."dim_region" as dim_region
            on cases.region_key = dim_region.region_key
        group by 1
    )
    select cast(place as varchar) as region_name, cases, proven,
        round(100.0 * proven / cases, 1) as percent, 'cases' as basis
    from counted
"""


def test_a_column_is_followed_through_what_lies_between() -> None:
    found = column_sources(SQL, STAR)
    assert found["region_name"] == ["marts.dim_region.name"]
    assert found["proven"] == ["marts.fct_case.is_proven"]


def test_a_computed_column_is_made_of_all_that_it_needs() -> None:
    assert column_sources(SQL, STAR)["percent"] == [
        "marts.fct_case.case_key",
        "marts.fct_case.is_proven",
    ]


def test_what_only_joins_is_no_source_and_a_constant_has_none() -> None:
    found = column_sources(SQL, STAR)
    assert "marts.fct_case.region_key" not in {one for sources in found.values() for one in sources}
    assert found["basis"] == []


def test_sql_that_cannot_be_followed_says_nothing_rather_than_something_wrong() -> None:
    assert column_sources("select from where", STAR) == {}

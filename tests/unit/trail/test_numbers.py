"""Rules, on a release of a few rows that anybody can add up."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import duckdb
import pytest

from pipelines.trail import Release, trace
from pipelines.trail.rules import RuleError

Making = Callable[[Any], Release]


@pytest.fixture
def making() -> Making:
    """Makes a release with a table of totals, two lists behind it, and the rule given."""

    def make(rule: Any) -> Release:
        connection = duckdb.connect()
        connection.execute(
            """create schema marts; create schema quality; create schema reporting;
            create table marts.dim_delivery as
                select 'd1' as delivery_key, 'a.xlsx' as file_name, 'L1' as layout, '' as family,
                    false as is_demo;
            create table marts.fct_case (
                case_key varchar primary key, place varchar, person varchar, days integer,
                is_proven integer, delivery_key varchar, sheet_name varchar, row_number integer);
            insert into marts.fct_case values
                ('c1', 'north', 'p1', 3, 1, 'd1', 'S', 1),
                ('c2', 'north', 'p1', 5, 0, 'd1', 'S', 2),
                ('c3', 'north', 'p2', 9, 1, 'd1', 'S', 3),
                ('c4', null, null, null, 0, 'd1', 'S', 4);
            create table marts.fct_recap as
                select 'south' as place, 8 as value, 'd1' as delivery_key;
            create table reporting.total (
                place varchar, basis varchar, number double, half double);
            insert into reporting.total values
                ('north', 'cases', 2, 1), (null, 'cases', 0, 0), ('south', 'recap', 8, 4);
            create table quality.trace_rule (table_name varchar, rule varchar)"""
        )
        connection.execute(
            "insert into quality.trace_rule values ('reporting.total', ?)", [json.dumps(rule)]
        )
        return Release(connection)

    return make


def of_cases(measure: Any) -> dict[str, Any]:
    return {"fact": "fct_case", "match": {"place": "place"}, "measures": {"number": measure}}


@pytest.mark.parametrize(
    ("measure", "found", "facts"),
    [
        (1, 3, ["c1", "c2", "c3"]),
        ("is_proven", 2, ["c1", "c3"]),
        ({"sum": "days", "where": "fact.days > 3"}, 14, ["c2", "c3"]),
        ({"distinct": "person"}, 2, ["c1", "c2", "c3"]),
        ({"median": "days"}, 5, ["c1", "c2", "c3"]),
        ({"min": "days"}, 3, ["c1", "c2", "c3"]),
        ({"max": "days"}, 9, ["c1", "c2", "c3"]),
        ({"quantile": "days", "at": 0.25}, 4, ["c1", "c2", "c3"]),
    ],
)
def test_what_a_number_is_of_its_facts(
    making: Making, measure: Any, found: float, facts: list[str]
) -> None:
    trail = trace(making(of_cases(measure)), "total.number?place=north")
    assert trail.found == found
    assert trail.value == 2
    assert trail.agrees is (found == 2)
    assert [row.fact_key for row in trail.rows] == facts
    assert {(row.file_name, row.sheet_name) for row in trail.rows} == {("a.xlsx", "S")}


def test_a_person_of_two_cases_counts_with_the_first(making: Making) -> None:
    trail = trace(making(of_cases({"distinct": "person"})), "total.number?place=north")
    assert [(row.fact_key, row.weight) for row in trail.rows] == [("c1", 1), ("c2", 0), ("c3", 1)]


def test_null_matches_null_and_a_sum_over_nothing_is_0(making: Making) -> None:
    trail = trace(making(of_cases("is_proven")), "total.number?place=")
    assert (trail.value, trail.found, trail.agrees, trail.rows) == (0, 0, True, [])


def test_a_value_that_two_facts_state_differently_is_none(making: Making) -> None:
    trail = trace(making(of_cases({"value": "days"})), "total.number?place=north")
    assert (trail.found, trail.agrees) == (None, False)


def test_the_first_rule_that_holds_for_a_row_counts(making: Making) -> None:
    release = making(
        [
            {"when": "number.basis = 'cases'", **of_cases("is_proven")},
            {**of_cases({"value": "value"}), "fact": "fct_recap"},
        ]
    )
    for place, value in (("north", 2), ("", 0), ("south", 8)):
        trail = trace(release, f"total.number?place={place}")
        assert (trail.value, trail.agrees) == (value, True)
    both = trace(release, "total.number")
    assert (both.value, both.found, both.facts) == (10, 10, 3)
    assert sum(row.weight or 0 for row in both.rows) == 10


def test_a_row_for_which_no_rule_holds_does_not_agree(making: Making) -> None:
    release = making({"when": "number.basis = 'recap'", **of_cases(1)})
    assert trace(release, "total.number?place=north").agrees is False


@pytest.mark.parametrize(
    ("measure", "half"),
    [
        ({"ratio": ["number", {"sum": "1"}], "times": 1.5, "digits": 0}, 1),
        ({"difference": ["number", {"distinct": "is_proven"}]}, 0),
        ({"percent": ["number", {"sum": "days"}]}, 11.8),
    ],
)
def test_what_is_made_of_two_numbers_shows_both(making: Making, measure: Any, half: float) -> None:
    rule = of_cases("is_proven")
    rule["measures"]["half"] = measure
    release = making(rule)
    release.connection.execute("update reporting.total set half = ?", [half])
    trail = trace(release, "total.half?place=north")
    assert trail.agrees
    assert [part.agrees for part in trail.parts] == [True, True]
    assert (trail.parts[0].title, trail.parts[0].value) == ("number", 2)
    assert [row.fact_key for row in trail.parts[0].rows] == ["c1", "c3"]
    release.connection.execute("update reporting.total set half = half + 0.6")
    assert not trace(release, "total.half?place=north").agrees


@pytest.mark.parametrize(
    ("measure", "complaint"),
    [
        ({"mean": "days"}, "a measure is one of"),
        ({"sum": "days", "whre": "true"}, "a measure is one of"),
        ({"none": "unknown"}, "says why"),
        ({"percent": ["number"]}, "has two parts"),
        ({"percent": ["number", "place"]}, "is no number"),
    ],
)
def test_a_rule_that_says_nothing_is_an_error(making: Making, measure: Any, complaint: str) -> None:
    with pytest.raises(RuleError, match=complaint):
        trace(making(of_cases(measure)), "total.number?place=north")


def test_a_rule_without_a_fact_is_an_error(making: Making) -> None:
    with pytest.raises(RuleError, match="no fact"):
        trace(making({"measures": {"number": 1}}), "total.number?place=north")

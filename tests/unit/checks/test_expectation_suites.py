"""Expectation suites pass on sound frames, fail on spoilt ones, and never tell a value."""

from __future__ import annotations

import json

import pandas
import pytest

from pipelines.checks import expectation_suites
from pipelines.checks.expectation_suites import SUITES, ExpectationOutcome, run_suite, suites

SECRET = "Rahasia Sampelawa"


def _sanctions(**changes: object) -> pandas.DataFrame:
    columns: dict[str, object] = {
        "person_name": [SECRET, "Contoh Kedua"],
        "nip": ["198001012005011901", "19800101 200501 2 902"],
        "sanction": ["Teguran lisan", "Teguran lisan"],
        "decree_number": ["1/2024", "2/2024"],
        "decree_date": ["14 Maret 2024", "2024-03-15"],
        "effective_from": ["14/03/2024", ""],
    }
    return pandas.DataFrame(columns | changes)


def test_every_suite_names_its_target_and_every_expectation_its_severity() -> None:
    assert suites()
    for suite in suites():
        assert bool(suite.layout and suite.family) != bool(suite.table)
        content = json.loads((SUITES / f"{suite.name}.json").read_text(encoding="utf-8"))
        assert content["name"] == suite.name
        for expectation in content["expectations"]:
            assert expectation["meta"]["severity"] in ("block", "warn")
            assert expectation["meta"]["note"]


def test_check_names_are_unique_in_a_suite() -> None:
    for name in [suite.name for suite in suites()]:
        content = json.loads((SUITES / f"{name}.json").read_text(encoding="utf-8"))
        names = [expectation_suites._check(name, one) for one in content["expectations"]]
        assert len(set(names)) == len(names), name


def test_a_sound_delivery_passes() -> None:
    outcomes = run_suite("delivery_L6", _sanctions())
    assert outcomes
    assert [one for one in outcomes if not one.passed or one.raised] == []


def test_a_spoilt_delivery_fails_with_counts_and_without_values() -> None:
    outcomes = run_suite("delivery_L6", _sanctions(nip=["", "1.98001E+17"]))
    failed = {one.check: one for one in outcomes if not one.passed}
    missing = failed["delivery_L6-column_values_to_not_be_null-nip"]
    assert missing.severity == "warn"
    assert missing.detail.startswith("1 of 2 rows unexpected")
    assert "delivery_L6-column_values_to_match_regex-nip" in failed
    assert all(SECRET not in one.detail and "98001" not in one.detail for one in outcomes)


def test_no_rows_block() -> None:
    outcomes = run_suite("delivery_L6", _sanctions().head(0))
    rows = next(one for one in outcomes if "row_count" in one.check)
    assert not rows.passed
    assert rows.severity == "block"


def test_an_expectation_that_cannot_be_evaluated_is_an_error_of_ours() -> None:
    outcomes = run_suite("delivery_L6", _sanctions().drop(columns=["sanction"]))
    raised = [one for one in outcomes if one.raised]
    assert "delivery_L6-column_values_to_not_be_null-sanction" in [one.check for one in raised]
    assert not any(one.passed for one in raised)


def test_a_column_of_another_kind_blocks_only_where_many_values_say_so() -> None:
    def outcome(texts: list[str]) -> ExpectationOutcome:
        frame = pandas.DataFrame({"nip": texts, "sanction": "Teguran lisan", "person_name": SECRET})
        frame = frame.assign(decree_number="", decree_date="", effective_from="")
        check = "delivery_L6-column_values_to_match_regex-nip-at_all"
        return next(one for one in run_suite("delivery_L6", frame) if one.check == check)

    assert outcome([SECRET] * 20).severity == "block"
    assert not outcome([SECRET] * 20).passed
    assert outcome([SECRET] * 19).passed
    assert outcome([SECRET] * 19 + [""] * 20).passed
    assert outcome(["1,98001E+17"] * 20).passed  # spoilt by the office's spreadsheet, not by us


@pytest.mark.parametrize("name", [suite.name for suite in suites() if suite.layout])
def test_in_what_arrives_only_shape_and_whole_columns_block(name: str) -> None:
    content = json.loads((SUITES / f"{name}.json").read_text(encoding="utf-8"))
    blocking = [one for one in content["expectations"] if one["meta"]["severity"] == "block"]
    assert len(blocking) >= 3
    for one in blocking:
        if one["type"] not in ("expect_table_row_count_to_be_between", "expect_column_to_exist"):
            assert one["meta"]["at_least"] >= 20
            assert one["kwargs"]["mostly"] <= 0.1


def test_an_unknown_suite_is_refused() -> None:
    with pytest.raises(FileNotFoundError):
        run_suite("no_such_suite", _sanctions())

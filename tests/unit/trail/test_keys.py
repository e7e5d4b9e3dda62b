"""The shapes of a key: numbers, rows of sheets, and all else."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.trail.keys import BadKeyError, NumberKey, RowKey, number_key, parse

TABLES = {"funnel_by_region": ["region_code", "month", "is_demo", "proven"]}


def test_a_numbers_key_is_read_back_as_it_was_made() -> None:
    where = {"region_code": "74 & 75 = 50 %", "month": date(2024, 2, 1), "is_demo": True}
    key = number_key("funnel_by_region", "proven", where)
    assert key == (
        "funnel_by_region.proven?region_code=74%20%26%2075%20%3D%2050%20%25"
        "&month=2024-02-01&is_demo=true"
    )
    assert parse(key, TABLES) == NumberKey(
        "funnel_by_region",
        "proven",
        (("region_code", "74 & 75 = 50 %"), ("month", "2024-02-01"), ("is_demo", "true")),
    )


def test_null_is_an_empty_value() -> None:
    key = number_key("funnel_by_region", "proven", {"region_code": None})
    assert key == "funnel_by_region.proven?region_code="
    parsed = parse(key, TABLES)
    assert isinstance(parsed, NumberKey)
    assert parsed.where == (("region_code", None),)


def test_a_whole_column_and_its_schema_may_be_named() -> None:
    whole = NumberKey("funnel_by_region", "proven", ())
    assert parse("funnel_by_region.proven", TABLES) == whole
    assert parse("reporting.funnel_by_region.proven", TABLES) == whole


def test_a_sheets_name_may_hold_any_sign() -> None:
    assert parse("541c86b1:Sheet1 (2): a.b:17", TABLES) == RowKey("541c86b1", "Sheet1 (2): a.b", 17)


def test_what_is_neither_is_the_key_of_a_fact() -> None:
    assert parse(" pf-146 ", TABLES) == "pf-146"
    assert parse("kasn.2020.1", TABLES) == "kasn.2020.1"


@pytest.mark.parametrize(
    ("key", "advice"),
    [
        ("", "that is no key"),
        ("two words", "that is no key"),
        ("funnel_by_region", "name one of its columns"),
        ("funnel.proven?region_code=74", "did you mean funnel_by_region"),
        ("funnel_by_region.provn", "did you mean proven"),
        ("funnel_by_region.proven?region=74", "did you mean region_code"),
        ("funnel_by_region.proven?region_code", "not dim=value"),
        ("541c86b1:csv:last", "its number in the sheet"),
        (":csv:17", "its number in the sheet"),
    ],
)
def test_a_bad_key_is_told_what_would_be_good(key: str, advice: str) -> None:
    with pytest.raises(BadKeyError, match=advice):
        parse(key, TABLES)

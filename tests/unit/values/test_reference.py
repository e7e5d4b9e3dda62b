"""The code tables hold together: codes exist where others point, names do not collide."""

from __future__ import annotations

import csv
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from pipelines.values import Reference, interpret
from pipelines.values.regions import match_region

FOLDER = Path(__file__).resolve().parents[3] / "data" / "reference"


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_regions_are_38_provinces_514_regencies_and_cities_and_the_country() -> None:
    current = [
        row for row in rows("regions.csv") if row["region_code"] == row["current_region_code"]
    ]
    assert Counter(row["kind"] for row in current) == {
        "country": 1,
        "province": 38,
        "regency": 416,
        "city": 98,
    }


def test_old_codes_of_papua_lead_to_the_region_of_the_same_name() -> None:
    regions = {row["region_code"]: row for row in rows("regions.csv")}
    old = [row for code, row in regions.items() if code != row["current_region_code"]]
    assert len(old) == 26
    for row in old:
        assert regions[row["current_region_code"]]["name"] == row["name"]
        assert row["valid_to"] < regions[row["current_region_code"]]["valid_from"]


def test_every_code_that_a_table_points_to_exists() -> None:
    regions = {row["region_code"] for row in rows("regions.csv")}
    assert {row["region_code"] for row in rows("region_aliases.csv")} <= regions
    assert {row["province_code"] for row in rows("regions.csv")} - {""} <= regions
    sanctions = {row["sanction_code"] for row in rows("sanctions.csv")}
    types = rows("violation_types.csv")
    assert {row["prescribed_sanction_code"] for row in types} <= sanctions
    tables = {
        "measure": "measures.csv",
        "source": "sources.csv",
        "election": "elections.csv",
        "violation": "violation_types.csv",
    }
    words = rows("words.csv")
    for name, table in tables.items():
        codes = {row["code"] for row in rows(table)}
        assert {row["code"] for row in words if row["list"] == name} <= codes, name
    assert {row["code"] for row in words if row["list"] == "sanction"} <= sanctions
    institutions = {row["institution_code"] for row in rows("institutions.csv")}
    assert {row["code"] for row in words if row["list"] == "institution"} <= institutions
    classes = {row["code"] for row in rows("position_classes.csv")}
    assert {row["code"] for row in rows("position_words.csv")} <= classes | {""}


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("regions.csv", "region_code"),
        ("institutions.csv", "institution_code"),
        ("violation_types.csv", "code"),
        ("sanctions.csv", "sanction_code"),
        ("elections.csv", "code"),
        ("measures.csv", "code"),
        ("position_words.csv", "word"),
    ],
)
def test_keys_are_unique(table: str, key: str) -> None:
    assert [code for code, n in Counter(row[key] for row in rows(table)).items() if n > 1] == []


def test_an_alias_is_listed_once_for_a_region() -> None:
    pairs = Counter((row["alias"], row["region_code"]) for row in rows("region_aliases.csv"))
    assert pairs.most_common(1)[0][1] == 1


def test_a_date_falls_into_one_election_window_at_most() -> None:
    windows = sorted((row["window_from"], row["window_to"]) for row in rows("elections.csv"))
    assert all(first[1] < second[0] for first, second in pairwise(windows))
    for row in rows("elections.csv"):
        assert row["window_from"] <= row["campaign_from"] <= row["campaign_to"]
        assert row["campaign_to"] < row["voting_date"] <= row["window_to"]


def test_the_nineteen_types_have_the_stage_of_the_decree() -> None:
    types = {row["code"]: row for row in rows("violation_types.csv")}
    assert len(types) == 19
    before = {code for code, row in types.items() if row["stage"] == "before_candidacy"}
    assert before == {*(f"KE{n}" for n in range(1, 8)), "D3", "D9", "D11"}
    assert {row["class"] for code, row in types.items() if code[0] == "K"} == {"ethics"}


def test_an_alias_is_not_the_name_of_another_region(reference: Reference) -> None:
    codes: dict[str, set[str]] = {}
    for row in rows("region_aliases.csv"):
        codes.setdefault(row["alias"], set()).add(row["region_code"])
    for alias, meant in codes.items():
        match = match_region(alias, "", reference)
        if len(meant) == 1:
            assert match.code == meant.pop(), alias
        else:
            # On file for several regions: ambiguous, and settled by the province where it can be.
            assert match.reason_code == "region_ambiguous", alias
            for code in meant:
                inside = interpret("region", code[:2], alias, reference)
                assert inside.value in {*meant, None}, alias


def test_every_official_name_is_found_in_every_usual_writing(reference: Reference) -> None:
    for region in reference.regions.values():
        if region.region_code != region.current_region_code or region.kind == "country":
            continue
        prefix = "Provinsi " if region.kind == "province" else ""
        name = prefix + region.name
        writings = [name, name.upper(), f" {name}. ", re.sub("^Kabupaten ", "Kab. ", name)]
        for text in writings:
            assert interpret("region", "", text, reference).value == region.region_code, text


def test_every_code_of_a_list_is_a_spelling_of_itself(reference: Reference) -> None:
    for row in rows("words.csv"):
        if row["list"] in {"status", "finding", "channel", "measure", "unit", "source", "election"}:
            assert interpret(row["list"], "", row["code"], reference).value == row["code"]


def test_every_exact_spelling_means_its_code(reference: Reference) -> None:
    simple = {"status", "finding", "channel", "election_stage", "sanction_level", "forwarded_to"}
    for row in rows("words.csv"):
        if row["list"] in simple and "*" not in row["word"]:
            assert interpret(row["list"], "", row["word"].upper(), reference).value == row["code"]

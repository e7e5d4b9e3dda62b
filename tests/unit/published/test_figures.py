"""The published figures: every listed one exactly once, all that the articles print, well coded."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PUBLISHED = ROOT / "data" / "published"
REFERENCE = ROOT / "data" / "reference"
LISTED = ROOT.parent / "shared" / "reference" / "published_figures.csv"
STATED_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


FIGURES = _rows(PUBLISHED / "figures.csv")
BY_ID = {figure["figure_id"]: figure for figure in FIGURES}


def _codes(name: str, column: str) -> set[str]:
    return {row[column] for row in _rows(REFERENCE / name)}


def _values(**wanted: str) -> list[str]:
    return [
        figure["value"]
        for figure in FIGURES
        if figure["publisher"] == "Mediakendari"
        and all(figure[column] == value for column, value in wanted.items())
    ]


def test_ids_are_unique() -> None:
    assert len(BY_ID) == len(FIGURES)


def test_every_listed_figure_is_there_exactly_once() -> None:
    if not LISTED.exists():
        pytest.skip(f"the list of published figures is not beside the project: {LISTED.name}")
    listed = Counter(
        (row["publisher"], row["url_or_title"], f"{row['measure']}: {row['value']} {row['unit']}",
         row["value"], row["scope_period"])
        for row in _rows(LISTED)
    )  # fmt: skip
    kept = Counter(
        (f["publisher"], f["locator"], f["as_printed"], f["value"], f["period_label"])
        for f in FIGURES
        if f["figure_id"].startswith("pf-")
    )
    assert sum(listed.values()) == 202
    assert kept == listed


@pytest.mark.parametrize(
    ("column", "codes"),
    [
        ("measure", _codes("measures.csv", "code")),
        ("source", _codes("sources.csv", "code")),
        ("election", _codes("elections.csv", "code") | {""}),
        ("region_code", _codes("regions.csv", "region_code")),
        ("about", {"territory", "government"}),
        ("as_of_basis", {"printed", "event_date", "publication_date", ""}),
        ("base_basis", {"printed", "assumed", ""}),
        ("breakdown_complete", {"yes", "no", ""}),
    ],
)
def test_codes_are_known(column: str, codes: set[str]) -> None:
    assert {figure[column] for figure in FIGURES} <= codes


def test_dates_are_as_precise_as_known_and_say_where_they_come_from() -> None:
    for figure in FIGURES:
        for column in ("as_of", "published_on"):
            assert not figure[column] or STATED_DATE.fullmatch(figure[column]), figure["figure_id"]
        assert bool(figure["as_of"]) == bool(figure["as_of_basis"]), figure["figure_id"]
        assert figure["citation"], figure["figure_id"]
        assert figure["locator"], figure["figure_id"]


def test_a_date_whose_day_is_uncertain_is_a_month() -> None:
    assert BY_ID["pf-047"]["published_on"] == "2020-06"
    # "s.d. 15 Jun 2020" is printed in the period: better than the date of publication.
    assert (BY_ID["pf-047"]["as_of"], BY_ID["pf-047"]["as_of_basis"]) == ("2020-06-15", "printed")
    assert (BY_ID["pf-107"]["as_of"], BY_ID["pf-107"]["as_of_basis"]) == (
        "2024-02",
        "publication_date",
    )


def test_a_printed_per_date_is_the_as_of_date() -> None:
    per = [f for f in FIGURES if f["period_label"] == "Pilkada 2020 per 26 Nov 2020"]
    assert {(f["as_of"], f["as_of_basis"]) for f in per} == {("2020-11-26", "printed")}


def test_the_stages_of_southeast_sulawesi_are_as_printed() -> None:
    territory = {"region_code": "74", "about": "territory", "period_label": "2023-2024"}
    for measure, value in [
        ("reported", "38"), ("processed", "35"), ("proven", "31"), ("not_proven", "4"),
        ("in_clarification", "3"), ("followed_up", "28"), ("not_followed_up", "4"),
    ]:  # fmt: skip
        assert value in _values(measure=measure, **territory)


def test_the_seven_governments_and_their_total_are_as_printed() -> None:
    parts = _values(breakdown="mediakendari-sultra-governments")
    assert parts == ["21", "10", "2", "1", "1", "1", "1"]
    assert BY_ID["mediakendari-sultra-total-restated"]["value"] == "38"


def test_the_national_figures_are_as_printed() -> None:
    national = {"region_code": "ID", "member": ""}
    assert _values(measure="reported", **national) == ["421"]
    assert _values(measure="proven", **national) == ["198"]
    assert _values(measure="followed_up", **national) == ["143"]
    assert BY_ID["mediakendari-national-followed-up-share"]["value"] == "73.2"


def test_lists_of_shares_are_as_printed() -> None:
    assert _values(breakdown="mediakendari-top5-positions") == [
        "25.3", "23.5", "16.3", "15.3", "9.7",
    ]  # fmt: skip
    assert _values(breakdown="mediakendari-top5-violations") == [
        "25", "16.9", "13.8", "12.3", "9.2",
    ]  # fmt: skip


def test_what_is_not_printed_is_empty_and_a_slip_is_kept() -> None:
    assert BY_ID["mediakendari-top5-government-palopo"]["value"] == ""
    majene = BY_ID["mediakendari-top5-government-majene"]
    assert "Mojene" in majene["as_printed"]
    assert majene["region_code"] == "76.05"


def test_two_institutions_speak_of_2020() -> None:
    said = {
        (f["source"], f["value"])
        for f in FIGURES
        if f["measure"] == "cases"
        and f["region_code"] == "74"
        and f["period_label"] == "tahun 2020"
    }
    assert said == {("kasn", "177"), ("bawaslu", "76")}


def test_a_list_is_complete_only_where_all_its_members_say_so() -> None:
    lists = defaultdict(set)
    for figure in FIGURES:
        if figure["breakdown"]:
            lists[figure["breakdown"]].add(
                (figure["breakdown_complete"], figure["breakdown_total"], figure["citation"])
            )
    for name, said in lists.items():
        assert len(said) == 1, name
        (complete, total, _) = next(iter(said))
        assert complete in {"yes", "no"}, name
        assert complete == "no" or total in BY_ID, name
        assert not ("top" in name and complete == "yes"), name


def test_a_base_is_given_with_its_basis() -> None:
    assert all(bool(figure["base"]) == bool(figure["base_basis"]) for figure in FIGURES)

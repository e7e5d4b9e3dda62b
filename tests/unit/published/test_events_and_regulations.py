"""Prevention events and regulations as the articles print them, with the reference meant."""

from __future__ import annotations

import csv
from pathlib import Path

PUBLISHED = Path(__file__).resolve().parents[3] / "data" / "published"


def _rows(name: str) -> list[dict[str, str]]:
    with (PUBLISHED / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


EVENTS = _rows("outreach.csv")
REGULATIONS = _rows("regulations.csv")


def test_two_articles_tell_of_the_same_meeting() -> None:
    ids = {event["outreach_id"] for event in EVENTS}
    retold = [event for event in EVENTS if event["same_event_as"]]
    assert [event["event_date"] for event in retold] == ["2024-03-14"]
    assert all(event["same_event_as"] in ids for event in retold)
    assert len(ids) - len(retold) == 4


def test_participants_are_empty_where_none_are_counted() -> None:
    assert {e["kind"]: e["participants"] for e in EVENTS} == {
        "rakor": "", "sosialisasi": "", "bimtek": "70",
    }  # fmt: skip


def test_a_plainly_wrong_reference_is_kept_and_the_one_meant_is_given() -> None:
    corrected = [r for r in REGULATIONS if r["corrected"] == "yes"]
    meant = {(r["kind"], r["number"], r["year"]) for r in corrected}
    assert meant == {
        ("UU", "20", "2023"), ("PP", "42", "2004"), ("PP", "94", "2021"),
        ("Keputusan Bersama", "2", "2022"),
    }  # fmt: skip
    assert any("Nomor 20 tahun 2003" in r["as_printed"] for r in corrected)
    assert any("42/2024" in r["as_printed"] for r in corrected)
    assert any("UUD Nomor 20 tahun 2023" in r["as_printed"] for r in corrected)


def test_the_joint_decree_is_one_decree_however_it_is_printed() -> None:
    decrees = [r for r in REGULATIONS if r["kind"] == "Keputusan Bersama"]
    assert {(r["number"], r["year"]) for r in decrees} == {("2", "2022")}
    (slip,) = (r for r in decrees if r["corrected"] == "yes")
    assert "20/2022" in slip["as_printed"]


def test_every_row_says_where_it_stands() -> None:
    for row in EVENTS + REGULATIONS:
        assert row["as_printed"]
        assert row["citation"]
        assert row["locator"]

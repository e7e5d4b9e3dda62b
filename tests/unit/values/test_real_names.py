"""Region names and words found in real files, read from where they stand beside the project."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from pipelines.values import Reference, interpret


def test_region_variants_never_get_a_wrong_code(shared: Path, reference: Reference) -> None:
    tally: dict[str, Counter[str]] = {}
    with (shared / "reference" / "region_variants.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            meaning = interpret("region", "", row["variant"], reference)
            if row["status"] == "ambiguous":
                assert meaning.reason_code == "region_ambiguous", row["variant"]
                continue
            assert meaning.value in {row["code"], None}, row["variant"]
            kind = "plain" if row["status"] == "trivial_case_prefix" else "other"
            tally.setdefault(kind, Counter())["right" if meaning.value else "left"] += 1
            # With the province known, no plain name is left open.
            inside = interpret("region", row["code"][:2], row["variant"], reference)
            assert inside.value == row["code"] or kind == "other", row["variant"]
    assert tally["plain"]["right"] / tally["plain"].total() >= 0.995
    assert tally["other"]["right"] / tally["other"].total() >= 0.95


def test_types_of_the_decree_are_known_by_their_phrase(shared: Path, reference: Reference) -> None:
    path = shared / "reference" / "skb_violation_types.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            stage = "before_candidacy" if row["stage"] == "bakal calon" else "campaign"
            for context in ("", stage):
                meaning = interpret("violation", context, row["type_id"], reference)
                assert meaning.value == row["code"], (context, row["code"])


def test_the_register_of_2019_has_47_asn_and_no_unreadable_place_or_date(
    shared: Path, reference: Reference
) -> None:
    path = shared / "real" / "bawaslu_pemilu_2019" / "pemilu.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file) if row[0].strip().isdigit()]
    assert len(rows) == 165
    subjects = [interpret("subject_kind", "", row[7], reference) for row in rows]
    assert Counter(m.value or m.reason_code for m in subjects) == {
        "asn": 47,
        "not_asn": 111,
        "subject_undecided": 7,
    }
    for row in rows:
        province = interpret("province", "", row[1], reference)
        assert province.value is not None
        for kind, context, text in (
            ("region", province.value, row[2]),
            ("date", "1900", row[3]),
            ("date", "1900", row[4]),
            ("election_stage", "", row[5]),
            *(("tick", "", cell) for cell in row[8:12]),
        ):
            assert interpret(kind, context, text, reference).reason_code is None, (kind, text)

"""Dates of one row that contradict its NIP, its letter's number or each other."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pipelines.landing.contradictions import SHOWN
from pipelines.landing.row_rules import contradicted_dates
from pipelines.landing.settle import settle
from pipelines.layouts.record_kinds import FIELDS
from pipelines.layouts.slots import Slot
from pipelines.values import Reference
from pipelines.values.meanings import Meanings
from tests.unit.layouts.conftest import Cells, Understand
from tests.unit.layouts.test_every_layout import L2, L3, L7

CASES = Path(__file__).parent / "cases" / "row_rules.csv"


def cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("case", cases(), ids=lambda c: "-".join(filter(None, c.values()))[:80])
def test_what_two_cells_of_a_row_say(case: dict[str, str], reference: Reference) -> None:
    slots = [Slot(case[name], "text", "reject", False, ()) for name in ("field", "date_field")]
    values = [[case["value"] or None], [case["date"] or None]]
    found = [m.reason_code for _, _, m in contradicted_dates(slots, values, reference.row_rules)]
    assert found == ([case["reason_code"]] if case["reason_code"] else [])


def test_every_rule_is_about_fields_of_records_and_has_a_case(reference: Reference) -> None:
    known = {name for names in FIELDS.values() for name in names}
    rules = {(rule.field, rule.date_field) for rule in reference.row_rules}
    assert len(rules) == len(reference.row_rules)
    assert {name for rule in rules for name in rule} <= known
    assert {rule.rule for rule in reference.row_rules} == {
        "appointed_by", "comes_first", "of_year", "cites",
    }  # fmt: skip
    of_cases = {(c["field"], c["date_field"]) for c in cases() if c["reason_code"]}
    assert of_cases <= rules


ROWS: dict[str, tuple[list[str], Cells]] = {
    "appointed_later": (L2, [
        "1", "R-1/KASN/4/2020", "3 April 2020", "Bupati Konawe", "Orang Contoh",
        "199001012020051901", "Guru", "D6", "Teguran tertulis", "Terbukti",
    ]),
    "letter_year_contradicted": (L2, [
        "1", "R-1/KASN/4/2020", "3 April 2021", "Bupati Konawe", "Orang Contoh",
        "198001012005011901", "Guru", "D6", "Teguran tertulis", "Terbukti",
    ]),
    "dates_reversed": (L7, [
        "1", "R-1/KASN/4/2020 tgl 3 April 2020", "Uraian", "SK", "Sudah ditindaklanjuti",
        "3 Maret 2020", "SK",
    ]),
}  # fmt: skip


@pytest.mark.parametrize("reason_code", ROWS)
def test_what_changes_who_is_meant_waits_and_the_rest_is_kept_and_shown(
    understand: Understand, reference: Reference, reason_code: str
) -> None:
    header, row = ROWS[reason_code]
    found = understand([["PEMERINTAH KABUPATEN KOLAKA"], ["TAHUN 2020"], [*header], row])
    use = found.sheets[0]
    ((place, own, texts),) = use.stretches()
    slots = use.tables[place].slots
    settled = settle(slots, texts, [use.classes[i] for i in own], Meanings(reference))
    (error,) = settled.errors
    is_shown = reason_code in SHOWN
    assert (error.reason_code, error.rejects) == (reason_code, not is_shown)
    assert settled.verdicts == [
        ("record", "numbered") if is_shown else ("rejected", "appointed_later")
    ]
    # It says where the other cell is, and nothing of the NIP.
    assert error.reason.count("column ") == 1
    assert "199001" not in error.reason
    values = {slot.field: of[0] for slot, of in zip(slots, settled.values, strict=True)}
    assert (values[error.field] is not None) == is_shown


def test_a_status_is_not_from_before_its_complaint(
    understand: Understand, reference: Reference
) -> None:
    row: Cells = [
        "ADU-1", "2024-02-05", "Bawaslu Kab. Kolaka", "74.01", "Orang Contoh", None, "Pelaksana",
        "KE1", "Kampanye", "proses", "2024-02-01",
    ]  # fmt: skip
    found = understand([[*L3], row])
    use = found.sheets[0]
    ((place, own, texts),) = use.stretches()
    slots = use.tables[place].slots
    settled = settle(slots, texts, [use.classes[i] for i in own], Meanings(reference))
    assert [(e.field, e.reason_code, e.rejects) for e in settled.errors] == [
        ("status_date", "dates_reversed", False)
    ]

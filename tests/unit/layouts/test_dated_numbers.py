"""The cell of a letter's number may say its date too, beside or instead of the date's column."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pipelines.landing.settle import settle
from pipelines.values import Reference
from pipelines.values.meanings import Meanings
from tests.unit.layouts.conftest import Cells, Understand
from tests.unit.layouts.test_every_layout import L2, NIP


def cases() -> list[dict[str, str]]:
    path = Path(__file__).parent / "cases" / "dated_numbers.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("case", cases(), ids=lambda c: f"{c['number_cell']}|{c['date_cell']}"[:80])
def test_number_and_date_of_a_letter(
    understand: Understand, reference: Reference, case: dict[str, str]
) -> None:
    row: Cells = [
        "1", case["number_cell"], case["date_cell"] or None, "Bupati Konawe", "Orang Contoh", NIP,
        "Guru", "D6", "Teguran tertulis", "Terbukti",
    ]  # fmt: skip
    found = understand([["LAMPIRAN REKOMENDASI TAHUN 2020"], [*L2], row])
    use = found.sheets[0]
    ((place, own, texts),) = use.stretches()
    slots = use.tables[place].slots
    settled = settle(slots, texts, [use.classes[i] for i in own], Meanings(reference))
    values = {slot.field: of[0] or "" for slot, of in zip(slots, settled.values, strict=True)}
    read = {name: values[f"recommendation_{name}"] for name in ("number", "date")}
    assert read == {name: case[name] for name in ("number", "date")}
    assert [e.reason_code for e in settled.errors] == list(filter(None, [case["reason_code"]]))
    if "two letters" in case["why"]:
        assert "several numbers" in settled.errors[0].reason


def test_what_the_number_s_cell_says_is_the_text_of_the_date(
    understand: Understand, reference: Reference
) -> None:
    """So that the landing tells from which words the date was read, though its cell is empty."""
    row: Cells = [
        "1", "R-12/KASN/5/2020 tgl 4 Mei 2020", None, "Bupati Konawe", "Orang Contoh", NIP, "Guru",
        "D6", "Teguran tertulis", "Terbukti",
    ]  # fmt: skip
    found = understand([["LAMPIRAN REKOMENDASI TAHUN 2020"], [*L2], row])
    use = found.sheets[0]
    ((place, own, texts),) = use.stretches()
    slots = use.tables[place].slots
    settle(slots, texts, [use.classes[i] for i in own], Meanings(reference))
    of_date = texts.columns[[slot.field for slot in slots].index("recommendation_date")]
    assert (of_date.texts, of_date.is_cell) == (["4 Mei 2020"], False)
    assert use.sheet.columns[2][own[0]] is None

"""The number by which a case is found again is one number, and not a date or a NIP."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pipelines.landing.identity_numbers import doubtful_numbers
from pipelines.landing.settle import settle
from pipelines.layouts.slots import Slot
from pipelines.values import Reference
from pipelines.values.meanings import Meanings
from tests.unit.layouts.conftest import Cells, Understand
from tests.unit.layouts.test_every_layout import L2, NIP


def cases() -> list[tuple[str, bool]]:
    """Text and whether it may be one number, of each row of cases/identity_numbers.csv."""
    path = Path(__file__).parent / "cases" / "identity_numbers.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return [(row["text"], row["is_one"] == "yes") for row in csv.DictReader(lines)]


@pytest.mark.parametrize(("text", "is_one"), cases())
def test_numbers_of_letters_and_registers(text: str, is_one: bool) -> None:
    number = Slot("recommendation_number", "text", "reject", True, ())
    assert [part for _, part, _ in doubtful_numbers([number], [[text]])] == ([] if is_one else [0])


def test_a_clerk_s_introduction_is_taken_off() -> None:
    number = Slot("recommendation_number", "text", "reject", True, ())
    values: list[list[str | None]] = [
        ["Surat Ketua KASN Nomor R-3/KASN/4/2020", "R-3/KASN/4/2020*)"]
    ]
    assert list(doubtful_numbers([number], values)) == []
    assert values == [["R-3/KASN/4/2020"] * 2]


def test_an_entry_of_a_register_may_begin_with_its_kind() -> None:
    number = Slot("register_number", "text", "reject", True, ())
    values: list[list[str | None]] = [["Temuan 01/Kab/2024"]]
    assert list(doubtful_numbers([number], values)) == []


def test_a_row_whose_number_is_a_date_is_refused(
    understand: Understand, reference: Reference
) -> None:
    letter: Cells = [
        "1", "5 Maret 2024", "3 April 2024", "Bupati Konawe", "Orang Contoh", NIP, "Guru", "D6",
        "Teguran tertulis", "Terbukti",
    ]  # fmt: skip
    found = understand([["LAMPIRAN REKOMENDASI TAHUN 2024"], [*L2], letter])
    use = found.sheets[0]
    ((_, indices, texts),) = use.stretches()
    settled = settle(
        use.tables[0].slots, texts, [use.classes[i] for i in indices], Meanings(reference)
    )
    assert [(e.field, e.reason_code) for e in settled.errors] == [
        ("recommendation_number", "required_missing")
    ]

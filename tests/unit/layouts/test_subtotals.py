"""In a recap the sum of a province's rows is no row of the province's government."""

from __future__ import annotations

import pytest

from tests.unit.layouts.conftest import Cells, Understand, values
from tests.unit.layouts.test_every_layout import L1

HEADER: list[Cells] = [["Tahun 2024"], [*L1]]


def row(number: str | None, name: str, reported: str, processed: str = "1") -> Cells:
    return [number, name, reported, processed, *[None] * 7]


MUNA, BUTON = row("1", "Kab. Muna", "4"), row("2", "Kab. Buton", "3")


@pytest.mark.parametrize(
    "total",
    [
        row("A", "PROVINSI SULAWESI TENGGARA", "9"),
        row("I.", "Sulawesi Tenggara", "9"),
        row(None, "Sultra", "9"),
        row("3", "Provinsi Sulawesi Tenggara", "7", "2"),
    ],
    ids=["lettered", "roman", "not numbered", "numbered, the sum of the others"],
)
def test_what_may_be_a_sum_is_refused(total: Cells, understand: Understand) -> None:
    for rows, place in (([total, MUNA, BUTON], 3), ([MUNA, BUTON, total], 5)):
        found = understand([*HEADER, *rows])
        assert values(found, place)["institution"] == f"{total[1]} (sub total?)"
        assert "sub total" not in values(found, 4)["institution"]


@pytest.mark.parametrize(
    "government",
    [
        row("3", "Provinsi Sulawesi Tenggara", "9"),
        row("3", "Pemprov Sulawesi Tenggara", "7", "2"),
        row(None, "Pemerintah Provinsi Sulawesi Tenggara", "9"),
        row("A", "Gubernur Sulawesi Tenggara", "9"),
        row(None, "Kota Kendari", "7", "2"),
    ],
    ids=["numbered", "an employer", "not numbered", "lettered", "a city"],
)
def test_a_government_is_a_record(government: Cells, understand: Understand) -> None:
    found = understand([*HEADER, MUNA, BUTON, government])
    assert values(found, 5)["institution"] == government[1]


def test_a_list_of_provinces_without_numbers_is_one(understand: Understand) -> None:
    rows = [row(None, name, "4") for name in ("Jawa Barat", "Bali", "Aceh")]
    found = understand([*HEADER, *rows])
    assert [values(found, place)["institution"] for place in (3, 4, 5)] == [
        "Jawa Barat", "Bali", "Aceh",
    ]  # fmt: skip

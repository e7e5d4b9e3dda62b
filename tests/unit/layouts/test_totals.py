"""Totals are told apart: the table's own is kept as a control figure, running ones are not.

The cases are in cases/totals.csv: the rows under two records of 5 and 4, and 7 and 6, in a recap.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.unit.layouts.conftest import Cells, Understand, classes, values
from tests.unit.layouts.test_every_layout import L1

_CASES = Path(__file__).parent / "cases" / "totals.csv"


def _cases() -> list[dict[str, str]]:
    with _CASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("case", _cases(), ids=lambda case: case["rows"])
def test_the_rows_between_load_and_of_the_totals_only_the_table_s_own_is_kept(
    case: dict[str, str], understand: Understand
) -> None:
    totals = [one.strip().rsplit(" ", 2) for one in case["rows"].split(";")]
    found = understand(
        [
            ["SELURUH INDONESIA TAHUN 2024 (per 31 Oktober 2024)"],
            [*L1],
            ["1", "Kab. Kolaka", "5", "4"],
            ["2", "Kab. Muna", "7", "6"],
            *([None, *total] for total in totals),
        ]
    )
    own = classes(found)
    assert [own[row] for row in (3, 4)] == ["record", "record"]
    assert {own[row] for row in range(5, 5 + len(totals))} == {"total"}
    kept = {
        " ".join([label, *values(found, row).values()])
        for row, (label, *_) in enumerate(totals, 5)
        if values(found, row)
    }
    assert kept == {case["kept"]} - {""}


@pytest.mark.parametrize(
    "said",
    [
        "s.d. bulan lalu", "S/D BULAN LALU", "sampai dengan bulan lalu", "Bulan lalu", "Bulan ini",
        "s.d. bulan September 2024", "Jumlah s.d. bulan lalu", "Jumlah bulan September",
        "Kumulatif s.d. bulan lalu", "Pindahan",
    ],
)  # fmt: skip
@pytest.mark.parametrize("place", [0, 2])
def test_a_running_total_that_is_numbered_like_the_others_is_no_record(
    said: str, place: int, understand: Understand
) -> None:
    rows: list[Cells] = [["1", "Kab. Kolaka", "5", "4"], ["2", "Kab. Muna", "7", "6"]]
    rows.insert(place, ["7", said, "40", "30"])
    own = classes(understand([["TAHUN 2024"], [*L1], *rows]))
    assert [own[row] for row in (3, 4, 5)].count("record") == 2
    assert own[3 + place] == "total"


@pytest.mark.parametrize(
    "said", ["Kab. Muna Barat", "Bulan", "Kota Agustus", "Kolaka s.d. bulan ini"]
)
def test_what_says_more_than_a_time_is_still_refused_or_read(
    said: str, understand: Understand
) -> None:
    found = understand([["TAHUN 2024"], [*L1], ["1", "Kab. Kolaka", "5"], ["2", said, "7"]])
    assert classes(found)[4] == "record"

"""Totals are told apart: the table's own is kept as a control figure, running ones are not.

The cases are in cases/totals.csv: the rows under two records of 5 and 4, and 7 and 6, in a recap.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.unit.layouts.conftest import Understand, classes, values
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

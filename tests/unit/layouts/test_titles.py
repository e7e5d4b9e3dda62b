"""What titles say of office, period, election and date, and what in them says nothing of it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.unit.layouts.conftest import Cells, Understand
from tests.unit.layouts.test_every_layout import L1, L2, L4, L6
from tests.unit.layouts.test_origin import CASE, RECAP, SANCTION

LETTER: Cells = [
    "1", "R-1/KASN/4/2024", "3 April 2024", "Bupati Konawe", "Orang Contoh", None, "Guru", "D6",
    "Teguran tertulis", "Terbukti",
]  # fmt: skip
TABLES: dict[str, list[Cells]] = {
    "L1": [[*L1], RECAP],
    "L2": [[*L2], LETTER],
    "L4": [[*L4], CASE],
    "L6": [[*L6], SANCTION],
}


def cases() -> list[dict[str, str]]:
    """The rows of cases/titles.csv: titles one above the other, and what they say."""
    path = Path(__file__).parent / "cases" / "titles.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["titles"])
def test_titles(case: dict[str, str], understand: Understand) -> None:
    titles: list[Cells] = [[title] for title in case["titles"].split("|")]
    found = understand([*titles, *TABLES[case["layout"]]])
    said = (found.office, found.period_label, found.election_code, found.as_of)
    assert said == tuple(case[name] or None for name in ("office", "period", "election", "as_of"))

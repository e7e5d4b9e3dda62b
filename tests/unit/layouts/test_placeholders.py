"""The filler of a form is no person, and no name that only has its words in it is lost."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pipelines.landing.placeholders import placeholders
from pipelines.layouts.slots import Slot
from pipelines.values import Reference
from pipelines.values.meanings import Meanings

NAME = Slot("person_name", "text", "reject", False, ())
UNIT = Slot("unit", "text", "reject", False, ())


def cases() -> list[tuple[str, bool]]:
    """Name and whether it is a filler, of each row of cases/placeholders.csv."""
    path = Path(__file__).parent / "cases" / "placeholders.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return [(row["name"], row["is_filler"] == "yes") for row in csv.DictReader(lines)]


@pytest.mark.parametrize(("name", "is_filler"), cases())
def test_a_filler_is_refused(reference: Reference, name: str, is_filler: bool) -> None:
    texts = ["Orang Contoh", name, None]
    found = list(placeholders([UNIT, NAME], [texts, texts], Meanings(reference)))
    assert [(place, part) for place, part, _ in found] == ([(1, 1)] if is_filler else [])
    assert all(meaning.reason_code == "name_placeholder" for _, _, meaning in found)

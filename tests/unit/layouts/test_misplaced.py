"""A row whose values stand one column further is refused, also where free text takes them in."""

from __future__ import annotations

import pytest

from pipelines.landing.misplaced import misplaced
from pipelines.layouts.slots import Slot


def found(**values: str | None) -> list[tuple[str, str | None]]:
    """Field and reason of what is misplaced in one part."""
    kinds = {"nip": "nip", "share": "percentage", "decree_date": "date"}
    slots = [Slot(name, kinds.get(name, "text"), "reject", False, ()) for name in values]
    parts = [[value] for value in values.values()]
    return [(slots[place].field, why.reason_code) for place, _, why in misplaced(slots, parts)]


@pytest.mark.parametrize(
    "note", ["2025-04-01 00:00:00", "2025-04-01", "1/4/2025", "50,0", "73.2 %", "50%"]
)
def test_a_note_is_no_date_or_figure_in_a_row_that_lacks_one(note: str) -> None:
    assert found(decree_date=None, note=note) == [("note", "cell_misplaced")]
    assert found(decree_date="2024-03-05", note=note) == []


@pytest.mark.parametrize(
    "note", ["1", "*", "sejak 1 April 2025", "50 % TPP", "2 orang", "SK 12/2024"]
)
def test_other_notes_are_notes(note: str) -> None:
    assert found(decree_date=None, note=note) == []


@pytest.mark.parametrize("text", ["198001012005011901", "2024-03-05 00:00:00", "73,2"])
@pytest.mark.parametrize("field", ["person_name", "rank", "position", "unit"])
def test_who_somebody_is_is_no_number(field: str, text: str) -> None:
    assert found(nip="198001012005011901", **{field: text}) == [(field, "cell_misplaced")]


@pytest.mark.parametrize(
    "rank", ["Penata, III/c", "III/d", "Pembina Utama Muda (IV/c)", "Pengatur II.c"]
)
def test_a_rank_is_no_position(rank: str) -> None:
    assert found(position=rank) == [("position", "cell_misplaced")]
    assert found(rank=rank) == []


@pytest.mark.parametrize(
    "position", ["Penata Laporan Keuangan", "Pengatur Lalu Lintas", "Guru III/c SD"]
)
def test_words_of_ranks_are_in_positions_too(position: str) -> None:
    assert found(position=position) == []

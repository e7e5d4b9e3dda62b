"""One cell for several rows or persons is not believed where it can be true of one only."""

from __future__ import annotations

import pytest

from tests.unit.layouts.conftest import Cells, Understand, values
from tests.unit.layouts.test_every_layout import L1, L2, NIP

RECAP: list[Cells] = [["Tahun 2024"], [*L1]]
ANNEX: list[Cells] = [["LAMPIRAN REKOMENDASI TAHUN 2024"], [*L2]]


def government(number: str, name: str, reported: str | None) -> Cells:
    return [number, name, reported, "3", *[None] * 7]


def letter(number: str, name: str | None, nip: str | None) -> Cells:
    return [
        number, f"R-{number}/KASN/4/2024", "3 April 2024", "Bupati Konawe", name, nip, "Guru", "D6",
        "Teguran tertulis", "Terbukti",
    ]  # fmt: skip


def test_a_count_merged_over_two_governments_is_that_of_neither(understand: Understand) -> None:
    rows = [government("1", "Kab. Muna", "10"), government("2", "Kab. Buton", None)]
    found = understand([*RECAP, *rows], merged=[(3, 3, 4, 3)])
    assert [values(found, row)["reported"] for row in (3, 4)] == ["10 (merged)"] * 2
    assert [values(found, row)["processed"] for row in (3, 4)] == ["3"] * 2


def test_a_count_merged_over_one_government_and_empty_rows_is_its_own(
    understand: Understand,
) -> None:
    rows = [government("1", "Kab. Muna", "10"), [], government("2", "Kab. Buton", "7")]
    found = understand([*RECAP, *rows], merged=[(3, 3, 4, 3)])
    assert values(found, 3)["reported"] == "10"


def test_a_count_merged_over_two_columns_is_that_of_neither(understand: Understand) -> None:
    rows = [government("1", "Kab. Muna", "10"), government("2", "Kab. Buton", "nihil")]
    for row in rows:
        row[3] = None
    found = understand([*RECAP, *rows], merged=[(3, 3, 3, 4), (4, 3, 4, 4)])
    assert [values(found, row)["reported"] for row in (3, 4)] == ["10 (merged)", "nihil"]
    assert [values(found, row).get("processed") for row in (3, 4)] == [None, None]
    # What is read is not what stands in the cell, so that landing has to keep it too.
    ((_, _, texts),) = found.sheets[0].stretches()
    assert not any(column.is_cell for column in texts.columns)


def test_a_count_merged_with_what_is_no_column_of_figures_is_its_own(
    understand: Understand,
) -> None:
    names = [government("1", "Kab. Muna", "10")]
    found = understand([*RECAP, *names], merged=[(3, 1, 3, 2)])
    assert values(found, 3)["reported"] == "10"


@pytest.mark.parametrize(
    ("second", "column"),
    [(letter("2", "Orang Kedua", None), 6), (letter("2", None, "198001012005012902"), 5)],
    ids=["two names", "two NIPs"],
)
def test_a_merged_nip_or_name_is_of_one_person(
    second: Cells, column: int, understand: Understand
) -> None:
    found = understand(
        [*ANNEX, letter("1", "Orang Contoh", NIP), second], merged=[(3, column, 4, column)]
    )
    for row in (3, 4):
        nip = values(found, row)["nip"]
        assert nip in (f"{NIP} {NIP}", "198001012005012902 198001012005012902")


def test_name_and_nip_merged_together_are_of_one_person(understand: Understand) -> None:
    found = understand(
        [*ANNEX, letter("1", "Orang Contoh", NIP), letter("2", None, None)],
        merged=[(3, 5, 4, 5), (3, 6, 4, 6)],
    )
    assert [values(found, row)["nip"] for row in (3, 4)] == [NIP] * 2


def test_two_persons_of_a_row_do_not_have_one_nip(understand: Understand) -> None:
    persons, nips = "1) Orang Contoh 2) Orang Kedua", f"1) {NIP} 2) {NIP}"
    found = understand([*ANNEX, letter("1", persons, nips)])
    assert [values(found, 3, part)["nip"] for part in (1, 2)] == [f"{NIP} {NIP}"] * 2

"""A list that its title, or the name of its sheet, says is not of what happened waits."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.unit.layouts.conftest import Cells, Understand, sheet
from tests.unit.layouts.test_every_layout import L6
from tests.unit.layouts.test_origin import SANCTION
from tests.unit.layouts.test_titles import TABLES

TITLES: list[Cells] = [["BKPSDM KABUPATEN MUNA"], ["DAFTAR HUKUMAN DISIPLIN TAHUN 2024"]]


def cases() -> list[dict[str, str]]:
    """The rows of cases/title_words.csv: titles, the name of the sheet, and why it waits."""
    path = Path(__file__).parent / "cases" / "title_words.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['titles']}@{case['sheet']}")
def test_titles_and_names_of_sheets(case: dict[str, str], understand: Understand) -> None:
    titles: list[Cells] = [[title] for title in case["titles"].split("|")]
    found = understand([sheet([*titles, *TABLES[case["layout"]]], case["sheet"])])
    assert (found.layout, found.reason_code) == (case["layout"], case["reason"] or None)
    assert bool(found.message and found.mend) == bool(case["reason"])


def test_what_the_message_says(understand: Understand) -> None:
    found = understand([sheet([["DRAFT"], *TITLES, [*L6], SANCTION], "REKAP")])
    assert found.message == "a title above row 4 of sheet 'REKAP' says 'draft': it is a draft"
    assert (found.mend or "").endswith("take the word out of its title")
    found = understand([sheet([*TITLES, [*L6], SANCTION], "CONTOH")])
    assert found.message == "the name of sheet 'CONTOH' says 'contoh': it is an example"


def test_an_empty_form_beside_the_list_does_not_make_it_wait(understand: Understand) -> None:
    form = sheet([*TITLES, [*L6], ["1"], ["2"]], "FORMAT", 2)
    assert understand([sheet([*TITLES, [*L6], SANCTION]), form]).reason_code is None


def test_a_filled_example_beside_the_list_does(understand: Understand) -> None:
    example = sheet([*TITLES, [*L6], SANCTION], "CONTOH", 2)
    assert understand([sheet([*TITLES, [*L6], SANCTION]), example]).reason_code == "not_happened"


def test_a_percentage_may_be_the_title_of_a_crosstab_that_has_both(understand: Understand) -> None:
    title: list[Cells] = [["PERSENTASE PELANGGARAN NETRALITAS ASN MENURUT JABATAN"]]
    both: list[Cells] = [["No", "Jabatan", "Jumlah 2020", "% 2020"], ["1", "JPT", "4", "5"]]
    assert understand([*title, *both]).reason_code is None
    counts: list[Cells] = [["No", "Jabatan", "2020", "2021"], ["1", "JPT", "4", "5"]]
    assert understand([*title, *counts]).reason_code == "not_counts"


@pytest.mark.parametrize(
    ("note", "reason"),
    [
        ("Ket: angka dalam ribuan", "not_counts"),
        ("*) dalam persen", "not_counts"),
        ("Persentase = ditindaklanjuti dibagi terbukti", None),
        ("Keterangan: usulan BKN menyusul", None),
        ("Catatan: draft, belum ditandatangani", "not_happened"),
        ("Ket: SK nomor 3 masih draft", None),
    ],
)
def test_the_unit_of_a_recap_may_stand_below_it(
    note: str, reason: str | None, understand: Understand
) -> None:
    found = understand([["REKAP TAHUN 2024"], *TABLES["L1"], [], [note]])
    assert found.reason_code == reason


@pytest.mark.parametrize("unit", ["(%)", "(dalam ribuan)", "(Persen)", "(target)"])
def test_a_heading_that_says_another_unit_is_not_that_of_a_count(
    unit: str, understand: Understand
) -> None:
    header, row = TABLES["L1"]
    odd: Cells = [f"{text} {unit}" if text == "Diproses" else text for text in header]
    assert understand([["REKAP TAHUN 2024"], odd, row]).reason_code == "column_missing"
    plain: Cells = [f"{text} (orang)" if text == "Diproses" else text for text in header]
    assert understand([["REKAP TAHUN 2024"], plain, row]).reason_code is None


@pytest.mark.parametrize(
    ("above", "reason"),
    [("TARGET", "column_missing"), ("Persentase", "column_missing"), ("Penanganan KASN", None)],
)
def test_a_heading_above_others_may_say_so(
    above: str, reason: str | None, understand: Understand
) -> None:
    header, row = TABLES["L1"]
    groups: Cells = [above if text == "Diproses" else None for text in header]
    merged = [(2, place, 3, place) for place in range(1, 12) if place not in (4, 5)]
    merged.append((2, 4, 2, 5))
    top: Cells = [text if place not in (4, 5) else None for place, text in enumerate(header, 1)]
    top[3] = groups[3]
    low: Cells = [text if place in (4, 5) else None for place, text in enumerate(header, 1)]
    found = understand([["REKAP TAHUN 2024"], top, low, row], merged=merged)
    assert (found.layout, found.reason_code) == ("L1", reason)


def test_a_cover_sheet_says_so_of_the_sheets_behind_it(understand: Understand) -> None:
    cover: list[Cells] = [["DRAFT"], ["LAPORAN HUKUMAN DISIPLIN"], ["TAHUN 2024"]]
    data = [*TITLES, [*L6], SANCTION]
    found = understand([sheet(cover, "Cover"), sheet(data, "Data", 2)])
    assert (found.reason_code, found.layout) == ("not_happened", "L6")
    assert found.message == "sheet 1 says 'draft': it is a draft"
    behind = understand([sheet(data, "Data"), sheet(cover, "Lain", 2)])
    assert behind.reason_code is None
    guide: list[Cells] = [["CONTOH PENGISIAN LIHAT LEMBAR TERAKHIR"], ["Isi semua kolom"]]
    assert understand([sheet(guide, "Petunjuk"), sheet(data, "Data", 2)]).layout == "L6"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("B. DIBATALKAN", "not_happened"),
        ("II. USULAN TAHUN 2025", "not_happened"),
        ("DRAFT", "not_happened"),
        ("B. DINAS PENDIDIKAN", None),
        ("B. PELANGGARAN DISIPLIN", None),
    ],
)
def test_a_sub_heading_may_say_so_of_the_rows_below_it(
    text: str, reason: str | None, understand: Understand
) -> None:
    found = understand([*TITLES, [*L6], SANCTION, [text], SANCTION])
    assert found.reason_code == reason
    if reason:
        assert "the sub-heading in row 5 of sheet 'Sheet1' says" in (found.message or "")


@pytest.mark.parametrize(
    ("unit", "reason"), [("(ribu)", "not_counts"), ("%", "not_counts"), ("(orang)", None)]
)
def test_a_row_of_units_says_what_the_figures_are(
    unit: str, reason: str | None, understand: Understand
) -> None:
    header, row = TABLES["L1"]
    units: Cells = [None, None, *[unit] * 7, "(%)"]
    assert understand([["REKAP TAHUN 2024"], header, units, row]).reason_code == reason

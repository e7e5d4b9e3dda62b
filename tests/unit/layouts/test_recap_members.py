"""A row of a recap is about a whole government, and each government has one row for one time."""

from __future__ import annotations

import pytest

from pipelines.values import Reference
from pipelines.values.interpret import interpret
from tests.unit.layouts.conftest import Cells, Understand, sheet, values
from tests.unit.layouts.test_every_layout import L1

TITLES: list[Cells] = [["REKAPITULASI PROVINSI SULAWESI TENGGARA"], ["TAHUN 2024"]]
HEADER: list[Cells] = [*TITLES, [*L1]]
L5: Cells = [
    "No", "Kab/Kota", "Temuan", "Laporan Reg", "Laporan Tdk Reg", "Laporan Blm",
    "Hasil Pelanggaran", "Hasil Bukan", "Hasil Proses", "Rekomendasi",
]  # fmt: skip


def row(name: str, reported: str) -> Cells:
    return ["1", name, reported, *[None] * 8]


@pytest.mark.parametrize(
    "office",
    [
        "RSUD Kota Kendari", "Dinas Pendidikan Kota Kendari", "BKPSDM Kab. Muna", "Sekda Muna",
        "Inspektorat Kabupaten Muna", "Kecamatan Poasia Kota Kendari", "KPU Kab. Muna",
        "Bawaslu Kab. Muna", "Kanwil Kemenag Sulawesi Tenggara", "Polres Muna",
    ],
)  # fmt: skip
def test_an_office_is_not_the_government(
    office: str, understand: Understand, reference: Reference
) -> None:
    text = values(understand([*HEADER, row(office, "4")]), 4)["institution"]
    meaning = interpret("institution", "74", text, reference)
    assert (meaning.value, meaning.reason_code) == (None, "member_is_office")
    assert repr(office) in (meaning.message or "").replace('"', "'")


@pytest.mark.parametrize(
    "name",
    [
        "Kota Kendari", "Pemkot Kendari", "Wali Kota Kendari", "Pj. Bupati Muna", "Kab. Muna",
        "Pemerintah Daerah Kabupaten Muna", "Pemprov Sultra", "Bawaslu", "KPU RI", "Kepala BKN",
        "Kementerian Agama Republik Indonesia",
    ],
)  # fmt: skip
def test_a_government_or_institution_is_itself(
    name: str, understand: Understand, reference: Reference
) -> None:
    text = values(understand([*HEADER, row(name, "4")]), 4)["institution"]
    assert text == name
    assert interpret("institution", "74", text, reference).value


def test_two_rows_of_one_government_forbid_each_other(
    understand: Understand, reference: Reference
) -> None:
    rows = [row("Kab. Muna", "4"), row("Kota Kendari", "3"), row("Pemkab Muna", "5")]
    found = understand([*HEADER, *rows])
    said = [values(found, number)["institution"] for number in (4, 5, 6)]
    assert said == ["Kab. Muna (also in row 6)", "Kota Kendari", "Pemkab Muna (also in row 4)"]
    meaning = interpret("institution", "74", said[0], reference)
    assert (meaning.value, meaning.reason_code) == (None, "member_twice")
    assert "is counted in row 6 for the same time" in (meaning.message or "")


def test_of_rows_that_are_alike_the_first_one_counts(understand: Understand) -> None:
    rows = [row("Kab. Muna", "4"), row("Kota Kendari", "3")]
    copied = sheet([*HEADER, *rows], "Sheet1 (2)", 2)
    found = understand([sheet([*HEADER, *rows]), copied])
    said = [field.text for field in found.fields if field.field == "institution"]
    assert said == [
        "Kab. Muna", "Kota Kendari", "Kab. Muna (also in row 4 of sheet 1)",
        "Kota Kendari (also in row 5 of sheet 1)",
    ]  # fmt: skip


def test_one_row_for_each_time_is_none_too_many(understand: Understand) -> None:
    rows = [row("Kab. Muna", "4"), row("Kota Kendari", "3")]
    first: list[Cells] = [*TITLES, ["per 31 Januari 2024"], [*L1], *rows]
    later: list[Cells] = [*TITLES, ["Posisi data : 29 Februari 2024"], [*L1], *rows]
    found = understand([sheet(first, "JANUARI"), sheet(later, "FEBRUARI", 2)])
    said = [field.text for field in found.fields if field.field == "institution"]
    assert said == ["Kab. Muna", "Kota Kendari"] * 2


@pytest.mark.parametrize(
    ("names", "periods"),
    [
        (["JANUARI", "Februari"], ["2024-01", "2024-02"]),
        (["Jan 2024", "Triwulan II", "MARET (2)"], ["2024-01", "2024-T2", "2024-03"]),
        (["Sheet1", "Rekap"], ["2024", "2024"]),
        (["Maret"], ["2024"]),  # up to March, perhaps
        (["Januari 2023", "Januari 2024"], ["2024", "2024-01"]),  # the title says another year
    ],
)
def test_sheets_of_months_are_each_of_their_month(
    names: list[str], periods: list[str], understand: Understand
) -> None:
    rows = [row("Kab. Muna", "4"), row("Kota Kendari", "3")]
    found = understand([sheet([*HEADER, *rows], n, i) for i, n in enumerate(names, 1)])
    assert [use.tables[0].period_label for use in found.sheets] == periods
    said = [field.text or "" for field in found.fields if field.field == "institution"]
    assert any("also in row" in name for name in said) == (len(set(periods)) < len(periods))


def test_tables_of_two_elections_are_each_of_their_own(understand: Understand) -> None:
    rows = [row("Kab. Muna", "4"), row("Kota Kendari", "3")]
    titles: list[Cells] = [TITLES[0]]
    first: list[Cells] = [["PEMILU TAHUN 2024"], [*L1], *rows, [None]]
    second: list[Cells] = [["PEMILIHAN SERENTAK TAHUN 2024"], [*L1], *rows]
    found = understand([*titles, *first, *second])
    (use,) = found.sheets
    assert [one.period_label for one in use.tables] == ["pemilu_2024", "pilkada_2024"]
    said = [field.text for field in found.fields if field.field == "institution"]
    assert said == ["Kab. Muna", "Kota Kendari"] * 2


@pytest.mark.parametrize("total", ["JUMLAH", "J U M L A H", "T O T A L"])
def test_a_total_is_no_second_row(total: str, understand: Understand) -> None:
    rows: list[Cells] = [row("Kab. Muna", "4"), [None, total, "4", *[None] * 8]]
    (use,) = understand([*HEADER, *rows]).sheets
    assert use.classes[-1][0] == "total"
    assert values(understand([*HEADER, *rows]), 4)["institution"] == "Kab. Muna"


def test_a_regency_has_one_row_too(understand: Understand) -> None:
    titles: list[Cells] = [["BAWASLU PROVINSI SULAWESI TENGGARA"], ["TAHUN 2024"]]
    rows: list[Cells] = [["1", "Muna", *["1"] * 8], ["2", "Kab. Muna", *["2"] * 8]]
    found = understand([*titles, L5, *rows])
    assert (found.layout, values(found, 4)["region_code"]) == ("L5", "Muna (also in row 5)")

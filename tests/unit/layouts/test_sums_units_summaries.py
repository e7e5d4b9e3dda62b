"""Totals like records, units under a header, a summary below a list: none of them is a record."""

from __future__ import annotations

import pytest

from tests.unit.layouts.conftest import Cells, Understand, classes, values
from tests.unit.layouts.test_every_layout import L1, L2, L6, NIP
from tests.unit.layouts.test_last_rows import FULL, body, row

RECAP: list[Cells] = [
    ["SELURUH INDONESIA TAHUN 2023-2024 (per 14 Maret 2024)"],
    [*L1],
    ["1", "Kab. Kolaka", "5", "4", "3", "1", "1", "2", "1"],
    ["2", "Kab. Muna", "7", "6", "5", "1", "1", "3", "2"],
]
SUMS = ["12", "10", "8", "2", "2", "5", "3"]
LETTERS: list[Cells] = [["LAMPIRAN REKOMENDASI TAHUN 2024"], [*L2]]
LETTERS += [
    [
        str(n), f"R-{n}/KASN/4/2024", "3 April 2024", "Bupati Konawe", "Orang Contoh", NIP, "Guru",
        "D6", "Teguran tertulis", "Terbukti",
    ]
    for n in (1, 2)
]  # fmt: skip


@pytest.mark.parametrize("word", ["JUMLAH", "Total", "Jumlah seluruhnya", "GRAND TOTAL", "Jml."])
@pytest.mark.parametrize("number", ["3", "3.", None])
def test_a_numbered_total_is_one(understand: Understand, word: str, number: str | None) -> None:
    found = understand([*RECAP, [number, word, *SUMS]])
    assert classes(found)[5] == "total"
    assert classes(understand([*RECAP, [number, word, *SUMS], ["4"], ["5"]]))[5] == "total"
    assert values(found, 5)["reported"] == "12"
    assert "institution" not in values(found, 5)


@pytest.mark.parametrize("layout", ["L2", "L4", "L6", "L7"])
def test_so_it_is_in_a_list(understand: Understand, layout: str) -> None:
    headings, _ = FULL[layout]
    rows, last = body(layout, row(headings, {headings[0]: "3", headings[1]: "JUMLAH"}))
    assert classes(understand(rows))[last] == "total"


@pytest.mark.parametrize("name", ["Jumlah", "Total Contoh"])
def test_who_is_called_like_a_total_has_a_nip(understand: Understand, name: str) -> None:
    headings, full = FULL["L6"]
    rows, last = body("L6", row(headings, {**full, "No": "3", "Nama": name}))
    assert classes(understand(rows))[last] == "record"


@pytest.mark.parametrize("number", ["3", None])
@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (SUMS, "total"),
        ([*SUMS[:2], *[None] * 5], "total"),
        (["13", *SUMS[1:]], "record"),
        (["12", *[None] * 6], "record"),
    ],
    ids=["all", "those that are there", "one is another", "one alone"],
)
def test_a_row_without_a_name_is_a_total_if_it_is_the_sum(
    understand: Understand, number: str | None, figures: Cells, expected: str
) -> None:
    assert classes(understand([*RECAP, [number, None, *figures]]))[5] == expected


@pytest.mark.parametrize("units", [["(orang)", "(orang)", "(kasus)"], ["kasus", "laporan"]])
@pytest.mark.parametrize("numbers", [[], [[str(n) for n in range(1, 12)]]])
def test_units_under_a_header_are_no_record(
    understand: Understand, units: Cells, numbers: list[Cells]
) -> None:
    under: Cells = [None] * 11
    under[2 : 2 + len(units)], under[9] = units, "(%)"
    found = classes(understand([*RECAP[:2], *numbers, under, *RECAP[2:]]))
    above = ["column_numbers"] * len(numbers)
    assert list(found.values())[2:] == [*above, "column_numbers", "record", "record"]


def test_words_that_are_units_elsewhere_are_cells_of_a_record(understand: Understand) -> None:
    rows: list[Cells] = [["PEMERINTAH KABUPATEN KOLAKA"], ["TAHUN 2024"], [*L6]]
    rows += [[None, "Data", None, "PNS"], row(*FULL["L6"])]
    assert classes(understand(rows))[4] == "record"


@pytest.mark.parametrize(
    "summary",
    [
        [["Terbukti", "5"], ["Tidak Terbukti", "3"], ["Jumlah", "8"]],
        [["Status", "Jumlah"], ["Terbukti", "5"], ["Proses", "3 orang"]],
        [["Ringan", "5"], ["Sedang", "3"], ["Berat", "1"]],
        [["Guru", "5"], ["Camat", "3"], ["Total", "8"]],
    ],
)
@pytest.mark.parametrize("at", [0, 1, 4, 8, 9])
def test_a_summary_below_a_list_is_no_record(
    understand: Understand, summary: list[Cells], at: int
) -> None:
    below: list[Cells] = [[*[None] * at, *line] for line in summary]
    found = classes(understand([*LETTERS, [], *below]))
    assert {found[number] for number in range(6, 6 + len(summary))} <= {"note", "total"}


@pytest.mark.parametrize(
    "line", [["Orang Contoh", "5"], ["Terbukti", "5 Mei 2024"], ["Terbukti", NIP], ["R-3", "5"]]
)
def test_other_pairs_below_a_list_are_records(understand: Understand, line: Cells) -> None:
    assert classes(understand([*LETTERS, [], [*[None] * 4, *line]]))[6] == "record"


@pytest.mark.parametrize("name", ["Provinsi Sulawesi Tenggara", "Prov. Sulawesi Tenggara"])
@pytest.mark.parametrize("at", [0, 1])
def test_a_province_above_its_rows_is_a_sub_heading(
    understand: Understand, name: str, at: int
) -> None:
    found = understand([*RECAP[:2], [*[None] * at, name], *RECAP[2:]])
    assert classes(found)[3] == "subheading"
    assert {f.context for f in found.fields if f.field == "institution"} == {"74"}


@pytest.mark.parametrize(
    "word",
    ["Pindahan", "KUMULATIF", "Rata-rata", "Selisih", "Persentase", "Rata-rata per daerah", "%"],
)
@pytest.mark.parametrize("at", [0, 1])
@pytest.mark.parametrize("row", [3, 4, 5])
def test_what_only_works_out_the_records_is_a_total_that_is_not_kept(
    understand: Understand, word: str, at: int, row: int
) -> None:
    derived: Cells = [*[None] * at, word, *[None] * (1 - at), *["3"] * 8]
    rows = [*RECAP]
    rows.insert(row - 1, derived)
    found = understand(rows)
    assert classes(found)[row] == "total"
    assert values(found, row) == {}


def test_an_average_with_a_number_is_no_record(understand: Understand) -> None:
    found = understand([*RECAP, ["3", "Rata-rata", *["3"] * 8]])
    assert classes(found)[5] == "total"


@pytest.mark.parametrize("row", [3, 4, 5])
def test_the_columns_may_be_counted_again_below(understand: Understand, row: int) -> None:
    rows = [*RECAP]
    rows.insert(row - 1, [str(n) for n in range(1, 12)])
    found = classes(understand(rows))
    assert found[row] == "column_numbers"
    assert [of for of in found.values() if of == "record"] == ["record"] * 2


def test_hidden_columns_may_be_left_out_of_the_count(understand: Understand) -> None:
    numbers: Cells = [str(n) for n in range(1, 13) if n != 7]
    assert classes(understand([*RECAP[:2], numbers, *RECAP[2:]]))[3] == "column_numbers"


def test_a_record_without_a_name_is_no_count_of_the_columns(understand: Understand) -> None:
    figures: Cells = ["1", None, "2", "3", "4", "5", "6", "7", "8", "9", None]
    assert classes(understand([*RECAP, figures]))[5] == "record"

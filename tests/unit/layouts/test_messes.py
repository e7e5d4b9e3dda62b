"""The messes of real workbooks: every row gets one class, and nothing is filled in or lost."""

from __future__ import annotations

import pytest

from pipelines.layouts.date_order import order_of_dates
from tests.unit.layouts.conftest import Cells, Understand, classes, sheet, values
from tests.unit.layouts.test_every_layout import L1, L2, L3, L4, L6, L7, NIP

TITLES: list[Cells] = [["PEMERINTAH KABUPATEN KOLAKA"], ["TAHUN 2024"]]


def sanction(number: str | None, name: str = "Orang Contoh") -> list[str | None]:
    return [
        number, name, NIP, "III/a", "Guru", "SD", "KE1", "PP 94/2021", "Ringan", "Teguran lisan",
        "800/1/2024", "13/02/2024", "14/02/2024", None, None,
    ]  # fmt: skip


def at(position: int, text: str, width: int = 15) -> list[str | None]:
    return [text if index == position else None for index in range(width)]


def test_a_signature_block_is_no_record(understand: Understand) -> None:
    found = understand(
        [
            *TITLES,
            [*L6],
            sanction("1"),
            sanction("2"),
            [],
            at(1, "Mengetahui,"),
            at(12, "Kolaka, 14 Maret 2024"),
            at(12, "Kepala BKPSDM Kabupaten Kolaka"),
            [None, "Orang Kedua", *[None] * 10, "Orang Ketiga", None, None],
            [None, None, "NIP. 198001012005011902", *[None] * 9, "NIP. 198001012005011903"],
        ]
    )
    assert found.reason_code is None
    own = classes(found)
    assert [own[row] for row in (4, 5)] == ["record", "record"]
    assert {own[row] for row in (7, 8, 9, 10, 11)} == {"signature"}


def test_totals_notes_subheadings_and_column_numbers(understand: Understand) -> None:
    blank = [None] * 8
    found = understand(
        [
            ["Tahun 2024"],
            [*L1],
            [str(i) for i in range(1, 12)],
            ["I. PROVINSI", None, None, *blank],
            ["1", "Pemprov Sultra", "3", *blank],
            ["II", "KABUPATEN", None, *blank],
            ["2", "Kab. Muna", "4", *blank],
            ["Jumlah s.d. bulan lalu", None, "5", *blank],
            ["JUMLAH", None, "7", *blank],
            ["Ket: *) sementara"],
        ]
    )
    assert classes(found) == {
        1: "title", 2: "header", 3: "column_numbers", 4: "subheading", 5: "record",
        6: "subheading", 7: "record", 8: "total", 9: "total", 10: "note",
    }  # fmt: skip
    assert values(found, 8) == {}  # a running total is no total of this table
    assert values(found, 9) == {"reported": "7"}


@pytest.mark.parametrize(
    "word", ["JML", "Jml.", "Jlh", "Σ", "∑", "Total keseluruhan", "Σ Kab/Kota"]
)
def test_a_total_by_any_of_its_names(word: str, understand: Understand) -> None:
    blank: Cells = [None] * 8
    rows: list[Cells] = [["Tahun 2024"], [*L1], ["1", "Kab. Muna", "4", *blank]]
    for last in ([], [["2", "Kab. Buton", "3", *blank]]):
        found = understand([*rows, [None, word, "4", *blank], *last])
        assert classes(found)[4] == "total"
        assert values(found, 4) == {"reported": "4"}


def test_the_other_rows_of_a_column_say_whether_one_is_the_whole(understand: Understand) -> None:
    def context(*shares: str) -> set[str]:
        blank: Cells = [None] * 7
        rows: list[Cells] = [["1", "Kab. Muna", *blank, share, None] for share in shares]
        found = understand([["Tahun 2024"], [*L1], *rows])
        return {field.context for field in found.fields if field.field == "followed_up_share"}

    assert context("1", "50,0") == {"percentages"}
    assert context("1", "0.5") == context("1") == context("1", "0.5", "50") == {""}


def test_an_empty_first_column_and_a_repeated_header(understand: Understand) -> None:
    found = understand(
        [
            [None, "PEMERINTAH KABUPATEN KOLAKA TAHUN 2024"],
            [None, *L6],
            [None, *sanction("1")],
            [None, *L6],
            [None, *sanction("2")],
        ]
    )
    assert classes(found) == {1: "title", 2: "header", 3: "record", 4: "header", 5: "record"}
    assert {f.column_letter for f in found.fields if f.field == "nip"} == {"D"}


def test_month_sheets_and_a_summary_sheet(understand: Understand) -> None:
    january = sheet([*TITLES, [*L6], sanction("1")], "JANUARI", 1)
    february = sheet([*TITLES, [*L6], sanction("1"), sanction("2")], "FEBRUARI", 2)
    summary = sheet([["REKAP"], ["Bulan", "Jumlah"], ["Januari", "1"]], "REKAP", 3)
    found = understand([january, february, summary])
    assert found.reason_code is None
    records = [(r.sheet_name, r.row_number) for r in found.rows if r.row_class == "record"]
    assert records == [("JANUARI", 4), ("FEBRUARI", 4), ("FEBRUARI", 5)]
    assert {r.row_class for r in found.rows if r.sheet_name == "REKAP"} == {"note"}
    assert "REKAP" in found.evidence


def test_a_row_without_a_number_is_kept_as_a_record(understand: Understand) -> None:
    found = understand([*TITLES, [*L6], sanction("1"), sanction(None), sanction("3")])
    assert [classes(found)[row] for row in (4, 5, 6)] == ["record"] * 3


def test_a_last_row_without_a_number_is_kept_as_a_record(understand: Understand) -> None:
    found = understand([*TITLES, [*L6], sanction("1"), sanction(None)])
    assert classes(found)[5] == "record"


def test_name_and_nip_in_one_cell_are_split(understand: Understand) -> None:
    record = sanction("1", f"Orang Contoh, S.Pd.\nNIP. {NIP}")
    record[2] = None
    found = understand([*TITLES, [*L6], record])
    own = [f for f in found.fields if f.row_number == 4]
    assert next(f.text for f in own if f.field == "person_name") == "Orang Contoh, S.Pd."
    nips = [(f.text, f.column_letter) for f in own if f.field == "nip"]
    assert nips == [(NIP, "B")]


def test_a_missing_an_unknown_and_a_double_column_are_named(understand: Understand) -> None:
    missing = understand([*TITLES, [h for h in L6 if h != "No SK"], sanction("1")[:14]])
    assert missing.reason_code == "column_missing"
    assert "'No SK'" in (missing.message or "")
    unknown = understand([*TITLES, [*L6, "Nomor HP"], [*sanction("1"), "1"]])
    assert unknown.reason_code == "column_unexpected"
    assert "'P: Nomor HP'" in (unknown.message or "")
    double = understand([*TITLES, [*L6, "NIP"], [*sanction("1"), NIP]])
    assert double.reason_code == "header_duplicate"
    assert "'P: NIP'" in (double.message or "")
    nameless = understand([*TITLES, [*L6], [*sanction("1"), "nilai"]])
    assert nameless.reason_code == "column_unexpected"
    assert "column P" in (nameless.message or "")
    assert "nilai" not in (nameless.message or "")


def test_the_other_rows_of_a_date_column_say_its_order(understand: Understand) -> None:
    def contexts(*dates: str) -> set[str]:
        records = [
            ["1", "R-1/KASN/2024", date, "Bupati Muna", "A", NIP, "Guru", "KE1", "x", "proses"]
            for date in dates
        ]
        found = understand([["Tahun 2024"], [*L2], *records])
        return {f.context for f in found.fields if f.field == "recommendation_date"}

    assert contexts("03/04/2024", "14/04/2024") == {"1900:dmy"}
    assert contexts("03/04/2024", "04/14/2024") == {"1900:mdy"}
    assert contexts("03/04/2024", "04/05/2024") == {"1900"}
    assert contexts("13/04/2024", "04/14/2024") == {"1900"}


def test_dates_that_a_spreadsheet_may_have_swapped_are_not_believed(understand: Understand) -> None:
    left = ["14/03/2024", "25/04/2024", "31/05/2024"]  # no month 14: they stayed text
    taken_in = ["2024-05-03", "2024-04-11", "2024-01-02", "2024-12-07"]

    def context(*dates: str) -> str:
        records = [
            [
                str(i),
                f"R-{i}/KASN/2024",
                date,
                "Bupati Muna",
                "A",
                NIP,
                "Guru",
                "KE1",
                "x",
                "proses",
            ]
            for i, date in enumerate(dates, 1)
        ]
        found = understand([["Tahun 2024"], [*L2], *records])
        return next(f.context for f in found.fields if f.field == "recommendation_date")

    assert context(*left, *taken_in) == "1900:dmy:swapped"
    assert context(*left, *taken_in, "2024-05-13") == "1900:dmy"
    assert context(*left, *taken_in, "03/04/2024") == "1900:dmy"
    assert context(*left[1:], *taken_in) == "1900:dmy"
    firsts = [f"2024-{month:02}-01" for month in range(1, 9)]
    assert context(*left, *firsts) == "1900:dmy"


@pytest.mark.parametrize(
    ("dates", "order"),
    [
        # Of March and April 2024: 3 May and 4 November are none of them, 5 March and 11 April are.
        (["14/03/2024", "2024-05-03"], ":dmy:swapped"),
        (["25/04/2024", "2024-11-04", "2024-04-04"], ":dmy:swapped"),
        (["03/14/2024", "2024-05-03"], ":mdy:swapped"),
        (["14/3/24", "2024-05-03"], ":dmy:swapped"),
        # As it stands it is of the same time as the others; so is any day above 12, or one that
        # was left as text though it could be read.
        (["14/03/2024", "2024-03-05"], ":dmy"),
        (["14/03/2024", "2024-05-03", "2024-05-30"], ":dmy"),
        (["14/03/2024", "2024-05-03", "05/03/2024"], ":dmy"),
        # Both ways it is of the same time.
        (["14/03/2024", "2024-04-03"], ":dmy"),
        (["14/03/2024", "25/04/2024", "2024-03-04", "2024-04-03", "2024-02-05"], ":dmy:swapped"),
        (["2024-05-03", "2024-11-04"], ""),
        # Somebody typed it: there is no month 13.
        (["14/03/2024", "2024-13-03"], ":dmy"),
    ],
)
def test_of_few_dates_the_time_of_the_others_tells(dates: list[str], order: str) -> None:
    assert order_of_dates(dates) == order


def test_in_a_text_file_few_dates_are_as_they_were_written() -> None:
    assert order_of_dates(["14/03/2024", "2024-05-03"], is_text_file=True) == ":dmy"


def test_office_and_period_come_from_beside_the_file_when_titles_are_silent(
    understand: Understand,
) -> None:
    rows = [[*L6], sanction("1")]
    assert understand(rows).reason_code == "office_unknown"
    sidecar = {"office": "Pemerintah Kabupaten Muna", "period": "2024", "as_of": "2024-03-31"}
    found = understand(rows, sidecar=sidecar)
    assert (found.office, found.period_label) == ("Pemerintah Kabupaten Muna", "2024")
    assert (found.office_region_code, found.as_of) == ("74.03", "2024-03-31")
    assert understand(rows, sidecar={"office": "Pemkab Muna"}).reason_code == "period_unknown"
    found = understand(rows, folder="bkpsdm-kabupaten-muna/2023")
    assert (found.office, found.period_label) == ("Pemerintah Kabupaten Muna", "2023")


def test_a_title_wins_over_what_stands_beside_the_file(understand: Understand) -> None:
    found = understand(
        [*TITLES, [*L6], sanction("1")], sidecar={"office": "Pemkab Muna", "period": "2020"}
    )
    assert (found.office, found.period_label) == ("Pemerintah Kabupaten Kolaka", "2024")


def test_no_message_or_evidence_shows_a_cell_of_a_person(understand: Understand) -> None:
    for rows in (
        [*TITLES, [*L6], [*sanction("1"), "nilai"]],
        [*TITLES, [*L4], sanction("1")],
        [[*L7], ["1", "R-1", "Orang Contoh", "x", "y", "z", NIP]],
        [[*L3], ["A", "B", "C", "D", "Orang Contoh", NIP, "x", "y", "z", "w", "v"]],
    ):
        found = understand(rows)
        said = f"{found.message} {found.mend} {found.evidence}"
        assert "Orang" not in said
        assert NIP not in said

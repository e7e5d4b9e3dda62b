"""What stands beside the table is not passed over in silence, and what is no record is none."""

from __future__ import annotations

import pytest

from pipelines.landing.settle import settle
from pipelines.landing.understand import content_hash
from pipelines.layouts import Recognition
from pipelines.values import Reference
from pipelines.values.meanings import Meanings
from pipelines.workbooks import Workbook
from tests.unit.layouts.conftest import Cells, Understand, classes, sheet, values
from tests.unit.layouts.test_every_layout import L1, L2, L3, L6, L7, NIP
from tests.unit.layouts.test_last_rows import FULL, P3
from tests.unit.layouts.test_last_rows import TITLES as TITLES_OF_ALL

TITLES: list[Cells] = [["PEMERINTAH KABUPATEN KOLAKA"], ["TAHUN 2024"]]
ANNEX: list[Cells] = [["LAMPIRAN REKOMENDASI TAHUN 2024"], [*L2]]


def letter(number: str, name: str = "Orang Contoh", nip: str | None = NIP) -> Cells:
    return [
        number, f"R-{number}/KASN/4/2024", "3 April 2024", "Bupati Konawe", name, nip, "Guru", "D6",
        "Teguran tertulis", "Terbukti",
    ]  # fmt: skip


def matrix(number: str) -> Cells:
    return [number, "R-1/KASN/4/2024", "Uraian", "SK", "Terbukti", "5 Mei 2024", "SK"]


def test_a_list_of_another_layout_makes_the_file_wait(understand: Understand) -> None:
    other = sheet([*TITLES, [*L7], matrix("1")], "Matriks", 2)
    found = understand([sheet([*ANNEX, letter("1")]), other])
    assert (found.layout, found.reason_code) == ("L2", "layout_several")
    assert "row 3" in (found.message or "")


def test_a_list_above_one_of_another_layout_makes_the_file_wait(understand: Understand) -> None:
    found = understand([*TITLES, [*L7], matrix("1"), [], [*L2], letter("1")])
    assert found.reason_code == "layout_several"


def test_an_empty_form_of_another_layout_does_not(understand: Understand) -> None:
    form = sheet([*TITLES, [*L7], ["1"], ["2"]], "Form", 2)
    assert understand([sheet([*ANNEX, letter("1")]), form]).reason_code is None


def test_a_summary_beside_a_list_does_not(understand: Understand) -> None:
    recap = sheet([["TAHUN 2024"], [*L1], ["1", "Kab. Kolaka", *["1"] * 9]], "REKAP", 2)
    assert understand([sheet([*TITLES, [*L6], sanction()]), recap]).reason_code is None


def sanction() -> Cells:
    return [
        "1", "Orang Contoh", NIP, "III/a", "Guru", "SD", "KE1", "PP 94/2021", "Ringan",
        "Teguran lisan", "800/1/2024", "13/02/2024", "14/02/2024", None, None,
    ]  # fmt: skip


def test_records_that_go_on_without_a_header_make_the_file_wait(understand: Understand) -> None:
    found = understand([sheet([*ANNEX, letter("1")]), sheet([letter("2")], "Sheet1 (2)", 2)])
    assert found.reason_code == "header_missing"
    assert "Orang" not in (found.message or "")


def test_a_roster_beside_a_list_does_not(understand: Understand) -> None:
    roster = sheet([["No", "Nama", "NIP"], ["1", "Orang Contoh", NIP]], "Pegawai", 2)
    assert understand([sheet([*ANNEX, letter("1")]), roster]).reason_code is None


def test_an_example_is_no_record(understand: Understand) -> None:
    found = understand([*ANNEX, letter("contoh"), letter("1")])
    assert classes(found) == {1: "title", 2: "header", 3: "note", 4: "record"}


def test_the_lines_of_an_export_that_only_count_are_no_records(understand: Understand) -> None:
    export = ["ADU 1", "2024-03-14", "Bawaslu", "74.01", "Orang Contoh", NIP, *[None] * 5]
    found = understand([["TAHUN 2024"], [*L3], export, ["2"], ["3"]])
    assert [classes(found)[row] for row in (3, 4, 5)] == ["record", "blank", "blank"]


@pytest.mark.parametrize("layout", ["L2", "L7"])
def test_a_numbered_line_beside_a_merged_cell_is_no_record(
    understand: Understand, layout: str
) -> None:
    full = {"L2": letter("1"), "L7": matrix("1")}[layout]
    lines: list[Cells] = [[number, *[None] * (len(full) - 1)] for number in ("2", "3")]
    head: list[Cells] = [*TITLES, [*L2] if layout == "L2" else [*L7]]
    merged = [(4, 2, 6, 2), (4, 3, 6, 3)]
    for last in ([], [letter("4") if layout == "L2" else matrix("4")]):
        found = understand([*head, full, *lines, *last], merged=merged)
        assert found.layout == layout
        assert [classes(found)[row] for row in (4, 5, 6)] == ["record", "blank", "blank"]


@pytest.mark.parametrize(
    "line", [[None, "3"], ["3", "3"], ["3", "3", "-", "-"], [None, "3."], ["3", "(3)", None, "?"]]
)
def test_a_plain_number_alone_is_no_number_of_a_letter(
    understand: Understand, reference: Reference, line: Cells
) -> None:
    for heading, record in ((L2, letter("1")), (L7, matrix("1"))):
        cells: Cells = [*line, *[None] * (len(record) - len(line))]
        for last in ([], [record]):
            found = understand([*TITLES, [*heading], record, cells, *last])
            assert _errors(found, reference) == {("recommendation_number", "required_missing")}


def test_a_plain_number_beside_something_else_is_one(
    understand: Understand, reference: Reference
) -> None:
    cells: Cells = ["2", "1194", "Uraian", None, None, None, None]
    found = understand([*TITLES, [*L7], matrix("1"), cells])
    assert _errors(found, reference) == set()


def test_one_nip_beside_two_persons_is_nobodys(
    understand: Understand, reference: Reference
) -> None:
    found = understand([*ANNEX, letter("1", "1) Orang Contoh 2) Orang Kedua")])
    assert _errors(found, reference) == {("nip", "nip_invalid")}
    found = understand([*ANNEX, letter("1", "1) Orang Contoh 2) Orang Kedua", "-")])
    assert _errors(found, reference) == set()
    found = understand([*ANNEX, letter("1", "1) Orang Contoh 2) Orang Kedua", "#DIV/0!")])
    assert _errors(found, reference) == {("nip", "error_cell")}


@pytest.mark.parametrize("text", ["DIBATALKAN", "NIHIL", "(batal)"])
def test_a_word_is_no_number_of_a_letter(
    understand: Understand, reference: Reference, text: str
) -> None:
    cells = letter("1")
    cells[1] = text
    found = understand([*ANNEX, cells])
    assert values(found, 3)["recommendation_number"] == text
    assert _errors(found, reference) == {("recommendation_number", "required_missing")}


def test_only_a_law_may_be_older_than_any_matter(
    understand: Understand, reference: Reference
) -> None:
    law: Cells = ["uu-8-1974", "UU", "8", "1974", "Pokok-Pokok Kepegawaian", "DPR"]
    law += ["6 November 1974", "UU 8/1974", None, "Kabar", "baris 1", None]
    assert _errors(understand([[*P3], law]), reference) == set()
    record = [*matrix("1")[:5], "6 November 1974", "SK"]
    found = understand([*TITLES, [*L7], record])
    assert _errors(found, reference) == {("action_date", "date_invalid")}


@pytest.mark.parametrize(
    "note",
    ["DIBATALKAN", "SK dibatalkan", "Batal", "pembatalan SK 12 Mei 2024", "dicabut", "Pencabutan",
     "sudah tidak berlaku lagi", "keputusan tdk berlaku", "dianulir", "belum dibatalkan"],
)  # fmt: skip
def test_a_sanction_that_is_said_to_be_annulled_waits(
    understand: Understand, reference: Reference, note: str
) -> None:
    annulled = [*sanction()[:14], note]
    found = understand([sheet([*TITLES, [*L6], sanction(), annulled])])
    assert _errors(found, reference) == {("note", "annulment_undecided")}


@pytest.mark.parametrize("remark", ["batal", "DIBATALKAN", "dicabut", "salah input", "data ganda"])
@pytest.mark.parametrize("layout", ["L2", "L3", "L4", "L7", "L9"])
def test_so_does_a_row_of_which_a_remark_says_so(
    understand: Understand, reference: Reference, layout: str, remark: str
) -> None:
    headings, full = FULL[layout]
    cells = [full.get(heading) for heading in headings]
    heading = "keterangan" if layout == "L3" else "Ket"
    for said, is_doubted in (("sudah dikirim", False), (remark, True)):
        found = understand([*TITLES_OF_ALL, [*headings, heading], [*cells, said]])
        assert found.reason_code is None
        doubted = ("remark", "annulment_undecided") in _errors(found, reference)
        assert doubted == is_doubted


@pytest.mark.parametrize("said", [("batal", None), (None, "batal"), ("arsip", "batal")])
def test_of_several_remarks_each_counts(
    understand: Understand, reference: Reference, said: tuple[str | None, str | None]
) -> None:
    found = understand([["LAMPIRAN REKOMENDASI TAHUN 2024"], [*L2, "Ket", "Keterangan"],
                        [*letter("1"), *said]])  # fmt: skip
    assert found.reason_code is None
    assert _errors(found, reference) == {("remark", "annulment_undecided")}


ROW = {(4, column) for column in range(1, 11)}


@pytest.mark.parametrize(
    ("struck", "expected"),
    [
        (ROW, {"recommendation_number"}),
        (ROW - {(4, 1)}, {"recommendation_number"}),
        ({(4, 5), (4, 7)}, {"person_name", "position"}),
        ({(4, 1), (4, 11), (4, 40)}, set()),
        ({(3, 2)}, {"recommendation_number"}),
        ({(2, column) for column in range(1, 11)}, set()),
    ],
    ids=["row", "row but its number", "cells", "nothing read", "a merged cell", "header"],
)
def test_what_is_crossed_out_waits(
    understand: Understand, reference: Reference, struck: set[tuple[int, int]], expected: set[str]
) -> None:
    merged = [(3, 2, 4, 2)] if struck == {(3, 2)} else []
    rows = [*ANNEX, letter("1"), letter("2"), letter("3")]
    found = understand([sheet(rows, struck=struck, merged=merged)])
    assert _errors(found, reference) == {(field, "crossed_out") for field in expected}


def test_the_lines_through_a_sheet_are_part_of_its_content() -> None:
    plain, crossed = (
        Workbook(True, sheets=[sheet([*ANNEX, letter("1")], struck=struck)])
        for struck in (set(), ROW)
    )
    assert content_hash(plain) != content_hash(crossed)


@pytest.mark.parametrize("text", ["batal", "DIBATALKAN", "(dicabut)", "salah input", "data ganda"])
@pytest.mark.parametrize(
    ("layout", "heading", "field"),
    [
        ("L2", "No", "recommendation_number"),
        ("L2", "Jabatan", "position"),
        ("L4", "Uraian", "description"),
        ("L6", "No", "person_name"),
        ("L6", "Dasar", "legal_basis"),
        ("L7", "Tindak Lanjut PPK", "action"),
    ],
)
def test_so_does_a_row_of_which_another_cell_says_nothing_else(
    understand: Understand, reference: Reference, layout: str, heading: str, field: str, text: str
) -> None:
    headings, full = FULL[layout]
    cells = [text if name == heading else full.get(name) for name in headings]
    found = understand([*TITLES_OF_ALL, [*headings], [full.get(name) for name in headings], cells])
    assert (field, "annulment_undecided") in _errors(found, reference)


def test_a_status_of_such_a_word_is_a_status(understand: Understand, reference: Reference) -> None:
    headings, full = FULL["L4"]
    cells = [{**full, "Tindak Lanjut": "Dicabut"}.get(name) for name in headings]
    found = understand([*TITLES_OF_ALL, [*headings], cells])
    assert Meanings(reference).lookup("status", "Dicabut") is not None
    assert "annulment_undecided" not in {reason for _, reason in _errors(found, reference)}


@pytest.mark.parametrize("text", ["Ganda", "Batalipu", "Guru SD Batal", "salah satu peserta"])
def test_words_in_a_name_or_a_sentence_do_not(
    understand: Understand, reference: Reference, text: str
) -> None:
    named = [*letter("1")[:4], text, NIP, text, *letter("1")[7:]]
    assert _errors(understand([*ANNEX, named]), reference) == set()


def test_so_it_does_where_the_number_of_the_decree_says_so(
    understand: Understand, reference: Reference
) -> None:
    for number in ("800/1/2024 (dibatalkan)", "DIBATALKAN"):
        annulled = [*sanction()[:10], number, *sanction()[11:]]
        found = understand([sheet([*TITLES, [*L6], sanction(), annulled])])
        assert _errors(found, reference) == {("decree_number", "annulment_undecided")}


@pytest.mark.parametrize("note", ["Data sementara", "berlaku 12 bulan", "Batalipu", "-", "arsip"])
def test_another_note_says_nothing_of_an_annulment(
    understand: Understand, reference: Reference, note: str
) -> None:
    found = understand([sheet([*TITLES, [*L6], sanction(), [*sanction()[:14], note]])])
    assert _errors(found, reference) == set()


def _errors(found: Recognition, reference: Reference) -> set[tuple[str, str]]:
    """(field, reason) of all that is wrong with the records."""
    meanings = Meanings(reference)
    errors = set()
    for use in found.sheets:
        for place, own, texts in use.stretches():
            of_parts = [use.classes[own[i]] for i in texts.index]
            settled = settle(use.tables[place].slots, texts, of_parts, meanings)
            errors |= {(error.field, error.reason_code) for error in settled.errors}
    return errors


def test_a_record_whose_first_text_begins_like_a_total_is_one(understand: Understand) -> None:
    named = ["", "Total Contoh", *sanction()[2:]]
    found = understand([sheet([*TITLES, [*L6], sanction(), named, ["Jumlah", None, "2"]])])
    assert list(classes(found).values())[-3:] == ["record", "record", "total"]


@pytest.mark.parametrize("gap", [0, 1, 2])
def test_tables_side_by_side_are_named_as_such(understand: Understand, gap: int) -> None:
    rows = [[*line, *[None] * gap, *line] for line in ([*L7], matrix("1"), matrix("2"))]
    found = understand([*TITLES, *rows])
    assert found.reason_code == "no_layout"
    right = "HIJ"[gap]
    assert (
        f"side by side on sheet 'Sheet1': in row 3 one begins in each of the columns A and {right}"
        in (found.message or "")
    )
    assert "below the other" in (found.mend or "")


def test_so_are_tables_of_two_layouts(understand: Understand) -> None:
    rows = [[*L6, None, *L7], [*sanction(), None, *matrix("1")]]
    found = understand([*TITLES, *rows])
    assert found.reason_code == "column_unexpected"
    assert "side by side" in (found.message or "")


def test_headings_of_other_columns_are_named_and_persons_are_not(understand: Understand) -> None:
    headings = ["NIK", "No HP", "Foto", "Sukardi"]
    found = understand([*TITLES, [*L7, *headings], [*matrix("1"), *["x"] * 4]])
    assert "'H: NIK', 'I: No HP', 'J: Foto', 'K: …'" in (found.message or "")

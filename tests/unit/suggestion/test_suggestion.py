"""What a draft proposes, by headings and by values, and what it leaves to a person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.home import REFERENCE
from pipelines.layouts import Layouts
from pipelines.layouts.maps import ColumnMap, layout_from
from pipelines.suggestion import Draft, draft_of
from pipelines.suggestion.likeness import Likeness
from pipelines.values import Reference
from pipelines.workbooks import Sheet, Workbook
from pipelines.workbooks.model import as_columns, without_empty_rows

Rows = list[list[str | None]]
NIPS = [f"1980010{n}20050119{n:02}" for n in range(1, 6)]


@pytest.fixture(scope="module")
def layouts() -> Layouts:
    return Layouts.load()


@pytest.fixture(scope="module")
def reference() -> Reference:
    return Reference.load(REFERENCE)


@pytest.fixture
def draft(layouts: Layouts, reference: Reference) -> Any:
    def draft(rows: Rows, merged: list[tuple[int, int, int, int]] | None = None) -> Draft | None:
        numbers, columns = without_empty_rows(as_columns(rows))
        sheet = Sheet(1, "Sheet1", False, "1900", numbers, columns, merged=merged or [])
        return draft_of(Workbook(True, sheets=[sheet]), layouts, reference)

    return draft


def columns_of(draft: Draft) -> dict[str, ColumnMap]:
    """heading → column, what is unfinished ignored, so that the rest can be looked at."""
    text = draft.text.replace("field: TODO", "ignored: true").replace("kind: TODO", "kind: bawaslu")
    return {column.heading: column for column in layout_from(text, "draft").columns}


def fields(draft: Draft) -> dict[str, list[str]]:
    return {heading: [f.name for f in one.fields] for heading, one in columns_of(draft).items()}


SANCTIONS: Rows = [
    ["BKPSDM KABUPATEN KOLAKA"], ["TAHUN 2024"],
    ["No", "Nama dan NIP", "OPD", "Bentuk Perbuatan", "Sanksi", "No. & Tgl. SK", "Pelapor", "X"],
    *(
        [str(n), f"Orang Contoh\nNIP. {NIPS[n]}", "Dinas", "KE4", "Teguran lisan",
         f"800/{n}/2024 tgl {n + 1} Maret 2024", "Warga Contoh", "zzz"]
        for n in range(4)
    ),
    ["JUMLAH", None, "4"],
]  # fmt: skip
SANCTIONS[3:7] = [[str(n), *row[1:]] for n, row in enumerate(SANCTIONS[3:7], 1)]


def test_columns_are_known_by_likeness_of_heading_and_by_values(draft: Any) -> None:
    found = draft(SANCTIONS)
    assert "register_kind: sanction_list" in found.text
    columns = columns_of(found)
    assert columns["No"].sequence
    assert columns["Nama dan NIP"].split == "persons"
    assert columns["No. & Tgl. SK"].split == "number_and_date"
    assert fields(found) == {
        "No": [], "Nama dan NIP": ["person_name"], "OPD": ["unit"],
        "Bentuk Perbuatan": ["violation"], "Sanksi": ["sanction"],
        "No. & Tgl. SK": ["decree_number", "decree_date"], "Pelapor": [], "X": [],
    }  # fmt: skip
    assert found.unfinished == ("H",)
    assert "4 of 4 records filled; 1 of 1 different texts read as violation" in found.text


CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "drafts.yml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_a_draft_says(layouts: Layouts, reference: Reference, case: dict[str, Any]) -> None:
    numbers, columns = without_empty_rows(as_columns(case["rows"]))
    book = Workbook(True, sheets=[Sheet(1, "Sheet1", False, "1900", numbers, columns)])
    found = draft_of(book, layouts, reference, like=case.get("like"))
    assert found is not None
    lines = [line.strip() for line in found.text.splitlines()]
    for wanted in case.get("lines", ()):
        assert any(line.startswith(wanted) for line in lines), (wanted, found.text)
    for wanted in case.get("says", ()):
        assert wanted in found.text
    for unwanted in case.get("not", ()):
        assert not any(line.startswith(unwanted) for line in lines), (unwanted, found.text)
    said = {one["heading"]: one for one in yaml.safe_load(found.text)["columns"]}
    fed = {heading: said[heading].get("field") for heading in case.get("columns", ())}
    assert fed == case.get("columns", {}), found.text
    if expected := case.get("trial"):
        trial = found.trial
        assert (trial.loaded, trial.rejected, trial.set_aside) == tuple(expected["records"])
        assert [list(one) for one in trial.reasons] == expected["reasons"]


def test_who_reports_is_never_taken_for_who_is_reported(draft: Any) -> None:
    rows: Rows = [["Nomor Aduan", "Nama Pelapor", "NIP", "Jenis Pelanggaran", "Status"]]
    rows += [[f"A{n}", "Warga Contoh", NIPS[n], "KE4", "diproses"] for n in range(3)]
    assert columns_of(draft(rows))["Nama Pelapor"].ignored


def test_the_trial_says_what_the_titles_say(draft: Any) -> None:
    trial = draft(SANCTIONS).trial.understood
    assert (trial.office, trial.period_label) == ("Pemerintah Kabupaten Kolaka", "2024")
    assert sum(row.row_class == "record" for row in trial.rows) == 4
    assert [row.row_class for row in trial.rows][-1] == "total"


def test_a_header_of_two_rows_gives_headings_of_two_parts(draft: Any) -> None:
    rows: Rows = [
        ["BAWASLU PROVINSI SULAWESI TENGGARA"], ["KEADAAN S.D. 31 DESEMBER 2023"],
        ["No", "Wilayah", "Temuan", "Penanganan", None], [None, None, None, "Diteruskan", "Stop"],
        ["1", "Kab. Kolaka", "3", "2", "1"], ["2", "Kota Kendari", "4", "nihil", "4"],
    ]  # fmt: skip
    merged = [(3, 1, 4, 1), (3, 2, 4, 2), (3, 3, 4, 3), (3, 4, 3, 5)]
    for known in (merged, []):
        found = draft(rows, known)
        assert "register_kind: bawaslu_recap" in found.text
        assert fields(found) == {
            "No": [], "Wilayah": ["region_code"], "Temuan": ["findings"],
            "Penanganan > Diteruskan": ["forwarded"], "Penanganan > Stop": [],
        }  # fmt: skip
        assert found.unfinished == ("E",)


def test_of_several_dates_a_person_has_to_say_which_is_which(draft: Any) -> None:
    rows: Rows = [["Berkas", "Orang", "ID", "Hari I", "Hari II", "Ganjaran"]]
    rows += [[f"b{n}", "Orang Contoh", NIPS[n], "3 Maret 2024", "4 April 2024",
              "Teguran lisan (PP 94/2021)"] for n in range(3)]  # fmt: skip
    found = draft(rows)
    assert fields(found)["ID"] == ["nip"]
    assert {"D", "E"} <= set(found.unfinished)
    assert "# by its values:" in found.text


def test_what_a_known_column_takes_as_a_date_goes_with_it(draft: Any) -> None:
    rows: Rows = [["TAHUN 2024"], ["No", "Nama", "NIP", "Jenis Hukuman", "TMT", "X"]]
    rows += [[str(n), "Orang", NIPS[n], "Teguran lisan", "14-16 Maret 2024", "z"] for n in range(3)]
    (field,) = columns_of(draft(rows))["TMT"].fields
    assert (field.name, field.future, field.range) == ("effective_from", True, "first")


def test_a_heading_that_stands_twice_is_pointed_out(draft: Any) -> None:
    rows = [[*row, *([None] * (8 - len(row))), "y"] for row in SANCTIONS]
    rows[2][8] = "Sanksi"
    assert "TODO: column I has the same heading" in draft(rows).text


def test_no_value_of_a_cell_is_in_the_draft(draft: Any) -> None:
    text = draft(SANCTIONS).text
    for secret in ("Orang Contoh", "Warga", "zzz", *NIPS):
        assert secret not in text


@pytest.mark.parametrize(
    "rows",
    [
        [["Orang Satu", "Camat", "Kolaka"], ["Orang Dua", "Lurah", "Muna"]],
        [["1", "2", "3"], ["4", "5", "6"]],
        [["Nama", "NIP"], ["Orang", NIPS[0]]],
        [["Nama", "NIP", "Jabatan"]],
        [],
    ],
    ids=["no header", "numbers", "two columns", "no rows", "empty"],
)
def test_what_is_no_table_has_no_draft(draft: Any, rows: Rows) -> None:
    assert draft(rows) is None


CASES: Rows = [
    ["INSPEKTORAT KABUPATEN KOLAKA"], ["DAFTAR PENGADUAN NETRALITAS ASN TAHUN 2024"],
    ["No", "Surat Pengaduan", None, "Data Pegawai (Nama/NIP)", "Pelanggaran", "Keadaan", "Tahapan"],
    [None, "Nomor", "Tanggal", None, None, None, None],
    *(
        [str(n + 1), f"700/{n}/ADU/2024", f"{n + 1} Maret 2024", f"Orang Contoh\nNIP {NIPS[n]}",
         "KE4", "Terbukti", "Masa Kampanye"]
        for n in range(4)
    ),
]  # fmt: skip


def test_a_case_register_of_an_inspectorate_is_no_sanction_list(draft: Any) -> None:
    found = draft(CASES)
    assert fields(found) == {
        "No": [], "Surat Pengaduan > Nomor": ["register_number"],
        "Surat Pengaduan > Tanggal": ["report_date"], "Data Pegawai (Nama/NIP)": ["person_name"],
        "Pelanggaran": ["violation"], "Keadaan": ["status"], "Tahapan": ["stage"],
    }  # fmt: skip
    assert "register_kind: kasn_complaint\n" in found.text
    assert "source_code: regional\n" in found.text
    assert "office: {kind: government}" in found.text


def test_the_office_is_asked_for_where_nothing_says_it(draft: Any) -> None:
    rows: Rows = [["Nomor Aduan", "Nama Terlapor", "NIP", "Tgl Pengaduan", "Status"]]
    rows += [[f"A{n}", "Orang", NIPS[n], "3 Maret 2024", "diproses"] for n in range(3)]
    found = draft(rows)
    assert found.asks_office
    assert "office: {kind: TODO}" in found.text
    assert not draft([["KOMISI ASN (KASN)"], *rows]).asks_office


def test_what_is_not_much_like_any_kind_is_asked_for(draft: Any) -> None:
    rows: Rows = [["Kode", "Wilayah", "Catatan Khusus"]]
    rows += [[f"A{n}", "Kab. Kolaka", "ada hal lain"] for n in range(3)]
    found = draft(rows)
    assert found.asks_kind
    assert "register_kind: TODO" in found.text
    assert "--like KIND" in found.text


def test_a_kind_that_a_person_says_is_taken_as_said(
    draft: Any, layouts: Layouts, reference: Reference
) -> None:
    numbers, columns = without_empty_rows(as_columns(SANCTIONS))
    book = Workbook(True, sheets=[Sheet(1, "Sheet1", False, "1900", numbers, columns)])
    found = draft_of(book, layouts, reference, like="kasn_complaint")
    assert found is not None
    assert not found.asks_kind
    assert "register_kind: kasn_complaint\n" in found.text
    assert "sanction" not in {name for names in fields(found).values() for name in names}


MATRIX: Rows = [
    ["INSPEKTORAT PROVINSI SULAWESI TENGGARA"], ["PENYELESAIAN REKOMENDASI KASN S.D. JUNI 2024"],
    ["No", "Surat KASN/BKN", None, "Nama ASN", "Langkah yang Diambil", "Keadaan", "Tgl Selesai"],
    [None, "Nomor", "Tanggal", None, None, None, None],
    *(
        [str(n + 1), f"R-{n}/KASN/4/2023", f"{n + 1} April 2023", "Orang Contoh", "Pemanggilan",
         "Selesai", f"{n + 1} Mei 2024"]
        for n in range(4)
    ),
]  # fmt: skip


def test_a_date_under_the_heading_of_a_number_is_that_numbers_date(draft: Any) -> None:
    found = draft(MATRIX)
    assert "register_kind: follow_up_matrix\n" in found.text
    assert fields(found)["Surat KASN/BKN > Nomor"] == ["recommendation_number"]
    assert fields(found)["Surat KASN/BKN > Tanggal"] == ["recommendation_date"]
    assert {"D", "G"} == set(found.unfinished)
    assert "in layout L2 it feeds person_name, which this kind of register has not" in found.text


def test_a_measure_is_that_of_the_words_before_that_of_another_office(draft: Any) -> None:
    rows: Rows = [
        ["BAWASLU PROVINSI SULAWESI TENGGARA"], ["REKAP S.D. 31 DESEMBER 2023"],
        ["Kab/Kota", "Jumlah Temuan", "Jumlah Laporan", "Masih Proses", "Jml"],
        ["Kab. Kolaka", "3", "2", "1", "5"], ["Kota Kendari", "4", "1", "4", "5"],
    ]  # fmt: skip
    assert fields(draft(rows)) == {
        "Kab/Kota": ["region_code"], "Jumlah Temuan": ["findings"], "Jumlah Laporan": ["reports"],
        "Masih Proses": ["in_process"], "Jml": [],
    }  # fmt: skip


def test_fields_that_no_table_keeps_are_said_to_be_none(draft: Any) -> None:
    _, unkept = draft(CASES).text.split("no table keeps them:")
    assert "event_date" in unkept
    assert "status_date" not in unkept


def crosstab(*members: str) -> Rows:
    return [
        ["BKPSDM KABUPATEN MUNA BARAT"], ["PELANGGAR NETRALITAS TAHUN 2024"],
        ["No", "Jenjang", *members, "Jumlah"],
        ["1", "Jabatan Administrator", *["1"] * len(members), "9"],
        ["2", "Camat dan Lurah", *["2"] * len(members), "9"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("members", "headings"),
    [
        (["Jan", "Peb", "Mar"], {"{month}": "count"}),
        (["2021", "2022", "2023"], {"{year}": "count"}),
        (["2022 (orang)", "2022 (%)", "2023 (orang)", "2023 (%)"],
         {"{year} (orang)": "count", "{year} (%)": "percentage"}),
    ],
)  # fmt: skip
def test_columns_of_years_or_months_are_one_line_each_measure(
    draft: Any, members: list[str], headings: dict[str, str]
) -> None:
    found = draft(crosstab(*members))
    assert "register_kind: kasn_crosstab\n" in found.text
    assert "measure: TODO" in found.text
    text = found.text.replace("measure: TODO", "measure: cases")
    columns = {one.heading: one for one in layout_from(text, "draft").columns}
    assert set(columns) == {"No", "Jenjang", *headings, "Jumlah"}
    (member,) = columns["Jenjang"].fields
    assert (member.name, member.value_kind, member.filled) == ("row_member", "position_group", True)
    for heading, kind in headings.items():
        assert [(one.name, one.value_kind) for one in columns[heading].fields] == [("value", kind)]
    assert columns["Jumlah"].ignored
    records = [row for row in found.trial.understood.rows if row.row_class == "record"]
    assert len(records) == 2 * len(members)


def test_what_a_crosstab_counts_is_not_guessed(draft: Any) -> None:
    found = draft(crosstab("2022", "2023"))
    assert found.unfinished == ("C",)
    assert "#   annulled, blocked, cases" in found.text


def test_columns_for_months_beside_many_others_are_no_crosstab(draft: Any) -> None:
    rows = [[*row, *([None] * (10 - len(row))), "Januari", "Februari"] for row in SANCTIONS]
    assert "register_kind: sanction_list" in draft(rows).text


@pytest.mark.parametrize("position", ["Camat Lasusua", "Penata (III/c)\nCamat Lasusua"])
def test_a_position_in_the_cell_of_a_person_is_taken_from_it(draft: Any, position: str) -> None:
    rows = [[*row] for row in SANCTIONS]
    for row in rows[3:7]:
        row[1] = f"{row[1]}\n{position}"
    found = draft(rows)
    assert fields(found)["Nama dan NIP"] == ["person_name", "position", "position_class"]
    of_first = {one.field: one.text for one in found.trial.understood.fields if one.row_number == 4}
    assert of_first["person_name"] == "Orang Contoh"
    assert of_first["nip"] == NIPS[0]
    assert of_first["position"] == of_first["position_class"] == "Camat Lasusua"


def test_events_of_an_office_need_no_number_of_their_own(draft: Any) -> None:
    rows: Rows = [
        ["BAWASLU KABUPATEN KOLAKA"], ["KEGIATAN PENCEGAHAN NETRALITAS ASN TAHUN 2024"],
        ["No", "Bentuk Kegiatan", "Tempat Kegiatan", "Kab/Kota", "Penyelenggara", "Jumlah Peserta"],
        ["1", "Sosialisasi", "Aula", "Kab. Kolaka", "Bawaslu", "20"],
        ["2", "Rapat Koordinasi", "Aula", "Kab. Kolaka", "Bawaslu", "25"],
        ["3", "Bimbingan Teknis", "Balai", "Kab. Kolaka", "Bawaslu", "30"],
    ]  # fmt: skip
    found = draft(rows)
    assert "register_kind: published_outreach" in found.text
    assert fields(found) == {
        "No": [], "Bentuk Kegiatan": ["kind"], "Tempat Kegiatan": ["place"],
        "Kab/Kota": ["region_code"], "Penyelenggara": ["organiser"],
        "Jumlah Peserta": ["participants"],
    }  # fmt: skip
    assert "nothing feeds" not in found.text


def test_the_fields_that_are_left_have_the_kind_they_are_read_as(draft: Any) -> None:
    left = draft(SANCTIONS).text.split("that no column above feeds")[1]
    assert "effective_from (date)" in left
    assert "legal_basis," in left


def test_a_heading_of_words_that_say_nothing_is_like_no_other(reference: Reference) -> None:
    column = ColumnMap("Pihak", ("pihak",))
    assert Likeness(reference).of(("Nama",), column) == 0
    assert Likeness(reference).of(("Pihak",), column) == 1

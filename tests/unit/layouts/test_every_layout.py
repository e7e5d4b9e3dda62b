"""Every layout of the domain is recognised by its headings, and each cell gets to its field."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipelines.layouts import Layouts, recognise
from pipelines.values import Reference
from pipelines.workbooks import read_workbook
from tests.unit.layouts.conftest import Understand, classes, values

L1 = [
    "No", "Instansi", "Jumlah Dilaporkan", "Diproses", "Melanggar/Rekomendasi", "Tidak Terbukti",
    "Proses Klarifikasi", "Sudah Ditindaklanjuti PPK", "Belum Ditindaklanjuti", "%", "Ket",
]  # fmt: skip
L2 = [
    "No", "Nomor Rekomendasi", "Tanggal", "Kepala Daerah selaku PPK", "Nama", "NIP", "Jabatan",
    "Jenis Pelanggaran", "Jenis Hukuman", "Status TL",
]  # fmt: skip
L3 = [
    "id_pengaduan", "tgl_pengaduan", "bawaslu_pengirim", "kode_wilayah", "nama_terlapor", "nip",
    "kategori_jabatan", "kategori_pelanggaran", "tahapan", "status", "tgl_status",
]  # fmt: skip
L4 = [
    "No", "Nomor Register", "Tgl Register", "Sumber (Temuan/Laporan)", "Terlapor",
    "Status Terlapor", "Uraian", "Pasal", "Hasil Kajian", "Tindak Lanjut", "Instansi Tujuan",
    "No & Tgl Surat Penerusan",
]  # fmt: skip
L6 = [
    "No", "Nama", "NIP", "Pangkat/Gol.Ruang", "Jabatan", "Unit Kerja", "Jenis Pelanggaran",
    "Dasar", "Tingkat", "Jenis Hukuman", "No SK", "Tgl SK", "TMT", "Berakhir", "Ket",
]  # fmt: skip
L7 = [
    "No", "Rekomendasi KASN (nomor/tgl)", "Uraian", "Tindak Lanjut PPK", "Status", "Tgl", "Bukti",
]  # fmt: skip
NIP = "198001012005011901"


def test_recap_keeps_its_total_row_and_says_as_of_when(understand: Understand) -> None:
    found = understand(
        [
            ["REKAPITULASI PELANGGARAN NETRALITAS ASN"],
            ["PROVINSI SULAWESI TENGGARA TAHUN 2023-2024 (per 14 Maret 2024)"],
            [],
            [*L1],
            ["1", "Kab. Kolaka", "21", *[None] * 8],
            [None, "JUMLAH", "38", "35", "31", "4", "3", "28", "4", "73,2", None],
        ]
    )
    assert (found.layout, found.reason_code) == ("L1", None)
    assert (found.register_kind, found.record_kind) == ("kasn_recap", "recap")
    assert (found.as_of, found.period_label) == ("2024-03-14", "2023-2024")
    assert found.office == "KASN (Provinsi Sulawesi Tenggara)"
    assert classes(found) == {1: "title", 2: "title", 4: "header", 5: "record", 6: "total"}
    assert values(found, 5) == {"institution": "Kab. Kolaka", "reported": "21"}
    assert values(found, 6)["proven"] == "31"
    assert "institution" not in values(found, 6)


def test_annex_fills_a_letter_down_only_where_cells_are_merged(understand: Understand) -> None:
    person = ["Orang Contoh", NIP, "Camat", "Menghadiri deklarasi", "Teguran lisan", "proses"]
    rows = [
        ["Tahun 2024"],
        [*L2],
        ["1", "R-1/KASN/4/2024", "3 April 2024", "Bupati Kolaka", *person],
        [None, None, None, None, *person],
        [None, None, None, None, *person],
        ["2", "R-2/KASN/4/2024", "4 April 2024", "Bupati Muna", *person],
    ]
    found = understand(rows, merged=[(3, c, 4, c) for c in (1, 2, 3, 4)])
    assert found.layout == "L2"
    assert values(found, 4)["recommendation_number"] == "R-1/KASN/4/2024"
    assert values(found, 4)["institution"] == "Bupati Kolaka"
    # Row 5 is not merged: nothing is filled in, and the missing number rejects it.
    assert values(found, 5)["recommendation_number"] == ""
    assert values(found, 6)["position"] == values(found, 6)["position_class"] == "Camat"


def test_export_has_its_period_from_its_dates(understand: Understand) -> None:
    record = [
        "ADU-1", "2024-01-05", "Bawaslu Kab. Kolaka", "74.01", "Orang Contoh", NIP, "JPT",
        "KE1", "Kampanye", "proses", "2024-02-01",
    ]  # fmt: skip
    found = understand([[*L3], record])
    assert (found.layout, found.period_label) == ("L3", "pemilu_2024")
    violation = next(f for f in found.fields if f.field == "violation")
    assert violation.context == "campaign"


def test_register_splits_persons_into_parts(understand: Understand) -> None:
    found = understand(
        [
            ["BAWASLU KABUPATEN KOLAKA"],
            ["PROVINSI SULAWESI TENGGARA"],
            ["TAHUN 2024"],
            [*L4],
            [f"({i})" for i in range(1, 13)],
            [
                "1", "001/Reg/TM/2024", "05/01/2024", "Temuan",
                "1) Orang Satu, NIP. 19800101 200501 1 901\n2) Orang Dua", "1) ASN 2) Caleg",
                "Uraian.", "Pasal 283", "Pelanggaran", "Diteruskan", "KASN",
                "12/PP.01/K.SG/I/2024 tgl 25 Januari 2024",
            ],
        ]
    )  # fmt: skip
    assert (found.layout, found.reason_code) == ("L4", None)
    assert found.office == "Bawaslu Kabupaten Kolaka"
    assert found.office_region_code == "74.01"
    first, second = values(found, 6, 1), values(found, 6, 2)
    assert (first["person_name"], second["person_name"]) == ("Orang Satu", "Orang Dua")
    assert first["nip"] == "19800101 200501 1 901"
    assert "nip" not in second
    assert (first["subject_kind"], second["subject_kind"]) == ("ASN", "Caleg")
    assert first["forward_number"] == second["forward_number"] == "12/PP.01/K.SG/I/2024"
    assert first["forward_date"] == "25 Januari 2024"
    assert [r.part for r in found.rows if r.row_class == "record"] == [1, 2]


def test_recap_of_bawaslu_has_a_header_of_two_levels(understand: Understand) -> None:
    top = ["No", "Kab/Kota", "Temuan", "Laporan", None, None, "Hasil", None, None, "Rekomendasi"]
    low = [None, None, None, "Reg", "Tdk Reg", "Blm", "Pelanggaran", "Bukan", "Proses", None]
    found = understand(
        [
            ["BADAN PENGAWAS PEMILIHAN UMUM"],
            ["PROVINSI SULAWESI TENGGARA"],
            ["Keadaan s.d. 31 Desember 2023"],
            top,
            low,
            ["1", "Kab. Muna", "1", "2", "3", "4", "5", "6", "7", "8"],
            ["JUMLAH", None, "1", "2", "3", "4", "5", "6", "7", "8"],
        ]
    )
    assert (found.layout, found.reason_code, found.as_of) == ("L5", None, "2023-12-31")
    assert values(found, 6) == {
        "region_code": "Kab. Muna", "findings": "1", "reports_registered": "2",
        "reports_not_registered": "3", "reports_pending": "4", "violations": "5",
        "non_violations": "6", "in_process": "7", "recommended": "8",
    }  # fmt: skip
    region = next(f for f in found.fields if f.field == "region_code")
    assert (region.context, region.is_required, region.column_letter) == ("74", True, "B")


def test_sanction_list_without_a_nip_still_is_a_record(understand: Understand) -> None:
    record = [
        "1", "Orang Contoh", None, "III/a", "Guru", "SD", "KE1", "PP 94/2021", "Ringan",
        "Teguran lisan", "800/1/2024", "1-2-2024", "2-2-2024", None, None,
    ]  # fmt: skip
    found = understand([["PEMERINTAH KOTA KENDARI"], ["TAHUN 2024"], [*L6], record])
    assert (found.layout, found.office) == ("L6", "Pemerintah Kota Kendari")
    assert found.office_institution_code == "pemda:74.71"
    nip = next(f for f in found.fields if f.field == "nip")
    assert (nip.text, nip.is_required, nip.column_letter) == ("", True, "C")


def test_matrix_splits_the_letter_into_number_and_date(understand: Understand) -> None:
    record = [
        "1", "R-1194/KASN/4/2020 tgl 3 April 2020", "Uraian.", "Sanksi", "selesai", "5-5-2020",
        "SK",
    ]  # fmt: skip
    found = understand([["INSPEKTORAT DAERAH KABUPATEN KOLAKA"], ["TAHUN 2020"], [*L7], record])
    assert (found.layout, found.office) == ("L7", "Pemerintah Kabupaten Kolaka")
    assert values(found, 4)["recommendation_number"] == "R-1194/KASN/4/2020"
    assert values(found, 4)["recommendation_date"] == "3 April 2020"


def matrix_of(*headings: str | None) -> list[str | None]:
    """The headings of a matrix with others in place of that of the letter."""
    return [L7[0], *headings, *L7[2:]]


def test_number_and_date_of_the_letter_may_stand_in_a_column_each(understand: Understand) -> None:
    record = [
        "1",
        "R-1194/KASN/4/2020",
        "3 April 2020",
        "Uraian.",
        "Sanksi",
        "selesai",
        "5 Mei 2020",
    ]
    titles = [["INSPEKTORAT DAERAH KABUPATEN KOLAKA"], ["TAHUN 2020"]]
    header = [matrix_of("Rekomendasi KASN", None), [None, "Nomor", "Tanggal", *[None] * 5]]
    merged = [(3, 2, 3, 3), *((3, column, 4, column) for column in (1, *range(4, 9)))]
    found = understand([*titles, *header, [*record, "SK"]], merged=merged)
    assert (found.layout, found.reason_code) == ("L7", None)
    assert classes(found) == {1: "title", 2: "title", 3: "header", 4: "header", 5: "record"}
    assert values(found, 5)["recommendation_number"] == "R-1194/KASN/4/2020"
    assert values(found, 5)["recommendation_date"] == "3 April 2020"


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("Rekomendasi KASN", ("Nomor", "Tanggal")),
        ("Rekomendasi KASN (nomor/tgl)", ("No", "Tgl")),
        ("Surat Rekomendasi KASN", ("Nomor Surat", "Tanggal Surat")),
    ],
)
@pytest.mark.parametrize("is_merged", [True, False], ids=["merged", "a text file"])
def test_a_second_row_of_the_header_is_seen_without_merged_cells_too(
    understand: Understand, above: str, below: tuple[str, str], is_merged: bool
) -> None:
    record = ["1", "R-1/KASN/4/2020", "3 April 2020", "Uraian.", "Sanksi", "selesai", None, None]
    titles = [["INSPEKTORAT DAERAH KABUPATEN KOLAKA"], ["TAHUN 2020"]]
    header = [matrix_of(above, None), [None, *below, *[None] * 5]]
    merged = [(3, 2, 3, 3)] if is_merged else None
    found = understand([*titles, *header, record], merged=merged)
    assert (found.layout, found.reason_code) == ("L7", None)
    assert values(found, 5)["recommendation_date"] == "3 April 2020"


@pytest.mark.parametrize(
    ("headings", "reason"),
    [
        (("Nomor Rekomendasi", "Tgl Rekomendasi"), None),
        (("Nomor Rekomendasi",), "column_missing"),
        (("Rekomendasi KASN", "Tgl Rekomendasi"), "header_duplicate"),
    ],
    ids=["a column each", "one of them alone", "one of them beside the whole"],
)
def test_the_columns_of_the_letter_stand_in_its_place_together(
    understand: Understand, headings: tuple[str, ...], reason: str | None
) -> None:
    record = ["1", *["R-1/KASN/4/2020"] * len(headings), "Uraian.", "Sanksi", "selesai", None, None]
    titles = [["INSPEKTORAT DAERAH KABUPATEN KOLAKA"], ["TAHUN 2020"]]
    assert understand([*titles, matrix_of(*headings), record]).reason_code == reason


def test_the_letter_of_a_register_may_stand_under_a_heading_with_where_it_went(
    understand: Understand,
) -> None:
    header = [[*L4[:10], "Penerusan", None], [*[None] * 10, "Instansi Tujuan", "No & Tgl Surat"]]
    record = [
        "1",
        "001/Reg/TM/2024",
        *[None] * 3,
        "ASN",
        *[None] * 4,
        "KASN",
        "12/I/2024 tgl 5/1/2024",
    ]
    found = understand([["BAWASLU KABUPATEN KOLAKA"], ["TAHUN 2024"], *header, record])
    assert (found.layout, found.reason_code) == ("L4", None)
    assert values(found, 5)["forward_number"] == "12/I/2024"


def test_published_files_are_recognised(layouts: Layouts, reference: Reference) -> None:
    folder = Path(__file__).resolve().parents[3] / "data" / "published"
    for name, layout in (("figures", "P1"), ("outreach", "P2"), ("regulations", "P3")):
        found = recognise(read_workbook(folder / f"{name}.csv"), layouts, reference)
        assert (found.layout, found.reason_code) == (layout, None)
        assert (found.office, found.period_label) == ("Netralitas Warehouse", "all")


@pytest.mark.parametrize(
    "rows",
    [
        [["DAFTAR HADIR"], ["No", "Nama", "NIP", "Tanda Tangan"], ["1", "Orang Contoh", NIP, ""]],
        [["ANGGARAN"], ["No", "Uraian", "Jumlah"], ["1", "Kertas", "10"]],
        [["hanya", "teks"], ["tanpa", "kepala"]],
    ],
)
def test_a_roster_or_a_budget_is_no_register(understand: Understand, rows: list[Any]) -> None:
    assert understand(rows).reason_code == "no_layout"


def test_an_empty_form_is_not_data(understand: Understand) -> None:
    found = understand([["TAHUN 2024"], [*L2], ["1", *[None] * 9], ["2", *[None] * 9]])
    assert found.reason_code == "empty"
    assert classes(found)[3] == "blank"


@pytest.mark.parametrize(
    ("layout", "headings"),
    [
        (
            "L1",
            "NO.|NAMA INSTANSI/DAERAH|JML DILAPORKAN|JML DIPROSES|TERBUKTI|TDK TERBUKTI"
            "|KLARIFIKASI|SDH DITINDAKLANJUTI|BLM DITINDAKLANJUTI|PERSENTASE (%)|KETERANGAN",
        ),
        (
            "L2",
            "No.|No. Surat KASN|Tgl. Rekom|Instansi/Daerah|Nama Lengkap|NIP/NRP|Jabatan Terlapor"
            "|Jenis Pelanggaran|Jenis Hukdis|Status Tindaklanjut",
        ),
        (
            "L4",
            "NO|NO. REGISTER|TANGGAL REGISTER|JENIS (TEMUAN/LAPORAN)|NAMA TERLAPOR"
            "|JABATAN/STATUS TERLAPOR|URAIAN SINGKAT KEJADIAN|PASAL YG DILANGGAR|HASIL KAJIAN"
            "|TINDAK LANJUT|INSTANSI TUJUAN|NO. & TGL. SURAT PENERUSAN",
        ),
        (
            "L6",
            "NO|NAMA LENGKAP|NIP/NRP|GOL|JABATAN|SATKER|JENIS PELANGGARAN|DASAR HUKUM"
            "|TINGKAT HUKDIS|JENIS HUKDIS|NOMOR KEPUTUSAN|TANGGAL KEPUTUSAN|TMT|BERAKHIR|KET.",
        ),
        ("L7", "No|No/Tgl Rekomendasi KASN|Isi Rekomendasi|Tindaklanjut PPK|Status|Tgl|Eviden"),
    ],
)
def test_headings_as_offices_shorten_them(
    layouts: Layouts, understand: Understand, layout: str, headings: str
) -> None:
    cells = headings.split("|")
    found = understand([["TAHUN 2024"], [*cells], ["1", *["x 1"] * (len(cells) - 1)]])
    assert found.layout == layout
    assert found.reason_code in (None, "office_unknown")

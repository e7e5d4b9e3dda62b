"""What stands at the end of a sheet: a record is never lost as a note or a signature."""

from __future__ import annotations

from itertools import combinations

import pytest

from pipelines.layouts.record_signs import is_register_number
from tests.unit.layouts.conftest import Cells, Understand, classes, sheet, values
from tests.unit.layouts.test_every_layout import L1, L2, L3, L4, L6, L7, NIP

L5 = [
    "No", "Kab/Kota", "Temuan", "Laporan Reg", "Laporan Tdk Reg", "Laporan Blm",
    "Hasil Pelanggaran", "Hasil Bukan", "Hasil Proses", "Rekomendasi",
]  # fmt: skip
L9 = [
    "No", "Provinsi", "Kab/Kota", "Tanggal Kejadian", "Tanggal Laporan", "Tahapan", "Peristiwa",
    "Jabatan Terlapor", "Jenis Pelanggaran Pidana", "Jenis Pelanggaran ADM",
    "Jenis Pelanggaran Kode Etik", "Jenis Pelanggaran Lainnya",
]  # fmt: skip
P1 = [
    "figure_id", "publisher", "title", "published_on", "source", "measure", "member", "unit",
    "value", "as_printed", "region_code", "about", "election", "period_label", "period_from",
    "period_to", "as_of", "as_of_basis", "base", "base_basis", "breakdown", "breakdown_total",
    "breakdown_complete", "citation", "locator", "note",
]  # fmt: skip
P2 = [
    "outreach_id", "event_date", "place", "region_code", "kind", "organiser", "participants",
    "participants_as_printed", "as_printed", "citation", "locator", "same_event_as", "note",
]  # fmt: skip
P3 = [
    "regulation_id", "kind", "number", "year", "title", "issuer", "date", "as_printed",
    "corrected", "citation", "locator", "note",
]  # fmt: skip
TITLES: list[Cells] = [
    ["BAWASLU PROVINSI SULAWESI TENGGARA"],
    ["PEMERINTAH KABUPATEN KOLAKA"],
    ["TAHUN 2024"],
]
FULL: dict[str, tuple[list[str], dict[str, str]]] = {
    "L1": (L1, {"Instansi": "Kab. Kolaka", "Jumlah Dilaporkan": "3", "Diproses": "2",
                "Melanggar/Rekomendasi": "1", "Tidak Terbukti": "1", "Proses Klarifikasi": "1",
                "Sudah Ditindaklanjuti PPK": "1"}),
    "L2": (L2, {"Nomor Rekomendasi": "R-1/KASN/4/2024", "Tanggal": "3 April 2024",
                "Kepala Daerah selaku PPK": "Bupati Kolaka", "Nama": "Orang", "NIP": NIP,
                "Jabatan": "Camat"}),
    "L3": (L3, {"id_pengaduan": "P1", "tgl_pengaduan": "2024-01-02", "kode_wilayah": "74.01",
                "nama_terlapor": "Orang", "nip": NIP, "status": "diproses"}),
    "L4": (L4, {"Nomor Register": "001/Reg/TM/2024", "Tgl Register": "05/01/2024",
                "Sumber (Temuan/Laporan)": "Temuan", "Terlapor": "Orang", "Status Terlapor": "ASN",
                "Uraian": "Uraian", "Pasal": "283"}),
    "L5": (L5, dict.fromkeys(L5[2:], "1") | {"Kab/Kota": "Kab. Muna"}),
    "L6": (L6, {"Nama": "Orang", "NIP": NIP, "Pangkat/Gol.Ruang": "III/a", "Jabatan": "Guru",
                "Unit Kerja": "SD", "Jenis Pelanggaran": "KE1", "Dasar": "PP 94/2021",
                "Tingkat": "Ringan", "Jenis Hukuman": "Teguran lisan"}),
    "L7": (L7, {"Rekomendasi KASN (nomor/tgl)": "R-1/KASN/4/2024 tgl 3 April 2024",
                "Uraian": "Uraian", "Tindak Lanjut PPK": "Sanksi", "Status": "selesai"}),
    "L9": (L9, {"Provinsi": "Kalimantan Selatan", "Tanggal Kejadian": "2018-05-06",
                "Tanggal Laporan": "2018-05-07", "Tahapan": "Kampanye", "Peristiwa": "Uraian",
                "Jabatan Terlapor": "ASN"}),
    "P1": (P1, dict.fromkeys(P1, "x") | {"figure_id": "pf-1", "measure": "reported"}),
    "P2": (P2, {"outreach_id": "out-1", "event_date": "2024-01-01", "place": "Kendari",
                "kind": "rakor", "organiser": "Bawaslu", "as_printed": "x", "citation": "y",
                "locator": "z"}),
    "P3": (P3, {"regulation_id": "reg-1", "kind": "UU", "number": "5", "year": "2014",
                "title": "ASN", "issuer": "DPR", "as_printed": "x", "citation": "y"}),
}  # fmt: skip
REQUIRED = {
    "L1": {"Instansi": "Pemerintah Kabupaten Muna"},
    "L2": {"Nomor Rekomendasi": "R-2/KASN/4/2024"},
    "L3": {"id_pengaduan": "P2"},
    "L4": {"Nomor Register": "002/Reg/LP/2024", "Status Terlapor": "ASN"},
    "L5": {"Kab/Kota": "Kab. Kolaka"},
    "L6": {"NIP": "198001012005011902", "Jenis Hukuman": "Teguran tertulis"},
    "L7": {"Rekomendasi KASN (nomor/tgl)": "R-2/KASN/4/2024"},
    "L9": {"Jabatan Terlapor": "ASN"},
    "P1": {"figure_id": "pf-2", "publisher": "Kabar", "measure": "reported", "as_printed": "2"},
    "P2": {"outreach_id": "out-2"},
    "P3": {"regulation_id": "reg-2"},
}
SIGNED_BY = (
    "Kolaka, 14 Maret 2024", "Kepala BKPSDM Kabupaten Kolaka", "Orang Ketiga",
    "Pembina Tk. I, IV/b", "NIP. 198001012005011903",
)  # fmt: skip

Rows = list[Cells]


def row(headings: list[str], given: dict[str, str]) -> Cells:
    return [given.get(heading) for heading in headings]


def body(layout: str, *last: Cells) -> tuple[Rows, int]:
    """Titles, header, two full rows and the given rows; and the number of the first of these."""
    headings, full = FULL[layout]
    rows: Rows = [*TITLES, [*headings], row(headings, full), row(headings, full)]
    return [*rows, *last], len(rows) + 1


@pytest.mark.parametrize("layout", FULL)
def test_a_last_row_with_only_the_required_cells_is_a_record(
    layout: str, understand: Understand
) -> None:
    rows, last = body(layout, row(FULL[layout][0], REQUIRED[layout]))
    found = understand(rows)
    assert (found.layout, found.reason_code) == (layout, None)
    assert classes(found)[last] == "record"
    assert set(values(found, last).values()) >= set(REQUIRED[layout].values()) or layout == "L7"


@pytest.mark.parametrize("layout", FULL)
def test_so_it_is_under_an_empty_row_and_between_records(
    layout: str, understand: Understand
) -> None:
    headings, full = FULL[layout]
    required = row(headings, REQUIRED[layout])
    rows, last = body(layout, [], required)
    assert classes(understand(rows))[last + 1] == "record"
    if layout not in ("L1", "L5"):  # there a place without a figure is a subheading
        rows, last = body(layout, required, row(headings, full))
        assert classes(understand(rows))[last] == "record"


@pytest.mark.parametrize("layout", [name for name in FULL if name.startswith("L")])
@pytest.mark.parametrize("where", ["first", "second", "middle", "last"])
@pytest.mark.parametrize("gap", [0, 1])
def test_a_signature_block_is_none(
    layout: str, where: str, gap: int, understand: Understand
) -> None:
    headings = FULL[layout][0]
    position = {"first": 0, "second": 1, "middle": len(headings) // 2, "last": -3}[where]
    block: Rows = []
    for text in SIGNED_BY:
        cells: Cells = [None] * len(headings)
        cells[position] = text
        block.append(cells)
    rows, last = body(layout, *([[]] * gap), *block)
    found = classes(understand(rows))
    assert {found[number] for number in range(last + gap, last + gap + 5)} == {"signature"}


@pytest.mark.parametrize("layout", [name for name in FULL if name.startswith("L")])
def test_nor_is_one_of_two_who_sign(layout: str, understand: Understand) -> None:
    headings = FULL[layout][0]
    block: Rows = []
    for left, right in zip(("Mengetahui,", *SIGNED_BY[1:]), SIGNED_BY, strict=True):
        cells: Cells = [None] * len(headings)
        cells[1], cells[-3] = left, right
        block.append(cells)
    rows, last = body(layout, [], *block)
    found = classes(understand(rows))
    assert {found[number] for number in range(last + 1, last + 6)} == {"signature"}


def test_a_signature_word_in_a_coded_column_does_not_decide(understand: Understand) -> None:
    for given in (
        {"id_pengaduan": "P2", "kategori_jabatan": "Kepala Wilayah", "status": "diproses"},
        {"kategori_jabatan": "Kepala Wilayah", "status": "diproses"},
        {"id_pengaduan": "P2", "nama_terlapor": "Orang"},
        {"nama_terlapor": "Orang", "kategori_jabatan": "Kepala Wilayah"},
    ):
        rows, last = body("L3", row(L3, given))
        assert classes(understand(rows))[last] == "record", given
    rows, last = body(
        "L2", row(L2, {"Kepala Daerah selaku PPK": "Bupati Muna", "Nama": "Orang Kedua"})
    )
    assert classes(understand(rows))[last] == "record"


@pytest.mark.parametrize(
    ("layout", "given"),
    [
        ("L2", {"Kepala Daerah selaku PPK": "Bupati Muna", "Status TL": "Sudah ditindaklanjuti"}),
        ("L2", {"Kepala Daerah selaku PPK": "Bupati Muna", "Jenis Pelanggaran": "D4"}),
        ("L2", {"Kepala Daerah selaku PPK": "Bupati Muna", "Jenis Hukuman": "Teguran lisan"}),
        ("L6", {"Pangkat/Gol.Ruang": "Penata, III/c", "Tingkat": "Ringan"}),
        ("L6", {"Pangkat/Gol.Ruang": "Pembina (IV/a)", "No SK": "800/1/2024"}),
    ],
)
def test_what_was_done_and_what_became_of_it_stands_in_no_signature(
    layout: str, given: dict[str, str], understand: Understand
) -> None:
    headings = {"L2": L2, "L6": FULL["L6"][0]}[layout]
    rows, last = body(layout, row(headings, given))
    assert classes(understand(rows))[last] == "record"
    rows.insert(-1, [])
    assert classes(understand(rows))[last + 1] == "record"


@pytest.mark.parametrize(
    "text",
    ["Sumber: sistem pengaduan 2024", "Ket. 2 aduan ganda", "*) angka per 14 Maret 2024",
     "Dicetak 14 Maret 2024", "Halaman 2", "Data diunduh dari sistem"],
)  # fmt: skip
def test_prose_under_an_export_is_no_complaint(text: str, understand: Understand) -> None:
    rows, last = body("L3", [text])
    assert classes(understand(rows))[last] == "note"


def test_a_title_above_the_next_table_is_no_record(understand: Understand) -> None:
    headings, full = FULL["L6"]
    record = row(headings, full)
    titles: Rows = [["PEMERINTAH KABUPATEN MUNA"], [None, "BULAN FEBRUARI"], [None, None, "2024"]]
    for title in titles:
        rows: Rows = [*TITLES, [*headings], record, title, [*headings], record]
        found = understand([sheet(rows)])
        assert classes(found)[6] == "title"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("P2", True), ("10234", True), ("001/Reg/TM/PP/Kab/28.07/XI/2023", True),
        ("001/Reg/LP/Kab. Kolaka/2023", True), ("R-1/KASN/4/2020 tgl 3 April 2020", True),
        ("ADU 12", True), ("NB-12", True), ("MARK-12", True),
        ("Hal.2", False), ("Januari 2024", False), ("JULI 2024", False),
        ("Hal. 2", False), ("NIP. 198001012005011901", False), ("Kolaka, 14 Maret 2024", False),
        ("Data per 14 Maret 2024", False), ("14 Maret 2024", False), ("Orang Contoh", False),
        ("", False),
    ],
)  # fmt: skip
def test_what_looks_like_a_register_number(text: str, expected: bool) -> None:
    assert is_register_number(text) is expected


def test_a_wrong_nip_still_makes_a_record(understand: Understand) -> None:
    for nip in ("19800101200501190", "1.98001E+17", "19800101 200501 1 902"):
        rows, last = body("L6", row(L6, {"NIP": nip}))
        assert classes(understand(rows))[last] == "record", nip


@pytest.mark.parametrize("layout", [name for name in FULL if name.startswith("L")])
@pytest.mark.parametrize("gap", [0, 1])
def test_any_two_cells_of_a_record_are_one_wherever_they_stand(
    layout: str, gap: int, understand: Understand
) -> None:
    headings, full = FULL[layout]
    filled = [heading for heading in headings if heading in full]
    for pair in combinations(filled, 2):
        if gap and pair[0] == "Kepala Daerah selaku PPK" and pair[1] in ("Nama", "Jabatan"):
            continue  # as who signs: an office, and a name beside it
        rows, last = body(layout, *([[]] * gap), row(headings, {name: full[name] for name in pair}))
        assert classes(understand(rows))[last + gap] == "record", pair


def test_an_office_and_two_more_cells_are_a_record(understand: Understand) -> None:
    headings, full = FULL["L2"]
    given = {name: full[name] for name in ("Kepala Daerah selaku PPK", "Nama", "Jabatan")}
    rows, last = body("L2", [], row(headings, given))
    assert classes(understand(rows))[last + 1] == "record"

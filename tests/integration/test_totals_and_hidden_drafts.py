"""On their whole way: of the totals of a recap the table's own is kept, and a hidden draft is set
aside row by row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl

from pipelines.home import Home
from tests.conftest import WarehouseHome
from tests.faults.rebuild import sound_candidate

HEADINGS = [
    "No", "Provinsi", "Kab/Kota", "Temuan", "Laporan Reg", "Laporan Tdk Reg", "Laporan Blm",
    "Hasil Pelanggaran", "Hasil Bukan", "Hasil Proses", "Rekomendasi",
]  # fmt: skip
OF_BOOK = "delivery_key = (select delivery_key from marts.dim_delivery where office = 'Bawaslu')"


def written(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "REKAP"
    figures = range(1, 9)
    for row in (
        ["BADAN PENGAWAS PEMILIHAN UMUM REPUBLIK INDONESIA"],
        ["REKAPITULASI PEMILU/PILKADA 2024"],
        HEADINGS,
        [1, "Sulawesi Tenggara", "Bawaslu Kab. Konut", *figures],
        [2, "Jawa Barat", "Banjar", *figures],
        [None, "Jumlah bulan ini", None, *(2 * figure for figure in figures)],
        [None, "Jumlah s.d. bulan lalu", None, *(5 * figure for figure in figures)],
        [None, "Jumlah s.d. bulan ini", None, *(7 * figure for figure in figures)],
    ):
        sheet.append(row)
    draft = book.create_sheet("DRAFT lama")
    draft.sheet_state = "hidden"
    for row in (
        HEADINGS,
        [1, "Sulawesi Tenggara", "Kab. Muna", *[99] * 8],
        [2, "Sulawesi Tenggara", "entah", *["entah"] * 8],
        [None, "JUMLAH", None, *[99] * 8],
    ):
        draft.append(row)
    book.save(path)


def test_what_is_kept_of_them(copy_of_demo_home: Callable[[], WarehouseHome]) -> None:
    copy = copy_of_demo_home()
    written(copy.own_demo() / "rekap_pusat.xlsx")
    with sound_candidate(Home(copy.root)) as rows:
        assert rows(
            "select sheet_name, nonempty, structural, read, loaded, rejected, set_aside, "
            f"difference from quality.row_balance where {OF_BOOK} order by sheet_name"
        ) == [("DRAFT lama", 4, 2, 2, 0, 0, 2, 0), ("REKAP", 8, 6, 2, 2, 0, 0, 0)]
        assert rows(
            "select sheet_name, row_number, region_code, period_label, is_total_row, value "
            "from marts.fct_recap left join marts.dim_region using (region_key) "
            f"where {OF_BOOK} and measure = 'findings' order by row_number"
        ) == [
            ("REKAP", 4, "74.09", "2024", False, 1),
            ("REKAP", 5, "32.79", "2024", False, 1),
            ("REKAP", 6, "ID", "2024", True, 2),
        ]
        assert rows(f"select count(*) from marts.fct_recap where {OF_BOOK}") == [(3 * 8,)]

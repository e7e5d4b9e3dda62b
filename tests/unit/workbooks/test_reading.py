"""What a person sees in a spreadsheet is what is read: row numbers, merges, errors, whole NIPs."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
import xlwt

from pipelines.workbooks import Sheet, close_readers, read_workbook

NIP = "198001012005011901"


@pytest.fixture(scope="module", autouse=True)
def _end_readers() -> Iterator[None]:
    yield
    close_readers()


def only_sheet(path: Path) -> Sheet:
    workbook = read_workbook(path)
    assert workbook.readable, workbook.message
    return workbook.sheets[0]


def rows_of(sheet: Sheet) -> dict[int, list[str | None]]:
    return {row.number: row.cells for row in sheet.rows}


def test_xlsx(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["B3"], sheet["C3"], sheet["D3"] = "judul", datetime.date(2024, 3, 14), 73.2
    sheet["B5"], sheet["C5"] = "gabung", "#REF!"
    sheet["D5"] = "#N/A"
    sheet["B8"] = "tersembunyi"
    sheet["C8"] = datetime.datetime(2024, 3, 14, 10, 5)
    sheet.merge_cells("B5:B7")
    sheet.row_dimensions[8].hidden = True
    book.create_sheet("Rahasia")["A1"] = "x"
    book["Rahasia"].sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    workbook = read_workbook(tmp_path / "a.xlsx")
    first, second = workbook.sheets
    # Leading empty rows and columns are counted; a date has no time of day unless it has one.
    assert rows_of(first) == {
        3: [None, "judul", "2024-03-14", "73.2"],
        5: [None, "gabung", "#REF!", "#N/A"],
        8: [None, "tersembunyi", "2024-03-14 10:05:00", None],
    }
    assert first.merged == [(5, 2, 7, 2)]
    assert [row.number for row in first.rows if row.is_hidden] == [8]
    assert (first.is_hidden, second.is_hidden, second.number) == (False, True, 2)
    assert first.epoch == "1900"


def test_xls(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.dates_1904 = True
    sheet = book.add_sheet("Lembar")
    sheet.write(2, 1, "judul")
    sheet.write_merge(3, 5, 1, 1, "gabung")
    sheet.write(6, 1, int(NIP))
    sheet.write(7, 1, NIP)
    sheet.row(7).hidden = True
    sheet.row(7).height_mismatch = True
    book.save(str(tmp_path / "a.xls"))
    sheet_read = only_sheet(tmp_path / "a.xls")
    assert rows_of(sheet_read) == {
        3: [None, "judul"],
        4: [None, "gabung"],
        7: [None, "1.98001012005012E+17"],
        8: [None, NIP],
    }
    assert sheet_read.merged == [(4, 2, 6, 2)]
    assert sheet_read.epoch == "1904"
    assert [row.number for row in sheet_read.rows if row.is_hidden] == [8]


def test_a_nip_stored_as_a_number_is_shown_to_be_one(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([int(NIP), NIP, "198001012005011900", 2034])
    book.save(tmp_path / "nip.xlsx")
    assert rows_of(only_sheet(tmp_path / "nip.xlsx"))[1] == [
        "1.98001012005012E+17",
        NIP,
        "198001012005011900",
        "2034",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_text_files(tmp_path: Path, encoding: str, separator: str) -> None:
    lines = [
        ["No", "Nama", "Ket"],
        [],
        ["1", "Décret – “baik”", "73,2" if separator != "," else ""],
    ]
    text = "\r\n".join(separator.join(line) for line in lines)
    (tmp_path / "data.bin").write_bytes(text.encode(encoding))
    sheet = only_sheet(tmp_path / "data.bin")
    assert sheet.name == "csv"
    assert rows_of(sheet) == {1: lines[0], 3: [cell or None for cell in lines[2]]}


def test_a_quoted_line_break_is_one_row(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('No;Nama\n1;"Orang\nContoh"\n2;x\n', encoding="utf-8")
    assert rows_of(only_sheet(tmp_path / "a.csv"))[2] == ["1", "Orang\nContoh"]
    assert rows_of(only_sheet(tmp_path / "a.csv"))[3] == ["2", "x"]


@pytest.mark.parametrize("name", ["a", "a.csv", "a.xls", "NIP. 1 'x'; DROP.xlsx"])
def test_the_name_says_nothing(
    tmp_path: Path, workbook_file: Callable[[str], Path], name: str
) -> None:
    path = workbook_file(name)
    assert rows_of(only_sheet(path)) == {1: ["halo"]}


def test_ods(tmp_path: Path) -> None:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    blank = "<table:table-cell/>"

    def cell(text: str, more: str = "") -> str:
        return (
            f'<table:table-cell office:value-type="string" {more}>'
            f"<text:p>{text}</text:p></table:table-cell>"
        )

    merged = 'table:number-rows-spanned="2" table:number-columns-spanned="1"'
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        '<table:table table:name="Lembar">'
        f'<table:table-row table:number-rows-repeated="2">{blank}</table:table-row>'
        f"<table:table-row>{blank}{cell('gabung', merged)}{cell('a')}</table:table-row>"
        f"<table:table-row>{blank}<table:covered-table-cell/>{cell('b')}</table:table-row>"
        f'<table:table-row table:visibility="collapse">{blank}{cell(NIP)}</table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    sheet = only_sheet(path)
    assert rows_of(sheet) == {3: [None, "gabung", "a"], 4: [None, None, "b"], 5: [None, NIP, None]}
    assert sheet.merged == [(3, 2, 4, 2)]
    assert [row.number for row in sheet.rows if row.is_hidden] == [5]

"""What other programs write, and calamine stumbles over, is read as a person sees it."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwt

from pipelines.workbooks import Sheet, close_readers, read_workbook
from pipelines.workbooks.compound import CompoundFile
from pipelines.workbooks.parts import UNCALCULATED
from pipelines.workbooks.xls_parts import XlsParts
from tests.unit.workbooks.hostile import compound_file
from tests.unit.workbooks.made import (
    number,
    ods,
    parts_of,
    row,
    text,
    xls,
    xlsx,
    xlsx_parts,
    zipped,
)


@pytest.fixture(scope="module", autouse=True)
def _end_readers() -> Iterator[None]:
    yield
    close_readers()


def sheets_of(tmp_path: Path, data: bytes) -> list[Sheet]:
    (tmp_path / "a").write_bytes(data)
    workbook = read_workbook(tmp_path / "a")
    assert workbook.readable, workbook.message
    return workbook.sheets


def cells_of(tmp_path: Path, data: bytes) -> list[list[str | None]]:
    return [list(line.cells) for line in sheets_of(tmp_path, data)[0].rows]


def test_dates_of_1904_beside_the_properties_of_an_extension(tmp_path: Path) -> None:
    extension = '<extLst><ext uri="x"><x14:workbookPr xmlns:x14="x" dpi="9"/></ext></extLst>'
    data = xlsx(
        row(1, number("A1", 43903, 1)),
        styles='<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>',
        workbook='<workbookPr date1904="1"/>',
        calculation=extension,
    )
    assert cells_of(tmp_path, data) == [["2024-03-14"]]


@pytest.mark.parametrize(
    ("relation", "kind"), [("", "worksheet"), ("rId2", "xlMacrosheet")], ids=["module", "macros"]
)
def test_a_sheet_of_macros_beside_the_rows(tmp_path: Path, relation: str, kind: str) -> None:
    parts = xlsx_parts(row(1, text("A1", "x")), row(1, text("A1", "=HALT()")))
    workbook, related = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    parts[workbook] = parts[workbook].replace(b'"rId2"', f'"{relation}"'.encode())
    kept, second = parts[related].split(b'Id="rId2"')
    parts[related] = kept + b'Id="rId2"' + second.replace(b"/worksheet", f"/{kind}".encode())
    assert [one.name for one in sheets_of(tmp_path, zipped(parts))] == ["Lembar 1"]


def test_names_of_parts_in_other_case_and_with_backslashes(tmp_path: Path) -> None:
    merged = '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
    sheet = f"<sheetData>{row(1, text('A1', 'x'))}</sheetData>{merged}"
    parts = {
        name.lower().replace("/", "\\"): content for name, content in parts_of(xlsx(sheet)).items()
    }
    (found,) = sheets_of(tmp_path, zipped(parts))
    assert found.merged == [(1, 1, 1, 2)]


def test_a_hidden_row_that_does_not_say_its_number(tmp_path: Path) -> None:
    (sheet,) = sheets_of(
        tmp_path,
        xlsx('<row r="4"><c><v>1</v></c></row><row hidden="1"><c><v>2</v></c></row>'),
    )
    assert [(line.number, line.is_hidden) for line in sheet.rows] == [(4, False), (5, True)]


def test_an_indented_ods(tmp_path: Path) -> None:
    data = ods(
        """
        <table:table-row>
          <table:table-cell office:value-type="string">
            <text:p>satu</text:p>
          </table:table-cell>
          <table:table-cell/>
          <table:table-cell office:value-type="string">
            <text:p>dua <text:span>tiga</text:span> <text:span>empat</text:span></text:p>
          </table:table-cell>
        </table:table-row>
        """
    )
    assert cells_of(tmp_path, data) == [["satu", None, "dua tiga empat"]]


@pytest.mark.parametrize(
    ("tag", "shown"), [("<text:line-break/>", "satu\ndua"), ("<text:tab/>", "satu\tdua")]
)
def test_breaks_and_tabs_of_an_ods_part_words(tmp_path: Path, tag: str, shown: str) -> None:
    cell = (
        f'<table:table-cell office:value-type="string"><text:p>satu{tag}dua</text:p>'
        "</table:table-cell>"
    )
    assert cells_of(tmp_path, ods(f"<table:table-row>{cell}</table:table-row>")) == [[shown]]


def biff(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<2H", kind, len(body)) + body


def with_records(data: bytes, added: bytes, before: tuple[int, ...]) -> bytes:
    """The xls with records more in its only sheet, before the first of those kinds."""
    stream = CompoundFile(data).read("workbook")
    at = stream.rindex(b"\x09\x08\x10\x00")
    while struct.unpack_from("<H", stream, at)[0] not in before:
        at += 4 + struct.unpack_from("<H", stream, at + 2)[0]
    return compound_file(Workbook=stream[:at] + added + stream[at:])


def test_the_numbers_of_a_chart_are_no_cells_of_its_xls_sheet(tmp_path: Path) -> None:
    def write(_book: xlwt.Workbook, sheet: xlwt.Worksheet) -> None:
        sheet.write(0, 0, "Bulan")
        sheet.write_merge(1, 1, 0, 1, "Januari")

    own = biff(0x203, struct.pack("<3Hd", 0, 0, 0, 7.0)) + biff(
        0x203, struct.pack("<3Hd", 5, 5, 0, 8.0)
    )
    chart = biff(0x809, struct.pack("<2H12x", 0x600, 0x20)) + own + biff(0x0A)
    (sheet,) = sheets_of(tmp_path, with_records(xls(write), chart, (0xE5,)))
    assert [line.cells for line in sheet.rows] == [["Bulan"], ["Januari"]]
    assert sheet.merged == [(2, 1, 2, 2)]


def test_a_chart_without_an_end_is_damage(tmp_path: Path) -> None:
    data = with_records(
        xls(lambda _book, sheet: sheet.write(0, 0, "x")),
        biff(0x809, struct.pack("<2H12x", 0x600, 0x20)),
        (0x0A,),
    )
    (tmp_path / "a").write_bytes(data)
    assert read_workbook(tmp_path / "a").reason_code == "corrupt"


def test_a_formula_of_an_older_excel_is_no_blank(tmp_path: Path) -> None:
    formula = biff(0x406, struct.pack("<3Hd8x", 0, 1, 0, 3.0))
    data = with_records(xls(lambda _book, sheet: sheet.write(0, 0, "x")), formula, (0x0A,))
    assert cells_of(tmp_path, data) == [["x", UNCALCULATED]]


def test_the_name_of_a_sheet_is_in_the_code_page_of_its_file() -> None:
    def globals_with(start: int) -> bytes:
        name = "Лист".encode("cp1251")
        return (
            biff(0x809, struct.pack("<2H4x", 0x500, 5))
            + biff(0x42, struct.pack("<H", 1251))
            + biff(0x85, struct.pack("<IHB", start, 0, len(name)) + name)
            + biff(0x0A)
        )

    sheet = biff(0x809, struct.pack("<2H4x", 0x500, 0x10)) + biff(0x0A)
    stream = globals_with(len(globals_with(0))) + sheet
    assert XlsParts(compound_file(Book=stream)).sheet("Лист").texts == {}

"""What calamine does not tell is told: merges, what is hidden, percentages, errors, no results."""

from __future__ import annotations

import pytest
import xlwt

import pipelines.workbooks.xlsx_parts as xlsx_parts_module
from pipelines.workbooks.compound import CompoundFile
from pipelines.workbooks.model import Unreadable
from pipelines.workbooks.ods_parts import OdsParts
from pipelines.workbooks.parts import UNCALCULATED, SheetParts, percent_text, shows_percent
from pipelines.workbooks.xls_parts import XlsParts
from pipelines.workbooks.xlsb_parts import XlsbParts
from pipelines.workbooks.xlsx_parts import XlsxParts
from tests.unit.workbooks.hostile import compound_file
from tests.unit.workbooks.made import (
    B,
    BRow,
    formats,
    number,
    ods,
    ods_cell,
    ods_row,
    row,
    text,
    xls,
    xlsb,
    xlsx,
    xlsx_parts,
    zipped,
)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.722, "72.2%"), (0.7219999999999999, "72.2%"), (0.07, "7%"), (0.07 * 3, "21%"),
        (1, "100%"), (0, "0%"), (12.5, "1250%"), (-0.005, "-0.5%"), (143 / 198, "72.2222222222%"),
        (1e-9, "0.0000001%"),
    ],
)  # fmt: skip
def test_percent_text(value: float, shown: str) -> None:
    assert percent_text(value) == shown


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_no_percentage(value: float) -> None:
    with pytest.raises(ValueError, match="not a number"):
        percent_text(value)


@pytest.mark.parametrize(
    ("code", "is_percent"),
    [
        ("0%", True), ("0.00 %", True), ("[Red]0.0%;-0.0%", True), ("General", False),
        ('0.0" %"', False), (r"0.0\%", False), ("0.0_%", False), ('0" orang (%)"', False),
    ],
)  # fmt: skip
def test_which_formats_show_a_percentage(code: str, is_percent: bool) -> None:
    assert shows_percent(code) is is_percent


def xlsx_facts(*sheets: str, **more: object) -> SheetParts:
    return XlsxParts(xlsx(*sheets, **more)).sheet("Lembar 1")


def test_percentages_of_an_xlsx() -> None:
    cells = row(
        2, number("B2", "0.722", 1), number("C2", "0.722", 2), number("D2", "0.722"),
        '<c r="E2" s="1" t="s"><v>0</v></c>', '<c r="F2" s="1"/>',
        '<c r="G2" s="1"><f>D2/2</f><v>0.361</v></c>',
    )  # fmt: skip
    found = xlsx_facts(
        cells, styles=formats("0.0%", "0.0&quot; %&quot;"), strings="<si><t>x</t></si>"
    )
    assert found.texts == {(2, 2): "72.2%", (2, 7): "36.1%"}
    built_in = '<cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="10"/></cellXfs>'
    found = xlsx_facts(row(1, number("A1", 1, 1), number("B1", 0.5, 2)), styles=built_in)
    assert found.texts == {(1, 1): "100%", (1, 2): "50%"}


def test_percentages_of_an_xls() -> None:
    def write(book: xlwt.Workbook, sheet: xlwt.Worksheet) -> None:
        percent = xlwt.easyxf(num_format_str="0.0%")
        for column, value in enumerate([0.722, 0.5, 1, 1234.5678, 0.07, 0.29]):
            sheet.write(1, column, value, percent)
            sheet.write(2, column, value)

    assert XlsParts(xls(write)).sheet("Lembar 1").texts == {
        (2, 1): "72.2%", (2, 2): "50%", (2, 3): "100%", (2, 4): "123456.78%", (2, 5): "7%",
        (2, 6): "29%",
    }  # fmt: skip


def test_percentages_of_an_xlsb() -> None:
    data = xlsb(
        [BRow(4, [B(1, 0.722, 1), B(2, 0.722), B(3, 0.5, 1, is_formula=True)])], codes=["0.0%"]
    )
    assert XlsbParts(data).sheet("Lembar 1").texts == {(5, 2): "72.2%", (5, 4): "50%"}


def test_percentages_errors_times_and_missing_results_of_an_ods() -> None:
    formula = 'table:formula="of:=1"'
    error = (
        f'{formula} xmlns:calcext="x" calcext:value-type="error" office:string-value="" '
        'office:value-type="string"'
    )
    data = ods(
        ods_row(
            ods_cell(), ods_cell("72,2%", "percentage", 0.722), ods_cell("7", "float", 7, formula)
        )
        + ods_row(more='table:number-rows-repeated="3"')
        + ods_row(
            ods_cell(more=f"{formula}"),
            f"<table:table-cell {error}><text:p>#DIV/0!</text:p></table:table-cell>",
            f"<table:table-cell {error}><text:p>#WERT!</text:p></table:table-cell>",
            ods_cell("Err:502", "float", 0, formula),
            ods_cell("", "string", "", formula),
            ods_cell("10:05", "time", "PT10H05M00S"),
            ods_cell("5%", "percentage", 0.05, 'table:number-columns-repeated="2"'),
        )
    )
    assert OdsParts(data).sheet("Lembar 1").texts == {
        (1, 2): "72.2%", (5, 1): UNCALCULATED, (5, 2): "#DIV/0!", (5, 3): "#ERROR!",
        (5, 4): "#ERROR!", (5, 6): "10:05:00", (5, 7): "5%", (5, 8): "5%",
    }  # fmt: skip


MISSING = (
    '<c r="A1"><f>1+1</f></c>', '<c r="A1"><f>1+1</f><v></v></c>', '<c r="A1"><f>1+1</f><v/></c>',
    '<c r="A1"><f t="shared" si="0"/></c>', '<c r="A1"> <f>1</f> <v></v> </c>',
    '<c r="A1" t="str"><f>B1</f></c>', '<c r="A1" t="n"><f>IF(B1&gt;1,2,3)</f></c>',
)  # fmt: skip
PRESENT = (
    '<c r="A1"><f>1+1</f><v>2</v></c>', '<c r="A1" t="str"><f>""</f><v></v></c>',
    '<c r="A1"><f>1-1</f><v>0</v></c>', '<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
    '<c r="A1"> <f>1+1</f> <v>2</v></c>', '<c r="A1"><f t="shared" si="0"/><v>2</v></c>',
)  # fmt: skip


@pytest.mark.parametrize("cell", MISSING)
def test_a_formula_without_result_is_neither_blank_nor_zero(cell: str) -> None:
    assert xlsx_facts(row(1, cell, number("B1", 1))).texts == {(1, 1): UNCALCULATED}


@pytest.mark.parametrize("cell", PRESENT)
def test_a_formula_with_its_result_is_what_it_shows(cell: str) -> None:
    assert xlsx_facts(row(1, cell, number("B1", 1))).texts == {}


def test_zero_is_no_result_where_all_is_to_be_calculated_on_load() -> None:
    cells = row(
        1, '<c r="A1"><f>B1</f><v>0</v></c>', '<c r="B1"><f>1</f><v>1</v></c>', number("C1", 0)
    )
    on_load = '<calcPr calcId="124519" fullCalcOnLoad="1"/>'
    assert xlsx_facts(cells, calculation=on_load).texts == {(1, 1): UNCALCULATED}
    assert xlsx_facts(cells, calculation='<calcPr calcId="124519"/>').texts == {}


def test_an_xls_by_a_program_that_does_not_calculate() -> None:
    def write(book: xlwt.Workbook, sheet: xlwt.Worksheet) -> None:
        sheet.write(3, 2, xlwt.Formula("1+1"))

    assert XlsParts(xls(write)).sheet("Lembar 1").texts == {(4, 3): UNCALCULATED}


@pytest.mark.parametrize("most", [0, 1_000_000], ids=["let go of", "held"])
def test_cells_and_rows_that_do_not_say_their_place(
    monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """Nor does it matter whether a large sheet is held until the last has been asked of it."""
    monkeypatch.setattr(xlsx_parts_module, "_MOST_HELD", most)
    sheet = (
        '<sheetData><row><c><v>1</v></c><c s="1"><v>0.5</v></c></row>'
        '<row r="4"><c r="C4"><v>1</v></c><c s="1"><v>0.25</v></c>'
        "<c><v>198001012005011900</v></c></row><row><c><f>1</f></c></row>"
        "</sheetData>"
    )
    parts = XlsxParts(xlsx(sheet, styles=formats("0%")))
    assert parts.sheet("Lembar 1").texts == {(1, 2): "50%", (4, 4): "25%", (5, 1): UNCALCULATED}
    assert parts.numbers_among("Lembar 1", {(4, 5), (4, 3), (9, 9)}) == {(4, 3), (4, 5)}


@pytest.mark.parametrize("order", [(1, 2), (2, 1)], ids=["in order", "out of order"])
def test_numbers_are_known_from_texts_that_look_the_same(order: tuple[int, int]) -> None:
    sheet = "".join(
        row(
            i,
            number(f"A{i}", "7.125"),
            text(f"B{i}", ' r="A2"'),
            f'<c r="C{i}" t="str"><f>A1</f><v>7.125</v></c>',
        )
        for i in order
    )
    places = {(row, column) for row in (1, 2) for column in (1, 2, 3)}
    assert XlsxParts(xlsx(sheet)).numbers_among("Lembar 1", places) == {(1, 1), (2, 1)}


@pytest.mark.parametrize(
    ("cells", "is_plain"),
    [
        ('<c r="A1"><v>1</v></c>', True),
        ("<c r='A1' t='str'><f>B1</f><v>x</v></c>", True),
        ('<c r="A1" t="inlineStr"><is><t>x</t></is></c>', True),
        ('<c r="A1" s="1"/><c r="B1"><v>1</v></c>', False),
        ('<c r="A1"><f>B1</f></c><c r="B1"><v>1</v></c>', False),
        ('<c r="AA1"><v>1</v></c>', False),
        ('<c r="A1"><v>1</v></c><c r="B1" t="e"><v>#REF!</v></c>', False),
        ("<c r='A1'><v>1</v></c><c r='B1' t='e'><f>C1</f><v>#N/A</v></c>", False),
        ('<c r="A1"><v>1</v></c><c r="B1" t="str"><v>#1</v></c>', True),
    ],
)
def test_a_sheet_is_plain_with_a_value_in_column_a_and_no_error(cells: str, is_plain: bool) -> None:
    assert xlsx_facts(row(1, cells)).is_plain is is_plain


def test_prefixed_tags() -> None:
    parts = xlsx_parts(row(1, number("A1", 0.5, 1), "<c r='B1'><f>1</f></c>"), styles=formats("0%"))
    sheet = "xl/worksheets/sheet1.xml"
    for tag in (b"worksheet", b"sheetData", b"row", b"c", b"v", b"f"):
        for before, after in ((b"<", b" "), (b"<", b">"), (b"</", b">")):
            parts[sheet] = parts[sheet].replace(before + tag + after, before + b"x:" + tag + after)
    parts[sheet] = parts[sheet].replace(b"xmlns=", b"xmlns:x=")
    assert XlsxParts(zipped(parts)).sheet("Lembar 1").texts == {(1, 1): "50%", (1, 2): UNCALCULATED}


def test_what_is_hidden_and_merged() -> None:
    hidden_columns = [(2, 3), (5, 5)]
    merged = [(1, 1, 2, 2)]
    columns = (
        '<cols><col min="2" max="3" hidden="1"/><col min="4" max="4"/>'
        '<col min="5" max="5" hidden="true"/></cols>'
    )
    rows = row(1, text("A1", "x")) + row(3, text("A3", "y"), more='hidden="1"')
    merges = '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>'
    found = {"xlsx": xlsx_facts(f"{columns}<sheetData>{rows}</sheetData>{merges}")}

    def write(book: xlwt.Workbook, sheet: xlwt.Worksheet) -> None:
        sheet.write_merge(0, 1, 0, 1, "x")
        sheet.write(2, 0, "y")
        sheet.row(2).hidden = True
        for column in (1, 2, 4):
            sheet.col(column).hidden = True

    found["xls"] = XlsParts(xls(write)).sheet("Lembar 1")
    found["xlsb"] = XlsbParts(
        xlsb(
            [BRow(0, [B(0, "x")]), BRow(2, [B(0, "y")], is_hidden=True)],
            hidden_columns=[(1, 2), (4, 4)],
            merged=[(0, 1, 0, 1)],
        )
    ).sheet("Lembar 1")
    hide = 'table:visibility="collapse"'
    table_columns = (
        f'<table:table-column/><table:table-column table:number-columns-repeated="2" {hide}/>'
        f"<table:table-column/><table:table-column {hide}/>"
    )
    spanned = 'table:number-rows-spanned="2" table:number-columns-spanned="2"'
    found["ods"] = OdsParts(
        ods(
            table_columns
            + ods_row(ods_cell("x", more=spanned))
            + ods_row()
            + ods_row(ods_cell("y"), more=hide)
        )
    ).sheet("Lembar 1")
    for kind, facts in found.items():
        assert facts.merged == merged, kind
        assert facts.hidden_rows == {3}, kind
        columns_found = {n for first, last in facts.hidden_columns for n in range(first, last + 1)}
        assert columns_found == {n for a, b in hidden_columns for n in range(a, b + 1)}, kind
        assert facts.texts == {}, kind


def test_the_epoch() -> None:
    assert XlsxParts(xlsx(row(1), workbook='<workbookPr date1904="1"/>')).is_1904
    assert not XlsxParts(xlsx(row(1))).is_1904
    assert XlsbParts(xlsb([], is_1904=True)).is_1904
    assert not XlsbParts(xlsb([])).is_1904


def test_streams_of_a_compound_file() -> None:
    found = CompoundFile(compound_file(Workbook=b"abc", Other=b"x" * 9000))
    assert sorted(found.streams()) == ["other", "workbook"]
    assert found.read("workbook", "book").startswith(b"abc\0")
    assert found.read("other").rstrip(b"\0") == b"x" * 9000
    assert found.read("absent") == b""


def test_a_password_is_known_from_the_records() -> None:
    data = compound_file(Workbook=b"\x09\x08\x08\x00\x00\x06\x05\x00\0\0\0\0\x2f\x00\x02\x00\0\0")
    with pytest.raises(Unreadable, match="password"):
        XlsParts(data)

"""Percentages, errors and formulas without results arrive as a person sees them, in every kind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwt

from pipelines.workbooks import close_readers, read_workbook
from tests.unit.workbooks.made import (
    ERROR_CODES,
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
)


@pytest.fixture(scope="module", autouse=True)
def _end_readers() -> Iterator[None]:
    yield
    close_readers()


def rows_of(tmp_path: Path, data: bytes) -> dict[int, list[str | None]]:
    (tmp_path / "a").write_bytes(data)
    workbook = read_workbook(tmp_path / "a")
    assert workbook.readable, workbook.message
    return {line.number: list(line.cells) for line in workbook.sheets[0].rows}


FORMULA = 'table:formula="of:=1"'
SAMPLES = {
    "xlsx": xlsx(
        row(2, text("B2", "a"), number("C2", 0.722, 1), '<c r="D2" t="e"><v>#N/A</v></c>'),
        styles=formats("0.0%"),
    ),
    "xls": xls(
        lambda book, sheet: (
            sheet.write(1, 1, "a"),
            sheet.write(1, 2, 0.722, xlwt.easyxf(num_format_str="0.0%")),
            sheet.row(1).set_cell_error(3, ERROR_CODES["#N/A"]),
        )
    ),
    "xlsb": xlsb(
        [BRow(1, [B(1, "a"), B(2, 0.722, 1), B(3, "#N/A", is_error=True)])], codes=["0.0%"]
    ),
    "ods": ods(
        ods_row()
        + ods_row(
            ods_cell(),
            ods_cell("a"),
            ods_cell("72,2%", "percentage", 0.722),
            ods_cell(
                "#N/A", "string", more=f'{FORMULA} calcext:value-type="error" xmlns:calcext="x"'
            ),
        )
    ),
}


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_percentage_and_an_error(tmp_path: Path, kind: str) -> None:
    assert rows_of(tmp_path, SAMPLES[kind]) == {2: [None, "a", "72.2%", "#N/A"]}


@pytest.mark.parametrize("error", ERROR_CODES)
def test_each_error_is_told_from_a_blank(tmp_path: Path, error: str) -> None:
    in_xlsx = xlsx(row(1, text("A1", "a"), f'<c r="B1" t="e"><v>{error}</v></c>'))
    in_xls = xls(
        lambda book, sheet: (
            sheet.write(0, 0, "a"),
            sheet.row(0).set_cell_error(1, ERROR_CODES[error]),
        )
    )
    in_xlsb = xlsb([BRow(0, [B(0, "a"), B(1, error, is_error=True)])])
    by_formula = xlsb([BRow(0, [B(0, "a"), B(1, error, is_error=True, is_formula=True)])])
    for data in (in_xlsx, in_xls, in_xlsb, by_formula):
        assert rows_of(tmp_path, data) == {1: ["a", error]}


def test_formulas_without_results_outside_of_what_is_filled(tmp_path: Path) -> None:
    missing = [f'<c r="{place}"><f>1</f></c>' for place in ("A1", "F1", "A9")]
    data = xlsx(row(1, missing[0], text("C1", "x"), missing[1]) + row(9, missing[2]))
    mark = "#FORMULA!"
    assert rows_of(tmp_path, data) == {
        1: [mark, None, "x", None, None, mark],
        9: [mark, None, None, None, None, None],
    }
    assert rows_of(tmp_path, xlsx(row(2, '<c r="B2"><f>1</f></c>'))) == {2: [None, mark]}


@pytest.mark.parametrize("serial", ["45365", "45365.0"])
def test_dates_of_both_epochs(tmp_path: Path, serial: str) -> None:
    date = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    cells = row(1, number("A1", serial, 1), number("B1", serial), text("C1", serial))
    epoch = '<workbookPr date1904="1"/>'
    # calamine knows the epoch; of what is no date only the epoch of the sheet tells.
    plain = "45365"
    assert rows_of(tmp_path, xlsx(cells, styles=date))[1][:2] == ["2024-03-14", plain]
    assert rows_of(tmp_path, xlsx(cells, styles=date, workbook=epoch))[1][:2] == [
        "2028-03-15",
        plain,
    ]
    assert read_workbook(tmp_path / "a").sheets[0].epoch == "1904"


def test_strict_ooxml(tmp_path: Path) -> None:
    cells = row(1, text("A1", "x"), '<c r="B1" t="d"><v>2024-03-14</v></c>', number("C1", 45365, 1))
    date = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    assert rows_of(tmp_path, xlsx(cells, is_strict=True, styles=date)) == {
        1: ["x", "2024-03-14", "2024-03-14"]
    }


def test_row_numbers_are_those_beside_the_rows(tmp_path: Path) -> None:
    out_of_order = xlsx(row(5, text("C5", "5")) + row(3, text("D3", "d"), text("B3", "b")))
    assert rows_of(tmp_path, out_of_order) == {
        3: [None, "b", None, "d"],
        5: [None, None, "5", None],
    }
    unsaid = (
        "<row><c><v>1</v></c></row><row r='4'><c r='B4'><v>2</v></c><c><v>3</v></c></row>"
        "<row><c><v>4</v></c></row>"
    )
    assert rows_of(tmp_path, xlsx(unsaid)) == {
        1: ["1", None, None],
        4: [None, "2", "3"],
        5: ["4", None, None],
    }
    in_xlsb = xlsb([BRow(6, [B(2, "x")])])
    assert rows_of(tmp_path, in_xlsb) == {7: [None, None, "x"]}
    repeated = ods_row(more='table:number-rows-repeated="6"')
    assert rows_of(tmp_path, ods(repeated + ods_row(ods_cell(), ods_cell(), ods_cell("x")))) == {
        7: [None, None, "x"]
    }


def test_a_number_that_lost_its_end_is_known_without_the_place_of_its_cell(tmp_path: Path) -> None:
    data = xlsx("<row><c><v>1.980010120050119E17</v></c></row>")
    assert rows_of(tmp_path, data) == {1: ["1.98001012005012E+17"]}


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B2"><v></v></c>',
        '<c r="B2"><f>1+1</f><v></v></c>',
        '<c r="B2"><f>1+1</f><v/></c>',
        '<c r="B2" t="str"><f>""</f><v></v></c>',
        '<c r="B2" t="inlineStr"><is></is></c>',
        '<c r="B2" s="0"/><c r="B2" s="0"/>',
        '<c r="B2" t="e"><v>#N/A</v></c>',
        '<c r="B2" t="b"><v>1</v></c>',
    ],
)
def test_no_cell_is_taken_for_one_that_stands_twice(tmp_path: Path, cell: str) -> None:
    data = xlsx(
        row(1, text("A1", "x")) + row(2, text("A2", "y"), cell) + row(900, number("C900", 1))
    )
    assert set(rows_of(tmp_path, data)) == {1, 2, 900}


def test_a_point_is_that_of_a_fraction_in_a_number_and_of_thousands_in_a_text(
    tmp_path: Path,
) -> None:
    cells = (number("A1", 7.125), text("B1", "7.125"), number("C1", "7.1230000000000002"),
             number("D1", 7.5), number("E1", 7125))  # fmt: skip
    assert rows_of(tmp_path, xlsx(row(1, *cells))) == {
        1: ["7.1250", "7.125", "7.1230", "7.5", "7125"]
    }

    def write(_book: object, sheet: xlwt.Worksheet) -> None:
        sheet.write(0, 0, 7.125)
        sheet.write(0, 1, "7.125")

    assert rows_of(tmp_path, xls(write)) == {1: ["7.1250", "7.125"]}
    in_xlsb = xlsb([BRow(0, [B(0, 7.125), B(1, "7.125")])])
    assert rows_of(tmp_path, in_xlsb) == {1: ["7.1250", "7.125"]}
    in_ods = ods(ods_row(ods_cell("7.125", "float", "7.125"), ods_cell("7.125")))
    assert rows_of(tmp_path, in_ods) == {1: ["7.1250", "7.125"]}

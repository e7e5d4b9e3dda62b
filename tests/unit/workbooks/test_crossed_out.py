"""Which cells a person has crossed out is told by the styles of the file, in every kind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwt

from pipelines.workbooks import close_readers, read_workbook
from tests.unit.workbooks.made import B, BRow, number, ods, ods_cell, ods_row, row, xls, xlsb, xlsx

STRUCK = xlwt.easyxf("font: struck_out on")
LINE = (
    '<office:automatic-styles><style:style style:name="{0}" style:family="table-cell">'
    '<style:text-properties style:text-line-through-style="{1}"/></style:style>'
    "</office:automatic-styles>"
)


def styles(strike: str) -> str:
    """Styles of an xlsx of which style 1 has a font of its own."""
    return (
        f"<fonts><font><sz/></font><font><b/>{strike}</font></fonts>"
        '<cellXfs><xf fontId="0"/><xf fontId="1"/></cellXfs>'
    )


def shared(place: str, index: int) -> str:
    return f'<c r="{place}" t="s"><v>{index}</v></c>'


CELLS = row(2, number("B2", 7, 1), number("C2", 8))
OF_ODS = (ods_row(), ods_row("<table:table-cell/>", ods_cell("a", more='table:style-name="ce1"')))
FILES = {
    "xlsx": (xlsx(CELLS, styles=styles("<strike/>")), {(2, 2)}),
    "xlsx, said": (xlsx(CELLS, styles=styles('<strike val="1"/>')), {(2, 2)}),
    "xlsx, denied": (xlsx(CELLS, styles=styles('<strike val="0"/>')), set()),
    "xlsx, no such font": (xlsx(CELLS, styles=styles("<i/>")), set()),
    "xlsx, a part of a text": (
        xlsx(
            row(2, shared("B2", 1), shared("C2", 0), number("D2", 1)),
            strings="<si><t>a</t></si><si><r><rPr><strike/></rPr><t>b</t></r><r><t>c</t></r></si>",
        ),
        {(2, 2)},
    ),
    "xls": (
        xls(
            lambda _, sheet: (
                sheet.write(1, 1, "a", STRUCK),
                sheet.write(1, 2, "b"),
                sheet.write(2, 1, 7, STRUCK),
                sheet.write(2, 2, 7.5, STRUCK),
                sheet.write(3, 1, xlwt.Formula("1+1"), STRUCK),
            )
        ),
        {(2, 2), (3, 2), (3, 3), (4, 2)},
    ),
    "xlsb": (
        xlsb(
            [BRow(1, [B(1, "a", 1), B(2, "b")]), BRow(2, [B(1, 7, 1), B(2, "#N/A", 1, True)])],
            has_struck=True,
        ),
        {(2, 2), (3, 2), (3, 3)},
    ),
    "ods": (ods(*["".join(OF_ODS)], styles=LINE.format("ce1", "solid")), {(2, 2)}),
    "ods, denied": (ods(*["".join(OF_ODS)], styles=LINE.format("ce1", "none")), set()),
    "ods, another style": (ods(*["".join(OF_ODS)], styles=LINE.format("ce2", "solid")), set()),
}


@pytest.fixture(scope="module", autouse=True)
def _end_readers() -> Iterator[None]:
    yield
    close_readers()


@pytest.mark.parametrize("kind", FILES)
def test_what_is_crossed_out(kind: str, tmp_path: Path) -> None:
    data, expected = FILES[kind]
    (tmp_path / "a").write_bytes(data)
    workbook = read_workbook(tmp_path / "a")
    assert workbook.readable, workbook.message
    assert workbook.sheets[0].struck == expected

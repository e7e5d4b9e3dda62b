"""Writes large workbooks quickly, shared strings and merged cells as a spreadsheet program would.

A library needs a minute for 200,000 rows; the generator makes millions of cells, the same bytes
every time, so it writes the XML itself.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

from pipelines.demo.sheets import Cell

Row = tuple[Cell, ...]
Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column; all count from 1."""

_EPOCH = date(1899, 12, 30).toordinal()
_WRITTEN_AT = (2024, 3, 14, 8, 0, 0)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# Two cell formats: plain, and the built-in short date.
_STYLES = f"""{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/>\
<name val="Calibri"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill>\
</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>\
<cellXfs count="2"><xf/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""


@dataclass(frozen=True)
class Sheet:
    """One sheet: its rows from row 1 on (an empty tuple is an empty row), and what is merged."""

    name: str
    rows: tuple[Row, ...]
    merges: tuple[Merge, ...] = ()


def write_xlsx(path: Path, sheet: Sheet) -> None:
    """Write a workbook of one sheet; the same bytes for the same sheet. Raises OSError."""
    strings: dict[str, int] = {}
    body = "".join(_rows(sheet.rows, strings))
    merged = "".join(
        f'<mergeCell ref="{letters(left)}{top}:{letters(right)}{bottom}"/>'
        for top, left, bottom, right in sheet.merges
    )
    if merged:
        merged = f'<mergeCells count="{len(sheet.merges)}">{merged}</mergeCells>'
    width = letters(max(map(len, sheet.rows)))
    worksheet = (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><dimension ref="A1:{width}{len(sheet.rows)}"/>'
        f"<sheetData>{body}</sheetData>{merged}</worksheet>"
    )
    items = "".join(
        f'<si><t xml:space="preserve">{escape(text, quote=False)}</t></si>' for text in strings
    )
    parts = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}.sharedStrings+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>',
        "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{escape(sheet.name)}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(
            ("worksheet", "worksheets/sheet1.xml"),
            ("sharedStrings", "sharedStrings.xml"),
            ("styles", "styles.xml"),
        ),
        "xl/styles.xml": _STYLES,
        "xl/sharedStrings.xml": f'{_HEAD}<sst xmlns="{_MAIN}" uniqueCount="{len(strings)}">'
        f"{items}</sst>",
        "xl/worksheets/sheet1.xml": worksheet,
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            member = zipfile.ZipInfo(name, _WRITTEN_AT)
            archive.writestr(member, text, zipfile.ZIP_DEFLATED, compresslevel=6)


def _rows(rows: Iterable[Row], strings: dict[str, int]) -> Iterable[str]:
    columns = [letters(column) for column in range(1, max(map(len, rows), default=0) + 1)]
    for number, row in enumerate(rows, 1):
        if not row:
            continue
        cells = [f'<row r="{number}">']
        for column, value in zip(columns, row, strict=False):
            if value is None:
                continue
            if isinstance(value, str):
                index = strings.setdefault(value, len(strings))
                cells.append(f'<c r="{column}{number}" t="s"><v>{index}</v></c>')
            elif isinstance(value, date):
                days = value.toordinal() - _EPOCH
                cells.append(f'<c r="{column}{number}" s="1"><v>{days}</v></c>')
            else:
                cells.append(f'<c r="{column}{number}"><v>{value}</v></c>')
        cells.append("</row>")
        yield "".join(cells)


def _relations(*targets: tuple[str, str]) -> str:
    items = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'


def letters(column: int) -> str:
    """1 → A, 27 → AA."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text

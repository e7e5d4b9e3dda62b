"""Writes a made-up workbook as xlsx, xls, ods or csv, as the usual programs would."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from tests.answers.workbook import (
    Book,
    Cell,
    Fault,
    Formula,
    LossyNip,
    Page,
    Percent,
    Serial,
    column_letter,
)

_EPOCHS = {"1900": date(1899, 12, 30), "1904": date(1904, 1, 1)}


def write_book(book: Book, path: Path) -> None:
    """Write the workbook at `path`, in the format of its extension."""
    _WRITERS[book.extension](book, path)


def _serial(day: date, book: Book) -> int:
    return (day - _EPOCHS[book.epoch]).days


def _rounded(nip: str) -> float:
    """What is left of a NIP in a cell for numbers: 15 digits."""
    return float(nip[:15] + "000")


def _xlsx(book: Book, path: Path) -> None:
    import openpyxl
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    target = openpyxl.Workbook()
    if book.epoch == "1904":
        target.epoch = CALENDAR_MAC_1904
    target.remove(target.worksheets[0])
    for page in book.pages:
        sheet = target.create_sheet(page.name)
        sheet.sheet_state = "hidden" if page.is_hidden else "visible"
        for (row, column), cell in page.cells.items():
            if isinstance(cell, Serial):
                sheet.cell(row, column, _serial(cell.day, book))
            elif isinstance(cell, Percent):
                sheet.cell(row, column, cell.share).number_format = "0.0%"
            elif isinstance(cell, date):
                at_midnight = datetime(cell.year, cell.month, cell.day)
                sheet.cell(row, column, at_midnight).number_format = "dd/mm/yyyy"
            elif isinstance(cell, Formula):
                sheet.cell(row, column, cell.text)
            elif isinstance(cell, LossyNip):
                sheet.cell(row, column, _rounded(cell.nip)).number_format = "0"
            elif isinstance(cell, Fault):
                target_cell = sheet.cell(row, column, cell.text)
                target_cell.data_type = "e"
            else:
                sheet.cell(row, column, cell)
        for r1, c1, r2, c2 in page.merged:
            sheet.merge_cells(start_row=r1, start_column=c1, end_row=r2, end_column=c2)
        for row in page.hidden_rows:
            sheet.row_dimensions[row].hidden = True
        for column in page.hidden_columns:
            sheet.column_dimensions[column_letter(column)].hidden = True
    target.save(path)


def _xls(book: Book, path: Path) -> None:
    import xlwt

    target = xlwt.Workbook()
    target.dates_1904 = book.epoch == "1904"
    day_style = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    share_style = xlwt.easyxf(num_format_str="0.0%")
    for page in book.pages:
        sheet = target.add_sheet(page.name)
        sheet.visibility = int(page.is_hidden)
        for (row, column), cell in page.cells.items():
            at = (row - 1, column - 1)
            if isinstance(cell, Serial):
                sheet.write(*at, _serial(cell.day, book))
            elif isinstance(cell, Percent):
                sheet.write(*at, cell.share, share_style)
            elif isinstance(cell, date):
                sheet.write(*at, _serial(cell, book), day_style)
            elif isinstance(cell, LossyNip):
                sheet.write(*at, _rounded(cell.nip))
            elif isinstance(cell, Fault):
                sheet.row(at[0]).set_cell_error(at[1], 42 if cell.text == "#N/A" else cell.text)
            elif isinstance(cell, Formula):
                sheet.write(*at, xlwt.Formula(cell.text[1:]))
            else:
                sheet.write(*at, cell)
        for r1, c1, r2, c2 in page.merged:
            sheet.merge(r1 - 1, r2 - 1, c1 - 1, c2 - 1)
        for row in page.hidden_rows:
            sheet.row(row - 1).hidden = True
        for column in page.hidden_columns:
            sheet.col(column - 1).hidden = True
    target.save(str(path))


def _csv(book: Book, path: Path) -> None:
    (page,) = book.pages
    separator, encoding = {0: (",", "utf-8"), 1: (";", "utf-8-sig"), 2: ("\t", "utf-16")}[
        len(book.name) % 3
    ]
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter=separator)
    width = max(column for _, column in page.cells)
    for row in range(1, page.last + 1):
        writer.writerow([_as_text(page.cells.get((row, c)), book) for c in range(1, width + 1)])
    path.write_bytes(lines.getvalue().encode(encoding))


def _as_text(cell: Cell, book: Book) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Serial):
        return str(_serial(cell.day, book))
    if isinstance(cell, Percent):
        return f"{cell.share * 100:.1f}%"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, LossyNip):
        return f"{_rounded(cell.nip):.5E}"
    return cell.text if isinstance(cell, Fault | Formula) else str(cell)


_ODS_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"))
)
_ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def _ods(book: Book, path: Path) -> None:
    tables = "".join(_ods_table(page, book) for page in book.pages)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODS_NAMES} '
        f'office:version="1.2"><office:body><office:spreadsheet>{tables}</office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS_TYPE}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", _ODS_TYPE, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
        archive.writestr("META-INF/manifest.xml", manifest, zipfile.ZIP_DEFLATED)


def _ods_table(page: Page, book: Book) -> str:
    spans = {(r1, c1): (r2 - r1 + 1, c2 - c1 + 1) for r1, c1, r2, c2 in page.merged}
    covered = {
        (r, c)
        for r1, c1, r2, c2 in page.merged
        for r in range(r1, r2 + 1)
        for c in range(c1, c2 + 1)
    } - spans.keys()
    width = max((column for _, column in page.cells), default=1)
    rows = []
    for row in range(1, max(page.last, max((r for r, _ in covered), default=0)) + 1):
        cells = []
        for column in range(1, width + 1):
            tag = "covered-table-cell" if (row, column) in covered else "table-cell"
            span = ""
            if (row, column) in spans:
                high, wide = spans[row, column]
                span = f' table:number-rows-spanned="{high}" table:number-columns-spanned="{wide}"'
            cells.append(_ods_cell(tag, span, page.cells.get((row, column)), book))
        hidden = ' table:visibility="collapse"' if row in page.hidden_rows else ""
        rows.append(f"<table:table-row{hidden}>{''.join(cells)}</table:table-row>")
    return f"<table:table table:name={quoteattr(page.name)}>{''.join(rows)}</table:table>"


def _ods_cell(tag: str, span: str, cell: Cell, book: Book) -> str:
    if cell is None:
        return f"<table:{tag}{span}/>"
    if isinstance(cell, Formula):
        return f'<table:{tag}{span} table:formula="of:{cell.text}"/>'
    if isinstance(cell, Percent):
        kind, shown = f'percentage" office:value="{cell.share}', f"{cell.share * 100:.1f}%"
    elif isinstance(cell, date):
        kind, shown = f'date" office:date-value="{cell}', f"{cell:%d/%m/%Y}"
    elif isinstance(cell, LossyNip):
        kind, shown = f'float" office:value="{_rounded(cell.nip)}', "1.98E+17"
    elif isinstance(cell, Serial):
        kind = f'float" office:value="{_serial(cell.day, book)}'
        shown = str(_serial(cell.day, book))
    elif isinstance(cell, int | float):
        kind, shown = f'float" office:value="{cell}', str(cell)
    else:
        kind, shown = "string", cell.text if isinstance(cell, Fault) else str(cell)
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in shown.split("\n"))
    return f'<table:{tag}{span} office:value-type="{kind}">{lines}</table:{tag}>'


_WRITERS: dict[str, Callable[[Book, Path], None]] = {
    "xlsx": _xlsx,
    "xls": _xls,
    "csv": _csv,
    "ods": _ods,
}

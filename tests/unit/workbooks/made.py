"""Makes small workbooks, xlsx, xlsb and ods byte by byte: in any shape, sound or not."""

from __future__ import annotations

import io
import os
import struct
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import xlwt

Parts = dict[str, bytes]

TRANSITIONAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.{}+xml"
_XLSB_TYPE = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"


def zipped(parts: Mapping[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of the parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def parts_of(data: bytes) -> Parts:
    """The parts of a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _relations(office: str, targets: Sequence[tuple[str, str]]) -> str:
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{office}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return (
        f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'
    )


def _content_types(types: Mapping[str, str]) -> str:
    overrides = "".join(
        f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in types.items()
    )
    return (
        f'{_DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{overrides}'
        "</Types>"
    )


def xlsx_parts(
    *sheets: str,
    names: Sequence[str] | None = None,
    kinds: Sequence[str] | None = None,
    styles: str = "",
    strings: str = "",
    workbook: str = "",
    calculation: str = "",
    doctype: str = "",
    is_strict: bool = False,
) -> Parts:
    """Parts of an xlsx. A sheet is what stands inside <worksheet>, or only inside <sheetData>.

    styles: inside <styleSheet>; strings: inside <sst>; workbook: before <sheets>; calculation:
    after it; kinds: 'worksheet' or 'chartsheet' for each sheet.
    """
    main, office = (STRICT, _STRICT_OFFICE) if is_strict else (TRANSITIONAL, _OFFICE)
    names = names or [f"Lembar {number}" for number in range(1, len(sheets) + 1)]
    kinds = kinds or ["worksheet"] * len(sheets)
    listed = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, 1)
    )
    targets = [(kind, f"{kind}s/sheet{number}.xml") for number, kind in enumerate(kinds, 1)]
    types = {f"xl/{target}": _XLSX_TYPE.format(kind) for kind, target in targets} | {
        "xl/workbook.xml": _XLSX_TYPE.format("sheet.main")
    }
    parts: dict[str, str] = {}
    for (kind, target), content in zip(targets, sheets, strict=True):
        body = (
            content
            if "<sheetData" in content or kind != "worksheet"
            else (f"<sheetData>{content}</sheetData>")
        )
        parts[f"xl/{target}"] = f'{_DECLARATION}{doctype}<{kind} xmlns="{main}">{body}</{kind}>'
    for content, tag, kind in ((styles, "styleSheet", "styles"), (strings, "sst", "sharedStrings")):
        if content:
            targets.append((kind, f"{kind}.xml"))
            types[f"xl/{kind}.xml"] = _XLSX_TYPE.format(kind)
            parts[f"xl/{kind}.xml"] = (
                f'{_DECLARATION}{doctype}<{tag} xmlns="{main}">{content}</{tag}>'
            )
    parts["xl/workbook.xml"] = (
        f'{_DECLARATION}<workbook xmlns="{main}" xmlns:r="{office}">{workbook}'
        f"<sheets>{listed}</sheets>{calculation}</workbook>"
    )
    parts["xl/_rels/workbook.xml.rels"] = _relations(office, targets)
    parts["_rels/.rels"] = _relations(office, [("officeDocument", "xl/workbook.xml")])
    parts["[Content_Types].xml"] = _content_types(types)
    return {name: content.encode() for name, content in reversed(parts.items())}


def xlsx(*sheets: str, **more: object) -> bytes:
    """An xlsx; see xlsx_parts."""
    return zipped(xlsx_parts(*sheets, **more))  # type: ignore[arg-type]


def row(number: int, *cells: str, more: str = "") -> str:
    """A row of an xlsx sheet."""
    return f'<row r="{number}" {more}>{"".join(cells)}</row>'


def text(place: str, content: str) -> str:
    """A text cell of an xlsx sheet."""
    return f'<c r="{place}" t="inlineStr"><is><t>{content}</t></is></c>'


def number(place: str, value: object, style: int | None = None) -> str:
    """A number cell of an xlsx sheet."""
    styled = "" if style is None else f' s="{style}"'
    return f'<c r="{place}"{styled}><v>{value}</v></c>'


def formats(*codes: str) -> str:
    """Styles of an xlsx: style 0 is General, style 1 has the first code, and so on."""
    listed = "".join(
        f'<numFmt numFmtId="{163 + n}" formatCode="{code}"/>' for n, code in enumerate(codes, 1)
    )
    uses = "".join(
        f'<xf numFmtId="{163 + n}" fontId="0" applyNumberFormat="1"/>'
        for n in range(1, len(codes) + 1)
    )
    return (
        f'<numFmts count="{len(codes)}">{listed}</numFmts>'
        '<cellStyleXfs count="1"><xf numFmtId="9"/></cellStyleXfs>'
        f'<cellXfs count="{len(codes) + 1}"><xf numFmtId="0"/>{uses}</cellXfs>'
    )


def xls(write: Callable[[xlwt.Workbook, xlwt.Worksheet], object]) -> bytes:
    """An xls of one sheet, which `write` fills."""
    book = xlwt.Workbook()
    write(book, book.add_sheet("Lembar 1"))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def ods(*tables: str, manifest: str = "", doctype: str = "", styles: str = "") -> bytes:
    """An ods. A table is the whole <table:table>, or only its rows."""
    return zipped(ods_parts(*tables, manifest=manifest, doctype=doctype, styles=styles))


def ods_parts(*tables: str, manifest: str = "", doctype: str = "", styles: str = "") -> Parts:
    """Parts of an ods; see ods."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    content = "".join(
        table
        if table.startswith("<table:table ")
        else f'<table:table table:name="Lembar {number}">{table}</table:table>'
        for number, table in enumerate(tables, 1)
    )
    return {
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": (
            f"{_DECLARATION}{doctype}<office:document-content {spaces}>{styles}<office:body>"
            f"<office:spreadsheet>{content}</office:spreadsheet></office:body>"
            "</office:document-content>"
        ).encode(),
        "META-INF/manifest.xml": f"<manifest>{manifest}</manifest>".encode(),
    }


def ods_row(*cells: str, more: str = "") -> str:
    """A row of an ods table."""
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def ods_cell(shown: str = "", kind: str = "string", value: object = None, more: str = "") -> str:
    """A cell of an ods table; without anything a blank one."""
    if not shown and value is None and not more:
        return "<table:table-cell/>"
    name = {"date": "date-value", "time": "time-value", "boolean": "boolean-value"}.get(
        kind, "value"
    )
    typed = f'office:value-type="{kind}"' if shown or value is not None else ""
    valued = "" if value is None else f'office:{name}="{value}"'
    inside = f"<text:p>{shown}</text:p>" if shown else ""
    return f"<table:table-cell {typed} {valued} {more}>{inside}</table:table-cell>"


class B(NamedTuple):
    """A cell of an xlsb sheet: column from 0, a str, float, bool, or '#N/A' with is_error."""

    column: int
    value: object = None
    style: int = 0
    is_error: bool = False
    is_formula: bool = False


class BRow(NamedTuple):
    """A row of an xlsb sheet, from 0."""

    number: int
    cells: Sequence[B]
    is_hidden: bool = False


ERROR_CODES = {
    "#NULL!": 0x00, "#DIV/0!": 0x07, "#VALUE!": 0x0F, "#REF!": 0x17, "#NAME?": 0x1D,
    "#NUM!": 0x24, "#N/A": 0x2A,
}  # fmt: skip


def record(kind: int, body: bytes = b"") -> bytes:
    """A record of an xlsb part."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = len(body), b""
    while size >= 0x80:
        length += bytes([size & 0x7F | 0x80])
        size >>= 7
    return head + length + bytes([size]) + body


def _wide(content: str) -> bytes:
    encoded = content.encode("utf-16-le")
    return struct.pack("<I", len(encoded) // 2) + encoded


def _xlsb_cell(cell: B) -> bytes:
    head = struct.pack("<2I", cell.column, cell.style)
    if cell.value is None:
        return record(1, head)
    formula = struct.pack("<HI", 0, 0) + struct.pack("<I", 0) if cell.is_formula else b""
    shift = 5 if cell.is_formula else 0
    if cell.is_error:
        return record(11 if shift else 3, head + bytes([ERROR_CODES[str(cell.value)]]) + formula)
    if isinstance(cell.value, bool):
        return record(10 if shift else 4, head + bytes([cell.value]) + formula)
    if isinstance(cell.value, str):
        return record(8 if shift else 6, head + _wide(cell.value) + formula)
    return record(9 if shift else 5, head + struct.pack("<d", cell.value) + formula)


def xlsb_parts(
    *sheets: Sequence[BRow],
    merged: Sequence[tuple[int, int, int, int]] = (),
    hidden_columns: Sequence[tuple[int, int]] = (),
    codes: Sequence[str] = (),
    is_1904: bool = False,
    dimension: tuple[int, int, int, int] = (0, 99, 0, 25),
    has_struck: bool = False,
) -> Parts:
    """Parts of an xlsb; merged ranges (first row, last row, first column, last column), from 0.

    has_struck: a last style, behind those of the codes, is crossed out.
    """
    names = [f"Lembar {number}" for number in range(1, len(sheets) + 1)]
    parts: Parts = {}
    types = {"xl/workbook.bin": _XLSB_TYPE}
    for place, rows in enumerate(sheets, 1):
        body = record(129) + record(148, struct.pack("<4I", *dimension))
        if hidden_columns:
            body += record(390)
            for first, last in hidden_columns:
                body += record(60, struct.pack("<4IH", first, last, 2048, 0, 1))
            body += record(391)
        body += record(145)
        for line in rows:
            body += record(
                0, struct.pack("<2IH3BI", line.number, 0, 300, 0, 16 * line.is_hidden, 0, 0)
            )
            body += b"".join(map(_xlsb_cell, line.cells))
        body += record(146)
        if merged:
            body += record(177, struct.pack("<I", len(merged)))
            body += b"".join(record(176, struct.pack("<4I", *one)) for one in merged) + record(178)
        parts[f"xl/worksheets/sheet{place}.bin"] = body + record(130)
        types[f"xl/worksheets/sheet{place}.bin"] = "application/vnd.ms-excel.worksheet"
    styles = record(278) + record(615, struct.pack("<I", len(codes)))
    for code, content in enumerate(codes, 164):
        styles += record(44, struct.pack("<H", code) + _wide(content))
    styles += record(616) + record(611, struct.pack("<I", 2))
    for flags in (0, 8):
        styles += record(43, struct.pack("<2H", 220, flags) + bytes(17) + _wide("Calibri"))
    styles += record(612) + record(617, struct.pack("<I", len(codes) + 1))
    for code in (0, *range(164, 164 + len(codes)), *((0,) if has_struck else ())):
        styles += record(47, struct.pack("<5H6B", 0, code, 0, 0, 0, 0, 0, 0, 0, 0, 0))
    if has_struck:
        styles = styles[:-16] + struct.pack("<5H6B", 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)
    parts["xl/styles.bin"] = styles + record(618) + record(279)
    book = record(131) + record(153, struct.pack("<2I", int(is_1904), 0) + _wide(""))
    book += record(143)
    for place, name in enumerate(names, 1):
        book += record(156, struct.pack("<2I", 0, place) + _wide(f"rId{place}") + _wide(name))
    parts["xl/workbook.bin"] = book + record(144) + record(132)
    targets = [("worksheet", f"worksheets/sheet{n}.bin") for n in range(1, len(sheets) + 1)]
    parts["xl/_rels/workbook.bin.rels"] = _relations(
        _OFFICE, [*targets, ("styles", "styles.bin")]
    ).encode()
    parts["_rels/.rels"] = _relations(_OFFICE, [("officeDocument", "xl/workbook.bin")]).encode()
    parts["[Content_Types].xml"] = _content_types(types).encode()
    return parts


def xlsb(*sheets: Sequence[BRow], **more: object) -> bytes:
    """An xlsb; see xlsb_parts."""
    return zipped(xlsb_parts(*sheets, **more))  # type: ignore[arg-type]


def sleeping_digest() -> Callable[[Any, Any], Iterator[Any]]:
    """A digest that says that it has begun, and then is busy for a long time."""

    def digest(_job: Any, _workbook: Any) -> Iterator[Any]:
        yield "begun"
        time.sleep(600)

    return digest


def dying_digest() -> Callable[[Any, Any], Iterator[Any]]:
    """A digest that aborts the process where the job says so, as the reader does on some files."""

    def digest(job: Any, _workbook: Any) -> Iterator[Any]:
        if job[1] == "die":
            os.abort()
        yield "read"

    return digest

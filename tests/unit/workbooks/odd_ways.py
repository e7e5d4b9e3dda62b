"""Files written in an unusual way, each made by code, with the cells that a person would read in
them, or the reason why none is given: a value that is not read must not look like a blank, nor like
another value.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from typing import NamedTuple

from pipelines.workbooks.compound import CompoundFile
from tests.unit.workbooks.hostile import biff, compound_file
from tests.unit.workbooks.made import (
    B,
    BRow,
    Parts,
    number,
    ods,
    ods_cell,
    ods_parts,
    ods_row,
    record,
    row,
    text,
    xlsb,
    xlsb_parts,
    xlsx_parts,
    zipped,
)

Cells = dict[str, str]  # 'B2' → what is read there
BOOK, BOOK_RELATIONS, SHEET, STRINGS = (
    "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml",
    "xl/sharedStrings.xml",
)  # fmt: skip


class Odd(NamedTuple):
    """A file: its name, how to make its bytes, and the cells of its first sheet or its reason."""

    name: str
    make: Callable[[], bytes]
    expected: Cells | str


def odd_ways() -> list[Odd]:
    """All of them."""
    return [*_packages(), *_sheets(), *_lost_values(), *_ods(), *_xlsb(), *_xls(), *_texts()]


WHOLE = {"A1": "No", "B1": "Nama", "C1": "Tanggal", "A2": "1", "B2": "Budi", "C2": "2023-03-15"}


def _register() -> Parts:
    """Parts of a small register with shared texts and a date."""
    shared = '<c r="{}" t="s"><v>{}</v></c>'.format
    return xlsx_parts(
        '<dimension ref="A1:C2"/><sheetData>'
        + row(1, shared("A1", 0), shared("B1", 1), shared("C1", 2))
        + row(2, number("A2", 1), shared("B2", 3), number("C2", 45000, 1))
        + "</sheetData>",
        strings="".join(f"<si><t>{one}</t></si>" for one in ("No", "Nama", "Tanggal", "Budi")),
        styles='<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>',
    )


def _changed(part: str, *changes: tuple[str, str]) -> Parts:
    parts = _register()
    content = parts[part].decode()
    for old, new in changes:
        assert old in content, (part, old)
        content = content.replace(old, new)
    return parts | {part: content.encode()}


def _moved(parts: Parts, old: str, new: str) -> Parts:
    return {(new if name == old else name): content for name, content in parts.items()}


def _utf16(content: bytes) -> bytes:
    return content.decode().replace("UTF-8", "UTF-16").encode("utf-16")


def _packages() -> Iterator[Odd]:
    sheet = 'Target="worksheets/'
    for target in ('Target="./worksheets/', 'Target="../xl/worksheets/', 'Target="xl/worksheets/',
                   'Target="/xl/../xl/worksheets/', r'Target="worksheets\\'[:-1],
                   'Target="%77orksheets/'):  # fmt: skip
        yield Odd(
            f"sheet at {target.removeprefix('Target=')!r}.xlsx",
            lambda target=target: zipped(_changed(BOOK_RELATIONS, (sheet, target))),
            WHOLE,
        )
    for part, place in ((STRINGS, "xl/texts/strings9.xml"), ("xl/styles.xml", "xl/styles9.xml")):
        yield Odd(
            f"{part.split('/')[-1]} elsewhere.xlsx",
            lambda part=part, place=place: zipped(
                _moved(
                    _changed(BOOK_RELATIONS, (part.removeprefix("xl/"), place.removeprefix("xl/"))),
                    part,
                    place,
                )
            ),
            WHOLE,
        )
    yield Odd("workbook elsewhere.xlsx", _workbook_elsewhere, WHOLE)
    yield Odd(
        "no root relations.xlsx",
        lambda: zipped({k: v for k, v in _register().items() if k != "_rels/.rels"}),
        WHOLE,
    )
    for utf16 in ((SHEET,), (STRINGS,), (BOOK, SHEET, STRINGS)):
        yield Odd(
            f"UTF-16 {len(utf16)} {utf16[0].split('/')[-1]}.xlsx",
            lambda utf16=utf16: zipped(
                {k: _utf16(v) if k in utf16 else v for k, v in _register().items()}
            ),
            WHOLE,
        )


def _workbook_elsewhere() -> bytes:
    parts = _moved(_register(), BOOK, "book/main.xml")
    parts = _moved(parts, BOOK_RELATIONS, "book/_rels/main.xml.rels")
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"xl/workbook.xml", b"book/main.xml")
    types = "[Content_Types].xml"
    parts[types] = parts[types].replace(b"/xl/workbook.xml", b"/book/main.xml")
    relations = parts["book/_rels/main.xml.rels"]
    parts["book/_rels/main.xml.rels"] = relations.replace(b'Target="', b'Target="../xl/')
    return zipped(parts)


def _sheets() -> Iterator[Odd]:
    for said in ('ref="A:C"', 'ref="$A$1:$C$2"', 'ref="????"', "", 'ref="A1:B2 C1:C2"'):
        yield Odd(
            f"dimension {said or 'without place'}.xlsx",
            lambda said=said: zipped(_changed(SHEET, ('ref="A1:C2"', said))),
            WHOLE,
        )
    yield Odd(
        "errors newer than the format.xlsx",
        lambda: _xlsx(
            *(f'<c r="{at}1" t="e"><v>{error}</v></c>'
              for at, error in (("A", "#SPILL!"), ("B", "#N/A"), ("C", "#GETTING_DATA")))
        ),
        {"A1": "#VALUE!", "B1": "#N/A", "C1": "#VALUE!", "Z1": "x"},
    )  # fmt: skip
    for said, expected in {
        'date1904="1"': "2027-03-16", "date1904 = '1'": "2027-03-16", 'date1904="false"': None,
        'date1904="yes"': "corrupt", 'date1904=""': "corrupt",
    }.items():  # fmt: skip
        yield Odd(
            f"{said}.xlsx",
            lambda said=said: zipped(_changed(BOOK, ("<sheets>", f"<workbookPr {said}/><sheets>"))),
            expected if expected == "corrupt" else WHOLE | ({"C2": expected} if expected else {}),
        )
    yield Odd(
        "row beyond 4 billion.xlsx",
        lambda: zipped(xlsx_parts(row(4_294_967_297, number("A4294967297", 1)))),
        "corrupt",
    )
    yield Odd(
        "two tables of cells.xlsx",
        lambda: zipped(
            xlsx_parts(
                f"<sheetData>{row(1, text('A1', 'x'))}</sheetData>"
                f"<sheetData>{row(2, text('A2', 'y'))}</sheetData>"
            )
        ),
        "corrupt",
    )


def _xlsx(*cells: str) -> bytes:
    return zipped(
        xlsx_parts(
            row(1, *cells, text("Z1", "x")),
            strings="<si><t>first</t></si><si><t>second</t></si>",
            styles='<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>',
        )
    )


def _lost_values() -> Iterator[Odd]:
    last = {"Z1": "x"}
    for index in ("-1", "+1", "\n1"):
        cell = f'<c r="A1" t="s"><v>{index}</v></c>'
        yield Odd(f"text at {index}.xlsx", lambda cell=cell: _xlsx(cell), "corrupt")
    for name, value in {
        "number in CDATA": "4<![CDATA[50]]>00",
        "comment in a number": "450<!-- 9 -->00",
        "comment before a number": "<!--<v>9</v>-->45000",
        "instruction in a number": "450<?x 9?>00",
    }.items():
        cell = f'<c r="A1"><v>{value}</v></c>'
        yield Odd(f"{name}.xlsx", lambda cell=cell: _xlsx(cell), {"A1": "45000", **last})
    yield Odd(
        "comment in the place of a text.xlsx",
        lambda: zipped(_changed(SHEET, ("<v>3</v>", "<v><!-- 0 -->3</v>"))),
        WHOLE,
    )
    yield Odd(
        "row in a comment.xlsx",
        lambda: zipped(
            _changed(SHEET, ("</sheetData>", "<!--" + row(3, number("A3", 9)) + "--></sheetData>"))
        ),
        WHOLE,
    )
    yield Odd(
        "value before its formula.xlsx",
        lambda: _xlsx('<c r="A1"><v>7</v><f>B1</f></c>'),
        {"A1": "7", **last},
    )
    yield Odd(
        "inline text as a value.xlsx",
        lambda: _xlsx('<c r="A1" t="inlineStr"><v>a &amp; b</v></c>'),
        {"A1": "a & b", **last},
    )
    yield Odd(
        "blank texts.xlsx",
        lambda: _xlsx('<c r="A1" t="str"><v></v></c>', '<c r="B1" t="str"><v> </v></c>',
                      '<c r="C1" t="inlineStr"><is><t/></is></c>'),
        last,
    )  # fmt: skip
    yield Odd(
        "formula without a result, pretty.xlsx",
        lambda: _xlsx('<c r="A1"><f>B1</f>\n<v>\n</v></c>'),
        {"A1": "#FORMULA!", **last},
    )
    for value, shown in {
        "1e10": "10000000000", "-1e10": "-10000000000", "1e300": "1.00000000000000E+300",
        "198001012005012999": "1.98001012005013E+17",  # a NIP in a column of dates
    }.items():  # fmt: skip
        yield Odd(
            f"no date {value}.xlsx",
            lambda value=value: _xlsx(number("A1", value, 1)),
            {"A1": shown, **last},
        )


def _ods() -> Iterator[Odd]:
    whole = {"A1": "No", "B1": "Nama", "A2": "1", "B2": "Budi"}
    rows = ods_row(ods_cell("No"), ods_cell("Nama")) + ods_row(
        ods_cell("1", "float", 1), ods_cell("Budi")
    )
    for lost in ("mimetype", "META-INF/manifest.xml"):
        yield Odd(
            f"without {lost.split('/')[-1]}.ods",
            lambda lost=lost: zipped({k: v for k, v in ods_parts(rows).items() if k != lost}),
            whole,
        )
    letter = ods_parts(rows)
    letter["content.xml"] = letter["content.xml"].replace(b"office:spreadsheet", b"office:text")
    del letter["mimetype"]
    yield Odd("a letter that does not say so.ods", lambda: zipped(letter), "corrupt")
    yield Odd(
        "UTF-16.ods",
        lambda: zipped(
            {k: _utf16(v) if k == "content.xml" else v for k, v in ods_parts(rows).items()}
        ),
        whole,
    )
    for said in ("", 'office:value-type="float"', 'office:value-type="date"',
                 'office:value-type="unheard-of"', 'calcext:value-type="string"'):  # fmt: skip
        note = "<office:annotation><text:p>catatan</text:p></office:annotation>"
        cell = (
            f'<table:table-cell xmlns:calcext="x" {said}>{note}<text:p>apa <text:s/>adanya</text:p>'
            "<text:p>dua</text:p></table:table-cell>"
        )
        yield Odd(
            f"text of {said or 'no kind'}.ods".replace(":", " "),
            lambda cell=cell: ods(ods_row(cell, ods_cell("x"))),
            {"A1": "apa  adanya\ndua", "B1": "x"},
        )
    yield Odd(
        "single quotes, pretty.ods",
        lambda: zipped(
            ods_parts(
                "\n <table:table-row>\n  <table:table-cell office:value-type='percentage' "
                "office:value='0.5'>\n   <text:p>50%</text:p>\n  </table:table-cell>\n  "
                "<table:table-cell office:value-type='string'>\n   <text:p>a</text:p>\n   "
                "<text:p>b</text:p>\n  </table:table-cell>\n </table:table-row>\n"
            )
        ),
        {"A1": "50%", "B1": "a\nb"},
    )
    yield Odd(
        "CDATA.ods", lambda: ods(ods_row(ods_cell("a<![CDATA[<b> & ]]>c"))), {"A1": "a<b> & c"}
    )
    inner = '<table:table table:name="inner">' + ods_row(ods_cell("y")) + "</table:table>"
    yield Odd(
        "table in a cell.ods",
        lambda: ods(ods_row(f"<table:table-cell>{inner}</table:table-cell>", ods_cell("x"))),
        "corrupt",
    )
    yield Odd(
        "table in a drawing.ods",
        lambda: ods(f"<table:shapes>{inner}</table:shapes>" + ods_row(ods_cell("x"))),
        "corrupt",
    )


def _xlsb() -> Iterator[Odd]:
    yield Odd(
        "row twice.xlsb",
        lambda: xlsb([BRow(4, [B(0, "a")]), BRow(4, [B(1, "b")])]),
        "corrupt",
    )
    yield Odd("rich text in the cell.xlsb", _rich_xlsb, {"A1": "x", "B1": "kaya"})
    yield Odd(
        "no date.xlsb",
        lambda: xlsb([BRow(0, [B(0, 1e10, 1), B(1, "x")])], codes=["dd/mm/yyyy"]),
        {"A1": "10000000000", "B1": "x"},
    )


def _rich_xlsb() -> bytes:
    parts, sheet = xlsb_parts([BRow(0, [B(0, "x")])]), "xl/worksheets/sheet1.bin"
    body = struct.pack("<2IB", 1, 0, 0) + struct.pack("<I", 4) + "kaya".encode("utf-16-le")
    return zipped(
        parts | {sheet: parts[sheet].replace(record(146), record(62, body) + record(146))}
    )


def _xls_of(version: int, *cells: bytes, code_page: int | None = None) -> bytes:
    def begin(kind: int) -> bytes:
        return biff(0x809, struct.pack("<4H", version, kind, 0, 0) + bytes(8))

    book = begin(5) + (biff(0x42, struct.pack("<H", code_page)) if code_page else b"")
    name = b"\x01\x00A" if version >= 0x600 else b"\x01A"
    start = len(book) + 4 + 6 + len(name) + 4
    book += biff(0x85, struct.pack("<IH", start, 0) + name) + biff(0x0A)
    content = book + begin(0x10) + b"".join(cells) + biff(0x0A)
    return compound_file(**{"Workbook" if version >= 0x600 else "Book": content})


def _with_embedded_workbook() -> bytes:
    """An xls that lists a workbook embedded in it before its own."""
    inner, own = (
        _xls_of(0x600, biff(0x203, struct.pack("<3Hd", 0, 0, 0, value))) for value in (99, 1)
    )
    streams = [CompoundFile(one).read("Workbook") for one in (inner, own)]
    data = bytearray(compound_file(Workboo1=streams[0], MBD1=b"", Workbook=streams[1]))
    (sector,) = struct.unpack_from("<I", data, 48)
    directory, nothing = (sector + 1) * 512, 0xFFFFFFFF
    name = "Workbook".encode("utf-16-le")
    data[directory + 128 : directory + 128 + len(name)] = name
    struct.pack_into("<I", data, directory + 76, 2)  # the root leads to the storage
    struct.pack_into("<I", data, directory + 128 + 72, nothing)
    data[directory + 256 + 66] = 1  # which is no stream,
    struct.pack_into("<I", data, directory + 256 + 76, 1)  # and holds the embedded workbook
    return bytes(data)


def _xls() -> Iterator[Odd]:
    def label(content: bytes) -> bytes:
        return biff(0x204, struct.pack("<4H", 0, 0, 0, len(content)) + content)

    value = biff(0x203, struct.pack("<3Hd", 1, 0, 0, 5.0))
    yield Odd("embedded workbook first.xls", _with_embedded_workbook, {"A1": "1"})
    yield Odd(
        "stream in capitals.xls",
        lambda: _xls_of(0x600, value).replace(
            "Workbook".encode("utf-16-le"), "WORKBOOK".encode("utf-16-le")
        ),
        {"A2": "5"},
    )
    yield Odd(
        "Excel 5 beside Excel 97.xls",
        lambda: compound_file(
            Book=CompoundFile(_xls_of(0x500, label(b"old"))).read("Book"),
            Workbook=CompoundFile(_xls_of(0x600, value)).read("Workbook"),
        ),
        {"A2": "5"},
    )
    yield Odd(
        "Excel 5, Windows.xls",
        lambda: _xls_of(0x500, label(b"Jos\xe9"), value, code_page=1252),
        {"A1": "José", "A2": "5"},
    )
    yield Odd(
        "Excel 5, Japanese.xls",
        lambda: _xls_of(0x500, label(b"\x96\xbc"), value, code_page=932),
        "unsupported_format",
    )
    formula = biff(0x06, struct.pack("<3H", 0, 0, 0) + bytes(6) + b"\xff\xff" + bytes(8))
    for size, expected in ((5, {"A1": "hasil", "A2": "5"}), (9, "corrupt")):
        content = struct.pack("<HB", size, 1) + "hasil".encode("utf-16-le")
        yield Odd(
            f"text of {size} letters, 5 in its record.xls",
            lambda content=content: _xls_of(0x600, formula, biff(0x207, content), value),
            expected,
        )
    yield Odd(
        "cells of Excel 2.xls",
        lambda: _xls_of(0x600, biff(0x04, struct.pack("<2H3x", 0, 0) + b"\x04Nama"), value),
        "corrupt",
    )


def _texts() -> Iterator[Odd]:
    yield Odd("end of text of DOS.csv", lambda: b"No;Nama\r\n1;Budi\r\n\x1a",
              {"A1": "No", "B1": "Nama", "A2": "1", "B2": "Budi"})  # fmt: skip
    yield Odd("heading ID.csv", lambda: b"ID;Pelanggaran\r\nP1;x\r\n",
              {"A1": "ID", "B1": "Pelanggaran", "A2": "P1", "B2": "x"})  # fmt: skip
    yield Odd("two tabs in UTF-16 without a mark.csv",
              lambda: "\t\tNo\tNama\r\n\t\t1\tBudi\r\n".encode("utf-16-le"),
              {"C1": "No", "D1": "Nama", "C2": "1", "D2": "Budi"})  # fmt: skip
    for name, content in {
        "SYLK": b'ID;PWXL;N;E\r\nP;PGeneral\r\nC;Y1;X1;K"No"\r\nE\r\n',
        "DIF": b'TABLE\r\n0,1\r\n"EXCEL"\r\nVECTORS\r\n0,2\r\n""\r\n',
        "JSON": b'[{"No": 1, "Nama": "x"}]',
        "JSON lines": b'{"No": 1}\n{"No": 2}\n',
        "saved web page": b"From: <Saved by Microsoft>\r\nSubject: \r\nMIME-Version: 1.0\r\n\r\n",
        "PostScript": b"%!PS-Adobe-3.0\n",
        "web page in UTF-16 without a mark": "<html><table/></html>".encode("utf-16-le"),
        "Excel 2": b"\x09\x00\x06\x00\x00\x00\x10\x00\x00\x00",
        "Excel 3": b"\x09\x02\x06\x00\x00\x00\x10\x00\x00\x00",
    }.items():
        yield Odd(f"{name}.xls", lambda content=content: content, "unsupported_format")

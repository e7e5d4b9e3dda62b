"""Hostile files, each made by code, with the reason that each must get ('read' where it is fine).

Where several reasons are right (which limit is met first, or where damage is noticed), they are
all listed.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

import xlwt

from pipelines.workbooks.compound import MAGIC
from tests.unit.workbooks.made import (
    B,
    BRow,
    number,
    ods,
    ods_cell,
    ods_row,
    parts_of,
    row,
    text,
    xlsb,
    xlsx,
    xlsx_parts,
    zipped,
)

READ = frozenset({"read"})
CORRUPT = frozenset({"corrupt"})
LIMIT = frozenset({"limit_size", "limit_memory", "limit_time"})
# A part that only calamine looks into can also end its process.
BROKEN = frozenset({"corrupt", "reader_died", "limit_memory", "empty"})
UNSUPPORTED = frozenset({"unsupported_format"})
ENCRYPTED = frozenset({"encrypted"})
EMPTY = frozenset({"empty"})

LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>{}]>".format(
    "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
)
OUTSIDE = "<!DOCTYPE x [<!ENTITY a11 SYSTEM 'file:///etc/hostname'>]>"
SHEET = "xl/worksheets/sheet1.xml"
LAST_ROW, LAST_CELL = 1_048_576, "XFD1048576"


class Hostile(NamedTuple):
    """A file: its name, how to make its bytes, and the reasons of which it must get one."""

    name: str
    make: Callable[[], bytes]
    reasons: frozenset[str]


def good_xlsx() -> bytes:
    """A small sound xlsx."""
    return xlsx(row(1, text("A1", "No"), text("B1", "Nama")), styles="<cellXfs/>")


def good_xls() -> bytes:
    """A small sound xls."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Lembar 1")
    for place in range(20):
        sheet.write(place, 0, place)
        sheet.write(place, 1, f"baris {place}")
    sheet.write_merge(20, 21, 0, 1, "gabung")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def good_ods() -> bytes:
    """A small sound ods."""
    return ods(ods_row(ods_cell("No"), ods_cell("72,2%", "percentage", 0.722)))


def good_xlsb() -> bytes:
    """A small sound xlsb."""
    rows = [BRow(n, [B(0, float(n)), B(1, f"baris {n}"), B(2, 0.5, 1)]) for n in range(20)]
    return xlsb(rows, merged=[(0, 1, 0, 1)], codes=["0.0%"])


GOOD = {"xlsx": good_xlsx, "xls": good_xls, "ods": good_ods, "xlsb": good_xlsb}


def hostile_files() -> list[Hostile]:
    """All of them."""
    return [
        *_cut(), *_misnamed(), *_protected(), *_broken_zips(), *_bombs(), *_odd_sheets(),
        *_no_rows(), *_text_files(),
    ]  # fmt: skip


def _cut() -> Iterator[Hostile]:
    for kind, make in GOOD.items():
        size = len(make())
        for share in (0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99):
            yield Hostile(
                f"cut at {share} .{kind}",
                lambda make=make, size=size, share=share: make()[: int(size * share)],
                CORRUPT,
            )


def _misnamed() -> Iterator[Hostile]:
    yield Hostile("xls named.xlsx", good_xls, READ)
    yield Hostile("xlsx named.csv", good_xlsx, READ)
    yield Hostile("xlsb named.ods", good_xlsb, READ)
    yield Hostile("csv named.xls", lambda: b"No;Nama\r\n1;x\r\n", READ)
    page = b"<html xmlns:x='urn:schemas-microsoft-com:office:excel'><table></table></html>"
    yield Hostile("web page named.xls", lambda: page, UNSUPPORTED)
    yield Hostile("web page in UTF-16.xls", lambda: page.decode().encode("utf-16"), UNSUPPORTED)
    yield Hostile("single file web page.xls", lambda: b"MIME-Version: 1.0\r\n", UNSUPPORTED)
    yield Hostile(
        "2003.xml",
        lambda: b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
        UNSUPPORTED,
    )
    yield Hostile("flat.fods", lambda: b'<?xml version="1.0"?>\n<office:document/>', UNSUPPORTED)
    yield Hostile("a.pdf", lambda: b"%PDF-1.7 1 0 obj", UNSUPPORTED)
    yield Hostile("a.rtf", lambda: rb"{\rtf1 }", UNSUPPORTED)
    yield Hostile("a.gz.csv", lambda: b"\x1f\x8b\x08" + bytes(200), UNSUPPORTED)
    yield Hostile("every byte.csv", lambda: bytes(range(256)) * 20, UNSUPPORTED)
    yield Hostile("Excel 4.xls", lambda: b"\x09\x04\x06\x00\x00\x00\x10\x00", UNSUPPORTED)
    docx = {
        "[Content_Types].xml": '<Default Extension="xlsx" ContentType="application/vnd.openxml'
        'formats-officedocument.spreadsheetml.sheet"/>',
        "word/document.xml": "<w/>",
        "word/embeddings/a.xlsx": good_xlsx(),
    }
    yield Hostile("docx with a workbook in it.xlsx", lambda: zipped(docx), UNSUPPORTED)
    pptx = {"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p/>"}
    yield Hostile("pptx.xlsx", lambda: zipped(pptx), UNSUPPORTED)
    jar = {"META-INF/MANIFEST.MF": "Manifest-Version: 1.0", "A.class": b"\xca\xfe\xba\xbe"}
    yield Hostile("jar.xlsx", lambda: zipped(jar), UNSUPPORTED)
    odt = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}
    yield Hostile("odt.ods", lambda: zipped(odt), UNSUPPORTED)
    yield Hostile("xlsx in a zip.xlsx", lambda: zipped({"a.xlsx": good_xlsx()}), UNSUPPORTED)


def compound_file(**streams: bytes) -> bytes:
    """A compound file of small streams, all of 4,096 bytes or more, in sectors of 512."""
    table, body, entries = [0xFFFFFFFD], b"", []
    for name, content in streams.items():
        content = content.ljust(max(4096, -(-len(content) // 512) * 512), b"\0")
        first, count = len(table), len(content) // 512
        table += [*range(first + 1, first + count), 0xFFFFFFFE]
        entries.append((name, 2, first, len(content)))
        body += content
    directory = len(table)
    listed = b""
    for place, (name, kind, start, size) in enumerate([("Root Entry", 5, 0, 0), *entries]):
        encoded = name.encode("utf-16-le") + b"\0\0"
        right = place + 1 if 0 < place < len(entries) else 0xFFFFFFFF
        listed += encoded.ljust(64, b"\0") + struct.pack(
            "<HBB3I36xIQ", len(encoded), kind, 1, 0xFFFFFFFF, right,
            1 if kind == 5 else 0xFFFFFFFF, start, size,
        )  # fmt: skip
    listed = listed.ljust(-(-len(listed) // 512) * 512, b"\0")
    count = len(listed) // 512
    table += [*range(directory + 1, directory + count), 0xFFFFFFFE]
    assert len(table) <= 128
    head = (
        MAGIC
        + bytes(16)
        + struct.pack(
            "<5H6x9I", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0
        )
    )
    head += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    return head + struct.pack("<128I", *table, *[0xFFFFFFFF] * (128 - len(table))) + body + listed


def biff(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<2H", kind, len(body)) + body


def _protected() -> Iterator[Hostile]:
    yield Hostile(
        "password.xlsx",
        lambda: compound_file(EncryptionInfo=b"\x04", EncryptedPackage=b"\x01" * 5000),
        ENCRYPTED,
    )
    bof = biff(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    yield Hostile(
        "password.xls",
        lambda: compound_file(Workbook=bof + biff(0x2F, bytes(6)) + b"\x55" * 4000),
        ENCRYPTED,
    )
    yield Hostile("word.xls", lambda: compound_file(WordDocument=b"\xec\xa5"), UNSUPPORTED)
    yield Hostile("nothing in it.xls", lambda: compound_file(), CORRUPT)
    yield Hostile("only the head.xls", lambda: MAGIC + bytes(900), CORRUPT)
    yield Hostile(
        "sector loop.xls",
        lambda: (
            compound_file(Workbook=bof)[:516] + b"\x01\0\0\0" + compound_file(Workbook=bof)[520:]
        ),
        BROKEN,
    )
    yield Hostile(
        "password.ods", lambda: ods(ods_row(), manifest="<manifest:encryption-data/>"), ENCRYPTED
    )
    yield Hostile("password.zip", _zip_with_password, ENCRYPTED)


def _zip_with_password() -> bytes:
    data = bytearray(good_xlsx())
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        data[at + 8] |= 1
    at = -1
    while (at := data.find(b"PK\x03\x04", at + 1)) >= 0:
        data[at + 6] |= 1
    return bytes(data)


def _broken_zips() -> Iterator[Hostile]:
    yield Hostile("magic only.xlsx", lambda: b"PK\x03\x04 no zip at all", CORRUPT)
    yield Hostile("empty zip.xlsx", lambda: zipped({}), UNSUPPORTED)
    yield Hostile(
        "bad checksum.xlsx", lambda: _with_bad_checksum("xl/worksheets/sheet1.xml"), CORRUPT
    )
    yield Hostile(
        "bad checksum of types.xlsx", lambda: _with_bad_checksum("[Content_Types].xml"), CORRUPT
    )
    yield Hostile("member twice.xlsx", _with_member_twice, CORRUPT)
    yield Hostile(
        "member in two cases.xlsx",
        lambda: zipped(xlsx_parts(row(1, text("A1", "x"))) | {"XL/workbook.xml": b"<workbook/>"}),
        CORRUPT,
    )
    for lost in ("sheet1", "workbook.xml", "workbook.xml.rels"):
        yield Hostile(
            f"without {lost}.xlsx",
            lambda lost=lost: zipped(
                {k: v for k, v in parts_of(good_xlsx()).items() if not k.endswith(lost)
                 and not k.endswith(lost + ".xml")}
            ),
            BROKEN,
        )  # fmt: skip
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"):
        for content in (b"", b"\0" * 99, b"<", b"not xml", b"<a><b></a>"):
            yield Hostile(
                f"{part.split('/')[-1]} is {content[:12]!r}.xlsx",
                lambda part=part, content=content: zipped(parts_of(good_xlsx()) | {part: content}),
                BROKEN | (READ if "styles" in part else frozenset()),
            )


def _with_bad_checksum(part: str) -> bytes:
    """The zip with one bit of a part changed; it is stored, so that it unpacks all the same."""
    data = zipped(parts_of(good_xlsx()), zipfile.ZIP_STORED)
    content = parts_of(data)[part]
    at = data.index(content) + content.index(b"<", len(content) // 2) + 1
    return data[:at] + bytes([data[at] ^ 0x01]) + data[at + 1 :]


def _with_member_twice() -> bytes:
    import warnings

    file = io.BytesIO(good_xlsx())
    with warnings.catch_warnings(), zipfile.ZipFile(file, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")
    return file.getvalue()


def _bombs() -> Iterator[Hostile]:
    shared = '<c r="A1" t="s"><v>0</v></c>'
    for what, doctype in (("laughs", LAUGHS), ("outside", OUTSIDE)):
        yield Hostile(
            f"{what} in sheet.xlsx",
            lambda doctype=doctype: xlsx(row(1, text("A1", "&a11;")), doctype=doctype),
            BROKEN,
        )
        yield Hostile(
            f"{what} in strings.xlsx",
            lambda doctype=doctype: xlsx(
                row(1, shared), strings="<si><t>&a11;</t></si>", doctype=doctype
            ),
            BROKEN,
        )
        # Entities in styles are not needed to read a cell.
        yield Hostile(
            f"{what} in styles.xlsx",
            lambda doctype=doctype: xlsx(
                row(1, text("A1", "x")),
                doctype=doctype,
                styles='<numFmts><numFmt numFmtId="164" formatCode="&a11;"/></numFmts><cellXfs/>',
            ),
            BROKEN | READ,
        )
        yield Hostile(
            f"{what}.ods",
            lambda doctype=doctype: ods(ods_row(ods_cell("&a11;")), doctype=doctype),
            BROKEN,
        )
    yield Hostile("1 GB of zeros.xlsx", lambda: _zeros(SHEET), LIMIT)
    yield Hostile("1 GB of zeros in types.xlsx", lambda: _zeros("[Content_Types].xml"), LIMIT)
    yield Hostile("500 MB of spaces.xlsx", _spaces, LIMIT | BROKEN | READ)
    yield Hostile("1 GB said to be 1 kB.xlsx", lambda: _lying_size(1000), LIMIT | BROKEN)
    yield Hostile(
        "bomb in a bomb.xlsx",
        lambda: zipped(parts_of(good_xlsx()) | {"xl/media/a.zip": _zeros(SHEET)}),
        READ,
    )
    yield Hostile(
        "4 billion strings declared.xlsx",
        lambda: zipped({
            name: part.replace(b"<sst ", b'<sst count="4000000000" uniqueCount="4000000000" ')
            for name, part in xlsx_parts(row(1, shared), strings="<si><t>x</t></si>").items()
        }),
        LIMIT | BROKEN,
    )  # fmt: skip
    yield Hostile(
        "far corners.xlsx",
        lambda: xlsx(
            row(1, number("A1", 1), number("XFD1", 1))
            + row(LAST_ROW, number(f"A{LAST_ROW}", 1), number(LAST_CELL, 1))
        ),
        LIMIT,
    )
    yield Hostile(
        "far corner.xlsb",
        lambda: xlsb([BRow(0, [B(0, 1.0)]), BRow(LAST_ROW - 1, [B(16383, 1.0)])]),
        LIMIT,
    )
    yield Hostile(
        "far corner.ods",
        lambda: ods(
            ods_row(ods_cell(more='table:number-columns-repeated="16383"'), ods_cell("x"))
            + ods_row(more=f'table:number-rows-repeated="{LAST_ROW - 2}"')
            + ods_row(ods_cell("x"))
        ),
        LIMIT | CORRUPT,
    )
    yield Hostile(
        "repeated a billion times.ods",
        lambda: ods(
            ods_row(
                ods_cell("x", more='table:number-columns-repeated="16384"'),
                more=f'table:number-rows-repeated="{LAST_ROW}"',
            )
        ),
        LIMIT | BROKEN,
    )
    yield Hostile(
        "row beyond the last.xlsx",
        lambda: xlsx(row(99_999_999_999, text("A99999999999", "x"))),
        LIMIT | BROKEN,
    )
    yield Hostile(
        "column beyond the last.xlsx", lambda: xlsx(row(1, text("ZZZZZZ1", "x"))), LIMIT | BROKEN
    )


@cache
def _zeros(part: str) -> bytes:
    """1 GB of zeros in a zip of 1 MB: deflated once, not through a gigabyte of memory."""
    file = io.BytesIO()
    zeros = bytes(1 << 20)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts_of(good_xlsx()).items():
            if name != part:
                archive.writestr(name, content)
        with archive.open(part, "w") as member:
            for _ in range(1024):
                member.write(zeros)
    return file.getvalue()


def _spaces() -> bytes:
    parts = parts_of(good_xlsx())
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        sheet = parts.pop("xl/worksheets/sheet1.xml")
        for name, content in parts.items():
            archive.writestr(name, content)
        head, tail = sheet.split(b"<sheetData>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as member:
            member.write(head + b"<sheetData>")
            for _ in range(500):
                member.write(b" " * 1_000_000)
            member.write(tail)
    return file.getvalue()


def _lying_size(said: int) -> bytes:
    """The bomb of zeros with another size said in the directory of the zip."""
    data = _zeros(SHEET)
    return data.replace(struct.pack("<I", 1 << 30), struct.pack("<I", said))


ROWS_OR_CELLS_TWICE = {
    "row 5": row(5, text("A5", "x")) + row(5, text("B5", "y")),
    "row 7": row(7, text("A7", "x")) + row(8, text("A8", "z")) + row(7, text("A7", "y")),
    "B6": row(6, text("A6", "x"), number("B6", 1), number("B6", 2)),
    "C6": row(6, '<c r="C6" t="str"><v></v></c>', '<c r="C6" t="e"><v>#N/A</v></c>'),
}


def twice_in_xlsx(twice: str) -> bytes:
    """A workbook whose second sheet has the row or cell twice."""
    sheet = row(1, text("A1", "No"), text("B1", "Nama")) + ROWS_OR_CELLS_TWICE[twice]
    return xlsx(row(1, text("A1", "x")), sheet)


def _odd_sheets() -> Iterator[Hostile]:
    filled = row(2, text("B2", "x")) + row(900, text("Z900", "x"))
    for said in ("A1", "A1:XFD1048576", "B2:A1", "garbage", ""):
        yield Hostile(
            f"says {said or 'nothing'}.xlsx".replace(":", " "),
            lambda said=said: xlsx(f'<dimension ref="{said}"/><sheetData>{filled}</sheetData>'),
            READ,
        )
    for twice in ROWS_OR_CELLS_TWICE:
        yield Hostile(f"{twice} twice.xlsx", lambda twice=twice: twice_in_xlsx(twice), CORRUPT)
    yield Hostile(
        "says too little.xlsb",
        lambda: xlsb([BRow(0, [B(0, 1.0)]), BRow(90, [B(20, 1.0)])], dimension=(0, 0, 0, 0)),
        READ,
    )
    yield Hostile(
        "says too much.xlsb",
        lambda: xlsb([BRow(0, [B(0, 1.0)])], dimension=(0, LAST_ROW - 1, 0, 16383)),
        READ,
    )
    yield Hostile("3,000 sheets.xlsx", lambda: xlsx(*[row(1, number("A1", 1))] * 3000), READ)
    merges = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 100_001))
    yield Hostile(
        "100,000 merges.xlsx",
        lambda: xlsx(
            f"<sheetData>{row(1, text('A1', 'x'))}</sheetData><mergeCells>{merges}</mergeCells>"
        ),
        READ,
    )
    yield Hostile("long cell.xlsx", lambda: xlsx(row(1, text("A1", "x" * 1_000_000))), READ)
    for value in ("1e308", "-1e308", "1e400", "NaN", "INF", "0x10", "", "1,5", "--1"):
        yield Hostile(
            f"number {value or 'empty'}.xlsx",
            lambda value=value: xlsx(row(1, number("A1", value), text("B1", "x"))),
            READ,
        )
    for serial in ("-5", "0", "60", "2958466", "1e300", "NaN"):
        yield Hostile(
            f"date {serial}.xlsx",
            lambda serial=serial: xlsx(
                row(1, number("A1", serial, 1), text("B1", "x")), styles=formats_of_a_date()
            ),
            READ,
        )
    yield Hostile("bad place.xlsx", lambda: xlsx(row(1, text("1A", "x"))), BROKEN)
    yield Hostile(
        "no such string.xlsx",
        lambda: xlsx(row(1, '<c r="A1" t="s"><v>7</v></c>'), strings="<si><t>x</t></si>"),
        BROKEN,
    )
    yield Hostile(
        "no such style.xlsx",
        lambda: xlsx(row(1, number("A1", 1, 4_000_000)), styles="<cellXfs/>"),
        READ,
    )
    yield Hostile(
        "no such error.xlsx", lambda: xlsx(row(1, '<c r="A1" t="e"><v>#BUSY!</v></c>')), READ
    )
    yield Hostile(
        "two sheets of one name.xlsx",
        lambda: xlsx(row(1, text("A1", "x")), row(1, text("A1", "y")), names=["a", "a"]),
        CORRUPT,
    )


def formats_of_a_date() -> str:
    """Styles in which style 1 is a date."""
    return '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'


def _no_rows() -> Iterator[Hostile]:
    yield Hostile("0 bytes.xlsx", lambda: b"", EMPTY)
    yield Hostile("blank lines.csv", lambda: b" \r\n \n", EMPTY)
    yield Hostile("only a mark.csv", lambda: b"\xff\xfe", EMPTY)
    yield Hostile("no sheets.xlsx", lambda: xlsx(), EMPTY)
    yield Hostile("no rows.xlsx", lambda: xlsx(""), EMPTY)
    yield Hostile("blank cells.xlsx", lambda: xlsx(row(1, text("A1", " "), '<c r="B1"/>')), EMPTY)
    yield Hostile("charts only.xlsx", lambda: xlsx("<x/>", kinds=["chartsheet"]), EMPTY)
    yield Hostile("no tables.ods", lambda: ods(), EMPTY)
    yield Hostile("no rows.ods", lambda: ods(""), EMPTY)
    yield Hostile("no sheets.xlsb", lambda: xlsb(), EMPTY)
    yield Hostile("no rows.xlsb", lambda: xlsb([]), EMPTY)


def _text_files() -> Iterator[Hostile]:
    plain = "No;Nama;Ket;X\r\n1;Orang;a;b\r\n"
    yield Hostile("zeros at the end.csv", lambda: plain.encode() + bytes(99), CORRUPT | UNSUPPORTED)
    yield Hostile(
        "a zero in it.csv", lambda: plain.replace("a", "\0").encode(), CORRUPT | UNSUPPORTED
    )
    yield Hostile("a zero far in.csv", lambda: plain.encode() * 999 + b"\0", CORRUPT)
    yield Hostile("two encodings.csv", lambda: "é;x\n".encode() + "é;x\n".encode("cp1252"), CORRUPT)
    yield Hostile("no encoding.csv", lambda: b"No;\x81\x8d\n", CORRUPT)
    yield Hostile("half a character.csv", lambda: plain.encode("utf-16")[:-1], CORRUPT)
    yield Hostile("open quote.csv", lambda: plain.encode() + b'2;"Orang;a;b\n3;x;y;z\n', CORRUPT)
    yield Hostile(
        "rows in a quote.csv", lambda: plain.encode() + b'2;"O;a;b\n3;x;y;z\n4;O";a;b\n', CORRUPT
    )
    yield Hostile("stray quote.csv", lambda: plain.encode() + b'2;"Orang"x;a;b\n', CORRUPT)
    yield Hostile("20 MB line.csv", lambda: b"x" * 20_000_000, CORRUPT)
    yield Hostile("200 MB line.csv", lambda: b"x" * 200_000_001, LIMIT)
    yield Hostile("20 million separators.csv", lambda: b";" * 20_000_001, LIMIT)
    yield Hostile("30 million lines.csv", lambda: b"x\n" + b"\n" * 30_000_000, LIMIT)
    yield Hostile("lone returns.csv", lambda: plain.replace("\r\n", "\r").encode(), READ)
    yield Hostile("quote in a word.csv", lambda: b'No;Nama\n1;5" disk\n', READ)

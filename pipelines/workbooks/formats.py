"""Which kind of file this is, judged by its bytes: the name and extension are never trusted."""

from __future__ import annotations

import io
import re
import struct
import zipfile

from pipelines.workbooks import compound
from pipelines.workbooks.model import Limits, Unreadable

# The first record of Excel 2, 3, 4 and 5, without a compound file around it.
_BARE_BIFF = re.compile(rb"\x09[\x00\x02\x04\x08][\x04\x06\x08\x10]\x00")
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_UTF8_BOM = b"\xef\xbb\xbf"
_MAIN_SHEET = re.compile(
    rb"spreadsheetml\.(?:sheet|template)\.main|ms-excel\.\w+\.macroEnabled\.main"
)
_OTHER_FILES = (
    b"%pdf", b"%!ps", b"{\\rtf", b"\x89png", b"\xff\xd8\xff", b"gif8", b"rar!",
)  # fmt: skip
# A single file web page or a mail, SYLK, DIF, JSON: text, but not in rows of cells. A heading ID
# also begins a SYLK file; what follows in the second line does not.
_OTHER_TEXT = re.compile(
    rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,8}mime-version:|id;p\w*(?:;\w+)*\r?\n[bcfop];"
    rb"|table\r?\n0,1\r?\n|[{\[]\s*(?:\{|\[|\"[^\"\n]*\"\s*:)"
)
_MARKUP = re.compile(rb"<[!?a-z]")
_WEB_PAGE = re.compile(rb"<(?:!doctype html|html|head|body|meta|style|table|div)\b")
MEND = "open it in a spreadsheet program and save it as .xlsx"


def detect_kind(data: bytes, limits: Limits) -> str:
    """'xlsx', 'xlsb', 'ods', 'xls' or 'text'.

    Raises Unreadable: empty, encrypted, unsupported_format, corrupt, limit_size.
    """
    if not data:
        raise Unreadable("empty", "the file has 0 bytes")
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _zip_kind(data, limits)
    if data.startswith(compound.MAGIC):
        return _compound_kind(data)
    if _BARE_BIFF.match(data):
        raise Unreadable("unsupported_format", f"its Excel is too old: {MEND}")
    return _text_kind(data)


def _zip_kind(data: bytes, limits: Limits) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            names = {member.filename.lower() for member in members}
            unpacked = sum(member.file_size for member in members)
            if unpacked > limits.unpacked_bytes:
                raise Unreadable(
                    "limit_size",
                    f"unpacked it would be {unpacked} bytes; the limit is {limits.unpacked_bytes}",
                )
            if len(names) < len(members):
                raise Unreadable("corrupt", "two parts inside the file have the same name")
            if any(member.flag_bits & 1 for member in members):
                raise Unreadable("encrypted", "the file is protected by a password")
            if "mimetype" in names or "content.xml" in names:
                manifest = b""
                if "META-INF/manifest.xml" in archive.namelist():
                    manifest = archive.read("META-INF/manifest.xml")
                if b"encryption-data" in manifest:
                    raise Unreadable("encrypted", "the file is protected by a password")
                mime = archive.read("mimetype")[:100] if "mimetype" in names else b""
                if mime and b"spreadsheet" not in mime:
                    raise Unreadable("unsupported_format", "it is not a spreadsheet")
                return "ods"
            content_types = _read_named(archive, "[content_types].xml")
    except Unreadable:
        raise
    except Exception as error:  # zipfile raises many kinds on broken archives
        raise Unreadable(
            "corrupt", f"the file is damaged or incomplete ({type(error).__name__})"
        ) from error
    # An Office file of another kind may hold spreadsheets too: what it is itself says its place.
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "xl/workbook.xml" in names or _MAIN_SHEET.search(content_types):
        return "xlsx"
    what = "an Office file" if content_types else "a zip archive"
    raise Unreadable("unsupported_format", f"it is {what}, not a spreadsheet")


def _read_named(archive: zipfile.ZipFile, lower_name: str) -> bytes:
    """The part of that name in any case; b'' where there is none."""
    names = (name for name in archive.namelist() if name.lower() == lower_name)
    return next((archive.read(name) for name in names), b"")


def _compound_kind(data: bytes) -> str:
    try:
        streams = compound.CompoundFile(data).streams()
    except (ValueError, struct.error) as error:
        raise Unreadable("corrupt", "the file is damaged or incomplete") from error
    if "encryptedpackage" in streams:
        raise Unreadable("encrypted", "the file is protected by a password")
    if "workbook" in streams or "book" in streams:
        return "xls"
    if streams:
        raise Unreadable("unsupported_format", "it is a file of Office, but not a spreadsheet")
    raise Unreadable("corrupt", "it has no workbook inside, or is damaged")


def _text_kind(data: bytes) -> str:
    head = data[:4096]
    if head.startswith(_UTF16_BOMS):
        shown = head[: len(head) // 2 * 2].decode("utf-16", "replace").encode()
    elif head[:2].count(0) == 1:
        order = "utf-16-le" if head[1] == 0 else "utf-16-be"
        shown = head[: len(head) // 2 * 2].decode(order, "replace").encode()
    else:
        shown = head.removeprefix(_UTF8_BOM)
    start = shown.lstrip()[:1000].lower()
    if start.startswith(_OTHER_FILES) or _OTHER_TEXT.match(start):
        raise Unreadable("unsupported_format", "it is not a spreadsheet")
    if _MARKUP.match(start):
        kind = "a web page" if _WEB_PAGE.search(start) else "flat XML"
        raise Unreadable("unsupported_format", f"it is {kind}, not a spreadsheet: {MEND}")
    if head.startswith(_UTF16_BOMS):
        return "text"
    if b"\x00" in head:
        nulls_odd, nulls_even = head[1::2].count(0), head[0::2].count(0)
        if max(nulls_odd, nulls_even) > len(head) * 0.3 and min(nulls_odd, nulls_even) < 8:
            return "text"  # UTF-16 without a byte order mark
    controls = sum(head.count(bytes([code])) for code in (*range(9), *range(14, 32)))
    if controls > max(2, len(head) // 200):
        raise Unreadable("unsupported_format", "it is not a spreadsheet nor a text file")
    if not data.removeprefix(_UTF8_BOM).strip():
        raise Unreadable("empty", "the file has no text")
    return "text"

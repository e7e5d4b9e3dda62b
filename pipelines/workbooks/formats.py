"""Which kind of file this is, judged by its bytes: the name and extension are never trusted."""

from __future__ import annotations

import io
import zipfile

from pipelines.workbooks.model import Limits, Unreadable

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_UTF8_BOM = b"\xef\xbb\xbf"
_MARKUP_MEND = "open it in a spreadsheet program and save it as .xlsx"


def _utf16_name(name: str) -> bytes:
    return name.encode("utf-16-le")


def detect_kind(data: bytes, limits: Limits) -> str:
    """'xlsx', 'xlsb', 'ods', 'xls' or 'text'.

    Raises Unreadable: empty, encrypted, unsupported_format, corrupt, limit_size.
    """
    if not data:
        raise Unreadable("empty", "the file has 0 bytes")
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _zip_kind(data, limits)
    if data.startswith(OLE_MAGIC):
        return _ole_kind(data)
    if data[:2] == b"\x09\x08" or data[:4] in (b"\x09\x04\x06\x00", b"\x09\x02\x06\x00"):
        return "xls"
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
            if "[content_types].xml" not in names:
                raise Unreadable("unsupported_format", "it is a zip archive, not a spreadsheet")
            types = archive.read(
                next(m for m in members if m.filename.lower() == "[content_types].xml")
            )
    except Unreadable:
        raise
    except Exception as error:  # zipfile raises many kinds on broken archives
        raise Unreadable(
            "corrupt", f"the file is damaged or incomplete ({type(error).__name__})"
        ) from error
    if b"sheet.binary" in types:
        return "xlsb"
    if b"spreadsheetml" in types or b"ms-excel" in types or "xl/workbook.xml" in names:
        return "xlsx"
    raise Unreadable("unsupported_format", "it is an Office file, but not a spreadsheet")


def _ole_kind(data: bytes) -> str:
    if _utf16_name("EncryptedPackage") in data:
        raise Unreadable("encrypted", "the file is protected by a password")
    if _utf16_name("Workbook") in data or _utf16_name("Book") in data:
        return "xls"
    if _utf16_name("WordDocument") in data or _utf16_name("PowerPoint Document") in data:
        raise Unreadable("unsupported_format", "it is an Office file, but not a spreadsheet")
    raise Unreadable("corrupt", "it has no workbook inside, or is damaged")


def _text_kind(data: bytes) -> str:
    head = data[:4096]
    if head.startswith(_UTF16_BOMS):
        return "text"
    start = head.removeprefix(_UTF8_BOM).lstrip()[:200].lower()
    if start.startswith((b"<!doctype", b"<html", b"<table", b"<head", b"<meta", b"<style")):
        raise Unreadable(
            "unsupported_format", f"it is a web page, not a spreadsheet: {_MARKUP_MEND}"
        )
    if start.startswith((b"<?xml", b"<office:", b"<workbook")):
        raise Unreadable("unsupported_format", f"it is flat XML: {_MARKUP_MEND}")
    if start.startswith((b"%pdf", b"{\\rtf", b"\x89png", b"\xff\xd8\xff", b"gif8", b"rar!")):
        raise Unreadable("unsupported_format", "it is not a spreadsheet")
    if b"\x00" in head:
        nulls_odd, nulls_even = head[1::2].count(0), head[0::2].count(0)
        if max(nulls_odd, nulls_even) > len(head) * 0.3 and min(nulls_odd, nulls_even) < 8:
            return "text"  # UTF-16 without a byte order mark
        raise Unreadable("unsupported_format", "it is not a spreadsheet nor a text file")
    controls = sum(head.count(bytes([code])) for code in (*range(1, 9), *range(14, 32)))
    if controls > max(2, len(head) // 200):
        raise Unreadable("unsupported_format", "it is not a spreadsheet nor a text file")
    if not data.removeprefix(_UTF8_BOM).strip():
        raise Unreadable("empty", "the file has no text")
    return "text"

"""The zip archives that xlsx, xlsb and ods are: their parts by name, and some of them replaced."""

from __future__ import annotations

import contextlib
import io
import re
import struct
import zipfile
from collections.abc import Mapping

from isal import isal_zlib

_UTF16 = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"<\0", "utf-16-le"),
          (b"\0<", "utf-16-be"))  # fmt: skip
_ENCRYPTED = 0x1
# In front of a member's name (APPNOTE.TXT 4.3.7) stands how long it and the extra field are.
_LENGTHS, _LENGTHS_AT = struct.Struct("<HH"), 26
_RAW = -15  # the window of a deflate stream without a header
_DECLARATION = re.compile(r"^\ufeff?<\?xml\b.*?\?>", re.DOTALL)


class _Archive(zipfile.ZipFile):
    """An archive that unpacks with ISA-L; all that is not plain is left to zipfile, errors too."""

    def __init__(self, data: bytes) -> None:
        super().__init__(io.BytesIO(data))
        self._data = memoryview(data)

    def read(self, name: str | zipfile.ZipInfo, pwd: bytes | None = None) -> bytes:
        """The content of a part. Raises what ZipFile.read does."""
        member = self.getinfo(name) if isinstance(name, str) else name
        if member.compress_type == zipfile.ZIP_DEFLATED and not member.flag_bits & _ENCRYPTED:
            with contextlib.suppress(isal_zlib.error, struct.error):  # type: ignore[arg-type]
                content = self._unpacked(member)
                if len(content) == member.file_size and isal_zlib.crc32(content) == member.CRC:
                    return content
        return super().read(name, pwd)

    def _unpacked(self, member: zipfile.ZipInfo) -> bytes:
        name, extra = _LENGTHS.unpack_from(self._data, member.header_offset + _LENGTHS_AT)
        start = member.header_offset + _LENGTHS_AT + _LENGTHS.size + name + extra
        packed = self._data[start : start + member.compress_size]
        # No more than it says: what says less than it unpacks to is a bomb.
        return isal_zlib.decompressobj(_RAW).decompress(packed, member.file_size + 1)


def open_archive(data: bytes) -> zipfile.ZipFile:
    """The archive, whose names are in lower case and with slashes: some programs write others."""
    archive = _Archive(data)
    for member in archive.infolist():
        member.filename = member.filename.replace("\\", "/").lower()
        archive.NameToInfo[member.filename] = member
    return archive


def with_parts(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The archive with other contents of some of its parts (named as open_archive does), and with
    those that it does not have."""
    changed = io.BytesIO()
    waiting = {name.lower(): (name, content) for name, content in parts.items()}
    with open_archive(data) as old, zipfile.ZipFile(changed, "w") as new:
        for member in old.infolist():
            _, content = waiting.pop(member.filename, ("", None))
            new.writestr(
                member.orig_filename, old.read(member.filename) if content is None else content
            )
        for name, content in waiting.values():
            new.writestr(name, content)
    return changed.getvalue()


def as_utf8(content: bytes) -> bytes:
    """The XML of a part in UTF-8, whichever way of UTF-16 it is written in."""
    for mark, encoding in _UTF16:
        if content.startswith(mark):
            return _DECLARATION.sub("", content.decode(encoding), count=1).encode()
    return content

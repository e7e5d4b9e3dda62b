"""The zip archives that xlsx, xlsb and ods are: their parts by name, and some of them replaced."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

_UTF16 = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"<\0", "utf-16-le"),
          (b"\0<", "utf-16-be"))  # fmt: skip
_DECLARATION = re.compile(r"^\ufeff?<\?xml\b.*?\?>", re.DOTALL)


def open_archive(data: bytes) -> zipfile.ZipFile:
    """The archive, whose names are in lower case and with slashes: some programs write others."""
    archive = zipfile.ZipFile(io.BytesIO(data))
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

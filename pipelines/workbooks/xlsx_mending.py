"""An xlsx written in a way that is allowed, or common, but that calamine does not read.

Tried only after reading has failed: it looks at every sheet and writes the archive anew.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import unquote

from pipelines.workbooks.archives import as_utf8, open_archive, with_parts
from pipelines.workbooks.parts import COMMON_ERRORS
from pipelines.workbooks.xlsx_parts import listed_relations

_BOOK, _BOOK_RELATIONS, _ROOT_RELATIONS = (
    "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels",
)  # fmt: skip
# The parts that calamine looks for in one place alone, by the last word of their type.
_PLACES = {"styles": "xl/styles.xml", "sharedStrings": "xl/sharedStrings.xml"}
_XML_PARTS = ("worksheet", *_PLACES)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_HEAD_BYTES = 4096
_DIMENSION = re.compile(rb"<(?:\w+:)?dimension\b[^>]*>(?:</(?:\w+:)?dimension>)?")
_ERROR = re.compile(
    rb"""(<(?:\w+:)?c\b[^>]*\bt=["']e["'][^>]*>(?:<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>))?"""
    rb"""<(?:\w+:)?v>)([^<]+)"""
)
_UNSEEN = re.compile(rb"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_NAMED_ERROR = b"#VALUE!"  # what Excel itself writes for an error that is newer than the format


class _Relation(NamedTuple):
    id: str
    type: str
    target: str  # as it is written
    path: str  # as the archive names it

    @property
    def kind(self) -> str:
        return self.type.rpartition("/")[2]

    @property
    def place(self) -> str:
        """Where calamine looks for it."""
        return _PLACES.get(self.kind, self.path)


def mended(data: bytes) -> bytes | None:
    """The xlsx as calamine reads it; None where it knows nothing to mend. Raises what archives
    raise.

    Parts in other places or named by roundabout paths, no root relations, UTF-16, a dimension that
    is none, comments and CDATA among the cells, and errors that are newer than the format.
    """
    with open_archive(data) as archive:
        names = set(archive.namelist())
        parts: dict[str, bytes] = {}
        book = _BOOK if _BOOK in names else _main_part(names, archive.read)
        if book not in names:
            return None
        relations = list(_relations(names, archive.read, book))
        if _ROOT_RELATIONS not in names or book != _BOOK:
            parts[_ROOT_RELATIONS] = _written([("rId1", f"{_OFFICE}/officeDocument", _BOOK)])
        if book != _BOOK or not all(map(_is_plain, relations)):
            parts[_BOOK_RELATIONS] = _written([(one.id, one.type, one.place) for one in relations])
        parts[_BOOK] = as_utf8(archive.read(book))
        for one in relations:
            if one.kind in _XML_PARTS and one.path in names:
                content = as_utf8(archive.read(one.path))
                parts[one.place] = _sheet(content) if one.kind == "worksheet" else content
        changed = {
            name: content
            for name, content in parts.items()
            if name.lower() not in names or archive.read(name.lower()) != content
        }
    return with_parts(data, changed) if changed else None


def _main_part(names: set[str], read: Callable[[str], bytes]) -> str:
    found = _relations(names, read, "")
    return next((one.path for one in found if one.kind == "officeDocument"), "")


def _relations(names: set[str], read: Callable[[str], bytes], part: str) -> Iterator[_Relation]:
    """What a part refers to; '' is the package itself."""
    folder, base = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", f"{base}.rels")
    for found in listed_relations(read(listed)) if listed in names else ():
        target = found.get("Target", "")
        path = unquote(target.replace("\\", "/")).lower()
        inside = posixpath.normpath(posixpath.join("/", folder, path))[1:]
        at_root = posixpath.normpath(posixpath.join("/", path))[1:]
        place = inside if inside in names or at_root not in names else at_root
        yield _Relation(found.get("Id", ""), found.get("Type", ""), target, place)


def _is_plain(relation: _Relation) -> bool:
    place = relation.place.lower()
    return relation.target.lower() in (f"/{place}", place.removeprefix("xl/"))


def _written(relations: list[tuple[str, str, str]]) -> bytes:
    lines = "".join(
        f'<Relationship Id="{html.escape(name)}" Type="{html.escape(kind)}" '
        f'Target="/{html.escape(path)}"/>'
        for name, kind, path in relations
    )
    return f'<Relationships xmlns="{_PACKAGE}">{lines}</Relationships>'.encode()


def _sheet(content: bytes) -> bytes:
    content = _UNSEEN.sub(_as_plain_text, content)
    head = _DIMENSION.sub(b"", content[:_HEAD_BYTES], count=1)
    return _ERROR.sub(_named_error, head + content[_HEAD_BYTES:])


def _as_plain_text(found: re.Match[bytes]) -> bytes:
    """Nothing for a comment or an instruction; the text of CDATA."""
    return html.escape((found[1] or b"").decode()).encode()


def _named_error(found: re.Match[bytes]) -> bytes:
    return found[0] if found[2].decode("latin-1") in COMMON_ERRORS else found[1] + _NAMED_ERROR

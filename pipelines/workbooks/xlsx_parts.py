"""What calamine does not tell about an xlsx: merged ranges, hidden rows, lossy numbers.

Read by searching the sheet's XML for a few fixed shapes: parsing it would cost more than all
the rest of the reading. A shape that is not found means that there is nothing to know.
"""

from __future__ import annotations

import html
import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field

from pipelines.workbooks.model import Range

_SHEET = re.compile(rb"<(?:\w+:)?sheet\b([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)>")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?ref="([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)"')
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b(?=[^>]*\bhidden="(?:1|true)")[^>]*?\br="(\d+)"')
_DATE_1904 = re.compile(rb'<(?:\w+:)?workbookPr\b[^>]*\bdate1904="(?:1|true)"')
_LONG_VALUE = re.compile(rb"v>(?:\d{16}|\d(?:\.\d+)?[eE]\+1[5-9])")
_NUMBER_CELL = re.compile(
    rb'<(?:\w+:)?c\b(?![^>]*\bt="(?:s|str|inlineStr|d|e|b)")[^>]*?\br="([A-Z]{1,3})(\d+)"[^>]*>'
    rb"(?:<f\b[^>]*?(?:/>|>[^<]*</f>))?<(?:\w+:)?v>(?:\d{16,}|\d(?:\.\d+)?[eE]\+1[5-9])"
)


@dataclass
class SheetParts:
    """Facts of one sheet: merged ranges and hidden row numbers, both 1-based; its XML."""

    merged: list[Range] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    long_number_cells: set[tuple[int, int]] | None = None
    xml: bytes = b""

    def long_numbers(self) -> set[tuple[int, int]] | None:
        """(row, column) of cells that hold a *number* of 16 or more digits: its end is lost.

        None when this kind of file does not tell.
        """
        if self.long_number_cells is None and self.xml:
            found = _NUMBER_CELL.findall(self.xml) if _LONG_VALUE.search(self.xml) else ()
            self.long_number_cells = {(int(row), column_number(column)) for column, row in found}
        return self.long_number_cells


def column_number(letters: str | bytes) -> int:
    """A → 1, Z → 26, AA → 27."""
    number = 0
    for character in letters.encode() if isinstance(letters, str) else letters:
        number = number * 26 + character - 64
    return number


def column_letter(number: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _attributes(text: bytes) -> dict[str, str]:
    return {
        name.decode(): html.unescape((double or single).decode("utf-8", "replace"))
        for name, double, single in _ATTRIBUTE.findall(text)
    }


class XlsxParts:
    """The XML parts of one xlsx beside what calamine reads."""

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        names = self._archive.namelist()
        workbook = next((name for name in names if name.lower() == "xl/workbook.xml"), None)
        self.is_1904 = False
        self._paths: dict[str, str] = {}
        if workbook is None:
            return
        xml = self._archive.read(workbook)
        self.is_1904 = _DATE_1904.search(xml) is not None
        folder, base = posixpath.split(workbook)
        relations_name = f"{folder}/_rels/{base}.rels"
        targets: dict[str, str] = {}
        if relations_name in names:
            for match in _RELATION.finditer(self._archive.read(relations_name)):
                found = _attributes(match[1])
                target = found.get("Target", "")
                path = target[1:] if target.startswith("/") else posixpath.join(folder, target)
                targets[found.get("Id", "")] = posixpath.normpath(path)
        for match in _SHEET.finditer(xml):
            found = _attributes(match[1])
            relation = next((v for k, v in found.items() if k.split(":")[-1] == "id"), "")
            path = targets.get(relation, "")
            if found.get("name") and path in names:
                self._paths.setdefault(found["name"], path)

    def sheet(self, name: str) -> SheetParts:
        """Facts of the sheet called `name`; nothing known gives an empty SheetParts."""
        path = self._paths.get(name)
        if path is None:
            return SheetParts()
        xml = self._archive.read(path)
        parts = SheetParts(xml=xml)
        tail = xml.rfind(b"</sheetData>")
        if b"mergeCell " in xml[tail if tail > 0 else 0 :]:
            parts.merged = [
                (int(r1), column_number(c1), int(r2), column_number(c2))
                for c1, r1, c2, r2 in _MERGE.findall(xml, max(tail, 0))
            ]
        if b" hidden=" in xml:
            parts.hidden_rows = {int(number) for number in _HIDDEN_ROW.findall(xml)}
        return parts

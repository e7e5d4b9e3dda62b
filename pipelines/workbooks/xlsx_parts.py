"""What calamine does not tell about an xlsx: merges, what is hidden, percentages, lossy numbers.

Read by searching the sheet's XML for a few fixed shapes: parsing it would cost more than all
the rest of the reading. A shape that is not found means that there is nothing to know.
"""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from functools import cache, cached_property
from typing import NamedTuple

from pipelines.workbooks.archives import open_archive, with_parts
from pipelines.workbooks.parts import UNCALCULATED, SheetParts, percent_styles, percent_text

_SHEET = re.compile(rb"<(?:\w+:)?sheet\b([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)>")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?ref="([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)"')
_ROW = re.compile(rb"<(?:\w+:)?row(?=[\s/>])([^>]*)>")
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_NUMBER = re.compile(rb'\br="(\d+)"')
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_PROPERTIES = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*/>")
_DATE_1904 = re.compile(rb'<(?:\w+:)?workbookPr\b[^>]*\bdate1904="(?:1|true)"')
_CALCULATED_ON_LOAD = re.compile(rb'<(?:\w+:)?calcPr\b[^>]*\bfullCalcOnLoad="(?:1|true)"')
_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\b([^>]*)>")
_FONTS = re.compile(rb"<(?:\w+:)?fonts\b.*?</(?:\w+:)?fonts>", re.DOTALL)
_FONT = re.compile(rb"<(?:\w+:)?font\b(?:[^>]*/>|.*?</(?:\w+:)?font>)", re.DOTALL)
_STRUCK = re.compile(rb"""<(?:\w+:)?strike\b(?!\s+val\s*=\s*["'](?:0|false)["'])""")
_SHARED_TEXT = re.compile(rb"<(?:\w+:)?si\b(?:[^>]*/>|.*?</(?:\w+:)?si>)", re.DOTALL)
_CELL_STYLES = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(rb"<(?:\w+:)?xf\b([^>]*)>")
_PREFIX = re.compile(rb"<((?:\w+:)?)sheetData\b")
_PLACE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d+)["']""")
_KIND = re.compile(rb"""\bt=["'](\w+)["']""")
_WORKBOOK = "xl/workbook.xml"
_MACROS = ("xlMacrosheet", "xlIntlMacrosheet")
_FAR = 40_000  # a formula has at most 8,192 characters, which escaping can make longer

# Shapes inside a sheet; `~` stands for the prefix of its tags.
_FORMULA = rb"<~f(?=[\s/>])(?:[^>]*/>|[^>]*>[^<]*</~f>)\s*+"
_CELL = rb"<~c\b([^>]*)>\s*+(?:" + _FORMULA + rb")?(?:<~v\b[^>]*>([^<]*))?"
_ROW_OR_CELL = rb"<~(row|c)(?=[\s/>])([^>]*)>"
_STYLED = rb""" s=["'](?:%b)["']"""
_FORMULA_WITHOUT_RESULT = _FORMULA + rb"(?!<~v\b[^>]*>[^<])"
_FORMULA_OF_ZERO = _FORMULA + rb"<~v\b[^>]*>0<"
_NUMBERED_ROW = rb"""<~row\b[^>]*?\br=["'](\d+)["']"""
_FILLED_CELL = rb"""<~c\b[^>]*?\br=["']([A-Z]+\d+)["'][^>]*(?<!/)>(?!</~c>)"""
_SHARED = rb"<~v\b[^>]*>(?:%b)<"
_FRACTION = rb"<~v\b[^>]*>\d{1,3}\.\d"
_LONG_NUMBER = rb"<~v\b[^>]*>(?:\d{16,}|\d(?:\.\d+)?[eE]\+?0*1[5-9])"


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


def relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Identifier → (path, last word of the type) of what a part of the archive refers to.

    archive: by open_archive, whose names are in lower case, as the paths given are.
    """
    folder, base = posixpath.split(part)
    listed = f"{folder}/_rels/{base}.rels"
    if listed not in archive.namelist():
        return {}
    targets = {}
    for match in _RELATION.finditer(archive.read(listed)):
        found = _attributes(match[1])
        target = found.get("Target", "").replace("\\", "/").lower()
        path = target[1:] if target.startswith("/") else posixpath.join(folder, target)
        kind = found.get("Type", "").rpartition("/")[2]
        targets[found.get("Id", "")] = (posixpath.normpath(path), kind)
    return targets


def check_sum(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part, which calamine reads unchecked, nothing if there is none. Raises BadZipFile where it
    is not as it was written."""
    return archive.read(name) if name in archive.namelist() else b""


class XlsxParts:
    """The XML parts of one xlsx beside what calamine reads, and the bytes it is to read."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._archive = open_archive(data)
        names = self._archive.namelist()
        self.is_1904 = self._is_calculated_on_load = False
        self._paths: dict[str, str] = {}
        self._styles: str | None = None
        self._struck_texts: list[int] = []
        if _WORKBOOK not in names:
            return
        xml = self._archive.read(_WORKBOOK)
        self.is_1904 = _DATE_1904.search(xml) is not None
        self._is_calculated_on_load = _CALCULATED_ON_LOAD.search(xml) is not None
        targets = relations(self._archive, _WORKBOOK)
        styles = (path for path, kind in targets.values() if kind == "styles")
        self._styles = next((path for path in styles if path in names), None)
        self._struck_texts = _struck_texts(check_sum(self._archive, "xl/sharedstrings.xml"))
        readable = _as_calamine_reads(
            xml, {k for k, (_, kind) in targets.items() if kind in _MACROS}
        )
        if readable != xml:
            self.data = with_parts(data, {_WORKBOOK: readable})
        for match in _SHEET.finditer(xml):
            found = _attributes(match[1])
            relation = next((v for k, v in found.items() if k.split(":")[-1] == "id"), "")
            path, _ = targets.get(relation, ("", ""))
            if found.get("name") and path in names:
                self._paths.setdefault(found["name"], path)

    def sheet(self, name: str) -> SheetParts:
        """Facts of the sheet called `name`. Raises KeyError where there is none."""
        xml = self._archive.read(self._paths[name])
        cells = _Cells(xml)
        parts = SheetParts(
            long_numbers={c.place for c in cells.holding(_LONG_NUMBER) if c.kind == b"n"}
        )
        tail = xml.rfind(b"</sheetData>")
        if b"mergeCell " in xml[tail if tail > 0 else 0 :]:
            parts.merged = [
                (int(r1), column_number(c1), int(r2), column_number(c2))
                for c1, r1, c2, r2 in _MERGE.findall(xml, max(tail, 0))
            ]
        if b" hidden=" in xml:
            parts.hidden_rows = _hidden_rows(xml)
            parts.hidden_columns = _hidden_columns(xml)
        self._find_texts(cells, parts)
        self._find_struck(cells, parts)
        row = _repeated(cells.found(_NUMBERED_ROW))
        parts.row_twice = f"row {row}" if row else ""
        parts.values = cells.count_values()
        return parts

    def fractions(self, name: str) -> set[tuple[int, int]]:
        """The places of numbers with a fraction in the sheet called `name`: another look at all of
        it."""
        cells = _Cells(self._archive.read(self._paths[name]))
        return {cell.place for cell in cells.holding(_FRACTION) if cell.kind == b"n"}

    def cell_twice(self, name: str) -> str:
        """The place of a cell that stands twice in the sheet called `name`, '' if none does.

        It costs as much as reading the sheet: ask where fewer values were read than stand there.
        """
        return _repeated(_Cells(self._archive.read(self._paths[name])).found(_FILLED_CELL))

    @cached_property
    def _percent_styles(self) -> set[int]:
        """The cell styles that show a percentage."""
        xml = self._styles_xml
        formats = [_attributes(found) for found in _FORMAT.findall(xml)]
        codes = {int(one.get("numFmtId", "0")): one.get("formatCode", "") for one in formats}
        used = [int(one.get("numFmtId", "0")) for one in self._cell_styles]
        return percent_styles(used, codes)

    @cached_property
    def _struck_styles(self) -> list[int]:
        """The cell styles whose font is crossed out: nearly always none."""
        found = _FONTS.search(self._styles_xml)
        if found is None or not _STRUCK.search(found[0]):
            return []
        fonts = [_STRUCK.search(font) is not None for font in _FONT.findall(found[0])]
        used = [int(one.get("fontId", "0")) for one in self._cell_styles]
        return [style for style, font in enumerate(used) if font < len(fonts) and fonts[font]]

    @cached_property
    def _styles_xml(self) -> bytes:
        return b"" if self._styles is None else self._archive.read(self._styles)

    @cached_property
    def _cell_styles(self) -> list[dict[str, str]]:
        found = _CELL_STYLES.search(self._styles_xml)
        return [_attributes(one) for one in _STYLE.findall(found[0])] if found else []

    def _find_struck(self, cells: _Cells, parts: SheetParts) -> None:
        if self._struck_styles:
            listed = b"|".join(str(style).encode() for style in self._struck_styles)
            parts.struck.update(cell.place for cell in cells.holding(_STYLED % listed))
        if self._struck_texts:
            listed = b"|".join(str(place).encode() for place in self._struck_texts)
            shared = (cell for cell in cells.holding(_SHARED % listed) if cell.kind == b"s")
            parts.struck.update(cell.place for cell in shared)

    def _find_texts(self, cells: _Cells, parts: SheetParts) -> None:
        if self._percent_styles:
            listed = b"|".join(str(style).encode() for style in sorted(self._percent_styles))
            for cell in cells.holding(_STYLED % listed):
                if cell.kind == b"n" and cell.value:
                    parts.texts[cell.place] = percent_text(float(cell.value))
        if not cells.have_formulas:
            return
        for cell in cells.holding(_FORMULA_WITHOUT_RESULT):
            # The result of a formula may be an empty text, which is written as <v></v>.
            if cell.kind != b"str" or cell.value is None:
                parts.texts[cell.place] = UNCALCULATED
        if self._is_calculated_on_load:
            for cell in cells.holding(_FORMULA_OF_ZERO):
                parts.texts[cell.place] = UNCALCULATED


class _Cell(NamedTuple):
    place: tuple[int, int]
    kind: bytes  # the attribute t
    value: bytes | None  # inside <v>, or None where there is none


class _Cells:
    """The cells of a sheet's XML, found by something that stands in them."""

    def __init__(self, xml: bytes) -> None:
        self._xml = xml
        prefix = _PREFIX.search(xml)
        self._prefix = prefix[1] if prefix else b""

    def found(self, shape: bytes) -> list[bytes]:
        """What the shape's group takes, wherever it fits."""
        return _compiled(shape, self._prefix).findall(self._xml)

    def count_values(self) -> int:
        """How many values the cells have, `<v/>` not counted: no more than calamine gives."""
        values = self._xml.count(b"</%bv>" % self._prefix)
        # Who writes texts into the cells themselves does so from the first on.
        if b"inlineStr" in self._xml[:_FAR]:
            values += self._xml.count(b"</%bis>" % self._prefix)
        return values

    @property
    def have_formulas(self) -> bool:
        """Whether there may be any."""
        return b"<%bf" % self._prefix in self._xml

    def holding(self, shape: bytes) -> Iterator[_Cell]:
        """The cells in whose tag, formula or value the shape is found."""
        xml, start_tag = self._xml, b"<%bc" % self._prefix
        cell_shape = _compiled(_CELL, self._prefix)
        for found in _compiled(shape, self._prefix).finditer(xml):
            # A cell's tag is short, and what can be found in it stands right behind it.
            nearest = max(0, found.start() - _FAR)
            start = xml.rfind(start_tag, nearest, found.start() + 1)
            cell = cell_shape.match(xml, start) if start >= 0 else None
            if cell is None or cell.end() <= found.start():
                continue
            place, kind = _PLACE.search(cell[1]), _KIND.search(cell[1])
            yield _Cell(
                (int(place[2]), column_number(place[1])) if place else self._counted[start],
                kind[1] if kind else b"n",
                cell[2],
            )

    @cached_property
    def _counted(self) -> dict[int, tuple[int, int]]:
        """Where each cell stands, by its offset: needed where a cell does not say it itself."""
        places: dict[int, tuple[int, int]] = {}
        row = column = 0
        for found in _compiled(_ROW_OR_CELL, self._prefix).finditer(self._xml):
            if found[1] == b"row":
                row, column = int(_attributes(found[2]).get("r", row + 1)), 0
                continue
            place = _PLACE.search(found[2])
            column = column_number(place[1]) if place else column + 1
            places[found.start()] = (int(place[2]) if place else row, column)
        return places


def _repeated(names: list[bytes]) -> str:
    """A name that is there twice, '' if all are different."""
    if len(set(names)) == len(names):
        return ""
    return Counter(names).most_common(1)[0][0].decode()


@cache
def _compiled(shape: bytes, prefix: bytes) -> re.Pattern[bytes]:
    return re.compile(shape.replace(b"~", prefix))


def _struck_texts(xml: bytes) -> list[int]:
    """The places among the shared texts of those of which a part is crossed out, which calamine
    reads as if it were not."""
    if b"strike" not in xml:
        return []
    texts = enumerate(_SHARED_TEXT.findall(xml))
    return [place for place, text in texts if _STRUCK.search(text)]


def _as_calamine_reads(xml: bytes, macros: set[str]) -> bytes:
    """The workbook part without what calamine stumbles over.

    It takes the properties of an extension for the workbook's own, and so forgets the dates of
    1904; and it refuses sheets of macros, which have no cells (their relations, or none at all).
    """
    own = _PROPERTIES.search(xml)
    if own:
        xml = xml[: own.end()] + _PROPERTIES.sub(b"", xml[own.end() :])

    def sheet(found: re.Match[bytes]) -> bytes:
        said = _attributes(found[1])
        relation = next((v for k, v in said.items() if k.split(":")[-1] == "id"), None)
        return b"" if relation == "" or relation in macros else found[0]

    return _SHEET.sub(sheet, xml)


def _hidden_rows(xml: bytes) -> set[int]:
    """Numbers of the hidden rows; one that does not say its number follows the one before."""
    hidden, number = set(), 0
    for found in _ROW.finditer(xml):
        said = _NUMBER.search(found[1])
        number = int(said[1]) if said else number + 1
        if _HIDDEN.search(found[1]):
            hidden.add(number)
    return hidden


def _hidden_columns(xml: bytes) -> list[tuple[int, int]]:
    hidden = []
    for found in _COLUMN.findall(xml, 0, max(0, xml.find(b"sheetData"))):
        column = _attributes(found)
        if column.get("hidden") in ("1", "true"):
            hidden.append((int(column["min"]), int(column["max"])))
    return hidden

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
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from typing import NamedTuple

from pipelines.workbooks.archives import open_archive, with_parts
from pipelines.workbooks.parts import (
    UNCALCULATED,
    Places,
    SheetParts,
    percent_styles,
    percent_text,
    struck_styles,
)

_SHEET = re.compile(rb"<(?:\w+:)?sheet\b([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)>")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_MERGE = re.compile(
    rb"""<(?:\w+:)?mergeCell\b[^>]*?ref=["']\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)["']"""
)
_ROW = re.compile(rb"<(?:\w+:)?row(?=[\s/>])([^>]*)>")
_HIDDEN = re.compile(rb"""\bhidden=["'](?:1|true)["']""")
_NUMBER = re.compile(rb"""\br=["'](\d+)["']""")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_PROPERTIES = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*/>")
_DATE_1904 = re.compile(rb"""<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*["']([^"']*)""")
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
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*(?<!/)>(.*?)</(?:\w+:)?v>", re.DOTALL)
_INLINE_TEXT = re.compile(rb"<(?:\w+:)?t\b[^>]*>[^<\s]")
_WORKBOOK = "xl/workbook.xml"
_PLACES = {"styles": "xl/styles.xml", "sharedStrings": "xl/sharedstrings.xml"}
_MACROS = ("xlMacrosheet", "xlIntlMacrosheet")
_MOST_HELD = 50_000_000
_MOST_ROW_DIGITS = 7
_FAR = 40_000  # a formula has at most 8,192 characters, which escaping can make longer

# Shapes inside a sheet; `~` stands for the prefix of its tags.
_FORMULA = rb"<~f(?=[\s/>])(?:[^>]*/>|[^>]*>[^<]*</~f>)\s*+"
_CELL = rb"<~c\b([^>]*)>\s*+(?:" + _FORMULA + rb")?(?:<~v\b[^>]*>([^<]*))?"
_ROW_OR_CELL = rb"<~(row|c)(?=[\s/>])([^>]*)>"
_STYLED = rb""" s=["'](?:%b)["']"""
_FORMULA_WITHOUT_RESULT = _FORMULA + rb"(?!<~v\b[^>]*>\s*+[^<])"
_FORMULA_OF_ZERO = _FORMULA + rb"<~v\b[^>]*>0<"
_NUMBERED_ROW = rb"""<~row\b[^>]*?\br=["'](\d+)["']"""
_FILLED_CELL = rb"""<~c\b[^>]*?\br=["']([A-Z]+\d+)["'][^>]*(?<!/)>(?!</~c>)"""
_FILLED_IN_A = (
    rb"""<~c\b[^>]*?\br=["']A\d+["'][^>]*(?<!/)>\s*+(?:"""
    + _FORMULA
    + rb")?(?:<~v\b[^>]*>|<~is\b[^>]*>\s*<~t\b[^>]*>)[^<]"
)
_ERROR = rb"""\bt=["']e["']"""
_UNSHARED = rb"""<~c\b((?:(?!\bt=["']s["'])[^>])*+)(?<!/)>(.*?)</~c>"""
_NO_INDEX = rb"""<~c\b[^>]*\bt=["']s["'][^>]*>\s*+<~v\b[^>]*>[-+\s]"""
_SHARED = rb"<~v\b[^>]*>(?:%b)<"


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


def listed_relations(xml: bytes) -> list[dict[str, str]]:
    """The attributes of each relation that a part of relations lists."""
    return [_attributes(found) for found in _RELATION.findall(xml)]


def relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Identifier → (path, last word of the type) of what a part of the archive refers to.

    archive: by open_archive, whose names are in lower case, as the paths given are.
    """
    folder, base = posixpath.split(part)
    listed = f"{folder}/_rels/{base}.rels"
    if listed not in archive.namelist():
        return {}
    targets = {}
    for found in listed_relations(archive.read(listed)):
        target = found.get("Target", "").replace("\\", "/").lower()
        path = target[1:] if target.startswith("/") else posixpath.join(folder, target)
        kind = found.get("Type", "").rpartition("/")[2]
        targets[found.get("Id", "")] = (posixpath.normpath(path), kind)
    return targets


def checked_part(archive: zipfile.ZipFile, name: str) -> bytes:
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
        self._hidden: set[str] = set()
        self._held = "", _Cells(b"")
        self._struck_texts: list[int] = []
        if _WORKBOOK not in names:
            return
        xml = self._archive.read(_WORKBOOK)
        since = _DATE_1904.search(xml)
        if since and since[1] not in (b"0", b"1", b"false", b"true"):
            raise ValueError("it does not say whether its dates begin in 1900 or 1904")
        self.is_1904 = since is not None and since[1] in (b"1", b"true")
        self._is_calculated_on_load = _CALCULATED_ON_LOAD.search(xml) is not None
        targets = relations(self._archive, _WORKBOOK)
        for path, kind in targets.values():
            if path in names and path != _PLACES.get(kind, path):
                raise ValueError("calamine would read the sheets without this part")
        styles = (path for path, kind in targets.values() if kind == "styles")
        self._styles = next((path for path in styles if path in names), None)
        self._struck_texts = _struck_texts(checked_part(self._archive, _PLACES["sharedStrings"]))
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
                if found.get("state", "visible") != "visible":
                    self._hidden.add(found["name"])

    def sheet(self, name: str) -> SheetParts:
        """Facts of the sheet called `name`. Raises KeyError where there is none."""
        cells = self._cells(name)
        cells.check_plain()
        xml = cells.xml
        parts = SheetParts(is_hidden=name in self._hidden, is_plain=cells.are_plain)
        tail = xml.rfind(b"</sheetData>")
        if b"mergeCell " in xml[tail if tail > 0 else 0 :]:
            parts.merged = [
                (int(r1), column_number(c1), int(r2), column_number(c2))
                for c1, r1, c2, r2 in _MERGE.findall(xml, max(tail, 0))
            ]
        if cells.may_hide:
            parts.hidden_rows = _hidden_rows(xml)
            parts.hidden_columns = _hidden_columns(xml)
        self._find_texts(cells, parts)
        self._find_struck(cells, parts)
        numbers = cells.found(_NUMBERED_ROW)
        if max(map(len, numbers), default=0) > _MOST_ROW_DIGITS:
            raise ValueError("a row beyond the last, which calamine takes for one of the first")
        row = _repeated(numbers)
        parts.row_twice = f"row {row}" if row else ""
        parts.values = cells.count_values()
        if len(xml) > _MOST_HELD:
            # calamine needs the room now; whoever still asks has it unpacked again.
            self._held = "", _Cells(b"")
        return parts

    def numbers_among(self, name: str, places: Places) -> Places:
        """Those of some places of the sheet called `name` where a number stands."""
        return self._cells(name).numbers_among(places)

    def cell_twice(self, name: str) -> str:
        """The place of a cell that stands twice in the sheet called `name`, '' if none does.

        It costs as much as reading the sheet: ask where fewer values were read than stand there.
        """
        return _repeated(self._cells(name).found(_FILLED_CELL))

    def _cells(self, name: str) -> _Cells:
        """The cells of the sheet called `name`, held until another sheet is asked for."""
        if self._held[0] != name:
            self._held = "", _Cells(b"")
            self._held = name, _Cells(self._archive.read(self._paths[name]))
        return self._held[1]

    def unread(
        self, name: str, is_read: Callable[[tuple[int, int]], bool]
    ) -> dict[tuple[int, int], str]:
        """Values that calamine passes over in the sheet called `name`, by place.

        A date beyond the last one, a value before its formula, one that an inline text has beside
        it. Raises ValueError where one is not plain. Ask as for cell_twice.
        """
        cells, found = self._cells(name), {}
        for place, inside in cells.unshared():
            value, is_inline = _VALUE.search(inside), _INLINE_TEXT.search(inside)
            if not (is_inline or (value and value[1].strip())) or is_read(place):
                continue
            if value is None or b"<" in value[1]:
                raise ValueError("a text outside of the table, or a value in CDATA")
            found[place] = html.unescape(value[1].decode()).strip()
        return found

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
        return sorted(struck_styles(used, fonts))

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
        self.xml = xml
        prefix = _PREFIX.search(xml)
        self._prefix = prefix[1] if prefix else b""
        # Where the rows begin and end.
        self._start, end = max(0, xml.find(b"sheetData")), xml.rfind(b"sheetData>")
        self._end = end if end > self._start else len(xml)

    def _has(self, word: bytes, letter: bytes) -> bool:
        """Whether a word stands among the rows. letter: one of it that few sheets have there, and
        which is found ten times as fast."""
        first = self.xml.find(letter, self._start, self._end)
        return first >= 0 and (
            self.xml.find(word, max(self._start, first - len(word)), self._end) >= 0
        )

    def found(self, shape: bytes) -> list[bytes]:
        """What the shape's group takes, wherever it fits."""
        return _compiled(shape, self._prefix).findall(self.xml)

    def count_values(self) -> int:
        """How many values the cells have, `<v/>` not counted: no more than calamine gives."""
        values = self.xml.count(b"</%bv>" % self._prefix)
        # Who writes texts into the cells themselves does so from the first on.
        if b"inlineStr" in self.xml[:_FAR]:
            values += self.xml.count(b"</%bis>" % self._prefix)
        return values

    def unshared(self) -> Iterator[tuple[tuple[int, int], bytes]]:
        """Place and inner XML of each cell that holds its value itself: slow."""
        for found in _compiled(_UNSHARED, self._prefix).finditer(self.xml):
            yield self._place(found[1], found.start()), found[2]

    def _place(self, attributes: bytes, offset: int) -> tuple[int, int]:
        place = _PLACE.search(attributes)
        return (int(place[2]), column_number(place[1])) if place else self._counted[offset]

    @property
    def have_formulas(self) -> bool:
        """Whether there may be any."""
        return self._has(b"<%bf" % self._prefix, b"f")

    @property
    def may_hide(self) -> bool:
        """Whether rows or columns may be hidden."""
        return self._has(b" hidden=", b"d") or b" hidden=" in self.xml[: self._start]

    @property
    def are_plain(self) -> bool:
        """Whether a value stands in column A, and surely no error anywhere: those are written '#…'.
        A value is only looked for where a sheet begins."""
        if b"#" in self.xml and _compiled(_ERROR, self._prefix).search(self.xml):
            return False
        filled = _compiled(_FILLED_IN_A, self._prefix)
        return filled.search(self.xml, self._start, self._start + _FAR) is not None

    def numbers_among(self, places: Places) -> Places:
        """Those of some places where a number stands."""
        found, at = set(), 0
        cell_shape = _compiled(_CELL, self._prefix)
        for row, column in sorted(places):
            named = self.xml.find(b' r="%b%d"' % (column_letter(column).encode(), row), at)
            at = self.xml.rfind(b"<", at, named) if named >= 0 else -1
            cell = cell_shape.match(self.xml, at) if at >= 0 else None
            if cell is None:
                # They do not all say their places, or not in order.
                return self._counted_numbers(places)
            kind = _KIND.search(cell[1])
            if kind is None or kind[1] == b"n":
                found.add((row, column))
        return found

    def _counted_numbers(self, places: Places) -> Places:
        cell_shape, found = _compiled(_CELL, self._prefix), set()
        for start, place in self._counted.items():
            cell = cell_shape.match(self.xml, start) if place in places else None
            kind = _KIND.search(cell[1]) if cell else None
            if cell and (kind is None or kind[1] == b"n"):
                found.add(place)
        return found

    def check_plain(self) -> None:
        """Raises ValueError for what is read wrongly: comments and CDATA among the rows (calamine
        takes '450' of '450<!---->00'), and the index of a text that is no number (it takes the
        first text)."""
        if self._start and (self._has(b"<!", b"!") or self._has(b"<?", b"?")):
            raise ValueError("a comment, an instruction or CDATA among the cells")
        # Few sheets have such signs at all; only those that do are searched.
        if any(self._has(sign, sign) for sign in (b"-", b"+", b"\n")):
            odd = _compiled(_NO_INDEX, self._prefix).search(self.xml, self._start)
            if odd:
                raise ValueError("the index of a text is no number")

    def holding(self, shape: bytes) -> Iterator[_Cell]:
        """The cells in whose tag, formula or value the shape is found."""
        for found in _compiled(shape, self._prefix).finditer(self.xml):
            if cell := self._cell_around(found):
                yield cell

    def _cell_around(self, found: re.Match[bytes]) -> _Cell | None:
        # A cell's tag is short, and what can be found in it stands right behind it.
        nearest = max(0, found.start() - _FAR)
        start = self.xml.rfind(b"<%bc" % self._prefix, nearest, found.start() + 1)
        cell = _compiled(_CELL, self._prefix).match(self.xml, start) if start >= 0 else None
        if cell is None or cell.end() <= found.start():
            return None
        kind = _KIND.search(cell[1])
        return _Cell(self._place(cell[1], start), kind[1] if kind else b"n", cell[2])

    @cached_property
    def _counted(self) -> dict[int, tuple[int, int]]:
        """Where each cell stands, by its offset: needed where a cell does not say it itself."""
        places: dict[int, tuple[int, int]] = {}
        row = column = 0
        for found in _compiled(_ROW_OR_CELL, self._prefix).finditer(self.xml):
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
    return re.compile(shape.replace(b"~", prefix), re.DOTALL)


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
            first = int(column.get("min", 1))
            hidden.append((first, int(column.get("max", first))))
    return hidden

"""What calamine does not tell about an ods: merges, what is hidden, percentages, errors, times."""

from __future__ import annotations

import html
import re
from xml.parsers import expat

from pipelines.workbooks.archives import as_utf8, open_archive, with_parts
from pipelines.workbooks.parts import UNCALCULATED, Places, SheetParts, error_text, percent_text

_TABLE, _COLUMN, _ROW = "table:table", "table:table-column", "table:table-row"
_CELLS = ("table:table-cell", "table:covered-table-cell")
# A content without any of these holds nothing that calamine does not tell.
_TELLING_WORDS = (b"-spanned=", b"table:visibility=", b"table:formula=")
_TELLING_SHAPES = (
    re.compile(rb"""value-type=["'](?:percentage|time|error)["']"""),
    # A cell that does not say its value beside its kind; only a text need not.
    re.compile(rb"""office:value-type=["'](?!string["'])[\w-]*["'](?!\s+office:[\w-]*value=)"""),
    # A cell with something in it that does not say of what kind it is.
    re.compile(
        rb"""<table:(?:covered-)?table-cell"""
        rb"""(?:\s+(?!office:value-type)[\w:-]+=(?:"[^"]*"|'[^']*'))*\s*>"""
    ),
)
_VALUES = {
    "string": None, "float": "office:value", "currency": "office:value",
    "percentage": "office:value", "date": "office:date-value", "time": "office:time-value",
    "boolean": "office:boolean-value",
}  # fmt: skip
_ANNOTATION, _PARAGRAPH, _SPACES = "office:annotation", "text:p", "text:s"
_CDATA = re.compile(rb"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_MANIFEST = "META-INF/manifest.xml"
_PARTS_THAT_CALAMINE_ASKS_FOR = {
    "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
    _MANIFEST: b"<manifest/>",
}
# Styles in which text is crossed out, in the file's own way and in that of other programs.
_STRUCK = re.compile(
    rb"""text-line-through-(?:style|type)=["'](?!none)|text-crossing-out=["'](?!none)"""
)
_LINES = (
    "style:text-line-through-style",
    "style:text-line-through-type",
    "style:text-crossing-out",
)
_BREAK = re.compile(rb"<text:line-break\s*/>|<text:line-break\s*>\s*</text:line-break>")
_TAB = re.compile(rb"<text:tab(?:\s[^>]*)?/>")
_ARE_BLANKS = re.compile(rb"<table:table-row[^>]*>\s")
_BLANKS = re.compile(
    rb"(<table:table-row(?:\s[^>]*)?>|</table:(?:covered-)?table-cell>"
    rb"|<table:(?:covered-)?table-cell(?:\s[^>]*)?/>|</text:p>)\s+"
)
_HIDDEN = ("collapse", "filter")
# Numbers that a text can look like: 7.125, and those of 16 digits and more.
_LIKE_A_TEXT = re.compile(rb"""\boffice:value=["'](?:\d{1,3}\.\d{3}["']|\d{16}|\d[\d.]*[eE])""")
_ERROR = re.compile(r"#[A-Z/0!?_]+|Err:\d+")
_DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")
_MOST_REPEATED_ROWS = 10_000
_MOST_TEXTS = 1_000_000
_MOST_STRUCK = 100_000
_STYLED = ("style:style", "style:text-properties", "text:span")


class OdsParts:
    """Facts of each sheet, by name. Raises ExpatError or ValueError for a damaged content."""

    is_1904 = False  # its dates are written as dates

    def __init__(self, data: bytes) -> None:
        self._sheets: dict[str, SheetParts] = {}
        self._sheet = SheetParts()
        self._row = self._column = 0
        self._rows = self._columns = 1  # how often the row and the cell are repeated
        self._cell: dict[str, str] = {}
        self._shown: list[str] | None = None  # the text of the cell, while it matters
        self._annotations = 0  # that are open
        with open_archive(data) as archive:
            original = archive.read("content.xml")
            names = archive.namelist()
        content = as_utf8(original)
        if _has_table_in_table(content):
            raise ValueError("calamine would read one table in the place of the other")
        if "mimetype" not in names and b"<office:spreadsheet" not in content:
            raise ValueError("a letter or a presentation that does not say so")
        readable = _as_calamine_reads(content)
        changed = {
            name: part
            for name, part in _PARTS_THAT_CALAMINE_ASKS_FOR.items()
            if name.lower() not in names
        }
        if readable != original:
            changed["content.xml"] = readable
        self.data = with_parts(data, changed) if changed else data
        self._may_look_like_texts = _LIKE_A_TEXT.search(content) is not None
        self._has_struck = _STRUCK.search(content) is not None
        self._is_telling = self._has_struck or _is_telling(content)
        self._style = ""
        self._struck_styles: set[str] = set()
        parser = expat.ParserCreate()
        if self._is_telling:
            parser.StartElementHandler = self._start
            parser.EndElementHandler = self._end
            parser.CharacterDataHandler = self._characters
        # Parsed in any case: calamine hangs on a content that is not well-formed.
        parser.EntityDeclHandler = _refuse_entity
        parser.buffer_text = True
        parser.Parse(content, True)

    def numbers_among(self, _name: str, _places: Places) -> Places | None:
        """No place in a file without such a number, else None: to be asked cell by cell."""
        return None if self._may_look_like_texts else set()

    def sheet(self, name: str) -> SheetParts:
        """Facts of the sheet called `name`. Raises KeyError where there is none."""
        return self._sheets[name] if self._is_telling else SheetParts()

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in _CELLS:
            self._start_cell(attributes)
        elif self._has_struck and tag in _STYLED:
            self._start_styled(tag, attributes)
        elif tag == _ROW:
            self._row += self._rows if self._row else 1
            self._column = 0
            self._rows = int(attributes.get("table:number-rows-repeated", "1"))
            if attributes.get("table:visibility") in _HIDDEN and self._rows < _MOST_REPEATED_ROWS:
                self._sheet.hidden_rows.update(range(self._row, self._row + self._rows))
        elif tag == _COLUMN:
            repeated = int(attributes.get("table:number-columns-repeated", "1"))
            if attributes.get("table:visibility") in _HIDDEN:
                self._sheet.hidden_columns.append((self._column + 1, self._column + repeated))
            self._column += repeated
        elif self._shown is not None and tag in (_ANNOTATION, _PARAGRAPH, _SPACES):
            self._start_in_text(tag, attributes)
        elif tag == _TABLE:
            self._sheet = SheetParts()
            self._sheets.setdefault(attributes.get("table:name", ""), self._sheet)
            self._row, self._rows, self._column = 0, 1, 0

    def _start_styled(self, tag: str, attributes: dict[str, str]) -> None:
        """A style, its properties, or a stretch of the text of a cell."""
        if tag == "style:style":
            self._style = attributes.get("style:name", "")
            if attributes.get("style:parent-style-name") in self._struck_styles:
                self._struck_styles.add(self._style)
        elif tag == "style:text-properties":
            lines = [attributes[name] for name in _LINES if name in attributes]
            if any(line != "none" for line in lines):
                self._struck_styles.add(self._style)
            elif lines:
                self._struck_styles.discard(self._style)
        elif attributes.get("text:style-name") in self._struck_styles:
            self._strike(1)

    def _strike(self, columns: int) -> None:
        # A style that reaches further than the filled cells says nothing.
        if self._rows < _MOST_REPEATED_ROWS and self._rows * columns < _MOST_STRUCK:
            first = self._column + 1
            self._sheet.struck.update(
                (row, column)
                for row in range(self._row, self._row + self._rows)
                for column in range(first, first + columns)
            )

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._columns = int(attributes.get("table:number-columns-repeated", "1"))
        rows = int(attributes.get("table:number-rows-spanned", "1"))
        columns = int(attributes.get("table:number-columns-spanned", "1"))
        if rows > 1 or columns > 1:
            self._sheet.merged.append(
                (self._row, self._column + 1, self._row + rows - 1, self._column + columns)
            )
        self._cell = attributes
        if self._has_struck and attributes.get("table:style-name") in self._struck_styles:
            self._strike(self._columns)
        kind = attributes.get("office:value-type", "")
        is_told_otherwise = (
            "table:formula" in attributes
            or kind in ("percentage", "time")
            or self._says_no_value(kind)
        )
        self._shown = [] if is_told_otherwise else None

    def _says_no_value(self, kind: str) -> bool:
        """Whether only the text of the cell tells what it holds, which calamine passes over."""
        if kind not in _VALUES:
            return True
        value = _VALUES[kind]
        return value is not None and value not in self._cell

    def _start_in_text(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == _ANNOTATION:
            self._annotations += 1
        elif tag == _PARAGRAPH and self._shown:
            self._characters("\n")
        elif tag == _SPACES:
            count = attributes.get("text:c", "1")
            self._characters(" " * int(count) if count.isdecimal() and len(count) < 4 else " ")

    def _characters(self, text: str) -> None:
        if self._shown is not None and not self._annotations:
            self._shown.append(text)

    def _end(self, tag: str) -> None:
        if tag == _ANNOTATION:
            self._annotations = max(0, self._annotations - 1)
        if tag not in _CELLS:
            return
        if self._shown is not None:
            text = self._text("".join(self._shown).strip())
            self._shown = None
            if text is not None:
                self._set(text)
        self._column += self._columns

    def _text(self, shown: str) -> str | None:
        """What the cell holds, where calamine gives another thing."""
        kind = self._cell.get("office:value-type")
        if self._cell.get("calcext:value-type") == "error":
            return error_text(shown)
        if "table:formula" in self._cell and kind is None:
            return UNCALCULATED
        if self._says_no_value(kind or ""):
            return shown or None
        if kind == "percentage":
            return percent_text(float(self._cell["office:value"]))
        if kind == "time":
            duration = _DURATION.fullmatch(self._cell.get("office:time-value", ""))
            return ":".join(duration.groups()) if duration else shown
        # Before they were told apart, an error was the number 0 shown as an error.
        return error_text(shown) if kind == "float" and _ERROR.fullmatch(shown) else None

    def _set(self, text: str) -> None:
        texts, first = self._sheet.texts, self._column + 1
        if len(texts) + self._rows * self._columns > _MOST_TEXTS:
            raise ValueError("too many repeated cells")
        for row in range(self._row, self._row + self._rows):
            for column in range(first, first + self._columns):
                texts[row, column] = text


def _is_telling(content: bytes) -> bool:
    return any(word in content for word in _TELLING_WORDS) or any(
        shape.search(content) for shape in _TELLING_SHAPES
    )


def _has_table_in_table(content: bytes) -> bool:
    """Whether a table stands inside of another: in a cell, or in a drawing before the rows."""
    start = content.find(b"<table:table ")
    while start >= 0:
        following = content.find(b"<table:table ", start + 1)
        end = content.find(b"</table:table>", start)
        if end < 0 or 0 <= following < end:
            return end >= 0
        start = following
    return False


def _as_calamine_reads(content: bytes) -> bytes:
    """The content without what calamine stumbles over: blanks between the tags of a table, and
    tags for a line break or a tab inside a text, which it reads as nothing, so that words join."""
    if b"<![CDATA[" in content:
        content = _CDATA.sub(lambda found: html.escape(found[1].decode()).encode(), content)
    content = _BREAK.sub(b"\n", _TAB.sub(b"\t", content))
    return _BLANKS.sub(rb"\1", content) if _ARE_BLANKS.search(content) else content


def _refuse_entity(*_: object) -> None:
    raise ValueError("entities are not expanded")

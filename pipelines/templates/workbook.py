"""Makes the empty workbook of a layout: headings, lists to pick from, notes; no macros."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.layouts import Layout
from pipelines.layouts.maps import ColumnMap, FieldMap
from pipelines.templates.choices import choices, governments

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_ROWS = 500  # rows that are formatted and checked as they are typed; more may be filled
_LONG = 50
_NARROW, _SHORT, _WIDE, _WIDEST = 6, 14, 22, 40
_HEADER_HEIGHT = 32
_LONG_TEXTS = ("description", "action", "note", "follow_up", "evidence")
_LABEL_AT, _VALUE_AT = 2, 3
_FIRST_DAY, _LAST_DAY = "36526", "73050"  # 1 January 2000, 31 December 2099, as spreadsheets count
_DATE = "dd/mm/yyyy"


@cache
def _words() -> dict[str, Any]:
    import yaml

    text = (Path(__file__).parent / "words.yml").read_text(encoding="utf-8")
    words: dict[str, Any] = yaml.safe_load(text)
    return words


def template_workbook(layout: Layout) -> Workbook:
    """The template of a layout, ready to be saved: a sheet to fill in, one that explains, and a
    hidden one with the lists. Its titles say office and period as recognising them wants it."""
    from openpyxl import Workbook

    book = Workbook()
    names = _words()["sheets"]
    data = book.active
    data.title = names["data"]
    lists = _Lists(book, names["lists"], names["regions"])
    first = _titles(data, layout, lists)
    columns = [column for column in layout.columns if is_asked_for(column)]
    depth = _headings(data, columns, first)
    for place, column in enumerate(columns, 1):
        _cells(data, place, column, first + depth, lists)
    data.freeze_panes = data.cell(first + depth, 1)
    data.page_setup.orientation = "landscape"
    data.page_setup.fitToHeight = 0
    data.sheet_properties.pageSetUpPr.fitToPage = True
    data.print_title_rows = f"{first}:{first + depth - 1}"
    _help(book, names["help"])
    return book


def is_asked_for(column: ColumnMap) -> bool:
    """Whether an office is to fill a column in: not one that is passed over, nor one of remarks, of
    which nothing is kept, nor one that stands in the place of others, nor one for the province,
    which the titles say."""
    is_of_province = any(field.value_kind == "province" for field in column.fields)
    if column.in_place_of or (column.optional and is_of_province):
        return False
    return column.sequence or any(field.value_kind != "remark" for field in column.fields)


class _Lists:
    """The hidden sheets of lists. Short lists stand below each other in one column, so that they
    look like no table; long ones across a row each, so that a file has few rows that are no data.
    """

    def __init__(self, book: Workbook, short: str, long: str) -> None:
        self._short, self._long = book.create_sheet(short), book.create_sheet(long)
        self._short.sheet_state = self._long.sheet_state = "hidden"
        self._next, self._next_long = 1, 1
        self._ranges: dict[tuple[str, ...], str] = {}

    def range_of(self, words: tuple[str, ...]) -> str:
        """The formula of a list, which is written at its first use."""
        if words not in self._ranges:
            self._ranges[words] = self._down(words) if len(words) <= _LONG else self._across(words)
        return self._ranges[words]

    def _down(self, words: tuple[str, ...]) -> str:
        first = self._next
        for row, word in enumerate(words, first):
            self._short.cell(row, 1, word)
        self._next += len(words) + 1
        return f"'{self._short.title}'!$A${first}:$A${first + len(words) - 1}"

    def _across(self, words: tuple[str, ...]) -> str:
        from openpyxl.utils import get_column_letter

        row = self._next_long
        for place, word in enumerate(words, 1):
            self._long.cell(row, place, word)
        self._next_long += 1
        return f"'{self._long.title}'!$A${row}:${get_column_letter(len(words))}${row}"


def _titles(sheet: Worksheet, layout: Layout, lists: _Lists) -> int:
    """Title, office, year and, for a recap, the day; returns the row that the header begins in."""
    from openpyxl.styles import Font

    words = _words()
    sheet.cell(1, 1, words["titles"][layout.record_kind]).font = Font(bold=True, size=14)
    row = 2
    if layout.office.kind in words["office"]:
        offices = governments()
        if layout.office.kind == "bawaslu":
            offices = (words["national"], *offices)
        _to_fill(sheet, row, words["office"][layout.office.kind])
        _check(sheet, f"C{row}", "list", words["wrong"]["list"], lists.range_of(offices))
        row += 1
    _to_fill(sheet, row, words["period"])
    _check(sheet, f"C{row}", "whole", words["wrong"]["period"], "2010", "2099")
    row += 1
    if layout.record_kind == "recap":
        _to_fill(sheet, row, words["as_of"])
        sheet.cell(row, _VALUE_AT).number_format = _DATE
        _check(sheet, f"C{row}", "date", words["wrong"]["date"], _FIRST_DAY, "TODAY()")
        row += 1
    return row + 1


def _to_fill(sheet: Worksheet, row: int, label: str) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    sheet.cell(row, _LABEL_AT, label).font = Font(bold=True)
    cell = sheet.cell(row, _VALUE_AT)
    cell.fill = PatternFill("solid", fgColor="FFF2CC")
    cell.alignment = Alignment(horizontal="left")
    sheet.merge_cells(None, row, _VALUE_AT, row, _VALUE_AT + 1)


def _headings(sheet: Worksheet, columns: list[ColumnMap], first: int) -> int:
    """Writes the header, groups merged over their parts; returns how many rows it has."""
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    paths = [[part.strip() for part in column.heading.split(">")] for column in columns]
    depth = max(map(len, paths))
    side = Side(style="thin", color="808080")
    for place, (path, column) in enumerate(zip(paths, columns, strict=True), 1):
        for level in range(depth):
            cell = sheet.cell(first + level, place)
            cell.font = Font(bold=True, color="FFFFFF")
            cell.fill = PatternFill("solid", fgColor="1F4E78")
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
            cell.border = Border(left=side, right=side, top=side, bottom=side)
        for level, part in enumerate(path):
            is_new = place == 1 or paths[place - 2][: level + 1] != path[: level + 1]
            if is_new or level == len(path) - 1:
                sheet.cell(first + level, place, part)
        note = Comment(_note(column), "netralitas")
        note.width, note.height = 260, 110
        sheet.cell(first + len(path) - 1, place).comment = note
        if len(path) < depth:
            sheet.merge_cells(None, first + len(path) - 1, place, first + depth - 1, place)
    sheet.row_dimensions[first + depth - 1].height = _HEADER_HEIGHT
    for level in range(depth - 1):
        begin = 0
        for place in range(1, len(paths) + 1):
            same = place < len(paths) and len(paths[begin]) > level + 1
            if same and paths[place][: level + 1] == paths[begin][: level + 1]:
                continue
            if place - begin > 1:
                sheet.merge_cells(None, first + level, begin + 1, first + level, place)
            begin = place
    return depth


def _first_field(column: ColumnMap) -> FieldMap | None:
    return column.fields[0] if column.fields else None


def _coded(column: ColumnMap) -> FieldMap | None:
    """The field whose words a cell is to be picked from: a column for free text has none."""
    if column.split:
        return None
    for field in column.fields:
        if field.on_error == "reject" and choices(field.value_kind):
            return field
    return None


def _note(column: ColumnMap) -> str:
    """What stands behind a heading: whether it must be filled, and with what."""
    words = _words()
    field = _first_field(column)
    kind = (
        "sequence" if column.sequence else column.split or (field.value_kind if field else "text")
    )
    lines = [words["required"]] if column.must_be_filled else []
    lines.append(
        words["pick"] if _coded(column) else words["hints"].get(kind, words["hints"]["text"])
    )
    return "\n".join(lines)


def _cells(sheet: Worksheet, place: int, column: ColumnMap, first: int, lists: _Lists) -> None:
    """Format and check the cells below a heading."""
    from openpyxl.styles import Alignment, Border, Side
    from openpyxl.utils import get_column_letter

    words = _words()["wrong"]
    letter = get_column_letter(place)
    cells = f"{letter}{first}:{letter}{first + _ROWS - 1}"
    field, coded = _first_field(column), _coded(column)
    kind = field.value_kind if field and not column.split else ""
    number_format, width = "@", _WIDE
    if column.sequence:
        number_format, width = "0", _NARROW
    elif coded is not None:
        offered = choices(coded.value_kind)
        _check(sheet, cells, "list", words["list"], lists.range_of(offered))
        width = _WIDEST if max(map(len, offered)) > _WIDEST else _WIDE
    elif kind == "nip":
        _check(sheet, cells, "textLength", words["nip"], "18")
    elif kind == "date":
        number_format, width = _DATE, _SHORT
        ahead = bool(field and field.future)
        wrong = words["date_ahead" if ahead else "date"]
        _check(sheet, cells, "date", wrong, _FIRST_DAY, _LAST_DAY if ahead else "TODAY()")
    elif kind == "count":
        number_format, width = "0", _SHORT
        _check(sheet, cells, "whole", words["count"], "0", "9999999")
    elif column.split or (field and field.name in _LONG_TEXTS):
        width = _WIDEST
    sheet.column_dimensions[letter].width = width
    side = Side(style="hair", color="A6A6A6")
    border = Border(left=side, right=side, top=side, bottom=side)
    for row in range(first, first + _ROWS):
        cell = sheet.cell(row, place)
        cell.number_format = number_format
        cell.border = border
        cell.alignment = Alignment(vertical="top", wrap_text=width == _WIDEST)


def _check(
    sheet: Worksheet, cells: str, kind: Any, wrong: str, formula: str, upper: str | None = None
) -> None:
    """Have the spreadsheet refuse what the load would refuse."""
    from openpyxl.worksheet.datavalidation import DataValidation

    operator: Any = None if kind == "list" else "between" if upper else "equal"
    check = DataValidation(
        type=kind, operator=operator, formula1=formula, formula2=upper, allow_blank=True,
        showErrorMessage=True, showInputMessage=True, errorTitle="Netralitas", error=wrong,
    )  # fmt: skip
    check.add(cells)
    sheet.add_data_validation(check)


def _help(book: Workbook, name: str) -> None:
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet(name, 1)
    for row, (indonesian, english) in enumerate(_words()["help"], 1):
        sheet.cell(row, 1, indonesian)
        sheet.cell(row, 2, english).font = Font(italic=True, color="595959")
        for place in (1, 2):
            sheet.cell(row, place).alignment = Alignment(wrap_text=True, vertical="top")
    for place in (1, 2):
        sheet.cell(1, place).font = Font(bold=True)
    sheet.column_dimensions["A"].width = sheet.column_dimensions["B"].width = 70

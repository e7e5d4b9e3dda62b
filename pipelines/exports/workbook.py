"""A workbook that people can use as it opens: headings that stay, filters, formats, widths."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from pipelines.exports.text_cells import is_formula_like

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    import pyarrow as pa

MOST_ROWS = 1_048_576
MOST_CHARACTERS = 32_767
# Beyond this a spreadsheet's number loses digits.
_EXACT = 10**15
_NARROWEST, _WIDEST = 8, 60
_WARNING = "#B45309"
# A page to be read: the widths of its columns in characters, the height of a line in points.
_PAGE, _LINE = (30, 80, 12, 14), 15
_COUNTED = {"persons", "cases", "reports", "rows", "figures", "events"}


class TooLargeForASheetError(Exception):
    """A sheet holds 1,048,576 rows, a cell 32,767 characters; nothing is cut silently."""


@dataclass(frozen=True)
class Heading:
    """One column of a sheet: its name, its label in Indonesian, what it counts."""

    name: str
    label: str | None = None
    unit: str | None = None


class Workbook:
    """Sheets of rows, streamed; texts are always texts, never formulas or links.

    `created` makes equal contents equal bytes. Use as a context manager.
    """

    def __init__(self, sink: Path | IO[bytes], created: datetime | None = None) -> None:
        import xlsxwriter

        self._book = xlsxwriter.Workbook(
            sink if hasattr(sink, "write") else str(sink),
            {"constant_memory": True, "remove_timezone": True},
        )
        if created:
            self._book.set_properties({"created": created.replace(tzinfo=None)})
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._names: set[str] = set()

    def __enter__(self) -> Workbook:
        return self

    def __exit__(self, *failure: object) -> None:
        self._book.close()

    def add_sheet(self, name: str, notice: str | None = None) -> Any:
        """A new sheet; its name is cut to 31 characters and stays unlike the others'."""
        short, number = name[:31], 1
        while short.casefold() in self._names:
            number += 1
            short = f"{name[: 30 - len(str(number))]}~{number}"
        self._names.add(short.casefold())
        sheet = self._book.add_worksheet(short)
        if notice:
            sheet.set_header(f"&C{notice.replace('&', '&&')}")
            sheet.set_tab_color(_WARNING)
        return sheet

    def write_table(
        self, sheet: Any, headings: Sequence[Heading], batches: pa.RecordBatchReader
    ) -> int:
        """Fills a sheet with a table: labels if it has any, names, rows; returns how many rows."""
        rows = (row for batch in batches for row in _rows(batch))
        return self._fill(sheet, headings, rows, any(one.label for one in headings))

    def write_list(self, sheet: Any, headings: Sequence[Heading], rows: Iterable[Any]) -> int:
        """Fills a sheet with rows of plain values under one row of headings."""
        return self._fill(sheet, headings, rows, False)

    def write_page(
        self, sheet: Any, lines: Sequence[tuple[Any, ...]], warnings: Sequence[str] = ()
    ) -> None:
        """Fills a sheet that is to be read: a line of one text goes across, others are columns.

        Lines that are among the warnings stand out.
        """
        across = sum(_PAGE)
        for number, line in enumerate(lines):
            if len(line) == 1:
                warns = line[0] in warnings
                style = {"text_wrap": True, "valign": "top", "bold": warns or number == 0}
                if warns:
                    style["font_color"] = _WARNING
                sheet.set_row(number, _LINE * _lines(line[0], across))
                sheet.merge_range(number, 0, number, len(_PAGE) - 1, "", self._format(style))
                self._write(sheet, number, 0, line[0], style)
                continue
            for column, value in enumerate(line):
                style = {"text_wrap": True, "valign": "top", "bold": column == 0}
                self._write(sheet, number, column, value, style)
            high = [_lines(str(value), wide) for value, wide in zip(line, _PAGE, strict=False)]
            sheet.set_row(number, _LINE * max(high, default=1))
        for column, wide in enumerate(_PAGE):
            sheet.set_column(column, column, wide)
        sheet.hide_gridlines(2)
        _fit_to_width(sheet)

    def _fill(
        self, sheet: Any, headings: Sequence[Heading], rows: Iterable[Any], labelled: bool
    ) -> int:
        width = [max(len(one.name) + 3, _NARROWEST) for one in headings]
        top = 0
        if labelled:
            for column, heading in enumerate(headings):
                label = heading.label or heading.name
                width[column] = max(width[column], min(len(label) + 1, _WIDEST // 2))
                style = {"bold": True, "bg_color": "#E7E5E4", "text_wrap": True, "valign": "top"}
                self._write(sheet, 0, column, label, style)
            top = 1
        for column, heading in enumerate(headings):
            style = {"font_color": "#57534E", "bottom": 1} if labelled else {"bold": True}
            self._write(sheet, top, column, heading.name, style)
        formats = [_number_format(heading.unit) for heading in headings]
        number = top
        for number, row in enumerate(rows, start=top + 1):
            if number >= MOST_ROWS:
                raise TooLargeForASheetError(
                    f"more than {MOST_ROWS - top - 1:,} rows: too many for a sheet, "
                    "use CSV or Parquet"
                )
            for column, value in enumerate(row):
                length = self._write(sheet, number, column, value, {"num_format": formats[column]})
                width[column] = max(width[column], length + 1)
        sheet.freeze_panes(top + 1, 0)
        sheet.repeat_rows(0, top)
        _fit_to_width(sheet)
        if headings:
            sheet.autofilter(top, 0, max(number, top), len(headings) - 1)
        for column, wide in enumerate(width):
            sheet.set_column(column, column, min(wide, _WIDEST))
        return number - top

    def _write(self, sheet: Any, row: int, column: int, value: Any, style: dict[str, Any]) -> int:
        """Writes one cell in its own type; returns about how many characters it shows."""
        import datetime
        from decimal import Decimal

        if value is None:
            return 0
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value)
            return 5
        if isinstance(value, (int, float, Decimal)) and _is_exact(value):
            sheet.write_number(row, column, float(value), self._format(style))
            return len(f"{value:,}") if style.get("num_format") else len(f"{value}")
        if isinstance(value, datetime.datetime) and value.tzinfo is None and value.year >= 1900:
            style = {**style, "num_format": "yyyy-mm-dd hh:mm:ss"}
            sheet.write_datetime(row, column, value, self._format(style))
            return 19
        if type(value) is datetime.date and value.year >= 1900:
            style = {**style, "num_format": "yyyy-mm-dd"}
            sheet.write_datetime(row, column, value, self._format(style))
            return 10
        text = str(value)
        if len(text) > MOST_CHARACTERS:
            raise TooLargeForASheetError(f"a text of {len(text):,} characters: too long for a cell")
        style = {key: value for key, value in style.items() if key != "num_format"}
        if is_formula_like(text):
            # A text cell is never computed; the mark keeps it a text when somebody edits it.
            style["quote_prefix"] = True
        sheet.write_string(row, column, text, self._format(style) if any(style.values()) else None)
        return len(text)

    def _format(self, style: dict[str, Any]) -> Any:
        key = tuple(sorted((name, value) for name, value in style.items() if value))
        if not key:
            return None
        if key not in self._formats:
            self._formats[key] = self._book.add_format(dict(key))
        return self._formats[key]


def _fit_to_width(sheet: Any) -> None:
    """Printed, a sheet is one page wide."""
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


def _lines(text: str, wide: int) -> int:
    return sum(max(1, math.ceil(len(line) / wide)) for line in text.split("\n"))


def _is_exact(value: Any) -> bool:
    """Whether a spreadsheet's number holds the value (no NaN, no digits lost)."""
    return math.isfinite(value) and abs(value) < _EXACT


def _number_format(unit: str | None) -> str | None:
    if unit == "percent":
        return "0.0"
    return "#,##0" if unit in _COUNTED else None


def _rows(batch: pa.RecordBatch) -> Iterable[tuple[Any, ...]]:
    if not batch.num_columns:
        return ()
    return zip(*(column.to_pylist() for column in batch.columns), strict=True)

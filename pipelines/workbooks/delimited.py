"""Reads CSV and TSV: finds out encoding and separator, and counts rows as a spreadsheet would."""

from __future__ import annotations

import csv
import io
import re

from pipelines.workbooks.model import Limits, Unreadable

SHEET_NAME = "csv"
_SEPARATORS = (",", ";", "\t")
_DECLARED = re.compile(r"sep=([,;\t|:])(?=[\r\n]|\Z)", re.IGNORECASE)
_SAMPLE_ROWS = 60
_LONGEST_CELL = 32_767  # of a spreadsheet
_END_OF_TEXT = "\x1a"  # as programs of DOS end a text
_UTF8_CHARACTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
_LINE_BREAK = re.compile(r"\r\n?|\n")
_FORCED_TEXT = re.compile(r'="([^"]*)"')
_FEWEST_SEPARATORS = 3
_DEEPEST_HEADER = 3


def decode(data: bytes) -> str:
    """Text of the bytes: UTF-8 or UTF-16 (with or without a mark), else cp1252.

    Raises Unreadable (corrupt) when none of them fits, or more than one is needed.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif data[:2].count(0) == 1:
        encodings = ["utf-16-le" if data[1:2] == b"\x00" else "utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            raise Unreadable("corrupt", "its text holds NUL bytes")
        if encoding == "cp1252" and _UTF8_CHARACTER.search(data):
            raise Unreadable("corrupt", "its text is partly UTF-8 and partly not; save it as UTF-8")
        return text.removesuffix(_END_OF_TEXT)
    raise Unreadable("corrupt", "its text is neither UTF-8, UTF-16 nor cp1252")


def find_separator(text: str) -> tuple[str, int]:
    """The separator that gives the most, and the most even, columns in the first rows, and how
    many columns it gives to most of them."""
    declared = _DECLARED.match(text)
    sample = text[:64_000]
    csv.field_size_limit(len(sample) + 1)
    best, best_score, best_width = ",", 0.0, 1
    for separator in (declared[1],) if declared else _SEPARATORS:
        if separator not in sample:
            continue
        widths: dict[int, int] = {}
        for index, row in enumerate(
            csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
        ):
            if index >= _SAMPLE_ROWS:
                break
            if len(row) > 1:
                widths[len(row)] = widths.get(len(row), 0) + 1
        if widths:
            width, count = max(widths.items(), key=lambda item: item[0] * item[1])
            score = count * (1 + min(width, 30) / 30)
            if score > best_score:
                best, best_score, best_width = separator, score, width
    return best, best_width


def read_rows(data: bytes, limits: Limits) -> list[list[str | None]]:
    """All records, empty ones included (a record's index + 1 is its row number).

    Raises Unreadable: corrupt (also where a quotation mark swallows rows), limit_size.
    """
    text = decode(data)
    separator, width = find_separator(text)
    csv.field_size_limit(_LONGEST_CELL)
    rows: list[list[str | None]] = []
    widest = 0
    if max(text.count("\n"), text.count("\r")) > limits.cells:
        raise _too_many_cells(limits)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for record in reader:
            widest = max(widest, len(record), 1)
            if widest * (len(rows) + 1) > limits.cells:
                raise _too_many_cells(limits)
            if reader.line_num > len(rows) + 1 and _swallows_rows(record, separator, width):
                raise csv.Error
            rows.append([cell.strip() or None for cell in record])
    except csv.Error as error:
        raise Unreadable(
            "corrupt",
            f"a quotation mark before the end of line {reader.line_num} is missing or too many, or "
            f"a cell there is longer than {_LONGEST_CELL} characters",
        ) from error
    if rows and _DECLARED.match(text):
        rows[0] = []
    if '="' in text:
        rows = [[_forced_text(cell) for cell in row] for row in rows]
    if separator == "," and (longer := _longer_than_header(rows)) is not None:
        raise Unreadable(
            "corrupt",
            f"row {longer + 1} has more fields than the header, and other rows do not: a comma "
            "within a value is not in quotation marks, or is one too many",
        )
    return rows


def _forced_text(cell: str | None) -> str | None:
    """What systems write so that a spreadsheet keeps it as text: ="0012" is 0012."""
    match = _FORCED_TEXT.fullmatch(cell or "")
    return (match[1].strip() or None) if match else cell


def _longer_than_header(rows: list[list[str | None]]) -> int | None:
    """The index of a row whose values are shifted: '73,2' written as it is makes two fields.

    A program that ends each line with a comma does so in all of them.
    """
    widest = max(map(len, rows), default=0)
    wide = [i for i, row in enumerate(rows) if len(row) >= max(_FEWEST_SEPARATORS, widest * 0.6)]
    depth = 1
    while depth < min(_DEEPEST_HEADER, len(wide)) and not _has_figures(rows[wide[depth]]):
        depth += 1
    width = max((len(rows[i]) for i in wide[:depth]), default=0)
    longer = [i for i in wide[depth:] if len(rows[i]) > width]
    return longer[0] if longer and len(longer) < len(wide) - depth else None


def _has_figures(row: list[str | None]) -> bool:
    """Whether a cell begins with a figure, as no heading below the first row of them does."""
    return any(cell is not None and cell[0].isdigit() for cell in row)


def _too_many_cells(limits: Limits) -> Unreadable:
    return Unreadable("limit_size", f"it has more than {limits.cells} cells")


def _swallows_rows(record: list[str], separator: str, width: int) -> bool:
    """Whether a cell holds other rows, since a quotation mark is missing.

    Then its first line is just what its own row lacks, and its last line the start of a row that
    the cells behind it complete.
    """
    if width <= _FEWEST_SEPARATORS:
        return False
    for place, cell in enumerate(record):
        lines = _LINE_BREAK.split(cell)
        if (
            len(lines) > 1
            and lines[0].count(separator) == width - 1 - place
            and lines[-1].count(separator) == place + width - len(record)
        ):
            return True
    return False

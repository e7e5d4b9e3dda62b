"""Reads CSV and TSV: finds out encoding and separator, and counts rows as a spreadsheet would."""

from __future__ import annotations

import csv
import io

from pipelines.workbooks.model import Limits, Unreadable

SHEET_NAME = "csv"
_SEPARATORS = (",", ";", "\t")
_SAMPLE_ROWS = 60


def decode(data: bytes) -> str:
    """Text of the bytes: UTF-8 or UTF-16 (with or without a mark), else cp1252.

    Raises Unreadable (corrupt) when none of them fits.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\x00" in data[:4096]:
        encodings = ["utf-16-le" if data[1:2] == b"\x00" else "utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("corrupt", "its text is neither UTF-8, UTF-16 nor cp1252")


def find_separator(text: str) -> str:
    """The separator that gives the most, and the most even, columns in the first rows."""
    first_line = text[:20].splitlines()[0] if text else ""
    if first_line.lower().startswith("sep=") and len(first_line) == 5:
        return first_line[4]
    sample = text[:64_000]
    best, best_score = ",", 0.0
    for separator in _SEPARATORS:
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
                best, best_score = separator, score
    return best


def read_rows(data: bytes, limits: Limits) -> list[list[str | None]]:
    """All records, empty ones included (a record's index + 1 is its row number)."""
    text = decode(data)
    separator = find_separator(text)
    csv.field_size_limit(10_000_000)
    rows: list[list[str | None]] = []
    cells = 0
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            cells += len(record)
            if cells > limits.cells:
                raise Unreadable("limit_size", f"it has more than {limits.cells} cells")
            rows.append([cell.strip() or None for cell in record])
    except csv.Error as error:
        raise Unreadable(
            "corrupt", f"it is not well-formed CSV ({type(error).__name__})"
        ) from error
    if rows and rows[0] and (rows[0][0] or "").lower().startswith("sep="):
        rows[0] = []
    return rows

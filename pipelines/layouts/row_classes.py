"""Gives every row of a sheet its class: what is a record, and what is title, total, signature …

A row that might be a record is called one: it is then accepted or rejected with a reason, while
a record taken for a note would be lost without a word.
"""

from __future__ import annotations

import re

from pipelines.layouts.headings import LONGEST_HEADING, normalise
from pipelines.layouts.tables import MergedCells, Table
from pipelines.workbooks.model import Sheet, SheetRow

_SEQUENCE = re.compile(r"\s*\(?\s*\d{1,6}(?:\.0)?\s*[.)]?\s*$")
_COLUMN_NUMBER = re.compile(r"\s*\(?\s*(\d{1,2})\s*\)?\s*(?:=.*)?$")
_MARKER = re.compile(r"\s*(?:[IVXLC]{1,6}|[A-Za-z])\s*[.)]?\s*$")
_MONTHS = r"jan|feb|peb|mar|apr|mei|may|jun|jul|ag|aug|sep|okt|oct|nov|nop|des|dec"
_PLACE_AND_DATE = re.compile(
    rf"\s*[A-Z][A-Za-z .'/-]{{2,40}},\s*(?:tanggal\s*)?[\d.…_ ]*\s*(?:{_MONTHS})\w*\.?\s*[\d.…_]+",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"\s*(?:mengetahui|menyetujui|mengesahkan|dibuat oleh|yang membuat|tertanda|ttd\b|"
    r"a\.?\s?n\.|u\.?\s?b\.|plt\b|plh\b|pj\b|kepala\b|ketua\b|sekretaris\b|inspektur\b|bupati\b|"
    r"wali\s?kota\b|gubernur\b|koordinator\b|pembina\b|penata\b|nip\b|ditetapkan di|pada tanggal)",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"\s*(?:ket(?:erangan)?\b\s*[.:]?|catatan\b|sumber\b|nb\b|note\b|\*)", re.IGNORECASE
)
_RUNNING = re.compile(r"\b(?:s d|sd|sampai|lalu|bulan|minggu|periode|pindahan|sebelumnya)\b")
_DENSE = 0.5
RUNNING_TOTAL = "running total"
"""The rule of a total that is not that of the table alone: 'Jumlah s.d. bulan lalu'."""


def class_of_rows(sheet: Sheet, tables: list[Table], merged: MergedCells) -> list[tuple[str, str]]:
    """(class, rule) of each of sheet.rows, in order."""
    if not tables:
        return [("note", "no table on the sheet")] * len(sheet.rows)
    classes: list[tuple[str, str]] = [("title", "above the header")] * tables[0].start
    for index, table in enumerate(tables):
        end = tables[index + 1].start if index + 1 < len(tables) else len(sheet.rows)
        classes += [("header", f"layout {table.layout.name}")] * (table.end - table.start)
        classes += _Body(sheet, table, merged, end, index + 1 < len(tables)).classes()
    return classes


class _Body:
    """The rows under one header, up to the next header or the end of the sheet."""

    def __init__(
        self, sheet: Sheet, table: Table, merged: MergedCells, end: int, has_next: bool
    ) -> None:
        self.table = table
        self.rows = sheet.rows[table.end : end]
        self.has_next = has_next
        self.sequence = next((p for p, column in table.columns.items() if column.sequence), None)
        self.mapped = [p for p, column in table.columns.items() if not column.sequence]
        self.filled = [merged.fill_down(row) for row in self.rows]
        self.header_key = {
            normalise(heading.split(" > ")[-1]) for heading in table.headings.values()
        }

    def classes(self) -> list[tuple[str, str]]:
        numbered = [self._is_numbered(cells) for cells in self.filled]
        counts = [self._count(cells) for cells in self.filled]
        last = self._last_record(numbered, counts)
        result: list[tuple[str, str]] = []
        signing = False
        for index, row in enumerate(self.rows):
            found = self._structural(index, row, numbered[index], counts[index])
            if found is None and numbered[index]:
                found = ("record", "numbered") if counts[index] else ("blank", "only a number")
            if found is None and index > last:
                found = self._tail(row, counts[index], signing)
                signing = signing or found[0] == "signature"
            if found is None:
                found = self._inner(row, counts[index])
            result.append(found)
        if self.has_next:
            self._titles_of_next(result, last)
        return result

    def _is_numbered(self, cells: list[str | None]) -> bool:
        if self.sequence is None or self.sequence >= len(cells):
            return False
        text = cells[self.sequence]
        return text is not None and _SEQUENCE.match(text) is not None

    def _count(self, cells: list[str | None]) -> int:
        width = len(cells)
        return sum(1 for p in self.mapped if p < width and cells[p] is not None)

    def _last_record(self, numbered: list[bool], counts: list[int]) -> int:
        dense = max(2, len(self.mapped) * _DENSE)
        for index in range(len(self.rows) - 1, -1, -1):
            if numbered[index] and counts[index]:
                return index
            if counts[index] >= dense and self._total_word(self.rows[index]) is None:
                return index
        return -1

    def _structural(
        self, index: int, row: SheetRow, is_numbered: bool, count: int
    ) -> tuple[str, str] | None:
        texts = [text for text in row.cells if text is not None]
        if index < 2 and len(texts) >= 3:
            numbers = [match[1] for text in texts if (match := _COLUMN_NUMBER.match(text))]
            if len(numbers) == len(texts):
                steps = [int(number) for number in numbers]
                if steps == list(range(steps[0], steps[0] + len(steps))) and steps[0] <= 2:
                    return ("column_numbers", "counts the columns")
        if is_numbered:
            return None
        if len(texts) >= 2 and all(
            len(text) <= LONGEST_HEADING and normalise(text) in self.header_key for text in texts
        ):
            return ("header", "header repeated")
        word = self._total_word(row)
        return ("total", word) if word is not None else None

    def _total_word(self, row: SheetRow) -> str | None:
        """The total word the row begins with, looked for before its first number."""
        for text in row.cells[: max(self.table.columns, default=0) + 1]:
            if text is None:
                continue
            if text[:1].isdigit():
                return None
            found = normalise(text[:LONGEST_HEADING])
            for word in self.table.layout.totals:
                if found == word or found.startswith(word + " "):
                    return RUNNING_TOTAL if _RUNNING.search(found) else word
            if not _MARKER.match(text):
                return None
        return None

    def _tail(self, row: SheetRow, count: int, signing: bool) -> tuple[str, str]:
        """A row after the last sure record."""
        texts = [text for text in row.cells if text is not None]
        if count < max(3, len(self.mapped) * _DENSE):
            if any(_PLACE_AND_DATE.match(text) for text in texts):
                return ("signature", "place and date")
            if any(_SIGNATURE.match(text) for text in texts):
                return ("signature", "office, name or NIP of who signs")
            if signing:
                return ("signature", "within the signature block")
        if _NOTE.match(texts[0]):
            return ("note", "says so")
        if count >= 3 or (count == 2 and len(self.mapped) <= 6):
            return ("record", "filled like a record")
        return ("note", "after the last record")

    def _inner(self, row: SheetRow, count: int) -> tuple[str, str]:
        """A row without a number, before the last sure record."""
        places = [p for p, text in enumerate(row.cells) if text is not None]
        texts = [row.cells[p] or "" for p in places]
        first_columns = sorted(self.table.columns)[:2]
        if len(texts) == 1 and places[0] <= (first_columns[-1] if first_columns else 0):
            return ("subheading", "one text in the first columns")
        if (
            len(texts) == 2
            and _MARKER.match(texts[0])
            and places[0] <= first_columns[0]
            and not texts[1][:1].isdigit()
        ):
            return ("subheading", "lettered or roman")
        if not count or _NOTE.match(texts[0]):
            return ("note", "outside the columns" if not count else "says so")
        return ("record", "filled like a record")

    def _titles_of_next(self, result: list[tuple[str, str]], last: int) -> None:
        """Rows between the end of this table and the next header are the next one's titles."""
        for index in range(len(result) - 1, last, -1):
            if result[index][0] not in ("note", "subheading"):
                break
            result[index] = ("title", "above the next header")

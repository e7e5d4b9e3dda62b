"""Gives every row of a sheet its class: what is a record, and what is title, total, signature …

A row that might be a record is called one: it is then accepted or rejected with a reason, while
a record taken for a note would be lost without a word.
"""

from __future__ import annotations

import re
from itertools import pairwise

from pipelines.layouts.elsewhere import Lookup
from pipelines.layouts.headings import LONGEST_HEADING, closed_up, normalise
from pipelines.layouts.record_signs import (
    RecordSigns,
    is_note,
    is_place_and_date,
    is_signature,
)
from pipelines.layouts.subtotals import place_of
from pipelines.layouts.tables import MergedCells, Table
from pipelines.layouts.total_words import (
    DERIVED,
    first_words,
    is_derived,
    kind_of_total,
    kind_without_word,
)
from pipelines.values.remarks import is_withdrawal
from pipelines.workbooks.model import Sheet, SheetRow

_SEQUENCE = re.compile(r"\s*\(?\s*\d{1,6}(?:\.0)?\s*[.)]?\s*$")
_COLUMN_NUMBER = re.compile(r"\s*\(?\s*(\d{1,2})\s*\)?\s*(?:=.*)?$")
_MARKER = re.compile(r"\s*(?:[IVXLC]{1,6}|[A-Za-z])\s*[.)]?\s*$")
_EXAMPLE = re.compile(r"\W*(?:contoh|cth|misal(?:nya)?)\W*", re.IGNORECASE)
_NUMBERED = ("record", "numbered")
_ONLY_A_NUMBER = ("blank", "only a number")
_DENSE = 0.5
_WORDS_OF_A_NAME = 4
WITHDRAWN = ("record", "said to be withdrawn")
"""A record with 'batal' where its number should be."""
_COUNTS_COLUMNS = ("column_numbers", "counts the columns")
# What then stands in the second column.
_SECOND_COUNTS = frozenset({"2", "(2)", "2.", "2)", "( 2 )", "(1)", "1", "b", "(b)", "B", "(B)"})
_LEAST_LETTERS = 3
_SUM = "sum of the records"
# What a total may be called beside its word, where it has a number as records have.
_OF_ALL = re.compile(r"(?: (?:total|seluruhnya|keseluruhan|semua(?:nya)?|akhir))*")
_WHOLE_NUMBER = re.compile(r"\s*\d{1,6}(?:\.0)?(?:\s*(?:orang|asn|kasus|laporan))?\s*")
_COUNTED = {"jumlah", "jml", "banyaknya", "total", "jumlah orang", "jumlah kasus", "jumlah asn"}


def _count_by_letters(texts: list[str]) -> bool:
    """Whether cells count themselves by letters: 'a | b | c'."""
    if len(texts) < _LEAST_LETTERS:
        return False
    letters = [text.strip(" ().").casefold() for text in texts]
    return letters == [chr(ord("a") + step) for step in range(len(letters))]


def _time_in(said: str, table: Table) -> str | None:
    """The kind of total that normalised words are which say nothing but a time, or what is no sum:
    's.d. bulan lalu', 'Jumlah s.d. bulan lalu', 'Pindahan'."""
    if is_derived(said):
        return DERIVED
    words = (word for word in table.layout.totals if said.startswith(f"{word} "))
    rests = [said, *(said.removeprefix(f"{word} ") for word in words)]
    return next((kind for rest in rests if (kind := kind_without_word(rest))), None)


def class_of_rows(
    sheet: Sheet, tables: list[Table], merged: MergedCells, lookup: Lookup
) -> list[tuple[str, str]]:
    """(class, rule) of each of sheet.rows, in order. lookup: to tell coded cells from prose."""
    if not tables:
        return [("note", "no table on the sheet")] * len(sheet.numbers)
    classes: list[tuple[str, str]] = [("title", "above the header")] * tables[0].start
    for index, table in enumerate(tables):
        end = tables[index + 1].start if index + 1 < len(tables) else len(sheet.numbers)
        classes += [("header", f"layout {table.layout.name}")] * (table.end - table.start)
        signs = RecordSigns(table, lookup)
        classes += _Body(sheet, table, merged, end, index + 1 < len(tables), signs).classes()
    return classes


class _Body:
    """The rows under one header, up to the next header or the end of the sheet."""

    def __init__(
        self,
        sheet: Sheet,
        table: Table,
        merged: MergedCells,
        end: int,
        has_next: bool,
        signs: RecordSigns,
    ) -> None:
        self.table = table
        self.signs = signs
        self.sheet = sheet
        self.start, self.end = table.end, end
        self.has_next = has_next
        self.sequence = next((p for p, column in table.columns.items() if column.sequence), None)
        self.merged = merged
        mapped = [p for p, column in table.columns.items() if not column.sequence]
        self.dense = max(3, len(mapped) * _DENSE)
        self.mapped = [merged.columns[p] for p in mapped if p < len(merged.columns)]
        self.own = [sheet.columns[p] for p in mapped if p < len(sheet.columns)]
        self.header_key = {
            normalise(heading.split(" > ")[-1]) for heading in table.headings.values()
        }

    def classes(self) -> list[tuple[str, str]]:
        """(class, rule) of each row of the body.

        Most rows are records that have a number, which is told of whole columns; the others are
        looked at one by one.
        """
        numbered = self._numbered()
        sure = self._column_counts(numbered)
        sure |= self._numbered_totals(numbered)
        blank = self._blank([i for i, is_numbered in enumerate(numbered) if is_numbered])
        last = self._last_record(numbered, blank)
        result = [_NUMBERED] * len(numbered)
        unsure = {*blank, *sure, *range(min(2, len(numbered)))}
        unsure.update(i for i, is_numbered in enumerate(numbered) if not is_numbered)
        signing = False
        for index in sorted(unsure):
            row = self.sheet.rows[self.start + index]
            if index in sure:
                found: tuple[str, str] | None = sure[index]
            elif numbered[index] and index > 1:
                found = _ONLY_A_NUMBER
            else:
                found = self._structural(index, row, numbered[index])
                if found is None and numbered[index]:
                    found = _ONLY_A_NUMBER if index in blank else _NUMBERED
            if found is None and self._is_form_line(row):
                found = _ONLY_A_NUMBER
            if found is None:
                cells = self.merged.cells(self.start + index)
                count = self._count(index)
                if index > last:
                    attached = self._is_attached(index, result)
                    found = self._tail(row, cells, count, signing, attached)
                    signing = signing or found[0] == "signature"
                else:
                    found = self._inner(row, cells, count)
            if found[0] == "record" and self._is_withdrawn(index):
                found = WITHDRAWN
            result[index] = found
        self._nameless_sum(result)
        if self.has_next:
            self._titles_of_next(result, last)
        return result

    def _numbered(self) -> list[bool]:
        """Whether each row has what numbers the records."""
        if self.sequence is None or self.sequence >= len(self.merged.columns):
            return [False] * (self.end - self.start)
        texts = self.merged.columns[self.sequence][self.start : self.end]
        return [text is not None and _SEQUENCE.match(text) is not None for text in texts]

    def _column_counts(self, numbered: list[bool]) -> dict[int, tuple[str, str]]:
        """The rows that count the columns: '1 | 2 | 3', under the header or again on a new page.
        They count as having no number from here on."""
        second = sorted(self.table.columns)[1:2]
        if not second or second[0] >= len(self.sheet.columns):
            return {}
        cells = self.sheet.columns[second[0]][self.start : self.end]
        found = {
            index: _COUNTS_COLUMNS
            for index, text in enumerate(cells)
            if text in _SECOND_COUNTS and self._counts_columns(self.sheet.rows[self.start + index])
        }
        for index in found:
            numbered[index] = False
        return found

    def _counts_columns(self, row: SheetRow, may_pass_over: bool = False) -> bool:
        """Whether nothing stands in a row but numbers that count its cells, from 1 or 2 on.

        may_pass_over: right under the header some may be left out, as those of hidden columns are,
        if every column up to the last has one.
        """
        filled = [(p, text) for p, text in enumerate(row.cells) if text is not None]
        if _count_by_letters([text for _, text in filled]):
            return True
        steps = [int(match[1]) for _, text in filled if (match := _COLUMN_NUMBER.match(text))]
        if len(filled) < 3 or len(steps) != len(filled) or steps[0] > 2:
            return False
        is_whole = filled[-1][0] - filled[0][0] < len(filled)
        most = 3 if may_pass_over and is_whole else 1
        return all(1 <= after - before <= most for before, after in pairwise(steps))

    def _numbered_totals(self, numbered: list[bool]) -> dict[int, tuple[str, str]]:
        """The last of the numbered rows that are totals all the same: '3 | JUMLAH | 12', and any in
        a recap that say no more than a time: '1 | s.d. bulan lalu | 40'. They count as having no
        number from here on."""
        totals: dict[int, tuple[str, str]] = {}
        for index in range(len(numbered) - 1, -1, -1):
            if not numbered[index]:
                continue
            row = self.sheet.rows[self.start + index]
            word = self._total_behind_number(row)
            if word is not None:
                totals[index] = ("total", word)
            elif self._count(index):
                break  # a record, where the others are lines of a form
        totals |= self._carried_over(numbered)
        for index in totals:
            numbered[index] = False
        return totals

    def _carried_over(self, numbered: list[bool]) -> dict[int, tuple[str, str]]:
        """The numbered rows of a recap whose government or region is a time."""
        place = place_of(self.table)
        if place is None or place >= len(self.sheet.columns):
            return {}
        names = self.sheet.columns[place][self.start : self.end]
        first = first_words() | {word.split()[0] for word in self.table.layout.totals}
        totals: dict[int, tuple[str, str]] = {}
        for index, name in enumerate(names):
            if not (numbered[index] and name):
                continue
            said = normalise(name)
            if said.partition(" ")[0] in first and (kind := _time_in(said, self.table)):
                totals[index] = ("total", kind)
        return totals

    def _total_behind_number(self, row: SheetRow) -> str | None:
        """The total word that the first text behind the number of a row consists of."""
        texts = (text for p, text in enumerate(row.cells) if text and p != self.sequence)
        said = normalise(next(texts, "")[:LONGEST_HEADING])
        for word in self.table.layout.totals:
            rest = said.removeprefix(word)
            if rest != said and _OF_ALL.fullmatch(rest):
                is_one = self.signs.identifies(row.cells, signing=False, attached=True)
                return None if is_one else word
        kind = _time_in(said, self.table)
        if kind is not None and not self._is_named_by(row, said):
            return kind
        return None

    def _is_named_by(self, row: SheetRow, said: str) -> bool:
        """Whether a row has what identifies a record, beside the words that make it a total."""
        cells = [None if text and normalise(text) == said else text for text in row.cells]
        return self.signs.identifies(cells, signing=False, attached=True)

    def _nameless_sum(self, result: list[tuple[str, str]]) -> None:
        """Make the last record of a recap a total if it names no government or region and each of
        its counts is the sum of the others."""
        records = [i for i, (row_class, _) in enumerate(result) if row_class == "record"]
        place = place_of(self.table)
        if len(records) < 3 or place is None or place >= len(self.sheet.columns):
            return
        *others, last = records
        if self.merged.columns[place][self.start + last] is None and self.signs.is_sum(
            self.sheet, self.start + last, [self.start + i for i in others]
        ):
            result[last] = ("total", _SUM)

    def _blank(self, indices: list[int]) -> set[int]:
        """Those of some numbered rows that have nothing of their own in the other columns: what a
        merged cell says there, it says of the record above."""
        for column in self.own:
            indices = [i for i in indices if column[self.start + i] is None]
        return set(indices)

    def _is_attached(self, index: int, classes: list[tuple[str, str]]) -> bool:
        """Whether no empty row and no total or the like stands between this row and the last
        record, so far as the rows above have a class."""
        if not self._follows(index):
            return False
        above = (classes[i][0] for i in range(index - 1, -1, -1))
        return next((one for one in above if one != "subheading"), "record") == "record"

    def _is_form_line(self, row: SheetRow) -> bool:
        """Whether a layout that does not number its rows has just a number in its first column."""
        texts = [(p, text) for p, text in enumerate(row.cells) if text is not None]
        return (
            self.sequence is None
            and len(texts) == 1
            and texts[0][0] == min(self.table.columns)
            and _SEQUENCE.match(texts[0][1]) is not None
        )

    def _is_withdrawn(self, index: int) -> bool:
        """Whether 'batal' or the like stands where the number of a record should be."""
        if self.sequence is None or self.sequence >= len(self.merged.columns):
            return False
        return is_withdrawal(self.merged.columns[self.sequence][self.start + index] or "")

    def _is_example(self, row: SheetRow) -> bool:
        """Whether 'contoh' stands where the number of a record should be."""
        if self.sequence is None or self.sequence >= len(row.cells):
            return False
        return _EXAMPLE.fullmatch(row.cells[self.sequence] or "") is not None

    def _count(self, index: int) -> int:
        """How many columns of the table are filled, the number left out."""
        row = self.start + index
        return len(self.mapped) - [column[row] for column in self.mapped].count(None)

    def _last_record(self, numbered: list[bool], blank: set[int]) -> int:
        # Two texts may be two who sign, however few columns there are: the tail tells them.
        for index in range(len(numbered) - 1, -1, -1):
            if numbered[index] and index not in blank:
                return index
            if index not in blank and self._count(index) >= self.dense:
                row = self.sheet.rows[self.start + index]
                if not (self._total_word(row) or self._is_example(row)):
                    return index
        return -1

    def _structural(self, index: int, row: SheetRow, is_numbered: bool) -> tuple[str, str] | None:
        texts = [text for text in row.cells if text is not None]
        if index < 2 and not is_numbered and self.signs.are_units(row.cells):
            return ("column_numbers", "units of the columns")
        if index < 2 and self._counts_columns(row, may_pass_over=True):
            return _COUNTS_COLUMNS
        if is_numbered:
            return None
        if self._is_example(row):
            return ("note", "calls itself an example")
        if len(texts) >= 2 and all(
            len(text) <= LONGEST_HEADING and normalise(text) in self.header_key for text in texts
        ):
            return ("header", "header repeated")
        word = self._total_word(row)
        return (
            ("total", word) if word is not None and not self._is_named_like_a_total(row) else None
        )

    def _is_named_like_a_total(self, row: SheetRow) -> bool:
        """Whether a row that begins with more than a total's word has what identifies a record: a
        person 'Total Suryadi', or a text 'Jumlah …' beside the number of a letter."""
        first = next(text for text in row.cells if text is not None)
        return normalise(first) not in self.table.layout.totals and self.signs.identifies(
            row.cells, signing=False, attached=True
        )

    def _total_word(self, row: SheetRow) -> str | None:
        """The total word the row begins with, looked for before its first number."""
        for text in row.cells[: max(self.table.columns, default=0) + 1]:
            if text is None:
                continue
            if text[:1].isdigit():
                return None
            found = closed_up(normalise(text[:LONGEST_HEADING]))
            for word in self.table.layout.totals:
                if found == word or found.startswith(word + " "):
                    return kind_of_total(found, word)
            if is_derived(found):
                return DERIVED
            if (kind := kind_without_word(found)) and row.cells.count(None) < len(row.cells) - 1:
                return kind
            if not _MARKER.match(text):
                return None
        return None

    def _follows(self, index: int) -> bool:
        """Whether no empty row stands above this one."""
        numbers, row = self.sheet.numbers, self.start + index
        return index == 0 or numbers[row] - numbers[row - 1] == 1

    def _tail(
        self, row: SheetRow, cells: list[str | None], count: int, signing: bool, attached: bool
    ) -> tuple[str, str]:
        """A row after the last sure record: in doubt a record, so that it is at least refused.

        A sign of a record decides before any word of a signature, since a coded cell may begin
        with such a word ('Kepala Wilayah').
        """
        if signing and self.signs.is_signatory(cells):
            return ("signature", "a name within the signature block")
        titles_next = self.has_next and self.signs.names_a_place_only(cells)
        if not titles_next and self.signs.identifies(cells, signing, attached):
            return ("record", "holds what identifies a record")
        texts = [text for text in row.cells if text is not None]
        if not (attached or signing or titles_next) and self._is_summary(row, cells):
            return ("note", "a summary of the list")
        if count < self.dense:
            fits = self.signs.fits(cells)
            if fits >= 2:
                return ("record", "holds what its columns are for")
            if any(is_place_and_date(text) for text in texts):
                return ("signature", "place and date")
            if fits and attached and not titles_next:
                return ("record", "holds what its columns are for")
            if count >= 2 and not signing and self.signs.names_a_matter(cells):
                return ("record", "holds what its columns are for")
            coded = self.signs.coded(cells) if attached and not signing and count >= 2 else set()
            signs = [text for text in texts if text not in coded and is_signature(text)]
            if len(signs) == 1 and count >= 2 and not signing and self._tells_more(cells, fits):
                return ("record", "holds what its columns are for")
            if signs:
                return ("signature", "office, name or NIP of who signs")
            if signing:
                return ("signature", "within the signature block")
            if is_note(texts[0]):
                return ("note", "says so")
        if len(texts) == 1 and normalise(texts[0]) == "nihil":
            return ("note", "says that there is nothing to report")
        if count >= 2 or (count == 1 and attached and self._may_be_a_record(row)):
            return ("record", "filled like a record")
        return ("note", "after the last record")

    def _is_summary(self, row: SheetRow, cells: list[str | None]) -> bool:
        """Whether a row apart from the records counts them by a word: 'Terbukti | 5'. In a recap
        each record does so, and a word in its own column may be what is left of a record."""
        places = [p for p, text in enumerate(row.cells) if text is not None]
        texts = [row.cells[p] or "" for p in places]
        return (
            len(texts) == 2
            and (places[1] not in self.table.columns or not self.signs.fits(cells))
            and self.table.layout.record_kind not in ("recap", "crosstab")
            and (
                (_WHOLE_NUMBER.fullmatch(texts[1]) is not None and self.signs.is_word(texts[0]))
                or normalise(texts[1]) in _COUNTED
            )
        )

    def _tells_more(self, cells: list[str | None], fits: int) -> bool:
        """Whether a row with an office that may be who signs ('Bupati Muna') is filled as no line
        of a signature block is: beside it a date or a NIP, or two more cells where the office is
        what its own column is for."""
        return fits > 0 or (self.signs.names_an_office(cells) and sum(map(bool, cells)) > 2)

    def _may_be_a_record(self, row: SheetRow) -> bool:
        """One text right under the records: prose in the first columns is a note, and what stands
        above the next table is its title."""
        place, text = next((p, text) for p, text in enumerate(row.cells) if text is not None)
        if self.has_next or place not in self.table.columns:
            return False
        if place > sorted(self.table.columns)[:2][-1]:
            return True
        column = self.table.columns[place]
        return not column.must_be_filled and len(text.split()) <= _WORDS_OF_A_NAME

    def _inner(self, row: SheetRow, cells: list[str | None], count: int) -> tuple[str, str]:
        """A row without a number, before the last sure record."""
        places = [p for p, text in enumerate(row.cells) if text is not None]
        texts = [row.cells[p] or "" for p in places]
        first_columns = sorted(self.table.columns)[:2]
        if (
            len(texts) <= 2
            and not self.signs.names_a_place_only(cells)
            and self.signs.identifies(cells, signing=False, attached=True)
        ):
            return ("record", "holds what identifies a record")
        if len(texts) == 1 and places[0] <= (first_columns[-1] if first_columns else 0):
            return ("subheading", "one text in the first columns")
        if (
            len(texts) == 2
            and _MARKER.match(texts[0])
            and places[0] <= first_columns[0]
            and not texts[1][:1].isdigit()
        ):
            return ("subheading", "lettered or roman")
        if not count or (count < 3 and is_note(texts[0])):
            return ("note", "outside the columns" if not count else "says so")
        return ("record", "filled like a record")

    def _titles_of_next(self, result: list[tuple[str, str]], last: int) -> None:
        """Rows between the end of this table and the next header are the next one's titles."""
        for index in range(len(result) - 1, last, -1):
            if result[index][0] not in ("note", "subheading"):
                break
            result[index] = ("title", "above the next header")

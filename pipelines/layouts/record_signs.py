"""By which cells a row shows itself a record: those that hold what their column is for.

Asked of rows that have no number and few cells, where a record and a line of a signature block,
a note or a title look alike.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.layouts.elsewhere import Lookup
from pipelines.layouts.maps import ColumnMap
from pipelines.layouts.splitting import number_and_date
from pipelines.layouts.tables import Table
from pipelines.workbooks.model import Sheet

_MONTHS = r"jan|feb|peb|mar|apr|mei|may|jun|jul|ag|aug|sep|okt|oct|nov|nop|des|dec"
_PLACE_AND_DATE = re.compile(
    rf"\s*[A-Z][A-Za-z .'/-]{{2,40}},\s*(?:tanggal\s*)?[\d.…_ ]*\s*(?:{_MONTHS})\w*\.?\s*[\d.…_]+",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"\s*(?:mengetahui|menyetujui|mengesahkan|dibuat oleh|yang membuat|yang menandatangani|"
    r"tertanda|ttd\b|a\.?\s?n\.|a/n\b|u\.?\s?b\.|plt\b|plh\b|pj\b|kepala\b|ketua\b|sekretaris\b|"
    r"inspektur\b|asisten\b|direktur\b|komisioner\b|pejabat\b|anggota\b|bupati\b|wali\s?kota\b|"
    r"gubernur\b|koordinator\b|pembina\b|penata\b|nip\b|ditetapkan di|pada tanggal)",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"\s*(?:(?:ket(?:erangan)?|catatan|sumber|nb|note)\s*(?:[.:]|\s|$)|\*)", re.IGNORECASE
)
_NIP_LABEL = re.compile(r"\s*nip\b", re.IGNORECASE)
_REGION_WORD = re.compile(
    r"\s*(?:pem(?:erintah|prov|kab|kot|da)|prov(?:insi)?|kab(?:upaten)?|kota|kementerian)\b",
    re.IGNORECASE,
)
_PAGE_WORD = re.compile(r"hal(?:aman)?|page|lembar|lampiran", re.IGNORECASE)
_TIME_WORD = re.compile(
    r"bln|bulan|thn|tahun|tgl|jan(?:uari)?|[fp]eb(?:ruari)?|mar(?:et)?|apr(?:il)?|mei|juni?|juli?|"
    r"agu?s?t?(?:ustus)?|sept?(?:ember)?|okt(?:ober)?|no[vp](?:ember)?|des(?:ember)?",
    re.IGNORECASE,
)
_PAGE = re.compile(r"\d{1,3}")
_LONGEST_NUMBER = 80
_NAMES_OF_PLACES = {"institution", "region", "province"}
_WHO = {"person_name", "nip"}
# Words of a matter, and the context in which each of them means something.
_OF_A_MATTER = {
    "violation": "violation@campaign",
    "sanction": "sanction@PP 94/2021",
    **{kind: kind for kind in ("sanction_level", "status", "finding", "channel")},
}
_COUNTING = {"count", "number", "percentage"}
# Free text gives a position its class, and 'Kepala …' is one: it says nothing about the row.
_SAY_NOTHING = {"text", "position_class", "remark"}


def is_place_and_date(text: str) -> bool:
    """True for 'Kolaka, 14 Maret 2024', which opens a signature block."""
    return _PLACE_AND_DATE.match(text) is not None


def is_signature(text: str) -> bool:
    """True for the words that offices, ranks and NIPs of signatories begin with."""
    return _SIGNATURE.match(text) is not None


def is_note(text: str) -> bool:
    """True for a text that calls itself a note: 'Ket: …', 'Sumber …', '*) …'."""
    return _NOTE.match(text) is not None


def is_register_number(text: str) -> bool:
    """True for what looks like the number of a letter or register entry, not like prose.

    'P2', '001/Reg/TM/2024', 'ADU 12', 'R-1/KASN/4/2020 tgl 3 April 2020'; not 'Halaman 2',
    'Dicetak 14 Maret 2024', 'Januari 2024' or a line of a signature block.
    """
    if is_place_and_date(text) or is_signature(text) or is_note(text):
        return False
    number = number_and_date(text)[0]
    if len(number) > _LONGEST_NUMBER or not any(c.isdigit() for c in number):
        return False
    words = number.split()
    letters = [re.split(r"[\W\d_]", word)[0] for word in words]
    if _PAGE_WORD.fullmatch(letters[0]):
        return False
    if len(words) == 1 or "/" in number:
        return len(words) <= 8
    return len(words) <= 3 and all(
        len(word) <= 4 and word == word.upper() and not _TIME_WORD.fullmatch(word)
        for word in letters
    )


class RecordSigns:
    """Looks for signs of a record in the cells of rows under one header."""

    def __init__(self, table: Table, lookup: Lookup) -> None:
        self._lookup = lookup
        self._columns = [
            (position, column)
            for position, column in sorted(table.columns.items())
            if not column.ignored and not column.sequence
        ]
        self._required = [(p, column) for p, column in self._columns if column.must_be_filled]

    def identifies(self, cells: list[str | None], signing: bool, attached: bool) -> bool:
        """True when a column that every record fills holds what it is for, or all of them do.

        signing: above it a signature block has begun; attached: right under a record (else a
        short number alone may be that of the page).
        """
        present = [(c, text) for p, c in self._required if (text := _cell(cells, p))]
        if any(
            self._is_shaped(column, text, signing)
            for column, text in present
            if attached or not _PAGE.fullmatch(text)
        ):
            return True
        return (
            len(present) == len(self._required) > 1
            and not signing
            and not any(is_place_and_date(t) or is_signature(t) or is_note(t) for _, t in present)
        )

    def is_signatory(self, cells: list[str | None]) -> bool:
        """True when nothing but a person is named: within a signature block, who signs."""
        filled = [column for position, column in self._columns if _cell(cells, position)]
        return bool(filled) and all(
            field.name in _WHO for column in filled for field in column.fields
        )

    def names_a_place_only(self, cells: list[str | None]) -> bool:
        """True when nothing but the name of a place or an office is filled: there is no figure."""
        filled = [column for position, column in self._columns if _cell(cells, position)]
        return len(filled) == 1 and filled[0].fields[0].value_kind in _NAMES_OF_PLACES

    def names_an_office(self, cells: list[str | None]) -> bool:
        """True when a column of governments or institutions holds one."""
        return any(
            column.fields[0].value_kind == "institution"
            and (text := _cell(cells, position))
            and self._means_something("institution", text)
            for position, column in self._columns
        )

    def are_units(self, cells: list[str | None]) -> bool:
        """True for a row that says in the columns of figures, and nowhere else, what is counted:
        '(orang)', 'kasus', '%'."""
        counting = {p for p, c in self._columns if c.fields[0].value_kind in _COUNTING}
        filled = [position for position, text in enumerate(cells) if text is not None]
        return (
            len(filled) > 1
            and counting.issuperset(filled)
            and all(self._lookup("unit", cells[position] or "") is not None for position in filled)
        )

    def is_word(self, text: str) -> bool:
        """True for a word of what became of a matter, of a sanction, an act or a position."""
        kinds = (*_OF_A_MATTER.values(), "position_class", "subject_kind", "position_group")
        return any(self._lookup(kind, text) is not None for kind in kinds)

    def is_sum(self, sheet: Sheet, index: int, others: Sequence[int]) -> bool:
        """True when two counts of a row at least are there, and each is the sum of the others'."""
        sums = 0
        for position, column in self._columns:
            if column.fields[0].value_kind != "count" or position >= len(sheet.columns):
                continue
            own = self._count(sheet.columns[position][index])
            if own is None:
                continue
            if own != sum(self._count(sheet.columns[position][i]) or 0 for i in others):
                return False
            sums += 1
        return sums > 1

    def _count(self, text: str | None) -> int | None:
        value = self._lookup("count", text) if text else None
        return None if value is None else int(value)

    def fits(self, cells: list[str | None]) -> int:
        """How many cells hold a value of their column's kind: a date, a number, a known code."""
        return sum(
            1
            for position, column in self._columns
            if (text := _cell(cells, position)) and self._fits(column, text)
        )

    def is_like_a_record(self, cells: list[str | None]) -> bool:
        """True when most of the columns that hold no free text hold what they are for."""
        telling = sum(c.fields[0].value_kind not in _SAY_NOTHING for _, c in self._columns)
        return self.fits(cells) >= max(3, telling / 2)

    def names_a_matter(self, cells: list[str | None]) -> bool:
        """True when a cell says what was done and what became of it, in its column's own words, or
        gives the number of a letter: no line of a signature block does."""
        return any(
            (kind := _OF_A_MATTER.get(field.value_kind)) and self._lookup(kind, text) is not None
            if field.value_kind != "text"
            else field.name.endswith("_number") and "/" in text and is_register_number(text)
            for position, column in self._columns
            if (text := _cell(cells, position))
            for field in column.fields[:1]
        )

    def coded(self, cells: list[str | None]) -> set[str]:
        """The texts that are a known code in their column, whatever else they may be elsewhere."""
        return {
            text
            for position, column in self._columns
            if (text := cells[position] if position < len(cells) else None) is not None
            and any(
                field.value_kind != "text" and self._lookup(field.value_kind, text) is not None
                for field in column.fields
            )
        }

    def _fits(self, column: ColumnMap, text: str) -> bool:
        field = column.fields[-1] if column.split == "number_and_date" else column.fields[0]
        if column.split == "number_and_date":
            return is_register_number(text) and bool(number_and_date(text)[1])
        if field.value_kind in _NAMES_OF_PLACES and is_signature(text):
            return False  # 'Bupati Kolaka' is an institution here, and who signs there
        if field.value_kind == "nip" and _NIP_LABEL.match(text):
            return False
        return self._means_something(field.value_kind, text)

    def _is_shaped(self, column: ColumnMap, text: str, signing: bool) -> bool:
        """Whether a required cell holds what identifies a record, however wrong it may be."""
        field = next(field for field in column.fields if field.filled)
        if field.value_kind == "text":
            return is_register_number(text)
        if is_place_and_date(text) or is_note(text):
            return False
        if field.value_kind == "nip":
            digits = sum(character.isdigit() for character in text)
            return digits >= 8 and not _NIP_LABEL.match(text)
        if is_signature(text) and (signing or field.value_kind in _NAMES_OF_PLACES):
            return False
        if field.value_kind in _NAMES_OF_PLACES and _REGION_WORD.match(text):
            return True
        return self._means_something(field.value_kind, text)

    def _means_something(self, value_kind: str, text: str) -> bool:
        return value_kind not in _SAY_NOTHING and self._lookup(value_kind, text) is not None


def _cell(cells: list[str | None], position: int) -> str:
    text = cells[position] if position < len(cells) else None
    return text.strip() if text is not None else ""

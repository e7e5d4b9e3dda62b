"""What recognising a workbook gives: the class of each row, and the text of each field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pipelines.layouts.records import RecordReader
    from pipelines.layouts.slots import RecordTexts
    from pipelines.workbooks.model import Sheet

# Records are handled in stretches of this many rows, so that a large sheet costs little memory.
STRETCH = 5_000


class ClassedRow(NamedTuple):
    """One part of one non-empty row. `rule` says in a word or two what decided its class.

    row_class: record (a data row), title, header, column_numbers, subheading, total,
    signature, note or blank. `part` is 1 unless the row holds several persons.
    """

    sheet_number: int
    sheet_name: str
    row_number: int
    part: int
    row_class: str
    rule: str


class FieldText(NamedTuple):
    """The text of one field of one record (or total), where it stands and how to read it."""

    sheet_number: int
    sheet_name: str
    row_number: int
    part: int
    field: str
    column_letter: str
    heading: str
    text: str
    value_kind: str
    context: str
    on_error: str
    is_required: bool


class ColumnUse(NamedTuple):
    """One column of a table: where, its heading as written, the fields it feeds (none: ignored).

    header_row: the number of the first row of the table's header, which tells it from others.
    """

    sheet_number: int
    sheet_name: str
    header_row: int
    column_letter: str
    heading: str
    fields: tuple[str, ...]


@dataclass(slots=True)
class SheetUse:
    """A sheet with the class of each of its rows, and the readers of its tables.

    classes: (class, rule) of each of sheet.rows; table_of: for each row whose fields are taken
    (a record, or a total that is kept) the place of its table on the sheet, else None. A crosstab
    has a reader for each of its members, of the same place. is_set_aside: by its name, whatever
    stands in it (see hidden_drafts).
    """

    sheet: Sheet
    classes: list[tuple[str, str]]
    tables: list[RecordReader] = field(default_factory=list)
    table_of: list[int | None] = field(default_factory=list)
    is_set_aside: bool = False

    def stretches(self) -> Iterator[tuple[int, list[int], RecordTexts]]:
        """(index of the reader, indices of the rows, their texts), top to bottom."""
        bounds = [*range(0, len(self.classes), STRETCH), len(self.classes)]
        for first, last in pairwise(bounds):
            for number, reader in enumerate(self.tables):
                own = [i for i in range(first, last) if self.table_of[i] == reader.place]
                if own:
                    texts = reader.read(own, [self.classes[i][0] for i in own])
                    if texts.index:
                        yield number, own, texts


@dataclass(slots=True)
class Recognition:
    """How a workbook is understood. `reason_code` set: quarantined, with what would mend it.

    latest_date: the last day in its records, once they are settled ('' for none).
    content_sha256: the hash of what its cells say, '' until it is made.
    is_made_up: its first rows say that the data is no real data, wherever the file lies.
    """

    layout: str | None = None
    family: str | None = None
    register_kind: str | None = None
    record_kind: str | None = None
    source_code: str | None = None
    office: str | None = None
    office_region_code: str | None = None
    office_institution_code: str | None = None
    period_label: str | None = None
    election_code: str | None = None
    as_of: str | None = None
    latest_date: str = ""
    content_sha256: str = ""
    is_made_up: bool = False
    evidence: str = ""
    reason_code: str | None = None
    message: str | None = None
    mend: str | None = None
    sheets: list[SheetUse] = field(default_factory=list)
    columns: list[ColumnUse] = field(default_factory=list)

    @property
    def rows(self) -> list[ClassedRow]:
        """Every non-empty row, part by part, in the order of the sheets."""
        rows = []
        for use in self.sheets:
            number, name = use.sheet.number, use.sheet.name
            parts: dict[int, int] = {}
            for _, own, texts in use.stretches():
                for at in texts.index:
                    parts[own[at]] = parts.get(own[at], 0) + 1
            for i, (row_number, (row_class, rule)) in enumerate(
                zip(use.sheet.numbers, use.classes, strict=True)
            ):
                for part in range(1, parts.get(i, 1) + 1):
                    rows.append(ClassedRow(number, name, row_number, part, row_class, rule))
        return rows

    @property
    def fields(self) -> list[FieldText]:
        """The text of every field that has one, record by record; '' where one is missing."""
        found = []
        for use in self.sheets:
            number, name = use.sheet.number, use.sheet.name
            for place, own, texts in use.stretches():
                slots = use.tables[place].slots
                for i, (at, part) in enumerate(zip(texts.index, texts.parts, strict=True)):
                    row = use.sheet.numbers[own[at]]
                    is_record = use.classes[own[at]][0] == "record"
                    for slot, column in zip(slots, texts.columns, strict=True):
                        text = column.texts[i]
                        if text is None and is_record and slot.is_required:
                            text = ""
                        if text is not None:
                            source = slot.sources[column.source(i)]
                            found.append(
                                FieldText(
                                    number, name, row, part, slot.field, source.letter,
                                    source.heading, text, slot.value_kind, column.context(i),
                                    slot.on_error, slot.is_required and is_record,
                                )
                            )  # fmt: skip
        return found

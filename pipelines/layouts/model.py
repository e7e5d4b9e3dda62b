"""What recognising a workbook gives: the class of each row, and the text of each field."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


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
class Recognition:
    """How a workbook is understood. `reason_code` set: quarantined, with what would mend it.

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
    is_made_up: bool = False
    evidence: str = ""
    reason_code: str | None = None
    message: str | None = None
    mend: str | None = None
    rows: list[ClassedRow] = field(default_factory=list)
    fields: list[FieldText] = field(default_factory=list)
    columns: list[ColumnUse] = field(default_factory=list)

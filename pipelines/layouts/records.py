"""Takes the fields out of the records of a table, with what is needed to read each text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from pipelines.layouts.headings import normalise
from pipelines.layouts.maps import ColumnMap
from pipelines.layouts.model import ClassedRow, FieldText
from pipelines.layouts.splitting import name_and_nip, number_and_date, per_person, persons
from pipelines.layouts.tables import MergedCells, Table
from pipelines.workbooks.model import Sheet, SheetRow
from pipelines.workbooks.xlsx_parts import column_letter

_DAY_AND_MONTH = re.compile(r"\D*(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*\d{2,4}\D*$")
_BY_PROVINCE = {"region", "institution"}

Lookup = Callable[[str, str], str | None]
"""(value_kind, text) → value, for the few values that other values depend on."""


def order_of_dates(texts: list[str]) -> str:
    """':dmy' or ':mdy' when the unambiguous dates of a column agree on it, else ''."""
    day_first = month_first = False
    for text in texts:
        match = _DAY_AND_MONTH.match(text)
        if match is not None:
            first, second = int(match[1]), int(match[2])
            day_first = day_first or (first > 12 and second <= 12)
            month_first = month_first or (second > 12 and first <= 12)
    if day_first != month_first:
        return ":dmy" if day_first else ":mdy"
    return ""


class RecordReader:
    """Reads the records of one table into FieldTexts."""

    def __init__(
        self, sheet: Sheet, table: Table, merged: MergedCells, province_code: str, lookup: Lookup
    ) -> None:
        self._sheet = sheet
        self._merged = merged
        self._province_code = province_code
        self._lookup = lookup
        self._columns: list[tuple[int, ColumnMap, str, str]] = [
            (position, column, column_letter(position + 1), table.headings[position])
            for position, column in sorted(table.columns.items())
            if not column.ignored
        ]
        self._persons = next((c for c in self._columns if c[1].split == "persons"), None)
        self._province_at = self._position_of("province")
        self._stage_at = self._position_of("election_stage")
        self._basis_at = [
            position
            for wanted in table.layout.sanction_context
            for position, column, _, _ in self._columns
            if any(field.name == wanted for field in column.fields)
        ]
        self._totals = table.layout.totals
        self._date_context: dict[str, str] = {}

    def _position_of(self, value_kind: str) -> int | None:
        for position, column, _, _ in self._columns:
            if any(field.value_kind == value_kind for field in column.fields):
                return position
        return None

    def learn_dates(self, rows: list[SheetRow]) -> None:
        """Look through the date columns of the records for the order of day and month."""
        for position, column, _, _ in self._columns:
            dates = [field for field in column.fields if field.value_kind == "date"]
            if not dates:
                continue
            texts = [
                text
                for row in rows
                if position < len(row.cells) and (text := row.cells[position]) is not None
            ]
            if column.split == "number_and_date":
                texts = [number_and_date(text)[1] for text in texts]
            for one in dates:
                ahead = ":future" if one.future else ""
                self._date_context[one.name] = self._sheet.epoch + order_of_dates(texts) + ahead

    def read(
        self, row: SheetRow, row_class: str, rule: str
    ) -> tuple[list[ClassedRow], list[FieldText]]:
        """The parts of one record or total row, and their fields.

        A total has no required fields, and the cell that calls it a total is none of them.
        """
        cells = self._merged.fill_down(row)
        is_record = row_class == "record"
        sheet_number, sheet_name = self._sheet.number, self._sheet.name
        contexts = self._contexts(cells)
        count = 1
        people: list[str] = [""]
        if self._persons is not None and is_record:
            text = cells[self._persons[0]] if self._persons[0] < len(cells) else None
            people = persons(text) if text is not None else [""]
            count = len(people)
        classed = [
            ClassedRow(sheet_number, sheet_name, row.number, part, row_class, rule)
            for part in range(1, count + 1)
        ]
        fields: list[FieldText] = []
        add = fields.append
        width = len(cells)
        dates, epoch, number = self._date_context, self._sheet.epoch, row.number
        has_gap = False
        for position, column, letter, heading in self._columns:
            text = cells[position] if position < width else None
            text = text.strip() if text is not None else ""
            if not text:
                if not is_record or not column.must_be_filled:
                    continue
                has_gap = True
            elif not is_record and normalise(text).startswith(self._totals):
                continue
            if count == 1 and column.is_plain:
                for name, kind, on_error, filled, *_ in column.fields:
                    if text or filled:
                        context = (
                            dates.get(name, epoch) if kind == "date" else contexts.get(kind, "")
                        )
                        add(
                            FieldText(
                                sheet_number, sheet_name, number, 1, name, letter, heading, text,
                                kind, context, on_error, filled and is_record,
                            )
                        )  # fmt: skip
                continue
            if column.split == "persons" and is_record:
                shares = people
            elif column.per_person and self._persons is not None:
                shares = per_person(text, count)
            else:
                shares = [text] * count
            for part, share in enumerate(shares, 1):
                for name, kind, value, on_error, filled in self._values(column, share, cells):
                    required = filled and is_record
                    if not value and not required:
                        continue
                    has_gap = has_gap or not value
                    context = dates.get(name, epoch) if kind == "date" else contexts.get(kind, "")
                    add(
                        FieldText(
                            sheet_number, sheet_name, number, part, name, letter, heading, value,
                            kind, context, on_error, required,
                        )
                    )  # fmt: skip
        if has_gap:
            # Not missing after all: the cell of another column held it (a NIP beside the name).
            fed = {(found.part, found.field) for found in fields if found.text}
            fields = [f for f in fields if f.text or (f.part, f.field) not in fed]
        return classed, fields

    def _values(
        self, column: ColumnMap, text: str, cells: list[str | None]
    ) -> list[tuple[str, str, str, str, bool]]:
        """(field, value_kind, text, on_error, filled) of one cell or its share for one person."""
        if column.split in ("person", "persons"):
            name, nip = name_and_nip(text)
            field = column.fields[0]
            values = [(field.name, field.value_kind, name, field.on_error, field.filled)]
            if nip is not None and not self._has_nip(cells):
                values.append(("nip", "nip", nip, "reject", False))
            return values
        if column.split == "number_and_date":
            texts: tuple[str, ...] = number_and_date(text)
            return [
                (field.name, field.value_kind, found, field.on_error, field.filled)
                for field, found in zip(column.fields, texts, strict=True)
            ]
        return [
            (field.name, field.value_kind, text, field.on_error, field.filled)
            for field in column.fields
        ]

    def _has_nip(self, cells: list[str | None]) -> bool:
        """True if a NIP column of its own is filled in this row."""
        for position, column, _, _ in self._columns:
            if column.split is None and any(field.name == "nip" for field in column.fields):
                return position < len(cells) and cells[position] is not None
        return False

    def _contexts(self, cells: list[str | None]) -> dict[str, Any]:
        """Context of the value kinds that depend on another cell of the row."""
        province = self._province_code
        if self._province_at is not None:
            text = cells[self._province_at] if self._province_at < len(cells) else None
            province = (self._lookup("province", text) if text else None) or ""
        stage = ""
        if self._stage_at is not None and self._stage_at < len(cells):
            text = cells[self._stage_at]
            stage = (self._lookup("election_stage", text) if text else None) or ""
        basis = next((cells[at] for at in self._basis_at if at < len(cells) and cells[at]), None)
        return {
            "region": province,
            "institution": province,
            "violation": stage,
            "sanction": basis or "",
        }

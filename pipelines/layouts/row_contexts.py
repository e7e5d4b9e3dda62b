"""In which context each text of a record is read: what other cells of its row or column say of it.

A region is read in the province of its row, a violation in the stage of the election, a sanction
under the regulation of its time, a date in the order of day and month of its column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from pipelines.layouts.date_order import order_of_dates
from pipelines.layouts.elsewhere import Lookup
from pipelines.layouts.maps import ColumnMap, FieldMap
from pipelines.layouts.slots import Slot, Text
from pipelines.layouts.splitting import number_and_date
from pipelines.values.numbers import scale_of_percentages
from pipelines.workbooks.delimited import SHEET_NAME
from pipelines.workbooks.model import Column, Sheet

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


class RowContexts:
    """The contexts of the records of one table.

    columns: those that feed fields, by position; sanction_context: the fields that tell under which
    regulation a sanction was given. province_at: the column that says the province, if any does.
    """

    def __init__(
        self,
        columns: list[tuple[int, ColumnMap]],
        sanction_context: tuple[str, ...],
        epoch: str,
        province_code: str,
        lookup: Lookup,
    ) -> None:
        self._epoch = epoch
        self._province_code = province_code
        self._lookup = lookup
        self.province_at = _position_of(columns, "province")
        self._stage_at = _position_of(columns, "election_stage")
        self._position_of_field = {one.name: p for p, column in columns for one in column.fields}
        self._sanction_context = [
            name for name in sanction_context if name in self._position_of_field
        ]
        self._dates = {
            one.name: (position, column.split == "number_and_date", _date_options(one))
            for position, column in columns
            for one in column.fields
            if one.value_kind == "date"
        }
        self._date_context: dict[str, str] = {}
        self._scales: dict[str, str] = {}

    def learn(self, sheet: Sheet, slots: list[Slot], indices: list[int]) -> None:
        """Look through the columns of the records (where on the sheet they are) for the order of
        day and month in their dates, and for what their percentages are parts of."""
        for name, (position, is_behind_number, options) in self._dates.items():
            texts = set(filter(None, cells_of(sheet.columns, position, indices)))
            if is_behind_number:
                texts = {number_and_date(text)[1] for text in texts}
            order = order_of_dates(texts, sheet.name == SHEET_NAME)
            self._date_context[name] = self._epoch + order + options
        for slot in slots:
            if slot.value_kind == "percentage":
                at = slot.sources[0].position
                texts = set(filter(None, cells_of(sheet.columns, at, indices)))
                self._scales[slot.field] = scale_of_percentages(texts)

    def of_slot(self, slot: Slot, of_rows: Mapping[str, str | list[str]]) -> str | list[str]:
        """The context of a slot: that of its column, else that of its kind of value in the rows."""
        if slot.value_kind == "date":
            return self._date_context.get(slot.field, self._epoch)
        if slot.value_kind == "percentage":
            return self._scales.get(slot.field, "")
        return of_rows.get(slot.value_kind, "")

    def of_rows(
        self,
        column: Callable[[int], list[Text]],
        numbers: list[int],
        index: list[int],
        is_expanded: bool,
        said: Mapping[int, str],
    ) -> dict[str, str | list[str]]:
        """Context of the value kinds that depend on another cell of the row.

        column: the texts of one in the rows; numbers: of the rows; index: for each part the place
        of its row, which is a row's own place unless is_expanded; said: the provinces that
        sub-headings say, by the number of the row.
        """

        def by_part(of_rows: list[str]) -> list[str]:
            return [of_rows[i] for i in index] if is_expanded else of_rows

        def looked_up(position: int, kind: str) -> list[str]:
            texts = column(position)
            known = {text: (self._lookup(kind, text) or "") if text else "" for text in set(texts)}
            return [known[text] for text in texts]

        contexts: dict[str, str | list[str]] = {}
        province: str | list[str] = self._province_code
        if self.province_at is not None:
            province = by_part(looked_up(self.province_at, "province"))
        elif said:
            province = by_part([said.get(n, self._province_code) for n in numbers])
        contexts["region"] = contexts["institution"] = province
        if self._stage_at is not None:
            contexts["violation"] = by_part(looked_up(self._stage_at, "election_stage"))
        basis = [""] * len(numbers)
        for name in self._sanction_context:
            if not all(basis):
                found = self._basis(name, column)
                basis = [own or other for own, other in zip(basis, found, strict=True)]
        if self._sanction_context:
            contexts["sanction"] = by_part(basis)
        return contexts

    def _basis(self, name: str, column: Callable[[int], list[Text]]) -> list[str]:
        """What a field of the sanction's context tells of each row: the regulation, the day or the
        year."""
        texts = column(self._position_of_field[name])
        if name not in self._dates:
            read = _year_in if name.endswith("_number") else self._regulation_in
            known = {text: read(text) for text in set(texts)}
            return [known[text] for text in texts]
        _, is_behind_number, _ = self._dates[name]
        kind = f"date@{self._date_context.get(name, self._epoch)}"
        days = {}
        for text in set(texts):
            day = number_and_date(text or "")[1] if is_behind_number else text
            days[text] = (self._lookup(kind, day) if day else None) or ""
        return [days[text] for text in texts]

    def _regulation_in(self, text: Text) -> str:
        return (self._lookup("regulation", text) if text else None) or ""


def _date_options(date: FieldMap) -> str:
    told = (("future", date.future), ("old", date.old), (date.range, date.range))
    return "".join(f":{option}" for option, is_said in told if is_said)


def _year_in(text: Text) -> str:
    """The year in the number of a letter or decree, '' where there is none or there are several."""
    years = set(_YEAR.findall(text or ""))
    return years.pop() if len(years) == 1 else ""


def _position_of(columns: list[tuple[int, ColumnMap]], value_kind: str) -> int | None:
    for position, column in columns:
        if any(one.value_kind == value_kind for one in column.fields):
            return position
    return None


def cells_of(columns: list[Column], position: int, indices: list[int]) -> list[Text]:
    """The cells of a column in some rows, in a list of its own."""
    if position >= len(columns):
        return [None] * len(indices)
    column = columns[position]
    if not indices:
        return []
    first, last = indices[0], indices[-1]
    if last - first + 1 == len(indices):
        return column[first : last + 1]
    return [column[i] for i in indices]

"""Takes the fields out of the records of a table, with what is needed to read each text.

Column by column over a stretch of rows: what a text is taken apart into is worked out once for
each distinct text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from pipelines.layouts.headings import normalise
from pipelines.layouts.maps import ColumnMap
from pipelines.layouts.splitting import name_and_nip, number_and_date, per_person, persons
from pipelines.layouts.tables import MergedCells, Table
from pipelines.workbooks.model import Sheet, SheetRow
from pipelines.workbooks.xlsx_parts import column_letter

_DAY_AND_MONTH = re.compile(r"\D*(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*\d{2,4}\D*$")

Lookup = Callable[[str, str], str | None]
"""(value_kind, text) → value, for the few values that other values depend on."""

Text = str | None
"""The trimmed text of a field, None where the cell is blank."""


class Source(NamedTuple):
    """A column that feeds a slot. take: what of the cell it is: the whole of it, a share for each
    person, a name, the nip beside a name, a number, or the date beside a number."""

    position: int
    letter: str
    heading: str
    take: str


@dataclass(frozen=True, slots=True)
class Slot:
    """One field of the records of a table. Of several sources the first that is filled counts."""

    field: str
    value_kind: str
    on_error: str
    is_required: bool
    sources: tuple[Source, ...]


@dataclass(slots=True)
class SlotTexts:
    """The texts of one slot, part by part, with the context to read each in.

    contexts: one for all parts, or one for each; sources: which source each text is from, None
    when all are from the first; is_cell: every text is what stands in the row's own cell.
    """

    texts: list[Text]
    contexts: str | list[str] = ""
    sources: list[int] | None = None
    is_cell: bool = False

    def context(self, part: int) -> str:
        return self.contexts if isinstance(self.contexts, str) else self.contexts[part]

    def source(self, part: int) -> int:
        return self.sources[part] if self.sources else 0


@dataclass(slots=True)
class RecordTexts:
    """The parts of a stretch of rows and their texts, one SlotTexts for each slot of the reader.

    index: for each part the place of its row in the stretch; parts: its number in the row.
    """

    index: list[int]
    parts: list[int]
    columns: list[SlotTexts] = field(default_factory=list)


def order_of_dates(texts: Iterable[str]) -> str:
    """':dmy' or ':mdy' when the unambiguous dates of a column agree on it, else ''."""
    day_first = month_first = False
    for text in texts:
        if text[4:5] == "-" and len(text) == 10:
            continue  # a date of the spreadsheet itself
        match = _DAY_AND_MONTH.match(text)
        if match is not None:
            first, second = int(match[1]), int(match[2])
            day_first = day_first or (first > 12 and second <= 12)
            month_first = month_first or (second > 12 and first <= 12)
    if day_first != month_first:
        return ":dmy" if day_first else ":mdy"
    return ""


class RecordReader:
    """Reads the records of one table. `slots` are its fields, each of them once."""

    def __init__(
        self, sheet: Sheet, table: Table, merged: MergedCells, province_code: str, lookup: Lookup
    ) -> None:
        self._merged = merged
        self._epoch = sheet.epoch
        self._province_code = province_code
        self._lookup = lookup
        columns = [
            (position, column)
            for position, column in sorted(table.columns.items())
            if not column.ignored
        ]
        self.header_row = sheet.rows[table.start].number
        self.slots = _slots(columns, table.headings)
        self._persons_at = next((p for p, c in columns if c.split == "persons"), None)
        self._province_at = _position_of(columns, "province")
        self._stage_at = _position_of(columns, "election_stage")
        self._basis_at = [
            position
            for wanted in table.layout.sanction_context
            for position, column in columns
            if any(one.name == wanted for one in column.fields)
        ]
        self._totals = table.layout.totals
        self._dates = {
            one.name: (position, column.split == "number_and_date", ":future" if one.future else "")
            for position, column in columns
            for one in column.fields
            if one.value_kind == "date"
        }
        self._date_context: dict[str, str] = {}

    def learn_dates(self, rows: list[SheetRow]) -> None:
        """Look through the date columns of the records for the order of day and month."""
        for name, (position, is_behind_number, ahead) in self._dates.items():
            texts = {text for row in rows if (text := _cell(row.cells, position)) is not None}
            if is_behind_number:
                texts = {number_and_date(text)[1] for text in texts}
            self._date_context[name] = self._epoch + order_of_dates(texts) + ahead

    def read(self, rows: list[SheetRow], classes: list[str]) -> RecordTexts:
        """The parts of record (or total) rows and their texts.

        Blanks are filled from above where cells are merged. The cell that calls a row a total is
        none of its fields.
        """
        cells = [self._merged.fill_down(row) for row in rows]
        narrowest = min(map(len, cells))

        def column(position: int) -> list[Text]:
            if position < narrowest:
                return [c[position] for c in cells]
            return [_cell(c, position) for c in cells]

        texts = {
            position: column(position)
            for position in dict.fromkeys(s.position for slot in self.slots for s in slot.sources)
        }
        for i, row_class in enumerate(classes):
            if row_class != "record":
                for of_column in texts.values():
                    if normalise(of_column[i] or "").startswith(self._totals or ("\0",)):
                        of_column[i] = None
        people = self._people(texts, classes)
        as_they_stand = people is None and all(
            row_class == "record" and own is row.cells
            for row, own, row_class in zip(rows, cells, classes, strict=True)
        )
        if people is None:
            result = RecordTexts(list(range(len(rows))), [1] * len(rows))
            counts = [1] * len(rows)
        else:
            result = RecordTexts(
                [i for i, one in enumerate(people) for _ in one],
                [part for one in people for part in range(1, len(one) + 1)],
            )
            counts = [len(people[i]) for i in result.index]
            texts = {p: [of_column[i] for i in result.index] for p, of_column in texts.items()}
            assert self._persons_at is not None
            texts[self._persons_at] = [text or None for one in people for text in one]
        contexts = self._contexts(column, result.index, people is not None)
        taken = _Taken(texts, result.parts, counts)
        for slot in self.slots:
            found = SlotTexts(taken.of(slot.sources[0]))
            found.is_cell = (
                as_they_stand and len(slot.sources) == 1 and slot.sources[0].take == "whole"
            )
            for place, source in enumerate(slot.sources[1:], 1):
                others = taken.of(source)
                if found.sources is None:
                    found.texts, found.sources = list(found.texts), [0] * len(found.texts)
                for i, text in enumerate(found.texts):
                    if text is None and others[i] is not None:
                        found.texts[i], found.sources[i] = others[i], place
            if slot.value_kind == "date":
                found.contexts = self._date_context.get(slot.field, self._epoch)
            else:
                found.contexts = contexts.get(slot.value_kind, "")
            result.columns.append(found)
        return result

    def _people(self, texts: dict[int, list[Text]], classes: list[str]) -> list[list[str]] | None:
        """The persons of each row, or None when every row is about one."""
        if self._persons_at is None:
            return None
        known: dict[Text, list[str]] = {None: [""]}
        people = []
        for text, row_class in zip(texts[self._persons_at], classes, strict=True):
            if text not in known:
                known[text] = persons(text or "")
            people.append(known[text] if row_class == "record" else [text or ""])
        # A single person may be listed as '1) …' all the same.
        return people

    def _contexts(
        self, column: Callable[[int], list[Text]], index: list[int], is_expanded: bool
    ) -> dict[str, str | list[str]]:
        """Context of the value kinds that depend on another cell of the row."""

        def by_part(of_rows: list[str]) -> list[str]:
            return [of_rows[i] for i in index] if is_expanded else of_rows

        def looked_up(position: int, kind: str) -> list[str]:
            texts = column(position)
            return [(self._lookup(kind, text) or "") if text else "" for text in texts]

        contexts: dict[str, str | list[str]] = {}
        province: str | list[str] = self._province_code
        if self._province_at is not None:
            province = by_part(looked_up(self._province_at, "province"))
        contexts["region"] = contexts["institution"] = province
        if self._stage_at is not None:
            contexts["violation"] = by_part(looked_up(self._stage_at, "election_stage"))
        if self._basis_at:
            columns = [column(position) for position in self._basis_at]
            basis = [next(filter(None, row), "") for row in zip(*columns, strict=True)]
            contexts["sanction"] = by_part(basis)
        return contexts


class _Taken:
    """What the sources take of the cells; each distinct cell is taken apart once."""

    def __init__(self, texts: dict[int, list[Text]], parts: list[int], counts: list[int]) -> None:
        self._texts = texts
        self._parts = parts
        self._counts = counts
        self._split: dict[int, dict[Text, tuple[Text, Text]]] = {}

    def of(self, source: Source) -> list[Text]:
        texts = self._texts[source.position]
        if source.take == "whole":
            return texts
        if source.take == "share":
            return self._shares(texts)
        split = name_and_nip if source.take in ("name", "nip") else number_and_date
        known = self._split.setdefault(source.position, {None: (None, None)})
        for text in texts:
            if text not in known:
                first, second = split(text or "")
                known[text] = (first or None, second or None)
        place = 0 if source.take in ("name", "number") else 1
        return [known[text][place] for text in texts]

    def _shares(self, texts: list[Text]) -> list[Text]:
        known: dict[tuple[str, int], list[str]] = {}
        shares: list[Text] = []
        for text, part, count in zip(texts, self._parts, self._counts, strict=True):
            if text is None:
                shares.append(None)
                continue
            found = known.get((text, count))
            if found is None:
                found = known[text, count] = per_person(text, count)
            shares.append(found[part - 1] or None)
        return shares


def _slots(columns: list[tuple[int, ColumnMap]], headings: dict[int, str]) -> list[Slot]:
    """The fields that the columns feed, each once, in the order of the columns."""
    has_persons = any(column.split == "persons" for _, column in columns)
    sources: dict[str, list[Source]] = {}
    how: dict[str, tuple[str, str, bool]] = {}
    for position, column in columns:
        letter, heading = column_letter(position + 1), headings[position]
        fields = [(one.name, one.value_kind, one.on_error, one.filled) for one in column.fields]
        if column.split in ("person", "persons"):
            takes = ["name", "nip"]
            fields = [fields[0], ("nip", "nip", "reject", False)]
        elif column.split == "number_and_date":
            takes = ["number", "date"]
        else:
            shared = column.per_person and has_persons
            takes = ["share" if shared else "whole"] * len(fields)
        for (name, kind, on_error, filled), take in zip(fields, takes, strict=True):
            sources.setdefault(name, []).append(Source(position, letter, heading, take))
            if take != "nip" or name not in how:
                how[name] = (kind, on_error, filled)
    # A column of its own goes before the NIP that may stand beside a name.
    return [
        Slot(name, *how[name], tuple(sorted(own, key=lambda source: source.take == "nip")))
        for name, own in sources.items()
    ]


def _position_of(columns: list[tuple[int, ColumnMap]], value_kind: str) -> int | None:
    for position, column in columns:
        if any(one.value_kind == value_kind for one in column.fields):
            return position
    return None


def _cell(cells: list[str | None], position: int) -> Text:
    return cells[position] if position < len(cells) else None

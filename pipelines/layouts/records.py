"""Takes the fields out of the records of a table, with what is needed to read each text.

Column by column over a stretch of rows: what a text is taken apart into is worked out once for
each distinct text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from pipelines.layouts.date_order import order_of_dates
from pipelines.layouts.elsewhere import Lookup, SaidElsewhere
from pipelines.layouts.headings import normalise
from pipelines.layouts.joint_cells import refuse_joint_cells, refuse_shared_nips
from pipelines.layouts.maps import ColumnMap, FieldMap
from pipelines.layouts.splitting import (
    name_and_nip,
    name_and_position,
    number_and_date,
    per_person,
    persons,
)
from pipelines.layouts.subtotals import place_of
from pipelines.layouts.tables import MergedCells, Table
from pipelines.values.numbers import scale_of_percentages
from pipelines.workbooks.delimited import SHEET_NAME
from pipelines.workbooks.model import Column, Sheet
from pipelines.workbooks.xlsx_parts import column_letter

_NIP_DIGITS = 18
_SHARES = ("share", "lines")
_FIGURES = ("count", "percentage")
_OF_PERSONS = ("name", "nip", "name alone", "position")
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")

Text = str | None
"""The trimmed text of a field, None where the cell is blank."""

_SPLITS: dict[str, Callable[[str], tuple[str, Text]]] = {
    "name": name_and_nip, "nip": name_and_nip, "name alone": name_and_position,
    "position": name_and_position, "number": number_and_date, "date": number_and_date,
}  # fmt: skip


class Source(NamedTuple):
    """A column that feeds a slot. take: what of the cell it is: the whole of it, a share for each
    person (lines: even if only lines part it), a name (name alone: without the position behind the
    nip), the nip beside a name, the position behind it, a number, or the date beside a number;
    said: nothing of it, since the heading says it already."""

    position: int
    letter: str
    heading: str
    take: str
    says: str = ""


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
    when all are from the first; is_cell: every text is what stands in the row's own cell;
    struck: the parts of which the cell is crossed out.
    """

    texts: list[Text]
    contexts: str | list[str] = ""
    sources: list[int] | None = None
    is_cell: bool = False
    struck: set[int] = field(default_factory=set)

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


class RecordReader:
    """Reads the records of one table. `slots` are its fields, each of them once.

    place: of its table on the sheet; member_at: in a crosstab, the one of its columns of which each
    filled cell is a record. as_of, period_label: as of when and for which period the table is,
    where that is known. Of a recap, member_kind: as what the government or region is read that a
    row is about; marks: by the index of a row, what is put behind that name so that it is refused.
    """

    def __init__(
        self,
        sheet: Sheet,
        table: Table,
        merged: MergedCells,
        province_code: str,
        lookup: Lookup,
        place: int = 0,
        member_at: int | None = None,
    ) -> None:
        self.place = place
        self._member_at = member_at
        self._members_at = sorted(table.members)
        self._merged = merged
        self._epoch = sheet.epoch
        self._province_code = province_code
        self._lookup = lookup
        columns = [
            (position, column)
            for position, column in sorted(table.columns.items())
            if not column.ignored and (position == member_at or position not in table.members)
        ]
        self.header_row = sheet.numbers[table.start]
        self._sheet = sheet
        self.slots = _slots(columns, table.headings, table.members)
        self._persons_at = next((p for p, c in columns if c.split == "persons"), None)
        self._province_at = _position_of(columns, "province")
        self._stage_at = _position_of(columns, "election_stage")
        self._position_of_field = {one.name: p for p, column in columns for one in column.fields}
        self._sanction_context = [
            name for name in table.layout.sanction_context if name in self._position_of_field
        ]
        self._kinds = {p: column.fields[0].value_kind for p, column in columns}
        at = {field: self._position_of_field.get(field) for field in ("person_name", "nip")}
        own_name, own_nip = at["person_name"], at["nip"]
        self._who = None if own_name is None or own_nip is None else (own_name, own_nip)
        self._totals = table.layout.totals
        self._dates = {
            one.name: (position, column.split == "number_and_date", _date_options(one))
            for position, column in columns
            for one in column.fields
            if one.value_kind == "date"
        }
        self._date_context: dict[str, str] = {}
        self._scales: dict[str, str] = {}
        self.elsewhere = SaidElsewhere()
        self.marks: dict[int, str] = {}
        self._member_column = place_of(table)
        self.member_kind = ""
        if self._member_column is not None:
            self.member_kind = table.columns[self._member_column].fields[0].value_kind
        self.as_of: str | None = None
        self.period_label: str | None = None

    def learn_dates(self, indices: list[int]) -> None:
        """Look through the columns of the records (where on the sheet they are) for the order of
        day and month in their dates, and for what their percentages are parts of."""
        for name, (position, is_behind_number, options) in self._dates.items():
            texts = set(filter(None, _of_rows(self._sheet.columns, position, indices)))
            if is_behind_number:
                texts = {number_and_date(text)[1] for text in texts}
            order = order_of_dates(texts, self._sheet.name == SHEET_NAME)
            self._date_context[name] = self._epoch + order + options
        for slot in self.slots:
            if slot.value_kind == "percentage":
                at = slot.sources[0].position
                texts = set(filter(None, _of_rows(self._sheet.columns, at, indices)))
                self._scales[slot.field] = scale_of_percentages(texts)

    def read(self, indices: list[int], classes: list[str]) -> RecordTexts:
        """The parts of record (or total) rows and their texts; indices: of sheet.rows.

        Blanks are filled from above where cells are merged, or with the place that a sub-heading
        says; ditto marks say what they repeat. The cell that calls a row a total is none of its
        fields.
        """
        numbers = [self._sheet.numbers[i] for i in indices]
        said = self.elsewhere.cells
        elsewhere = [(i, said[n]) for i, n in enumerate(numbers) if n in said] if said else []

        def column(position: int) -> list[Text]:
            texts = _of_rows(self._merged.columns, position, indices)
            for i, own in elsewhere:
                if position in own:
                    texts[i] = own[position]
            return texts

        texts = {
            position: column(position)
            for position in dict.fromkeys(s.position for slot in self.slots for s in slot.sources)
        }
        is_all_records = classes.count("record") == len(classes)
        if not is_all_records:
            for i, row_class in enumerate(classes):
                if row_class == "record":
                    continue
                for of_column in texts.values():
                    if normalise(of_column[i] or "").startswith(self._totals or ("\0",)):
                        of_column[i] = None
        if self.marks and self._member_column in texts:
            named = texts[self._member_column]
            for i, index in enumerate(indices):
                if index in self.marks and named[i]:
                    named[i] = f"{named[i]}{self.marks[index]}"
        refuse_joint_cells(
            texts, self._kinds, self._who, numbers, classes, self._merged, self._members_at
        )
        people = self._people(texts, classes)
        as_they_stand = (
            people is None
            and is_all_records
            and not elsewhere
            and not self.marks
            and self._merged.filled_rows.isdisjoint(indices)
        )
        counts: list[int] | None = None
        if self._member_at is not None:
            result = self._filled(len(indices), column)
            texts = {p: [of_column[i] for i in result.index] for p, of_column in texts.items()}
        elif people is None:
            result = RecordTexts(list(range(len(indices))), [1] * len(indices))
        else:
            result = RecordTexts(
                [i for i, one in enumerate(people) for _ in one],
                [part for one in people for part in range(1, len(one) + 1)],
            )
            counts = [len(people[i]) for i in result.index]
            texts = {p: [of_column[i] for i in result.index] for p, of_column in texts.items()}
            assert self._persons_at is not None
            texts[self._persons_at] = [text or None for one in people for text in one]
        is_expanded = people is not None or self._member_at is not None
        contexts = self._contexts(column, numbers, result.index, is_expanded)
        taken = _Taken(texts, result.parts, counts)
        of_cell = ("whole", *_SHARES)
        for slot in self.slots:
            found = SlotTexts(taken.of(slot.sources[0]))
            found.is_cell = (
                as_they_stand and len(slot.sources) == 1 and slot.sources[0].take in of_cell
            )
            if slot.field == "nip" and counts:
                found.texts = list(found.texts)
                refuse_shared_nips(found.texts, result.index)
            if slot.field == "nip" and counts and slot.sources[0].take in _SHARES:
                whole = texts[slot.sources[0].position]
                for i, text in enumerate(found.texts):
                    if not text or text[0] == "#" or counts[i] == 1 or text != whole[i]:
                        continue
                    if sum(map(str.isdigit, text)) == _NIP_DIGITS:
                        # One number for several persons is that of nobody can tell whom.
                        found.texts[i] = f"{text} {text}"
            for place, source in enumerate(slot.sources[1:], 1):
                others = taken.of(source)
                if found.sources is None:
                    found.texts, found.sources = list(found.texts), [0] * len(found.texts)
                for i, text in enumerate(found.texts):
                    other = others[i]
                    if other is None:
                        continue
                    if self._says_nothing(text):
                        found.texts[i], found.sources[i] = other, place
                    elif slot.field == "nip" and _differ(text or "", other):
                        # Two numbers for one person: neither is believed.
                        found.texts[i] = f"{text} {other}"
            if slot.value_kind == "date":
                found.contexts = self._date_context.get(slot.field, self._epoch)
            elif slot.value_kind == "percentage":
                found.contexts = self._scales.get(slot.field, "")
            else:
                found.contexts = contexts.get(slot.value_kind, "")
            if self._sheet.struck:
                found.struck = self._struck(slot, found, [numbers[i] for i in result.index])
            result.columns.append(found)
        return result

    def cells_of(self, position: int, indices: list[int]) -> list[Text]:
        """The cells of a column in some rows, as they stand or as is said elsewhere; indices: of
        sheet.rows."""
        texts = _of_rows(self._merged.columns, position, indices)
        if said := self.elsewhere.cells:
            for i, index in enumerate(indices):
                own = said.get(self._sheet.numbers[index], {})
                if position in own:
                    texts[i] = own[position]
        return texts

    def member_of(self, index: int) -> tuple[Text, str]:
        """Whom a row of a recap is about, as it stands or as is said elsewhere, and the province
        to read it in; index: of sheet.rows."""
        at, number = self._member_column, self._sheet.numbers[index]
        if at is None or at >= len(self._merged.columns):
            return None, ""
        own = self.elsewhere.cells.get(number, {})
        return (
            own.get(at, self._merged.columns[at][index]),
            self.elsewhere.province.get(number, self._province_code),
        )

    def figures_of(self, index: int) -> tuple[Text, ...]:
        """What a row of a recap says in its other columns; index: of sheet.rows."""
        columns = self._merged.columns
        return tuple(
            columns[position][index]
            for position, kind in self._kinds.items()
            if kind in _FIGURES and position < len(columns)
        )

    def _struck(self, slot: Slot, found: SlotTexts, numbers: list[int]) -> set[int]:
        """The parts of which the cell, or the merged cell that it is part of, is crossed out;
        numbers: of their rows."""
        struck = set()
        for part, (text, number) in enumerate(zip(found.texts, numbers, strict=True)):
            cell = (number, slot.sources[found.source(part)].position + 1)
            if text and (self._merged.origin(*cell) or cell) in self._sheet.struck:
                struck.add(part)
        return struck

    def _filled(self, count: int, column: Callable[[int], list[Text]]) -> RecordTexts:
        """The rows in which the member's cell is filled, its part counted among the filled ones.

        A row without any has its first cell, so that the row is accounted for.
        """
        result = RecordTexts([], [])
        of_members = [column(position) for position in self._members_at]
        for i in range(count):
            filled = [p for p, texts in zip(self._members_at, of_members, strict=True) if texts[i]]
            filled = filled or self._members_at[:1]
            if self._member_at in filled:
                result.index.append(i)
                result.parts.append(filled.index(self._member_at) + 1)
        return result

    def _says_nothing(self, text: Text) -> bool:
        """True for a blank and for a word for unknown, not for the error of a formula."""
        return text is None or (text[0] != "#" and self._lookup("text", text) is None)

    def _people(self, texts: dict[int, list[Text]], classes: list[str]) -> list[list[str]] | None:
        """The persons of each row, or None when every row is about one."""
        if self._persons_at is None:
            return None
        if not _DIGIT.search("\n".join(filter(None, texts[self._persons_at]))):
            return None  # neither a list nor a NIP
        known: dict[Text, list[str]] = {None: [""]}
        people = []
        for text, row_class in zip(texts[self._persons_at], classes, strict=True):
            if text not in known:
                known[text] = persons(text or "")
            people.append(known[text] if row_class == "record" else [text or ""])
        # A single person may be listed as '1) …' all the same.
        alone = all(
            len(own) == 1 and own[0] == (text or "")
            for own, text in zip(people, texts[self._persons_at], strict=True)
        )
        return None if alone else people

    def _contexts(
        self,
        column: Callable[[int], list[Text]],
        numbers: list[int],
        index: list[int],
        is_expanded: bool,
    ) -> dict[str, str | list[str]]:
        """Context of the value kinds that depend on another cell of the row."""

        def by_part(of_rows: list[str]) -> list[str]:
            return [of_rows[i] for i in index] if is_expanded else of_rows

        def looked_up(position: int, kind: str) -> list[str]:
            texts = column(position)
            known = {text: (self._lookup(kind, text) or "") if text else "" for text in set(texts)}
            return [known[text] for text in texts]

        contexts: dict[str, str | list[str]] = {}
        province: str | list[str] = self._province_code
        if self._province_at is not None:
            province = by_part(looked_up(self._province_at, "province"))
        elif self.elsewhere.province:
            of_section = self.elsewhere.province
            province = by_part([of_section.get(n, self._province_code) for n in numbers])
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


class _Taken:
    """What the sources take of the cells; each distinct cell is taken apart once.

    counts: how many persons the row of each part holds, None where each is about one.
    """

    def __init__(
        self, texts: dict[int, list[Text]], parts: list[int], counts: list[int] | None
    ) -> None:
        self._texts = texts
        self._parts = parts
        self._counts = counts
        self._split: dict[tuple[int, bool], dict[Text, tuple[Text, Text]]] = {}
        self._digits: dict[int, bool] = {}

    def of(self, source: Source) -> list[Text]:
        texts = self._texts[source.position]
        if source.take == "said":
            return [source.says] * len(texts)
        if source.take == "whole" or (source.take in _SHARES and self._counts is None):
            return texts
        if source.take in _SHARES:
            return self._shares(texts, source.take == "lines")
        if source.take in _OF_PERSONS and not self._has_digits(source.position):
            return texts if source.take.startswith("name") else [None] * len(texts)
        split = _SPLITS[source.take]
        way = (source.position, split is name_and_position)
        known = self._split.setdefault(way, {None: (None, None)})
        for text in texts:
            if text not in known:
                first, second = split(text or "")
                known[text] = (first or None, second or None)
        place = 0 if source.take in ("name", "name alone", "number") else 1
        return [known[text][place] for text in texts]

    def _has_digits(self, position: int) -> bool:
        """Whether there is a digit in any of the cells: without one, no cell holds a NIP."""
        known = self._digits.get(position)
        if known is None:
            text = "\n".join(filter(None, self._texts[position]))
            known = self._digits[position] = _DIGIT.search(text) is not None
        return known

    def _shares(self, texts: list[Text], by_line: bool) -> list[Text]:
        known: dict[tuple[str, int], list[str]] = {}
        shares: list[Text] = []
        for text, part, count in zip(texts, self._parts, self._counts or (), strict=True):
            if text is None:
                shares.append(None)
                continue
            found = known.get((text, count))
            if found is None:
                found = known[text, count] = per_person(text, count, by_line)
            shares.append(found[part - 1] or None)
        return shares


def _slots(
    columns: list[tuple[int, ColumnMap]], headings: dict[int, str], members: dict[int, str]
) -> list[Slot]:
    """The fields that the columns feed, each once (but each remark), in the order of the columns;
    members: those that headings name, by column."""
    has_persons = any(column.split == "persons" for _, column in columns)
    # By the name of the field, and of a remark by its column too.
    sources: dict[tuple[str, str], list[Source]] = {}
    how: dict[tuple[str, str], tuple[str, str, bool]] = {}
    for position, column in columns:
        letter, heading = column_letter(position + 1), headings[position]
        if column.measure:
            for name, says in (("column_member", members[position]), ("measure", column.measure)):
                sources[name, ""] = [Source(position, letter, heading, "said", says)]
                how[name, ""] = ("code", "reject", False)
        fields = [(one.name, one.value_kind, one.on_error, one.filled) for one in column.fields]
        if column.split == "persons":
            takes = ["name", "nip"]
            if len(fields) > 1:
                takes = ["name alone", "nip", *["position"] * len(fields[1:])]
            fields = [fields[0], ("nip", "nip", "reject", False), *fields[1:]]
        elif column.split == "number_and_date":
            takes = ["number", "date"]
        else:
            take = "whole"
            if column.per_person and has_persons:
                is_free = any(one.value_kind == "text" for one in column.fields)
                take = "share" if is_free else "lines"
            takes = [take] * len(fields)
        for (name, kind, on_error, filled), take in zip(fields, takes, strict=True):
            key = (name, letter if column.is_remark else "")
            sources.setdefault(key, []).append(Source(position, letter, heading, take))
            if take != "nip" or key not in how:
                how[key] = (kind, on_error, filled)
    # A column of its own goes before the NIP that may stand beside a name.
    return [
        Slot(key[0], *how[key], tuple(sorted(own, key=lambda source: source.take == "nip")))
        for key, own in sources.items()
    ]


def _date_options(date: FieldMap) -> str:
    told = (("future", date.future), ("old", date.old), (date.range, date.range))
    return "".join(f":{option}" for option, is_said in told if is_said)


def _year_in(text: Text) -> str:
    """The year in the number of a letter or decree, '' where there is none or there are several."""
    years = set(_YEAR.findall(text or ""))
    return years.pop() if len(years) == 1 else ""


def _differ(one: str, other: str) -> bool:
    """Whether two NIPs are of other digits; one that is no whole NIP is refused as it stands."""
    digits, others = ("".join(filter(str.isdigit, text)) for text in (one, other))
    return len(digits) == _NIP_DIGITS and digits != others


def _position_of(columns: list[tuple[int, ColumnMap]], value_kind: str) -> int | None:
    for position, column in columns:
        if any(one.value_kind == value_kind for one in column.fields):
            return position
    return None


def _of_rows(columns: list[Column], position: int, indices: list[int]) -> list[Text]:
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

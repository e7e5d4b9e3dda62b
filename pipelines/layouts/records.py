"""Takes the fields out of the records of a table, with what is needed to read each text.

Column by column over a stretch of rows: what a text is taken apart into is worked out once for
each distinct text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from pipelines.layouts.elsewhere import Lookup, SaidElsewhere
from pipelines.layouts.headings import normalise
from pipelines.layouts.joint_cells import refuse_joint_cells, refuse_shared_nips
from pipelines.layouts.row_contexts import RowContexts, cells_of
from pipelines.layouts.slots import SHARES, RecordTexts, Slot, SlotTexts, Text, slots_of
from pipelines.layouts.splitting import persons
from pipelines.layouts.subtotals import place_of
from pipelines.layouts.tables import MergedCells, Table
from pipelines.layouts.taken_apart import TakenApart
from pipelines.layouts.total_words import kind_without_word
from pipelines.workbooks.model import Sheet

_NIP_DIGITS = 18
_FIGURES = ("count", "percentage")
_DIGIT = re.compile(r"\d")


class RecordReader:
    """Reads the records of one table. `slots` are its fields, each of them once.

    place: of its table on the sheet; member_at: in a crosstab, the one of its columns of which each
    filled cell is a record. as_of, period_label: as of when and for which period the table is,
    where that is known. Of a recap or crosstab, member_kind: as what the member is read that a row
    is about; marks: by the index of a row, what is put behind that name so that it is refused.
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
        self._province_code = province_code
        self._lookup = lookup
        columns = [
            (position, column)
            for position, column in sorted(table.columns.items())
            if not column.ignored and (position == member_at or position not in table.members)
        ]
        self.header_row = sheet.numbers[table.start]
        self._sheet = sheet
        held = {heading for _, column in columns for heading in column.in_place_of}
        of_held = [one for one in table.layout.columns if one.heading in held]
        needed = {one.name for column in of_held for one in column.fields if one.filled}
        self.slots = slots_of(columns, table.headings, table.members, needed)
        self._persons_at = next((p for p, c in columns if c.split == "persons"), None)
        self._kinds = {p: column.fields[0].value_kind for p, column in columns}
        at = {one.name: p for p, column in columns for one in column.fields}
        own_name, own_nip = at.get("person_name"), at.get("nip")
        self._who = None if own_name is None or own_nip is None else (own_name, own_nip)
        self._totals = table.layout.totals
        self._contexts = RowContexts(
            columns, table.layout.sanction_context, sheet.epoch, province_code, lookup
        )
        self.elsewhere = SaidElsewhere()
        self.marks: dict[int, str] = {}
        self._member_column = place_of(table)
        self.member_kind = ""
        if self._member_column is not None:
            self.member_kind = table.columns[self._member_column].fields[0].value_kind
        self.as_of: str | None = None
        self.period_label: str | None = None
        # Of a crosstab, what its column is of.
        self.says = tuple(
            slot.sources[0].says for slot in self.slots if slot.sources[0].take == "said"
        )

    def learn_dates(self, indices: list[int]) -> None:
        """Look through the columns of the records (where on the sheet they are) for the order of
        day and month in their dates, and for what their percentages are parts of."""
        self._contexts.learn(self._sheet, self.slots, indices)

    def read(self, indices: list[int], classes: list[str]) -> RecordTexts:
        """The parts of record (or total) rows and their texts; indices: of sheet.rows.

        Blanks are filled from above where cells are merged, or with the place that a sub-heading
        says; ditto marks say what they repeat. The cell that calls a row a total is none of its
        fields.
        """
        numbers = [self._sheet.numbers[i] for i in indices]
        said = self.elsewhere.cells
        elsewhere = bool(said) and any(number in said for number in numbers)
        column = partial(self.cells_of, indices=indices)
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
                    words = normalise(of_column[i] or "")
                    if words.startswith(self._totals or ("\0",)) or kind_without_word(words):
                        of_column[i] = None
        if self.marks and self._member_column in texts:
            named = texts[self._member_column]
            for i, index in enumerate(indices):
                if index in self.marks and named[i]:
                    named[i] = f"{named[i]}{self.marks[index]}"
        is_across = refuse_joint_cells(
            texts, self._kinds, self._who, numbers, classes, self._merged, self._members_at
        )
        people = self._people(texts, classes)
        as_they_stand = (
            people is None
            and is_all_records
            and not elsewhere
            and not is_across
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
        contexts = self._contexts.of_rows(
            column, numbers, result.index, is_expanded, self.elsewhere.province
        )
        taken = TakenApart(texts, result.parts, counts)
        of_cell = ("whole", *SHARES)
        for slot in self.slots:
            found = SlotTexts(taken.of(slot.sources[0]))
            found.is_cell = (
                as_they_stand and len(slot.sources) == 1 and slot.sources[0].take in of_cell
            )
            if slot.field == "nip" and counts:
                found.texts = list(found.texts)
                refuse_shared_nips(found.texts, result.index)
            if slot.field == "nip" and counts and slot.sources[0].take in SHARES:
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
            found.contexts = self._contexts.of_slot(slot, contexts)
            if self._sheet.struck:
                found.struck = self._struck(slot, found, [numbers[i] for i in result.index])
            result.columns.append(found)
        return result

    def cells_of(self, position: int, indices: list[int]) -> list[Text]:
        """The cells of a column in some rows, as they stand or as is said elsewhere; indices: of
        sheet.rows."""
        texts = cells_of(self._merged.columns, position, indices)
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
        province = self.elsewhere.province.get(number, self._province_code)
        if self._contexts.province_at is not None:
            named = self._merged.columns[self._contexts.province_at][index]
            province = (named and self._lookup("province", named)) or ""
        return own.get(at, self._merged.columns[at][index]), province

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


def _differ(one: str, other: str) -> bool:
    """Whether two NIPs are of other digits; one that is no whole NIP is refused as it stands."""
    digits, others = ("".join(filter(str.isdigit, text)) for text in (one, other))
    return len(digits) == _NIP_DIGITS and digits != others

"""The fields of the records of a table: which columns feed each, and the texts that they get."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from pipelines.layouts.maps import ColumnMap
from pipelines.workbooks.xlsx_parts import column_letter

Text = str | None
"""The trimmed text of a field, None where the cell is blank."""

SHARES = ("share", "lines")
"""What a source takes of a cell that may list something for each person."""


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


def slots_of(
    columns: list[tuple[int, ColumnMap]],
    headings: dict[int, str],
    members: dict[int, str],
    needed: set[str],
) -> list[Slot]:
    """The fields that the columns feed, each once (but each remark), in the order of the columns;
    members: those that headings name, by column; needed: fields of columns in whose place another
    stands, that must be filled."""
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
            fields = [fields[0], ("nip", "nip", "reject", "nip" in needed), *fields[1:]]
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

"""Hidden sheets that their name calls old, a draft or the like, beside the visible real table.

Who sends the file does not see such a sheet, and what it holds is said again, better, on another.
Its rows are set aside by this rule, one by one, so that the visible ones load. A hidden sheet of
any other name counts like a visible one.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.layouts.maps import Layout
from pipelines.layouts.model import SheetUse
from pipelines.layouts.tables import Table
from pipelines.layouts.title_words import found_in_hidden_name
from pipelines.workbooks.model import Sheet

HIDDEN_DRAFT = "hidden_draft"
"""The rule that sets aside the records of such a sheet."""


def hidden_drafts(sheets: Sequence[Sheet], found: Sequence[Sequence[Table]]) -> dict[int, str]:
    """The places of such sheets, each with the word of its name that tells; found: the tables of
    each sheet.

    All tables of the sheet must be of the layout that the visible sheets have.
    """
    named = {
        place: word
        for place, (sheet, tables) in enumerate(zip(sheets, found, strict=True))
        if sheet.is_hidden and tables and (word := _word_of(sheet, tables[0].layout))
    }
    if not named:
        return {}
    others = [
        (table, sheet.is_hidden)
        for place, (sheet, tables) in enumerate(zip(sheets, found, strict=True))
        if place not in named
        for table in tables
        if table.is_complete
    ]
    layout = max(others, key=lambda one: len(one[0].columns))[0].layout if others else None
    if all(is_hidden for table, is_hidden in others if table.layout is layout):
        return {}
    return {
        place: word
        for place, word in named.items()
        if all(table.layout is layout for table in found[place])
    }


def _word_of(sheet: Sheet, layout: Layout) -> str:
    said = found_in_hidden_name(sheet.name, layout.record_kind)
    return said.word if said else ""


def set_aside(use: SheetUse) -> None:
    """Put the records of a sheet under the rule, and keep nothing of its totals."""
    use.is_set_aside = True
    is_record = [row_class == "record" for row_class, _ in use.classes]
    use.classes = [
        ("record", HIDDEN_DRAFT) if own else found
        for own, found in zip(is_record, use.classes, strict=True)
    ]
    use.table_of = [
        table if own else None for own, table in zip(is_record, use.table_of, strict=True)
    ]

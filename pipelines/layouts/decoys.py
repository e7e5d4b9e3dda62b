"""Lists with the headings of a register that are none: drafts, targets, examples, other figures.

What stands around a table tells, in the words of title_words.csv: its titles, the name of its
sheet, a cover sheet before it, its sub-headings, the notes below it, the units under its headings.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from pipelines.layouts.maps import Layout
from pipelines.layouts.model import Recognition, SheetUse
from pipelines.layouts.quoting import sheet_label
from pipelines.layouts.surroundings import body_of, titles_above
from pipelines.layouts.tables import Table
from pipelines.layouts.title_words import (
    OF_FIGURES,
    OF_SUBJECTS,
    REASONS,
    Found,
    found_in_name,
    found_in_note,
    found_in_titles,
    found_in_unit,
    subjects_of,
)

_ROWS_OF_A_COVER = 12
_ROWS_OF_UNITS = 2
_MEND_HIDDEN = "that sheet is hidden: unhide it to look, and delete it if it is not to count"
_SUMMARIES = ("recap", "crosstab")

Sign = tuple[Found | None, str, str]
"""What was found, where, and what the word would have to be taken out of."""


def check_no_decoy(
    layout: Layout, sheets: list[SheetUse], tables: list[list[Table]], result: Recognition
) -> None:
    """Make the file wait if something says that a table is not of what happened, or of others."""
    if result.reason_code:
        return
    kind = layout.record_kind
    above = [titles_above(use, own) for use, own in zip(sheets, tables, strict=True)]
    but = subjects_of(title for of_sheet in above for own in of_sheet for title in own)
    if result.is_made_up:
        but |= {"example"}
    for found, where, what in _on_covers(sheets, tables, kind, but):
        if found:
            return _explain(found, where, what, result)
    for use, own, titles in zip(sheets, tables, above, strict=True):
        for place, table in enumerate(own):
            body = body_of(use.sheet, own, place)
            if any(use.classes[i][0] == "record" for i in body):
                for found, where, what in _around(use, table, titles[place], body, kind, but):
                    if found:
                        _explain(found, where, what, result)
                        if use.sheet.is_hidden:
                            result.mend = f"{_MEND_HIDDEN}; else {result.mend}"
                        return


def _explain(found: Found, where: str, what: str, result: Recognition) -> None:
    reason = REASONS[found.says]
    result.reason_code = reason.code
    result.message = f"{where} says '{found.word}': {reason.text}"
    result.mend = reason.mend.format(where=what)


def _on_covers(
    sheets: list[SheetUse], tables: list[list[Table]], kind: str, but: frozenset[str]
) -> Iterator[Sign]:
    """The sheets of a few lines of text before that of the first table."""
    for use, _ in takewhile(lambda one: not one[1], zip(sheets, tables, strict=True)):
        rows = use.sheet.rows
        if len(rows) <= _ROWS_OF_A_COVER:
            cells = [[text for text in row.cells if text is not None] for row in rows]
            if all(len(texts) == 1 for texts in cells):
                found = found_in_titles([texts[0] for texts in cells], kind, but | {"example"})
                yield found, sheet_label(use.sheet), "that sheet"


def _around(
    use: SheetUse, table: Table, titles: list[str], body: range, kind: str, but: frozenset[str]
) -> Iterator[Sign]:
    """What stands around a table, whatever is surest first."""
    if any(column.measure == "share" for column in table.columns.values()):
        but |= {"share"}
    sheet = sheet_label(use.sheet)
    row = use.sheet.numbers[table.start]
    yield found_in_titles(titles, kind, but), f"a title above row {row} of {sheet}", "its title"
    name = found_in_name(use.sheet.name, kind, but)
    yield name, f"the name of {sheet}", "the name of the sheet"
    for index in body:
        row_class = use.classes[index][0]
        if row_class not in ("subheading", "note"):
            continue
        where = f"row {use.sheet.numbers[index]} of {sheet}"
        for text in filter(None, use.sheet.rows[index].cells):
            if row_class == "note":
                yield found_in_note(text, kind, but), f"the note in {where}", "the note"
            else:
                found = found_in_titles([text], kind, but | OF_SUBJECTS | OF_FIGURES)
                yield found, f"the sub-heading in {where}", "the sub-heading"
    if kind in _SUMMARIES:
        where = f"a unit under the headings in row {row} of {sheet}"
        for text in _units(use, table, body):
            yield found_in_unit(text, kind), where, "that row"


def _units(use: SheetUse, table: Table, body: range) -> Iterator[str]:
    """The texts right under the headings of counts."""
    for index in body[:_ROWS_OF_UNITS]:
        cells = use.sheet.rows[index].cells
        for position, column in table.columns.items():
            if column.fields and column.fields[0].value_kind == "count":
                text = cells[position] if position < len(cells) else None
                if text and not text[0].isdigit():
                    yield text

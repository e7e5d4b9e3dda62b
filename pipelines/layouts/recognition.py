"""Says which layout a workbook has and why, classes its rows and takes out its fields' texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pipelines.layouts.maps import Layout, Layouts
from pipelines.layouts.model import ClassedRow, ColumnUse, Recognition
from pipelines.layouts.periods import election_of, period_from_dates
from pipelines.layouts.provenance import Provenance, find_provenance
from pipelines.layouts.quoting import columns_named, quoted, sheet_label
from pipelines.layouts.records import Lookup, RecordReader
from pipelines.layouts.row_classes import RUNNING_TOTAL, class_of_rows
from pipelines.layouts.tables import MergedCells, Table, find_tables
from pipelines.workbooks.model import Sheet, Workbook
from pipelines.workbooks.xlsx_parts import column_letter

if TYPE_CHECKING:
    from pipelines.values import Reference

_WORD = re.compile(r"\w")
# Said above made-up registers, so that they stay made up wherever they are put.
_MADE_UP = re.compile(
    r"\bBUKAN\s+DATA\s+(?:YANG\s+)?SEBENARNYA\b|^\W*DATA\s+CONTOH\b|\bMADE[-\s]+UP\b", re.IGNORECASE
)
_FIRST_ROWS = 10
_MEND_MAP = (
    "name the column as the layout does, or make a map with `netralitas layout suggest FILE`"
)
_MEND_SIDECAR = (
    "write {key} in a file FILE.yml beside it, or put it in an inbox folder that says it"
)
_MEND_STATED = "write {key} in the file FILE.yml beside it, or leave it out"
_OFFICE_FORM = "`office: Pemerintah Kabupaten …` (or Bawaslu and its region)"
_PERIOD_FORM = "`period: 2024` (or 2023-2024, Maret 2024, Triwulan I 2024, Pilkada 2024)"


def recognise(
    workbook: Workbook,
    layouts: Layouts,
    reference: Reference,
    sidecar: Mapping[str, Any] | None = None,
    inbox_folder: str = "",
) -> Recognition:
    """How a readable workbook is understood; `reason_code` is set when it must wait.

    sidecar: keys office, region, period, election, as_of (of FILE.yml). inbox_folder: the folder
    below the inbox. Messages quote headings and sheet names only in known words.
    """
    result = Recognition()
    if not workbook.readable:
        result.reason_code, result.message = workbook.reason_code, workbook.message
        result.mend = "send it again, saved as .xlsx without a password"
        return result
    lookup = _lookup(reference)
    merged = [MergedCells(sheet) for sheet in workbook.sheets]
    found = [
        find_tables(sheet, layouts, cells)
        for sheet, cells in zip(workbook.sheets, merged, strict=True)
    ]
    result.is_made_up = _is_made_up(workbook.sheets, found)
    layout = _choose(found, layouts.words, result)
    if layout is None:
        for sheet, cells in zip(workbook.sheets, merged, strict=True):
            _read_sheet(
                sheet, [], cells, class_of_rows(sheet, [], cells, lookup), "", lookup, result
            )
        return result
    result.layout, result.family = layout.name, layout.family
    result.register_kind, result.record_kind = layout.register_kind, layout.record_kind
    result.source_code = layout.source_code
    # A near miss on another sheet (a summary, a pivot) is no table of this layout.
    tables = [[table for table in sheet if table.layout is layout] for sheet in found]
    classes = [
        class_of_rows(sheet, own, cells, lookup)
        for sheet, own, cells in zip(workbook.sheets, tables, merged, strict=True)
    ]
    titles = [
        text
        for sheet, own in zip(workbook.sheets, classes, strict=True)
        for row, (row_class, _) in zip(sheet.rows, own, strict=True)
        if row_class == "title"
        for text in row.cells
        if text is not None
    ]
    origin = find_provenance(
        layout, titles, sidecar, inbox_folder, lookup, _name_of_region(reference)
    )
    for sheet, own, cells, row_classes in zip(
        workbook.sheets, tables, merged, classes, strict=True
    ):
        _read_sheet(sheet, own, cells, row_classes, origin.province_code, lookup, result)
    _check_columns(workbook.sheets, tables, classes, result)
    _settle_origin(layout, origin, reference, result, lookup)
    _explain_origin(origin, result)
    result.evidence = _evidence(layout, workbook.sheets, tables, origin, result)
    return result


def _lookup(reference: Reference) -> Lookup:
    """A remembered `interpret`; the kind may carry its context: 'region@74'."""
    from pipelines.values import interpret

    known: dict[tuple[str, str], str | None] = {}

    def lookup(kind: str, text: str) -> str | None:
        key = (kind, text)
        if key not in known:
            name, _, context = kind.partition("@")
            if name == "date" and not context:
                context = "1900"
            known[key] = interpret(name, context, text, reference).value
        return known[key]

    return lookup


def _name_of_region(reference: Reference) -> Callable[[str], str]:
    """The official name of a region code, with its kind: '74.01' → 'Kabupaten Kolaka'."""

    def name_of(code: str) -> str:
        region = reference.regions[code]
        if region.kind == "province" and not region.name.startswith("Provinsi"):
            return f"Provinsi {region.name}"
        return region.name

    return name_of


def _is_made_up(sheets: list[Sheet], found: list[list[Table]]) -> bool:
    """True when a row above the first table of a sheet says that its data is made up."""
    for sheet, tables in zip(sheets, found, strict=True):
        above = sheet.rows[: tables[0].start] if tables else sheet.rows
        for row in above[:_FIRST_ROWS]:
            if any(text is not None and _MADE_UP.search(text) for text in row.cells):
                return True
    return False


def _choose(found: list[list[Table]], words: frozenset[str], result: Recognition) -> Layout | None:
    """The layout with most complete tables; if none is complete, the reason goes in result."""
    every = [table for tables in found for table in tables]
    complete = [table for table in every if table.is_complete]
    if complete:
        best = max(complete, key=lambda table: len(table.columns))
        broken = [table for table in every if table.layout is best.layout and not table.is_complete]
        if broken:
            _explain(broken[0], words, result)
        return best.layout
    if every:
        best = max(every, key=lambda table: (table.share, len(table.columns)))
        _explain(best, words, result)
        return best.layout
    result.reason_code = "no_layout"
    result.message = "no sheet has a header row that fits a known layout"
    result.evidence = "no known headings found together in one row of any sheet"
    result.mend = (
        "`netralitas layout suggest FILE` drafts a map for it; or send it in a known layout"
    )
    return None


def _explain(table: Table, words: frozenset[str], result: Recognition) -> None:
    name = f"{table.layout.name} ({table.layout.title})"
    if table.missing:
        result.reason_code = "column_missing"
        result.message = f"it looks like {name}, but has no column {quoted(table.missing)}"
        if table.unexpected:
            named = columns_named(table.unexpected, words)
            result.message += f"; it has {named}, which that layout does not know"
    elif table.unexpected:
        result.reason_code = "column_unexpected"
        named = columns_named(table.unexpected, words)
        result.message = f"it looks like {name}, but has a column that it does not know: {named}"
    else:
        result.reason_code = "header_duplicate"
        named = columns_named(table.duplicate, words)
        result.message = f"it looks like {name}, but a heading stands twice: {named}"
    result.mend = _MEND_MAP


def _read_sheet(
    sheet: Sheet,
    tables: list[Table],
    merged: MergedCells,
    classes: list[tuple[str, str]],
    province_code: str,
    lookup: Lookup,
    result: Recognition,
) -> None:
    """Append the sheet's classed rows, column uses and field texts to the result."""
    number, name = sheet.number, sheet.name
    body_of: dict[int, RecordReader] = {}
    for index, table in enumerate(tables):
        end = tables[index + 1].start if index + 1 < len(tables) else len(sheet.rows)
        reader = RecordReader(sheet, table, merged, province_code, lookup)
        rows = [sheet.rows[i] for i in range(table.end, end) if classes[i][0] == "record"]
        reader.learn_dates(rows)
        for i in range(table.end, end):
            body_of[i] = reader
        for position, column in sorted(table.columns.items()):
            fed = () if column.ignored else tuple(field.name for field in column.fields)
            letter = column_letter(position + 1)
            header_row = sheet.rows[table.start].number
            result.columns.append(
                ColumnUse(number, name, header_row, letter, table.headings[position], fed)
            )
    keeps_totals = {
        i
        for i in body_of
        if classes[i][0] == "total"
        and classes[i][1] != RUNNING_TOTAL
        and tables[0].layout.keep_totals
    }
    for i, (row, (row_class, rule)) in enumerate(zip(sheet.rows, classes, strict=True)):
        if row_class == "record" or i in keeps_totals:
            classed, fields = body_of[i].read(row, row_class, rule)
            result.rows += classed
            result.fields += fields
        else:
            result.rows.append(ClassedRow(number, name, row.number, 1, row_class, rule))


def _check_columns(
    sheets: list[Sheet],
    tables: list[list[Table]],
    classes: list[list[tuple[str, str]]],
    result: Recognition,
) -> None:
    """A column without a heading that holds words or numbers in records is not passed over."""
    for sheet, own, row_classes in zip(sheets, tables, classes, strict=True):
        for index, table in enumerate(own):
            end = own[index + 1].start if index + 1 < len(own) else len(sheet.rows)
            known = table.columns.keys() | {p for p, _ in table.unexpected}
            known |= {p for p, _ in table.duplicate}
            for i in range(table.end, end):
                if row_classes[i][0] != "record" or result.reason_code is not None:
                    continue
                row = sheet.rows[i]
                for position, text in enumerate(row.cells):
                    if text is not None and position not in known and _WORD.search(text):
                        letter = column_letter(position + 1)
                        result.reason_code = "column_unexpected"
                        result.message = (
                            f"column {letter} of {sheet_label(sheet)} has no heading, "
                            f"but row {row.number} has something in it"
                        )
                        result.mend = "give the column a heading, or clear it"
    if result.reason_code is None and not any(row.row_class == "record" for row in result.rows):
        result.reason_code = "empty"
        result.message = "it has the headings of the layout, but no data row"
        result.mend = "send it again with its rows, or leave it out"


def _settle_origin(
    layout: Layout,
    origin: Provenance,
    reference: Reference,
    result: Recognition,
    lookup: Lookup,
) -> None:
    if origin.period_label is None and layout.period.fixed is not None:
        origin.period_label, origin.period_from = layout.period.fixed, "the layout"
    stated = "period" in origin.unread
    if origin.period_label is None and layout.period.from_dates and not stated:
        # One vote for a record: the first of its dates that the layout names and that is known.
        by_record: dict[tuple[int, int, int], tuple[int, str]] = {}
        order = {name: rank for rank, name in enumerate(layout.period.from_dates)}
        for field in result.fields:
            rank = order.get(field.field)
            if rank is None:
                continue
            value = lookup(f"date@{field.context}", field.text)
            key = (field.sheet_number, field.row_number, field.part)
            if value is not None and (key not in by_record or rank < by_record[key][0]):
                by_record[key] = (rank, value)
        windows = reference.election_windows
        code = period_from_dates((value for _, value in by_record.values()), windows)
        if code is not None:
            origin.period_label, origin.period_from = code, "the election around most dates"
            origin.election_code = origin.election_code or code
    if origin.election_code is None and layout.record_kind == "recap":
        # Figures are of the whole register. Records have dates of their own, which say better.
        windows = reference.election_windows
        origin.election_code = election_of(origin.period_label or "", origin.as_of or "", windows)
    result.office, result.period_label = origin.office, origin.period_label
    result.office_region_code = origin.office_region_code
    result.office_institution_code = origin.office_institution_code
    result.source_code = origin.source_code
    result.election_code, result.as_of = origin.election_code, origin.as_of


def _explain_origin(origin: Provenance, result: Recognition) -> None:
    """An office or period that nobody can tell makes the file wait; what was said is not echoed."""
    if result.reason_code is not None:
        return
    for key, value, question, form in (
        ("office", result.office, "whose register it is", _OFFICE_FORM),
        ("period", result.period_label, "which period it is for", _PERIOD_FORM),
    ):
        if value is not None:
            continue
        result.reason_code = f"{key}_unknown"
        if key in origin.unread:
            result.message = f"its titles do not say {question}, and no {key} that can be told"
            result.message += f" stands under `{key}` in the file beside it"
            result.mend = _MEND_STATED.format(key=form)
        else:
            result.message = f"neither its titles, a sidecar nor its folder say {question}"
            result.mend = _MEND_SIDECAR.format(key=form)
        return


def _evidence(
    layout: Layout,
    sheets: list[Sheet],
    tables: list[list[Table]],
    origin: Provenance,
    result: Recognition,
) -> str:
    places, known, headings = [], 0, 0
    for sheet, own in zip(sheets, tables, strict=True):
        for table in own:
            first, last = sheet.rows[table.start].number, sheet.rows[table.end - 1].number
            rows = f"row {first}" if first == last else f"rows {first}-{last}"
            places.append(f"{rows} of {sheet_label(sheet)}")
            known += len(table.columns)
            headings += len(table.columns) + len(table.unexpected) + len(table.duplicate)
    records = sum(row.row_class == "record" and row.part == 1 for row in result.rows)
    without = [
        sheet_label(sheet)
        for sheet, own in zip(sheets, tables, strict=True)
        if sheet.rows and not own
    ]
    parts = [
        f"{known} of {headings} headings are those of {layout.name} ({'; '.join(places)})",
        f"{records} data rows",
    ]
    if origin.office_from:
        parts.append(f"office from the {origin.office_from}")
    if origin.period_from:
        parts.append(f"period from {origin.period_from}")
    if without:
        parts.append(f"no table on {', '.join(without)}")
    return ", ".join(parts)

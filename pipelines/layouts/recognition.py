"""Says which layout a workbook has and why, classes its rows and takes out its fields' texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from pipelines.layouts.decoys import check_no_decoy
from pipelines.layouts.elsewhere import Lookup, said_elsewhere
from pipelines.layouts.headings import normalise
from pipelines.layouts.hidden_drafts import hidden_drafts, set_aside
from pipelines.layouts.maps import Layout, Layouts
from pipelines.layouts.model import ColumnUse, Recognition, SheetUse
from pipelines.layouts.periods import election_of, period_from_dates, span_of
from pipelines.layouts.provenance import (
    Provenance,
    find_provenance,
    provinces_in,
    states_several_offices,
    upper_lines,
)
from pipelines.layouts.quoting import columns_named, quoted, sheet_label
from pipelines.layouts.recap_members import mark_offices, mark_twice
from pipelines.layouts.record_signs import RecordSigns
from pipelines.layouts.records import RecordReader
from pipelines.layouts.row_classes import class_of_rows
from pipelines.layouts.sheet_periods import date_by_names, date_tables, period_of_names
from pipelines.layouts.side_by_side import side_by_side
from pipelines.layouts.subtotals import rows_of_sums, totals_of_table
from pipelines.layouts.surroundings import body_of, titles_above, titles_among
from pipelines.layouts.tables import MergedCells, Table, find_tables
from pipelines.values.institutions import is_office_within
from pipelines.values.meanings import Meanings
from pipelines.values.words import SUM_OF_ALL
from pipelines.workbooks.model import Sheet, SheetRow, Workbook
from pipelines.workbooks.xlsx_parts import column_letter

if TYPE_CHECKING:
    from pipelines.values import Reference

_WORD = re.compile(r"\w")
# Said above made-up registers, so that they stay made up wherever they are put.
_MADE_UP = re.compile(
    r"\bBUKAN\s+DATA\s+(?:YANG\s+)?SEBENARNYA\b|^\W*(?:DATA\s+)?(?:CONTOH|SIMULASI)\b|\(CONTOH\)"
    r"|\bCONTOH\s+PENGISIAN\b|\bDATA\s+(?:DUMMY|FIKTIF)\b|\bMADE[-\s]+UP\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"20\d\d")
_FIRST_ROWS = 10
_ROWS_TO_TELL = 50
_GOES_ON = {"lanjutan", "sambungan", "lanjutan tabel", "sambungan tabel"}
_SUMMARIES = ("recap", "crosstab")
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
    meanings: Meanings | None = None,
    read_before_by: str | None = None,
) -> Recognition:
    """How a readable workbook is understood; `reason_code` is set when it must wait.

    sidecar: keys office, region, period, election, as_of (of FILE.yml). inbox_folder: the folder
    below the inbox. meanings: what is known already of what texts mean. read_before_by: the
    layout that this very file was understood by when it was last read. Messages quote headings and
    sheet names only in known words.
    """
    result = Recognition()
    if not workbook.readable:
        result.reason_code, result.message = workbook.reason_code, workbook.message
        result.mend = "send it again, saved as .xlsx without a password"
        return result
    lookup = (meanings or Meanings(reference)).lookup
    every = [(sheet, MergedCells(sheet)) for sheet in workbook.sheets]
    names = {item.name for item in layouts.items}
    # As it was read before it may be read again, whatever map is being written for it.
    known = layouts if read_before_by in names else layouts.with_stand_ins
    found = [find_tables(sheet, known, cells) for sheet, cells in every]
    result.is_made_up = _is_made_up(workbook.sheets, found)
    drafts = hidden_drafts(workbook.sheets, found)
    left_out = [(*every[place], found[place]) for place in drafts]
    counting = [place for place in range(len(every)) if place not in drafts]
    sheets, merged = [every[i][0] for i in counting], [every[i][1] for i in counting]
    found = [found[i] for i in counting]
    layout = _choose(found, layouts.words, result)
    if result.reason_code and (where := side_by_side(sheets, layouts)):
        result.message = where
        result.mend = "put the tables one below the other, or each on a sheet of its own"
    layout = _check_broken(layout, layouts, read_before_by, result)
    # A near miss on another sheet (a summary, a pivot) is no table of this layout.
    tables = [[table for table in sheet if table.layout is layout] for sheet in found]
    result.sheets = [
        SheetUse(sheet, class_of_rows(sheet, own, cells, lookup))
        for sheet, own, cells in zip(sheets, tables, merged, strict=True)
    ]
    if layout is None:
        return result
    result.layout, result.family = layout.name, layout.family
    result.register_kind, result.record_kind = layout.register_kind, layout.record_kind
    result.source_code = layout.source_code
    titles = [titles_among(use, 0, len(use.classes)) for use in result.sheets]
    _check_subject(layout, titles, result)
    check_no_decoy(layout, result.sheets, tables, result)
    _check_other_layouts(layout, result.sheets, found, result)
    _check_headerless(layout, result.sheets, found, lookup, result)
    above = [titles_above(use, own) for use, own in zip(result.sheets, tables, strict=True)]
    origin = find_provenance(
        layout, titles, sidecar, inbox_folder, lookup, _name_of_region(reference), above
    )
    if states_several_offices(layout, [one for of_sheet in above for one in of_sheet], lookup):
        origin.office, origin.states_several_offices = None, True
    for use, own, cells, own_titles in zip(result.sheets, tables, merged, above, strict=True):
        provinces = _provinces(own_titles, origin.province_code, lookup)
        _read_tables(use, own, cells, provinces, lookup, reference.dittos, result)
    _check_columns(result.sheets, tables, result)
    _settle_origin(layout, tables, origin, reference, result, lookup)
    _explain_origin(origin, result)
    are_figures = layout.record_kind in _SUMMARIES
    date_tables(result.sheets, tables, origin, lookup, are_figures, result)
    if layout.record_kind == "recap":
        mark_offices(result.sheets, lookup, partial(is_office_within, reference=reference))
        mark_twice(result.sheets, lookup)
    elif layout.record_kind == "crosstab":
        parts = reference.words["position_part"]
        mark_twice(result.sheets, lookup, lambda name: min(parts.matches(name), default=""))
    result.evidence = _evidence(layout, tables, origin, result)
    for (sheet, cells, own), word in zip(left_out, drafts.values(), strict=True):
        use = SheetUse(sheet, class_of_rows(sheet, own, cells, lookup))
        provinces = [origin.province_code] * len(own)
        _read_tables(use, own, cells, provinces, lookup, reference.dittos, result)
        set_aside(use)
        result.sheets.insert(workbook.sheets.index(sheet), use)
        result.evidence += f", {sheet_label(sheet)} set aside: its name says '{word}'"
    return result


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


def _check_broken(
    layout: Layout | None, layouts: Layouts, read_before_by: str | None, result: Recognition
) -> Layout | None:
    """The layout, or None where the file is for a map that cannot be used: it waits, since another
    map could take the same headings for something else."""
    if not layouts.broken:
        return layout
    broken = next((one for one in layouts.broken if layout and layout is one.stand_in), None)
    why = "its headings are those of"
    if broken is None and read_before_by not in {None, *(item.name for item in layouts.items)}:
        unseen = next((one for one in layouts.broken if not one.name), None)
        named = (one for one in layouts.broken if one.name == read_before_by)
        broken, why = next(named, unseen), "it was read before by"
    if broken is None:
        if layout is None:
            files = ", ".join(one.file for one in layouts.broken)
            result.mend = f"{result.mend}; or mend {files} in `layouts/` of the home, if it is "
            result.mend += f"for this file: {layouts.broken[0].message}"
        return layout
    result.reason_code = "map_broken"
    result.message = f"{why} the map {broken.file} of this home, which cannot be used"
    result.mend = (
        f"mend `layouts/{broken.file}` of the home ({broken.message}), or take it away if the "
        "project's own maps are to read the file"
    )
    result.layout = broken.name or read_before_by
    result.evidence = result.message
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


def _check_subject(layout: Layout, titles: list[list[str]], result: Recognition) -> None:
    """Headings such as years can be of anything: a title has to say that it is about the layout's
    subject."""
    if result.reason_code or not layout.about:
        return
    said = f" {normalise(' '.join(text for of_sheet in titles for text in of_sheet))} "
    if not any(f" {word} " in said for word in layout.about):
        words = ", ".join(layout.about)
        result.reason_code = "no_layout"
        result.message = (
            f"its headings are those of {layout.name} ({layout.title}), but no title above them "
            f"says that it is about that (one of the words {words})"
        )
        result.mend = "say in a title row what is counted, or send it in another layout"


def _check_other_layouts(
    layout: Layout, sheets: list[SheetUse], found: list[list[Table]], result: Recognition
) -> None:
    """A list of another layout is not passed over: a summary beside a list repeats it, another list
    does not."""
    for use, tables in zip(sheets, found, strict=True):
        for place, table in enumerate(tables):
            other = table.layout
            if result.reason_code or other is layout or other.record_kind in _SUMMARIES:
                continue
            body = (use.sheet.rows[i] for i in body_of(use.sheet, tables, place))
            half = len(table.columns) / 2
            if table.is_complete and any(_filled(row) > half for row in body):
                row = use.sheet.numbers[table.start]
                result.reason_code = "layout_several"
                result.message = (
                    f"it is read as {layout.name} ({layout.title}), but row {row} of "
                    f"{sheet_label(use.sheet)} is the header of {other.name} ({other.title})"
                )
                result.mend = "send the tables of each layout in a workbook of their own"


def _check_headerless(
    layout: Layout,
    sheets: list[SheetUse],
    found: list[list[Table]],
    lookup: Lookup,
    result: Recognition,
) -> None:
    """Records that go on on a sheet without a header are not passed over."""
    table = next((t for tables in reversed(found) for t in tables if t.layout is layout), None)
    if table is None or layout.record_kind in _SUMMARIES:
        return
    signs = RecordSigns(table, lookup)
    for use, tables in zip(sheets, found, strict=True):
        if tables or result.reason_code:
            continue
        for row in use.sheet.rows[:_ROWS_TO_TELL]:
            if signs.is_like_a_record(row.cells):
                result.reason_code = "header_missing"
                result.message = (
                    f"row {row.number} of {sheet_label(use.sheet)} is filled like a record of "
                    f"{layout.name} ({layout.title}), but the sheet has no header"
                )
                result.mend = "put the header of the table above the rows of that sheet too"
                break


def _filled(row: SheetRow) -> int:
    return len(row.cells) - row.cells.count(None)


def _provinces(titles: list[list[str]], of_workbook: str, lookup: Lookup) -> list[str]:
    """The province of each table of a sheet: the one that its own titles name, else that of the
    table before it, else that of the whole workbook; '' where they name several."""
    provinces = []
    for texts in titles:
        named = provinces_in(upper_lines(texts), lookup)
        if named:
            of_workbook = named.pop() if len(named) == 1 else ""
        provinces.append(of_workbook)
    return provinces


def _read_tables(
    use: SheetUse,
    tables: list[Table],
    merged: MergedCells,
    provinces: list[str],
    lookup: Lookup,
    dittos: frozenset[str | None],
    result: Recognition,
) -> None:
    """Give the sheet the readers of its tables, and the result the use of their columns."""
    sheet = use.sheet
    use.table_of = [None] * len(sheet.numbers)
    pages: list[tuple[list[RecordReader], list[int]]] = []
    for place, table in enumerate(tables):
        members: list[int | None] = [*sorted(table.members)] or [None]
        readers = [
            RecordReader(sheet, table, merged, provinces[place], lookup, place, member_at)
            for member_at in members
        ]
        use.tables += readers
        if not (place and _goes_on(use, tables, place)):
            pages.append(([], []))
        pages[-1][0].extend(readers)
        body = body_of(sheet, tables, place)
        own_totals = totals_of_table(sheet, body, use.classes, table, lookup)
        for i in body:
            if use.classes[i][0] == "record":
                pages[-1][1].append(i)
                use.table_of[i] = place
            elif i in own_totals and table.layout.keep_totals:
                use.table_of[i] = place
        elsewhere = said_elsewhere(sheet, body, use.classes, table, merged, dittos, lookup)
        sums = rows_of_sums(sheet, body, use.classes, table, lookup)
        marks = dict.fromkeys(sums, SUM_OF_ALL)
        for reader in readers:
            reader.elsewhere, reader.marks = elsewhere, dict(marks)
        for position, column in sorted(table.columns.items()):
            fed = () if column.ignored else tuple(field.name for field in column.fields)
            letter = column_letter(position + 1)
            result.columns.append(
                ColumnUse(
                    sheet.number, sheet.name, readers[0].header_row, letter,
                    table.headings[position], fed,
                )
            )  # fmt: skip
    for of_page, records in pages:
        for reader in of_page:
            reader.learn_dates(records)


def _goes_on(use: SheetUse, tables: list[Table], place: int) -> bool:
    """True when a header repeats that of the table before it, as on a new page: under no title, or
    under one that stands above the first table too, or says that the table goes on."""
    before, table = tables[place - 1], tables[place]
    new = [
        title
        for title in titles_among(use, before.end, table.start)
        if normalise(title) not in _GOES_ON
    ]
    same = (before.columns, before.members) == (table.columns, table.members)
    return same and set(new) <= set(titles_among(use, 0, tables[0].start))


def _check_columns(sheets: list[SheetUse], tables: list[list[Table]], result: Recognition) -> None:
    """A column without a heading that holds words or numbers in records is not passed over."""
    for use, own in zip(sheets, tables, strict=True):
        for place, table in enumerate(own):
            known = table.columns.keys() | {p for p, _ in table.unexpected}
            known |= {p for p, _ in table.duplicate}
            found = [
                (i, position)
                for position in set(range(len(use.sheet.columns))) - known
                if (i := _first_word(use, body_of(use.sheet, own, place), position)) is not None
            ]
            if found and result.reason_code is None:
                i, position = min(found)
                letter = column_letter(position + 1)
                result.reason_code = "column_unexpected"
                result.message = (
                    f"column {letter} of {sheet_label(use.sheet)} has no heading, "
                    f"but row {use.sheet.numbers[i]} has something in it"
                )
                result.mend = "give the column a heading, or clear it"
    has_record = any(row_class == "record" for use in sheets for row_class, _ in use.classes)
    if result.reason_code is None and not has_record:
        result.reason_code = "empty"
        result.message = "it has the headings of the layout, but no data row"
        result.mend = "send it again with its rows, or leave it out"


def _first_word(use: SheetUse, body: range, position: int) -> int | None:
    """The index of the first record that has a word or number in a column."""
    cells = use.sheet.columns[position][body.start : body.stop]
    for i, text in enumerate(cells, body.start):
        if text is not None and use.classes[i][0] == "record" and _WORD.search(text):
            return i
    return None


def _settle_origin(
    layout: Layout,
    tables: list[list[Table]],
    origin: Provenance,
    reference: Reference,
    result: Recognition,
    lookup: Lookup,
) -> None:
    if origin.period_label is None and layout.period.fixed is not None:
        origin.period_label, origin.period_from = layout.period.fixed, "the layout"
    stated = "period" in origin.unread
    if origin.period_label is None and not stated:
        members = {member for own in tables for table in own for member in table.members.values()}
        if members and all(_YEAR.fullmatch(member) for member in members):
            origin.period_label, origin.period_from = span_of(members), "its columns"
    if origin.period_label is None and not stated:
        origin.period_label = period_of_names(result.sheets, lookup)
        origin.period_from = "the names of its sheets" if origin.period_label else ""
    date_by_names(result.sheets, origin, lookup)
    if origin.period_label is None and layout.period.from_dates and not stated:
        votes = _dates_of_records(result.sheets, layout.period.from_dates, lookup)
        windows = reference.election_windows
        code = period_from_dates(votes, windows)
        if code is not None:
            origin.period_label, origin.period_from = code, "the election around most dates"
            origin.election_code = origin.election_code or code
    is_of_one = not origin.states_several_elections
    if origin.election_code is None and is_of_one and layout.record_kind == "recap":
        # Figures are of the whole register. Records have dates of their own, which say better.
        windows = reference.election_windows
        origin.election_code = election_of(origin.period_label or "", origin.as_of or "", windows)
    result.office, result.period_label = origin.office, origin.period_label
    result.office_region_code = origin.office_region_code
    result.office_institution_code = origin.office_institution_code
    result.source_code = origin.source_code
    result.election_code, result.as_of = origin.election_code, origin.as_of


def _dates_of_records(
    sheets: list[SheetUse], names: tuple[str, ...], lookup: Lookup
) -> Iterator[str]:
    """One date for a record: the first of the fields named that is known."""
    for use in sheets:
        for place, _, texts in use.stretches():
            slots = {slot.field: i for i, slot in enumerate(use.tables[place].slots)}
            dates = [texts.columns[slots[name]] for name in names if name in slots]
            for part in range(len(texts.index)):
                for column in dates:
                    text = column.texts[part]
                    date = text and lookup(f"date@{column.context(part)}", text)
                    if date:
                        yield date
                        break


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
        if key == "office" and origin.states_several_offices:
            result.message = "the titles of its tables name different offices"
            result.mend = "send the register of each office in a workbook of its own"
        elif key in origin.unread:
            result.message = f"its titles do not say {question}, and no {key} that can be told"
            result.message += f" stands under `{key}` in the file beside it"
            result.mend = _MEND_STATED.format(key=form)
        else:
            result.message = f"neither its titles, a sidecar nor its folder say {question}"
            result.mend = _MEND_SIDECAR.format(key=form)
        return


def _evidence(
    layout: Layout,
    tables: list[list[Table]],
    origin: Provenance,
    result: Recognition,
) -> str:
    places, known, headings = [], 0, 0
    sheets = [use.sheet for use in result.sheets]
    for sheet, own in zip(sheets, tables, strict=True):
        for table in own:
            first, last = sheet.numbers[table.start], sheet.numbers[table.end - 1]
            rows = f"row {first}" if first == last else f"rows {first}-{last}"
            places.append(f"{rows} of {sheet_label(sheet)}")
            known += len(table.columns)
            headings += len(table.columns) + len(table.unexpected) + len(table.duplicate)
    records = sum(row_class == "record" for use in result.sheets for row_class, _ in use.classes)
    without = [
        sheet_label(sheet)
        for sheet, own in zip(sheets, tables, strict=True)
        if sheet.numbers and not own
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

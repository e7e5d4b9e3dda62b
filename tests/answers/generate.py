"""Makes up workbooks with every mess of the domain mixed by seed, each with its answer key.

`python -m tests.answers.generate FOLDER` writes all of them, each with its key beside it as JSON.
"""

from __future__ import annotations

import calendar
import copy
import json
import random
import sys
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.answers import forms
from tests.answers.forms import DateColumn, Said, truth
from tests.answers.recipes import RECIPES, Case, Column, Recipe
from tests.answers.workbook import Book, Cell, Formula, Page, Part, answer_key
from tests.answers.writing import write_book

EXTENSIONS = ("xlsx", "xlsx", "xlsx", "xlsx", "xlsx", "xlsx", "xls", "xls", "ods", "csv")
"""One workbook of each layout for each of them; the seed is its place here."""
_OTHER_EPOCH = (4, 7)
_MONTHS = {1: "JANUARI", 2: "FEBRUARI", 3: "MARET"}
_DITTO = ("sda", "idem", '"', "s.d.a", "Sda")
_SUBHEADINGS = ("PROVINSI", "KABUPATEN/KOTA", "LAIN-LAIN", "LANJUTAN")
_ROMAN = ("I", "II", "III", "IV")
_NOTES = (
    "Ket: *) data sementara", "Keterangan:", "*) menunggu surat balasan", "Sumber: data olahan",
    "Catatan: dicetak ulang", "**) sudah pensiun", "1. Data per akhir bulan, belum final",
    "- sumber dari laporan bulanan", "Halaman 1 dari 2",
)  # fmt: skip
_MEMBERS = ("institution", "region_code", "row_member")
_NEVER_SPOILT = {"no", "ket", "note", "total"}


def make_book(layout: str, seed: int) -> Book:
    """The workbook of a layout and a seed: always the same one."""
    rng = random.Random(f"{layout} {seed}")
    recipe = RECIPES[layout]
    book = Book(
        f"{layout}_{seed}",
        layout,
        EXTENSIONS[seed % len(EXTENSIONS)],
        "1904" if seed % len(EXTENSIONS) in _OTHER_EPOCH else "1900",
    )
    province = rng.choice(recipe.provinces)
    by_month = book.extension != "csv" and rng.random() < 0.3
    months = list(_MONTHS) if by_month else [0]
    for month in months:
        name = _MONTHS[month] if month else rng.choice(("Sheet1", "DATA", "Lampiran"))
        name = "csv" if book.extension == "csv" else name
        book.pages.append(PageMaker(rng, recipe, book, name, province, month).make())
    if book.extension != "csv":
        _add_pages(rng, book)
    _refuse_members_twice(book)
    return book


def _refuse_members_twice(book: Book) -> None:
    """In a recap, rows of one member for one time forbid each other, and so do cells of a crosstab;
    of those that are alike, the first one stands."""
    rows: dict[tuple[Any, ...], list[Part]] = {}
    for page in book.pages:
        for number in sorted(page.rows):
            for part in page.rows[number]:
                if part.member_at is None or part.figures == (None,):
                    continue
                fields = part.fields
                member = next((fields[name] for name in _MEMBERS if fields.get(name)), None)
                if member and part.member_at not in {at for at, _ in part.errors}:
                    of = tuple(fields.get(name) for name in ("as_of", "column_member", "measure"))
                    rows.setdefault((member, *of), []).append(part)
    for parts in rows.values():
        are_alike = len({tuple(map(_as_shown, part.figures)) for part in parts}) == 1
        if len(parts) > 1:
            for part in parts[are_alike:]:
                part.row_class = "rejected"
                part.errors.append((part.member_at or 0, frozenset({"member_twice"})))
                for name in _MEMBERS:
                    part.fields.pop(name, None)


def _as_shown(cell: Cell) -> str:
    """A figure as a person sees it, however it is kept."""
    return f"{cell:g}" if isinstance(cell, int | float) else str(cell)


def _add_pages(rng: random.Random, book: Book) -> None:
    """A summary, a copy of the first sheet, an empty sheet; one of them hidden."""
    if rng.random() < 0.5:
        summary = Page("REKAP")
        rows: list[list[Cell]] = [["REKAP"], ["Bulan", "Jumlah"], ["Januari", 3], ["JUMLAH", 3]]
        for number, row in enumerate(rows, 1):
            summary.write(number, dict(enumerate(row, 1)), [Part("note")])
        book.pages.insert(rng.choice((0, len(book.pages))), summary)
    if rng.random() < 0.4:
        again = copy.deepcopy(next(page for page in book.pages if page.name != "REKAP"))
        again.name = f"{again.name} (2)"
        again.is_hidden = rng.random() < 0.6
        _say_nothing_new(book.layout, again)
        book.pages.append(again)
    if rng.random() < 0.3:
        book.pages.append(Page("Sheet3"))


def _say_nothing_new(layout: str, again: Page) -> None:
    """The entries of a copied sheet stand already; persons who are not named may be others."""
    columns = RECIPES[layout].columns
    has_person = any(column.name == "person_name" for column in columns)
    for parts in again.rows.values():
        for part in parts:
            if part.row_class == "record" and part.record in ("report", "sanction", "follow_up"):
                is_told = part.fields.get("person_name") or part.fields.get("nip")
                if is_told or not has_person:
                    part.row_class = "set_aside"


class PageMaker:
    """Makes up one sheet, from the top to the bottom."""

    def __init__(
        self,
        rng: random.Random,
        recipe: Recipe,
        book: Book,
        name: str,
        province: str,
        month: int,
    ) -> None:
        self.rng = rng
        self.recipe = recipe
        self.book = book
        self.page = Page(name)
        self.province = province
        self.month = month
        self.row = rng.choice((0, 0, 0, 1, 2))
        self.left = rng.choice((1, 1, 1, 2, 3))
        self.is_roman = rng.random() < 0.5
        self.as_of = self._as_of()
        self.number = 0
        self.above: dict[str, Said] = {}
        self.can_ditto_nothing = False
        self.members: set[str] = set()
        self._choose_columns()

    def make(self) -> Page:
        """The whole sheet."""
        rng = self.rng
        self._titles()
        self._header()
        if self.month > 1 and rng.random() < 0.2:
            self._line("note", "NIHIL", self.left + rng.choice((0, 1)))
            self._tail()
            return self.page
        for table in range(2 if rng.random() < 0.25 else 1):
            if table:
                self._choose_columns()
                self.row += 1
                self._line("title", "DAFTAR LANJUTAN")
                self._header()
            blocks = rng.choice((1, 1, 2, 3))
            carries = self.carried is not None
            for block in range(blocks):
                carried = self._subheading(block, blocks) if carries or blocks > 1 else None
                self._records(rng.randint(3, 7), carried if carries else None)
                if block + 1 < blocks:
                    self._page_break(carries)
            if rng.random() < 0.2:
                self._empty_form_rows()
            self._totals()
        self._tail()
        self._hide()
        return self.page

    # What stands above the records

    def _as_of(self) -> date | None:
        if self.recipe.as_of is None or not self.month:
            return self.recipe.as_of
        return date(2024, self.month, calendar.monthrange(2024, self.month)[1])

    def _titles(self) -> None:
        word = _MONTHS.get(self.month, "")
        if self.month and self.as_of is not None:
            word = f"s.d. {self.as_of.day} {word.title()} 2024"
        region = truth()["provinces"][self.province][0].upper() if self.province else ""
        # All sheets are of one office: a workbook of several has to wait.
        titles = self.recipe.titles(random.Random(self.book.name), region, word)
        self.first_title = titles[0] if titles else "LANJUTAN"
        if titles and self.rng.random() < 0.5:
            titles = ["DATA CONTOH, BUKAN DATA SEBENARNYA", *titles]
        for title in titles:
            self._line("title", title)
            if self.book.has_merges and self.rng.random() < 0.5:
                right = self.left + len(self.columns) - 1
                self.page.merged.append((self.row, self.left, self.row, right))
        if titles and self.rng.random() < 0.7:
            self.row += 1

    def _choose_columns(self) -> None:
        """The columns of the next table, their headings, and how its dates are written."""
        rng, recipe = self.rng, self.recipe
        self.columns = [c for c in recipe.columns if not c.optional or rng.random() < 0.5]
        names = {column.name for column in self.columns}
        grouped = rng.choice((*recipe.grouped, {}, {})) if recipe.grouped else {}
        self.paths = {
            c.name: self._varied(grouped.get(c.name) or rng.choice(c.headings))
            for c in self.columns
        }
        self.dates = {
            name: DateColumn(rng, name in ("effective_from", "effective_to"))
            for column in self.columns
            for name in column.dates
        }
        self.carried = recipe.carried if recipe.carried and rng.random() < 0.3 else None
        if self.carried is not None and self.carried[0] not in names:
            self.carried = None

    def _varied(self, heading: str) -> list[str]:
        """The rows of a heading, as somebody may have typed them."""
        rng = self.rng
        path = [part.strip() for part in heading.split(">")]
        if rng.random() < 0.15:
            path[-1] = f" {path[-1]}  "
        if rng.random() < 0.15:
            path[-1] = path[-1].replace(" ", "\n", 1)
        return path

    def _header(self) -> None:
        """One to three rows of headings, and perhaps the row that counts the columns."""
        depth = max(len(path) for path in self.paths.values())
        top = self.row + 1
        grid: list[dict[int, Cell]] = [{} for _ in range(depth)]
        for place, column in enumerate(self.columns):
            for level, text in enumerate(self.paths[column.name]):
                grid[level][self.left + place] = text
        for level, cells in enumerate(grid):
            self._join_groups(level, cells, top + level)
        for place, column in enumerate(self.columns):
            level = len(self.paths[column.name])
            if self.book.has_merges and level < depth:
                at = self.left + place
                self.page.merged.append((top + level - 1, at, top + depth - 1, at))
        for cells in grid:
            self.row += 1
            self.page.write(self.row, cells, [Part("header")])
        if self.rng.random() < 0.35:
            form = self.rng.choice(("({})", "{}", None))
            self.row += 1
            numbers: dict[int, Cell] = {
                self.left + i: form.format(i + 1) if form else i + 1
                for i in range(len(self.columns))
            }
            self.page.write(self.row, numbers, [Part("column_numbers")])
        self.above = {}
        self.can_ditto_nothing = True

    def _join_groups(self, level: int, cells: dict[int, Cell], row: int) -> None:
        """Leave a group's heading in its first cell only, and merge the cells of the group."""
        paths = [self.paths[column.name] for column in self.columns]
        place = 0
        while place < len(paths):
            last = place
            while (
                level + 1 < len(paths[place])
                and last + 1 < len(paths)
                and level + 1 < len(paths[last + 1])
                and [_plain(t) for t in paths[last + 1][: level + 1]]
                == [_plain(t) for t in paths[place][: level + 1]]
            ):
                last += 1
                del cells[self.left + last]
            if last > place and self.book.has_merges:
                self.page.merged.append((row, self.left + place, row, self.left + last))
            place = last + 1

    def _page_break(self, carries: bool) -> None:
        """Between two blocks: a sub-total, or the header of the next page under its title."""
        rng = self.rng
        chance = rng.random()
        if chance < 0.25:
            self._line("total", rng.choice(("Sub Jumlah", "SUB TOTAL")))
            if self.recipe.totals:
                place = [c.name for c in self.columns].index(self.recipe.totals[0])
                self.page.cells[self.row, self.left + place] = 7
                column = self.columns[place]
                fields: dict[str, Any] = {"value" if column.cell_of else column.name: 7}
                fields |= _of_cell(column) if column.cell_of else {"as_of": _iso(self.as_of)}
                self.page.rows[self.row] = [Part("total", self.recipe.record, fields)]
            self.above = {}
        elif chance < 0.5 and not carries:
            if rng.random() < 0.4:
                self._line("title", self.first_title)
            self._header()

    def _subheading(self, block: int, blocks: int) -> str | None:
        """A row that heads those below it; the code of what it says of them, if anything."""
        rng = self.rng
        code = None
        text = _SUBHEADINGS[block % len(_SUBHEADINGS)]
        if self.carried is not None and not (block == blocks - 1 > 0 and rng.random() < 0.3):
            _, words, form = self.carried
            known = truth()[words]
            code = rng.choice(sorted(c for c in known if words != "regions" or c[:2] == "74"))
            text = form.format(rng.choice(known[code]).removeprefix("Prov. ").upper())
            text = text.replace("PROVINSI PROVINSI", "PROVINSI")
        mark = (_ROMAN if self.is_roman else "ABCD")[block]
        self.row += 1
        if rng.random() < 0.5 and self.columns[0].name == "no":
            cells: dict[int, Cell] = {self.left: f"{mark}.", self.left + 1: text}
        else:
            cells = {self.left: f"{mark}. {text}"}
        self.page.write(self.row, cells, [Part("subheading")])
        self.above = {}
        self.can_ditto_nothing = True
        return code

    # The records

    def _records(self, count: int, carried: str | None) -> None:
        rng = self.rng
        left_over = count
        while left_over > 0:
            size = 1
            if any(column.merges for column in self.columns) and rng.random() < 0.5:
                size = min(left_over, rng.choice((2, 3)))
            self._group(size, carried)
            left_over -= size
            if left_over > 0 and rng.random() < 0.06:
                self.row += 1
                self.above = {}

    def _group(self, size: int, carried: str | None) -> None:
        """Rows that share their merged cells (in a csv only the first one has them)."""
        leader: dict[str, Said] | None = None
        first: Case | None = None
        top = self.row + 1
        loses_province = self.recipe.layout == "L9" and self.carried is None
        for index in range(size):
            case = self._case(carried)
            if first is not None:
                if self.book.has_merges:
                    case.province, case.regulation_day = first.province, first.regulation_day
                else:
                    case.province = "" if loses_province else case.province
            said = self._say_all(case, leader, carried)
            leader, first = leader or said, first or case
            self.row += 1
            self._write_record(said, case)
            if index == size - 1 and size > 1 and self.book.has_merges:
                for place, column in enumerate(self.columns):
                    # A blank cell is merged too, and stays one.
                    if column.merges:
                        at = self.left + place
                        self.page.merged.append((top, at, self.row, at))

    def _case(self, carried: str | None) -> Case:
        rng, recipe = self.rng, self.recipe
        self.number += 1
        day = recipe.first + timedelta(rng.randrange((recipe.last - recipe.first).days))
        # Only a register of cases names several persons in a row as a rule.
        several = recipe.persons > 1 and rng.random() < (0.4 if recipe.persons > 2 else 0.1)
        persons = rng.randint(2, recipe.persons) if several else 1
        people = [forms.person(rng) for _ in range(persons)]
        for who in people:
            self.book.personal |= {who.surname, who.nip}
        province = self.province
        if recipe.layout == "L9":
            province = rng.choice(recipe.provinces)
            if self.carried is not None:
                province = carried or ""
        case = Case(rng, self.number, day, province, people, self.dates)
        case.facts["nip column"] = any(column.name == "nip" for column in self.columns)
        return case

    def _say_all(
        self, case: Case, leader: dict[str, Said] | None, carried: str | None
    ) -> dict[str, Said]:
        rng = self.rng
        spoilable = [c.name for c in self.columns if c.name not in _NEVER_SPOILT]
        spoilt = rng.choice(spoilable) if rng.random() < 0.3 else None
        said: dict[str, Said] = {}
        case.facts["sparse"] = rng.random() < 0.1
        for column in sorted(self.columns, key=lambda column: not column.is_first):
            if self.carried is not None and column.name == self.carried[0]:
                found = Said(None, {column.name: carried} if carried else {})
            elif leader is not None and column.merges:
                above = leader[column.name]
                found = (
                    Said(None, above.fields, above.errors) if self.book.has_merges else Said(None)
                )
            else:
                found = self._say(column, case, column.name == spoilt)
            if column.required and not found.errors and not _is_filled(found, case):
                found.errors = [frozenset({"required_missing"})]
            said[column.name] = found
            if column.is_member:
                said[column.name] = self._unlike_others(column, found, case)
        return said

    def _unlike_others(self, column: Column, found: Said, case: Case) -> Said:
        """Whom a row of a recap is about: mostly somebody whom no row before it is about."""
        for _ in range(40):
            fields = found.fields if isinstance(found.fields, dict) else {}
            member = fields.get("region_code") or fields.get("row_member")
            if not member or found.errors:
                return found
            if member not in self.members or self.rng.random() < 0.02:
                self.members.add(member)
                return found
            found = column.fill(case)
        return found

    def _say(self, column: Column, case: Case, is_spoilt: bool) -> Said:
        rng = self.rng
        if column.name == "person_name" and (len(case.people) > 1 or self.recipe.persons > 2):
            return column.fill(case)  # who it is about decides how many parts there are
        if is_spoilt:
            found = self._spoilt(column, case)
            return Said(found.cell) if column.is_soft else found
        if column.may_ditto and rng.random() < 0.08:
            above = self.above.get(column.name)
            if above is not None and isinstance(above.fields, dict):
                case.stage = above.fields.get("stage", case.stage)
                return Said(rng.choice(_DITTO), dict(above.fields), list(above.errors))
            if above is None and not self.above and self.can_ditto_nothing:
                mark = rng.choice(_DITTO)
                # What it repeats is unknown, and the row stands, if it can be without.
                return forms.refused(mark, "ditto_unclear") if column.required else Said(mark)
        if column.name == "no":
            # Without a number and all but empty it would be a sub-heading, or nothing.
            is_blank = rng.random() < 0.08 and not case.facts["sparse"]
            return Said(None) if is_blank else column.fill(case)
        if not column.required and rng.random() < (0.6 if case.facts["sparse"] else 0.06):
            return Said(None) if case.facts["sparse"] else forms.unknown(rng)
        return column.fill(case)

    def _spoilt(self, column: Column, case: Case) -> Said:
        chance = self.rng.random()
        if column.name == "nip" and case.facts.get("nip said") and column.spoil is not None:
            return column.spoil(case)
        if chance < 0.2 or (column.spoil is None and not column.required):
            return forms.fault(self.rng)
        if (
            column.required
            and column.name != "subject_kind"
            and (chance < 0.5 or column.spoil is None)
        ):
            return Said(self.rng.choice((None, "-", "n/a")))
        assert column.spoil is not None
        return column.spoil(case)

    def _write_record(self, said: dict[str, Said], case: Case) -> None:
        cells: dict[int, Cell] = {}
        parts = [
            Part("record", self.recipe.record, {"as_of": _iso(self.as_of)} if self.as_of else {})
            for _ in (case.people if self.recipe.persons > 1 else [0])
        ]
        for place, column in enumerate(self.columns):
            found = said[column.name]
            at = self.left + place
            cells[at] = found.cell
            if column.cell_of:
                continue
            for index, part in enumerate(parts):
                part.fields |= _of_part(found.fields, index)
                part.errors += [(at, codes) for codes in _errors_of_part(found.errors, index)]
        if self.cells:
            parts = self._part_of_each_cell("record", said, parts[0])
        for at, column in enumerate(self.columns, self.left):
            if not column.is_member:
                continue
            for part in parts:
                part.member_at = at
                part.figures = part.figures or tuple(
                    said[one.name].cell
                    for one in self.columns
                    if one.name not in _NEVER_SPOILT and not one.is_member
                )
        for part in parts:
            if part.fields.get("subject_kind") == "not_asn":
                # Of who is no civil servant nothing else matters.
                part.row_class, part.errors = "set_aside", []
            elif part.errors:
                part.row_class = "rejected"
        self.page.write(self.row, cells, parts)
        self.above = said
        self.can_ditto_nothing = False

    @property
    def cells(self) -> list[tuple[int, Column]]:
        """In a crosstab, the columns of which each filled cell is a record, and where they are."""
        columns = enumerate(self.columns, self.left)
        return [(at, column) for at, column in columns if column.cell_of]

    def _part_of_each_cell(self, row_class: str, said: dict[str, Said], row: Part) -> list[Part]:
        """The records of a row: one for each filled cell, or the first one where none is."""
        filled = [one for one in self.cells if said[one[1].name].cell not in (None, "")]
        parts = []
        for at, column in filled or self.cells[:1]:
            found = said[column.name]
            fields = row.fields | _of_part(found.fields, 0) | _of_cell(column)
            errors = [(at, codes) for codes in _errors_of_part(found.errors, 0)]
            part = Part(row_class, self.recipe.record, fields, row.errors + errors)
            part.figures = (found.cell,)
            parts.append(part)
        return parts

    # What stands below the records

    def _empty_form_rows(self) -> None:
        if self.columns[0].name != "no" or self.recipe.layout == "L9":
            return
        for _ in range(2):
            self.row += 1
            self.number += 1
            self.page.write(self.row, {self.left: self.number}, [Part("blank")])

    def _totals(self) -> None:
        rng = self.rng
        if self.recipe.totals:
            if rng.random() < 0.4:
                self._total("Jumlah s.d. bulan lalu", keeps=False)
            if rng.random() < 0.8:
                self._total(rng.choice(("JUMLAH", "TOTAL", "Jumlah", "GRAND TOTAL")), keeps=True)
        elif rng.random() < 0.4:
            self.row += 1
            label, figure = rng.choice((("JUMLAH", 12), ("TOTAL", "12 orang"), ("Jumlah", None)))
            cells: dict[int, Cell] = {self.left: label, self.left + 3: figure}
            self.page.write(self.row, cells, [Part("total")])
        self.above = {}

    def _total(self, label: str, keeps: bool) -> None:
        self.row += 1
        at = self.left + self.rng.choice((0, 1))
        cells: dict[int, Cell] = {at: label}
        fields: dict[str, Any] = {}
        figures: dict[str, Said] = {}
        for place, column in enumerate(self.columns):
            if column.name not in self.recipe.totals:
                continue
            value = self.rng.randint(0, 4000)
            name = "value" if column.cell_of else column.name
            if column.name.endswith("share"):
                said = forms.share(self.rng, name, round(self.rng.random() * 100, 1))
            elif self.rng.random() < 0.1:
                said = Said(Formula("=SUM(A1:A2)"))
            else:
                said = forms.count(self.rng, name, value)
            cells[self.left + place] = said.cell
            figures[column.name] = said
            if not column.cell_of:
                fields |= said.fields  # type: ignore[operator]
        if at == self.left and self.book.has_merges and self.rng.random() < 0.5:
            self.page.merged.append((self.row, at, self.row, at + 1))
        if keeps:
            fields["as_of"] = _iso(self.as_of)
        parts = [Part("total", self.recipe.record if keeps else None, fields if keeps else {})]
        if keeps and self.cells:
            parts = self._part_of_each_cell("total", figures, Part("total"))
        self.page.write(self.row, cells, parts)

    def _tail(self) -> None:
        rng = self.rng
        if rng.random() < 0.5:
            self.row += rng.choice((0, 1))
            for text in rng.sample(_NOTES, rng.choice((1, 2))):
                self._line("note", text)
        if rng.random() < 0.7:
            self.row += rng.choice((0, 1, 2))
            self._signature()

    def _signature(self) -> None:
        """Place and date, office, name and NIP: under a column of its own, or like a record."""
        rng = self.rng
        who = forms.person(rng)
        self.book.personal |= {who.surname, who.nip}
        right = self.left + len(self.columns) - rng.choice((2, 3))
        label = rng.choice(("NIP. ", "NIP ", "Nip: "))
        place = rng.choice(
            ("Kolaka, 14 Maret 2024", "Kendari, 5 Februari 2024", "Kendari,    Maret 2024")
        )
        form = rng.choice(("right", "both", "one cell", "like a record"))
        names = {column.name: self.left + i for i, column in enumerate(self.columns)}
        if form == "like a record" and not {"person_name", "nip"} <= names.keys():
            form = "right"
        if form == "one cell":
            text = f"{place}\n{self.recipe.signer}\n\n\n{who.name}\n{label}{who.nip}"
            self._line("signature", text, right)
            return
        self._line("signature", place, right)
        if form == "both":
            other = forms.person(rng)
            self.book.personal |= {other.surname, other.nip}
            lines: Iterable[tuple[str, str]] = (
                ("Mengetahui,", ""), ("Sekretaris Daerah", self.recipe.signer), ("", ""), ("", ""),
                (other.name, who.name), (f"NIP. {other.nip}", f"{label}{who.nip}"),
            )  # fmt: skip
            for one, two in lines:
                self.row += 1
                self.page.write(self.row, {self.left + 1: one, right: two}, [Part("signature")])
            return
        self._line("signature", self.recipe.signer, right)
        self.row += rng.choice((1, 3))
        if form == "like a record":
            self.row += 1
            cells: dict[int, Cell] = {names["person_name"]: who.name, names["nip"]: who.nip}
            self.page.write(self.row, cells, [Part("signature")])
            return
        self._line("signature", who.name, right)
        self._line("signature", f"{label}{who.nip}", right)

    def _hide(self) -> None:
        """Hide a row or two and a column."""
        rng = self.rng
        if not self.book.has_merges:
            return
        records = [n for n, parts in self.page.rows.items() if parts[0].record]
        if rng.random() < 0.4:
            self.page.hidden_rows = set(rng.sample(records, 2))
        if rng.random() < 0.3:
            self.page.hidden_columns = {self.left + rng.randrange(len(self.columns))}

    def _line(self, row_class: str, text: str, at: int | None = None) -> None:
        self.row += 1
        self.page.write(self.row, {at or self.left: text}, [Part(row_class)])


def _plain(text: str) -> str:
    return " ".join(text.split())


def _iso(day: date | None) -> str | None:
    return day and day.isoformat()


def _of_part(fields: dict[str, Any] | list[dict[str, Any]], index: int) -> dict[str, Any]:
    return fields[index] if isinstance(fields, list) else fields


def _errors_of_part(errors: list[Any], index: int) -> list[forms.Codes]:
    """The errors of one part; one list is for all parts, a list of lists is one each."""
    if errors and isinstance(errors[0], list):
        return errors[index]
    return errors


def _of_cell(column: Column) -> dict[str, Any]:
    """What the heading of a crosstab's column says of its cells."""
    year, measure = column.cell_of or ("", "")
    return {"column_member": year, "measure": measure}


def _is_filled(said: Said, case: Case) -> bool:
    """Whether a required column says something; a NIP may stand under the name instead."""
    if case.facts.get("nip said") and said.cell is None and not said.fields:
        return True
    return any(_of_part(said.fields, i) for i in range(len(case.people)))


def main(folder: Path) -> None:
    """Write every workbook into the folder, and its key beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    for layout in RECIPES:
        for seed, extension in enumerate(EXTENSIONS):
            book = make_book(layout, seed)
            write_book(book, folder / f"{book.name}.{extension}")
            key = json.dumps(answer_key(book), indent=1, ensure_ascii=False)
            (folder / f"{book.name}.json").write_text(key, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

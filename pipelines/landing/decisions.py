"""What a person has decided about rejected cells, brought to bear on a load and held against it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from pipelines.landing.store import append_temporary
from pipelines.privacy import mask_file_name
from pipelines.values.decisions import UNKNOWN, VALUE, Decision, Problem, folded, read_value
from pipelines.values.words import normalise

if TYPE_CHECKING:
    import duckdb

    from pipelines.layouts.maps import FieldMap, Layouts
    from pipelines.layouts.slots import Slot
    from pipelines.values import Reference


def field_maps(layouts: Layouts) -> dict[tuple[str, str], FieldMap]:
    """(layout, field) → how the layout reads the field."""
    return {
        (layout.name, name): field
        for layout in layouts.items
        for name, field in layout.fields.items()
    }


def value_of(
    decision: str, value: str, field: FieldMap, reference: Reference
) -> tuple[str | None, str]:
    """The value that a decision gives to a cell, and why it cannot be one ('' if it can).

    An unknown value and a row set aside give none.
    """
    if decision == UNKNOWN and field.filled:
        return None, "a row of this layout needs a value there: it cannot be unknown"
    if decision != VALUE:
        return None, ""
    meaning = read_value(field.value_kind, value, reference, field.future)
    if meaning.reason_code == "required_missing":
        return None, "the value given says nothing: decide that it is unknown"
    if meaning.value is None:
        return None, f"the value given is no sound {field.value_kind} ({meaning.reason_code})"
    return meaning.value, ""


class Given(NamedTuple):
    """A sound decision about a cell or a word. reason_code: why a word was rejected before."""

    scope: str
    number: int
    decision: str
    expected: str
    value: str | None
    at: str
    reason_code: str = ""


class Decided:
    """The decisions of a home as a load applies them. Those that are not sound are left out."""

    def __init__(self, reference: Reference, layouts: Layouts) -> None:
        self._reference = reference
        self._fields = field_maps(layouts)
        self._cells: dict[tuple[str, str], list[Decision]] = {}
        for one in reference.decisions:
            if not one.is_word:
                self._cells.setdefault((one.delivery[:16], one.sheet), []).append(one)
        self._words = {
            word.decision.target: Given(
                "word", word.decision.number, VALUE, "", None, word.decision.at, word.reason_code
            )
            for word in reference.decided_words
        }

    def of(
        self, delivery: str, sheet: str, layout: str, parts: list[tuple[int, int]]
    ) -> DecidedParts | None:
        """What is decided about a stretch of parts, each a row and the part of it."""
        own = self._cells.get((delivery, sheet), [])
        if not own and not self._words:
            return None
        places = {at: place for place, at in enumerate(parts)} if own else {}
        cells = {}
        for one in own:
            place = places.get((int(one.row), int(one.part)))
            field = self._fields.get((layout, one.field))
            if place is None or field is None:
                continue
            value, wrong = value_of(one.decision, one.value, field, self._reference)
            if not wrong:
                cells[place, one.field] = Given(
                    "cell", one.number, one.decision, one.expected, value, one.at
                )
        return DecidedParts(cells, self._words)


class DecidedParts:
    """What is decided about one stretch of parts."""

    def __init__(
        self, cells: dict[tuple[int, str], Given], words: dict[tuple[str, ...], Given]
    ) -> None:
        self._cells, self._words = cells, words
        self._kinds = {kind for kind, *_ in words}

    def about(self, part: int, field: str, text: str | None) -> Given | None:
        """The decision about a cell, if it still holds the text that was decided about."""
        given = self._cells.get((part, field))
        return given if given and folded(text or "") == given.expected else None

    def words(self, slot: Slot, texts: list[str | None]) -> Iterator[tuple[int, Given]]:
        """The parts whose text is a decided word, and the decision."""
        if slot.value_kind not in self._kinds:
            return
        known = {
            text: self._words.get((slot.value_kind, normalise(text))) for text in set(texts) if text
        }
        for part, text in enumerate(texts):
            given = known.get(text) if text else None
            if given:
                yield part, given


def _place(one: Decision) -> tuple[str, str, int, int, str]:
    return one.delivery[:16], one.sheet, int(one.row), int(one.part), one.field


class _Standing(NamedTuple):
    """How the cell of a decision stands in landing now."""

    status: str | None
    reason_code: str | None
    layout: str | None
    file: str | None
    folder: str | None
    is_demo: bool | None
    is_in_build: bool
    is_current: bool
    same_content_as: str | None
    is_held_back: bool
    successor: str | None
    is_data: bool
    is_field: bool
    letter: str | None
    text: str
    value: str | None
    is_applied: bool
    is_rejected: bool


def misfits(
    connection: duckdb.DuckDBPyConnection,
    reference: Reference,
    layouts: Layouts,
    is_loaded: bool = True,
) -> list[Problem]:
    """The decisions that do not fit what landing holds now, by their rows in the file.

    is_loaded: False while the next load has still to apply the newest of them.

    A decision about a made-up file rests while a load leaves such files out. Messages name file
    (masked), sheet, row, column and field, and quote no cell.
    """
    problems = list(reference.decision_problems)
    cells = [one for one in reference.decisions if not one.is_word]
    standing, fields = _standing(connection, cells), field_maps(layouts)
    for one in cells:
        now = standing[one.number]
        field = fields.get((now.layout or "", one.field))
        wrong = _misfit(one, now, field, reference, is_loaded)
        if wrong:
            problems.append(Problem(one.number, f"{_where(one, now)}: {wrong}"))
    return sorted(problems)


def _where(one: Decision, now: _Standing) -> str:
    file = f"{now.file} ({one.delivery[:16]})" if now.file else f"file {one.delivery[:16]}"
    person = f", person {one.part}" if one.part != "1" else ""
    # Both are typed by whoever edits the file.
    sheet, field = mask_file_name(one.sheet), one.field if now.is_field else "that field"
    return f"{file}, {sheet}!{now.letter or 'row '}{one.row}{person} ({field})"


def _misfit(
    one: Decision,
    now: _Standing,
    field: FieldMap | None,
    reference: Reference,
    is_loaded: bool,
) -> str:
    """Why a decision about a cell does not fit; '' if it does. field: how its layout reads it."""
    if now.status is None:
        return "no such file was received"
    if now.is_demo and not now.is_in_build:
        return ""
    if now.reason_code == "map_broken":
        return ""  # a map of this home has to be mended, which forbids nobody else anything
    if now.status == "quarantined":
        return f"the file waits in quarantine ({now.reason_code})"
    if now.successor:
        return (
            f"a later edition took the place of this file ({now.successor});"
            " decide about its row if that one waits too"
        )
    if now.same_content_as:
        return f"the file holds the same as {now.same_content_as}; decide about the row there"
    if now.is_held_back:
        return "the file waits in quarantine (edition_partial)"
    if not now.is_current:
        return "the file no longer lies in its folder"
    if not now.is_data:
        return "that row is no data row"
    if not now.is_field or field is None:
        return "nothing is read from such a cell of that row"
    value, wrong = value_of(one.decision, one.value, field, reference)
    if wrong:
        return wrong
    if now.is_applied or (one.decision == VALUE and value == now.value):
        return ""
    is_same = folded(now.text) == one.expected
    if is_same and now.is_rejected and not is_loaded:
        return ""
    if not is_same:
        held = f"a text of {len(now.text)} signs" if now.text else "nothing"
        return f"the cell does not hold the text that was decided about, but {held}"
    if now.is_rejected:
        return "it was not applied, though the cell still waits"
    read = now.value if field.value_kind not in ("text", "nip") and now.value else "another value"
    return f"the cell is understood without it now, as {read}"


def _standing(
    connection: duckdb.DuckDBPyConnection, decisions: list[Decision]
) -> dict[int, _Standing]:
    append_temporary(
        connection, "judged",
        {
            "delivery_key": "varchar", "sheet_name": "varchar", "row_number": "integer",
            "part": "integer", "field": "varchar", "number": "integer",
        },
        [(*_place(one), one.number) for one in decisions],
    )  # fmt: skip
    rows: list[tuple[Any, ...]] = connection.execute(
        """select j.number,
            d.status, d.reason_code, d.layout, d.file_name_masked, d.folder, d.is_demo,
            b.delivery_key is not null, coalesce(b.is_current, false), b.same_content_as,
            b.held_back_for is not null,
            any_value(later.delivery_key), v.delivery_key is not null,
            bool_or(t.field is not null), any_value(coalesce(e.column_letter, t.column_letter)),
            coalesce(any_value(coalesce(e.text, f.text)), ''), any_value(f.value),
            bool_or(u.number is not null), bool_or(e.field is not null)
        from judged as j
        left join landing.delivery as d using (delivery_key)
        left join landing.build_delivery as b using (delivery_key)
        left join landing.build_delivery as later
            on j.delivery_key = later.supersedes_delivery_key
        left join landing.row_verdict as v
            using (delivery_key, sheet_name, row_number, part)
        left join (
            select distinct delivery_key, sheet_name, field, column_letter from landing.sheet_table
        ) as t using (delivery_key, sheet_name, field)
        left join landing.field_value as f
            using (delivery_key, sheet_name, row_number, part, field)
        left join landing.row_error as e
            using (delivery_key, sheet_name, row_number, part, field)
        left join landing.decision_use as u
            on j.number = u.number and u.scope = 'cell' and j.delivery_key = u.delivery_key
        group by all"""
    ).fetchall()
    return {row[0]: _Standing(*row[1:]) for row in rows}

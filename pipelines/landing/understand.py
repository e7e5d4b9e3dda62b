"""One delivery, from a read workbook to the rows of the landing tables, as Arrow batches.

It runs beside the reader, in the child process that holds the workbook, so that cells never have to
be sent to the process that writes; `inspect` runs the very same code in its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from pipelines.home import REFERENCE, Home
from pipelines.landing.batches import travel_as_streams
from pipelines.landing.decisions import Decided
from pipelines.landing.receive import parse_sidecar
from pipelines.landing.repeated import OfStretch, Repeated, repeated
from pipelines.landing.settle import Settled, settle
from pipelines.layouts import Layouts, Recognition, recognise
from pipelines.layouts.model import STRETCH, SheetUse
from pipelines.layouts.slots import RecordTexts, Slot, SlotTexts, Text
from pipelines.privacy import asn_keys, mask, names_no_one
from pipelines.values import Reference
from pipelines.values.meanings import Meanings

if TYPE_CHECKING:
    import pyarrow as pa

    from pipelines.workbooks import Workbook
    from pipelines.workbooks.model import Column

TEXT = "text"
"""The kind of value that means what it says."""

Batch = tuple[str, "pa.RecordBatch"]
"""The name of a landing table, and rows for it."""

_ABOUT = (
    "layout", "family", "register_kind", "record_kind", "source_code", "office",
    "office_region_code", "office_institution_code", "period_label", "election_code",
    "as_of", "evidence", "reason_code",
)  # fmt: skip

# The dates of records that say how far a register goes.
_PAST = frozenset({
    "report_date", "status_date", "recommendation_date", "register_date", "decree_date",
    "action_date", "event_date",
})  # fmt: skip


class Understanding:
    """What is needed to understand deliveries: column maps, codes, and what was read before.

    home: whose column maps and decisions count; key: the secret of the keyed hash, without which no
    hashes are given; keep_quarantined: give the rows of a file that has to wait too, for a person
    to look at.
    """

    def __init__(
        self, home: Home, key: bytes | None = None, keep_quarantined: bool = False
    ) -> None:
        travel_as_streams()
        self.layouts = Layouts.load(home.layouts)
        self.meanings = Meanings(Reference.load(REFERENCE, home.region_decisions, home.decisions))
        self._decided = Decided(self.meanings.reference, self.layouts)
        self._key = key
        self._keep_quarantined = keep_quarantined

    def __call__(
        self, delivery: dict[str, Any], workbook: Workbook
    ) -> Iterator[Batch | dict[str, Any]]:
        """Batches for the landing tables, and last what to write into landing.delivery.

        delivery: keys delivery_key, sidecar, inbox_folder, and layout, the one that read it when it
        was last looked at (as landing.recognise.pending gives it).
        """
        understood = self.recognise(delivery, workbook)
        yield from self.batches(delivery["delivery_key"], workbook, understood)
        yield about(understood)

    def recognise(self, delivery: dict[str, Any], workbook: Workbook) -> Recognition:
        """How a readable workbook is understood."""
        # First, since it takes room for a moment, and who writes has much to hold at the end.
        content = content_hash(workbook)
        understood = recognise(
            workbook,
            self.layouts,
            self.meanings.reference,
            parse_sidecar(delivery["sidecar"]),
            delivery["inbox_folder"],
            self.meanings,
            delivery.get("layout"),
        )
        understood.content_sha256 = content
        return understood

    def batches(self, key: str, workbook: Workbook, understood: Recognition) -> Iterator[Batch]:
        """Every row of every sheet as it stands, and what each was taken for."""
        if understood.reason_code and not self._keep_quarantined:
            return
        labels = sheet_labels(workbook)
        nips: set[Text] = set()
        again = Repeated()
        if understood.layout and not understood.reason_code:
            layout = self.layouts.get(understood.layout)
            again = repeated(layout, understood.sheets, self.meanings)
        for place, use in enumerate(understood.sheets):
            label = labels[use.sheet.number]
            yield from self._sheet(key, label, use, understood, nips, partial(again.of, place))
            self.meanings.trim()
        people = sorted(filter(None, nips))
        if people and self._key:
            keys = asn_keys(people, self._key)
            yield "nip_key", _table(len(people), nip=people, asn_key=keys)

    def _sheet(
        self,
        key: str,
        label: str,
        use: SheetUse,
        understood: Recognition,
        nips: set[Text],
        repeats: Callable[[list[int], list[int]], OfStretch | None],
    ) -> Iterator[Batch]:
        """nips: gets those of the sheet; repeats: what of it is said again elsewhere, by the
        indices and parts of a stretch."""
        kept = use.table_of or [None] * len(use.classes)
        structural = [i for i, table in enumerate(kept) if table is None]
        for first in range(0, len(structural), STRETCH):
            own = structural[first : first + STRETCH]
            yield (
                "row",
                _table(
                    len(own),
                    delivery_key=key,
                    sheet_name=label,
                    part=[1] * len(own),
                    **_as_they_stand(use, own),
                ),
            )
        for number, reader in enumerate(use.tables, 1):
            slots = reader.slots
            typed = [slot for slot in slots if slot.value_kind != TEXT]
            yield (
                "sheet_table",
                _table(
                    len(slots),
                    delivery_key=key,
                    sheet_name=label,
                    table_number=[number] * len(slots),
                    header_row=[reader.header_row] * len(slots),
                    slot=list(range(1, len(slots) + 1)),
                    value_slot=_integers(
                        [typed.index(s) + 1 if s in typed else None for s in slots]
                    ),
                    column_number=[slot.sources[0].position + 1 for slot in slots],
                    field=[slot.field for slot in slots],
                    value_kind=[slot.value_kind for slot in slots],
                    column_letter=[slot.sources[0].letter for slot in slots],
                    heading=[slot.sources[0].heading for slot in slots],
                    as_of=reader.as_of,
                    period_label=reader.period_label,
                ),
            )
        for place, own, texts in use.stretches():
            slots = use.tables[place].slots
            classes = [use.classes[own[at]] for at in texts.index]
            of_parts = [own[at] for at in texts.index]
            taken = _taking(of_parts)
            numbers = taken(use.sheet.numbers)
            decided = self._decided.of(
                key, label, understood.layout or "", list(zip(numbers, texts.parts, strict=True))
            )
            settled = settle(
                slots, texts, classes, self.meanings, understood.reason_code, decided,
                repeats(of_parts, texts.parts),
            )  # fmt: skip
            for slot, values in zip(slots, settled.values, strict=True):
                if slot.field == "nip":
                    nips.update(values)
                elif slot.field in _PAST and not use.is_set_aside:
                    latest = max(filter(None, values), default="")
                    understood.latest_date = max(understood.latest_date, latest)
            count = len(of_parts)
            yield (
                "row",
                _table(
                    count,
                    delivery_key=key,
                    sheet_name=label,
                    part=texts.parts,
                    **_as_they_stand(use, of_parts),
                    record_kind=understood.record_kind,
                    table_number=[place + 1] * count,
                    texts=_side_by_side(
                        [
                            _unlike_cell(slot, column, values, use.sheet.columns, taken)
                            for slot, column, values in zip(
                                slots, texts.columns, settled.values, strict=True
                            )
                        ],
                        count,
                    ),
                    field_values=_side_by_side(
                        [
                            values
                            for slot, values in zip(slots, settled.values, strict=True)
                            if slot.value_kind != TEXT
                        ],
                        count,
                    ),
                    verdict=[verdict and verdict[0] for verdict in settled.verdicts],
                    verdict_rule=[verdict and verdict[1] for verdict in settled.verdicts],
                ),
            )
            if settled.errors:
                yield "row_error", _errors(key, label, numbers, texts, settled)
            if settled.uses:
                yield "decision_use", _uses(key, label, numbers, texts, settled)


def _as_they_stand(use: SheetUse, indices: list[int]) -> dict[str, Any]:
    """The columns that every row has, of whatever class."""
    sheet, taken = use.sheet, _taking(indices)
    numbers, classes = taken(sheet.numbers), taken(use.classes)
    return {
        "row_number": numbers,
        "is_hidden": [number in sheet.hidden for number in numbers],
        "class": [row_class for row_class, _ in classes],
        "rule": [rule for _, rule in classes],
        "cells": _side_by_side(list(map(taken, sheet.columns)), len(indices)),
    }


def _taking(indices: list[int]) -> Callable[[list[Any]], list[Any]]:
    """What takes the values at some indices (ascending, some perhaps several times) of a list."""
    run = slice(indices[0], indices[-1] + 1)
    if indices == list(range(run.start, run.stop)):
        return itemgetter(run)
    return lambda values: [values[i] for i in indices]


def _unlike_cell(
    slot: Slot,
    column: SlotTexts,
    values: list[Text],
    columns: list[Column],
    of_parts: Callable[[list[Any]], list[Any]],
) -> list[Text] | None:
    """The texts of a slot that are not what its cell says, '' for nothing; None where all are.

    Of plain text it is the value that counts: a word for unknown is nothing.
    """
    texts = values if slot.value_kind == TEXT else column.texts
    if column.is_cell and (texts is column.texts or texts == column.texts):
        return None
    position = slot.sources[0].position
    if position >= len(columns):
        return [text or "" for text in texts]
    cells = of_parts(columns[position])
    if texts == cells:
        return None
    return [None if text == cell else text or "" for text, cell in zip(texts, cells, strict=True)]


def _errors(
    key: str, label: str, numbers: list[int], texts: RecordTexts, settled: Settled
) -> pa.RecordBatch:
    errors = settled.errors
    return _table(
        len(errors),
        delivery_key=key,
        sheet_name=label,
        row_number=[numbers[error.part] for error in errors],
        part=[texts.parts[error.part] for error in errors],
        column_letter=[error.column_letter for error in errors],
        field=[error.field for error in errors],
        heading=[error.heading for error in errors],
        value_kind=[error.value_kind for error in errors],
        context=[error.context for error in errors],
        text=[error.text for error in errors],
        reason_code=[error.reason_code for error in errors],
        reason=[error.reason for error in errors],
        rejects=[error.rejects for error in errors],
    )


def _uses(
    key: str, label: str, numbers: list[int], texts: RecordTexts, settled: Settled
) -> pa.RecordBatch:
    uses = settled.uses
    return _table(
        len(uses),
        delivery_key=key,
        sheet_name=label,
        row_number=[numbers[use.part] for use in uses],
        part=[texts.parts[use.part] for use in uses],
        field=[use.field for use in uses],
        column_letter=[use.column_letter for use in uses],
        scope=[use.given.scope for use in uses],
        number=[use.given.number for use in uses],
        decision=[use.given.decision for use in uses],
        reason_code=[use.reason_code for use in uses],
        decided_at=[use.given.at for use in uses],
    )


def about(understood: Recognition) -> dict[str, Any]:
    """What landing.delivery says of an understood workbook."""
    said: dict[str, Any] = {name: getattr(understood, name) for name in _ABOUT}
    said["reason"] = understood.message and mask(understood.message)
    said["mend"] = understood.mend and mask(understood.mend)
    said["latest_date"] = understood.latest_date or None
    said["content_sha256"] = understood.content_sha256
    if understood.is_made_up:
        # A made-up register is one wherever it lies: only a load with --demo takes it in.
        said |= {"is_demo": True, "origin": "demo"}
    if not understood.reason_code:
        said["logical_source"] = " | ".join(
            str(said[name]) for name in ("office", "register_kind", "period_label")
        )
    return said


def content_hash(workbook: Workbook) -> str:
    """A hash of what the cells say and where: the same for a file that was only saved again."""
    total = hashlib.sha256()
    for sheet in workbook.sheets:
        total.update(b"\x1d")
        total.update("\x1f".join(map(str, sheet.numbers)).encode())
        if sheet.struck:
            total.update(f"\x1f{sorted(sheet.struck)}".encode())
        blanks = b""
        for column in sheet.columns:
            # Of blank columns only those that stand left of a filled one count.
            blanks += b"\x1e"
            if any(column):
                filled = [text or "" for text in column] if None in column else column
                texts = "\x1f".join(filled)  # type: ignore[arg-type]
                total.update(blanks + texts.encode("utf-8", "surrogatepass"))
                blanks = b""
    return total.hexdigest()


def sheet_labels(workbook: Workbook) -> dict[int, str]:
    """What each sheet is called outside the restricted zone: its name where that names no one,
    else its place in the workbook."""
    labels: dict[int, str] = {}
    for sheet in workbook.sheets:
        label = sheet.name if names_no_one(sheet.name) else f"sheet {sheet.number}"
        labels[sheet.number] = f"{label} ({sheet.number})" if label in labels.values() else label
    return labels


def _table(count: int, **columns: Any) -> pa.RecordBatch:
    """A batch of `count` rows; a text (or None) stands for a column of that text."""
    import pyarrow as pa

    arrays = {}
    for name, values in columns.items():
        if values is None or isinstance(values, str):
            arrays[name] = pa.repeat(pa.scalar(values, pa.string()), count)
        elif isinstance(values, pa.Array):
            arrays[name] = values
        elif isinstance(values[0], bool):
            arrays[name] = pa.array(values, pa.bool_())
        elif isinstance(values[0], int):
            arrays[name] = _integers(values)
        elif len(set(values)) == 1:
            arrays[name] = pa.repeat(pa.scalar(values[0], pa.string()), count)
        else:
            arrays[name] = pa.array(values, pa.string())
    return pa.RecordBatch.from_pydict(arrays)


def _integers(values: Sequence[int | None]) -> pa.Array:
    import pyarrow as pa

    return pa.array(values, pa.int32())


def _side_by_side(columns: Sequence[Sequence[str | None] | None], count: int) -> pa.Array:
    """Equally long columns as one list a row; None is a column of nothing, no list at all if every
    column is."""
    import numpy as np
    import pyarrow as pa

    width = len(columns)
    if columns.count(None) == width:
        return pa.nulls(count, pa.list_(pa.string()))
    flat: list[str | None] = [None] * (count * width)
    for place, column in enumerate(columns):
        if column is not None:
            flat[place::width] = column
    offsets = np.arange(0, count * width + 1, width, dtype="int32")
    return pa.ListArray.from_arrays(pa.array(offsets), pa.array(flat, pa.string()))

"""Rows that say of themselves, outside of a column of remarks, that they do not count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipelines.landing.glance import parts_with
from pipelines.layouts.row_classes import WITHDRAWN
from pipelines.layouts.slots import Slot, Text
from pipelines.values.meaning import Meaning, unsound
from pipelines.values.remarks import MAY_WITHDRAW, is_withdrawal, withdraws

_SANCTION = unsound(
    "annulment_undecided",
    "it seems to say that the sanction was annulled or withdrawn; whether the row counts as a "
    "sanction a person has to decide",
)
_ROW = unsound(
    "annulment_undecided",
    "the row says of itself that it was annulled, withdrawn or entered by mistake; whether it "
    "counts a person has to decide",
)


def withdrawn(
    slots: Sequence[Slot],
    values: Sequence[Sequence[Text]],
    classes: Sequence[tuple[str, str]],
) -> Iterator[tuple[int, int, Meaning]]:
    """Slot, part and reason of what says that its row does not count.

    A cell of free text says it where it says nothing else; the note and the decree's number of a
    sanction in any words. Where the number of the row should be, it is told by its class: the first
    field then says it. values: of each slot, part by part; classes: of each part.
    """
    is_sanction = any(slot.field == "sanction" for slot in slots)
    for place, slot in enumerate(slots):
        if slot.value_kind != "text" or slot.is_required:
            continue  # what a row is found again by is looked at where it is read
        if is_sanction and slot.field in ("note", "decree_number"):
            for part in parts_with(MAY_WITHDRAW, values[place]):
                if withdraws(values[place][part] or ""):
                    yield place, part, _SANCTION
            continue
        said = {text for text in set(values[place]) if text and is_withdrawal(text)}
        if said:
            # 'Dicabut' is a status too: of a column that is read as one it is that.
            coded = [
                values[p]
                for p, other in enumerate(slots)
                if other.value_kind != "text" and other.sources[:1] == slot.sources[:1]
            ]
            for part, text in enumerate(values[place]):
                if text in said and all(of[part] is None for of in coded):
                    yield place, part, _ROW
    if WITHDRAWN in classes:
        for part, row_class in enumerate(classes):
            if row_class == WITHDRAWN:
                filled = (place for place, of in enumerate(values) if of[part] is not None)
                yield next(filled, 0), part, _ROW

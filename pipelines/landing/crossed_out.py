"""Rows and cells that somebody has crossed out: whether they count, a person has to decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipelines.layouts.slots import Slot, SlotTexts
from pipelines.values.meaning import Meaning, unsound

_MEND = "take the line away if it counts, else take out what does not"
_ROW = unsound("crossed_out", f"the whole row is crossed out; {_MEND}")
_CELL = unsound("crossed_out", f"the cell, or a part of its text, is crossed out; {_MEND}")


def crossed_out(
    slots: Sequence[Slot], columns: Sequence[SlotTexts]
) -> Iterator[tuple[int, int, Meaning]]:
    """Slot, part and reason of what is crossed out; of a whole row the first field says it.

    columns: the texts of each slot. Of fields that share a cell the first says it.
    """
    parts = sorted(set().union(*(column.struck for column in columns)))
    for part in parts:
        filled = [place for place, column in enumerate(columns) if column.texts[part]]
        first = {
            slots[place].sources[columns[place].source(part)].position: place
            for place in reversed(filled)
        }
        struck = sorted(place for place in first.values() if part in columns[place].struck)
        if len(struck) == len(first):
            yield struck[0], part, _ROW
        else:
            yield from ((place, part, _CELL) for place in struck)

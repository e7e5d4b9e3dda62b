"""Words of one row that cannot both be right, though each of them reads well (dates: row_rules)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipelines.layouts.slots import Slot, Text
from pipelines.values.meaning import Meaning, unsound
from pipelines.values.meanings import Meanings

SHOWN = frozenset({
    "sanction_level_contradicted", "dates_reversed", "letter_year_contradicted",
    "subject_contradicted",
})  # fmt: skip
"""Reasons of contradictions that are shown beside a value that is kept as said."""

_LEVEL = unsound(
    "sanction_level_contradicted",
    "the regulation has the sanction of this row at another level; both are kept as said",
)
# Dismissal without honour is heavy in PP 53/2010 and beyond all levels in the decree; a moral
# sanction has no level of its own, and lists that ask for one have it among the light ones.
_AGREE = {frozenset({"heavy", "dismissal"}), frozenset({"light", "moral"})}


def contradicted_levels(
    slots: Sequence[Slot], values: Sequence[Sequence[Text]], meanings: Meanings
) -> Iterator[tuple[int, int, Meaning]]:
    """Slot, part and reason of each level that is not that of the row's sanction (PP 94/2021,
    PP 53/2010: data/reference/sanctions.csv).

    The warehouse counts by the sanction, whose level the regulation gives: what the column says
    changes no figure, so the row stands.
    """
    places = {slot.field: place for place, slot in enumerate(slots)}
    if not {"sanction_level", "sanction"} <= places.keys():
        return
    level_at, sanction_at = places["sanction_level"], places["sanction"]
    sanctions = meanings.reference.sanctions
    pairs = set(zip(values[level_at], values[sanction_at], strict=True))
    wrong = {
        (level, code)
        for level, code in pairs
        if level and code and code in sanctions and not _agree(level, sanctions[code].level)
    }
    if wrong:
        for part, pair in enumerate(zip(values[level_at], values[sanction_at], strict=True)):
            if pair in wrong:
                yield level_at, part, _LEVEL


def _agree(one: str, other: str) -> bool:
    return one == other or frozenset({one, other}) in _AGREE

"""Whose position says that no civil servant is meant, in a register that has no column for that."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.layouts.records import Slot, SlotTexts, Text
from pipelines.values.meanings import Meanings

_POSITIONS = ("position", "position_class")
NONE: frozenset[int] = frozenset()


def not_civil_servants(
    slots: Sequence[Slot],
    columns: Sequence[SlotTexts],
    values: Sequence[Sequence[Text]],
    meanings: Meanings,
) -> frozenset[int]:
    """The parts that are about an honorary worker, a village head or the like, by their position.

    A NIP says the contrary: civil servants are elected village heads too. values: of each slot,
    part by part. Only positions that words.csv lists (not_asn_position) count, and nothing beside
    them may say that an office is held ('Kepala Desa (PNS)').
    """
    places = {slot.field: place for place, slot in enumerate(slots)}
    position = next((places[field] for field in _POSITIONS if field in places), None)
    if position is None or "nip" not in places or "subject_kind" in places:
        return NONE
    nips, texts = values[places["nip"]], columns[position].texts
    if None not in nips:
        return NONE
    listed, subjects = meanings.reference.words["not_asn_position"], meanings.of("subject_kind")
    without = {text for text, nip in zip(texts, nips, strict=True) if nip is None and text}
    meant = {t for t in without if listed.matches(t) and subjects[t] == "not_asn"}
    if not meant:
        return NONE
    return frozenset(
        part
        for part, (text, nip) in enumerate(zip(texts, nips, strict=True))
        if nip is None and text in meant
    )

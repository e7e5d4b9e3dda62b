"""Whose position says that no civil servant is meant, in a register that has no column for that."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipelines.layouts.records import Slot, SlotTexts, Text
from pipelines.values.meaning import Meaning
from pipelines.values.meanings import Meanings

_POSITIONS = ("position", "position_class")
# Cells in which stands what somebody is, where there is no rank or NIP to write.
_BESIDE = ("nip", "rank")
# The rank of a civil servant (III/d) or the grade of a contract worker (IX).
_GRADE = re.compile(r"\b[IVX]{1,4}\b")
_DIGIT = re.compile(r"\d")
_MOST_DIGITS = 14
"""A NIP that lost some of its digits has more; fewer are another number: a policeman's has 8."""
NONE: frozenset[int] = frozenset()


def not_civil_servants(
    slots: Sequence[Slot],
    columns: Sequence[SlotTexts],
    values: Sequence[Sequence[Text]],
    meanings: Meanings,
    unsound: Sequence[Mapping[int, Meaning]] = (),
) -> frozenset[int]:
    """The parts that are about an honorary worker, a village head or the like, by their position.

    A NIP says the contrary: civil servants are elected village heads too. values: of each slot,
    part by part. Only positions that words.csv lists (not_asn_position) count, and nothing beside
    them may say that an office is held ('Kepala Desa (PNS)'). The cell of the NIP or the rank says
    it too ('Honorer'), unless the position says the contrary. unsound: of each slot, the parts
    whose text is unsound: where that may be a NIP all the same, nobody is left out.
    """
    places = {slot.field: place for place, slot in enumerate(slots)}
    if "nip" not in places or "subject_kind" in places:
        return NONE
    position = next((places[field] for field in _POSITIONS if field in places), None)
    saying = [
        columns[place].texts
        for place in (position, *(places.get(field) for field in _BESIDE))
        if place is not None
    ]
    nip = places["nip"]
    if None not in values[nip]:
        return NONE
    without = [part for part, value in enumerate(values[nip]) if value is None]
    listed, subjects = meanings.reference.words["not_asn_position"], meanings.of("subject_kind")
    said = {text for texts in saying for part in without if (text := texts[part])}
    meant = {t for t in said if listed.matches(t) and subjects[t] == "not_asn"}
    if not meant:
        return NONE
    of_nip = unsound[nip] if unsound else {}
    ranks = columns[places["rank"]].texts if "rank" in places else None
    return frozenset(
        part
        for part in without
        if any(texts[part] in meant for texts in saying)
        and not (
            position is not None and _says_civil_servant(columns[position].texts[part], subjects)
        )
        and not (ranks and _GRADE.search(ranks[part] or ""))
        and not _may_be_a_nip(columns[nip].texts[part], of_nip.get(part))
    )


def _says_civil_servant(position: Text, subjects: Mapping[str | None, str | None]) -> bool:
    return position is not None and subjects[position] == "asn"


def _may_be_a_nip(text: Text, why: Meaning | None) -> bool:
    """Whether a cell without a sound NIP holds one that is spoilt, or the error of a formula."""
    if text is None or why is None or why.reason_code is None:
        return False
    return why.reason_code != "nip_invalid" or len(_DIGIT.findall(text)) >= _MOST_DIGITS

"""Whose position says that no civil servant is meant, and who has the NIP of one all the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipelines.layouts.records import Slot, SlotTexts, Text
from pipelines.values.meaning import Meaning, unsound
from pipelines.values.meanings import Meanings

_POSITIONS = ("position", "position_class")
NONE: frozenset[int] = frozenset()

_UNDECIDED = unsound(
    "subject_undecided",
    "the position is none that a civil servant has, and a NIP only civil servants have; ask the "
    "office which is right (without the NIP the row is set aside), or a person has to decide",
)
_CONTRADICTED = unsound(
    "subject_contradicted",
    "the row says that somebody is no civil servant, and a NIP only civil servants have; ask the "
    "office whether both are right: both are kept as said",
)


def not_civil_servants(
    slots: Sequence[Slot],
    columns: Sequence[SlotTexts],
    values: Sequence[Sequence[Text]],
    meanings: Meanings,
) -> frozenset[int]:
    """The parts that are about an honorary worker, a village head or the like, by their position.

    A NIP says the contrary (see contradicted_subjects). values: of each slot, part by part. Only
    positions that words.csv lists (not_asn_position) count, and nothing beside them may say that an
    office is held ('Kepala Desa (PNS)').
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


def contradicted_subjects(
    slots: Sequence[Slot],
    columns: Sequence[SlotTexts],
    values: Sequence[Sequence[Text]],
    meanings: Meanings,
) -> Iterator[tuple[int, int, Meaning]]:
    """Slot, part and reason of each sound NIP of somebody who is said to be no civil servant.

    An honorary worker has none, so that a person has to decide whose it is. Civil servants are
    elected village heads by leave of who appoints them (PP 43/2014 art. 43), and stand for parties
    against the law: such a row is kept, and what contradicts it is shown (words.csv,
    not_asn_position: civil_servant_too). A register with a column for the subject goes by that.
    values: of each slot, part by part.
    """
    places = {slot.field: place for place, slot in enumerate(slots)}
    at = places.get("nip")
    if at is None:
        return
    nips = values[at]
    if "subject_kind" in places:
        for part, (subject, nip) in enumerate(
            zip(values[places["subject_kind"]], nips, strict=True)
        ):
            if nip and subject == "not_asn":
                yield at, part, _CONTRADICTED
        return
    position = next((places[field] for field in _POSITIONS if field in places), None)
    if position is None:
        return
    texts = columns[position].texts
    listed, subjects = meanings.reference.words["not_asn_position"], meanings.of("subject_kind")
    meant = {
        text: _UNDECIDED if listed.matches(text, ("",)) else _CONTRADICTED
        for text in set(texts)
        if text and listed.begins(text) and listed.matches(text) and subjects[text] == "not_asn"
    }
    if meant:
        for part, (text, nip) in enumerate(zip(texts, nips, strict=True)):
            if nip and text in meant:
                yield at, part, meant[text]

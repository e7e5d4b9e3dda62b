"""Whose position or name's cell says that no civil servant is meant, and what says the contrary."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pipelines.landing.glance import parts_with
from pipelines.layouts.slots import Slot, SlotTexts, Text
from pipelines.values.meaning import Meaning, unsound
from pipelines.values.meanings import Meanings
from pipelines.values.subjects import ACTING, ASN_WORDS
from pipelines.values.words import WordList, normalise

_POSITIONS = ("position", "position_class")
# Cells in which stands what somebody is, where there is no rank or NIP to write.
_BESIDE = ("nip", "rank")
# The rank of a civil servant (III/d) or the grade of a contract worker (IX).
_GRADE = re.compile(r"\b[IVX]{1,4}\b")
_DIGIT = re.compile(r"\d")
_MOST_DIGITS = 14
"""A NIP that lost some of its digits has more; fewer are another number: a policeman's has 8."""
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
_NAMED_OTHERWISE = unsound(
    "subject_undecided",
    "what stands beside the name, or in its place, says that no civil servant is meant, and the "
    "row that one is; ask the office which is right, or a person has to decide",
)
_BESIDE_NAME = re.compile(r"[,;:()\[\]/\n]|\s[-–—]\s")
# Beside any of these a village head or candidate is said to be a civil servant too, or acts.
_ASN_TOO = ASN_WORDS | ACTING
_DENIALS = re.compile(r"\b(?:non|bukan) (?:asn|pns)\b")


def not_civil_servants(
    slots: Sequence[Slot],
    columns: Sequence[SlotTexts],
    values: Sequence[Sequence[Text]],
    meanings: Meanings,
    unreadable: Sequence[Mapping[int, Meaning]] = (),
) -> frozenset[int]:
    """The parts that are about an honorary worker, a village head or the like, by their position.

    A NIP says the contrary (see contradicted_subjects). values: of each slot, part by part. Only
    positions that words.csv lists (not_asn_position) count, and nothing beside them may say that an
    office is held ('Kepala Desa (PNS)'). The cell of the NIP or the rank says it too ('Honorer'),
    unless the position says the contrary. unreadable: of each slot, the parts whose text is
    unsound: where that may be a NIP all the same, nobody is left out.
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
    of_nip = unreadable[nip] if unreadable else {}
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


def contradicted_names(
    slots: Sequence[Slot], values: Sequence[Sequence[Text]], meanings: Meanings
) -> Iterator[tuple[int, int, Meaning]]:
    """Slot, part and reason of each name beside which stands that it is no civil servant's, in a
    row that counts as one's: 'Orang Contoh (Non ASN)', 'Partai Contoh' (words.csv,
    not_asn_beside_name).

    With a NIP, a village head or candidate may be one all the same: that is shown and kept. Where
    the column for the subject says that no civil servant is meant, nothing contradicts it. values:
    of each slot, part by part.
    """
    places = {slot.field: place for place, slot in enumerate(slots)}
    at, nip, subject = (places.get(one) for one in ("person_name", "nip", "subject_kind"))
    if at is None:
        return
    listed = meanings.reference.words["not_asn_beside_name"]
    for part in parts_with(listed.first_words, values[at]):
        if subject is not None and values[subject][part] == "not_asn":
            continue
        said = _said_beside(values[at][part] or "", listed)
        if said is not None:
            may_be = said and nip is not None and values[nip][part] is not None
            yield at, part, _CONTRADICTED if may_be else _NAMED_OTHERWISE


def _said_beside(text: str, listed: WordList) -> bool | None:
    """Whether who is named by the words beside a name can be a civil servant too; None where they
    name nobody else."""
    words = _DENIALS.sub(" ", normalise(text)).split()
    if not _ASN_TOO.isdisjoint(words):
        return None
    pieces = [piece for piece in _BESIDE_NAME.split(text) if piece.strip()]
    found = [piece for piece in pieces if listed.matches(piece)]
    if not found:
        return None
    return not any(listed.matches(piece, ("",)) for piece in found)

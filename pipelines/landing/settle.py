"""Settles what records are worth: each field's value, each cell's error, each part's verdict."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from pipelines.landing.contradictions import SHOWN, contradicted_levels
from pipelines.landing.crossed_out import crossed_out
from pipelines.landing.dated_numbers import dated_numbers
from pipelines.landing.decisions import DecidedParts, Given
from pipelines.landing.identity_numbers import doubtful_numbers
from pipelines.landing.misplaced import misplaced
from pipelines.landing.not_civil_servants import (
    contradicted_names,
    contradicted_subjects,
    not_civil_servants,
)
from pipelines.landing.placeholders import placeholders
from pipelines.landing.reading import read_slot
from pipelines.landing.repeated import ROW_REPEATED, OfStretch
from pipelines.landing.row_rules import contradicted_dates
from pipelines.landing.several_persons import doubtful_counts, doubtful_names
from pipelines.landing.withdrawn import withdrawn
from pipelines.layouts.hidden_drafts import HIDDEN_DRAFT
from pipelines.layouts.slots import RecordTexts, Slot, Text
from pipelines.privacy import mask
from pipelines.values.meaning import Meaning, quoted
from pipelines.values.meaning import unsound as unsound_meaning
from pipelines.values.meanings import Meanings
from pipelines.values.words import WordList, is_absent

_DIGIT = re.compile(r"\d")

RECORD, REJECTED, SET_ASIDE = "record", "rejected", "set_aside"


class CellError(NamedTuple):
    """What is wrong with one cell. part: the place in the stretch; rejects: it costs the row."""

    part: int
    column_letter: str
    field: str
    heading: str
    value_kind: str
    context: str
    text: Text
    reason_code: str
    reason: str
    rejects: bool


class DecisionUse(NamedTuple):
    """A cell whose value, or whose part's verdict, is a person's decision."""

    part: int
    column_letter: str
    field: str
    reason_code: str
    given: Given


@dataclass(slots=True)
class Settled:
    """The outcome of a stretch of parts.

    values: for each slot the value of each part; errors: of data rows only; verdicts: for each part
    (record, rejected or set_aside; the rule), None for a part that is no data row; uses: what of it
    stands on decisions.
    """

    values: list[list[Text]]
    errors: list[CellError]
    verdicts: list[tuple[str, str] | None]
    uses: list[DecisionUse]


def settle(
    slots: list[Slot],
    texts: RecordTexts,
    classes: list[tuple[str, str]],
    meanings: Meanings,
    quarantined: str | None = None,
    decided: DecidedParts | None = None,
    repeats: OfStretch | None = None,
) -> Settled:
    """What the texts of a stretch mean, and what becomes of each part.

    classes: (class, rule) of each part. quarantined: the reason for which the whole file waits: it
    then has no accepted row. Rejected goes before set aside: only a sound record can be set aside
    by a rule. A total is checked as a total, not as a record: only data rows have errors.
    decided: what a person has decided about cells that are rejected or left out by themselves.
    repeats: what becomes of parts because of other rows of the delivery.
    """
    is_record = [row_class == RECORD for row_class, _ in classes]
    read = [
        read_slot(slot, column.texts, column.contexts, meanings)
        for slot, column in zip(slots, texts.columns, strict=True)
    ]
    values = [found for found, _ in read]
    doubts = (
        *crossed_out(slots, texts.columns),
        *doubtful_names(slots, values, meanings),
        *doubtful_counts(slots, texts, values),
        *withdrawn(slots, values, classes),
        *dated_numbers(slots, texts.columns, values, meanings),
        *doubtful_numbers(slots, values),
        *misplaced(slots, values),
        *placeholders(slots, values, meanings),
        *_doubted(slots, repeats),
    )
    for place, part, meaning in doubts:
        read[place][1].setdefault(part, meaning)
        values[place][part] = None
    # Of one cell the first counts: what is only shown must hide nothing that rejects.
    contradicted = (
        *contradicted_dates(slots, values, meanings.reference.row_rules),
        *contradicted_levels(slots, values, meanings),
        *contradicted_subjects(slots, texts.columns, values, meanings),
        *contradicted_names(slots, values, meanings),
    )
    for place, part, meaning in contradicted:
        read[place][1].setdefault(part, meaning)
        if meaning.reason_code not in SHOWN:
            values[place][part] = None
    absent = meanings.reference.words["absent"]
    errors: list[CellError] = []
    uses: list[DecisionUse] = []
    for slot, column, (found, unsound) in zip(slots, texts.columns, read, strict=True):
        if slot.is_required:
            of_blank = _meaning_of_blank(slot, meanings)
            if None in found:
                for part, value in enumerate(found):
                    if value is None:
                        unsound.setdefault(part, of_blank)
            if slot.field.endswith("_number"):
                for part, value in enumerate(found):
                    if value is None:
                        continue
                    if not _DIGIT.search(value):
                        # 'DIBATALKAN' or 'NIHIL' where the number should be: it names nothing.
                        unsound[part], found[part] = _NO_NUMBER, None
                    elif _ONLY_COUNTS(value) and _is_alone(values, found, part):
                        unsound[part], found[part] = _NOTHING_ELSE, None
        for part, meaning in unsound.items():
            if not is_record[part]:
                continue
            source = slot.sources[column.source(part)]
            is_missing = meaning.reason_code is None
            given = decided and decided.about(part, slot.field, column.texts[part])
            if given:
                reason = meaning.reason_code or "required_missing"
                uses.append(DecisionUse(part, source.letter, slot.field, reason, given))
                found[part] = given.value
                continue
            errors.append(
                CellError(
                    part,
                    source.letter,
                    slot.field,
                    source.heading,
                    slot.value_kind,
                    column.context(part),
                    column.texts[part],
                    meaning.reason_code or "required_missing",
                    _missing(source.heading, column.texts[part], absent)
                    if is_missing
                    else _masked(meaning.message or ""),
                    is_missing or _rejects(slot, meaning),
                )
            )
        if decided:
            for part, given in decided.words(slot, column.texts):
                if is_record[part] and part not in unsound:
                    letter = slot.sources[column.source(part)].letter
                    uses.append(DecisionUse(part, letter, slot.field, given.reason_code, given))
    aside = {use.part for use in uses if use.given.decision == SET_ASIDE}
    errors = [error for error in errors if error.part not in aside]
    others = not_civil_servants(
        slots, texts.columns, values, meanings, [unsound for _, unsound in read]
    ) | _said_to_be_others(slots, values)
    # Who the row is about is judged first: what else is wrong with it then does not matter.
    says_who = _WHO_BY_COLUMN if _subject_of(slots) is not None else _WHO_BY_POSITION
    others -= {
        error.part
        for error in errors
        if error.rejects and (error.field in says_who or error.reason_code == "cell_misplaced")
    }
    errors = [error for error in errors if not (error.rejects and error.part in others)]
    rules = (
        dict.fromkeys(repeats.set_aside if repeats else (), ROW_REPEATED)
        | dict.fromkeys(others, "subject_not_asn")
        | dict.fromkeys(aside, "decided_set_aside")
    )
    if classes and classes[0][1] == HIDDEN_DRAFT:  # all rows of the sheet are
        errors, rules = [], dict.fromkeys(range(len(classes)), HIDDEN_DRAFT)
    verdicts = _verdicts(errors, classes, quarantined, rules)
    return Settled(values, errors, verdicts, uses)


def _doubted(
    slots: Sequence[Slot], repeats: OfStretch | None
) -> Iterator[tuple[int, int, Meaning]]:
    """Slot, part and reason of what other rows of the delivery contradict."""
    if repeats is not None:
        places = {slot.field: place for place, slot in enumerate(slots)}
        for part, field, meaning in repeats.doubts:
            yield places[field], part, meaning


def _meaning_of_blank(slot: Slot, meanings: Meanings) -> Meaning:
    """A few kinds say themselves what a blank cell means; for the rest it is missing."""
    known = meanings.of(slot.value_kind)
    known[""]
    return known.unsound.get("", Meaning())


def _verdicts(
    errors: list[CellError],
    classes: list[tuple[str, str]],
    quarantined: str | None,
    aside: Mapping[int, str],
) -> list[tuple[str, str] | None]:
    """aside: the parts that are set aside, and the rule of each."""
    rejected: dict[int, str] = {}
    for error in errors:
        if error.rejects:
            rejected[error.part] = min(error.reason_code, rejected.get(error.part, "~"))
    verdicts = [one if one[0] == RECORD else None for one in classes]
    for part in aside.keys() | rejected.keys() if quarantined is None else range(len(classes)):
        if verdicts[part] is None:
            continue
        if part in rejected:
            verdicts[part] = (REJECTED, rejected[part])
        elif quarantined is not None:
            verdicts[part] = (REJECTED, quarantined)
        else:
            verdicts[part] = (SET_ASIDE, aside[part])
    return verdicts


# The cells that say who a row is about: where one is in doubt, nobody is left out, nor where the
# row is shifted.
_WHO_BY_COLUMN = frozenset({"subject_kind"})
_WHO_BY_POSITION = frozenset({"person_name", "position", "position_class"})


def _subject_of(slots: list[Slot]) -> int | None:
    return next((i for i, slot in enumerate(slots) if slot.field == "subject_kind"), None)


def _said_to_be_others(slots: list[Slot], values: list[list[Text]]) -> frozenset[int]:
    """The parts whose column for the subject says that it is no civil servant."""
    subject = _subject_of(slots)
    if subject is None or "not_asn" not in values[subject]:
        return frozenset()
    return frozenset(part for part, value in enumerate(values[subject]) if value == "not_asn")


_NO_NUMBER = unsound_meaning(
    "required_missing",
    "what stands there is no number of a letter or register: it has no digit; write the number",
)
_NOTHING_ELSE = unsound_meaning(
    "required_missing",
    "nothing but a plain number stands in the row, which may only count the lines; write the whole "
    "number of the letter or register, and what the row is about",
)
_ONLY_COUNTS = re.compile(r"\(?\d{1,6}[.)]?").fullmatch


def _is_alone(values: list[list[Text]], found: list[Text], part: int) -> bool:
    """Whether no other slot than that of `found` has a value in a part."""
    return all(own is found or own[part] is None for own in values)


# What is told of a cell whose value is then unknown: it costs no row that can be without it.
_UNKNOWN_AND_TOLD = frozenset({"ditto_unclear"})


def _rejects(slot: Slot, meaning: Meaning) -> bool:
    if meaning.reason_code in _UNKNOWN_AND_TOLD:
        return slot.is_required
    return slot.on_error == "reject" and meaning.reason_code not in SHOWN


_masked: Callable[[str], str] = lru_cache(maxsize=4096)(mask)


def _missing(heading: str, text: Text, absent: WordList) -> str:
    """What is told of a value that a row needs; of a text only words for unknown are quoted."""
    if not text:
        said = f'nothing stands in the column "{heading}", which a row of this layout needs'
        return f"{said}; fill it in"
    if is_absent(text, absent):
        return _masked(
            f'{quoted(text)} stands in the column "{heading}", which says that none is known or '
            "given, and a row of this layout needs it; fill it in"
        )
    return (
        f'what stands in the column "{heading}" tells nothing of what a row of this layout needs '
        "there; write what the column is for"
    )

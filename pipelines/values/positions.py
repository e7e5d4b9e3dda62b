"""Position classes from free text: the rank words in data/reference/position_words.csv."""

from __future__ import annotations

import re

from pipelines.values.meaning import UNKNOWN, Meaning, found
from pipelines.values.reference import Reference
from pipelines.values.words import normalise

_LIST = re.compile(r"(?:^|\s)1\s*[.)].*\s2\s*[.)]", re.DOTALL)
_EITHER = re.compile(r"/|\batau\b", re.IGNORECASE)
# An office that somebody has no more: 'Guru (mantan Kepala Dinas)'.
_FORMER = re.compile(r"(?<!^)\b(?:mantan|eks|bekas|ex|sebelumnya|dahulu|dulu)\b.*")


def read_position_class(text: str, reference: Reference) -> Meaning:
    """The class of the first rank word by priority, or unknown: a position is never rejected.

    Heads of a district or ward (camat, lurah) go before the other classes. A word without a code
    names an office and not the rank ('kantor camat'): it is taken out before the rest is read.
    A word with a star is that of the whole text when it opens it ('staf camat', 'istri lurah').
    """
    if _LIST.search(text):
        return UNKNOWN  # of several persons, and nothing says whose is which
    alternatives = _EITHER.split(text)
    if len(alternatives) > 1:
        classes = {_class_of(one, reference) for one in alternatives} - {UNKNOWN}
        if len(classes) > 1:
            return UNKNOWN  # 'JPT/Administrator': nothing says which
    return _class_of(text, reference)


def _class_of(text: str, reference: Reference) -> Meaning:
    padded = f" {_FORMER.sub(' ', normalise(text))} "
    for phrase, code, _ in reference.position_words:
        if phrase.endswith(" *"):
            if padded.startswith(f" {phrase[:-1]}"):
                return found(code) if code else UNKNOWN
            continue
        spaced = f" {phrase} "
        if spaced not in padded:
            continue
        if code:
            return found(code)
        padded = padded.replace(spaced, " ")
    return UNKNOWN

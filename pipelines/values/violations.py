"""Violation types of the joint decree (SKB): the same words are KE or D depending on the stage."""

from __future__ import annotations

import re

from pipelines.values.meaning import Meaning, found, quoted, unsound
from pipelines.values.reference import Reference
from pipelines.values.words import normalise

_LISTED = re.compile(r"[,;/&+\n]|\b(?:dan|serta)\b", re.IGNORECASE)
# After voting, candidates are fixed as they were in the campaign.
_BEFORE, _CAMPAIGN, _AFTER = "before_candidacy", "campaign", "after"
_CODE = re.compile(r"(?:^|\()\s*(?:huruf\s+|kode\s+)?(KE|D)\s*[-.]?\s*0?(\d{1,2})\b", re.IGNORECASE)
# Behind a first code: 'KE1 dan D3', 'D4/6', 'D3-D5'.
_FURTHER = re.compile(
    r"\b(KE|D)\s*[-.]?\s*0?(\d{1,2})\b|(?:[,;/&+-]|\bdan\b)\s*0?(\d{1,2})\b", re.IGNORECASE
)


def read_violation(text: str, context: str, reference: Reference) -> Meaning:
    """The code KE1 to D12, from a code, a type's name or the words of an act.

    context: the code of the election stage, or ''. Before candidates are fixed many acts breach
    ethics, after it they breach discipline, so without a stage such words are
    violation_ambiguous; words of several types are too. Else: violation_unknown.
    """
    stated = _stated(text)
    if stated:
        if "?" in text or reference.words["violation"].turning_in(text):
            return _unknown(text, "has a code and words that may take it back")
        known = stated & set(reference.violation_stages)
        if known != stated:
            return _unknown(text, "has a code that the decree does not have")
        return found(known.pop()) if len(known) == 1 else _several(text, known)
    stage = _CAMPAIGN if context == _AFTER else context
    named = reference.words["violation_name"].matches(text)
    # The name of a type counts unless the row's stage is the other one of that act.
    fitting = {code for code in named if stage in ("", reference.violation_stages[code])}
    if len(fitting) == 1:
        return found(fitting.pop())
    stages = _stages(text, stage, reference)
    acts = reference.words["violation"]
    codes = {code for stage in stages for code in acts.matches(text, {stage})}
    if len(codes) == 1:
        # The first pattern that fits decides of one act; of two it would pass one over.
        for piece in _other_acts(text, reference):
            codes |= {code for stage in stages for code in acts.matches(piece, {stage})}
    if len(codes) == 1:
        return found(codes.pop())
    if codes:
        return _several(text, codes)
    elsewhere = acts.matches(text, {_BEFORE, _CAMPAIGN})
    if elsewhere:
        return _unknown(text, "is not a violation of the decree at this election stage")
    return _unknown(text, "is no violation type on file")


def _stated(text: str) -> set[str]:
    """The codes that a text gives: the one it opens with or has in brackets, and those behind."""
    first = _CODE.search(text)
    if first is None:
        return set()
    stated = {f"{first[1].upper()}{int(first[2])}"}
    for letters, number, bare in _FURTHER.findall(text[first.end() :]):
        stated.add(f"{(letters or first[1]).upper()}{int(number or bare)}")
    return stated


def _other_acts(text: str, reference: Reference) -> list[str]:
    """The pieces of a text that lists acts: 'like, foto bersama'. What says by which means, or goes
    on with whom ('foto bersama calon, tim sukses'), is no act of its own."""
    pieces = [normalise(piece) for piece in _LISTED.split(text)]
    if len(pieces) == 1:
        return []
    beside = reference.words["violation_beside"].exact
    return [piece for piece in pieces if not any(word in piece for word in beside)]


def _stages(text: str, stage: str, reference: Reference) -> set[str]:
    """The stages that the words may be about: the row's, and the one the words themselves name."""
    stated = {stage} & {_BEFORE, _CAMPAIGN}
    padded = f" {normalise(text)} "
    if any(f" {word} " in padded for word in reference.words["violation_would_be"].exact):
        return stated | {_BEFORE}
    return stated or {_BEFORE, _CAMPAIGN}


def _several(text: str, codes: set[str]) -> Meaning:
    order = sorted(codes, key=lambda code: (code[0] == "D", int(code.lstrip("KED"))))
    return unsound(
        "violation_ambiguous",
        f"{quoted(text)} can be {' or '.join(order)}; give the election stage or the code",
    )


def _unknown(text: str, what: str) -> Meaning:
    return unsound("violation_unknown", f"{quoted(text)} {what}; give the code KE1-KE7 or D1-D12")

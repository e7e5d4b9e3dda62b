"""What the cells of a column could be: of each kind of value, how many of its texts read as one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipelines.layouts.splitting import (
    name_and_nip,
    name_and_position,
    number_and_date,
    numbered_items,
)
from pipelines.values import Reference, interpret
from pipelines.values.words import is_absent

# Most telling first: of two kinds that fit alike the former is proposed.
KINDS = (
    "nip", "date", "sanction", "violation", "region_code", "province", "region", "institution",
    "subject_kind", "position_class", "election_stage", "channel", "sanction_level", "finding",
    "status", "forwarded_to", "tick", "count", "percentage", "number", "position_group",
    "outreach_kind", "measure", "unit",
)  # fmt: skip
SURE, UNSURE = "sure", "unsure"
_MOST_TEXTS = 100
_SURE = 0.8
_OFTEN = 0.5
_LEAST_DIGITS = 14
_YEAR = re.compile(r"20[0-4]\d")


@dataclass(frozen=True)
class Evidence:
    """Of one column: how many records fill it, and what its distinct texts read as.

    shares: kind → share of the texts, 0 to 1; split: how a cell seems to hold several things;
    has_position: it holds persons, and behind the NIP of most stands a position. are_years: each of
    its texts is a year. unsure: kind → how many of the texts that count for it are ambiguous or
    damaged, so that a row with one is rejected unless its place tells.
    """

    filled: int
    records: int
    texts: int
    shares: dict[str, float]
    split: str | None
    has_position: bool = False
    are_years: bool = False
    unsure: Mapping[str, int] = field(default_factory=dict)

    def share(self, kind: str) -> float:
        """Of text, it is what is left when the texts are of no other kind."""
        if kind == "text":
            return 1 - max(self.shares.values(), default=0) / 2
        return self.shares.get(kind, 0)

    @property
    def is_always_filled(self) -> bool:
        return self.filled >= self.records * 0.9

    def kind_among(self, kinds: set[str]) -> str | None:
        """The most telling of these kinds that nearly all texts read as, if any. A year is of none:
        what it is the year of, no field holds."""
        fitting = [one for one in KINDS if one in kinds and self.shares.get(one, 0) >= _SURE]
        return fitting[0] if fitting and not self.are_years else None

    def in_words(self, kind: str) -> str:
        """'12 of 15 records filled; 10 of 11 different texts read as date'."""
        said = f"{self.filled} of {self.records} records filled"
        if self.texts and kind != "text":
            said += f"; {round(self.share(kind) * self.texts)} of {self.texts} different texts "
            said += f"read as {kind}"
            if unsure := self.unsure.get(kind, 0):
                said += f", {unsure} of them ambiguous or damaged"
        return said


def evidence_of(texts: list[str], records: int, epoch: str, reference: Reference) -> Evidence:
    """Looks at the texts of a column (blanks left out) of so many records."""
    stated = [text for text in texts if not is_absent(text, reference.words["absent"])]
    distinct = list(dict.fromkeys(stated))[:_MOST_TEXTS]
    shares: dict[str, float] = {}
    unsure: dict[str, int] = {}
    if distinct:
        for kind in KINDS:
            reads = [_reads(kind, text, epoch, reference) for text in distinct]
            shares[kind] = sum(map(bool, reads)) / len(distinct)
            unsure[kind] = reads.count(UNSURE)
    else:
        ticked = sum(bool(_reads("tick", text, epoch, reference)) for text in texts)
        shares["tick"] = ticked / len(texts) if texts else 0
    split = _split(distinct)
    behind = [name_and_position(text)[1] for text in distinct] if split == "persons" else []
    positions = sum(bool(one and _reads("position_class", one, "", reference)) for one in behind)
    return Evidence(
        len(stated) or len(texts), records, len(distinct), shares, split,
        has_position=positions > len(distinct) * _OFTEN,
        are_years=bool(distinct) and all(_YEAR.fullmatch(text) for text in distinct),
        unsure=unsure,
    )  # fmt: skip


def _reads(kind: str, text: str, epoch: str, reference: Reference) -> str:
    """Whether a text is a value of a kind (SURE), or would be one, were its context known or it
    undamaged (UNSURE); '' where it is none."""
    if kind == "region_code" and _YEAR.fullmatch(text):
        return ""
    if kind == "date" and text.isdigit():
        return ""  # a number is a date only to a column that says so
    context = f"{epoch}:future" if kind == "date" else ""
    meaning = interpret(kind, context, text, reference)
    if meaning.value is not None:
        return SURE
    return UNSURE if (meaning.reason_code or "").endswith(("_ambiguous", "_lossy")) else ""


def _split(texts: list[str]) -> str | None:
    if not texts:
        return None
    if any(len(numbered_items(text) or ()) > 1 for text in texts):
        return "persons"
    with_nip = sum(
        bool(name) and sum(c.isdigit() for c in nip or "") >= _LEAST_DIGITS
        for name, nip in map(name_and_nip, texts)
    )
    if with_nip >= len(texts) * _OFTEN:
        return "persons"
    both = [number_and_date(text) for text in texts]
    if sum(bool(date) and "/" in number for number, date in both) >= len(texts) * _OFTEN:
        return "number_and_date"
    return None

"""What cells that hold several things are taken apart into, each distinct text once."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipelines.layouts.slots import SHARES, Source, Text
from pipelines.layouts.splitting import (
    name_and_nip,
    name_and_position,
    number_and_date,
    per_person,
)

_OF_PERSONS = ("name", "nip", "name alone", "position")
_DIGIT = re.compile(r"\d")
_SPLITS: dict[str, Callable[[str], tuple[str, Text]]] = {
    "name": name_and_nip, "nip": name_and_nip, "name alone": name_and_position,
    "position": name_and_position, "number": number_and_date, "date": number_and_date,
}  # fmt: skip


class TakenApart:
    """What the sources take of the cells; each distinct cell is taken apart once.

    counts: how many persons the row of each part holds, None where each is about one.
    """

    def __init__(
        self, texts: dict[int, list[Text]], parts: list[int], counts: list[int] | None
    ) -> None:
        self._texts = texts
        self._parts = parts
        self._counts = counts
        self._split: dict[tuple[int, bool], dict[Text, tuple[Text, Text]]] = {}
        self._digits: dict[int, bool] = {}

    def of(self, source: Source) -> list[Text]:
        texts = self._texts[source.position]
        if source.take == "said":
            return [source.says] * len(texts)
        if source.take == "whole" or (source.take in SHARES and self._counts is None):
            return texts
        if source.take in SHARES:
            return self._shares(texts, source.take == "lines")
        if source.take in _OF_PERSONS and not self._has_digits(source.position):
            return texts if source.take.startswith("name") else [None] * len(texts)
        split = _SPLITS[source.take]
        way = (source.position, split is name_and_position)
        known = self._split.setdefault(way, {None: (None, None)})
        for text in texts:
            if text not in known:
                first, second = split(text or "")
                known[text] = (first or None, second or None)
        place = 0 if source.take in ("name", "name alone", "number") else 1
        return [known[text][place] for text in texts]

    def _has_digits(self, position: int) -> bool:
        """Whether there is a digit in any of the cells: without one, no cell holds a NIP."""
        known = self._digits.get(position)
        if known is None:
            text = "\n".join(filter(None, self._texts[position]))
            known = self._digits[position] = _DIGIT.search(text) is not None
        return known

    def _shares(self, texts: list[Text], by_line: bool) -> list[Text]:
        known: dict[tuple[str, int], list[str]] = {}
        shares: list[Text] = []
        for text, part, count in zip(texts, self._parts, self._counts or (), strict=True):
            if text is None:
                shares.append(None)
                continue
            found = known.get((text, count))
            if found is None:
                found = known[text, count] = per_person(text, count, by_line)
            shares.append(found[part - 1] or None)
        return shares

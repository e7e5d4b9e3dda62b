"""Finds the few texts of a column in which there is something at all, before each is looked at."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from pipelines.layouts.slots import Text


def parts_with(looks: Iterable[re.Pattern[str] | str], texts: Sequence[Text]) -> list[int]:
    """The places of the texts in which something is found: a pattern, or a word as it stands, in
    small letters.

    Each distinct one is searched once, and all at one go: nearly always there is nothing, and that
    is told soonest so.
    """
    distinct = [text for text in set(texts) if text]
    together = "\0".join(distinct).casefold()
    ends: list[int] = []
    found: set[Text] = set()
    for look in looks:
        at = _find(look, together, 0)
        while at >= 0:
            ends = ends or [end.start() for end in re.finditer("\0|$", together)]
            place = bisect_left(ends, at)
            found.add(distinct[place])
            at = _find(look, together, ends[place] + 1)
    return [place for place, text in enumerate(texts) if text in found] if found else []


def _find(look: re.Pattern[str] | str, text: str, start: int) -> int:
    if isinstance(look, str):
        return text.find(look, start)
    found = look.search(text, start)
    return found.start() if found else -1

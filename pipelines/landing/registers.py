"""Which deliveries are editions of one register, and which of them counts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipelines.landing.partial_editions import Entries, lacking

# '03/LP/2023' is one entry wherever it stands; '3' is one of each year.
_HAS_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True)
class Candidate:
    """A delivery that may be an edition. is_whole: its sidecar says that it is no part, whatever it
    lacks."""

    key: str
    period: str
    is_whole: bool


@dataclass
class Editions:
    """What became of the candidates. supersedes: later → the edition it replaces (the last of
    them); replaced: all that count no more; held: later → the edition it lacks most of, and what.
    """

    supersedes: dict[str, str] = field(default_factory=dict)
    replaced: set[str] = field(default_factory=set)
    held: dict[str, tuple[str, str]] = field(default_factory=dict)


def settle_editions(candidates: Sequence[Candidate], entries: Mapping[str, Entries]) -> Editions:
    """Goes through the deliveries of one office and kind of register, the earliest edition first.

    Two letters of one office and year are no editions of each other: of one period are those that
    share a number that identifies the register (the layout says which field), or that show none (a
    recap). A register of a year is a later edition of those of its months whose entries it has.
    """
    result = Editions()
    current: dict[str, Candidate] = {}
    owners: dict[str, set[str]] = defaultdict(set)
    without: set[str] = set()  # those of the current ones that show no number
    place = {one.key: at for at, one in enumerate(candidates)}
    for one in candidates:
        own = entries[one.key]
        sharing = set().union(*(owners[number] for number in own.numbers))
        near = sharing | without if own.numbers else current.keys()
        related = [
            other
            for other in map(current.__getitem__, sorted(near, key=place.__getitem__))
            if _is_edition(one, other, own.numbers & entries[other.key].numbers)
        ]
        for other in related if not one.is_whole else ():
            lacks = lacking(entries[other.key], own)
            if lacks:
                result.held[one.key] = (other.key, lacks)
                break
        else:
            for other in related:
                result.supersedes[one.key] = other.key
                result.replaced.add(other.key)
                del current[other.key]
                without.discard(other.key)
                for number in entries[other.key].numbers:
                    owners[number].discard(other.key)
            current[one.key] = one
            if not own.numbers:
                without.add(one.key)
            for number in own.numbers:
                owners[number].add(one.key)
    return result


def _is_edition(later: Candidate, earlier: Candidate, shared: set[str]) -> bool:
    """shared: the numbers that both have; of one period it is enough that either has none."""
    if later.period == earlier.period:
        return True
    return are_nested(later.period, earlier.period) and any(map(_HAS_YEAR.search, shared))


def are_nested(one: str, other: str) -> bool:
    """Whether one of two periods lies within the other: '2023-03' and '2023'."""
    from pipelines.layouts.periods import months_of  # rarely needed, and the layouts with it

    first, second = months_of(one), months_of(other)
    if first is None or second is None or first == second:
        return False
    (a, b), (c, d) = first, second
    return (a <= c and d <= b) or (c <= a and b <= d)

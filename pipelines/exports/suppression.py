"""Which counts of people may be shown to the public, so that no small one follows by arithmetic.

Small rows are combined, not blanked. Every number that is shown is a sum over blocks of a partition
of the cases, each block being safe in itself: each measure of it, and what its parts leave of each
measure, is 0 or at least `smallest`. Whatever totals, levels, stages and tables are subtracted from
each other, the result is again made of such blocks. Within a block nothing is said of who is where:
any member may have all of it or nothing. See docs/exports.md for the argument.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Counts = dict[str, int]
Key = Hashable


@dataclass(frozen=True)
class Measures:
    """Measures of one unit and what each lies within; measures within the same one never overlap.

    `within` lists the measures from the outermost inwards (the first lies within nothing);
    a count below `smallest` that is not 0 is small.
    """

    within: Mapping[str, str | None]
    smallest: int

    def is_small(self, value: int) -> bool:
        """Whether a count may not be shown; less than nothing is no count, and not shown either."""
        return value != 0 and value < self.smallest

    def showable(self, total: Counts) -> tuple[str, ...]:
        """The measures that may be shown of this total, and with it anywhere below it.

        None when the outermost is small: even a row of zeros would say that somebody is there.
        """
        kept = list(self.within)
        if self.is_small(total[kept[0]]):
            return ()
        while True:
            small = [one for one in kept if self.is_small(total[one])]
            if small:
                kept.remove(small[-1])
                continue
            open_ = [one for one in kept if self.is_small(self._rest(one, total, kept))]
            if not open_:
                return tuple(kept)
            # What the parts leave of it is small: the smallest part goes, and is left with it.
            kept.remove(min(self._parts(open_[0], kept), key=lambda one: (total[one] or 1e9, one)))

    def are_safe(self, counts: Counts, kept: tuple[str, ...]) -> bool:
        """Whether a block may be shown: no measure is small, nor what is left of it."""
        return not any(
            self.is_small(counts[one]) or self.is_small(self._rest(one, counts, kept))
            for one in kept
        )

    def _rest(self, measure: str, counts: Counts, kept: Any) -> int:
        return counts[measure] - sum(counts[one] for one in self._parts(measure, kept))

    def _parts(self, measure: str, kept: Any) -> list[str]:
        """The kept measures next within it: those between are not shown."""
        return [one for one in kept if self._next_kept(one, kept) == measure]

    def _next_kept(self, measure: str, kept: Any) -> str | None:
        outer = self.within[measure]
        while outer is not None and outer not in kept:
            outer = self.within[outer]
        return outer


@dataclass
class Node:
    """A place in the tree of a table (all, an election, a province, …) with its counts."""

    counts: Counts
    children: dict[Key, Node] = field(default_factory=dict)
    rows: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Shown:
    """One row for the public: the path of its node, its counts; combined: of those not shown."""

    path: tuple[Key, ...]
    counts: Counts
    node: Node | None = None

    @property
    def is_combined(self) -> bool:
        return self.node is None


Test = Callable[[tuple[Key, ...], Node], bool]


def combine(node: Node, is_safe: Callable[[Counts], bool], also: Test | None = None,
            path: tuple[Key, ...] = ()) -> Iterator[Shown]:  # fmt: skip
    """The rows below a safe node: safe children, and one row that combines all the others.

    While the combined row is not safe, the smallest safe child joins it. `also` may refuse a child
    for another reason.
    """
    safe = {
        key: child
        for key, child in node.children.items()
        if is_safe(child.counts) and (also is None or also((*path, key), child))
    }
    rest = minus(node.counts, *(child.counts for child in safe.values()))
    while safe and not is_safe(rest):
        key = min(safe, key=lambda one: (next(iter(safe[one].counts.values())), str(one)))
        rest = plus(rest, safe.pop(key).counts)
    for key in sorted(safe, key=str):
        yield Shown((*path, key), safe[key].counts, safe[key])
        yield from combine(safe[key], is_safe, also, (*path, key))
    # Where all are combined, their row would repeat the one above it.
    if any(rest.values()) and (safe or (node.children and not node.rows)):
        yield Shown(path, rest)


def overlapping(
    node: Node, whole: Counts, is_safe: Callable[[Counts], bool], smallest: int,
    path: tuple[Key, ...] = (),
) -> Iterator[Shown]:  # fmt: skip
    """The rows below a node whose children overlap (a case under several of them).

    A child is shown if it is safe and so are the cases without it; nothing is said of the others,
    whose number does not follow from the whole. Should no case be under two, it would: so what is
    left then may not be small either.
    """
    safe = {
        key: child
        for key, child in node.children.items()
        if is_safe(child.counts) and is_safe(minus(whole, child.counts))
    }

    def is_open() -> bool:
        rest = minus(whole, *(child.counts for child in safe.values()))
        return any(0 < value < smallest for value in rest.values())

    while safe and is_open():
        del safe[min(safe, key=lambda one: (next(iter(safe[one].counts.values())), str(one)))]
    for key in sorted(safe, key=str):
        yield Shown((*path, key), safe[key].counts, safe[key])


def minus(counts: Counts, *others: Counts) -> Counts:
    return {one: value - sum(other[one] for other in others) for one, value in counts.items()}


def plus(counts: Counts, other: Counts) -> Counts:
    return {one: value + other[one] for one, value in counts.items()}

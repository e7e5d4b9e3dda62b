"""What a page is made of: figures (a chart, its text, the table behind it) and tables."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.site.release import Release

MAX_ROWS = 200  # of one table; the query for the whole stands beneath
MAX_TRACED = 1500  # numbers that lead to the trace page, which must stay light


@dataclass(frozen=True)
class Column:
    label: str
    is_number: bool = False


@dataclass(frozen=True)
class Link:
    """A cell that leads somewhere; with `code` it reads as a key."""

    text: str
    href: str
    code: bool = False


Cell = str | Link


@dataclass(frozen=True)
class Table:
    """`rows` are as long as `columns`; `total` is how many there are if some are left out.

    `anchors` are the ids of the rows that links lead to.
    """

    caption: str
    columns: list[Column]
    rows: list[list[Cell]]
    query: str
    total: int | None = None
    anchors: list[str] = field(default_factory=list)

    @property
    def left_out(self) -> int:
        return max(0, (self.total or 0) - len(self.rows))


@dataclass(frozen=True)
class Figure:
    """A chart with its headline, what it shows in words, its sources and the table behind it.

    `wide` and `narrow` are the same chart as SVG for a desk and for a phone.
    """

    id: str
    title: str
    alt: str
    wide: str
    narrow: str
    table: Table
    source: str
    subtitle: str = ""
    legend: list[tuple[str, str]] = field(default_factory=list)  # colour, label
    is_demo: bool = False


def figure_link(key: str, text: str | None = None) -> Link:
    """Leads from a published figure to its citation."""
    return Link(text or key, f"figures.html#{anchor(key)}", code=text is None)


def trace_link(release: Release, key: str, text: str, title: str) -> Cell:
    """Leads from a number to the rows behind it, which the trace page lists under `title`; plain
    text once that page is full."""
    if key not in release.trace_keys and len(release.trace_keys) >= MAX_TRACED:
        return text
    release.trace_keys.setdefault(key, title)
    return Link(text, f"trace.html#{anchor(key)}")


def anchor(key: str) -> str:
    """An id for a key, which may hold any character."""
    return "k" + hashlib.sha256(key.encode()).hexdigest()[:12]

"""What is proposed for each column of an unknown table."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.layouts import Layout
from pipelines.layouts.maps import ColumnMap
from pipelines.suggestion.evidence import Evidence


@dataclass(frozen=True)
class Proposal:
    """One column of the draft. `column` is None where a person has to say what it feeds; `check`
    says why a person should look even where something is proposed; `score` is how surely it does,
    0 to 1; `kind` is what its values are, where nothing says what they feed."""

    position: int
    heading: str
    evidence: Evidence
    column: ColumnMap | None
    check: str = ""
    choices: tuple[str, ...] = ()
    repeats: tuple[int, ...] = ()
    score: float = 0.0
    kind: str | None = None


@dataclass(frozen=True)
class Proposals:
    """The columns of a draft and the layout that they were held against.

    free: the fields that no column feeds; unkept: those that are read and shown, and of which no
    table of the warehouse has anything. is_sure: it is much more like this kind of register than
    like any other.
    """

    nearest: Layout
    found: int
    columns: list[Proposal]
    free: tuple[str, ...]
    unkept: tuple[str, ...]
    score: float = 0.0
    is_sure: bool = True

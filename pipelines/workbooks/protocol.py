"""What a reader, the template and its child processes say to each other."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pipelines.workbooks.model import Limits, Workbook

LENGTH = struct.Struct("<Q")
FRAME = struct.Struct("<cQ")
PART, END = b"p", b"e"
"""Kinds of frame: a child answers with any number of parts, then one end."""

ORDER = struct.Struct("<cq")
COPY, KILL = b"c", b"k"
"""Orders to the template, each with a process: make a copy, end one. The answer names it again."""

Digest = Callable[[Any, Workbook], Iterator[Any]]
"""What is made of a workbook before it is sent: the items given for a job."""


@dataclass(frozen=True)
class Setup:
    """What the template is told before anything else.

    digest: 'module:name' of what makes a Digest when called with `arguments`; stamp: a fingerprint
    of the files that it reads then, if those may change.
    """

    limits: Limits
    digest: str
    arguments: tuple[Any, ...] = ()
    stamp: str = ""


@dataclass
class Answer:
    """The end of a file's answer. times: CPU seconds of the child by what it did."""

    reason_code: str | None = None
    message: str | None = None
    times: dict[str, float] = field(default_factory=dict)


def whole_workbook() -> Digest:
    """The plain digest: the workbook itself."""

    def digest(_job: Any, workbook: Workbook) -> Iterator[Workbook]:
        yield workbook

    return digest

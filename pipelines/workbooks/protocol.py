"""What a reader and its child process say to each other."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pipelines.workbooks.model import Limits, Workbook

LENGTH = struct.Struct("<Q")
FRAME = struct.Struct("<cQ")
PART, END = b"p", b"e"

Digest = Callable[[Any, Workbook], Iterator[Any]]
"""What is made of a workbook before it is sent: the items given for a job."""


@dataclass(frozen=True)
class Setup:
    """What a child is told before its first file.

    digest: 'module:name' of what makes a Digest when called with `arguments`.
    """

    limits: Limits
    digest: str
    arguments: tuple[Any, ...] = ()


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

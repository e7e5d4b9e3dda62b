"""What one text was found to mean: a value, a reason why it has none, or simply unknown."""

from __future__ import annotations

from typing import NamedTuple


class Meaning(NamedTuple):
    """The outcome of reading one text.

    value: the canonical text of the value (ISO date, decimal with a point, code), or None.
    reason_code: set when the text is there but has no sound value.
    message: what was found and what would mend it. Never a name, a NIP or free text.
    Value and reason_code both None: the text says that the value is unknown.
    """

    value: str | None = None
    reason_code: str | None = None
    message: str | None = None


UNKNOWN = Meaning()


def found(value: str) -> Meaning:
    """A sound value."""
    return Meaning(value)


def unsound(reason_code: str, message: str) -> Meaning:
    """A text that is there and cannot be used."""
    return Meaning(None, reason_code, message)


def quoted(text: str) -> str:
    """The text as a message may show it: one line, at most 60 characters."""
    line = " ".join(text.split())
    return f'"{line[:57]}..."' if len(line) > 60 else f'"{line}"'

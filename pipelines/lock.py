"""One writer: the lock that a load holds while it runs, however it was started."""

from __future__ import annotations

import fcntl
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.home import Home

# Held by this process until it ends; the kernel releases it even after a kill.
_held: dict[str, IO[str]] = {}


class AnotherLoadRunsError(Exception):
    """Another process is loading into this home."""


def take(home: Home) -> None:
    """Takes the load lock for the rest of this process; again is no harm.

    Raises AnotherLoadRunsError if another process has it.
    """
    path = str(home.landing / "load.lock")
    if path in _held:
        return
    file = open(path, "a")  # noqa: SIM115  # held open on purpose
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise AnotherLoadRunsError(
            "another load is running in this home; wait for it, or see `netralitas status`"
        ) from None
    _held[path] = file


def is_taken(home: Home) -> bool:
    """Whether another process is loading into this home now."""
    path = home.landing / "load.lock"
    if not path.exists():
        return False
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False

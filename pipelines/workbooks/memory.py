"""Keeps the memory of a reading process low."""

from __future__ import annotations

import contextlib
import ctypes
import resource

_MUCH_KB = 200_000


def give_back() -> None:
    """Hands what was taken and is no longer needed back to the system, in a process that has once
    had much: of a large sheet that is several times what is left of it."""
    if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > _MUCH_KB:
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)

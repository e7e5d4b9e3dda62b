"""What a load says while it runs: one line a stage, on standard error, when a person is there."""

from __future__ import annotations

import sys
import time

_started: float | None = None


def start() -> None:
    """From now on `say` prints; loads that the daemon starts stay silent."""
    global _started
    _started = time.monotonic()


def say(text: str) -> None:
    if _started is not None:
        print(f"[{time.monotonic() - _started:5.1f} s] {text}", file=sys.stderr, flush=True)

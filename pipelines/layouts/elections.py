"""The windows of the elections, for registers whose period only their dates tell."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path
from typing import Any

_TABLE = Path(__file__).resolve().parents[2] / "data" / "reference" / "elections.csv"


def election_windows(reference: Any) -> tuple[tuple[str, str, str], ...]:
    """(code, first day, last day) of each election, from the reference if it has them."""
    windows = getattr(reference, "election_windows", None)
    if windows is not None:
        return tuple(windows() if callable(windows) else windows)
    return _windows_in(_TABLE)


@lru_cache(maxsize=4)
def _windows_in(table: Path) -> tuple[tuple[str, str, str], ...]:
    with table.open(encoding="utf-8", newline="") as file:
        return tuple(
            (row["code"], row["window_from"], row["window_to"]) for row in csv.DictReader(file)
        )

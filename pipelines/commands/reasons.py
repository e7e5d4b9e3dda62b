"""What each reason code means and what would mend it, in words that quote no cell."""

from __future__ import annotations

import csv
from functools import cache

from pipelines.home import REFERENCE


def reasons() -> dict[str, str]:
    """Reason code → its meaning and what would mend it."""
    return {code: f"{row['text']}; {row['mend']}" for code, row in _codes().items()}


def texts() -> dict[str, str]:
    """Reason code → its meaning."""
    return {code: row["text"] for code, row in _codes().items()}


def mends() -> dict[str, str]:
    """Reason code → what would mend it."""
    return {code: row["mend"] for code, row in _codes().items()}


def is_kept(code: str) -> bool:
    """Whether what the cell says is kept, and only shown beside what contradicts it."""
    return code in _codes() and _codes()[code]["kept"] == "yes"


@cache
def _codes() -> dict[str, dict[str, str]]:
    with (REFERENCE / "reason_codes.csv").open(encoding="utf-8", newline="") as lines:
        return {row["reason_code"]: row for row in csv.DictReader(lines)}

"""Which kind of total a row is, by the words it begins with: data/reference/total_words.csv.

derived      the whole of such a row is no sum: averages, differences, what is carried over
running      behind the word for a total ('Jumlah s.d. bulan lalu'): not that of the table alone
this_period  behind it: of what came within the month, the week …
up_to        with a word of this_period: from the beginning up to now
"""

from __future__ import annotations

import csv
from functools import cache

from pipelines.home import REFERENCE

DERIVED = "derived from the records"
"""The rule of a total that is no sum: averages, differences, percentages, what is carried over."""
RUNNING_TOTAL = "running total"
"""The rule of a total that is not that of the table alone: 'Jumlah s.d. bulan lalu'."""
OF_THIS_PERIOD = "total of this period"
UP_TO_NOW = "running total up to now"
"""The rules of 'Jumlah bulan ini' and 'Jumlah s.d. bulan ini': one of them may be the table's own
total."""
MAY_BE_OWN = (OF_THIS_PERIOD, UP_TO_NOW)
NOT_OWN = (DERIVED, RUNNING_TOTAL, *MAY_BE_OWN)
"""The rules of totals that are not, or not surely, the sum of their table."""


def is_derived(key: str) -> bool:
    """Whether normalised words begin with one for what is no sum."""
    return any(f"{key} ".startswith(f"{word} ") for word in _words()["derived"])


def kind_of_total(key: str, word: str) -> str:
    """The rule of a total of these normalised words; word: the one for a total it begins with, and
    the rule of a plain total."""
    if _says(key, "this_period"):
        return UP_TO_NOW if _says(key, "up_to") else OF_THIS_PERIOD
    return RUNNING_TOTAL if _says(key, "running") else word


def _says(key: str, says: str) -> bool:
    return any(f" {word} " in f" {key} " for word in _words()[says])


@cache
def _words() -> dict[str, tuple[str, ...]]:
    words: dict[str, list[str]] = {}
    with (REFERENCE / "total_words.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            words.setdefault(row["says"], []).append(row["word"])
    return {says: tuple(own) for says, own in words.items()}

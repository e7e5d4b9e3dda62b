"""Which kind of total a row is, by the words it begins with: data/reference/total_words.csv.

derived      the whole of such a row is no sum: averages, differences, what is carried over
running      behind the word for a total ('Jumlah s.d. bulan lalu'): not that of the table alone
this_period  behind it: of what came within the month, the week …
up_to        with a word of this_period: from the beginning up to now

'{month}' in a word stands for any month.
"""

from __future__ import annotations

import csv
from functools import cache

from pipelines.home import REFERENCE
from pipelines.layouts.members import members_of, places_in

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


def kind_without_word(key: str) -> str | None:
    """The same for normalised words that say nothing but a time, and no word for a total: 's.d.
    bulan lalu'; None for any other, and for the name of a month alone."""
    is_of_time = bool(key) and set(key.split()) <= _words_of_time()
    kind = kind_of_total(key, "") if is_of_time and " " in key else ""
    return kind or None


@cache
def first_words() -> frozenset[str]:
    """With what the words of `is_derived` and `kind_without_word` begin, for a quick look."""
    return _words_of_time() | {word.split()[0] for word in _words()["derived"]}


def _says(key: str, says: str) -> bool:
    return any(f" {word} " in f" {key} " for word in _words()[says])


@cache
def _words_of_time() -> frozenset[str]:
    """All that words for a time are made of, and the years of them."""
    of_time = ("running", "this_period", "up_to")
    words = {part for says in of_time for word in _words()[says] for part in word.split()}
    return frozenset(words | {part for year in members_of("{year}") for part in year.split()})


@cache
def _words() -> dict[str, tuple[str, ...]]:
    words: dict[str, list[str]] = {}
    with (REFERENCE / "total_words.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            word = row["word"]
            words.setdefault(row["says"], []).extend(
                members_of(word) if places_in(word) else [word]
            )
    return {says: tuple(own) for says, own in words.items()}

"""The official words that a column of a kind may hold, from data/reference."""

from __future__ import annotations

import csv
from functools import cache

from pipelines.home import REFERENCE

_UNSTATED = "tidak dirinci"  # a level without its kind, which is for what others sent
_REGIONS = {"regency", "city"}


def choices(value_kind: str) -> tuple[str, ...]:
    """The words to pick from for a kind of value, in order; empty where there is no list."""
    if value_kind == "region":
        return tuple(row["name"] for row in _regions() if row["kind"] in _REGIONS)
    if value_kind == "violation":
        return tuple(f"{row['code']} {row['name_id']}" for row in _rows("violation_types"))
    if value_kind == "sanction":
        return tuple(
            f"{row['name_id']} ({row['regulation']})"
            for row in _rows("sanctions")
            if not row["valid_to"] and _UNSTATED not in row["name_id"]
        )
    return tuple(row["word"] for row in _rows("offered_words") if row["list"] == value_kind)


def governments() -> tuple[str, ...]:
    """Every province, regency and city of today with its kind, as titles name them."""
    return tuple(
        f"Provinsi {row['name']}" if row["kind"] == "province" else row["name"]
        for row in _regions()
    )


def _regions() -> list[dict[str, str]]:
    return [row for row in _rows("regions") if row["kind"] != "country" and not row["valid_to"]]


@cache
def _rows(table: str) -> list[dict[str, str]]:
    with (REFERENCE / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))

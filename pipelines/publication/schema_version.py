"""Which schema the open zone has, and what it changed: data/reference/schema_versions.csv."""

from __future__ import annotations

import csv
from typing import NamedTuple

from pipelines.home import REFERENCE


class SchemaVersion(NamedTuple):
    """A version of the open zone's schema. changed_on: ISO date; changes: in English."""

    version: int
    changed_on: str
    changes: list[str]


def current_version() -> SchemaVersion:
    """The highest version on file."""
    with (REFERENCE / "schema_versions.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    highest = max(int(row["version"]) for row in rows)
    latest = [row for row in rows if int(row["version"]) == highest]
    return SchemaVersion(
        highest, max(row["changed_on"] for row in latest), [row["change_en"] for row in latest]
    )

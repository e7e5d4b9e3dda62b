"""Sheets built in memory, and what the layouts make of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipelines.layouts import Layouts, Recognition, recognise
from pipelines.values import Reference
from pipelines.workbooks import Sheet, Workbook
from pipelines.workbooks.model import as_columns, without_empty_rows

PROJECT = Path(__file__).resolve().parents[3]
SHARED = PROJECT.parent / "shared"

Cells = list[str | None]
Understand = Callable[..., Recognition]


def sheet(
    rows: list[Cells],
    name: str = "Sheet1",
    number: int = 1,
    merged: list[tuple[int, int, int, int]] | None = None,
    epoch: str = "1900",
    struck: set[tuple[int, int]] | None = None,
) -> Sheet:
    """A sheet whose row numbers are the positions in the list; empty lists are empty rows."""
    numbers, columns = without_empty_rows(as_columns(rows))
    merges, lines = merged or [], struck or set()
    return Sheet(number, name, False, epoch, numbers, columns, merged=merges, struck=lines)


@pytest.fixture(scope="session")
def layouts() -> Layouts:
    return Layouts.load()


@pytest.fixture(scope="session")
def reference() -> Reference:
    return Reference.load(PROJECT / "data" / "reference")


@pytest.fixture
def understand(layouts: Layouts, reference: Reference) -> Understand:
    """understand(rows or [sheets], sidecar=…, folder=…, merged=…) → Recognition."""

    def understand(
        given: list[Any],
        sidecar: dict[str, Any] | None = None,
        folder: str = "",
        merged: list[tuple[int, int, int, int]] | None = None,
    ) -> Recognition:
        sheets = given if given and isinstance(given[0], Sheet) else [sheet(given, merged=merged)]
        return recognise(Workbook(True, sheets=sheets), layouts, reference, sidecar, folder)

    return understand


def values(recognition: Recognition, row: int, part: int = 1) -> dict[str, str]:
    """field → text of one part of one row."""
    return {
        field.field: field.text
        for field in recognition.fields
        if field.row_number == row and field.part == part
    }


def classes(recognition: Recognition) -> dict[int, str]:
    """row number → class."""
    return {row.row_number: row.row_class for row in recognition.rows}

"""The project's own code tables, and cases kept as CSV so that a person can add to them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pipelines.values import Reference

PROJECT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def reference() -> Reference:
    return Reference.load(PROJECT / "data" / "reference")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the project with files that are not shipped."""
    folder = PROJECT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder ../shared is not there: its real files cannot be tried")
    return folder


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for `case` runs once for every row of every file in cases/."""
    if "case" not in metafunc.fixturenames:
        return
    cases = []
    for path in sorted((Path(__file__).parent / "cases").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            cases += [
                pytest.param(row, id=f"{path.stem}:{number}:{row['text']!r}")
                for number, row in enumerate(csv.DictReader(file), 2)
            ]
    metafunc.parametrize("case", cases)

"""A small corpus, and what the project lands of it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from pipelines.home import Home
from tests.benchmarks import corpus, ours

SCALE = Fraction(1, 40)


@dataclass(frozen=True)
class Landed:
    """A small corpus A, the store it was landed in and what `ours` said of it."""

    folder: Path
    store: Path
    said: dict[str, Any]


@pytest.fixture(scope="session")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Landed:
    folder = tmp_path_factory.mktemp("bench")
    a, _ = corpus.make(folder / "corpus", SCALE)
    home = Home(folder / "home")
    said = ours.land(home, a)
    return Landed(a, home.landing_db, said)

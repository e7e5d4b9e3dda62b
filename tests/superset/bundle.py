"""Makes the bundle for Superset as an operator does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.conftest import PROJECT, WarehouseHome


def make_bundle(target: Path, home: Path, *options: str) -> Path:
    """A bundle, made by the command an operator would use."""
    done = subprocess.run(
        [sys.executable, "-m", "bi.superset.bundle", "--to", str(target), *options],
        env=WarehouseHome(home).env(), cwd=PROJECT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return target

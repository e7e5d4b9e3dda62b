"""The dbt unit tests: what the models make of made-up inputs, run by dbt itself.

They say whether the SQL is right, not whether tonight's data are: no load runs them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from pipelines.assets.warehouse import dbt_resource
from pipelines.dbt_manifest import dbt_environment
from pipelines.home import DBT_PROJECT, Home
from tests.conftest import WarehouseHome


def test_every_unit_test_passes(
    copy_of_demo_home: Callable[[], WarehouseHome], tmp_path: Path
) -> None:
    home = Home(copy_of_demo_home().root)
    # dbt asks the inputs' tables for their types: those of the release that was just built.
    shutil.copy(home.current / "warehouse.duckdb", home.candidate_db)
    dbt = dbt_resource()
    done = subprocess.run(
        [
            dbt.dbt_executable, "test", "--select", "test_type:unit",
            "--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT),
            "--target-path", str(tmp_path),
        ],
        env={**os.environ, **dbt_environment(home)}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-5000:]
    ran = json.loads((tmp_path / "run_results.json").read_text())["results"]
    written = json.loads((tmp_path / "manifest.json").read_text())["unit_tests"]
    assert {one["unique_id"] for one in ran} == set(written)
    assert written

"""The whole job refuses to publish: a failed dbt test or expectation, a join that drops a row.

Each runs the real job from a copy of the project in which one thing is broken.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import PROJECT, WarehouseHome, said


@pytest.fixture
def broken(
    copy_of_demo_home: Callable[[], WarehouseHome], tmp_path: Path
) -> tuple[WarehouseHome, Path]:
    """A loaded home, and a copy of the project to break."""
    copy = tmp_path / "project"
    for part in ("pipelines", "dbt_project", "expectations", "data/reference", "data/published",
                 "data/demo"):  # fmt: skip
        shutil.copytree(
            PROJECT / part, copy / part, ignore=shutil.ignore_patterns("target", "__pycache__")
        )
    return copy_of_demo_home(), copy


def load(home: WarehouseHome, project: Path) -> subprocess.CompletedProcess[str]:
    """`netralitas load --demo` of that copy of the project."""
    return subprocess.run(
        [sys.executable, "-m", "pipelines.cli", "load", "--demo"],
        env={**home.env(), "PYTHONPATH": str(project)},
        cwd=project,
        capture_output=True,
        text=True,
    )


def refused(home: WarehouseHome, project: Path, *names: str) -> None:
    before = home.release_id
    done = load(home, project)
    assert done.returncode == 1, said(done)
    assert "NOT PUBLISHED" in done.stdout, said(done)
    for name in names:
        assert name in done.stdout, said(done)
    assert home.release_id == before


def test_when_a_dbt_test_fails(broken: tuple[WarehouseHome, Path]) -> None:
    home, project = broken
    (project / "dbt_project" / "tests" / "no_case_at_all.sql").write_text(
        "select * from {{ ref('fct_case') }}\n"
    )
    refused(home, project, "FAILED no_case_at_all")


def test_when_a_model_cannot_be_built(broken: tuple[WarehouseHome, Path]) -> None:
    """The model and its first message come first, not the hundred tests that were skipped for it;
    where the log is comes last, and what stood in a cell nowhere."""
    home, project = broken
    model = project / "dbt_project" / "models" / "marts" / "core" / "fct_recap.sql"
    text = model.read_text()
    column = "cast(cells.is_demo as boolean)"
    assert column in text
    model.write_text(text.replace(column, "cast('Ranaya ' || cells.measure as boolean)"))
    done = load(home, project)
    assert done.returncode == 1, said(done)
    failed = [line for line in done.stdout.splitlines() if line.startswith("  FAILED")]
    assert failed[0].startswith("  FAILED dbt model fct_recap: Conversion Error: "), said(done)
    assert failed[-1].startswith("  FAILED dbt_not_run: "), said(done)
    assert len(failed) == 2, said(done)
    assert str(home.root / "landing" / "dbt" / "logs" / "dbt.log") in done.stdout
    assert (home.root / "landing" / "dbt" / "logs" / "dbt.log").exists()
    assert "Ranaya" not in done.stdout + done.stderr


def test_when_an_expectation_on_what_arrived_fails(broken: tuple[WarehouseHome, Path]) -> None:
    home, project = broken
    path = project / "expectations" / "gx" / "delivery_L3.json"
    suite = json.loads(path.read_text())
    suite["expectations"].append(
        {
            "type": "expect_column_values_to_match_regex",
            "kwargs": {"column": "register_number", "regex": "^no such number$"},
            "meta": {"severity": "block", "note": "made to fail"},
        }
    )
    path.write_text(json.dumps(suite))
    refused(home, project, "FAILED delivery_L3")


def test_when_an_expectation_raises_it_is_an_error_of_ours(
    broken: tuple[WarehouseHome, Path],
) -> None:
    home, project = broken
    path = project / "expectations" / "gx" / "delivery_L3.json"
    suite = json.loads(path.read_text())
    suite["expectations"].append(
        {
            "type": "expect_column_values_to_not_be_null",
            "kwargs": {"column": "no_such_column"},
            "meta": {"severity": "warn", "note": "made to raise"},
        }
    )
    path.write_text(json.dumps(suite))
    refused(home, project, "FAILED delivery_L3", "error of ours")


def test_when_a_join_drops_a_row(broken: tuple[WarehouseHome, Path]) -> None:
    home, project = broken
    path = project / "dbt_project" / "models" / "marts" / "core" / "fct_report.sql"
    sql = path.read_text().rstrip()
    # A join that loses one row, as a join on a code that is not in the list would.
    path.write_text(
        f"select whole.* from (\n{sql}\n) as whole\n"
        "inner join (select max(report_key) as lost from ("
        f"\n{sql}\n)) as dropped on whole.report_key <> dropped.lost\n"
    )
    refused(home, project, "FAILED")

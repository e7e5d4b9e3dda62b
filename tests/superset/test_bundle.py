"""What the bundle holds, without a Superset: the tests of the whole suite."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest

from bi.superset.bundle import files
from tests.superset.bundle import make_bundle

HELD = files("duckdb", "duckdb:////srv/netralitas/current.duckdb")
DATASETS = {one["uuid"]: one for name, one in HELD.items() if name.startswith("datasets/")}
CHARTS = {name: one for name, one in HELD.items() if name.startswith("charts/")}


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_a_chart_asks_for_columns_and_metrics_that_its_dataset_has(chart: dict[str, Any]) -> None:
    dataset, params = DATASETS[chart["dataset_uuid"]], chart["params"]
    columns = {one["column_name"] for one in dataset["columns"]}
    metrics = {one["metric_name"] for one in dataset["metrics"]}
    asked = [
        *params.get("groupby", []), *params.get("all_columns", []),
        *filter(None, [params.get("x_axis")]),
        *(one["subject"] for one in params["adhoc_filters"]),
    ]  # fmt: skip
    assert set(asked) <= columns
    assert {one for one in params.get("metrics", []) if isinstance(one, str)} <= metrics


def test_no_password_gets_into_a_bundle(tmp_path: Path) -> None:
    bundle = make_bundle(
        tmp_path / "bundle.zip", tmp_path, "--database", "postgres",
        "--uri", "postgresql+psycopg2://analyst:s%40cret:1@db.example.org/netralitas",
    )  # fmt: skip
    with zipfile.ZipFile(bundle) as held:
        said = "".join(held.read(name).decode() for name in held.namelist())
    assert "cret" not in said
    assert "analyst:XXXXXXXXXX@db.example.org/netralitas" in said

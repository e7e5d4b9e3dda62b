"""A load that dies inside dbt names what failed and why, before what was skipped for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.checks.dbt_outcomes import judge

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "dbt_results.yml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES)
def test_the_cause_is_named_first_and_quotes_no_value(case: dict[str, Any]) -> None:
    said = [[one.check, one.severity, one.passed, one.detail] for one in judge(case["results"])]
    assert said == case["said"]

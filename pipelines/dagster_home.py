"""The Dagster instance of a home: its settings, kept in the restricted zone."""

from __future__ import annotations

import os
from pathlib import Path

from pipelines.home import Home

_SETTINGS = """\
# Made by netralitas; the instance lies in the restricted zone.
telemetry: {enabled: false}
nux: {enabled: false}
run_retries: {enabled: true, max_retries: 1, retry_on_asset_or_op_failure: false}
concurrency: {runs: {max_concurrent_runs: 1}}
"""


def use_dagster_home(home: Home) -> Path:
    """Points DAGSTER_HOME at the home's instance, making its settings the first time."""
    home.prepare()
    settings = home.dagster / "dagster.yaml"
    if not settings.exists():
        settings.write_text(_SETTINGS)
    os.environ["DAGSTER_HOME"] = str(home.dagster)
    os.environ["NETRALITAS_HOME"] = str(home.root)
    return home.dagster

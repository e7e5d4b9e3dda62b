"""Runs dbt for a home: its environment, and a manifest made anew when the project changed."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from pipelines.fingerprint import digest_of
from pipelines.home import DBT_PROJECT, EXPECTATIONS, REFERENCE, Home


def dbt_environment(home: Home, include_demo: bool = False) -> dict[str, str]:
    """What profiles.yml and sources.yml ask for; no secret is among it."""
    return {
        "NETRALITAS_CANDIDATE": str(home.candidate_db),
        "NETRALITAS_WORK": str(home.work_db),
        "NETRALITAS_LANDING": str(home.landing_db),
        "NETRALITAS_REFERENCE": str(REFERENCE),
        "NETRALITAS_EXPECTATIONS": str(EXPECTATIONS),
        "NETRALITAS_PREVIOUS": str(home.dbt / "previous_control_total.csv"),
        "NETRALITAS_INCLUDE_DEMO": str(include_demo).lower(),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DBT_LOG_PATH": str(home.dbt / "logs"),
    }


def manifest(home: Home) -> Path:
    """The path of a manifest of the project as it is now.

    It is made beside its place and moved there, since web interface, daemon and loads may ask for
    it at the same time. dbt's partial parse would keep what was renamed, so it starts afresh.
    """
    target = home.dbt / "target"
    path, stamp = target / "manifest.json", target / "manifest.of"
    project = digest_of([DBT_PROJECT])
    if path.exists() and stamp.exists() and stamp.read_text() == project:
        return path
    home.prepare()
    target.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home.dbt) as fresh:
        done = subprocess.run(
            [
                sys.executable, "-m", "dbt.cli.main", "--quiet", "--no-partial-parse", "parse",
                "--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT),
                "--target-path", fresh,
            ],
            env={**os.environ, **dbt_environment(home)},
            capture_output=True,
            text=True,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"dbt could not parse the project:\n{done.stdout}{done.stderr}")
        for made in Path(fresh).iterdir():
            if made.is_file():
                os.replace(made, target / made.name)
    stamp.write_text(project)
    return path

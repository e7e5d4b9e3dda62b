"""`netralitas ui`: Dagster's web interface and daemon, for trying; two services for real use."""

from __future__ import annotations

import argparse
import os
import sys

from pipelines.dagster_home import use_dagster_home
from pipelines.home import PROJECT, Home


def run(options: argparse.Namespace) -> int:
    home = Home.find()
    use_dagster_home(home)
    print(
        f"Dagster on http://127.0.0.1:{options.port}: the schedule, the inbox, every run and check."
    )
    sys.stdout.flush()
    os.execv(
        sys.executable,
        [
            sys.executable, "-m", "dagster", "dev", "-w", str(PROJECT / "workspace.yaml"),
            "--host", "127.0.0.1", "--port", str(options.port),
        ],
    )  # fmt: skip

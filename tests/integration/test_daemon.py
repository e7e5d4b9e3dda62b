"""The daemon, really running: a dropped file starts a run; the next tick is at 01:00 WITA."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.conftest import PROJECT, WarehouseHome


@pytest.fixture
def daemon(home: WarehouseHome, tmp_path: Path) -> Iterator[WarehouseHome]:
    home.environment["NETRALITAS_SENSOR_SECONDS"] = "5"
    # The command of the second service; `netralitas ui` starts the same beside the web interface.
    subprocess.run(
        [sys.executable, "-c",
         "from pipelines.dagster_home import use_dagster_home; from pipelines.home import Home; "
         "use_dagster_home(Home.find())"],
        env=home.env(), cwd=PROJECT, check=True,
    )  # fmt: skip
    home.environment["DAGSTER_HOME"] = str(home.root / "dagster")
    log = (tmp_path / "daemon.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-m", "dagster._daemon", "run", "-w", str(PROJECT / "workspace.yaml")],
        env=home.env(), cwd=PROJECT, stdout=log, stderr=log, start_new_session=True,
    )  # fmt: skip
    try:
        yield home
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)


def test_a_dropped_file_starts_a_run_that_publishes(daemon: WarehouseHome, tmp_path: Path) -> None:
    shutil.copy(PROJECT / "data" / "published" / "kasn_recap_sultra_2024-03-14.xlsx", daemon.inbox)
    deadline = time.monotonic() + 180
    while daemon.release_id is None and time.monotonic() < deadline:
        time.sleep(1)
    assert daemon.release_id, (tmp_path / "daemon.log").read_text()[-3000:]
    ((started_by,),) = _runs(daemon)
    assert started_by == "inbox"


def _runs(home: WarehouseHome) -> list[tuple[str]]:
    code = (
        "import dagster as dg\n"
        "for run in dg.DagsterInstance.get().get_runs(): print(run.tags['netralitas/started_by'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=home.env(), capture_output=True, text=True, check=True
    )
    return [(line,) for line in done.stdout.split()]


@pytest.fixture
def web(home: WarehouseHome, tmp_path: Path) -> Iterator[str]:
    """The address of the real web interface of an empty home."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (tmp_path / "web.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-m", "pipelines.cli", "ui", "--port", str(port)],
        env=home.env(), cwd=PROJECT, stdout=log, stderr=log, start_new_session=True,
    )  # fmt: skip
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        _stop(process)


def _ask(address: str, query: str) -> dict[str, Any]:
    """One GraphQL question, as the page asks it; waits until the interface is up."""
    request = urllib.request.Request(
        f"{address}/graphql",
        json.dumps({"query": query}).encode(),
        {"Content-Type": "application/json"},
    )
    deadline = time.monotonic() + 120
    while True:
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                said: dict[str, Any] = json.load(answer)
                if said["data"]["schedulesOrError"].get("results"):
                    return said["data"]
        except OSError:
            pass
        assert time.monotonic() < deadline, "the web interface did not come up"
        time.sleep(1)


def test_the_interface_shows_the_next_tick_at_one_in_makassar(web: str) -> None:
    data = _ask(
        web,
        """{schedulesOrError(repositorySelector: {repositoryName: "__repository__",
        repositoryLocationName: "netralitas"}) {... on Schedules {results {
        name cronSchedule executionTimezone scheduleState {status}
        futureTicks(limit: 1) {results {timestamp}}}}}}""",
    )
    (schedule,) = data["schedulesOrError"]["results"]
    assert schedule["name"] == "nightly"
    assert schedule["scheduleState"]["status"] == "RUNNING"
    (tick,) = schedule["futureTicks"]["results"]
    first = datetime.fromtimestamp(tick["timestamp"], ZoneInfo("Asia/Makassar"))
    assert (first.hour, first.minute) == (1, 0)
    assert 0 < tick["timestamp"] - time.time() <= 24 * 3600

"""The daemon, really running: a dropped file starts a run; the next tick is at 01:00 WITA."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
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
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def test_a_dropped_file_starts_a_run_that_publishes(daemon: WarehouseHome, tmp_path: Path) -> None:
    source = PROJECT / "data" / "demo"
    example = next(source.glob("bkpsdm*muna*.xlsx"))
    shutil.copy(example, daemon.inbox / "daftar sanksi.xlsx")
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


def test_the_next_tick_is_at_one_in_makassar() -> None:
    from pipelines.definitions import defs

    schedule = defs.resolve_schedule_def("nightly")
    wita = ZoneInfo("Asia/Makassar")
    now = datetime(2024, 3, 14, 12, 0, tzinfo=wita).timestamp()
    first = next(schedule.execution_time_iterator(now)).astimezone(wita)
    assert (first.date().isoformat(), first.hour, first.minute) == ("2024-03-15", 1, 0)

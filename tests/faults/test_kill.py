"""A kill at any moment leaves the last release in place, and the next load goes on from there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable

import duckdb
import pytest

from tests.conftest import PROJECT, WarehouseHome, said


def kill_after(home: WarehouseHome, word: str) -> None:
    """Starts a load and kills all of it, without warning, when it says the word."""
    process = subprocess.Popen(
        [sys.executable, "-m", "pipelines.cli", "load"],
        env=home.env(), cwd=PROJECT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
        start_new_session=True,
    )  # fmt: skip
    assert process.stderr
    for line in process.stderr:
        if word in line:
            break
    else:
        pytest.fail(f"the load ended before it said {word}")
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.mark.parametrize("word", [pytest.param("received", marks=pytest.mark.slow), "audited"])
def test_the_last_release_stays_and_the_next_load_publishes(
    copy_of_demo_home: Callable[[], WarehouseHome], word: str
) -> None:
    home = copy_of_demo_home()
    before = home.release_id
    kill_after(home, word)
    assert home.release_id == before
    assert home.sql("select count(*) from marts.fct_case") == [(38,)]
    status = home.netralitas("status")
    assert status.returncode == 1, said(status)
    assert "did NOT publish" in status.stdout
    # Who reads while the next release is put in place keeps what was open, and sees the new one
    # after connecting again.
    with duckdb.connect(str(home.current_db.resolve()), read_only=True) as reader:
        done = home.netralitas("load")
        assert done.returncode == 0, said(done)
        assert reader.execute("select count(*) from marts.fct_case").fetchall() == [(38,)]
    assert home.release_id != before
    assert home.sql("select count(*) from marts.fct_case") == [(0,)]
    assert home.netralitas("status").returncode == 0
    assert not [path for path in (home.root / "releases").iterdir() if path.name.startswith(".")]

"""Older releases: compared with the current one, and made current again."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tests.conftest import WarehouseHome, said

NEWER = "29990101T000000000000Z"


@pytest.fixture
def two(copy_of_demo_home: Callable[[], WarehouseHome]) -> tuple[WarehouseHome, str]:
    """A home with a newer release in which one register is gone, and the id of the older one."""
    home = copy_of_demo_home()
    older = home.release_id
    assert older
    newer = home.root / "releases" / NEWER
    shutil.copytree(home.root / "releases" / older, newer)
    gone = "(select delivery_key from marts.dim_delivery where file_name like 'kasn_lampiran%')"
    with duckdb.connect(str(newer / "warehouse.duckdb")) as connection:
        lost = connection.execute(f"select * from {gone}").fetchall()[0][0]
        connection.execute(
            "update reporting.funnel_by_region set proven = proven - 1 where level = 'country'"
        )
    manifest = json.loads((newer / "manifest.json").read_text()) | {"id": NEWER}
    manifest["inputs"] = [one for one in manifest["inputs"] if one["delivery_key"] != lost]
    (newer / "manifest.json").write_text(json.dumps(manifest))
    (home.root / "current").unlink()
    (home.root / "current").symlink_to(Path("releases") / NEWER)
    return home, older


def test_diff_names_the_numbers_and_the_deliveries(two: tuple[WarehouseHome, str]) -> None:
    home, older = two
    done = home.netralitas("diff")
    assert done.returncode == 0, said(done)
    assert f"From {older} to {NEWER}" in done.stdout
    assert "withdrawn" in done.stdout
    assert "proven: 31 -> 30" in done.stdout
    found = json.loads(home.netralitas("diff", older, NEWER, "--format", "json").stdout)
    assert [(one["column"], one["before"], one["after"]) for one in found["numbers"]] == [
        ("proven", 31, 30)
    ]
    (lost,) = found["deliveries"]
    assert (lost["change"], lost["reason"]) == ("withdrawn", "no longer there")
    facts = home.sql(
        "select count(*) from marts.fct_case_event where delivery_key = ?", [lost["delivery_key"]]
    )
    assert lost["facts"] >= facts[0][0] > 0


def test_nothing_changed_between_a_release_and_itself(two: tuple[WarehouseHome, str]) -> None:
    home, older = two
    done = home.netralitas("diff", older, older)
    assert "No number of the reporting tables changed" in done.stdout
    assert home.netralitas("diff", older, "2000").returncode == 2
    assert home.netralitas("diff", older).returncode == 2


def test_rollback_makes_the_older_release_current(two: tuple[WarehouseHome, str]) -> None:
    home, older = two
    proven = "select proven from reporting.funnel_by_region where level = 'country'"
    assert home.sql(proven) == [(30,)]
    done = home.netralitas("rollback", older)
    assert done.returncode == 0, said(done)
    assert home.release_id == older
    assert home.sql(proven) == [(31,)]
    assert f"rolled back: {NEWER} is newer" in home.netralitas("status").stdout
    again = home.netralitas("rollback", older)
    assert (again.returncode, "already" in again.stdout) == (0, True)


def test_a_load_with_nothing_new_leaves_what_was_rolled_back(
    two: tuple[WarehouseHome, str],
) -> None:
    home, older = two
    home.netralitas("rollback", older)
    done = home.netralitas("load", "--demo")
    assert (done.returncode, older in done.stdout) == (0, True), said(done)
    assert home.release_id == older


def test_rollback_of_what_is_not_there_changes_nothing(two: tuple[WarehouseHome, str]) -> None:
    home, _ = two
    done = home.netralitas("rollback", "20000101T000000000000Z")
    assert (done.returncode, "netralitas releases" in done.stderr) == (2, True)
    assert home.release_id == NEWER


def test_rollback_waits_for_no_load(two: tuple[WarehouseHome, str]) -> None:
    home, older = two
    with (home.root / "landing" / "load.lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert home.netralitas("rollback", older).returncode == 4
    assert os.readlink(home.root / "current").endswith(NEWER)

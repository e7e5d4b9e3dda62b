"""The command line: answers, refusals and exit codes."""

from __future__ import annotations

import csv
import fcntl
import json
from collections.abc import Callable

from tests.conftest import WarehouseHome, said


def test_query_answers_in_each_format(demo_home: WarehouseHome) -> None:
    table = demo_home.netralitas("query", "select count(*) as n from marts.fct_case")
    assert table.returncode == 0, said(table)
    assert "38" in table.stdout
    as_json = demo_home.netralitas(
        "query", "--format", "json", "select count(*) as n from marts.fct_case"
    )
    assert json.loads(as_json.stdout) == [{"n": 38}]
    as_csv = demo_home.netralitas(
        "query", "--format", "csv", "select count(*) as n from marts.fct_case"
    )
    assert list(csv.reader(as_csv.stdout.splitlines())) == [["n"], ["38"]]
    for form in ("parquet", "xlsx"):
        path = demo_home.root / f"answer.{form}"
        done = demo_home.netralitas(
            "query", "--format", form, "--output", str(path), "from marts.dim_source"
        )
        assert done.returncode == 0, said(done)
        assert path.stat().st_size > 100
        path.unlink()


def test_query_can_neither_write_nor_read_other_files(demo_home: WarehouseHome) -> None:
    for statement in (
        "delete from marts.fct_case",
        "select * from read_text('/etc/passwd')",
        "attach '/tmp/other.duckdb'",
        "set enable_external_access = true",
    ):
        done = demo_home.netralitas("query", statement)
        assert done.returncode == 2, said(done)
        assert "root:" not in done.stdout
        assert "Traceback" not in done.stderr


def test_status_is_healthy_after_a_load_and_not_before(
    demo_home: WarehouseHome, home: WarehouseHome
) -> None:
    healthy = demo_home.netralitas("status")
    assert healthy.returncode == 0, said(healthy)
    assert demo_home.release_id in healthy.stdout
    assert home.netralitas("status").returncode == 1


def test_releases_marks_the_current_one(demo_home: WarehouseHome) -> None:
    done = demo_home.netralitas("releases")
    assert f"* {demo_home.release_id}" in done.stdout


def test_wrong_usage_exits_2(demo_home: WarehouseHome) -> None:
    assert demo_home.netralitas("lod").returncode == 2
    assert demo_home.netralitas("load", "--inbox", "/no/such/folder").returncode == 2


def test_a_second_load_at_the_same_time_exits_4(
    copy_of_demo_home: Callable[[], WarehouseHome],
) -> None:
    home = copy_of_demo_home()
    with (home.root / "landing" / "load.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = home.netralitas("load", "--demo")
    assert done.returncode == 4, said(done)


def test_what_cannot_be_read_is_quarantined_with_a_reason_and_the_rest_goes_on(
    home: WarehouseHome,
) -> None:
    (home.inbox / "Laporan Zulkarnain Pratama 198001012005019001.xlsx").write_bytes(
        b"not a workbook"
    )
    (home.inbox / "jadwal.csv").write_text("Hari,Acara\nSenin,Rapat\nSelasa,Apel\n")
    done = home.netralitas("load")
    assert done.returncode == 0, said(done)
    waiting = home.netralitas("quarantine")
    assert waiting.returncode == 0
    assert "Files in quarantine: 2" in waiting.stdout
    assert "no_layout" in waiting.stdout
    for text in (done.stdout, done.stderr, waiting.stdout):
        assert "Zulkarnain" not in text
        assert "198001012005019001" not in text
    assert home.netralitas("status").returncode == 1
    strict = home.netralitas("load", "--strict")
    assert strict.returncode == 1

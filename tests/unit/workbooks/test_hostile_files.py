"""A bad file gets its reason and costs only itself: the good one beside it is read."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.workbooks import (
    Answer,
    Limits,
    Setup,
    Workbook,
    close_readers,
    digest_workbooks,
    prepare,
    read_workbook,
    read_workbooks,
)
from pipelines.workbooks.reading import Reader, SetupError
from tests.unit.workbooks.hostile import ROWS_OR_CELLS_TWICE, hostile_files, twice_in_xlsx

MakeFile = Callable[[str], Path]
SECONDS = 20  # for the worst of them, on a busy machine


def outcome(path: Path, limits: Limits | None = None) -> str:
    """'read', or the reason code."""
    ((_, workbook),) = read_workbooks([path], workers=1, limits=limits)
    assert workbook.readable == (workbook.reason_code is None)
    return workbook.reason_code or "read"


def readers_left() -> list[str]:
    """Child processes of this one that read workbooks."""
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
    return [pid for pid in children if b"workbooks.child" in _command(pid)]


def _started() -> str:
    """The one that is there, as soon as the system shows what it is."""
    deadline = time.monotonic() + 10
    while not (left := readers_left()):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert len(left) == 1
    return left[0]


def _command(pid: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def test_each_hostile_file_beside_a_good_one(tmp_path: Path, workbook_file: MakeFile) -> None:
    close_readers()  # the long-lived one that other tests have read single files with
    good = workbook_file("good.xlsx")
    reader = Reader(Limits())
    wrong: dict[str, str] = {}
    for number, hostile in enumerate(hostile_files()):
        bad = tmp_path / f"{number}{Path(hostile.name).suffix}"
        bad.write_bytes(hostile.make())
        started = time.monotonic()
        got = reader.read(bad).reason_code or "read"
        seconds = time.monotonic() - started
        bad.unlink()
        if got not in hostile.reasons:
            wrong[hostile.name] = f"{got}, not one of {sorted(hostile.reasons)}"
        elif not reader.read(good).readable:
            wrong[hostile.name] = "the good file beside it was not read"
        elif seconds > SECONDS:
            wrong[hostile.name] = f"took {seconds:.0f} s"
    reader.close()
    assert wrong == {}
    assert readers_left() == []
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    assert peak < Limits().memory_bytes


@pytest.mark.parametrize("twice", ROWS_OR_CELLS_TWICE)
def test_what_stands_twice_is_named(tmp_path: Path, twice: str) -> None:
    (tmp_path / "a.xlsx").write_bytes(twice_in_xlsx(twice))
    assert (
        read_workbook(tmp_path / "a.xlsx").message
        == f"{twice} stands twice in sheet 2: one would be lost"
    )


def test_no_regular_file(tmp_path: Path, workbook_file: MakeFile) -> None:
    good = workbook_file("good.xlsx")
    (tmp_path / "link.xlsx").symlink_to(good)
    (tmp_path / "dangling.xlsx").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop.xlsx").symlink_to(tmp_path / "loop.xlsx")
    os.mkfifo(tmp_path / "pipe.xlsx")
    (tmp_path / "folder.xlsx").mkdir()
    started = time.monotonic()
    for name in ("link", "dangling", "loop", "pipe", "folder", "absent"):
        assert outcome(tmp_path / f"{name}.xlsx") == "not_a_file"
    assert time.monotonic() - started < 5


def test_a_file_that_may_not_be_read(workbook_file: MakeFile) -> None:
    secret = workbook_file("secret.xlsx")
    secret.chmod(0)
    if os.access(secret, os.R_OK):
        pytest.skip("this user may read everything")
    assert outcome(secret) == "not_a_file"


@pytest.mark.parametrize(
    "name",
    [
        b"two\nlines.xlsx", b"-rf.xlsx", b"..%2f..%2fetc.xlsx", "🦆 «laporan».xlsx".encode(),
        b"latin-1 \xe9.xlsx", b"x" * 250, b"'; drop table x; --.xlsx", b"$(id) `id`.xlsx",
        b"\x07.csv",
    ],
)  # fmt: skip
def test_odd_names(tmp_path: Path, workbook_file: MakeFile, name: bytes) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    workbook_file("good.xlsx").rename(path)
    assert outcome(path) == "read"


def test_limits(tmp_path: Path, workbook_file: MakeFile) -> None:
    good = workbook_file("good.xlsx")
    assert outcome(good, Limits(file_bytes=100)) == "limit_size"
    assert outcome(good, Limits(unpacked_bytes=1000)) == "limit_size"
    assert outcome(good, Limits(seconds=0.0)) == "limit_time"
    wide = tmp_path / "wide.csv"
    wide.write_text("a,b,c\n" * 10, encoding="utf-8")
    assert outcome(wide, Limits(cells=20)) == "limit_size"


def test_a_file_that_kills_its_reader_costs_only_itself(workbook_file: MakeFile) -> None:
    close_readers()
    jobs = [(workbook_file(f"{n}.xlsx"), word) for n, word in enumerate(["good", "die", "good"])]
    answers = {
        path: item.reason_code
        for (path, _), item in digest_workbooks(
            [(path, (path, word)) for path, word in jobs],
            Setup(Limits(), "tests.unit.workbooks.made:dying_digest"),
            workers=1,
        )
        if isinstance(item, Answer)
    }
    assert list(answers.values()) == [None, "reader_died", None]
    assert readers_left() == []


def test_a_child_that_ended_while_idle_costs_no_file(workbook_file: MakeFile) -> None:
    close_readers()
    reader = Reader(Limits())
    assert reader.read(workbook_file("first.xlsx")).readable
    assert reader._child is not None
    os.kill(reader._child.pid, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while not reader._child.has_ended:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert reader.read(workbook_file("second.xlsx")).readable
    reader.close()
    assert readers_left() == []


def test_what_cannot_be_set_up_leaves_no_process(workbook_file: MakeFile) -> None:
    close_readers()
    jobs = [(workbook_file("good.xlsx"), None)]
    with pytest.raises(SetupError, match="no_such_digest"):
        list(digest_workbooks(jobs, Setup(Limits(), "tests.unit.workbooks.made:no_such_digest")))
    assert readers_left() == []


def test_what_is_prepared_is_used_and_what_is_prepared_in_vain_leaves_no_process(
    workbook_file: MakeFile,
) -> None:
    close_readers()
    jobs = [(workbook_file("good.xlsx"), None)]
    whole = Setup(Limits(), "pipelines.workbooks.protocol:whole_workbook")
    prepare(whole)
    prepare(whole)  # again: it is there
    prepared = _started()
    seen = set()
    for _, item in digest_workbooks(jobs, whole):
        seen |= set(readers_left())
        assert isinstance(item, Workbook | Answer)
    assert prepared in seen
    assert readers_left() == []
    # Other files stand behind the digest now: what was prepared for those before is not used.
    prepare(replace(whole, stamp="before"))
    assert list(digest_workbooks(jobs, replace(whole, stamp="after")))
    assert _started()
    close_readers()
    assert readers_left() == []
    # Nor does it matter that it cannot be set up, as long as nobody asks.
    prepare(Setup(Limits(), "tests.unit.workbooks.made:no_such_digest"))
    assert _started()
    close_readers()
    assert readers_left() == []


def test_good_files_are_read_in_order_and_no_process_stays(
    tmp_path: Path, workbook_file: MakeFile
) -> None:
    close_readers()
    (tmp_path / "bad.xlsx").write_bytes(b"PK\x03\x04")
    paths = [workbook_file(f"{n}.xlsx") for n in range(5)]
    paths.insert(2, tmp_path / "bad.xlsx")
    results = list(read_workbooks(paths, workers=2))
    assert [path for path, _ in results] == paths
    assert [book.readable for _, book in results] == [True, True, False, True, True, True]
    assert readers_left() == []


def test_a_busy_reader_ends_with_a_parent_that_is_killed(workbook_file: MakeFile) -> None:
    program = """if True:
        import sys
        from pathlib import Path
        from pipelines.workbooks import Limits
        from pipelines.workbooks.reading import Reader, SetupError
        reader = Reader(Limits(), "tests.unit.workbooks.made:sleeping_digest")
        for item in reader.digest(Path(sys.argv[1]), None):
            print(reader._child.pid, flush=True)
    """
    parent = subprocess.Popen(
        [sys.executable, "-c", program, str(workbook_file("good.xlsx"))], stdout=subprocess.PIPE
    )
    assert parent.stdout is not None
    busy = Path("/proc") / parent.stdout.readline().decode().strip()
    assert (busy / "stat").exists()
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 10
    while (busy / "cmdline").exists() and (busy / "cmdline").read_bytes():
        assert time.monotonic() < deadline, "the reader outlived its parent"
        time.sleep(0.05)

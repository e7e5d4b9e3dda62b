"""A bad file gets its reason and costs only itself: the good ones beside it are read."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.workbooks import Limits, close_readers, read_workbooks
from pipelines.workbooks.reading import Reader

MakeFile = Callable[[str], Path]


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zip_to(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def outcome(path: Path, limits: Limits | None = None) -> str:
    """'read', or the reason code."""
    ((_, workbook),) = read_workbooks([path], workers=1, limits=limits)
    assert workbook.readable == (workbook.reason_code is None)
    return workbook.reason_code or "read"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \r\n \n", "empty"),
        (b"PK\x03\x04 no zip at all", "corrupt"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900), "corrupt"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + bytes(900)
            + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
        ),
        (b"<html><table><tr><td>1</td></tr></table></html>", "unsupported_format"),
        (b'<?xml version="1.0"?><office:document></office:document>', "unsupported_format"),
        (b"%PDF-1.7 1 0 obj", "unsupported_format"),
        (bytes(range(256)) * 20, "unsupported_format"),
    ],
)
def test_reasons(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "laporan.xlsx"
    path.write_bytes(content)
    assert outcome(path) == reason


def test_truncated_and_half_sound_archives(tmp_path: Path, workbook_file: MakeFile) -> None:
    good = workbook_file("good.xlsx")
    parts = parts_of(good)
    (tmp_path / "cut.xlsx").write_bytes(good.read_bytes()[:-400])
    assert outcome(tmp_path / "cut.xlsx") == "corrupt"
    without = {name: content for name, content in parts.items() if "sheet1" not in name}
    assert outcome(zip_to(tmp_path / "lost.xlsx", without)) in ("corrupt", "empty")
    assert outcome(zip_to(tmp_path / "other.zip", {"a.txt": b"x"})) == "unsupported_format"
    with zipfile.ZipFile(good, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/workbook.xml", parts["xl/workbook.xml"])
    assert outcome(good) == "corrupt"


def test_no_regular_file(tmp_path: Path, workbook_file: MakeFile) -> None:
    good = workbook_file("good.xlsx")
    (tmp_path / "link.xlsx").symlink_to(good)
    os.mkfifo(tmp_path / "pipe.xlsx")
    (tmp_path / "folder.xlsx").mkdir()
    for name in ("link.xlsx", "pipe.xlsx", "folder.xlsx", "absent.xlsx"):
        assert outcome(tmp_path / name) == "not_a_file"


def test_empty_sheets(tmp_path: Path, workbook_file: MakeFile) -> None:
    parts = parts_of(workbook_file("a.xlsx"))
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = b'<worksheet xmlns="%s"><sheetData/></worksheet>' % (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    )
    assert outcome(zip_to(tmp_path / "none.xlsx", parts)) == "empty"


def test_limits(tmp_path: Path, workbook_file: MakeFile) -> None:
    good = workbook_file("good.xlsx")
    assert outcome(good, Limits(file_bytes=100)) == "limit_size"
    assert outcome(good, Limits(unpacked_bytes=1000)) == "limit_size"
    assert outcome(good, Limits(seconds=0.0)) == "limit_time"
    wide = tmp_path / "wide.csv"
    wide.write_text("a,b,c\n" * 10, encoding="utf-8")
    assert outcome(wide, Limits(cells=20)) == "limit_size"


def test_one_cell_at_the_far_corner_stays_within_limits(
    tmp_path: Path, workbook_file: MakeFile
) -> None:
    parts = parts_of(workbook_file("a.xlsx"))
    parts["xl/worksheets/sheet1.xml"] = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><v>1</v></c></row>'
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    far = zip_to(tmp_path / "far.xlsx", parts)
    started = time.monotonic()
    assert outcome(far) in ("limit_memory", "limit_size")
    assert time.monotonic() - started < 20


def test_a_file_that_kills_its_reader_costs_only_itself(
    workbook_file: MakeFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = workbook_file("good.xlsx"), workbook_file("bad.xlsx")
    start = Reader._start
    dying = [True]

    def start_dying(self: Reader) -> subprocess.Popen[bytes]:
        """The first child aborts at its first file, as the reader does on some."""
        if not dying:
            return start(self)
        dying.clear()
        self._process = subprocess.Popen(
            [sys.executable, "-c", "import os; os.read(0, 9); os.abort()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )
        return self._process

    monkeypatch.setattr(Reader, "_start", start_dying)
    results = dict(read_workbooks([bad, good], workers=1))
    assert (results[bad].readable, results[bad].reason_code) == (False, "reader_died")
    assert results[good].readable


def test_good_files_are_read_in_order_and_no_process_stays(
    tmp_path: Path, workbook_file: MakeFile
) -> None:
    close_readers()  # the long-lived one that other tests have read single files with
    (tmp_path / "bad.xlsx").write_bytes(b"PK\x03\x04")
    paths = [workbook_file(f"{n}.xlsx") for n in range(5)]
    paths.insert(2, tmp_path / "bad.xlsx")
    results = list(read_workbooks(paths, workers=2))
    assert [path for path, _ in results] == paths
    assert [book.readable for _, book in results] == [True, True, False, True, True, True]
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    if children.exists():
        own = children.read_text().split()
        commands = [Path(f"/proc/{pid}/cmdline").read_bytes() for pid in own]
        assert not any(b"workbooks.child" in command for command in commands)

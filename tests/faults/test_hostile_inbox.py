"""Hostile files in the inbox: each is quarantined with its reason, the good one beside it loads."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from pipelines import fingerprint
from pipelines.home import PROJECT, Home
from pipelines.landing.receive import find_files, receive
from pipelines.landing.recognise import recognise_pending
from pipelines.landing.store import open_store
from pipelines.privacy import hash_key
from tests.conftest import WarehouseHome
from tests.unit.workbooks.hostile import good_xls, hostile_files

SAMPLE = sorted((PROJECT / "data" / "demo").glob("*.xlsx"))[0]
FROM_THE_UNIT_TESTS = (
    "cut at 0.5 .xlsx", "web page named.xls", "password.xlsx", "bad checksum.xlsx",
    "laughs in sheet.xlsx", "1 GB of zeros.xlsx", "far corners.xlsx", "0 bytes.xlsx",
    "open quote.csv", "4 billion strings declared.xlsx",
)  # fmt: skip


def receive_all(home: Home) -> dict[str, tuple[str | None, str | None]]:
    """Name → layout and reason code, of whatever lies in the inbox now."""
    with open_store(home.landing_db) as connection:
        receive(connection, home, find_files(home.inbox, "inbox"))
        recognise_pending(connection, home, fingerprint.recogniser(home), hash_key(home.landing))
        rows = connection.execute(
            "select file_name, layout, reason_code from landing.delivery"
        ).fetchall()
    return {name: (layout, reason) for name, layout, reason in rows}


@pytest.fixture
def inside(home: WarehouseHome) -> Home:
    prepared = Home(home.root)
    prepared.prepare()
    shutil.copy(SAMPLE, prepared.inbox / "good.xlsx")
    return prepared


def is_loaded(outcome: tuple[str | None, str | None]) -> bool:
    layout, reason = outcome
    return layout is not None and reason is None


def test_what_is_no_file_is_noticed_and_does_not_hang(inside: Home, tmp_path: Path) -> None:
    secret = tmp_path / "elsewhere.xlsx"
    shutil.copy(SAMPLE, secret)
    (inside.inbox / "link.xlsx").symlink_to(secret)
    (inside.inbox / "dangling.xlsx").symlink_to(tmp_path / "nowhere")
    (inside.inbox / "loop.xlsx").symlink_to(inside.inbox / "loop.xlsx")
    os.mkfifo(inside.inbox / "pipe.xlsx")
    (inside.inbox / "folder.xlsx").mkdir()
    (inside.inbox / "Kab. Contoh").mkdir()
    started = time.monotonic()
    found = receive_all(inside)
    assert time.monotonic() - started < 30
    assert is_loaded(found.pop("good.xlsx"))
    assert found == {
        f"{name}.xlsx": (None, "not_a_file")
        for name in ("link", "dangling", "loop", "pipe", "folder")
    }


def test_odd_names_break_nothing(inside: Home) -> None:
    names = {
        b"two\nlines.csv": r"two\nlines.csv",
        b"-rf.csv": "-rf.csv",
        b"..%2f.csv": None,  # hidden, as all that begins with a dot
        b"latin-1 \xe9.csv": r"latin-1 \udce9.csv",
        "🦆.csv".encode(): "🦆.csv",
        b"x" * 255: "x" * 255,
        b"x" * 251 + b".csv": "x" * 251 + ".csv",
        b"'; drop table x; --.csv": "'; drop table x; --.csv",
    }
    for place, name in enumerate(names):
        path = os.fsencode(inside.inbox) + b"/" + name
        Path(os.fsdecode(path)).write_text(f"Kata;Angka\nx;{place}\n")
    odd_folder = Path(os.fsdecode(os.fsencode(inside.inbox) + b"/\xff\n"))
    odd_folder.mkdir()
    (odd_folder / "in it.xls").write_bytes(good_xls())
    found = receive_all(inside)
    assert is_loaded(found.pop("good.xlsx"))
    assert set(found) == {shown for shown in names.values() if shown} | {"in it.xls"}
    assert all(reason for _, reason in found.values())
    assert receive_all(inside).keys() == found.keys() | {"good.xlsx"}


def test_hostile_files_wait_with_their_reason(inside: Home) -> None:
    chosen = [one for one in hostile_files() if one.name in FROM_THE_UNIT_TESTS]
    assert len(chosen) == len(FROM_THE_UNIT_TESTS)
    for one in chosen:
        (inside.inbox / one.name).write_bytes(one.make())
    found = receive_all(inside)
    assert is_loaded(found.pop("good.xlsx"))
    assert {name: reason for name, (_, reason) in found.items()} == {
        one.name: reason
        for one in chosen
        for reason in [found[one.name][1]]
        if reason in one.reasons
    }

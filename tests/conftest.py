"""Homes for tests: real folders, real loads by the real command, a real DuckDB file."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.dbt_manifest import manifest
from pipelines.home import Home
from pipelines.landing.store import open_store

PROJECT = Path(__file__).resolve().parents[1]
SHARED = PROJECT.parent / "shared"
REAL_REGISTER = SHARED / "real" / "bawaslu_pemilu_2019" / "Data Pelanggaran Pemilu 2019.xls"


@dataclass
class WarehouseHome:
    """A home of its own, and the command `netralitas` in it."""

    root: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def inbox(self) -> Path:
        return self.root / "inbox"

    @property
    def current_db(self) -> Path:
        return self.root / "current.duckdb"

    @property
    def release_id(self) -> str | None:
        current = self.root / "current"
        return os.readlink(current).split("/")[-1] if current.is_symlink() else None

    def netralitas(self, *arguments: str, timeout: int = 300) -> subprocess.CompletedProcess[str]:
        if arguments[0] == "load":
            _parse_project_once(Home(self.root))
        return subprocess.run(
            [sys.executable, "-m", "pipelines.cli", *arguments],
            env=self.env(),
            cwd=PROJECT,
            capture_output=True,
            text=True,
            timeout=timeout,
        )

    def env(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        return {**kept, "NETRALITAS_HOME": str(self.root), **self.environment}

    def own_demo(self) -> Path:
        """A copy of the made-up registers in this home, to be changed by a test."""
        target = self.root / "demo"
        if not target.exists():
            shutil.copytree(PROJECT / "data" / "demo", target)
        return target

    def sql(self, query: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.current_db), read_only=True) as connection:
            return connection.execute(query, parameters or []).fetchall()

    def landing_sql(self, query: str) -> list[tuple[Any, ...]]:
        path = self.root / "landing" / "landing.duckdb"
        with open_store(path, read_only=True) as connection:
            return connection.execute(query).fetchall()


def _parse_project_once(home: Home) -> None:
    """Gives a new home the manifest of dbt's project that another has made (9 s of CPU each)."""
    if (home.dbt / "target").exists():
        return
    cached = Home(PROJECT / ".pytest_cache" / "home")
    cached.root.mkdir(parents=True, exist_ok=True)
    with (cached.root / "manifest.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = manifest(cached)
    home.prepare()
    shutil.copytree(made.parent, home.dbt / "target")


def said(done: subprocess.CompletedProcess[str]) -> str:
    """Everything a command printed, for the message of a failed assertion."""
    return f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"


@pytest.fixture
def home(tmp_path: Path) -> WarehouseHome:
    """An empty home."""
    root = tmp_path / "home"
    (root / "inbox").mkdir(parents=True)
    return WarehouseHome(root)


Loaded = tuple[WarehouseHome, subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def load_once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[..., Loaded]:
    """Loads a home that all workers of a test run share, and that tests only read: the first to
    come makes it."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared if worker_id == "master" else shared.parent

    def load(name: str, *options: str, copy_of: Path | None = None) -> Loaded:
        folder = shared / name
        home, said_file = WarehouseHome(folder / "home"), folder / "said.json"
        folder.mkdir(exist_ok=True)
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not said_file.exists():
                if copy_of:
                    shutil.copytree(copy_of, home.root, symlinks=True)
                home.inbox.mkdir(parents=True, exist_ok=True)
                done = home.netralitas("load", *options)
                said_file.write_text(json.dumps([done.returncode, done.stdout, done.stderr]))
        done = subprocess.CompletedProcess(["load"], *json.loads(said_file.read_text()))
        assert done.returncode == 0, said(done)
        return home, done

    return load


@pytest.fixture(scope="session")
def first_load(load_once: Callable[..., Loaded]) -> Loaded:
    """A home after `netralitas load --demo`, with what the command said. Tests only read it."""
    return load_once("demo", "--demo")


@pytest.fixture(scope="session")
def demo_home(first_load: Loaded) -> WarehouseHome:
    return first_load[0]


@pytest.fixture(scope="session")
def plain_home(demo_home: WarehouseHome, load_once: Callable[..., Loaded]) -> WarehouseHome:
    """The demo home after a load without the made-up registers. Tests only read it."""
    return load_once("plain", copy_of=demo_home.root)[0]


@pytest.fixture
def copy_of_demo_home(
    demo_home: WarehouseHome, tmp_path: Path
) -> Iterator[Callable[[], WarehouseHome]]:
    """Makes copies of the loaded demo home that a test may change."""
    copies = []

    def make() -> WarehouseHome:
        root = tmp_path / f"copy{len(copies)}"
        shutil.copytree(demo_home.root, root, symlinks=True)
        copies.append(root)
        return WarehouseHome(root)

    yield make
    for root in copies:
        shutil.rmtree(root, ignore_errors=True)


@pytest.fixture(scope="session")
def real_register() -> Path:
    """The real Bawaslu register of 2019, read where it stands: it is never part of this project."""
    if not REAL_REGISTER.exists():
        pytest.skip("the real register is not beside this checkout (../shared/real)")
    return REAL_REGISTER


@pytest.fixture(scope="session")
def real_home(tmp_path_factory: pytest.TempPathFactory, real_register: Path) -> WarehouseHome:
    """An empty home after a plain load of the real register. Tests only read it."""
    home = WarehouseHome(tmp_path_factory.mktemp("real") / "home")
    home.inbox.mkdir(parents=True)
    shutil.copy(real_register, home.inbox)
    done = home.netralitas("load")
    assert done.returncode == 0, said(done)
    return home

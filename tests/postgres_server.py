"""A real PostgreSQL server for tests: a cluster of its own in a temporary folder."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tests.conftest import PROJECT

SUPERUSER, PASSWORD = "postgres", "p'w of @ test/1"


@dataclass(frozen=True)
class Server:
    """A running server; every database of it is reached by password, over TCP."""

    folder: Path
    binaries: Path
    port: int

    def url(self, user: str, password: str, database: str) -> str:
        from urllib.parse import quote

        return f"postgresql://{user}:{quote(password, safe='')}@127.0.0.1:{self.port}/{database}"

    def admin(self, database: str = "postgres") -> psycopg.Connection[Any]:
        url = self.url(SUPERUSER, PASSWORD, database)
        return psycopg.connect(url, autocommit=True)

    def control(self, *arguments: str) -> None:
        """pg_ctl, as the server's own user."""
        _run(self.folder, self.binaries / "pg_ctl", "-D", str(self.folder / "data"), "-w",
             "-l", str(self.folder / "log"), *arguments)  # fmt: skip

    def set_up(self, name: str) -> dict[str, str]:
        """A database and its roles, made by the commands that docs/postgres.md gives an operator,
        but for their names, which get this one; URLs of the publisher and of an analyst."""
        text = (PROJECT / "docs" / "postgres.md").read_text(encoding="utf-8")
        script = re.search(r"```sql\n(.*?)```", text, re.DOTALL)
        assert script, "docs/postgres.md gives no set-up"
        renamed = re.sub(r"\b(netralitas\w*|analyst)\b", rf"{name}_\1", script[1])
        with self.admin() as connection:
            for statement in filter(str.strip, renamed.split(";")):
                connection.execute(statement)
        roles = re.findall(r"create role (\w+) login password '([^']*)'", renamed)
        return {
            role.removeprefix(f"{name}_"): self.url(role, password, f"{name}_netralitas")
            for role, password in roles
        }


@contextlib.contextmanager
def running() -> Iterator[Server]:
    """Starts a server of Debian's PostgreSQL, and removes all of it afterwards."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parts[-2]))
    assert found, "these tests need a PostgreSQL server: apt-get install postgresql"
    folder = Path(tempfile.mkdtemp(prefix="netralitas-postgres-"))
    try:
        (folder / "password").write_text(PASSWORD)
        if os.geteuid() == 0:
            for path in (folder, folder / "password"):
                shutil.chown(path, "postgres")
        _run(
            folder, found[-1] / "initdb", "-D", str(folder / "data"), "-U", SUPERUSER,
            "--auth=scram-sha-256", f"--pwfile={folder / 'password'}", "--encoding=UTF8",
            "--locale=C.UTF-8", "--no-sync",
        )  # fmt: skip
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        server = Server(folder, found[-1], port)
        server.control("start", "-o", f"-p {port} -k {folder} -h 127.0.0.1 -F")
        try:
            yield server
        finally:
            server.control("stop", "-m", "immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(folder: Path, program: Path, *arguments: str) -> None:
    """A program of PostgreSQL, which does not run as root."""
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    with (folder / "said").open("a+") as said:
        done = subprocess.run(
            [*as_user, str(program), *arguments], cwd="/", stdout=said, stderr=said
        )
        said.seek(0)
        assert done.returncode == 0, f"{program.name} failed:\n{said.read()}"

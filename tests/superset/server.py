"""A real Superset for tests: a home of its own, several workers and threads, its REST API."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from tests.conftest import PROJECT

PROGRAMS = PROJECT / ".superset-venv" / "bin"
ADMIN, PASSWORD = "admin", secrets.token_urlsafe(12)


@dataclass
class Superset:
    """A running server and an administrator's session with it."""

    url: str
    folder: Path
    session: requests.Session = field(default_factory=requests.Session)

    def log_in(self) -> None:
        credentials = {"username": ADMIN, "password": PASSWORD, "provider": "db"}
        token = self.post("security/login", json=credentials).json()["access_token"]
        self.session.headers["Authorization"] = f"Bearer {token}"
        self.session.headers["X-CSRFToken"] = self.get("security/csrf_token/")["result"]
        self.session.headers["Referer"] = self.url

    def get(self, path: str, **parameters: Any) -> Any:
        answer = self.session.get(f"{self.url}/api/v1/{path}", params=parameters, timeout=120)
        assert answer.ok, f"{path}: {answer.status_code} {answer.text[:2000]}"
        return answer.json()

    def post(self, path: str, *, expect: bool = True, **content: Any) -> requests.Response:
        answer = self.session.post(f"{self.url}/api/v1/{path}", timeout=120, **content)
        assert answer.ok or not expect, f"{path}: {answer.status_code} {answer.text[:2000]}"
        return answer

    def all(self, kind: str) -> list[dict[str, Any]]:
        """All of a kind (chart, dataset, database, dashboard), as its list shows them."""
        found: list[dict[str, Any]] = self.get(f"{kind}/", q="(page_size:100)")["result"]
        return found

    def chart_rows(self, number: int) -> list[dict[str, Any]]:
        """What the chart's own query answers."""
        (result,) = self.get(f"chart/{number}/data/")["result"]
        rows: list[dict[str, Any]] = result["data"]
        return rows

    def sql(self, database: int, statement: str) -> requests.Response:
        """The answer of SQL Lab."""
        query = {
            "database_id": database,
            "sql": statement,
            "client_id": secrets.token_hex(5),
            "runAsync": False,
        }
        return self.post("sqllab/execute/", expect=False, json=query)


@contextlib.contextmanager
def running(folder: Path, bundle: Path) -> Iterator[Superset]:
    """A fresh install that has imported a bundle by the command an operator would use."""
    environment = {
        **{name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        "SUPERSET_HOME": str(folder),
        "SUPERSET_SECRET_KEY": secrets.token_urlsafe(42),
        "SUPERSET_CONFIG_PATH": str(PROJECT / "bi" / "superset" / "superset_config.py"),
        "FLASK_APP": "superset.app:create_app()",
    }
    log = (folder / "log").open("a+")

    def superset(*arguments: str) -> None:
        done = subprocess.run(
            [PROGRAMS / "superset", *arguments], env=environment, cwd=folder, stdout=log, stderr=log
        )
        assert done.returncode == 0, f"superset {arguments[0]} failed:\n{_tail(folder)}"

    superset("db", "upgrade")
    superset(
        "fab", "create-admin", "--username", ADMIN, "--password", PASSWORD,
        "--firstname", "Test", "--lastname", "Admin", "--email", "admin@example.org",
    )  # fmt: skip
    superset("init")
    superset("import-dashboards", "--path", str(bundle), "--username", ADMIN)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    gunicorn = subprocess.Popen(
        [
            PROGRAMS / "gunicorn", "--bind", address, "--workers", "2", "--worker-class", "gthread",
            "--threads", "4", "--timeout", "120", "superset.app:create_app()",
        ],
        env=environment, cwd=folder, stdout=log, stderr=log,
    )  # fmt: skip
    try:
        server = Superset(f"http://{address}", folder)
        _wait_for(server, gunicorn)
        server.log_in()
        yield server
    finally:
        gunicorn.terminate()
        gunicorn.wait(60)


def _wait_for(server: Superset, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, f"the server ended:\n{_tail(server.folder)}"
        with contextlib.suppress(requests.ConnectionError):
            if requests.get(f"{server.url}/health", timeout=60).ok:
                return
        time.sleep(0.5)
    raise AssertionError(f"the server does not answer:\n{_tail(server.folder)}")


def _tail(folder: Path) -> str:
    return (folder / "log").read_text()[-4000:]


def as_comparable(rows: list[dict[str, Any]], columns: list[str]) -> list[str]:
    """Rows of these columns, numbers alike and in an order of their own, to be compared."""

    def alike(value: Any) -> Any:
        return round(float(value), 6) if isinstance(value, int | float) else value

    return sorted(json.dumps([alike(row[name]) for name in columns]) for row in rows)

"""Receives files: hashes them, keeps their bytes untouched, and records one delivery for each."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.fingerprint import SIDECARS, SPREADSHEETS
from pipelines.landing.store import append
from pipelines.privacy import mask_file_name

if TYPE_CHECKING:
    import duckdb

    from pipelines.home import Home


@dataclass(frozen=True)
class Incoming:
    """A file that lies in one of the folders now."""

    path: Path
    folder: str  # inbox, published, demo
    inbox_folder: str  # the folder below the inbox it lies in, '' for none
    sidecar: str | None  # the text of FILE.yml beside it

    @property
    def is_demo(self) -> bool:
        return self.folder == "demo"


def find_files(root: Path, folder: str) -> list[Incoming]:
    """The files to receive below a folder, sorted by path.

    An office may send anything, so everything but a sidecar or a hidden file counts in the inbox;
    in the project's own folders only spreadsheets do (their notices are not deliveries).
    """
    if not root.is_dir():
        return []
    found = []
    for path in sorted(root.rglob("*")):
        relative = path.relative_to(root)
        if any(part.startswith((".", "~$")) for part in relative.parts):
            continue
        if not path.is_file() or (path.suffix.lower() in SIDECARS and _belongs(path)):
            continue
        if folder != "inbox" and path.suffix.lower() not in SPREADSHEETS:
            continue
        inbox_folder = relative.parent.as_posix() if relative.parent != Path(".") else ""
        found.append(Incoming(path, folder, inbox_folder, sidecar_beside(path)))
    return found


def sidecar_beside(path: Path) -> str | None:
    """The text of `FILE.xlsx.yml` or `FILE.yml` beside a file; None where there is neither."""
    for sidecar in (path.with_name(path.name + ".yml"), path.with_suffix(".yml")):
        if sidecar.is_file() and sidecar != path:
            return sidecar.read_text(encoding="utf-8", errors="replace")
    return None


def _belongs(sidecar: Path) -> bool:
    """Whether a .yml file stands beside the file it describes (alone, it is a delivery)."""
    stem = sidecar.with_suffix("")
    return stem.is_file() or any(stem.with_suffix(s).is_file() for s in SPREADSHEETS)


def parse_sidecar(text: str | None) -> dict[str, Any]:
    """What a sidecar says; {} for none or for one that is not a YAML mapping."""
    if not text:
        return {}
    import yaml

    try:
        said = yaml.safe_load(text)
    except yaml.YAMLError:
        return {}
    return {str(key): value for key, value in said.items()} if isinstance(said, dict) else {}


def archive(home: Home, content: bytes) -> tuple[str, Path]:
    """Keeps the bytes under their hash; returns the hash and the archived file."""
    sha256 = hashlib.sha256(content).hexdigest()
    kept = home.archive / sha256
    if not kept.exists():
        part = kept.with_suffix(".part")
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(0o400)
        part.replace(kept)
    return sha256, kept


def receive(
    connection: duckdb.DuckDBPyConnection, home: Home, files: list[Incoming]
) -> tuple[int, int]:
    """Records the files as deliveries; returns how many are present and how many are new.

    The same bytes under another name are the same delivery; of several copies the first by path
    says where it lies. What lies in the folders now is recorded too, since a quarantined file stops
    waiting when it is taken away.
    """
    now = datetime.now(UTC).replace(tzinfo=None)
    known = {
        key: (inbox_folder, sidecar)
        for key, inbox_folder, sidecar in connection.execute(
            "select delivery_key, inbox_folder, sidecar from landing.delivery"
        ).fetchall()
    }
    present: list[tuple[str, str, str]] = []
    new: dict[str, dict[str, Any]] = {}
    seen: set[str] = set()
    for file in files:
        # A file that cannot be read (no permission, gone meanwhile) costs only itself.
        try:
            content = file.path.read_bytes()
        except OSError:
            content = b""
        sha256, _ = archive(home, content)
        key = sha256[:16]
        present.append((file.folder, str(file.path), key))
        if key in seen:
            continue
        seen.add(key)
        if key not in known:
            new[key] = delivery_of(file, sha256, len(content), now)
        elif known[key] != (file.inbox_folder, _sidecar_json(file)):
            # Moved to another folder, or described by a sidecar since: understand it again.
            connection.execute(
                """update landing.delivery set file_name = ?, file_name_masked = ?,
                inbox_folder = ?, sidecar = ?, recogniser = null where delivery_key = ?""",
                [
                    file.path.name, mask_file_name(file.path.name), file.inbox_folder,
                    _sidecar_json(file), key,
                ],
            )  # fmt: skip
    connection.execute("delete from landing.present_file")
    names = ("folder", "path", "delivery_key")
    append(
        connection,
        "present_file",
        {name: [one[place] for one in present] for place, name in enumerate(names)},
    )
    record(connection, list(new.values()))
    return len(files), len(new)


def delivery_of(
    file: Incoming, sha256: str, size_bytes: int, received_at: datetime
) -> dict[str, Any]:
    """The row of landing.delivery for a file that has not been seen before."""
    return {
        "delivery_key": sha256[:16],
        "sha256": sha256,
        "file_name": file.path.name,
        "file_name_masked": mask_file_name(file.path.name),
        "size_bytes": size_bytes,
        "received_at": received_at,
        "folder": file.folder,
        "inbox_folder": file.inbox_folder,
        "origin": _origin(file),
        "is_demo": file.is_demo,
        "sidecar": _sidecar_json(file),
    }


def record(connection: duckdb.DuckDBPyConnection, deliveries: list[dict[str, Any]]) -> None:
    """Writes rows of landing.delivery."""
    if deliveries:
        columns = {name: [one[name] for one in deliveries] for name in deliveries[0]}
        append(connection, "delivery", columns)


def _sidecar_json(file: Incoming) -> str | None:
    said = parse_sidecar(file.sidecar)
    return json.dumps(said, default=str, sort_keys=True) if said else None


def _origin(file: Incoming) -> str:
    """office, transcription (a sidecar may say so) or demo, which only its folder decides."""
    if file.is_demo:
        return "demo"
    said_origin = parse_sidecar(file.sidecar).get("origin")
    if file.folder == "published" or said_origin == "transcription":
        return "transcription"
    return "office"

"""Receives files: hashes them, keeps their bytes untouched, and records one delivery for each."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from io import BufferedReader
from pathlib import Path
from threading import get_native_id
from typing import TYPE_CHECKING, Any

from pipelines.fingerprint import SIDECARS, SPREADSHEETS
from pipelines.landing.store import append
from pipelines.privacy import mask_file_name

if TYPE_CHECKING:
    import duckdb

    from pipelines.home import Home

_CHUNK = 1 << 20
_PART = ".part"
_AT_ONCE = 4


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

    An office may send anything, so everything but a sidecar or a hidden file counts in the inbox,
    what is no file too (of folders, those with the name of a spreadsheet); in the project's own
    folders only spreadsheets do (their notices are not deliveries).
    """
    if not root.is_dir():
        return []
    found = []
    for path in sorted(root.rglob("*")):
        relative = path.relative_to(root)
        if any(part.startswith((".", "~$")) for part in relative.parts):
            continue
        if path.suffix.lower() in SIDECARS and os.path.isfile(path) and _belongs(path):
            continue
        is_folder = os.path.isdir(path) and not os.path.islink(path)
        if (folder != "inbox" or is_folder) and path.suffix.lower() not in SPREADSHEETS:
            continue
        inbox_folder = relative.parent.as_posix() if relative.parent != Path(".") else ""
        found.append(Incoming(path, folder, inbox_folder, sidecar_beside(path)))
    return found


def sidecar_beside(path: Path) -> str | None:
    """The text of `FILE.xlsx.yml` or `FILE.yml` beside a file; None where there is neither."""
    for sidecar in (path.with_name(path.name + ".yml"), path.with_suffix(".yml")):
        # os.path, since pathlib raises an error for a name that is too long.
        if os.path.isfile(sidecar) and sidecar != path:
            return sidecar.read_text(encoding="utf-8", errors="replace")
    return None


def _belongs(sidecar: Path) -> bool:
    """Whether a .yml file stands beside the file it describes (alone, it is a delivery)."""
    stem = sidecar.with_suffix("")
    return any(map(os.path.isfile, (stem, *(stem.with_suffix(s) for s in SPREADSHEETS))))


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


def printable(name: str) -> str:
    """The name of a file with what cannot be shown or is no UTF-8 as an escape: `a\\nb`."""
    if name.isprintable():
        return name
    return "".join(
        one if one.isprintable() else one.encode("unicode_escape").decode() for one in name
    )


def open_regular(path: Path) -> BufferedReader | None:
    """A regular file to read; None for a link, a folder or a pipe, or what may not be read.

    Opened so that a link is not followed, and that a pipe nobody writes to does not block.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        return None
    return open(descriptor, "rb")


def archive(home: Home, file: BufferedReader) -> tuple[str, int]:
    """Keeps the bytes under their hash; returns the hash and how many there are.

    Never held whole: a file may be larger than what is allowed to be read of it.
    """
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    if (home.archive / sha256).exists():
        return sha256, file.tell()
    file.seek(0)
    # Copies of one file may be kept at the same time.
    part, digest = home.archive / f"{sha256}.{get_native_id()}{_PART}", hashlib.sha256()
    with part.open("wb") as kept:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            kept.write(chunk)
        kept.flush()
        os.fsync(kept.fileno())
        size = kept.tell()
    part.chmod(0o400)
    sha256 = digest.hexdigest()  # of what is kept, should the file have been written to meanwhile
    part.replace(home.archive / sha256)
    return sha256, size


def _keep(home: Home, file: Incoming) -> tuple[str, int]:
    opened = open_regular(file.path)
    if opened is None:
        # Known by its place; since nothing is archived, it is found to be no file.
        return hashlib.sha256(b"no file: " + os.fsencode(file.path)).hexdigest(), 0
    with opened:
        return archive(home, opened)


def receive(
    connection: duckdb.DuckDBPyConnection,
    home: Home,
    files: list[Incoming],
    at_first_new: Callable[[], None] | None = None,
) -> tuple[int, int]:
    """Records the files as deliveries; returns how many are present and how many are new.
    at_first_new: called as soon as there is a new one.

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
    for left in home.archive.glob(f"*{_PART}"):
        left.unlink()
    # Each waits for its disk until the bytes are safe: several wait at the same time.
    with ThreadPoolExecutor(_AT_ONCE) as several:
        kept = several.map(partial(_keep, home), files)
        for file, (sha256, size) in zip(files, kept, strict=True):
            key = sha256[:16]
            present.append((file.folder, printable(str(file.path)), key))
            if key in seen:
                continue
            seen.add(key)
            if key not in known:
                if not new and at_first_new is not None:
                    at_first_new()
                new[key] = delivery_of(file, sha256, size, now)
            elif known[key] != (printable(file.inbox_folder), _sidecar_json(file)):
                # Moved to another folder, or described by a sidecar since: understand it again.
                connection.execute(
                    """update landing.delivery set file_name = ?, file_name_masked = ?,
                    inbox_folder = ?, sidecar = ?, recogniser = null where delivery_key = ?""",
                    [
                        printable(file.path.name), mask_file_name(printable(file.path.name)),
                        printable(file.inbox_folder), _sidecar_json(file), key,
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
        "file_name": printable(file.path.name),
        "file_name_masked": mask_file_name(printable(file.path.name)),
        "size_bytes": size_bytes,
        "received_at": received_at,
        "folder": file.folder,
        "inbox_folder": printable(file.inbox_folder),
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

"""Publishes an audited candidate as a release by renames, so readers never see half of one."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.exports.tables import OPEN_SCHEMAS
from pipelines.publication.schema_version import current_version

if TYPE_CHECKING:
    from pipelines.home import Home


class RestrictedDataError(Exception):
    """The candidate holds something that must not leave the restricted zone."""


@dataclass(frozen=True)
class Release:
    id: str
    path: Path
    manifest: dict[str, Any]
    is_current: bool


def publish(home: Home, manifest: dict[str, Any]) -> dict[str, Any]:
    """Makes the candidate the current release; returns its whole manifest.

    Everything is prepared beside the releases and put in place by renames: a kill at any moment
    leaves the last release current.
    """
    from pipelines.exports.build import build as build_exports
    from pipelines.site.build import build as build_site

    facts = _close(home.candidate_db)
    now = datetime.now(UTC)
    release_id = now.strftime("%Y%m%dT%H%M%S%fZ")
    building = home.releases / f".{release_id}"
    building.mkdir(mode=0o755)
    os.replace(home.candidate_db, building / "warehouse.duckdb")
    (building / "warehouse.duckdb").chmod(0o644)
    schema = current_version()
    manifest = {
        "id": release_id,
        "published_at": now.isoformat(timespec="seconds"),
        "schema_version": schema.version,
        "schema_changes": schema.changes,
        **manifest,
        "row_counts": facts,
    }
    build_exports(building, manifest)
    # A page that is too heavy keeps no audited number from its readers.
    manifest["site_pages_left_out"] = build_site(building, manifest, home.current)
    written = building / "manifest.json"
    written.write_text(json.dumps(manifest, indent=1, ensure_ascii=False, default=str) + "\n")
    _sync_tree(building)
    os.replace(building, home.releases / release_id)
    _sync_folder(home.releases)
    make_current(home, release_id)
    return manifest


def make_current(home: Home, release_id: str) -> None:
    """Points `current` at a release, atomically; `current.duckdb` is a constant link into it."""
    swap = home.root / ".current.swap"
    swap.unlink(missing_ok=True)
    swap.symlink_to(Path("releases") / release_id)
    os.replace(swap, home.current)
    if not home.current_db.is_symlink():
        home.current_db.unlink(missing_ok=True)
        home.current_db.symlink_to(Path("current") / "warehouse.duckdb")
    _sync_folder(home.root)


def releases(home: Home) -> list[Release]:
    """All releases, the newest first."""
    current = os.readlink(home.current).split("/")[-1] if home.current.is_symlink() else None
    found = []
    for path in sorted(home.releases.glob("[0-9]*Z"), reverse=True):
        manifest = json.loads((path / "manifest.json").read_text())
        found.append(Release(path.name, path, manifest, path.name == current))
    return found


def remove_leftovers(home: Home) -> None:
    """Removes what a killed load left behind: folders that never became releases."""
    for path in home.releases.glob(".*Z"):
        shutil.rmtree(path)


def _close(candidate: Path) -> dict[str, int]:
    """Refuses a candidate with anything but the open schemas; checkpoints it; counts its rows."""
    import duckdb

    with duckdb.connect(str(candidate)) as connection:
        tables = connection.execute(
            "select table_schema, table_name from information_schema.tables "
            "where table_catalog = current_database() order by all"
        ).fetchall()
        strangers = {schema for schema, _ in tables} - set(OPEN_SCHEMAS)
        if strangers:
            raise RestrictedDataError(f"schemas that are not open: {', '.join(sorted(strangers))}")
        counts = {
            f"{schema}.{table}": connection.execute(
                f'select count(*) from "{schema}"."{table}"'
            ).fetchone()[0]  # type: ignore[index]
            for schema, table in tables
        }
        connection.execute("checkpoint")
    log = candidate.with_name(candidate.name + ".wal")
    if log.exists():
        raise RestrictedDataError("the candidate was not closed cleanly")
    return counts


def _sync_tree(folder: Path) -> None:
    for path, _, names in os.walk(folder):
        for name in names:
            _sync_file(Path(path, name))
        _sync_folder(Path(path))


def _sync_file(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

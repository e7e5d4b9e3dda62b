"""Whether there is anything to do, decided before any framework is imported."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from pipelines.home import DBT_PROJECT, EXPECTATIONS, PROJECT, PUBLISHED, REFERENCE, Home
from pipelines.privacy import hash_key

SPREADSHEETS = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv"}
SIDECARS = {".yml", ".yaml"}
# What decides how a workbook is understood: a change here sends every delivery through again.
_RECOGNISER = ("workbooks", "layouts", "values", "landing", "privacy.py")


def _files(folder: Path) -> list[Path]:
    if folder.is_file():
        return [folder]
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and path.suffix != ".pyc"
        and "target" not in path.relative_to(folder).parts
    )


def digest_of(paths: Iterable[Path]) -> str:
    """One hash over the names and bytes of all files under the paths."""
    total = hashlib.sha256()
    for root in paths:
        for path in _files(root):
            total.update(str(path.relative_to(root.parent)).encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def recogniser(home: Home) -> str:
    """The fingerprint of what turns any file into records: code, column maps, codes, decided words.

    Decisions about cells are no part of it: they send their own deliveries through again.
    """
    from pipelines.values.decisions import digests

    code = (PROJECT / "pipelines" / name for name in _RECOGNISER)
    decided = [path for path in _decisions(home) if path != home.decisions]
    words = digests(home.decisions).get("", "")
    return hashlib.sha256((digest_of([*code, REFERENCE, *decided]) + words).encode()).hexdigest()


def _decisions(home: Home) -> list[Path]:
    """Where a person's decisions stand in this home: spellings of regions, cells, words, column
    maps."""
    return [path for path in (home.region_decisions, home.decisions, home.layouts) if path.exists()]


def of_decisions(home: Home) -> str:
    """The fingerprint of what people decided in this home."""
    return digest_of(_decisions(home))


def of_load(home: Home, inbox: Path, include_demo: bool) -> str:
    """The fingerprint of a whole load: inputs, code, rules, reference, options and hash key."""
    inputs = [PUBLISHED, inbox, *([home.demo] if include_demo else [])]
    parts: dict[str, Any] = {
        "inputs": [digest_of([folder]) for folder in inputs if folder.is_dir()],
        "code": digest_of([PROJECT / "pipelines", DBT_PROJECT, EXPECTATIONS, REFERENCE]),
        "decisions": of_decisions(home),
        "demo": include_demo,
        "key": hashlib.sha256(hash_key(home.landing)).hexdigest(),
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def of_last_load(home: Home) -> str | None:
    """The fingerprint of the load that made the current release; None when there is none, or when
    that load rejected a date as still to come and the day to look again has."""
    if not home.last_load.exists() or not (home.current / "warehouse.duckdb").exists():
        return None
    last = json.loads(home.last_load.read_text())
    if last.get("again_on") and date.today().isoformat() >= last["again_on"]:
        return None
    fingerprint = last.get("fingerprint")
    return fingerprint if isinstance(fingerprint, str) else None

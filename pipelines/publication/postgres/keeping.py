"""Keeps PostgreSQL's copy at the current release: whether one is wanted, and what became of it."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pipelines.privacy import mask_message
from pipelines.publication.postgres.copying import Copied, copy_release
from pipelines.publication.postgres.tables import CopyError

if TYPE_CHECKING:
    from pipelines.home import Home

_READER = "netralitas_reader"


def is_wanted() -> bool:
    return bool(os.environ.get("NETRALITAS_POSTGRES"))


def copy_current(home: Home, *, rebuild: bool = False) -> Copied:
    """Copies the current release into the database of `NETRALITAS_POSTGRES`, and notes how it went.

    The reading role is `NETRALITAS_POSTGRES_READER`, else netralitas_reader. Raises CopyError, with
    a message that may be shown; the database is then as it was.
    """
    import duckdb
    import psycopg

    url = os.environ["NETRALITAS_POSTGRES"]
    reader = os.environ.get("NETRALITAS_POSTGRES_READER") or _READER
    release = home.current.resolve()
    _note(home, release.name, "the copying did not come to its end")
    try:
        copied = copy_release(url, release, reader, rebuild=rebuild)
    except (CopyError, psycopg.Error, duckdb.Error, OSError) as error:
        reason = str(error) if isinstance(error, CopyError) else _reason(error)
        _note(home, release.name, reason)
        raise CopyError(reason) from None
    _note(home, release.name, "")
    return copied


def forget(home: Home) -> None:
    """No copy is wanted any more: what became of the last one is nobody's concern."""
    home.postgres_state.unlink(missing_ok=True)


def shortfall(home: Home) -> str:
    """Why PostgreSQL does not hold the current release; '' when it does, or none is wanted."""
    if not home.postgres_state.exists():
        return "nothing has been copied yet" if is_wanted() else ""
    state = json.loads(home.postgres_state.read_text())
    if state["error"]:
        return str(state["error"])
    return "" if state["release"] == home.current.resolve().name else "it holds another release"


def _note(home: Home, release: str, error: str) -> None:
    state = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "release": release,
        "error": error,
    }
    swap = home.postgres_state.with_suffix(".swap")
    swap.write_text(json.dumps(state))
    os.replace(swap, home.postgres_state)


def _reason(error: Exception) -> str:
    """What went wrong, without anything quoted: that may be a value, or part of the URL."""
    import psycopg

    said, about = str(error).split("\nDETAIL")[0].split("\nCONTEXT")[0], ""
    if isinstance(error, psycopg.Error) and error.diag.message_primary:
        said = error.diag.message_primary
        named = (error.diag.schema_name, error.diag.table_name, error.diag.constraint_name)
        about = ".".join(name for name in named if name)
    reason = f"{type(error).__name__}: {' '.join(mask_message(said).split())}"
    return f"{reason} ({about})" if about else reason

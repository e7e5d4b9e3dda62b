"""What loads did and when, one JSON object a line: how `status` knows that somebody has looked."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.home import Home

STARTED, PUBLISHED, NOTHING_NEW = "started", "published", "nothing new"


def note(home: Home, event: str, run_id: str = "") -> None:
    """Adds an event: STARTED and PUBLISHED name their run, NOTHING_NEW has none."""
    line = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "event": event, "run": run_id}
    with (home.landing / "loads.jsonl").open("a", encoding="utf-8") as log:
        log.write(json.dumps(line) + "\n")


def last_look(home: Home) -> datetime | None:
    """When a load last came to its end: it published, or found nothing new."""
    ended = [line for line in _lines(home) if line["event"] in (PUBLISHED, NOTHING_NEW)]
    return datetime.fromisoformat(ended[-1]["at"]) if ended else None


def unfinished_run(home: Home) -> str | None:
    """The last run that was started, if it has not published: it failed, or it is under way."""
    lines = _lines(home)
    started = [line["run"] for line in lines if line["event"] == STARTED]
    published = {line["run"] for line in lines if line["event"] == PUBLISHED}
    return started[-1] if started and started[-1] not in published else None


def _lines(home: Home) -> list[dict[str, str]]:
    path = home.landing / "loads.jsonl"
    if not path.exists():
        return []
    with path.open(encoding="utf-8") as log:
        return [json.loads(line) for line in log if line.strip()]

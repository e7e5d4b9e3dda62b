"""Receive-to-landing of a folder, as the nightly job does it; prints what it landed as JSON.

`python -m tests.benchmarks.ours HOME INBOX [--workers N]`: the very functions that the assets
call. HOME keeps what was landed, so a second run is a second load. `seconds` are of CPU, this
process and the children that have ended; `parts` says what reading and recognising went into.
"""

from __future__ import annotations

import argparse
import json
import os
from functools import partial
from pathlib import Path
from typing import Any

from pipelines import fingerprint
from pipelines.home import Home
from pipelines.landing.build import choose_build
from pipelines.landing.receive import find_files, receive
from pipelines.landing.recognise import get_ready, recognise_pending
from pipelines.landing.store import open_store, set_option
from pipelines.privacy import hash_key


def land(home: Home, inbox: Path, workers: int = 2) -> dict[str, Any]:
    """Stages 1 and 2 for what lies in `inbox`: counts of what was landed, and CPU seconds."""
    home.prepare()
    seconds, parts = {"start": _cpu()}, dict[str, float]()
    with open_store(home.landing_db) as connection:
        set_option(connection, "include_demo", "false")
        seconds["open the store"] = _cpu() - sum(seconds.values())
        key = hash_key(home.landing)
        ready = partial(get_ready, home, key)
        present, new = receive(connection, home, find_files(inbox, "inbox"), ready)
        seconds["receive"] = _cpu() - sum(seconds.values())
        recognised = recognise_pending(
            connection, home, fingerprint.recogniser(home), key, workers, parts
        )
        seconds["read, recognise and settle"] = _cpu() - sum(seconds.values())
        choose_build(connection, home)
        seconds["choose the build"] = _cpu() - sum(seconds.values())
        counts = connection.execute(
            """select
                (select count(*) from landing.delivery where status = 'quarantined'),
                (select count(*) from landing.row where part = 1),
                (select sum(len(cells)) from landing.row where part = 1),
                (select count(*) from landing.field_value),
                (select count(*) from landing.row_verdict where class = 'record'),
                (select count(*) from landing.row_verdict where class = 'rejected')"""
        ).fetchone()
    names = ("quarantined", "rows", "cells", "fields", "records", "rejected")
    assert counts is not None
    return {
        "files": present, "new": new, "recognised": recognised,
        **dict(zip(names, counts, strict=True)), "seconds": seconds, "parts": parts,
    }  # fmt: skip


def _cpu() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("home", type=Path)
    parser.add_argument("inbox", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    print(json.dumps(land(Home(arguments.home), arguments.inbox, arguments.workers), default=int))


if __name__ == "__main__":
    main()

"""`netralitas load`: runs the nightly job in this process and says what came of it."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from typing import TYPE_CHECKING

from pipelines import fingerprint, load_log, lock
from pipelines.commands import own_maps, postgres
from pipelines.commands.no_release import quarantined_count
from pipelines.home import Home
from pipelines.publication.postgres import keeping

if TYPE_CHECKING:
    from dagster import ExecuteInProcessResult


def run(options: argparse.Namespace) -> int:
    home = Home.find()
    inbox = options.inbox.resolve() if options.inbox else home.inbox
    if not inbox.is_dir() and options.inbox:
        print(f"there is no folder {options.inbox}", file=sys.stderr)
        return 2
    home.prepare()
    try:
        lock.take(home)
    except lock.AnotherLoadRunsError as error:
        print(error, file=sys.stderr)
        return 4
    if fingerprint.of_load(home, inbox, options.demo) == fingerprint.of_last_load(home):
        print(
            "Nothing new: the files, the code and the rules are those of the last load. "
            "Nothing was published; the current release is "
            f"{os.readlink(home.current).split('/')[-1]}."
        )
        load_log.note(home, load_log.NOTHING_NEW)
        if keeping.is_wanted() and keeping.shortfall(home):
            postgres.copy(home)
        broken = own_maps.warn(home)
        return int(options.strict and (quarantined_count(home) > 0 or broken > 0))
    return _load(home, str(inbox) if options.inbox else "", options.demo, options.strict)


def _load(home: Home, inbox: str, include_demo: bool, strict: bool) -> int:
    from pipelines import progress

    progress.start()
    # What an earlier load was told is not what this one is.
    home.audit.unlink(missing_ok=True)
    result = _execute(home, inbox, include_demo)
    published = _release_of(home) == result.run_id
    from pipelines.commands.summary import print_summary

    print_summary(home, result.run_id, published)
    if published and keeping.shortfall(home):
        postgres.warn(home)
    broken = own_maps.warn(home)
    if not published:
        return 1 if home.audit.exists() and _was_audited(home) else 3
    return int(strict and (quarantined_count(home) > 0 or broken > 0))


def _execute(home: Home, inbox: str, include_demo: bool) -> ExecuteInProcessResult:
    from pipelines.dagster_home import use_dagster_home

    use_dagster_home(home)
    import dagster as dg

    from pipelines.definitions import defs
    from pipelines.progress import say

    say("started")
    job = defs.resolve_job_def("nightly_load")
    # What dbt prints is kept with its logs; a person at a terminal reads our own lines.
    with (home.dbt / "console.log").open("w") as log, contextlib.redirect_stdout(log):
        return job.execute_in_process(
            instance=dg.DagsterInstance.get(),
            raise_on_error=False,
            tags={"netralitas/started_by": "command"},
            run_config={
                "ops": {
                    "landing__deliveries": {
                        "config": {"include_demo": include_demo, "inbox": inbox}
                    }
                },
                "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
            },
        )


def _release_of(home: Home) -> str | None:
    """The run that made the current release."""
    import json

    if not home.last_load.exists():
        return None
    run_id = json.loads(home.last_load.read_text()).get("run_id")
    return str(run_id) if run_id else None


def _was_audited(home: Home) -> bool:
    from pipelines.checks.outcome import outcomes_so_far

    return any(outcome.blocks for outcome in outcomes_so_far(home))

"""When a load runs: the nightly schedule, and the sensor on the inbox."""

import json
import os
from collections.abc import Iterator

import dagster as dg

from pipelines import fingerprint, load_log
from pipelines.assets.postgres import POSTGRES
from pipelines.home import Home
from pipelines.publication.postgres import keeping

nightly_load = dg.define_asset_job(
    "nightly_load",
    selection=dg.AssetSelection.all(),
    # One process: nobody but the run writes, and no step pays for starting Python again.
    executor_def=dg.in_process_executor,
    description="Receive, recognise, transform, audit and, if nothing forbids it, publish.",
)


def _nothing_new(home: Home) -> bool:
    if fingerprint.of_load(home, home.inbox, False) != fingerprint.of_last_load(home):
        return False
    load_log.note(home, load_log.NOTHING_NEW)
    return True


@dg.schedule(
    job=nightly_load,
    cron_schedule=os.environ.get("NETRALITAS_SCHEDULE", "0 1 * * *"),
    execution_timezone="Asia/Makassar",
    default_status=dg.DefaultScheduleStatus.RUNNING,
)
def nightly() -> dg.RunRequest | dg.SkipReason:
    """Every night at 01:00 in Makassar (WITA), unless nothing has changed."""
    home = Home.find()
    home.prepare()
    if _nothing_new(home):
        if keeping.is_wanted() and keeping.shortfall(home):
            return dg.RunRequest(asset_selection=[POSTGRES])
        return dg.SkipReason("nothing new since the current release: same files, code and rules")
    return dg.RunRequest(tags={"netralitas/started_by": "schedule"})


def _shape(home: Home) -> str:
    """Sizes and times of the files in the inbox: two equal looks mean that nothing is growing."""
    found = [
        (str(path), (stat := path.stat()).st_size, stat.st_mtime_ns)
        for path in sorted(home.inbox.rglob("*"))
        if path.is_file() and not path.name.startswith((".", "~$"))
    ]
    return json.dumps(found)


@dg.sensor(
    job=nightly_load,
    minimum_interval_seconds=int(os.environ.get("NETRALITAS_SENSOR_SECONDS", "30")),
    default_status=dg.DefaultSensorStatus.RUNNING,
)
def inbox(context: dg.SensorEvaluationContext) -> Iterator[dg.RunRequest | dg.SkipReason]:
    """Starts a load when files have come or changed, once they have stopped growing."""
    home = Home.find()
    home.prepare()
    shape = _shape(home)
    if shape == "[]":
        yield dg.SkipReason("the inbox is empty")
    elif shape != context.cursor:
        context.update_cursor(shape)
        yield dg.SkipReason("files have come or are still growing; looking again at the next tick")
    elif _nothing_new(home):
        yield dg.SkipReason("nothing new in the inbox")
    else:
        # The fingerprint as run key: what was not published is not tried again every tick.
        yield dg.RunRequest(
            run_key=fingerprint.of_load(home, home.inbox, False),
            tags={"netralitas/started_by": "inbox"},
        )

"""`netralitas status`: last run, current release, its age, quarantine, open contradictions."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime, timedelta

from pipelines.commands.no_release import missing
from pipelines.home import Home

# Freshness of the nightly load, as for Dagster: a day and an hour.
_FRESH = timedelta(hours=25)


def run(options: argparse.Namespace) -> int:
    home = Home.find()
    if missing(home):
        return 1
    import duckdb

    manifest = json.loads((home.current / "manifest.json").read_text())
    published = datetime.fromisoformat(manifest["published_at"])
    # A load that found nothing new has looked: the release is as fresh as that look.
    looked = _last_look(home) or published
    now = datetime.now(UTC)
    failed = [check for check in manifest["checks"]["failed"] if check["severity"] == "block"]
    with duckdb.connect(str(home.current_db), read_only=True) as connection:
        quarantined = connection.execute(
            "select count(*) from marts.dim_delivery where status = 'quarantined'"
        ).fetchone()[0]  # type: ignore[index]
        rejected = connection.execute(
            "select count(distinct (delivery_key, sheet_name, row_number)) "
            "from quality.rejected_row"
        ).fetchone()[0]  # type: ignore[index]
        contradictions = connection.execute(
            "select count(*) from quality.consistency where status = 'contradicted'"
        ).fetchone()[0]  # type: ignore[index]
    stopped = _unpublished_since(home, manifest["run_id"])
    age = now - published
    print(
        f"Release       {manifest['id']}, {_age(age)} old, looked for news {_age(now - looked)} ago"
    )
    print(f"Last run      {'did NOT publish: ' + stopped if stopped else 'published'}")
    print(f"Checks        {manifest['checks']['passed']} passed, "
          f"{len(manifest['checks']['failed'])} warn, {len(failed)} failed")  # fmt: skip
    print(f"Quarantine    {quarantined} files, {rejected} rejected rows (netralitas quarantine)")
    print(f"Contradictions open in what was published: {contradictions}")
    healthy = not stopped and not failed and now - looked <= _FRESH and not quarantined
    if not healthy:
        reasons = [
            stopped and "the last run did not publish",
            quarantined and "files wait in quarantine",
            now - looked > _FRESH and "nobody has looked for news for more than 25 hours",
        ]
        print("NOT HEALTHY:  " + "; ".join(str(reason) for reason in reasons if reason))
    else:
        print("Healthy.")
    return 0 if healthy else 1


def _age(age: timedelta) -> str:
    minutes = int(age.total_seconds() // 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h"


def _last_look(home: Home) -> datetime | None:
    log = home.landing / "loads.log"
    lines = log.read_text().splitlines() if log.exists() else []
    return datetime.fromisoformat(lines[-1].split()[0]) if lines else None


def _unpublished_since(home: Home, run_id: str) -> str:
    """The checks that forbade the last load, when it came after the current release."""
    from pipelines.checks.outcome import outcomes_so_far

    refused = [outcome.check for outcome in outcomes_so_far(home) if outcome.blocks]
    return ", ".join(refused[:5])

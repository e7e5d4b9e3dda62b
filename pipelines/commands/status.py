"""`netralitas status`: last run, current release, its age, quarantine, open contradictions."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from pipelines import load_log, lock
from pipelines.commands.no_release import missing
from pipelines.commands.own_maps import broken_maps, cost_of
from pipelines.home import Home
from pipelines.publication.postgres import keeping
from pipelines.publication.release import releases

if TYPE_CHECKING:
    import duckdb

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
    looked = max(published, load_log.last_look(home) or published)
    now = datetime.now(UTC)
    with duckdb.connect(str(home.current_db), read_only=True) as connection:
        quarantined, rejected, contradictions = (
            _number(connection, query)
            for query in (
                "select count(*) from marts.dim_delivery where status = 'quarantined'",
                "select count(distinct (delivery_key, sheet_name, row_number)) "
                "from quality.rejected_row",
                "select count(*) from quality.consistency where status = 'contradicted'",
            )
        )
    last = _last_run(home)
    print(f"Release       {manifest['id']}, {_age(now - published)} old, "
          f"looked for news {_age(now - looked)} ago")  # fmt: skip
    newest = releases(home)[0].id
    if newest != manifest["id"]:
        print(f"              rolled back: {newest} is newer (netralitas rollback {newest})")
    print(f"Last run      {last or 'published'}")
    print(f"Checks        {manifest['checks']['passed']} passed, "
          f"{len(manifest['checks']['failed'])} warn")  # fmt: skip
    print(f"Quarantine    {quarantined} files, {rejected} rejected rows (netralitas quarantine)")
    broken = broken_maps(home)
    for one in broken:
        print(f"Column map    CANNOT BE USED: {one.message}")
    if left_out := manifest.get("site_pages_left_out"):
        print(f"Report site   without {', '.join(left_out)}: too heavy to be published")
    print(f"Contradictions open in what was published: {contradictions}")
    behind = keeping.shortfall(home)
    if behind or home.postgres_state.exists():
        print(f"PostgreSQL    {behind or 'holds this release'}")
    reasons = [
        last if last.startswith("did NOT") else "",
        "files wait in quarantine" if quarantined else "",
        cost_of(broken),
        "nobody has looked for news for more than 25 hours" if now - looked > _FRESH else "",
        "PostgreSQL does not hold this release (netralitas postgres)" if behind else "",
    ]
    if any(reasons):
        print("NOT HEALTHY:  " + "; ".join(reason for reason in reasons if reason))
        return 1
    print("Healthy.")
    return 0


def _number(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0


def _age(age: timedelta) -> str:
    minutes = int(age.total_seconds() // 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h"


def _last_run(home: Home) -> str:
    """'' when the last run published; else what is known of why it did not."""
    if not load_log.unfinished_run(home):
        return ""
    if lock.is_taken(home):
        return "is under way"
    from pipelines.checks.outcome import outcomes_so_far

    refused = [outcome.check for outcome in outcomes_so_far(home) if outcome.blocks]
    if refused:
        return "did NOT publish: " + ", ".join(refused[:5])
    return "did NOT publish: it did not come to its end (netralitas ui shows where)"

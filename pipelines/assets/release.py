"""Stage 5: the release, published only when nothing that blocks has failed."""

import json
from datetime import date, timedelta

import dagster as dg

from pipelines import load_log
from pipelines.assets.failures import masked_failures
from pipelines.assets.warehouse import OPEN_KEYS
from pipelines.checks.outcome import outcomes_so_far
from pipelines.home import Home
from pipelines.landing.store import open_store, option
from pipelines.progress import say
from pipelines.publication.manifest import describe
from pipelines.publication.release import publish
from pipelines.site.weight import left_out_warning

RELEASE = dg.AssetKey("release")


@dg.asset(
    key=RELEASE,
    deps=OPEN_KEYS,
    group_name="publication",
    kinds={"duckdb"},
    # The nightly load is at 01:00. A release of the night before last is worth a look (were there
    # really no files?); after a week without one something is wrong.
    freshness_policy=dg.FreshnessPolicy.time_window(
        warn_window=timedelta(hours=25), fail_window=timedelta(days=8)
    ),
    description="The warehouse that readers see: an audited candidate, put in place by renames.",
)
def release(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
    home = Home.find()
    outcomes = outcomes_so_far(home)
    refusals = [outcome.check for outcome in outcomes if outcome.blocks]
    # Dagster does not start this asset after a blocking check has failed; this is the second lock.
    if refusals or not any(outcome.kind == "balance" for outcome in outcomes):
        raise dg.Failure(f"not published: {', '.join(refusals) or 'the audit is not complete'}")
    with masked_failures():
        with open_store(home.landing_db) as connection:
            fingerprint = option(connection, "fingerprint")
            to_come = connection.execute(
                "select 1 from landing.row_error where reason_code = 'date_future' limit 1"
            ).fetchone()
            manifest = describe(connection, home, outcomes, context.run_id)
        manifest = publish(home, manifest)
        release_id, left_out = manifest["id"], manifest["site_pages_left_out"]
        last = {
            "fingerprint": fingerprint,
            "release": release_id,
            "run_id": context.run_id,
            # A date still to come may have come tomorrow: then there is something to do.
            "again_on": (date.today() + timedelta(days=1)).isoformat() if to_come else None,
        }
        home.last_load.write_text(json.dumps(last))
        load_log.note(home, load_log.PUBLISHED, context.run_id)
    say(f"published: release {release_id}")
    for page, size in left_out.items():
        context.log.warning(left_out_warning(page, size))
    return dg.MaterializeResult(
        metadata={
            "release": release_id,
            "checks": len(outcomes),
            "deliveries": len(manifest["inputs"]),
            "site_pages_left_out": left_out,
        }
    )

"""Stages 1 and 2: receive the files, recognise what they hold, choose what counts."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import dagster as dg

from pipelines import fingerprint, load_log, lock
from pipelines.assets.failures import masked_failures
from pipelines.checks.outcome import Outcome, record
from pipelines.home import PUBLISHED, Home
from pipelines.landing.build import choose_build
from pipelines.landing.receive import find_files, receive
from pipelines.landing.recognise import get_ready, recognise_pending, summary_by_family
from pipelines.landing.store import open_store, set_option
from pipelines.layouts import Layouts
from pipelines.layouts.broken_maps import what_waits
from pipelines.privacy import hash_key
from pipelines.progress import say
from pipelines.publication.release import remove_leftovers

FAMILIES = {
    "kasn": "Recaps, letter annexes and system exports of the Civil Service Commission (L1–L3).",
    "bawaslu": "Registers and recaps of the election supervisors (L4, L5, L9).",
    "regional": "Sanction lists and follow-up matrices of regional offices (L6, L7).",
    "published": "Figures, events and regulations that publications print, with citations.",
}
DELIVERIES = dg.AssetKey(["landing", "deliveries"])
# What dbt reads as its source `landing`.
TABLES = {
    "delivery": "One row a file received, and what it was recognised as.",
    "build_delivery": "The deliveries of this build, and the edition of each source that counts.",
    "row": "Each non-empty row of each sheet and its class.",
    "field_value": "The value that each field's text means.",
    "row_verdict": "Each data row: loaded, rejected or set aside.",
    "row_error": "What is wrong with which cell.",
    "decision_use": "Cells and rows that stand on a person's decision.",
    "edition_change": "What a later edition of a register added, changed and withdrew.",
    "nip_key": "The keyed hash of each sound NIP.",
}


class LoadOptions(dg.Config):
    """What a load may be told. `inbox` is a folder other than the home's own."""

    include_demo: bool = False
    inbox: str = ""


@dg.asset(
    key=DELIVERIES,
    group_name="landing",
    kinds={"duckdb"},
    retry_policy=dg.RetryPolicy(max_retries=2, delay=5),
    description="Files as offices sent them: hashed, archived untouched, recorded.",
)
def deliveries(context: dg.AssetExecutionContext, config: LoadOptions) -> dg.MaterializeResult:
    home = Home.find()
    home.prepare()
    with masked_failures():
        lock.take(home)
        load_log.note(home, load_log.STARTED, context.run_id)
        remove_leftovers(home)
        home.audit.unlink(missing_ok=True)
        inbox = Path(config.inbox) if config.inbox else home.inbox
        files = [*find_files(PUBLISHED, "published"), *find_files(inbox, "inbox")]
        if config.include_demo:
            files += find_files(home.demo, "demo")
        with open_store(home.landing_db) as connection:
            # Taken before the files are read: what comes later is new to the next load.
            set_option(
                connection, "fingerprint",
                fingerprint.of_load(home, inbox, config.include_demo),
            )  # fmt: skip
            set_option(connection, "include_demo", str(config.include_demo).lower())
            ready = partial(get_ready, home, hash_key(home.landing))
            present, new = receive(connection, home, files, ready)
    say(f"received: {present} files, {new} of them new")
    return dg.MaterializeResult(metadata={"files": present, "new": new})


@dg.multi_asset(
    name="recognised",
    specs=[
        dg.AssetSpec(
            ["landing", family],
            deps=[DELIVERIES],
            group_name="landing",
            kinds={"python", "duckdb"},
            description=description,
        )
        for family, description in FAMILIES.items()
    ],
)
def recognised() -> Iterator[dg.MaterializeResult]:
    home = Home.find()
    with masked_failures(), open_store(home.landing_db) as connection:
        count = recognise_pending(
            connection, home, fingerprint.recogniser(home), hash_key(home.landing)
        )
        choose_build(connection, home)
        families = summary_by_family(connection)
        broken = Layouts.load(home.layouts).broken
    if broken:
        # Only their number: what it says goes into the release, and a file can be named after
        # anybody. The commands name them.
        record(
            home, [Outcome("own_maps", "map", "layouts", "warn", False, what_waits(len(broken)))]
        )
    say(f"recognised: {count} files; this build has " + (", ".join(
        f"{counts['deliveries']} {family}" for family, counts in sorted(families.items())
    ) or "no deliveries"))  # fmt: skip
    for family in FAMILIES:
        yield dg.MaterializeResult(
            asset_key=dg.AssetKey(["landing", family]),
            metadata={"deliveries": 0, **families.get(family, {})},
        )


@dg.multi_asset(
    name="landing_tables",
    specs=[
        dg.AssetSpec(
            ["landing", table],
            deps=[dg.AssetKey(["landing", family]) for family in FAMILIES],
            group_name="landing",
            kinds={"duckdb"},
            description=description,
        )
        for table, description in TABLES.items()
    ],
)
def landing_tables() -> Iterator[dg.MaterializeResult]:
    """Counts the tables that dbt reads: a run that found nothing is a failure, never a success."""
    home = Home.find()
    with masked_failures(), open_store(home.landing_db) as connection:
        counts = {
            table: connection.execute(f"select count(*) from landing.{table}").fetchone()[0]  # type: ignore[index]
            for table in TABLES
        }
        loaded = connection.execute(
            "select count(*) from landing.build_delivery where is_current"
        ).fetchone()
    if not loaded or not loaded[0]:
        raise dg.Failure("no delivery was recognised: there is nothing to build a warehouse from")
    for table, count in counts.items():
        yield dg.MaterializeResult(
            asset_key=dg.AssetKey(["landing", table]), metadata={"dagster/row_count": count}
        )

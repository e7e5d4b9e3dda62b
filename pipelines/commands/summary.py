"""The summary at the end of a load: what came in, what held, what was found, what to try next."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.checks.dbt_outcomes import log_of
from pipelines.checks.outcome import Outcome, outcomes_so_far
from pipelines.home import Home

if TYPE_CHECKING:
    import duckdb


def print_summary(home: Home, run_id: str, published: bool) -> None:
    outcomes = outcomes_so_far(home)
    warehouse = home.current_db if published else home.candidate_db
    print()
    if warehouse.exists():
        import duckdb

        with duckdb.connect(str(warehouse), read_only=True) as connection:
            if _is_whole(connection):
                _print_deliveries(connection)
                _print_checks(outcomes)
                _print_contradictions(connection)
            else:
                _print_checks(outcomes)
    else:
        _print_checks(outcomes)
    print()
    if published:
        _print_next(home)
    else:
        _print_refusal(home, outcomes, run_id)


def _is_whole(connection: duckdb.DuckDBPyConnection) -> bool:
    tables = connection.execute(
        "select count(*) from information_schema.tables "
        "where table_schema || '.' || table_name in "
        "('marts.dim_delivery', 'quality.consistency', 'quality.row_balance')"
    ).fetchone()
    return bool(tables and tables[0] == 3)


def _print_deliveries(connection: duckdb.DuckDBPyConnection) -> None:
    rows = connection.execute(
        """select
            case when d.status = 'quarantined' then d.status else d.family end as which, count(*),
            coalesce(sum(rows_read) filter (where is_current), 0),
            coalesce(sum(rows_loaded) filter (where is_current), 0),
            coalesce(sum(rows_rejected) filter (where is_current), 0),
            coalesce(sum(rows_set_aside) filter (where is_current), 0)
        from marts.dim_delivery as d group by all order by 1"""
    ).fetchall()
    print(
        f"{'Deliveries':<14}{'files':>7}{'data rows':>11}{'loaded':>8}"
        f"{'rejected':>10}{'set aside':>11}"
    )
    for family, *counts in [*rows, ("together", *map(sum, list(zip(*rows, strict=True))[1:]))]:
        files, read, loaded, rejected, aside = (int(count) for count in counts)
        print(f"  {family:<12}{files:>7}{read:>11,}{loaded:>8,}{rejected:>10,}{aside:>11,}")


def _print_checks(outcomes: list[Outcome]) -> None:
    passed = sum(outcome.passed for outcome in outcomes)
    blocking = [one for one in outcomes if one.blocks]
    warned = [one for one in outcomes if not one.passed and not one.blocks]
    print(f"Checks        {passed} passed, {len(blocking)} failed, {len(warned)} warn")
    for one in blocking:
        print(f"  FAILED {one.check}: {one.detail}")
    for one in warned:
        if one.kind != "consistency":
            print(f"  warns  {one.check}: {one.detail}")


def _print_contradictions(connection: duckdb.DuckDBPyConnection) -> None:
    rows = connection.execute(
        """select rule, count(*) filter (where status = 'contradicted') as contradicted, count(*)
        from quality.consistency group by rule having contradicted > 0 order by rule"""
    ).fetchall()
    total = sum(count for _, count, _ in rows)
    print(f"Contradictions found in what was published: {total}")
    for rule, count, tried in rows:
        print(f"  {rule:<22}{count:>4} of {tried} that could be tried")


def _print_next(home: Home) -> None:
    me = command()
    manifest = json.loads((home.current / "manifest.json").read_text())
    if left_out := manifest.get("site_pages_left_out"):
        from pipelines.site.weight import left_out_warning

        for page, size in left_out.items():
            print(f"WARNING: {left_out_warning(page, size)}")
    print(f"The report is {_short(home.current / 'site' / 'index.html')}, for any browser.")
    print(f"The warehouse is {_short(home.current_db)}. Try next:")
    print(f'  {me} query "from reporting.funnel_by_institution"')
    print(f"  {me} query \"from quality.consistency where status = 'contradicted'\"")
    print(f"  {me} quarantine     what did not load, and why")
    print(f"  {me} status         age, checks, quarantine")
    print(f"  {me} ui             the nightly schedule, the inbox, every run and check")
    print(f"Put your own files into {_short(home.inbox)} and run `{me} load`.")


def command() -> str:
    """How this command can be typed again: by its name, or its path where it is not on PATH."""
    typed = Path(sys.argv[0]).absolute()
    if shutil.which("netralitas") or typed.name != "netralitas":
        return "netralitas"
    return _short(typed)


def _print_refusal(home: Home, outcomes: list[Outcome], run_id: str) -> None:
    if any(outcome.blocks for outcome in outcomes):
        print("NOT PUBLISHED: the checks named above forbid it.")
        if any(outcome.blocks and outcome.kind == "dbt" for outcome in outcomes):
            print(log_of(home))
    else:
        print("NOT PUBLISHED: the load did not come to its end. " + _failure(run_id))
    current = home.current
    print(
        f"The current release is what it was ({current.readlink().name})."
        if current.is_symlink()
        else "There is no release yet."
    )
    print(f"Run {run_id}: `netralitas ui` shows each step and check.")


def _failure(run_id: str) -> str:
    """What the failed step said (masked when it failed)."""
    import dagster as dg

    instance = dg.DagsterInstance.get()
    for record in instance.get_records_for_run(
        run_id, of_type=dg.DagsterEventType.STEP_FAILURE
    ).records:
        event = record.event_log_entry.dagster_event
        if event and event.step_failure_data.user_failure_data:
            description = event.step_failure_data.user_failure_data.description
            return f"{event.step_key}: {description}"
        if event and event.step_failure_data.error:
            from pipelines.privacy import mask

            return f"{event.step_key}: {mask(event.step_failure_data.error.message)[:500]}"
    return ""


def _short(path: Path) -> str:
    """The path from here, if that is shorter to read."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)

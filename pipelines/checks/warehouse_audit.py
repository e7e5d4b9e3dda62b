"""Stage 4 on what was built: control totals, consistency, balance, privacy, published summaries."""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from pipelines.assets.failures import masked_failures
from pipelines.checks import control_totals
from pipelines.checks.decisions import DECISIONS, judge_decisions
from pipelines.checks.dictionary import DICTIONARY, judge_dictionary
from pipelines.checks.expectation_suites import ExpectationOutcome, Suite, run_suite, suites
from pipelines.checks.outcome import (
    Outcome,
    as_check_result,
    check_name,
    outcomes_so_far,
    record,
)
from pipelines.home import Home
from pipelines.landing.store import open_store
from pipelines.privacy import mask
from pipelines.progress import say

CONTROL_TOTAL = dg.AssetKey(["quality", "control_total"])
CONSISTENCY = dg.AssetKey(["quality", "consistency"])
ROW_BALANCE = dg.AssetKey(["quality", "row_balance"])
DECISION = dg.AssetKey(["quality", "decision"])
ENTRIES = dg.AssetKey(["quality", "dictionary"])
DIM_DELIVERY = dg.AssetKey(["marts", "dim_delivery"])


def _summary_suites() -> list[Suite]:
    return [suite for suite in suites() if suite.table]


def _specs() -> list[dg.AssetCheckSpec]:
    checks: list[tuple[str, dg.AssetKey, str]] = [
        *((name, CONTROL_TOTAL, note) for name, note in control_totals.controls().items()),
        *(
            (rule, CONSISTENCY, "What was printed, held against itself; a contradiction is shown.")
            for rule in control_totals.rules()
        ),
        (
            control_totals.BALANCE,
            ROW_BALANCE,
            "Data rows = loaded + rejected + set aside, in every sheet of every delivery.",
        ),
        (
            control_totals.PRIVACY,
            DIM_DELIVERY,
            "No name and no NIP that landing knows stands in any text of the candidate.",
        ),
        *(
            (suite.name, dg.AssetKey(suite.table.split(".")), "Great Expectations suite.")
            for suite in _summary_suites()
        ),
        (
            DECISIONS,
            DECISION,
            "Every decision of this home still fits the cell, row or word that it is about.",
        ),
        (
            DICTIONARY,
            ENTRIES,
            "Every table and column of the open zone is described in English and Indonesian.",
        ),
    ]
    return [
        dg.AssetCheckSpec(check_name(name), asset=key, blocking=True, description=text or None)
        for name, key, text in checks
    ]


@dg.multi_asset_check(name="warehouse_audit", specs=_specs())
def warehouse_audit(context: dg.AssetCheckExecutionContext) -> Iterator[Any]:
    home = Home.find()
    with masked_failures():
        results = _audit(home, context.run.run_id)
    yield from results


def _audit(home: Home, run_id: str) -> list[dg.AssetCheckResult]:
    import duckdb

    with open_store(home.landing_db) as landing:
        names = [
            row[0]
            for row in landing.execute(
                "select distinct text from landing.field_value where field = 'person_name'"
            ).fetchall()
        ]
        decisions = judge_decisions(home, landing)
    with duckdb.connect(str(home.candidate_db)) as candidate:
        judged: list[tuple[Outcome, dg.AssetKey]] = []
        for outcome in control_totals.judge_control_totals(candidate):
            judged.append((outcome, CONTROL_TOTAL))
        for outcome in control_totals.judge_consistency(candidate):
            judged.append((outcome, CONSISTENCY))
        judged.append((control_totals.judge_balance(candidate), ROW_BALANCE))
        judged.append((decisions, DECISION))
        judged.append((judge_dictionary(candidate), ENTRIES))
        for suite in _summary_suites():
            frame = candidate.execute(f"select * from {suite.table}").df()
            key = dg.AssetKey(suite.table.split("."))
            judged.append((summarise(suite, run_suite(suite.name, frame)), key))
        everything = [*outcomes_so_far(home), *(outcome for outcome, _ in judged)]
        candidate.execute("delete from quality.check_result")
        _write(candidate, run_id, everything)
        # Last of all, so that it also reads what the other checks said.
        privacy = control_totals.judge_privacy(candidate, "candidate", names)
        judged.append((privacy, DIM_DELIVERY))
        _write(candidate, run_id, [privacy])
    record(home, [outcome for outcome, _ in judged])
    blocking = sum(outcome.blocks for outcome, _ in judged)
    say(f"audited: {len(judged)} checks, {blocking} of them forbid publication")
    return [as_check_result(outcome, key) for outcome, key in judged]


def _write(candidate: Any, run_id: str, outcomes: list[Outcome]) -> None:
    candidate.executemany(
        'insert into quality.check_result by name select ? as run_id, ? as "check", '
        "? as kind, ? as target, ? as severity, ?::boolean as passed, ? as detail",
        [
            [run_id, o.check, o.kind, o.target, o.severity, o.passed, mask(o.detail)]
            for o in outcomes
        ],
    )


def summarise(suite: Suite, results: list[ExpectationOutcome]) -> Outcome:
    """One outcome a suite: which of its expectations do not hold."""
    failed = [one for one in results if not one.passed]
    failed.sort(key=lambda one: not (one.raised or one.severity == "block"))  # the worst first
    # An expectation that raises is an error of ours, and forbids publication whatever it is about.
    severity = "block" if any(f.raised or f.severity == "block" for f in failed) else "warn"
    detail = "; ".join(f"{one.check}: {one.detail}" for one in failed[:5])
    return Outcome(
        suite.name, "gx", suite.target, severity if failed else "block", not failed,
        detail or f"{len(results)} expectations hold",
    )  # fmt: skip

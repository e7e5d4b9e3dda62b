"""Stage 4 on what arrived: Great Expectations on the deliveries, one batch a layout.

A layout with a suite of its own is a check of its own. The others (a home may have any
number, and Dagster wants to know its checks beforehand) are held against what their maps say, one
check a family.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import dagster as dg

from pipelines.assets.failures import masked_failures
from pipelines.checks.derived_suite import derived_suite
from pipelines.checks.expectation_suites import Suite, run_suite, suites
from pipelines.checks.outcome import Outcome, as_check_result, check_name, record
from pipelines.checks.warehouse_audit import summarise
from pipelines.home import Home
from pipelines.landing.store import open_store
from pipelines.layouts import Layout, Layouts
from pipelines.progress import say

if TYPE_CHECKING:
    import duckdb
    import pandas as pd


def _delivery_suites() -> list[Suite]:
    return [suite for suite in suites() if suite.layout]


def _families() -> list[str]:
    return sorted({suite.family for suite in _delivery_suites()})


def _of_other_layouts(family: str) -> str:
    return f"delivery_other_{family}"


@dg.multi_asset_check(
    name="delivery_audit",
    specs=[
        dg.AssetCheckSpec(name, asset=dg.AssetKey(["landing", family]), blocking=True)
        for name, family in [
            *((check_name(suite.name), suite.family) for suite in _delivery_suites()),
            *((_of_other_layouts(family), family) for family in _families()),
        ]
    ],
)
def delivery_audit() -> Iterator[Any]:
    home = Home.find()
    own = {suite.layout: suite for suite in _delivery_suites()}
    judged: list[tuple[Outcome, str]] = []
    others: dict[str, list[Outcome]] = {family: [] for family in _families()}
    with masked_failures():
        with open_store(home.landing_db, has_frames=True) as connection:
            for layout in Layouts.load(home.layouts).items:
                frame = batch(connection, layout)
                suite = own.get(layout.name)
                if suite:
                    judged.append((_judge(suite, frame), suite.family))
                elif frame is not None:
                    suite = Suite(check_name(f"delivery_{layout.name}"), layout.name, layout.family)
                    others[layout.family].append(_judge(suite, frame, derived_suite(layout)))
        outcomes = [one for one, _ in judged] + [one for some in others.values() for one in some]
        record(home, outcomes)
        judged += [(_together(family, some), family) for family, some in others.items()]
    failed = sum(outcome.blocks for outcome in outcomes)
    say(f"looked at what arrived: {len(outcomes)} suites of expectations, {failed} failed")
    for outcome, family in judged:
        yield as_check_result(outcome, dg.AssetKey(["landing", family]))


def _judge(
    suite: Suite, frame: "pd.DataFrame | None", expectations: list[dict[str, Any]] | None = None
) -> Outcome:
    if frame is None:
        return Outcome(suite.name, "gx", suite.target, "block", True, "none in this build")
    return summarise(suite, run_suite(suite.name, frame, expectations))


def _together(family: str, outcomes: list[Outcome]) -> Outcome:
    """The layouts of a family that have no suite of their own, as one check."""
    failed = [one for one in outcomes if not one.passed]
    severity = "block" if any(one.blocks for one in failed) or not failed else "warn"
    detail = "; ".join(one.detail for one in failed or outcomes) or "none in this build"
    return Outcome(_of_other_layouts(family), "gx", family, severity, not failed, detail)


def batch(connection: "duckdb.DuckDBPyConnection", layout: Layout) -> "pd.DataFrame | None":
    """The data rows of all current deliveries of a layout; None when there are no deliveries.

    A column for each field of the layout's map, texts as they came. A field that is blank in every
    row is a column of nulls: that offices left it empty is no error of ours.
    """
    texts = connection.execute(
        """select b.delivery_key, r.sheet_name, r.row_number, r.part, r.class, f.field, f.text
        from landing.build_delivery as b
        inner join landing.delivery as d using (delivery_key)
        left join landing.row as r on r.delivery_key = b.delivery_key and r.class = 'record'
        left join landing.field_value as f
            on f.delivery_key = r.delivery_key and f.sheet_name = r.sheet_name
            and f.row_number = r.row_number and f.part = r.part
            and f.value_kind <> 'remark' -- a sheet may have several, and nothing of them is kept
        where b.is_current and d.layout = ?""",
        [layout.name],
    ).df()
    if texts.empty:
        return None
    place = ["delivery_key", "sheet_name", "row_number", "part"]
    rows = texts[texts["class"].notna()]
    # It raises where a row has a field twice: an error of ours.
    frame = rows.pivot(index=place, columns="field", values="text")
    return frame.reindex(columns=sorted(layout.fields)).astype(object).reset_index()

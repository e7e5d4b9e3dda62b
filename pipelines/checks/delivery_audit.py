"""Stage 4 on what arrived: Great Expectations on the deliveries, one batch a layout."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import dagster as dg

from pipelines.assets.failures import masked_failures
from pipelines.checks.expectation_suites import Suite, run_suite, suites
from pipelines.checks.outcome import Outcome, as_check_result, check_name, record
from pipelines.checks.warehouse_audit import summarise
from pipelines.home import Home
from pipelines.landing.store import open_store
from pipelines.progress import say

if TYPE_CHECKING:
    import duckdb
    import pandas as pd


def _delivery_suites() -> list[Suite]:
    return [suite for suite in suites() if suite.layout]


@dg.multi_asset_check(
    name="delivery_audit",
    specs=[
        dg.AssetCheckSpec(
            check_name(suite.name), asset=dg.AssetKey(["landing", suite.family]), blocking=True
        )
        for suite in _delivery_suites()
    ],
)
def delivery_audit() -> Iterator[Any]:
    home = Home.find()
    with masked_failures():
        judged = []
        with open_store(home.landing_db) as connection:
            for suite in _delivery_suites():
                frame = batch(connection, suite.layout)
                if frame is None:
                    outcome = Outcome(
                        suite.name, "gx", suite.target, "block", True, "none in this build"
                    )
                else:
                    outcome = summarise(suite, run_suite(suite.name, frame))
                judged.append((outcome, dg.AssetKey(["landing", suite.family])))
        record(home, [outcome for outcome, _ in judged])
    failed = sum(outcome.blocks for outcome, _ in judged)
    say(f"looked at what arrived: {len(judged)} suites of expectations, {failed} failed")
    for outcome, key in judged:
        yield as_check_result(outcome, key)


def batch(connection: "duckdb.DuckDBPyConnection", layout: str) -> "pd.DataFrame | None":
    """The data rows of all current deliveries of a layout: a column a field, texts as they came;
    None when there are none."""
    fields = connection.execute(
        """select f.delivery_key, f.sheet_name, f.row_number, f.part, f.field,
            nullif(f.text, '') as text
        from landing.field as f
        inner join landing.row as r using (delivery_key, sheet_name, row_number, part)
        inner join landing.build_delivery as b using (delivery_key)
        inner join landing.delivery as d using (delivery_key)
        where b.is_current and r.class = 'record' and d.layout = ?""",
        [layout],
    ).df()
    if fields.empty:
        return None
    place = ["delivery_key", "sheet_name", "row_number", "part"]
    return fields.pivot(index=place, columns="field", values="text").reset_index()

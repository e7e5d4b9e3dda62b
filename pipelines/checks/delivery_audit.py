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
from pipelines.layouts import Layouts
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
        where b.is_current and d.layout = ?""",
        [layout],
    ).df()
    if texts.empty:
        return None
    columns = Layouts.load().get(layout).columns
    fields = sorted({field.name for column in columns for field in column.fields})
    place = ["delivery_key", "sheet_name", "row_number", "part"]
    rows = texts[texts["class"].notna()]
    # It raises where a row has a field twice: an error of ours.
    frame = rows.pivot(index=place, columns="field", values="text")
    return frame.reindex(columns=fields).astype(object).reset_index()

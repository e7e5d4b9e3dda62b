"""Whether the decisions of this home still fit what they were about: an audit that blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.checks.outcome import Outcome
from pipelines.home import REFERENCE
from pipelines.landing.decisions import misfits
from pipelines.layouts import Layouts
from pipelines.values import Reference
from pipelines.values.decisions import FILE

if TYPE_CHECKING:
    import duckdb

    from pipelines.home import Home

DECISIONS = "decisions_apply"
_MOST = 5


def judge_decisions(home: Home, landing: duckdb.DuckDBPyConnection) -> Outcome:
    """Each decision fits, or nothing is published; the detail names its row in the file."""
    reference = Reference.load(REFERENCE, home.region_decisions, home.decisions)
    problems = misfits(landing, reference, Layouts.load(home.layouts))
    detail = "; ".join(f"row {one.number} of {FILE}: {one.message}" for one in problems[:_MOST])
    if problems:
        more = len(problems) - _MOST
        detail += f"; and {more} more" if more > 0 else ""
        numbers = " ".join(str(one.number) for one in problems[:_MOST])
        detail += f". Mend or remove it: netralitas decide --remove {numbers}"
    return Outcome(
        DECISIONS, "decision", FILE, "block", not problems,
        detail or f"{len(reference.decisions)} decisions fit",
    )  # fmt: skip

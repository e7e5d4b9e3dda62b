"""What a release says of itself: versions, inputs with checksums, check results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines import fingerprint
from pipelines.home import DBT_PROJECT, EXPECTATIONS, PROJECT

if TYPE_CHECKING:
    import duckdb

    from pipelines.checks.outcome import Outcome
    from pipelines.home import Home


def describe(
    connection: duckdb.DuckDBPyConnection, home: Home, outcomes: list[Outcome], run_id: str
) -> dict[str, Any]:
    """The manifest but for its id, time and row counts, which publishing adds."""
    inputs = connection.execute(
        """select d.delivery_key, d.sha256, d.file_name_masked, d.layout, d.is_demo, b.is_current
        from landing.delivery as d inner join landing.build_delivery as b using (delivery_key)
        order by all"""
    ).fetchall()
    names = ("delivery_key", "sha256", "file_name", "layout", "is_demo", "is_current")
    return {
        "run_id": run_id,
        "code": fingerprint.digest_of([PROJECT / "pipelines", DBT_PROJECT, EXPECTATIONS])[:16],
        "inputs": [dict(zip(names, row, strict=True)) for row in inputs],
        "checks": {
            "passed": sum(one.passed for one in outcomes),
            "failed": [
                {"check": one.check, "kind": one.kind, "severity": one.severity}
                for one in outcomes
                if not one.passed
            ],
        },
    }

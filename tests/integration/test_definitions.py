"""The asset graph, the checks, the job, the schedule and the sensor, held by a snapshot.

After a change made on purpose: `python -m tests.integration.test_definitions`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SNAPSHOT = Path(__file__).parent / "snapshots" / "definitions.json"


def describe() -> dict[str, Any]:
    from pipelines.definitions import defs

    graph = defs.resolve_asset_graph()
    job = defs.resolve_job_def("nightly_load")
    schedule = defs.resolve_schedule_def("nightly")
    sensor = defs.resolve_sensor_def("inbox")
    return {
        "assets": {
            key.to_user_string(): sorted(
                parent.to_user_string() for parent in graph.get(key).parent_keys
            )
            for key in sorted(graph.materializable_asset_keys, key=lambda key: key.path)
        },
        "checks": sorted(
            f"{key.asset_key.to_user_string()}: {key.name}"
            for key in graph.asset_check_keys
        ),
        "job": {"name": job.name, "executor": job.executor_def.name,
                "steps": sorted(node.name for node in job.graph.nodes)},
        "schedule": {
            "cron": schedule.cron_schedule, "timezone": schedule.execution_timezone,
            "job": schedule.job_name, "default": schedule.default_status.value,
        },
        "sensor": {"name": sensor.name, "job": sensor.job_name,
                   "default": sensor.default_status.value},
    }  # fmt: skip


def test_nothing_in_the_graph_changed_unnoticed() -> None:
    assert describe() == json.loads(SNAPSHOT.read_text(encoding="utf-8"))


def test_there_are_thirty_asset_checks_and_more() -> None:
    assert len(describe()["checks"]) >= 30


if __name__ == "__main__":
    SNAPSHOT.parent.mkdir(exist_ok=True)
    SNAPSHOT.write_text(json.dumps(describe(), indent=1) + "\n", encoding="utf-8")

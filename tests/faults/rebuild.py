"""Rebuilds a candidate from landing by the very SQL that dbt compiled, and judges it.

What a nightly load does between landing and verdict, without starting dbt each time: so that a
test can lose every row of every register in turn.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb

from pipelines import fingerprint
from pipelines.checks.control_totals import judge_balance, judge_control_totals
from pipelines.checks.outcome import Outcome
from pipelines.home import PUBLISHED, Home
from pipelines.landing.build import choose_build
from pipelines.landing.receive import find_files, receive
from pipelines.landing.recognise import recognise_pending
from pipelines.landing.store import open_store, set_option
from pipelines.privacy import hash_key


def models(home: Home) -> list[dict[str, Any]]:
    """The models that control totals and balance need, in the order they can be built."""
    manifest = json.loads((home.dbt / "target" / "manifest.json").read_text())
    nodes = {k: n for k, n in manifest["nodes"].items() if n["resource_type"] == "model"}
    wanted: set[str] = set()
    ends = ("control_total", "row_balance", "dim_delivery")
    queue = [key for key, node in nodes.items() if node["name"] in ends]
    while queue:
        key = queue.pop()
        if key in nodes and key not in wanted:
            wanted.add(key)
            queue += nodes[key]["depends_on"]["nodes"]
    graph = {key: [d for d in nodes[key]["depends_on"]["nodes"] if d in nodes] for key in wanted}
    return [nodes[key] for key in TopologicalSorter(graph).static_order()]


def land(home: Home) -> None:
    """Stages 1 and 2 for whatever lies in the folders now."""
    with open_store(home.landing_db) as connection:
        files = [*find_files(PUBLISHED, "published"), *find_files(home.demo, "demo")]
        receive(connection, home, files)
        recognise_pending(connection, home, fingerprint.recogniser(home), hash_key(home.landing))
        set_option(connection, "include_demo", "true")
        choose_build(connection, home)


@contextmanager
def sound_candidate(home: Home) -> Iterator[Callable[[str], list[tuple[object, ...]]]]:
    """What asks the candidate that is built of whatever lies in the folders now; nothing blocks
    it."""
    land(home)
    assert not [one for one in audit(home, models(home), home.root) if one.blocks]
    with duckdb.connect(str(home.root / "candidate.duckdb"), read_only=True) as connection:
        yield lambda sql: connection.execute(sql).fetchall()


def audit(home: Home, build: list[dict[str, Any]], folder: Path) -> list[Outcome]:
    """Stages 3 and 4: the compiled models on a fresh candidate, then its totals and balance."""
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"attach '{home.landing_db}' as landing_db (read_only)")
        for name in ("candidate", "work"):
            path = folder / f"{name}.duckdb"
            path.unlink(missing_ok=True)
            connection.execute(f"attach '{path}' as {name}")
        connection.execute("use candidate")
        for model in build:
            compiled = home.dbt / "target" / "compiled" / "netralitas" / model["original_file_path"]
            database, schema = model["database"], model["schema"]
            connection.execute(f'create schema if not exists "{database}"."{schema}"')
            connection.execute(
                f'create table "{database}"."{schema}"."{model["alias"]}" as {compiled.read_text()}'
            )
        return [*judge_control_totals(connection), judge_balance(connection)]

"""Stage 3: dbt builds staging and intermediate in work.duckdb, the marts in candidate.duckdb."""

import csv
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DbtCliResource, dbt_assets

from pipelines.assets.failures import masked_failures
from pipelines.checks.dbt_outcomes import judge, log_of
from pipelines.checks.outcome import record
from pipelines.dbt_manifest import dbt_environment, manifest
from pipelines.dictionary.build import build as build_dictionary
from pipelines.home import DBT_PROJECT, Home
from pipelines.landing.store import open_store, option
from pipelines.progress import say

MANIFEST = manifest(Home.find())


class Translator(DagsterDbtTranslator):
    """Keys are schema and table, groups are the folders of the models."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        if dbt_resource_props["resource_type"] == "source":
            return dg.AssetKey([dbt_resource_props["source_name"], dbt_resource_props["name"]])
        return dg.AssetKey([dbt_resource_props["schema"], dbt_resource_props["name"]])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        if dbt_resource_props["resource_type"] == "source":
            return str(dbt_resource_props["source_name"])
        return str(dbt_resource_props["schema"])


def _prepare(home: Home) -> dict[str, str]:
    """A fresh candidate, what the last release said of its control totals, dbt's environment."""
    for path in (home.candidate_db, home.work_db):
        for file in (path, path.with_name(path.name + ".wal")):
            file.unlink(missing_ok=True)
    with open_store(home.landing_db) as connection:
        include_demo = option(connection, "include_demo") == "true"
    environment = dbt_environment(home, include_demo)
    previous: list[tuple[str, str]] = []
    if (home.current / "warehouse.duckdb").exists():
        import duckdb

        with duckdb.connect(str(home.current / "warehouse.duckdb"), read_only=True) as current:
            previous = current.execute(
                "select control, status from quality.control_total"
            ).fetchall()
    with open(environment["NETRALITAS_PREVIOUS"], "w", encoding="utf-8", newline="") as listing:
        csv.writer(listing).writerows([("control", "status"), *previous])
    return environment


@dbt_assets(manifest=MANIFEST, dagster_dbt_translator=Translator(), name="dbt_build")
def dbt_build(context: dg.AssetExecutionContext, dbt: DbtCliResource) -> Iterator[Any]:
    home = Home.find()
    with masked_failures():
        os.environ.update(_prepare(home))
        invocation = dbt.cli(
            # Unit tests say whether the SQL is right, which tonight's data do not change.
            ["build", "--exclude-resource-type", "unit_test"],
            context=context,
            raise_on_error=False,
            target_path=home.dbt / "target",
        )
        yield from invocation.stream()
        results = _results_of(invocation, home)
    outcomes = judge(results)
    record(home, outcomes)
    failed = [outcome for outcome in outcomes if outcome.blocks]
    if not failed:
        with masked_failures():
            build_dictionary(home)
    built = sum(
        one["unique_id"].startswith("model.") and one["status"] == "success" for one in results
    )
    tests = sum(one.target == "dbt test" for one in outcomes)
    say(f"transformed: {built} models; {tests} dbt tests, {len(failed)} failed")
    if failed:
        raise dg.Failure(
            "; ".join(f"{one.check}: {one.detail}" for one in failed[:5]) + f"; {log_of(home)}"
        )


def _results_of(invocation: Any, home: Home) -> list[dict[str, Any]]:
    """What dbt says of each node; a dg.Failure where it died before it could say anything."""
    try:
        results: list[dict[str, Any]] = invocation.get_artifact("run_results.json")["results"]
    except (OSError, ValueError, KeyError):
        code = invocation.process.returncode
        raise dg.Failure(f"dbt ended ({code}) before it had results; {log_of(home)}") from None
    return results


def dbt_resource() -> DbtCliResource:
    return DbtCliResource(
        project_dir=str(DBT_PROJECT),
        profiles_dir=str(DBT_PROJECT),
        # The one beside this Python, whether or not its environment is activated.
        dbt_executable=str(Path(sys.executable).with_name("dbt")),
    )


OPEN_KEYS = sorted(
    (key for key in dbt_build.keys if key.path[0] in ("marts", "quality", "reporting")),
    key=lambda key: tuple(key.path),
)

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
from pipelines.checks.outcome import Outcome, record
from pipelines.dbt_manifest import dbt_environment, manifest
from pipelines.dictionary.build import build as build_dictionary
from pipelines.home import DBT_PROJECT, Home
from pipelines.landing.store import open_store, option
from pipelines.privacy import mask_message
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
        results = invocation.get_artifact("run_results.json")["results"]
    outcomes, errors = _judge(results)
    record(home, outcomes)
    failed = [outcome for outcome in outcomes if outcome.blocks]
    if not failed and not errors:
        with masked_failures():
            build_dictionary(home)
    built = sum(result["unique_id"].startswith("model.") for result in results)
    say(f"transformed: {built} models; {len(outcomes)} dbt tests, {len(failed)} failed")
    if failed or errors:
        raise dg.Failure(
            "; ".join(
                [*errors, *(f"dbt test {one.check} failed: {one.detail}" for one in failed)][:5]
            )
        )


def _judge(results: list[dict[str, Any]]) -> tuple[list[Outcome], list[str]]:
    """The outcome of every test of the data, and the models that could not be built."""
    outcomes, errors = [], []
    for result in results:
        kind, _, name = result["unique_id"].split(".", 2)
        status = str(result["status"])
        if kind == "test":
            short = name.rsplit(".", 1)[0]
            count = result.get("failures")
            passed = status == "pass"
            outcomes.append(
                Outcome(
                    check=short,
                    kind="dbt",
                    target="dbt test",
                    severity="warn" if status == "warn" else "block",
                    passed=passed,
                    detail="holds" if passed else f"{status}, {count or 0} rows do not hold",
                )
            )
        elif status == "error":
            # The first lines say what is wrong; the rest is dbt's own call stack.
            message = " ".join(str(result.get("message") or "").split("\n  >")[0].split())
            errors.append(f"model {name} could not be built: {mask_message(message)}")
    return outcomes, errors


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

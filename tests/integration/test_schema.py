"""The open zone's tables, columns and types, held by a snapshot: a change needs a version.

After a change made on purpose, say what it is in data/reference/schema_versions.csv: under the next
version, or under the last one, given a new date, where that is not yet released. Then:
`python -m tests.integration.test_schema`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from pipelines.home import DBT_PROJECT
from pipelines.publication.schema_version import current_version
from tests.conftest import WarehouseHome

SNAPSHOT = Path(__file__).parent / "snapshots" / "schema.json"
_SCHEMAS = {"core": "marts", "quality": "quality", "reporting": "reporting"}


def _tables() -> dict[str, dict[str, str]]:
    """As the contracts have it, which dbt holds every build to."""
    tables = {}
    for folder, schema in _SCHEMAS.items():
        for file in sorted((DBT_PROJECT / "models" / "marts" / folder).glob("*.yml")):
            for model in yaml.safe_load(file.read_text(encoding="utf-8"))["models"]:
                tables[f"{schema}.{model['name']}"] = {
                    column["name"]: column["data_type"] for column in model["columns"]
                }
    return tables


def _described() -> dict[str, Any]:
    version = current_version()
    return {"version": version.version, "changed_on": version.changed_on, "tables": _tables()}


def _snapshot() -> dict[str, Any]:
    said: dict[str, Any] = json.loads(SNAPSHOT.read_text(encoding="utf-8"))
    return said


def test_the_schema_does_not_change_without_a_version() -> None:
    now, then = _described(), _snapshot()
    assert now["tables"] == then["tables"], "say so in data/reference/schema_versions.csv, renew"
    assert (now["version"], now["changed_on"]) == (then["version"], then["changed_on"])


def test_a_release_has_the_tables_of_its_contracts_and_says_its_version(
    demo_home: WarehouseHome,
) -> None:
    built: dict[str, dict[str, str]] = {}
    for schema, table, column, data_type in demo_home.sql(
        "select schema_name, table_name, column_name, lower(data_type) from duckdb_columns() "
        "where database_name = current_database() and not internal order by column_index"
    ):
        built.setdefault(f"{schema}.{table}", {})[column] = data_type
    assert built == _tables()
    manifest = json.loads((demo_home.root / "current" / "manifest.json").read_text())
    assert manifest["schema_version"] == current_version().version
    assert [(manifest["schema_version"], change) for change in manifest["schema_changes"]] == (
        demo_home.sql(
            "select version, change_en from quality.schema_version "
            "where version = (select max(version) from quality.schema_version)"
        )
    )


if __name__ == "__main__":
    described = _described()
    if SNAPSHOT.exists():
        old = _snapshot()
        if old["tables"] != described["tables"] and (old["version"], old["changed_on"]) == (
            described["version"],
            described["changed_on"],
        ):
            raise SystemExit("the schema changed: write it in data/reference/schema_versions.csv")
    SNAPSHOT.write_text(json.dumps(described, indent=1) + "\n", encoding="utf-8")

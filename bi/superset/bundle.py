"""Makes the bundle that Superset imports: `python -m bi.superset.bundle --to FILE.zip`.

The files here are in Superset's export format, without what the project already says elsewhere:
a dataset's columns, with Indonesian labels and descriptions, come from the dbt model's .yml; what
its codes are called, from the report site's words; a chart's query, from its parameters. `words`
in a dataset names, for a column of codes, the group of words: it gets a column `<name>_word`.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml

from pipelines.home import DBT_PROJECT, Home
from pipelines.site.language import Language

HERE = Path(__file__).parent
DATABASES = ("duckdb", "postgres")
# What stands for a password in an import: Superset asks for it.
ASK = "XXXXXXXXXX"


def files(database: str, uri: str) -> dict[str, dict[str, Any]]:
    """Path in the bundle → content, for one of DATABASES at a SQLAlchemy URI.

    A password in the URI is left out: Superset asks for it at the import.
    """
    chosen = _read(HERE / "databases" / f"{database}.yaml")
    chosen["sqlalchemy_uri"] = re.sub(r"(://[^:@/]+):[^@]*@", rf"\1:{ASK}@", uri)
    found = {
        "metadata.yaml": _read(HERE / "metadata.yaml"),
        f"databases/{database}.yaml": chosen,
    }
    for folder, complete in (("datasets", _dataset), ("charts", _chart), ("dashboards", dict)):
        for path in sorted((HERE / folder).glob("*.yaml")):
            found[f"{folder}/{path.name}"] = complete(_read(path))
    for name, content in found.items():
        if name.startswith("datasets/"):
            content["database_uuid"] = chosen["uuid"]
    return found


def write(database: str, uri: str, target: Path) -> None:
    """Writes the bundle as a zip, in the one folder that Superset expects in it."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bundle:
        for path, content in files(database, uri).items():
            text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True)
            bundle.writestr(f"netralitas/{path}", text)


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


def _dataset(dataset: dict[str, Any]) -> dict[str, Any]:
    """With the columns that the dbt model of its table declares, and those for words of codes."""
    table = dataset["table_name"]
    (path,) = (DBT_PROJECT / "models" / "marts" / dataset["schema"]).glob(f"**/{table}.yml")
    (model,) = (one for one in _read(path)["models"] if one["name"] == table)
    columns = {one["name"]: _column(one) for one in model["columns"]}
    for metric in dataset["metrics"]:
        if total := re.fullmatch(r"SUM\((\w+)\)", metric["expression"]):
            metric["description"] = columns[total[1]]["description"]
    words = [_words(columns[name], group) for name, group in dataset.pop("words", {}).items()]
    return {
        **dataset,
        "description": _said(model)["description"],
        "columns": [*columns.values(), *words, _origin(columns["is_demo"])],
    }


def _said(described: dict[str, Any]) -> dict[str, Any]:
    """Label and description of a table or column, in Indonesian where there is one."""
    meta = described.get("config", {}).get("meta", {})
    return {
        "verbose_name": meta["label_id"],
        "description": meta.get("description_id", described["description"]).strip(),
    }


def _column(declared: dict[str, Any]) -> dict[str, Any]:
    kind = declared["data_type"].upper()
    return {
        "column_name": declared["name"],
        **_said(declared),
        "type": kind,
        "is_dttm": kind.startswith(("DATE", "TIMESTAMP")),
        "groupby": True,
        "filterable": True,
    }


def _words(column: dict[str, Any], group: str) -> dict[str, Any]:
    """A column that says what the codes of another one are called."""
    name = column["column_name"]
    named = Language("id").words(group)
    if not named:
        raise ValueError(f"no words of the group {group!r}, which {name} is to be called by")
    cases = " ".join(f"WHEN '{code}' THEN '{word}'" for code, word in named.items())
    return {
        **column,
        "column_name": f"{name}_word",
        "type": "VARCHAR",
        "expression": f"CASE {name} {cases} ELSE {name} END",
    }


def _origin(is_demo: dict[str, Any]) -> dict[str, Any]:
    """A column that tells made-up rows from real ones, for charts to keep them apart by."""
    return {
        **is_demo,
        "column_name": "data_origin",
        "verbose_name": "Asal data",
        "type": "VARCHAR",
        "expression": "CASE WHEN is_demo THEN 'contoh buatan' ELSE 'nyata' END",
    }


def _chart(chart: dict[str, Any]) -> dict[str, Any]:
    """With the query that Superset's API answers for the chart, unless one was exported."""
    params = chart["params"]
    if chart.get("query_context"):
        return chart
    raw = params.get("query_mode") == "raw"  # rows as they are: with metrics they were grouped
    query = {
        "columns": params["all_columns"]
        if raw
        else [*filter(None, [params.get("x_axis")]), *params.get("groupby", [])],
        "metrics": None if raw else params["metrics"],
        "orderby": [json.loads(one) for one in params.get("order_by_cols", [])],
        "filters": [
            {"col": one["subject"], "op": one["operator"], "val": one["comparator"]}
            for one in params["adhoc_filters"]
        ],
        "row_limit": params["row_limit"],
    }
    context = {
        # The import puts the dataset's number in both places.
        "datasource": {"id": 0, "type": "table"},
        "form_data": params,
        "queries": [query],
        "result_format": "json",
        "result_type": "full",
    }
    return {**chart, "query_context": json.dumps(context)}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bi.superset.bundle", description=__doc__)
    parser.add_argument("--database", choices=DATABASES, default="duckdb")
    parser.add_argument(
        "--uri",
        help="SQLAlchemy URI of the database as the Superset server reaches it; of DuckDB, the "
        "home's current.duckdb if not given",
    )
    parser.add_argument("--to", type=Path, required=True, metavar="FILE.zip")
    options = parser.parse_args()
    if options.database == "postgres" and not options.uri:
        parser.error("--database postgres needs --uri postgresql+psycopg2://USER@HOST/DATABASE")
    uri = options.uri or f"duckdb:///{quote(str(Home.find().current_db))}"
    write(options.database, uri, options.to)
    print(f"{options.to}: for {options.database}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

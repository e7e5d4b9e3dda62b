"""A dashboard over the warehouse in Apache Superset, as an analyst and an operator meet it.

The tests stand in an order: the last ones publish a changed release under the running server.
"""

from __future__ import annotations

import json
import re
import threading
import time
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from sqlalchemy.engine import make_url

from pipelines.publication.postgres.copying import copy_release
from tests import postgres_server
from tests.conftest import PROJECT, WarehouseHome
from tests.superset.bundle import make_bundle
from tests.superset.conftest import publish_changed
from tests.superset.server import Superset, as_comparable

pytestmark = pytest.mark.superset

BUNDLE = PROJECT / "bi" / "superset"
CHARTS = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))["slice_name"]
    for path in sorted((BUNDLE / "charts").glob("*.yaml"))
}
EXPECTED = dict(
    re.findall(
        r"^-- (\w+)\n(.*?);$",
        (Path(__file__).parent / "expected.sql").read_text(encoding="utf-8"),
        re.DOTALL | re.MULTILINE,
    )
)


def expected(database: Path, chart: str) -> tuple[list[str], list[dict[str, Any]]]:
    """Columns and rows that a chart must show, asked of the release by SQL written by hand."""
    with duckdb.connect(str(database.resolve()), read_only=True) as connection:
        asked = connection.execute(EXPECTED[chart])
        columns = [one[0] for one in asked.description]
        return columns, [dict(zip(columns, row, strict=True)) for row in asked.fetchall()]


def shown(superset: Superset, chart: str) -> list[dict[str, Any]]:
    (number,) = (one["id"] for one in superset.all("chart") if one["slice_name"] == CHARTS[chart])
    return superset.chart_rows(number)


def assert_shows(superset: Superset, chart: str, database: Path) -> None:
    columns, rows = expected(database, chart)
    assert rows, f"{chart}: nothing to compare with"
    assert as_comparable(shown(superset, chart), columns) == as_comparable(rows, columns), chart


def test_the_import_takes_all_of_the_bundle(superset: Superset) -> None:
    (dashboard,) = superset.all("dashboard")
    assert dashboard["slug"] == "netralitas"
    assert {one["slice_name"] for one in superset.all("chart")} == set(CHARTS.values())
    assert {one["table_name"] for one in superset.all("dataset")} == {
        path.stem for path in (BUNDLE / "datasets").glob("*.yaml")
    }
    on_it = superset.get("dashboard/netralitas/charts")["result"]
    assert {one["slice_name"] for one in on_it} == set(CHARTS.values())


def test_datasets_have_the_labels_of_the_warehouse(
    superset: Superset, warehouse: WarehouseHome
) -> None:
    """Label by label as the comments of the release say them; none of its columns is missing."""
    for dataset in superset.all("dataset"):
        name = dataset["table_name"]
        held = superset.get(f"dataset/{dataset['id']}")["result"]
        labels = {
            one["column_name"]: one["verbose_name"]
            for one in held["columns"]
            if not one["expression"]
        }
        declared = warehouse.sql(
            "select column_name, regexp_extract(comment, '\\| ID: ([^|]*)', 1) "
            "from duckdb_columns() where schema_name = $1 and table_name = $2",
            [dataset["schema"], name],
        )
        assert labels == {column: label.strip() for column, label in declared}, name
        assert all(one["description"] for one in held["metrics"]), name


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_shows_what_the_release_says(
    superset: Superset, warehouse: WarehouseHome, chart: str
) -> None:
    assert_shows(superset, chart, warehouse.current_db)


@pytest.mark.parametrize("chart", CHARTS)
def test_no_chart_adds_made_up_rows_to_real_ones(superset: Superset, chart: str) -> None:
    assert {row["data_origin"] for row in shown(superset, chart)} <= {
        "contoh buatan",
        "nyata",
    }


REFUSED = {
    "read a text file": "select * from read_text('/etc/passwd')",
    "read a CSV file": "select * from read_csv('/etc/passwd', header = false)",
    "read a file by its name": "select * from '/etc/passwd'",
    "list files": "select * from glob('/etc/*')",
    "read the web": "select * from read_csv('https://example.org/x.csv')",
    "attach": "attach '{folder}/other.duckdb' as other",
    "attach in memory": "attach ':memory:' as other",
    "copy to a file": "copy (select 1 as one) to '{folder}/copy.csv'",
    "export": "export database '{folder}/export'",
    "install an extension": "install httpfs",
    "load an extension": "load httpfs",
    "load a file as an extension": "load '{folder}/any.duckdb_extension'",
    "allow access": "set enable_external_access = true",
    "unlock": "set lock_configuration = false",
    "any setting": "set threads = 1",
    "any setting by pragma": "pragma memory_limit = '1GB'",
    "create a table": "create table reporting.mine as select 1 as one",
    "change rows": "update reporting.funnel_by_institution set reported = 0",
    "drop a table": "drop table reporting.funnel_by_institution",
}


@pytest.fixture(scope="module", params=["as imported", "where an administrator allows DML"])
def database(request: pytest.FixtureRequest, superset: Superset) -> int:
    """The database in SQL Lab: refused by Superset at first; then by DuckDB alone."""
    (number,) = (one["id"] for one in superset.all("database"))
    allowed = {"allow_dml": request.param != "as imported"}
    answer = superset.session.put(f"{superset.url}/api/v1/database/{number}", json=allowed)
    assert answer.ok, answer.text
    return int(number)


def test_sql_lab_answers(superset: Superset, warehouse: WarehouseHome, database: int) -> None:
    query = "select count(*) as figures from reporting.figure_history"
    answer = superset.sql(database, query)
    assert answer.ok, answer.text
    assert [tuple(row.values()) for row in answer.json()["data"]] == warehouse.sql(query)


@pytest.mark.parametrize("attempt", REFUSED)
def test_sql_lab_refuses_to(
    superset: Superset, database: int, attempt: str, tmp_path: Path
) -> None:
    answer = superset.sql(database, REFUSED[attempt].format(folder=tmp_path))
    assert not answer.ok, f"{attempt}: {answer.text[:500]}"
    assert "root:" not in answer.text
    assert re.search(
        r"disabled|cannot|read-only|locked|does not (allow|exist)|error parsing",
        answer.text,
        re.IGNORECASE,
    ), answer.text
    assert list(tmp_path.iterdir()) == []


def test_a_release_published_underneath_is_seen_by_every_chart(
    superset: Superset, warehouse: WarehouseHome
) -> None:
    """While others ask and ask, and long queries hold the old file open in both workers: no error,
    no mixture, new numbers at once."""
    old_file = warehouse.current_db.resolve()
    watched = "cases_by_institution"
    columns, old = expected(old_file, watched)
    stop, problems, answers = threading.Event(), [], []

    def read(number: int) -> None:
        while not stop.is_set():
            try:
                answers.append(as_comparable(superset.chart_rows(number), columns))
            except AssertionError as error:
                problems.append(str(error))

    (number,) = (o["id"] for o in superset.all("chart") if o["slice_name"] == CHARTS[watched])
    (database,) = (one["id"] for one in superset.all("database"))
    long_query = "select max(md5(cast(range as varchar))) as busy from range(30000000)"
    readers = [threading.Thread(target=read, args=(number,)) for _ in range(3)]
    holders = [threading.Thread(target=superset.sql, args=(database, long_query)) for _ in range(4)]
    for thread in readers + holders:
        thread.start()
    try:
        while len(answers) < 10 and not problems:
            time.sleep(0.1)
        publish_changed(warehouse)
        for _ in range(6):
            assert_shows(superset, watched, warehouse.current_db)
        assert any(holder.is_alive() for holder in holders), "nothing held the old file open"
        for chart in CHARTS:
            before = expected(old_file, chart)
            assert expected(warehouse.current_db, chart) != before, f"{chart}: not changed"
            assert_shows(superset, chart, warehouse.current_db)
    finally:
        stop.set()
        for thread in readers + holders:
            thread.join(120)
    new = expected(warehouse.current_db, watched)[1]
    assert not problems
    assert {tuple(one) for one in answers} == {
        tuple(as_comparable(rows, columns)) for rows in (old, new)
    }


def test_the_same_dashboard_reads_the_copy_in_postgresql(
    superset: Superset, warehouse: WarehouseHome, tmp_path: Path
) -> None:
    """Moved there by an import that overwrites. The copy is of the release before, so that its
    numbers can come from nowhere else."""
    old, new = sorted((warehouse.root / "releases").iterdir())
    with postgres_server.running() as server:
        urls = server.set_up("bi")
        copy_release(urls["netralitas_publisher"], old, "bi_netralitas_reader")
        analyst = make_url(urls["analyst"]).set(drivername="postgresql+psycopg2")
        asking = analyst.set(password="XXXXXXXXXX").render_as_string(hide_password=False)
        bundle = make_bundle(
            tmp_path / "bundle.zip", warehouse.root, "--database", "postgres", "--uri", asking
        )
        with bundle.open("rb") as file:
            superset.post(
                "assets/import/",
                files={"bundle": ("bundle.zip", file, "application/zip")},
                data={"passwords": json.dumps({"databases/postgres.yaml": analyst.password})},
            )
        (connection,) = superset.all("database")
        assert connection["backend"] == "postgresql"
        assert len(superset.all("chart")) == len(CHARTS)
        for chart in CHARTS:
            assert expected(old / "warehouse.duckdb", chart) != expected(
                new / "warehouse.duckdb", chart
            )
            assert_shows(superset, chart, old / "warehouse.duckdb")
        refused = superset.sql(connection["id"], "create table reporting.mine as select 1 as one")
        assert not refused.ok

"""Clients of the published copy, by the drivers they come with: psql, SQLAlchemy, JDBC, ODBC."""

from __future__ import annotations

import csv
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.publication.postgres.copying import copy_release
from tests.conftest import WarehouseHome
from tests.postgres_server import Server, running

JDBC_DRIVER = Path("/usr/share/java/postgresql.jar")
QUESTION = (
    "select region_name, election_name, proven, is_demo from reporting.funnel_by_region "
    "where region_code is not null order by 1, 2"
)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running() as started:
        yield started


@pytest.fixture(scope="module")
def analyst(server: Server, demo_home: WarehouseHome) -> dict[str, Any]:
    """What a client is told: address, user, password. The database holds the demo release."""
    urls = server.set_up("clients")
    release = demo_home.current_db.resolve().parent
    copy_release(urls["netralitas_publisher"], release, "clients_netralitas_reader")
    url = urls["analyst"]
    return {"url": url, "port": server.port, "database": "clients_netralitas",
            "user": "clients_analyst", "password": url.split(":")[2].split("@")[0]}  # fmt: skip


@pytest.fixture(scope="module")
def release(demo_home: WarehouseHome) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(demo_home.current_db), read_only=True) as connection:
        yield connection


def _tables(release: duckdb.DuckDBPyConnection, schema: str) -> set[str]:
    rows = release.execute("select table_name from duckdb_tables() where schema_name = ?", [schema])
    return {name for (name,) in rows.fetchall()}


def _comments(release: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    query = "select column_name, comment from duckdb_columns() where table_name = ?"
    return dict(release.execute(query, [table]).fetchall())


def _answer(release: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    answer = release.execute(QUESTION).fetchall()
    assert answer
    return answer


def test_psql(analyst: dict[str, Any], release: duckdb.DuckDBPyConnection) -> None:
    def psql(*arguments: str) -> str:
        return subprocess.run(
            ["psql", "--no-psqlrc", *arguments, analyst["url"]],
            env={**os.environ, "LC_ALL": "C.UTF-8"}, capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip

    listed = psql("--csv", "-c", r"\dt reporting.*").splitlines()
    assert {line.split(",")[1] for line in listed[1:]} == _tables(release, "reporting")
    described = psql("-c", r"\d+ marts.fct_case")
    assert '"fct_case_pkey" PRIMARY KEY, btree (case_key)' in described
    assert "FOREIGN KEY (region_key) REFERENCES marts.dim_region(region_key)" in described
    assert _comments(release, "fct_case")["case_key"] in described
    rows = list(csv.reader(psql("--csv", "--tuples-only", "-c", QUESTION).splitlines()))
    assert rows == [[a, b, str(n), "t" if d else "f"] for a, b, n, d in _answer(release)]


def test_sqlalchemy(analyst: dict[str, Any], release: duckdb.DuckDBPyConnection) -> None:
    import sqlalchemy

    engine = sqlalchemy.create_engine(analyst["url"].replace("://", "+psycopg://", 1))
    found = sqlalchemy.inspect(engine)
    assert {"marts", "quality", "reporting"} <= set(found.get_schema_names())
    assert set(found.get_table_names("reporting")) == _tables(release, "reporting")
    comments = {one["name"]: one["comment"] for one in found.get_columns("fct_case", "marts")}
    assert comments == _comments(release, "fct_case")
    assert found.get_pk_constraint("fct_case", "marts")["constrained_columns"] == ["case_key"]
    referred = {
        (one["constrained_columns"][0], one["referred_schema"], one["referred_table"])
        for one in found.get_foreign_keys("fct_case", "marts")
    }
    assert ("region_key", "marts", "dim_region") in referred
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        rows = connection.execute(sqlalchemy.text(QUESTION)).all()
    assert [tuple(row) for row in rows] == _answer(release)
    engine.dispose()


def test_jdbc(analyst: dict[str, Any], release: duckdb.DuckDBPyConnection) -> None:
    import jpype

    assert JDBC_DRIVER.exists(), "this test needs: apt-get install libpostgresql-jdbc-java"
    if not jpype.isJVMStarted():
        jpype.startJVM("-Xmx128m", "-Xrs", classpath=[str(JDBC_DRIVER)], convertStrings=True)
    connection = jpype.java.sql.DriverManager.getConnection(
        f"jdbc:postgresql://127.0.0.1:{analyst['port']}/{analyst['database']}",
        analyst["user"],
        analyst["password"],
    )

    def rows(result: Any, *columns: str) -> list[tuple[Any, ...]]:
        found = []
        while result.next():
            found.append(tuple(result.getString(column) for column in columns))
        return found

    catalog = connection.getMetaData()
    schemas = {schema for (schema,) in rows(catalog.getSchemas(), "TABLE_SCHEM")}
    assert {"marts", "quality", "reporting"} <= schemas
    tables = catalog.getTables(None, "reporting", "%", ["TABLE"])
    assert {name for (name,) in rows(tables, "TABLE_NAME")} == _tables(release, "reporting")
    columns = catalog.getColumns(None, "marts", "fct_case", "%")
    assert dict(rows(columns, "COLUMN_NAME", "REMARKS")) == _comments(release, "fct_case")
    primary = catalog.getPrimaryKeys(None, "marts", "fct_case")
    assert rows(primary, "COLUMN_NAME") == [("case_key",)]
    imported = catalog.getImportedKeys(None, "marts", "fct_case")
    assert ("region_key", "marts", "dim_region") in rows(
        imported, "FKCOLUMN_NAME", "PKTABLE_SCHEM", "PKTABLE_NAME"
    )
    # As BI tools read what is large: in pages, by a cursor inside a transaction.
    connection.setAutoCommit(False)
    connection.setReadOnly(True)
    statement = connection.createStatement()
    statement.setFetchSize(2)
    result = statement.executeQuery(QUESTION)
    answer = []
    while result.next():
        answer.append((result.getString(1), result.getString(2), result.getInt(3),
                       result.getBoolean(4)))  # fmt: skip
    assert answer == _answer(release)
    connection.close()


def test_odbc(analyst: dict[str, Any], release: duckdb.DuckDBPyConnection) -> None:
    import pyodbc

    assert "PostgreSQL Unicode" in pyodbc.drivers(), (
        "this test needs: apt-get install odbc-postgresql"
    )
    connection = pyodbc.connect(
        f"Driver={{PostgreSQL Unicode}};Server=127.0.0.1;Port={analyst['port']};"
        f"Database={analyst['database']};Uid={analyst['user']};Pwd={analyst['password']};"
        "BoolsAsChar=0"
    )
    cursor = connection.cursor()
    tables = {row.table_name for row in cursor.tables(schema="reporting", tableType="TABLE")}
    assert tables == _tables(release, "reporting")
    columns = {row.column_name for row in cursor.columns(table="fct_case", schema="marts")}
    assert columns == set(_comments(release, "fct_case"))
    primary = [row.column_name for row in cursor.primaryKeys("fct_case", schema="marts")]
    assert primary == ["case_key"]
    foreign = {
        (row.fkcolumn_name, row.pktable_schem, row.pktable_name)
        for row in cursor.foreignKeys(foreignTable="fct_case", foreignSchema="marts")
    }
    assert ("region_key", "marts", "dim_region") in foreign
    rows = cursor.execute(QUESTION).fetchall()
    assert [tuple(row) for row in rows] == _answer(release)
    connection.close()

"""One Superset and one home that its tests change in the order they stand in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import duckdb
import pytest

from pipelines.home import Home
from pipelines.publication.release import make_current
from tests.conftest import WarehouseHome
from tests.superset.bundle import make_bundle
from tests.superset.server import PROGRAMS, Superset, running


def publish_changed(home: WarehouseHome) -> None:
    """Publishes a copy of the current release in which every number of every chart is another."""
    current = (home.root / "current").resolve()
    changed = current.with_name(current.name.replace("T", "T9", 1))
    shutil.copytree(current, changed)
    with duckdb.connect(str(changed / "warehouse.duckdb")) as connection:
        numbers = connection.execute(
            "select schema_name, table_name, "
            "string_agg(format('\"{0}\" = \"{0}\" + 1000', column_name), ', ') "
            "from duckdb_columns() where (schema_name = 'reporting' or table_name = 'row_balance') "
            "and data_type in ('INTEGER', 'BIGINT', 'DOUBLE') and column_name not like '%year' "
            "group by all"
        ).fetchall()
        for schema, table, assignments in numbers:
            connection.execute(f'update "{schema}"."{table}" set {assignments}')
        connection.execute(
            "delete from quality.consistency where consistency_key in "
            "(select max(consistency_key) from quality.consistency group by rule, status)"
        )
    make_current(Home(home.root), changed.name)


@pytest.fixture(scope="session")
def warehouse(demo_home: WarehouseHome, tmp_path_factory: pytest.TempPathFactory) -> WarehouseHome:
    """A copy of the loaded demo home, to publish into."""
    root = tmp_path_factory.mktemp("superset") / "home"
    shutil.copytree(demo_home.root, root, symlinks=True)
    return WarehouseHome(root)


@pytest.fixture(scope="session")
def superset(
    warehouse: WarehouseHome, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Superset]:
    """A fresh Superset into which the bundle for DuckDB was imported."""
    if not PROGRAMS.is_dir():
        pytest.skip("Superset is not installed: `make test-superset` installs it")
    folder = tmp_path_factory.mktemp("superset_server")
    bundle = make_bundle(folder / "bundle.zip", warehouse.root)
    with running(folder, bundle) as server:
        yield server

"""A second load: nothing is new, nothing is published, and no framework is imported to find out."""

from __future__ import annotations

import subprocess
import sys

from tests.conftest import PROJECT, WarehouseHome, said


def test_says_that_nothing_is_new_and_publishes_nothing(demo_home: WarehouseHome) -> None:
    before = demo_home.release_id
    done = demo_home.netralitas("load", "--demo")
    assert done.returncode == 0, said(done)
    assert "Nothing new" in done.stdout
    assert demo_home.release_id == before


def test_imports_neither_definitions_nor_dbt_nor_great_expectations(
    demo_home: WarehouseHome,
) -> None:
    code = (
        "import sys; from pipelines.cli import main; assert main(['load', '--demo']) == 0; "
        "print([m for m in sys.modules if m.split('.')[0] in "
        "('dagster', 'dbt', 'great_expectations', 'pandas', 'duckdb', 'pyarrow') "
        "or m == 'pipelines.definitions'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=demo_home.env(),
        cwd=PROJECT,
        capture_output=True,
        text=True,
    )
    assert done.stdout.splitlines()[-1] == "[]", said(done)


def test_a_plain_load_drops_the_made_up_registers(plain_home: WarehouseHome) -> None:
    assert plain_home.sql("select count(*) from marts.dim_delivery where is_demo") == [(0,)]
    assert plain_home.sql("select count(*) from marts.fct_published_figure")[0][0] > 200

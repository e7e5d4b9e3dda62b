"""A crosstab on its whole way: each cell a fact of the year of its column, no row lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable

from pipelines.home import Home
from tests.conftest import PROJECT, WarehouseHome
from tests.faults.rebuild import sound_candidate

SAMPLE = PROJECT / "tests" / "layouts" / "L8" / "sample.csv"
OF_SAMPLE = (
    "delivery_key = (select delivery_key from marts.dim_delivery "
    "where register_kind = 'kasn_crosstab')"
)


def test_each_cell_is_a_fact_of_its_year(copy_of_demo_home: Callable[[], WarehouseHome]) -> None:
    copy = copy_of_demo_home()
    shutil.copy(SAMPLE, copy.own_demo() / "kasn_jabatan.csv")
    with sound_candidate(Home(copy.root)) as rows:
        assert rows(
            "select nonempty, structural, read, loaded, rejected, set_aside, difference, "
            f"parts_read, parts_loaded, parts_rejected from quality.row_balance where {OF_SAMPLE}"
        ) == [(18, 11, 7, 6, 1, 0, 0, 32, 29, 3)]
        recap = (
            "select period_label, measure, member, value from marts.fct_recap "
            f"inner join marts.dim_region using (region_key) where {OF_SAMPLE} "
            "and region_code = '74' and source_key = 'kasn' and as_of = date '2022-12-31'"
        )
        assert rows(f"{recap} and row_number = 6 and not is_total_row order by part") == [
            ("2020", "cases", "jpt", 8), ("2020", "share", "jpt", 20),
            ("2021", "cases", "jpt", 2), ("2021", "share", "jpt", 20),
            ("2022", "cases", "jpt", 3), ("2022", "share", "jpt", 30),
        ]  # fmt: skip
        assert rows(f"{recap} and row_number = 8 and period_label = '2022' order by part") == [
            ("2022", "cases", "pengawas", 0), ("2022", "share", "pengawas", 0),
        ]  # fmt: skip
        # Nothing is printed there: it is unknown, and no row is lost.
        assert rows(f"{recap} and row_number = 11") == [("2020", "cases", "pelaksana", None)]
        assert rows(f"{recap} and is_total_row and measure = 'cases' order by part") == [
            ("2020", "cases", None, 40), ("2021", "cases", None, 10), ("2022", "cases", None, 12),
        ]  # fmt: skip

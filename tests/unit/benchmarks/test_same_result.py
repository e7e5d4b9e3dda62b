"""What the project is measured against gives the same result: the same cells and fields."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import duckdb
import pytest

from pipelines.home import PROJECT
from tests.benchmarks import bare, pandas_peer
from tests.unit.benchmarks.conftest import Landed

PEERS = PROJECT / ".bench-venv" / "bin" / "python"
CELLS = {
    "ours": """select delivery_key, row_number, list_transform(cells, lambda c: coalesce(c, ''))
        from ours.landing.row where part = 1""",
    "peer": """select delivery, row_number, list_transform(cells, lambda c: trim(c))
        from peer.sheet_row""",
}
# A dash says that nothing is known: of plain text the landing keeps it among the cells only.
FIELDS = {
    "ours": """select delivery_key, row_number, part, field, column_letter, heading, text
        from ours.landing.field_value where text <> '-'""",
    "peer": """select delivery, row_number, part, field, column_letter, heading, text
        from peer.field where text <> '-'""",
}


@pytest.fixture(params=["openpyxl", "calamine"])
def peer(request: pytest.FixtureRequest, landed: Landed, tmp_path: Path) -> tuple[Path, set[str]]:
    """The database that the pandas peer filled, and the formats that its engine reads."""
    database = tmp_path / "peer.duckdb"
    if request.param == "calamine":
        if not PEERS.exists():
            pytest.skip("calamine for pandas is in the environment that `make bench` makes")
        script = PROJECT / "tests" / "benchmarks" / "pandas_peer.py"
        subprocess.run([PEERS, script, landed.folder, database], check=True)
        return database, {".xlsx", ".csv", ".xls"}
    folder = tmp_path / "read"
    shutil.copytree(landed.folder, folder, ignore=shutil.ignore_patterns("*.xls"))
    pandas_peer.land_all(folder, database, "openpyxl")
    return database, {".xlsx", ".csv"}


def test_pandas_lands_the_same_cells_and_fields(
    landed: Landed, peer: tuple[Path, set[str]]
) -> None:
    database, formats = peer
    with duckdb.connect() as connection:
        connection.execute(f"attach '{landed.store}' as ours (read_only)")
        connection.execute(f"attach '{database}' as peer (read_only)")
        keys = f"""select delivery_key from ours.landing.delivery
            where regexp_extract(file_name, '\\.\\w+$') in {tuple(formats)}"""
        for queries in (CELLS, FIELDS):
            mine = f"select * from ({queries['ours']}) where delivery_key in ({keys})"
            counted = connection.execute(f"select count(*) from ({mine})").fetchone()
            assert counted is not None
            assert counted[0] > 1000
            for one, other in ((mine, queries["peer"]), (queries["peer"], mine)):
                assert connection.execute(f"{one} except all {other} limit 3").fetchall() == []


def test_bare_reading_reads_every_row(landed: Landed) -> None:
    read = sum(bare.read(path) for path in landed.folder.iterdir())
    # Empty rows between titles, records and signatures are read too.
    assert landed.said["rows"] < read <= landed.said["rows"] + 2 * landed.said["files"]

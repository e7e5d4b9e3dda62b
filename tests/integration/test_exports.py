"""Exports of a release: its tables as Parquet, CSV and a workbook, and nothing in them runs."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

import duckdb
import openpyxl
import pytest

from pipelines.exports.text_cells import is_formula_like
from tests.conftest import WarehouseHome, said

DANGEROUS = ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", '"=1']
TABLES = "select schema_name || '.' || table_name from duckdb_tables() where not internal"


@pytest.fixture(scope="module")
def exports(demo_home: WarehouseHome) -> Path:
    return demo_home.root / "current" / "exports"


def test_every_table_of_the_open_zone_is_there_row_for_row(
    demo_home: WarehouseHome, exports: Path
) -> None:
    tables = [name for (name,) in demo_home.sql(TABLES)]
    assert len(tables) > 30
    for name in tables:
        (rows,) = demo_home.sql(f"select count(*) from {name}")[0]
        parquet = f"from read_parquet('{exports}/parquet/{name}.parquet')"
        assert duckdb.sql(f"select count(*) {parquet}").fetchall() == [(rows,)], name
        with duckdb.connect(str(demo_home.current_db), read_only=True) as connection:
            lost = connection.sql(f"(from {name} except all {parquet})").fetchall()
        assert lost == [], name
        with (exports / "csv" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            assert sum(1 for _ in csv.reader(file)) == rows + 1, name


def test_the_workbook_is_one_to_read(demo_home: WarehouseHome, exports: Path) -> None:
    book = openpyxl.load_workbook(exports / "netralitas.xlsx")
    reporting = [name for (name,) in demo_home.sql(TABLES) if name.startswith("reporting.")]
    assert {"Baca dulu - Read me", "Kamus - Dictionary"} <= set(book.sheetnames)
    for name in reporting:
        sheet = book[name.removeprefix("reporting.")[:31]]
        (rows,) = demo_home.sql(f"select count(*) from {name}")[0]
        assert sheet.freeze_panes is not None, name
        assert sheet.auto_filter.ref, name
        assert sheet.max_row >= rows + 1, name
    front = [str(c.value) for row in book.worksheets[0].iter_rows() for c in row if c.value]
    assert any("data contoh buatan" in text for text in front)
    assert any(demo_home.release_id in text for text in front)


def test_what_looks_like_a_formula_opens_as_text(demo_home: WarehouseHome, tmp_path: Path) -> None:
    values = ", ".join("('" + text.replace("'", "''") + "', -3)" for text in DANGEROUS)
    query = f'select * from (values {values}) as t ("=head", amount)'
    for kind in ("csv", "xlsx"):
        done = demo_home.netralitas(
            "query", query, "--format", kind, "--output", str(tmp_path / f"a.{kind}")
        )
        assert done.returncode == 0, said(done)
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    assert header[0] == "'=head"
    assert [row[0] for row in rows] == ["'" + text for text in DANGEROUS]
    assert {row[1] for row in rows} == {"-3"}
    assert (
        "<f>" not in zipfile.ZipFile(tmp_path / "a.xlsx").read("xl/worksheets/sheet1.xml").decode()
    )
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None
    body = [row for row in sheet.iter_rows() if row[1].value == -3]
    assert len(body) == len(DANGEROUS)
    assert {row[0].data_type for row in body} == {"s"}
    assert {row[1].data_type for row in body} == {"n"}


@pytest.mark.parametrize("text", DANGEROUS)
def test_formula_like(text: str) -> None:
    assert is_formula_like(text)


@pytest.mark.parametrize("text", ["Kolaka", "1 - 2", "74.05", "a=b", ""])
def test_not_formula_like(text: str) -> None:
    assert not is_formula_like(text)


def test_the_command_writes_a_new_folder_only(demo_home: WarehouseHome, tmp_path: Path) -> None:
    target = tmp_path / "out"
    done = demo_home.netralitas("export", "--to", str(target), "--format", "csv")
    assert done.returncode == 0, said(done)
    assert (target / "csv" / "marts.fct_case.csv").exists()
    assert not (target / "parquet").exists()
    again = demo_home.netralitas("export", "--to", str(target))
    assert (again.returncode, "not empty" in again.stderr) == (2, True)

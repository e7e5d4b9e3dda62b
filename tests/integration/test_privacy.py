"""No made-up NIP and no made-up name anywhere outside the restricted zone; a canary is found."""

from __future__ import annotations

import os
import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import openpyxl
import pytest

from tests.conftest import WarehouseHome, said


def texts_of(path: Path) -> Iterator[str]:
    """Everything a file says: databases dumped as text, archives unpacked, the rest as it is."""
    if path.suffix == ".duckdb":
        with duckdb.connect(str(path), read_only=True) as connection:
            for schema, table in connection.execute(
                "select schema_name, table_name from duckdb_tables() "
                "where database_name = current_database()"
            ).fetchall():
                for row in connection.execute(f'from "{schema}"."{table}"').fetchall():
                    yield " ".join(str(value) for value in row)
    elif path.read_bytes()[:15] == b"SQLite format 3":
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
            yield from connection.iterdump()
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield name + archive.read(name).decode("utf-8", "replace")
    else:
        yield path.read_bytes().decode("utf-8", "replace")


def find(people: set[str], roots: list[Path]) -> list[str]:
    """Where any of the texts stands below the roots (names of files included)."""
    digits = {re.sub(r"\D", "", person) for person in people if person[:1].isdigit()}
    names = {person.lower() for person in people if not person[:1].isdigit()}
    where = []
    for root in roots:
        for path in sorted(root.rglob("*")):
            if path.is_symlink() or not path.is_file():
                continue
            for text in [path.name, *texts_of(path)]:
                low = text.lower()
                if any(name in low for name in names):
                    where.append(f"name in {path}")
                runs = re.findall(r"\d[\d \-.]{16,24}\d", text)
                if digits & {re.sub(r"\D", "", run) for run in runs}:
                    where.append(f"NIP in {path}")
    return where


@pytest.fixture(scope="module")
def people(demo_home: WarehouseHome) -> set[str]:
    """The made-up people: what the restricted zone knows of them."""
    rows = demo_home.landing_sql(
        "select distinct value from landing.field_value "
        "where field in ('person_name', 'nip') and value is not null"
    )
    found = {row[0] for row in rows}
    assert len(found) > 60
    return found


def open_zone(home: WarehouseHome) -> list[Path]:
    return [home.root / "releases"]


def test_no_person_in_the_open_zone(demo_home: WarehouseHome, people: set[str]) -> None:
    assert find(people, open_zone(demo_home)) == []


def test_no_person_in_the_dagster_instance_nor_in_dbts_outputs(
    demo_home: WarehouseHome, people: set[str]
) -> None:
    assert find(people, [demo_home.root / "dagster", demo_home.root / "landing" / "dbt"]) == []


def test_the_search_finds_a_canary_planted_in_each_kind_of_place(
    copy_of_demo_home: Callable[[], WarehouseHome], people: set[str]
) -> None:
    home = copy_of_demo_home()
    name = next(person for person in people if not person[0].isdigit())
    nip = next(person for person in people if person[0].isdigit())
    with duckdb.connect(os.path.realpath(home.current_db)) as connection:
        connection.execute("update quality.check_result set detail = ?", [f"see {name}"])
    (home.root / "dagster" / "planted.log").write_text(f"row of {nip[:8]} {nip[8:14]} {nip[14:]}")
    found = find(people, [*open_zone(home), home.root / "dagster"])
    assert any("name in" in one for one in found)
    assert any("NIP in" in one for one in found)


def test_a_name_where_no_name_should_be_stays_inside(home: WarehouseHome) -> None:
    """In a sheet's name, a file's name, a status, a date, a number: no field of a person."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "an. Zulkarnain Pratama"
    for row in (
        ["PEMERINTAH KABUPATEN BUTON"],
        ["INSPEKTORAT"],
        ["MATRIKS TINDAK LANJUT REKOMENDASI KASN TAHUN 2024"],
        [],
        ["No", "Rekomendasi KASN (nomor/tgl)", "Uraian", "Tindak Lanjut PPK", "Status", "Tgl",
         "Bukti"],
        [1, "R-1194/KASN/4/2024 tgl 3 April 2024", "u", "t", "menunggu Zulkarnain Pratama", "", ""],
        [2, "R-1195/KASN/4/2024 tgl 3 April 2024", "u", "t", "Selesai", "oleh Zulkarnain Pratama",
         ""],
        [3, "R-1196/KASN/4/2024 tgl 3 April 2024", "u", "t", "Selesai", "5 April 2024", ""],
    ):  # fmt: skip
        page.append(row)
    book.save(home.inbox / "matriks Zulkarnain Pratama_198001012005019001.xlsx")
    done = home.netralitas("load")
    assert done.returncode == 0, said(done)
    assert home.sql("select count(*) from quality.rejected_row") == [(2,)]
    waiting = home.netralitas("quarantine")
    for text in (done.stdout, done.stderr, waiting.stdout):
        assert "zulkarnain" not in text.lower()
    revealed = home.netralitas("quarantine", "--reveal")
    assert "menunggu Zulkarnain Pratama" in revealed.stdout
    people = {"Zulkarnain Pratama", "198001012005019001"}
    roots = [*open_zone(home), home.root / "dagster", home.root / "landing" / "dbt"]
    assert find(people, roots) == []


def test_the_restricted_zone_is_its_owners_alone(demo_home: WarehouseHome) -> None:
    assert (demo_home.root / "inbox").stat().st_mode & 0o007 == 0
    for folder in ("landing", "dagster"):
        assert (demo_home.root / folder).stat().st_mode & 0o077 == 0
    assert (demo_home.root / "landing" / "hash.key").stat().st_mode & 0o077 == 0


def test_the_hash_key_is_in_no_file_but_its_own(demo_home: WarehouseHome) -> None:
    key = (demo_home.root / "landing" / "hash.key").read_text().strip()
    roots = [demo_home.root / "releases", demo_home.root / "dagster",
             demo_home.root / "landing" / "dbt"]  # fmt: skip
    assert find({key}, roots) == []

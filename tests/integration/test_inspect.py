"""`netralitas inspect`: what it shows of a workbook is what the load makes of it, names masked."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipelines.home import PUBLISHED, Home
from pipelines.landing.store import open_store
from pipelines.layouts.record_kinds import FIELDS
from pipelines.workbooks import read_workbook
from tests.conftest import PROJECT, WarehouseHome, said
from tests.integration.test_editions import ARI, BUDI, land, letter

DEMO = PROJECT / "data" / "demo"
LAYOUTS = {
    PUBLISHED / "kasn_recap_sultra_2024-03-14.xlsx": "L1",
    DEMO / "kasn_lampiran_rekomendasi_sultra.xlsx": "L2",
    DEMO / "kasn_ekspor_pengaduan_sultra.xlsx": "L3",
    DEMO / "bawaslu_register_sultra.xlsx": "L4",
    DEMO / "bawaslu_rekap_sultra.xlsx": "L5",
    DEMO / "bkpsdm_kabupaten_kolaka_sanksi.xlsx": "L6",
    DEMO / "inspektorat_kabupaten_kolaka_matriks_tl.xlsx": "L7",
}
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
Rows = dict[tuple[str, int, int], dict[str, Any]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> WarehouseHome:
    """An empty home: inspecting a file leaves nothing in it."""
    root = tmp_path_factory.mktemp("inspect") / "home"
    (root / "inbox").mkdir(parents=True)
    return WarehouseHome(root)


@pytest.fixture(scope="module")
def revealed(home: WarehouseHome) -> Callable[[Path], dict[str, Any]]:
    """What `inspect --reveal` says of a file, asked once."""
    return cache(lambda file: inspect(home, file, "--reveal"))


def inspect(home: WarehouseHome, file: Path, *options: str, code: int = 0) -> dict[str, Any]:
    done = home.netralitas("inspect", str(file), "--json", *options)
    assert done.returncode == code, said(done)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def rows_of(answer: dict[str, Any]) -> Rows:
    """(sheet, row, part) → row; none is listed twice."""
    listed = [(t["sheet"], r["row"], r["part"], r) for t in answer["tables"] for r in t["rows"]]
    rows = {(sheet, number, part): row for sheet, number, part, row in listed}
    assert len(rows) == len(listed)
    return rows


def every_row(file: Path) -> Counter[str]:
    """How many rows that are not empty each sheet has."""
    return Counter({sheet.name: len(sheet.rows) for sheet in read_workbook(file).sheets})


@pytest.mark.parametrize(("file", "layout"), LAYOUTS.items(), ids=LAYOUTS.values())
def test_each_layout_is_shown_with_its_rows_and_values(
    revealed: Callable[[Path], dict[str, Any]], file: Path, layout: str
) -> None:
    answer = revealed(file)
    assert (answer["readable"], answer["reason"]) == (True, None)
    assert answer["file"] == file.name
    assert answer["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    (table,) = answer["tables"]
    assert table["layout"] == layout
    assert layout in table["evidence"]
    rows = rows_of(answer)
    assert Counter(sheet for sheet, _, part in rows if part == 1) == every_row(file)
    assert table["header_rows"] == [r["row"] for r in rows.values() if r["class"] == "header"]
    fed = {column["field"] for column in table["columns"]} - {None}
    records = [row for row in rows.values() if row["class"] == "record"]
    assert records
    for row in rows.values():
        if row["class"] not in ("record", "rejected", "set_aside", "total"):
            assert (row["record"], row["fields"], row["errors"]) == (None, {}, [])
    for row in records:
        order = FIELDS[row["record"]]
        assert tuple(row["fields"])[: len(order)] == order
        assert fed <= row["fields"].keys()
        assert row["errors"] == []
        for name, value in row["fields"].items():
            if value is None:
                continue
            if name.endswith("_date") or name in ("as_of", "effective_from", "effective_to"):
                assert DATE.fullmatch(value)
            elif row["record"] == "recap" and name in fed - {"institution", "region_code", "note"}:
                assert isinstance(value, int | float)


def test_values_are_codes_numbers_and_dates(revealed: Callable[[Path], dict[str, Any]]) -> None:
    register = rows_of(revealed(DEMO / "bawaslu_register_sultra.xlsx"))
    first = register["REGISTER", 10, 1]["fields"]
    assert (first["region_code"], first["channel"], first["subject_kind"], first["status"]) == (
        "74.01", "finding", "asn", "forwarded",
    )  # fmt: skip
    assert (first["register_date"], first["event_date"]) == ("2023-09-06", None)
    recap = rows_of(revealed(DEMO / "bawaslu_rekap_sultra.xlsx"))
    assert [
        (row["record"], row["fields"]["as_of"], type(row["fields"]["findings"]))
        for row in recap.values()
        if row["class"] in ("record", "total")
    ] == [("recap", "2024-03-14", int)] * 19


def test_no_one_is_named_unless_asked_for(
    home: WarehouseHome, revealed: Callable[[Path], dict[str, Any]]
) -> None:
    people: set[str] = set()
    masked = []
    for file in LAYOUTS:
        people |= {
            row["fields"][name]
            for row in rows_of(revealed(file)).values()
            for name in ("person_name", "nip")
            if row["fields"].get(name)
        }
        options = ("--json",) if LAYOUTS[file] in ("L2", "L7") else ()
        done = home.netralitas("inspect", str(file), *options)
        assert done.returncode == 0, said(done)
        masked.append(done.stdout + done.stderr)
    assert len(people) > 60
    assert not [person for person in people for text in masked if person in text]
    human = home.netralitas("inspect", str(DEMO / "bawaslu_register_sultra.xlsx"), "--reveal")
    assert sum(person in human.stdout for person in people) > 20


def test_names_of_files_sheets_and_headings_are_masked(home: WarehouseHome, tmp_path: Path) -> None:
    file = tmp_path / "Sanksi Hamdan Rumokawa 198001012005011901.xlsx"
    letter(file, "R-1/KASN/4/2024", [ARI])
    book = openpyxl.load_workbook(file)
    book.create_sheet("Hamdan Rumokawa").append(["catatan tentang Hamdan Rumokawa"])
    book.save(file)
    for options in ((), ("--json",)):
        masked = home.netralitas("inspect", str(file), *options)
        assert masked.returncode == 0, said(masked)
        for text in ("Hamdan", "Rumokawa", "198001012005011901", "Contoh"):
            assert text not in masked.stdout + masked.stderr
        shown = home.netralitas("inspect", str(file), "--reveal", *options)
        assert "Hamdan Rumokawa" in shown.stdout
    missing = home.netralitas("inspect", str(file) + ".gone")
    assert missing.returncode == 2
    assert "Hamdan" not in missing.stderr


def test_errors_quote_a_cell_only_when_revealed(home: WarehouseHome, tmp_path: Path) -> None:
    file = tmp_path / "surat.xlsx"
    letter(file, "R-1/KASN/4/2024", [ARI, ("Citra Contoh", "1.98001012005012E+17"), BUDI])
    masked = rows_of(inspect(home, file))["Sheet", 5, 1]
    assert (masked["class"], masked["rule"]) == ("rejected", "nip_lossy")
    assert masked["fields"]["nip"] is None
    assert masked["fields"]["person_name"] == "…"
    (error,) = masked["errors"]
    assert (error["column"], error["field"], error["reason_code"]) == ("F", "nip", "nip_lossy")
    assert "18 digits" in error["message"]
    word = tmp_path / "kata.xlsx"
    book = openpyxl.load_workbook(file)
    book.active["J4"] = "Zulkarnain sudah"
    book.save(word)
    masked_text = home.netralitas("inspect", str(word), "--json").stdout
    assert "status_unknown" in masked_text
    assert "Zulkarnain" not in masked_text
    assert (
        "Zulkarnain"
        in rows_of(inspect(home, word, "--reveal"))["Sheet", 4, 1]["errors"][0]["message"]
    )


def test_the_real_register_row_by_row(home: WarehouseHome, real_register: Path) -> None:
    answer = inspect(home, real_register)
    (table,) = answer["tables"]
    assert (table["layout"], table["sheet"], table["header_rows"]) == ("L9", "Sheet1", [1, 2])
    assert Counter(row["class"] for row in table["rows"]) == {
        "header": 2, "record": 47, "set_aside": 111, "rejected": 7,
    }  # fmt: skip
    assert {row["rule"] for row in table["rows"] if row["class"] == "rejected"} == {
        "subject_undecided"
    }
    for row in table["rows"][2:]:
        assert row["fields"]["description"] in ("…", None)
        assert row["fields"]["criminal"] in (True, None)


def test_it_says_what_the_load_makes_of_each_row(
    revealed: Callable[[Path], dict[str, Any]], tmp_path: Path, real_register: Path
) -> None:
    loaded = Home(tmp_path / "loaded")
    loaded.prepare()
    files = [*LAYOUTS, real_register]
    for file in files:
        shutil.copy(file, loaded.inbox)
        if file.with_suffix(".yml").exists():
            shutil.copy(file.with_suffix(".yml"), loaded.inbox)
    land(loaded)
    for file in files:
        key = hashlib.sha256(file.read_bytes()).hexdigest()[:16]
        with open_store(loaded.landing_db, read_only=True) as connection:
            landed = connection.execute(
                """select r.sheet_name, r.row_number, r.part, coalesce(v.class, r.class),
                coalesce(v.rule, r.rule) from landing.row as r left join landing.row_verdict as v
                using (delivery_key, sheet_name, row_number, part)
                where r.delivery_key = ?""",
                [key],
            ).fetchall()
            values = connection.execute(
                """select sheet_name, row_number, part, field, value from landing.field_value
                where delivery_key = ? and value is not null""",
                [key],
            ).fetchall()
        rows = rows_of(revealed(file))
        shown = {(*place, row["class"], row["rule"]) for place, row in rows.items()}
        assert shown == set(landed)
        assert len(landed) > 10
        for sheet, number, part, field, value in values:
            given = rows[sheet, number, part]["fields"][field]
            assert (str(given).lower() if isinstance(given, bool) else str(given)) == value


def test_a_file_that_would_wait_says_why_and_what_would_mend_it(
    home: WarehouseHome, tmp_path: Path
) -> None:
    file = tmp_path / "surat.xlsx"
    letter(file, "R-1/KASN/4/2024", [ARI, BUDI])
    book = openpyxl.load_workbook(file)
    book.active["K3"], book.active["K4"] = "Catatan Zulkarnain", "x"
    book.create_sheet("Lain").append(["hanya", "teks"])
    book.save(file)
    answer = inspect(home, file, code=1)
    assert answer["reason"] == "column_unexpected"
    assert "'K: …'" in answer["message"].replace("Catatan ", "")
    assert "name the column" in answer["mend"]
    first, other = answer["tables"]
    # What it holds is shown, but nothing of it would be accepted.
    assert [row["class"] for row in first["rows"]] == [
        "title", "title", "header", "rejected", "rejected",
    ]  # fmt: skip
    assert {row["rule"] for row in first["rows"][3:]} == {"column_unexpected"}
    assert (other["sheet"], other["layout"], len(other["rows"])) == ("sheet 2", None, 1)
    human = home.netralitas("inspect", str(file))
    assert human.returncode == 1
    assert "WOULD BE QUARANTINED: column_unexpected" in human.stdout
    assert "would mend it" in human.stdout
    assert "Zulkarnain" not in human.stdout


def test_rows_of_no_layout_and_files_of_no_rows(home: WarehouseHome, tmp_path: Path) -> None:
    text = tmp_path / "jadwal.csv"
    text.write_text("Hari,Acara\nSenin,Rapat\n\nSelasa,Apel\n")
    answer = inspect(home, text, code=1)
    assert (answer["readable"], answer["reason"]) == (True, "no_layout")
    (table,) = answer["tables"]
    assert (table["layout"], table["columns"], table["header_rows"]) == (None, [], [])
    assert [(row["row"], row["class"]) for row in table["rows"]] == [
        (1, "note"), (2, "note"), (4, "note"),
    ]  # fmt: skip
    broken = tmp_path / "rusak.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a workbook")
    answer = inspect(home, broken, code=1)
    assert (answer["readable"], answer["reason"], answer["tables"]) == (False, "corrupt", [])
    assert answer["message"]
    assert answer["mend"]
    (tmp_path / "nol.xlsx").write_bytes(b"")
    assert inspect(home, tmp_path / "nol.xlsx", code=1)["reason"] == "empty"
    folder = inspect(home, tmp_path, code=1)
    assert (folder["reason"], folder["sha256"]) == ("not_a_file", None)
    (tmp_path / "link.csv").symlink_to(text)
    assert inspect(home, tmp_path / "link.csv", code=1)["reason"] == "not_a_file"


def test_the_sidecar_beside_it_and_the_inbox_folder_count(home: WarehouseHome) -> None:
    source = DEMO / "bkpsdm_kabupaten_kolaka_sanksi.xlsx"
    book = openpyxl.load_workbook(source)
    page = book.active
    for row in page.iter_rows(min_row=1, max_row=6):
        if not any(str(cell.value).strip() == "NIP" for cell in row):
            for cell in row:
                if cell.value is not None and not isinstance(cell, openpyxl.cell.cell.MergedCell):
                    cell.value = "DAFTAR SANKSI"
        else:
            break
    folder = home.inbox / "Pemerintah Kabupaten Muna"
    folder.mkdir()
    file = folder / "daftar.xlsx"
    book.save(file)
    assert inspect(home, file, code=1)["reason"] == "period_unknown"
    (folder / "daftar.yml").write_text("office: Pemerintah Kabupaten Kolaka\nperiod: 2023-2024\n")
    answer = inspect(home, file)
    assert (answer["office"], answer["period_label"]) == (
        "Pemerintah Kabupaten Kolaka", "2023-2024",
    )  # fmt: skip
    (folder / "daftar.yml").write_text("period: 2023-2024\n")
    assert inspect(home, file)["office"] == "Pemerintah Kabupaten Muna"


def test_two_tables_of_one_sheet_are_two(home: WarehouseHome, tmp_path: Path) -> None:
    file = tmp_path / "surat.xlsx"
    letter(file, "R-1/KASN/4/2024", [ARI, BUDI])
    book = openpyxl.load_workbook(file)
    page = book.active
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
    page.append([])
    for row in rows:
        page.append([cell and str(cell).replace("R-1/", "R-2/") for cell in row])
    book.save(file)
    answer = inspect(home, file)
    first, second = answer["tables"]
    assert (first["header_rows"], second["header_rows"]) == ([3], [8])
    assert [row["row"] for row in first["rows"]] == [1, 2, 3, 4, 5]
    assert [(row["row"], row["class"]) for row in second["rows"]] == [
        (7, "title"), (8, "header"), (9, "record"), (10, "record"),
    ]  # fmt: skip
    assert len(first["columns"]) == len(second["columns"]) == 11
    assert Counter(s for s, _, _ in rows_of(answer)) == every_row(file)


def test_what_is_told_and_costs_no_row_says_what_became_of_the_value(
    home: WarehouseHome, tmp_path: Path
) -> None:
    file = tmp_path / "sanksi.xlsx"
    book = openpyxl.load_workbook(DEMO / "bkpsdm_kabupaten_kolaka_sanksi.xlsx")
    page = book["DAFTAR SANKSI"]
    page["N10"], page["O10"] = "1 Februari 2023", "sda"
    book.save(file)
    done = home.netralitas("inspect", str(file))
    assert done.returncode == 0, said(done)
    told = {line.split()[0]: line for line in done.stdout.splitlines() if "effective_to: " in line
            or "note: " in line}  # fmt: skip
    assert told.keys() == {"N10", "O10"}, done.stdout
    assert told["N10"].endswith("(kept as said)")
    assert told["O10"].endswith("(left out, the row is kept)")


def test_it_needs_no_framework(tmp_path: Path) -> None:
    script = (
        "import sys; from pipelines.cli import main; main(['inspect', sys.argv[1]]);"
        "print([n for n in ('dagster', 'dbt', 'great_expectations', 'openpyxl') "
        "if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(DEMO / "bawaslu_rekap_sultra.xlsx")],
        cwd=PROJECT, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "[]"

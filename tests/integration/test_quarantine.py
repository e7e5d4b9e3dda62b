"""`netralitas quarantine` reads like advice: what, where, why, how to mend; no wall of lines."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from pipelines.cli import main
from pipelines.commands.waiting import rows_said
from pipelines.home import Home
from tests.integration.test_editions import ARI, land, letter

MANY = 1000


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("NETRALITAS_HOME", str(tmp_path / "home"))
    home = Home.find()
    home.prepare()
    return home


@pytest.fixture
def waiting_home(home: Home) -> Home:
    """A letter of 1,000 rows with a status that is on no list, two of them with a bad date too, and
    a file that is no register."""
    people = [
        ("Ari Contoh", f"19{60 + at % 40}{1 + at // 40 % 12:02}{1 + at // 480:02}2005011901")
        for at in range(MANY + 5)
    ]
    letter(home.inbox / "lampiran.xlsx", "R-1/KASN/4/2024", people)
    book = openpyxl.load_workbook(home.inbox / "lampiran.xlsx")
    for row in range(4, 4 + MANY):
        book.active[f"J{row}"] = "menunggu Fulan Contoh"
    book.active["C7"] = book.active["C9"] = "31 Februari 2024"
    book.save(home.inbox / "lampiran.xlsx")
    (home.inbox / "jadwal.csv").write_text("Hari,Acara\nSenin,Rapat\nSelasa,Apel\n")
    land(home)
    return home


def quarantine(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert main(["quarantine", *arguments]) == 0
    return capsys.readouterr().out


def test_a_thousand_rows_are_a_few_lines(
    waiting_home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    text = quarantine(capsys)
    assert len(text.splitlines()) < 40
    assert max(map(len, text.splitlines())) <= 110
    for said in (
        "Files in quarantine: 1",
        "no_layout: its columns fit no known layout",
        "netralitas layout suggest FILE",
        "Rejected rows: 1000",
        "1000 of its 1005 data rows; the others went on",
        "status_unknown: the words are no status on file or fit several",
        'column J "Status TL", 1000 rows: 4-1003',
        "date_invalid: the cell is no date that exists",
        'column C "Tanggal", 2 rows: 7, 9',
        "write day month and year with the month as a word",
        "netralitas decide",
        "netralitas inspect FILE",
    ):
        assert said in text, said
    assert "Fulan" not in text


def test_what_was_found_is_shown_when_it_is_asked_for(
    waiting_home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    text = quarantine(capsys, "--reveal")
    assert '"menunggu Fulan Contoh" (1000 times)' in text
    assert '"31 Februari 2024" (2 times)' in text
    assert len(text.splitlines()) < 45


def test_every_row_is_listed_with_its_key_when_it_is_asked_for(
    waiting_home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    text = quarantine(capsys, "--rows")
    assert sum("Sheet!J" in line for line in text.splitlines()) == MANY
    assert "Fulan" not in text


def test_one_file_or_one_cell_can_be_asked_for(
    waiting_home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    said = json.loads(quarantine(capsys, "--json"))
    (file,) = said["files"]
    assert file["reason_code"] == "no_layout"
    assert file["mend"]
    cell = next(one for one in said["cells"] if one["column"] == "C")
    assert (cell["field"], cell["reason_code"]) == ("recommendation_date", "date_invalid")
    assert "Fulan" not in json.dumps(said)
    only_file = quarantine(capsys, file["delivery_key"])
    assert "Rejected rows: 0" in only_file
    only_cell = quarantine(capsys, cell["key"])
    assert "Files in quarantine: 0" in only_cell
    assert "Rejected rows: 1\n" in only_cell


def test_nothing_waits(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    letter(home.inbox / "a.xlsx", "R-1/KASN/4/2024", [ARI])
    land(home)
    assert "Nothing waits" in quarantine(capsys)


def test_rows_are_said_as_a_person_would() -> None:
    assert rows_said([12, 15, 16, 17, 16]) == "12, 15-17"

"""Asks the questions of dbt_project/analyses, and reads the sources anew to check the answers."""

from __future__ import annotations

import csv
import io
import json
import re
from argparse import Namespace
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipelines.commands import query
from tests.conftest import PROJECT, WarehouseHome

ANALYSES = PROJECT / "dbt_project" / "analyses"
DEMO = PROJECT / "data" / "demo"
MONTHS = {
    "januari": 1, "februari": 2, "maret": 3, "april": 4, "mei": 5, "juni": 6, "juli": 7,
    "agustus": 8, "september": 9, "oktober": 10, "november": 11, "desember": 12,
}  # fmt: skip

Row = dict[str, Any]


def question(number: int) -> Path:
    """The one file of a question."""
    (file,) = ANALYSES.glob(f"{number:02d}_*.sql")
    return file


def ask(home: WarehouseHome, file: Path) -> list[Row]:
    """The answer of `netralitas query FILE --format json`, by the same function, in process."""
    said = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(said):
        patch.setenv("NETRALITAS_HOME", str(home.root))
        code = query.run(Namespace(sql=str(file), format="json", output=None))
    assert code == 0, f"{file.name}: exit {code}"
    rows: list[Row] = json.loads(said.getvalue())
    return rows


def ask_with(home: WarehouseHome, file: Path, folder: Path, **parameters: str) -> list[Row]:
    """The answer after a reader has edited parameters at the top of the file: `name="literal"`."""
    text = file.read_text(encoding="utf-8")
    for name, literal in parameters.items():
        text, edits = re.subn(
            rf"(?m)^(\s*(?:select )?)\S.*? as {name}(?=,?$)",
            rf"\g<1>{literal} as {name}",
            text,
            count=1,
        )
        assert edits == 1, f"{file.name} has no parameter {name}"
    edited = folder / file.name
    edited.write_text(text, encoding="utf-8")
    return ask(home, edited)


@dataclass
class Person:
    """What the made-up registers say of one person, read from their cells. Dates may be None."""

    nip: str
    employer: str | None
    region_code: str
    position: str
    violation: str
    stage: str
    status: str
    status_on: date
    reported_on: date
    recommended_on: date | None = None
    sanctioned_on: date | None = None

    @property
    def answered_on(self) -> date | None:
        """The first day of a follow-up or a sanction."""
        followed_up = self.status_on if self.status == "Ditindaklanjuti" else None
        days = [day for day in (followed_up, self.sanctioned_on) if day]
        return min(days, default=None)


def persons() -> list[Person]:
    """The 38 persons of KASN's export, with what its annex, Bawaslu and the regions add."""
    found = {
        row[6]: Person(
            nip=row[6], employer=row[4], region_code=row[3], position=row[7], violation=row[8],
            stage=row[9], status=row[10], status_on=_day(row[11]), reported_on=_day(row[1]),
        )
        for row in _rows("kasn_ekspor_pengaduan_sultra.xlsx")
        if str(row[0]).startswith("ADU-")
    }  # fmt: skip
    for nip, day in in_bawaslu_register().items():
        found[nip].reported_on = min(found[nip].reported_on, day)
    recommended_on = None
    for row in _rows("kasn_lampiran_rekomendasi_sultra.xlsx"):
        if isinstance(row[2], datetime):
            recommended_on = row[2].date()
        if row[5] and (nip := re.sub(r"\D", "", str(row[5]))) in found:
            found[nip].recommended_on = recommended_on
    for file in DEMO.glob("bkpsdm_*_sanksi.xlsx"):
        for row in _rows(file.name):
            if str(row[2]) in found:
                found[str(row[2])].sanctioned_on = _day(row[11])
    return list(found.values())


def in_bawaslu_register() -> dict[str, date]:
    """The NIPs of civil servants whom Bawaslu registered, with the day of the register."""
    return {
        nip: _day(row[2])
        for row in _rows("bawaslu_register_sultra.xlsx")
        for nip in re.findall(r"\d{18}", str(row[5]))
    }


def figures() -> list[dict[str, str]]:
    """The rows of the published figures, as texts."""
    with (PROJECT / "data/published/figures.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def half_up(part: float, whole: float) -> float:
    """A percentage with one decimal, rounded half up, in whole numbers throughout."""
    return (2000 * int(part) + int(whole)) // (2 * int(whole)) / 10


def _rows(file: str) -> Iterator[tuple[Any, ...]]:
    for sheet in openpyxl.load_workbook(DEMO / file).worksheets:
        yield from sheet.iter_rows(values_only=True)


def _day(cell: Any) -> date:
    """A date as the made-up registers write it: a date cell, ISO, 23/11/2023, 20 November 2023."""
    if isinstance(cell, datetime):
        return cell.date()
    if re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        return date.fromisoformat(cell)
    day, month, year = re.split(r"[/ ]", cell)
    return date(int(year), MONTHS.get(month.lower()) or int(month), int(day))

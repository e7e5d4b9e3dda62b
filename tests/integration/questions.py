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
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipelines.commands import query
from tests.conftest import PROJECT, WarehouseHome

ANALYSES = PROJECT / "dbt_project" / "analyses"
DEMO = PROJECT / "data" / "demo"
REFERENCE = PROJECT / "data" / "reference"
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
    """What the made-up registers say of one person, read from their cells. Dates may be None.

    `reported_on` is the first day in any of them, `complained_on` that of KASN's own export.
    """

    nip: str
    employer: str | None
    region_code: str
    position: str
    violation: str
    stage: str
    status: str
    status_on: date
    reported_on: date
    complained_on: date
    forwarded_on: date | None = None
    letter: str | None = None
    recommended_on: date | None = None
    recommended_sanction: str | None = None
    sanctioned_on: date | None = None
    sanction: str | None = None
    sanction_level: str | None = None

    @property
    def followed_up_on(self) -> date | None:
        """The day since which the export says that the PPK has followed it up."""
        return self.status_on if self.status == "Ditindaklanjuti" else None

    @property
    def answered_on(self) -> date | None:
        """The first day of a follow-up or a sanction."""
        days = [day for day in (self.followed_up_on, self.sanctioned_on) if day]
        return min(days, default=None)


@dataclass
class Entry:
    """A row of Bawaslu's register: its subjects are (status, NIP or None). Dates may be None."""

    registered_on: date
    channel: str
    subjects: list[tuple[str, str | None]]
    forwarded_on: date | None


def persons() -> list[Person]:
    """The 38 persons of KASN's export, with what its annex, Bawaslu and the regions add."""
    found = {
        row[6]: Person(
            nip=row[6], employer=row[4], region_code=row[3], position=row[7], violation=row[8],
            stage=row[9], status=row[10], status_on=_day(row[11]), reported_on=_day(row[1]),
            complained_on=_day(row[1]),
        )
        for row in _rows("kasn_ekspor_pengaduan_sultra.xlsx")
        if str(row[0]).startswith("ADU-")
    }  # fmt: skip
    for entry in bawaslu_register():
        for _, nip in entry.subjects:
            if nip:
                found[nip].reported_on = min(found[nip].reported_on, entry.registered_on)
                found[nip].forwarded_on = entry.forwarded_on
    letter = recommended_on = None
    for row in _rows("kasn_lampiran_rekomendasi_sultra.xlsx"):
        if isinstance(row[2], datetime):
            letter, recommended_on = row[1], row[2].date()
        if row[5] and (nip := re.sub(r"\D", "", str(row[5]))) in found:
            one = found[nip]
            one.letter, one.recommended_on, one.recommended_sanction = (
                letter, recommended_on, row[8],
            )  # fmt: skip
    for file in DEMO.glob("bkpsdm_*_sanksi.xlsx"):
        for row in _rows(file.name):
            if one := found.get(str(row[2])):
                one.sanctioned_on, one.sanction_level, one.sanction = _day(row[11]), row[8], row[9]
    return list(found.values())


def bawaslu_register() -> list[Entry]:
    """What Bawaslu registered, of civil servants and of others."""
    entries = []
    for row in _rows("bawaslu_register_sultra.xlsx"):
        if not re.search(r"/Reg/", str(row[1])):
            continue
        people, statuses = _listed(row[5]), _listed(row[6])
        nips = [re.search(r"\d{18}", one) for one in people]
        subjects = [
            (status, nip and nip[0])
            for status, nip in zip(
                statuses * len(people) if len(statuses) == 1 else statuses, nips, strict=True
            )
        ]
        forwarded = re.search(r"\d\d/\d\d/\d{4}$", row[12])
        entries.append(
            Entry(_day(row[2]), row[4], subjects, _day(forwarded[0]) if forwarded else None)
        )
    return entries


def in_bawaslu_register() -> dict[str, date]:
    """The NIPs of civil servants whom Bawaslu registered, with the day of the register."""
    return {
        nip: entry.registered_on for entry in bawaslu_register() for _, nip in entry.subjects if nip
    }


def violation_codes() -> dict[str, str]:
    """The code that KASN's annex writes after the words of each violation, `…(KE2)`."""
    found = {}
    for row in _rows("kasn_lampiran_rekomendasi_sultra.xlsx"):
        if match := re.fullmatch(r"(.+) \(((?:KE|D)\d+)\)", str(row[7])):
            found[match[1]] = match[2]
    return found


def letters_answered() -> list[tuple[str, str, date | None]]:
    """The rows of the matrices of follow-ups: the number of KASN's letter, status, its day."""
    return [
        (str(row[2]).split(" tgl ")[0], row[5], None if row[6] == "belum" else _day(row[6]))
        for file in DEMO.glob("inspektorat_*_matriks_tl.xlsx")
        for row in _rows(file.name)
        if re.match(r"R-\d+/KASN/", str(row[2]))
    ]


# Where each recap is, and its columns from the third on, as measures.
RECAPS = {
    "bawaslu": (DEMO / "bawaslu_rekap_sultra.xlsx", (
        "findings", "reports_registered", "reports_not_registered", "reports_pending",
        "violations", "non_violations", "in_process", "recommended",
    )),
    "kasn": (PROJECT / "data/published/kasn_recap_sultra_2024-03-14.xlsx", (
        "reported", "processed", "proven", "not_proven", "in_clarification", "followed_up",
        "not_followed_up",
    )),
}  # fmt: skip


def recap(source: str) -> list[tuple[bool, dict[str, int | None]]]:
    """The rows of a recap: whether it is JUMLAH, and its cells; None where nothing is printed."""
    file, measures = RECAPS[source]
    return [
        (
            "JUMLAH" in row[:2],
            {
                measure: 0 if cell == "nihil" else cell
                for measure, cell in zip(measures, row[2:], strict=False)
            },
        )
        for row in _rows(file)
        if "JUMLAH" in row[:2] or (isinstance(row[0], int) and row[1])
    ]


def reference(name: str, key: str = "code") -> dict[str, dict[str, str]]:
    """A code table of data/reference, by its key."""
    return {row[key]: row for row in _csv(REFERENCE / f"{name}.csv")}


def last_day(stated: str) -> date | None:
    """The last day of a date stated as 2024, 2024-03 or 2024-03-14; None where none is."""
    if not stated:
        return None
    year, month, day = (*map(int, stated.split("-")), None, None)[:3]
    if day:
        return date(year, month, day)
    following = date(year + (month or 12) // 12, (month or 12) % 12 + 1, 1)
    return following - timedelta(days=1)


def figures() -> list[dict[str, str]]:
    """The rows of the published figures, as texts."""
    return _csv(PROJECT / "data/published/figures.csv")


def outreach() -> list[dict[str, str]]:
    """The prevention events, each once however many accounts there are of it, as texts."""
    rows = _csv(PROJECT / "data/published/outreach.csv")
    return [row for row in rows if not row["same_event_as"]]


def half_up(part: float, whole: float) -> float:
    """A percentage with one decimal, rounded half up, in whole numbers throughout."""
    return (2000 * int(part) + int(whole)) // (2 * int(whole)) / 10


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _rows(file: str | Path) -> Iterator[tuple[Any, ...]]:
    """The rows of a made-up register, or of any workbook given by its whole path."""
    for sheet in openpyxl.load_workbook(DEMO / file).worksheets:
        yield from sheet.iter_rows(values_only=True)


def _listed(cell: str) -> list[str]:
    """What a cell lists as `1) … 2) …`; all of it where it lists nothing."""
    return [part.strip() for part in re.split(r"(?m)^\d\) ", cell) if part]


def _day(cell: Any) -> date:
    """A date as the made-up registers write it: a date cell, ISO, 23/11/2023, 20 November 2023."""
    if isinstance(cell, datetime):
        return cell.date()
    if re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        return date.fromisoformat(cell)
    day, month, year = re.split(r"[/ ]", cell)
    return date(int(year), MONTHS.get(month.lower()) or int(month), int(day))

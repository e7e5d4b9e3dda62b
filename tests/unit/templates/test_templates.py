"""A filled template loads without a rejection, an empty one is no data, what it offers is known."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipelines.commands.inspection import inspection
from pipelines.home import REFERENCE
from pipelines.landing.contradictions import SHOWN
from pipelines.layouts import Layout, Layouts
from pipelines.layouts.maps import ColumnMap
from pipelines.layouts.provenance import find_provenance
from pipelines.templates import template_workbook
from pipelines.templates.choices import choices, governments
from pipelines.templates.workbook import is_asked_for
from pipelines.values import Reference, interpret

TEMPLATES = {item.name: item for item in Layouts.load().items if item.template}
RECORD_KINDS = {"report", "sanction", "follow_up", "recap"}
SULTRA = (
    *(f"Kabupaten {name}" for name in ("Kolaka", "Konawe", "Muna", "Buton", "Bombana", "Wakatobi")),
    *(f"Kabupaten {name} Utara" for name in ("Kolaka", "Konawe", "Buton")),
    *(f"Kabupaten Buton {name}" for name in ("Selatan", "Tengah")),
    "Kabupaten Konawe Selatan", "Kabupaten Kolaka Timur", "Kota Kendari",
)  # fmt: skip
CODED = {
    "status", "finding", "channel", "election_stage", "sanction_level", "forwarded_to",
    "subject_kind", "violation", "sanction", "region",
}  # fmt: skip
each_template = pytest.mark.parametrize("layout", TEMPLATES.values(), ids=TEMPLATES)


@pytest.fixture(scope="module")
def reference() -> Reference:
    return Reference.load(REFERENCE)


@pytest.fixture(autouse=True)
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETRALITAS_HOME", str(tmp_path / "home"))


def filled(layout: Layout, path: Path, rows: int) -> Path:
    """The template saved, opened again as an office would, filled with made-up people and saved."""
    template_workbook(layout).save(path)
    book = openpyxl.load_workbook(path)
    sheet = book["Data"]
    first = int(sheet.freeze_panes[1:])
    labels = {sheet.cell(row, 2).value: row for row in range(2, first)}
    office = next((labels[name] for name in ("Bawaslu", "Pemerintah") if name in labels), None)
    if office:
        sheet.cell(office, 3, "Provinsi Sulawesi Tenggara")
    sheet.cell(labels["Tahun"], 3, 2024)
    if "Keadaan per tanggal" in labels:
        sheet.cell(labels["Keadaan per tanggal"], 3, date(2024, 3, 14))
    columns = [column for column in layout.columns if is_asked_for(column)]
    for number in range(1, rows + 1):
        for place, column in enumerate(columns, 1):
            sheet.cell(first + number - 1, place, value_for(column, number))
    book.save(path)
    return path


def value_for(column: ColumnMap, number: int) -> Any:
    """What an office would write; each word on offer in its turn."""
    if column.sequence:
        return number
    if column.split == "number_and_date":
        return f"{number}/KASN/3/2024 tgl 14 Maret 2024"
    if column.split:
        return "Orang Contoh"
    if column.fields[0].value_kind == "region":
        return SULTRA[number % len(SULTRA)]
    for field in column.fields:
        if field.on_error == "reject" and (offered := choices(field.value_kind)):
            return offered[number % len(offered)]
    kind = column.fields[0].value_kind
    if kind == "nip":
        return f"198001012005011{900 + number % 100}"
    if kind == "date":
        return date(2024, 3, 1 + number % 28)
    return number if kind == "count" else f"isi {number}"


def test_every_kind_of_record_has_a_template() -> None:
    assert {item.record_kind for item in TEMPLATES.values()} >= RECORD_KINDS


@each_template
def test_a_filled_template_loads_without_a_rejection(layout: Layout, tmp_path: Path) -> None:
    # A recap has one row for each government.
    count = len(SULTRA) if layout.record_kind == "recap" else 40
    answer = inspection(filled(layout, tmp_path / "filled.xlsx", rows=count))
    assert (answer["reason"], answer["layout"]) == (None, layout.name)
    assert (answer["period_label"], answer["is_demo"]) == ("2024", False)
    assert "Provinsi Sulawesi Tenggara" in answer["office"]
    assert answer["as_of"] == ("2024-03-14" if layout.record_kind == "recap" else None)
    rows = answer["tables"][0]["rows"]
    records = [row for row in rows if row["class"] in ("record", "set_aside")]
    assert len(records) == count
    # Each word on offer in its turn: it need not agree with what stands beside it.
    assert {one["reason_code"] for row in rows for one in row["errors"]} <= SHOWN
    told = {name for row in records for name, value in row["fields"].items() if value is not None}
    assert told >= layout.fields.keys() - {"position_class", "remark", "province_code"}


@each_template
def test_an_empty_template_is_no_data(layout: Layout, tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    template_workbook(layout).save(path)
    assert inspection(path)["reason"] == "empty"
    book = openpyxl.load_workbook(path)
    assert [book[name].sheet_state for name in book.sheetnames] == [
        "visible", "visible", "hidden", "hidden",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", sorted(CODED))
def test_every_word_on_offer_means_something_and_every_code_is_on_offer(
    kind: str, reference: Reference
) -> None:
    offered = choices(kind)
    meant = [interpret(kind, "", word, reference) for word in offered]
    assert [m.message for m in meant if m.value is None] == []
    codes = {m.value for m in meant}
    assert len(codes) == len(offered) or kind in ("subject_kind", "election_stage")
    if kind in ("status", "finding", "channel", "election_stage", "sanction_level"):
        spellings = reference.words[kind].exact.values()
        assert codes == {word.code for words in spellings for word in words}


def test_every_government_on_offer_is_told_from_the_titles(reference: Reference) -> None:
    def lookup(kind: str, text: str) -> str | None:
        name, _, context = kind.partition("@")
        return interpret(name, context, text, reference).value

    for name in governments():
        titles = [["JUDUL", "Pemerintah", name, "Tahun", "2024"]]
        origin = find_provenance(TEMPLATES["L6"], titles, None, "", lookup, str)
        assert (origin.office is not None, origin.period_label) == (True, "2024"), name
        code = origin.office_region_code or ""
        assert reference.regions[code].name in name, name


def test_cells_are_checked_as_they_are_typed() -> None:
    sheet = template_workbook(TEMPLATES["L6"])["Data"]
    checks = {check.type: check for check in sheet.data_validations.dataValidation}
    assert {"list", "textLength", "date", "whole"} <= set(checks)
    assert checks["textLength"].formula1 == "18"
    nip = next(cell for cell in sheet[5] if cell.value == "NIP")
    assert sheet.cell(6, nip.column).number_format == "@"
    assert all(cell.comment for cell in sheet[5])

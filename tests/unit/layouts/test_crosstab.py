"""A crosstab: one heading for each year, and every filled cell of a row a record of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.landing.settle import settle
from pipelines.layouts import Layouts, Recognition, recognise
from pipelines.layouts.maps import MapError, layout_from
from pipelines.values import Reference, interpret
from pipelines.values.meanings import Meanings
from pipelines.workbooks import Workbook
from tests.unit.layouts.conftest import Cells, Understand, classes, sheet, values

TITLES: list[Cells] = [
    ["REKAPITULASI PELANGGARAN NETRALITAS ASN"],
    ["BERDASARKAN JABATAN TAHUN 2020-2021"],
]
TOP: Cells = ["No", "Jabatan", "2020", None, "2021", None, "Total"]
LOW: Cells = [None, None, "Jumlah", "%", "Jumlah", "%", None]
MERGED = [(3, 1, 4, 1), (3, 2, 4, 2), (3, 3, 3, 4), (3, 5, 3, 6), (3, 7, 4, 7)]


def cells_of(found: Recognition, row: int) -> list[tuple[str, ...]]:
    """(column, year, measure, text) of each part of a row."""
    letters = {f.part: f.column_letter for f in found.fields if f.row_number == row}
    return [
        (letter, *(values(found, row, part).get(name, "") for name in names))
        for part, letter in sorted(letters.items())
        for names in [("column_member", "measure", "value")]
    ]


@pytest.mark.parametrize("merged", [MERGED, []], ids=["merged", "not merged"])
def test_years_over_counts_and_percentages(understand: Understand, merged: Any) -> None:
    row: Cells = ["1", "JPT", "10", "25%", None, "-", "10"]
    total: Cells = [None, "JUMLAH", "40", "100%", "8", None, "48"]
    found = understand([*TITLES, TOP, LOW, row, total], merged=merged)
    assert (found.layout, found.reason_code, found.period_label) == ("L8", None, "2020-2021")
    assert (found.register_kind, found.record_kind) == ("kasn_crosstab", "crosstab")
    assert classes(found) == {
        1: "title", 2: "title", 3: "header", 4: "header", 5: "record", 6: "total",
    }  # fmt: skip
    assert cells_of(found, 5) == [
        ("C", "2020", "cases", "10"), ("D", "2020", "share", "25%"), ("F", "2021", "share", "-"),
    ]  # fmt: skip
    assert values(found, 5, 2)["row_member"] == "JPT"
    assert cells_of(found, 6)[2] == ("E", "2021", "cases", "8")
    assert "row_member" not in values(found, 6)


def test_a_class_and_a_part_of_it_are_counted_once_or_not_at_all(
    understand: Understand, reference: Reference
) -> None:
    rows: list[Cells] = [
        ["Jabatan", "2020", "2021"], ["JPT", "30", "4"], ["JPT Pratama", "31", None],
        ["Camat", "2", "1"], ["Camat/Lurah", None, "3"], ["Lurah", "2", None],
    ]  # fmt: skip
    found = understand([*TITLES, *rows])

    def said(row: int) -> list[str]:
        return [
            values(found, row, part)["row_member"] for part in (1, 2)[: len(cells_of(found, row))]
        ]

    assert said(4) == ["JPT (also in row 5)", "JPT"]
    assert said(5) == ["JPT Pratama (also in row 4)"]
    # Two parts stand beside each other, not beside the whole; another year is another matter.
    assert said(6) == ["Camat", "Camat (also in row 7)"]
    assert said(7) == ["Camat/Lurah (also in row 6)"]
    assert said(8) == ["Lurah"]
    meaning = interpret("position_group", "", said(5)[0], reference)
    assert (meaning.value, meaning.reason_code) == (None, "member_twice")


def test_a_count_merged_over_two_years_is_that_of_neither(understand: Understand) -> None:
    rows: list[Cells] = [["Jabatan", "2020", "2021"], ["JPT", "10", None], ["Guru", "3", "2"]]
    found = understand([*TITLES, *rows], merged=[(4, 2, 4, 3)])
    assert cells_of(found, 4) == [("B", "2020", "cases", "10 (merged)")]
    assert [of[-1] for of in cells_of(found, 5)] == ["3", "2"]


@pytest.mark.parametrize(
    ("headings", "said"),
    [
        (["No", "Jabatan", "2020", "2021"], [("2020", "cases"), ("2021", "cases")]),
        (["Jabatan", "2020", "2021"], [("2020", "cases"), ("2021", "cases")]),
        (["No", "Jabatan", "Jumlah 2020", "% 2020"], [("2020", "cases"), ("2020", "share")]),
        (
            ["Jabatan", "Tahun 2020", "Persentase 2020"],
            [("2020", "cases"), ("2020", "share")],
        ),
        (["Kelompok Jabatan", "2020 (kasus)", "2020 (%)"], [("2020", "cases"), ("2020", "share")]),
    ],
)
def test_headings_of_one_row(
    understand: Understand, headings: Cells, said: list[tuple[str, str]]
) -> None:
    first: Cells = ["1"] if headings[0] == "No" else []
    found = understand([*TITLES, headings, [*first, "Administrator", "4", "5"]])
    assert (found.layout, found.reason_code) == ("L8", None)
    assert [(year, measure) for _, year, measure, _ in cells_of(found, 4)] == said


def test_a_row_of_years_may_be_the_lower_half_of_the_header(understand: Understand) -> None:
    top: Cells = ["Jabatan", "Tahun", None, None]
    found = understand([*TITLES, top, [None, "2020", "2021", "2022"], ["Camat", "1", "2", "3"]])
    assert (found.layout, found.reason_code) == ("L8", None)
    assert classes(found)[4] == "header"
    assert [year for _, year, _, _ in cells_of(found, 5)] == ["2020", "2021", "2022"]


def test_a_row_of_measures_is_of_the_header_where_all_are_counts(understand: Understand) -> None:
    top: Cells = ["No", "Jabatan", "2020", "2021", "2022"]
    low: Cells = [None, None, "Jumlah", "Jumlah", "Jumlah"]
    found = understand([*TITLES, top, low, ["1", "JPT", "1", "2", "3"]])
    assert (found.layout, found.reason_code) == ("L8", None)
    assert classes(found)[4] == "header"


def test_a_row_without_any_figure_is_accounted_for(understand: Understand) -> None:
    rows: list[Cells] = [["1", "JPT", None, "7"], ["2", "Pelaksana"], ["3", "Fungsional", "2"]]
    found = understand([*TITLES, ["No", "Jabatan", "2020", "2021"], *rows])
    assert [(r.row_number, r.part) for r in found.rows if r.row_class == "record"] == [
        (4, 1), (5, 1), (6, 1),
    ]  # fmt: skip
    assert values(found, 4)["column_member"] == "2021"
    assert values(found, 5) == {
        "row_member": "Pelaksana", "column_member": "2020", "measure": "cases",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("headings", "reason"),
    [
        (["No", "Jabatan", "2020", "2021", "Keterangan2"], "column_unexpected"),
        (["No", "Jabatan", "2020", "2021", "2020"], "header_duplicate"),
        (["No", "Jabatan", "2020", "Jumlah 2020", "2021"], "header_duplicate"),
        (["No", "Jabatan", "% 2020", "% 2021", "Jumlah"], "column_missing"),
        # Neither says that it is a count; what is under it could be a percentage.
        (["No", "Jabatan", "2020", "2021", "2020 (rasio)"], "column_unexpected"),
        (["No", "Jabatan", "2020", "%", "2021"], "column_unexpected"),
    ],
)
def test_a_heading_that_is_not_sure_makes_the_file_wait(
    understand: Understand, headings: Cells, reason: str
) -> None:
    found = understand([*TITLES, headings, ["1", "JPT", "1", "2", "3"]])
    assert (found.layout, found.reason_code) == ("L8", reason)


def test_years_under_a_heading_that_is_not_known_are_no_counts(understand: Understand) -> None:
    top: Cells = ["No", "Jabatan", "Rata-rata", None]
    found = understand([*TITLES, top, [None, None, "2020", "2021"], ["1", "JPT", "1", "2"]])
    assert found.reason_code is not None


def test_years_of_something_else_are_no_violations(understand: Understand) -> None:
    rows: list[Cells] = [["JUMLAH PEGAWAI"], ["No", "Jabatan", "2020", "2021"], ["1", "JPT", "1"]]
    assert understand(rows).reason_code == "no_layout"


def test_the_years_are_the_period_where_nothing_else_says_one(understand: Understand) -> None:
    rows: list[Cells] = [["PELANGGARAN NETRALITAS"], ["No", "Jabatan", "2019", "2022"]]
    assert understand([*rows, ["1", "JPT", "1", "2"]]).period_label == "2019-2022"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("JPT", "jpt"), ("Jabatan Pimpinan Tinggi (JPT)", "jpt"),
        ("Pejabat Administrator", "administrator"), ("PENGAWAS", "pengawas"),
        ("Kepala Wilayah (Camat/Lurah)", "kepala_wilayah"),
        ("Camat dan Lurah", "kepala_wilayah"), ("Jabatan Fungsional Umum", "pelaksana"),
        # A class is never taken out of other words.
        ("Administrator dan Pengawas", None), ("Staf Khusus", None), ("Lainnya", None),
    ],
)  # fmt: skip
def test_a_class_of_position_is_one_on_file(
    reference: Reference, text: str, code: str | None
) -> None:
    known = Meanings(reference).of("position_group")
    assert known[text] == code
    assert (text in known.unsound) == (code is None)


def test_a_count_and_a_percentage_are_not_mixed_up(
    understand: Understand, reference: Reference
) -> None:
    headings: Cells = ["No", "Jabatan", "2020", "% 2020"]
    rows: list[Cells] = [["1", "JPT", "25%", "0.25"], ["2", "Staf Khusus", "3", "10"]]
    found = understand([*TITLES, headings, *rows])
    outcome = [
        settled.verdicts
        for use in found.sheets
        for number, own, texts in use.stretches()
        for settled in [
            settle(
                use.tables[number].slots,
                texts,
                [use.classes[own[at]] for at in texts.index],
                Meanings(reference),
            )
        ]
    ]
    assert outcome == [
        [("rejected", "number_invalid"), ("rejected", "position_group_unknown")],
        [("rejected", "number_invalid"), ("rejected", "position_group_unknown")],
    ]


OWN: dict[str, Any] = {
    "layout": "own", "title": "Regencies by month", "family": "kasn",
    "register_kind": "kasn_crosstab", "record_kind": "crosstab", "source_code": "kasn",
    "office": {"kind": "fixed", "name": "KASN"},
    "columns": [
        {"heading": "Kabupaten", "field": "row_member", "value_kind": "region", "filled": True},
        {"heading": "{month}", "measure": "cases", "field": "value", "value_kind": "count"},
    ],
}  # fmt: skip


def test_another_crosstab_is_another_map(tmp_path: Path, reference: Reference) -> None:
    (tmp_path / "own.yml").write_text(yaml.safe_dump(OWN), encoding="utf-8")
    rows: list[Cells] = [
        ["PROVINSI SULAWESI TENGGARA TAHUN 2024"],
        ["Kabupaten", "Jan", "Pebruari", "MARET"],
        ["Kab. Muna", "1", "2", "3"],
    ]
    found = recognise(Workbook(True, sheets=[sheet(rows)]), Layouts.load(tmp_path), reference)
    assert (found.layout, found.reason_code) == ("own", None)
    assert [member for _, member, _, _ in cells_of(found, 3)] == ["01", "02", "03"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"measure": "guesses"}, "`measure` is no code of measures.csv"),
        ({"heading": "Januari"}, "each heading needs one place to fill"),
        ({"heading": "{decade}"}, "each heading needs one place to fill"),
        ({"field": "cases"}, "feeds the field value, and no other"),
        ({"measure": ""}, "a heading with a place to fill needs the key `measure`"),
    ],
)
def test_a_map_says_what_is_wrong_with_such_a_column(change: dict[str, str], said: str) -> None:
    broken = {**OWN, "columns": [OWN["columns"][0], {**OWN["columns"][1], **change}]}
    with pytest.raises(MapError, match=said):
        layout_from(yaml.safe_dump(broken), "own.yml")


def test_the_province_may_stand_before_what_the_table_is_by(understand: Understand) -> None:
    title = "PELANGGARAN NETRALITAS PROVINSI SULAWESI TENGGARA MENURUT JABATAN TAHUN 2020"
    found = understand([[title], ["No", "Jabatan", "2020"], ["1", "JPT", "1"]])
    assert (found.office, found.office_region_code) == ("KASN (Provinsi Sulawesi Tenggara)", "74")

"""What the names of sheets say of the time of their tables, and what beside them says otherwise."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pipelines.layouts.sheet_names import NamedPeriod, named_period
from pipelines.values import Reference
from pipelines.values.meanings import Meanings
from tests.unit.layouts.conftest import Cells, Understand, sheet, values
from tests.unit.layouts.test_every_layout import L1
from tests.unit.layouts.test_messes import L6, sanction

YEAR = "TAHUN 2023"


def cases() -> list[dict[str, str]]:
    """The rows of cases/sheet_names.csv; period '?': up to a time that cannot be told."""
    path = Path(__file__).parent / "cases" / "sheet_names.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['name']} of {case['whole']}")
def test_names(case: dict[str, str], reference: Reference) -> None:
    found = named_period(case["name"], case["whole"] or None, Meanings(reference).lookup)
    if case["period"] == "?":
        assert found == NamedPeriod(None, counts_up_to=True)
    else:
        said = (found.period, found.as_of) if found is not None else (None, None)
        assert said == (case["period"] or None, case["as_of"] or None)


def recap(name: str, number: int = 1, *titles: str) -> object:
    """A sheet of two governments; the figures of no two sheets are alike."""
    rows: list[Cells] = [
        ["1", "Kab. Muna", str(number), *[None] * 8],
        ["2", "Kota Kendari", str(number + 10), *[None] * 8],
    ]
    return sheet([["REKAP NETRALITAS ASN"], *([one] for one in titles), [*L1], *rows], name, number)


def times(found: object) -> list[tuple[str | None, str | None]]:
    return [
        (reader.period_label, reader.as_of)
        for use in found.sheets  # type: ignore[attr-defined]
        for reader in use.tables
    ]


def test_a_running_total_stands_beside_the_months_as_one(understand: Understand) -> None:
    names = ["Januari", "Februari", "s.d. Februari"]
    found = understand([recap(name, i, YEAR) for i, name in enumerate(names, 1)])
    assert (found.reason_code, found.period_label, found.as_of) == (None, "2023", None)
    assert times(found) == [
        ("2023-01", None), ("2023-02", None), ("2023-01/2023-02", "2023-02-28"),
    ]  # fmt: skip


def test_a_running_total_alone_dates_its_workbook(understand: Understand) -> None:
    found = understand([recap("s.d. Maret", 1, YEAR)])
    assert (found.reason_code, found.as_of) == (None, "2023-03-31")
    assert times(found) == [("2023-01/2023-03", "2023-03-31")]
    drawn = understand([recap("s.d. Maret", 1, YEAR, "Per 5 April 2023")])
    assert times(drawn) == [("2023-01/2023-03", "2023-04-05")]


def test_up_to_january_is_january(understand: Understand) -> None:
    found = understand([recap("Januari", 1, YEAR), recap("s.d. Januari", 2, YEAR)])
    assert times(found) == [("2023-01", None)] * 2
    names = [field.text for field in found.fields if field.field == "institution"]
    assert all("also in row" in (name or "") for name in names)  # their figures differ


@pytest.mark.parametrize(
    ("name", "titles", "said"),
    [
        ("s.d. Maret", ["TAHUN 2023-2024"], "from when to when"),
        ("s.d. Maret", ["BULAN MARET 2023"], "another time"),
        ("s.d. Maret 2022", [YEAR], "another time"),
    ],
)
def test_a_running_total_of_no_certain_time_waits(
    name: str, titles: list[str], said: str, understand: Understand
) -> None:
    found = understand([recap(name, 1, *titles)])
    assert found.reason_code == "period_unknown"
    assert f"sheet '{name}' is named after" in (found.message or "")
    assert said in (found.message or "")
    assert found.mend


@pytest.mark.parametrize(
    ("titles", "time"),
    [
        (["TAHUN 2023-2024", "Per 31 Maret 2024"], ("2023-2024", "2024-03-31")),
        (["PERIODE JANUARI - MARET 2023"], ("2023-01/2023-03", "2023-03-31")),
        (["TRIWULAN I 2023"], ("2023-T1", "2023-03-31")),
    ],
)
def test_a_title_that_says_as_much_as_the_name_is_believed(
    titles: list[str], time: tuple[str, str], understand: Understand
) -> None:
    found = understand([recap("s.d. Maret", 1, *titles)])
    assert (found.reason_code, times(found)) == (None, [time])


def test_records_do_not_wait_for_the_time_of_a_sheet(understand: Understand) -> None:
    titles: list[Cells] = [["PEMERINTAH KABUPATEN MUNA"], ["TAHUN 2023-2024"]]
    found = understand([sheet([*titles, [*L6], sanction("1")], "s.d. Maret")])
    assert (found.reason_code, times(found)) == (None, [("2023-2024", None)])


def test_sheets_of_years_need_no_year_in_their_titles(understand: Understand) -> None:
    found = understand([recap("2023"), recap("2022", 2)])
    assert (found.reason_code, found.period_label) == (None, "2022-2023")
    assert "period from the names of its sheets" in found.evidence
    assert times(found) == [("2023", None), ("2022", None)]
    assert [values(found, row)["institution"] for row in (3, 4)] == ["Kab. Muna", "Kota Kendari"]
    assert understand([recap("Rekap 2023")]).period_label == "2023"
    # Of a sheet that says nothing, and of a lone month that may be the last of several.
    assert understand([recap("2023"), recap("Sheet2", 2)]).reason_code == "period_unknown"
    assert understand([recap("Maret 2023")]).reason_code == "period_unknown"


def test_tables_of_two_years_are_each_of_their_own(understand: Understand) -> None:
    def table(*titles: str) -> list[Cells]:
        rows: list[Cells] = [["1", "Kab. Muna", "9", *[None] * 8]]
        return [*([one] for one in titles), [*L1], *rows, []]

    found = understand([*table("REKAP NETRALITAS ASN", "TAHUN 2023"), *table("TAHUN 2022")])
    assert (found.reason_code, found.period_label) == (None, "2022-2023")
    assert times(found) == [("2023", None), ("2022", None)]
    # The first one says none, or two: nobody knows which.
    for first in (["REKAP"], ["REKAP TAHUN 2024", "LAPORAN TAHUN 2022"]):
        third = [*table(*first), *table("TAHUN 2023"), *table("TAHUN 2022")]
        assert understand(third).reason_code == "period_unknown"

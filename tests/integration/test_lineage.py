"""Facts lead back, by delivery, sheet, row and part, to what a person sees in that row."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.conftest import PROJECT, WarehouseHome


def sheet_text(path: Path, sheet: str, row: int) -> str:
    """The row as a person sees it; merged cells show the value of their first cell."""
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    cells = {cell.column: cell.value for cell in page[row]}
    for merged in page.merged_cells.ranges:
        if merged.min_row <= row <= merged.max_row:
            for column in range(merged.min_col, merged.max_col + 1):
                cells[column] = page.cell(merged.min_row, merged.min_col).value
    return " | ".join(str(value) for value in cells.values() if value is not None)


def file_of(home: WarehouseHome, delivery_key: str) -> Path:
    ((name,),) = home.landing_sql(
        f"select file_name from landing.delivery where delivery_key = '{delivery_key}'"
    )
    for folder in ("demo", "published"):
        if (path := PROJECT / "data" / folder / name).exists():
            return path
    raise AssertionError(name)


@pytest.mark.parametrize("layout", ["L2", "L3", "L4", "L6"])
def test_a_person_stands_in_the_row_their_fact_points_to(
    demo_home: WarehouseHome, layout: str
) -> None:
    facts = demo_home.sql(
        "select delivery_key, sheet_name, row_number, part, asn_key from ("
        "select * from marts.fct_case_event union all by name select * from marts.fct_report) "
        "inner join marts.dim_delivery using (delivery_key) "
        "where layout = ? and asn_key is not null group by all order by all",
        [layout],
    )
    assert facts
    people = {
        key: nip for nip, key in demo_home.landing_sql("select nip, asn_key from landing.nip_key")
    }
    for delivery_key, sheet, row, part, asn_key in facts:
        text = sheet_text(file_of(demo_home, delivery_key), sheet, row)
        digits = "".join(character for character in text if character.isdigit())
        nip = people[asn_key]
        assert nip in digits, f"{layout} {sheet}!{row} part {part}"
        if part > 1:
            # The part-th person of the row: as many others stand before.
            others = [one for one in people.values() if one in digits[: digits.index(nip)]]
            assert len(others) == part - 1


def test_a_recommendation_stands_in_the_row_its_follow_up_points_to(
    demo_home: WarehouseHome,
) -> None:
    facts = demo_home.sql(
        "select distinct delivery_key, sheet_name, row_number, part from marts.fct_case_event "
        "inner join marts.dim_delivery using (delivery_key) where layout = 'L7'"
    )
    assert facts
    for delivery_key, sheet, row, part in facts:
        ((number,),) = demo_home.landing_sql(
            "select value from landing.field_value where field = 'recommendation_number' "
            f"and delivery_key = '{delivery_key}' and sheet_name = '{sheet}' "
            f"and row_number = {row} and part = {part}"
        )
        assert number in sheet_text(file_of(demo_home, delivery_key), sheet, row)


@pytest.mark.parametrize("layout", ["L1", "L5"])
def test_a_recaps_number_stands_in_the_row_its_cell_points_to(
    demo_home: WarehouseHome, layout: str
) -> None:
    cells = demo_home.sql(
        "select delivery_key, sheet_name, row_number, value from marts.fct_recap "
        "inner join marts.dim_delivery using (delivery_key) "
        "where layout = ? and value is not null",
        [layout],
    )
    assert cells
    for delivery_key, sheet, row, value in cells:
        numbers = sheet_text(file_of(demo_home, delivery_key), sheet, row)
        printed = numbers.replace(",", ".").replace("nihil", "0")
        assert f"{value:g}" in printed, f"{layout} {sheet}!{row}"

"""What is written in an unusual way is read as a person reads it, or refused: never otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.workbooks import Workbook, read_workbook
from pipelines.workbooks.xlsx_parts import column_letter
from tests.unit.workbooks.made import row, text, xlsx
from tests.unit.workbooks.odd_ways import Odd, odd_ways


def cells(workbook: Workbook) -> dict[str, str]:
    """The filled cells of the first sheet."""
    sheet = workbook.sheets[0]
    return {
        f"{column_letter(place)}{number}": value
        for place, column in enumerate(sheet.columns, 1)
        for number, value in zip(sheet.numbers, column, strict=True)
        if value is not None
    }


@pytest.mark.parametrize("odd", odd_ways(), ids=lambda odd: odd.name)
def test_odd_ways(tmp_path: Path, odd: Odd) -> None:
    path = tmp_path / f"file{Path(odd.name).suffix}"
    path.write_bytes(odd.make())
    workbook = read_workbook(path)
    assert (workbook.reason_code or cells(workbook)) == odd.expected, workbook.message


def test_merges_and_hidden_rows_are_found_however_they_are_quoted(tmp_path: Path) -> None:
    rows = row(3, text("A3", "x"), text("B3", "y")) + row(4, text("A4", "z"), more="hidden='1'")
    quoted = xlsx(
        '<cols><col min="2" hidden="1"/></cols>'
        f"<sheetData>{rows}</sheetData>"
        "<mergeCells><mergeCell ref='$A$3:$B$3'/></mergeCells>"
    )
    (tmp_path / "a.xlsx").write_bytes(quoted)
    (sheet,) = read_workbook(tmp_path / "a.xlsx").sheets
    assert sheet.merged == [(3, 1, 3, 2)]
    assert sheet.hidden == {4}

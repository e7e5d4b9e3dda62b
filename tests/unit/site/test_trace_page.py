"""The trail page stays light: a dozen sheets behind a number are listed, the rest is counted."""

from __future__ import annotations

from pipelines.site.language import Language
from pipelines.site.pages.trace import PLACES, behind
from pipelines.trail import Row, Trail


def test_a_dozen_sheets_are_listed_and_the_rest_is_counted() -> None:
    rows = [
        Row("fct_case", f"{sheet}/{number}", 1.0, "d", f"{sheet:02}.xlsx", "L6", "Sheet1", number)
        for sheet in range(PLACES + 3)
        for number in (8, 9)
    ]
    trail = Trail("k", "number", "t", value=30, found=30, agrees=True, facts=30, rows=rows)
    value, places = behind(trail, Language("en"))
    lines = str(places).split("\n")
    assert str(value) == "30"
    assert lines[0] == "00.xlsx, sheet Sheet1: rows 8–9"
    assert len(lines) == PLACES + 1
    assert lines[-1] == "and 6 more facts"

"""The Southeast Sulawesi recap of 14 March 2024: transcribed as printed, and understood as L1."""

from __future__ import annotations

from pathlib import Path

import yaml

from pipelines.layouts import Layouts, recognise
from pipelines.values.reference import Reference
from pipelines.workbooks import read_workbook

ROOT = Path(__file__).resolve().parents[3]
RECAP = ROOT / "data" / "published" / "kasn_recap_sultra_2024-03-14.xlsx"
STAGES = (
    "reported", "processed", "proven", "not_proven", "in_clarification", "followed_up",
    "not_followed_up",
)  # fmt: skip


def test_the_recap_is_read_as_printed() -> None:
    sidecar = yaml.safe_load(RECAP.with_suffix(".yml").read_text(encoding="utf-8"))
    assert (sidecar["origin"], sidecar["election"]) == ("transcription", "pemilu_2024")
    understood = recognise(
        read_workbook(RECAP), Layouts.load(), Reference.load(ROOT / "data/reference"), sidecar, ""
    )
    assert (understood.layout, understood.source_code) == ("L1", "kasn")
    assert str(understood.as_of) == "2024-03-14"
    assert understood.reason_code is None
    cells: dict[int, dict[str, str]] = {}
    for field in understood.fields:
        if field.text:
            cells.setdefault(field.row_number, {})[field.field] = field.text
    *governments, total = (cells[row] for row in sorted(cells))
    assert [row["reported"] for row in governments] == ["21", "10", "2", "1", "1", "1", "1"]
    # Nothing but the reports was printed by government: empty, not zero.
    assert all(set(row) & set(STAGES) == {"reported"} for row in governments)
    assert [total[stage] for stage in STAGES] == ["38", "35", "31", "4", "3", "28", "4"]

"""What arrived is judged: a blank cell warns, an empty optional column passes, ours blocks."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines.checks import expectation_suites
from pipelines.checks.delivery_audit import batch
from pipelines.checks.expectation_suites import SUITES, run_suite, suites
from pipelines.checks.outcome import Outcome
from pipelines.checks.warehouse_audit import summarise
from pipelines.landing.store import open_store
from pipelines.layouts import Layouts

LAYOUTS = Layouts.load()
L7 = LAYOUTS.get("L7")

MATRIX = {
    "recommendation_number": "R-101/KASN/1/2024",
    "recommendation_date": "14 Maret 2024",
    "description": "uraian",
    "action": "tindak lanjut",
    "status": "Selesai",
    "action_date": "20 Maret 2024",
    "evidence": "SK",
}


@pytest.fixture
def store() -> Iterator[duckdb.DuckDBPyConnection]:
    with open_store(has_frames=True) as connection:
        yield connection


def _land(
    store: duckdb.DuckDBPyConnection, rows: list[dict[str, str]], row_class: str = "record"
) -> None:
    """One current delivery of layout L7; as in landing, only a required field may be ''."""
    store.execute(
        """insert into landing.delivery by name select 'd1' as delivery_key, '' as sha256,
            '' as file_name, '' as file_name_masked, 0 as size_bytes, now() as received_at,
            'inbox' as folder, '' as inbox_folder, 'office' as origin, false as is_demo,
            'recognised' as status, 'L7' as layout"""
    )
    store.execute(
        "insert into landing.build_delivery by name select 'd1' as delivery_key, true as is_current"
    )
    for number, row in enumerate(rows, 1):
        store.execute(
            """insert into landing.row by name select 'd1' as delivery_key, 's' as sheet_name,
            ?::integer as row_number, 1 as part, false as is_hidden, ? as class,
            ?::varchar[] as cells, ?::integer as table_number""",
            [number, row_class, list(row.values()), number],
        )
        for slot, field in enumerate(row, 1):
            store.execute(
                """insert into landing.sheet_table values
                ('d1', 's', ?, 1, ?, null, ?, ?, 'text', 'A', '', null, null)""",
                [number, slot, slot, field],
            )


def _judge(store: duckdb.DuckDBPyConnection) -> Outcome:
    suite = next(one for one in suites() if one.layout == "L7")
    frame = batch(store, L7)
    assert frame is not None
    return summarise(suite, run_suite(suite.name, frame))


def _without(*fields: str) -> dict[str, str]:
    return {name: text for name, text in MATRIX.items() if name not in fields}


def test_a_layout_of_which_nothing_came_has_no_batch(store: duckdb.DuckDBPyConnection) -> None:
    assert batch(store, L7) is None


def test_a_batch_has_every_field_of_the_layout_and_every_row(
    store: duckdb.DuckDBPyConnection,
) -> None:
    _land(store, [{"recommendation_number": ""}, {}])
    frame = batch(store, L7)
    assert frame is not None
    assert set(MATRIX) <= set(frame.columns)
    assert len(frame) == 2
    assert frame[list(MATRIX)].isna().all(axis=None)


def test_a_sound_batch_passes(store: duckdb.DuckDBPyConnection) -> None:
    _land(store, [MATRIX] * 3)
    assert _judge(store).passed


def test_a_sheet_may_have_several_columns_of_remarks(store: duckdb.DuckDBPyConnection) -> None:
    _land(store, [MATRIX] * 3)
    for slot in (8, 9):
        store.execute(
            """insert into landing.sheet_table select delivery_key, sheet_name, table_number,
            header_row, ?, null, 1, 'remark', 'remark', 'A', '', null, null
            from landing.sheet_table where slot = 1""",
            [slot],
        )
    assert _judge(store).passed


@pytest.mark.parametrize("others", [0, 2, 30])
def test_a_blank_required_cell_warns_and_does_not_block(
    store: duckdb.DuckDBPyConnection, others: int
) -> None:
    _land(store, [MATRIX] * others + [MATRIX | {"recommendation_number": ""}])
    outcome = _judge(store)
    assert not outcome.passed
    assert not outcome.blocks
    assert "column_values_to_not_be_null-recommendation_number" in outcome.detail


def test_an_optional_column_that_is_blank_throughout_passes(
    store: duckdb.DuckDBPyConnection,
) -> None:
    _land(store, [_without("action_date", "evidence", "recommendation_date")] * 30)
    assert _judge(store).passed


def test_a_status_that_is_blank_throughout_warns(store: duckdb.DuckDBPyConnection) -> None:
    _land(store, [_without("status")] * 30)
    outcome = _judge(store)
    assert not outcome.passed
    assert not outcome.blocks


@pytest.mark.parametrize("layout", [suite.layout for suite in suites() if suite.layout])
def test_no_blank_column_of_any_layout_makes_an_expectation_raise(
    store: duckdb.DuckDBPyConnection, layout: str
) -> None:
    _land(store, [{}])
    store.execute("update landing.delivery set layout = ?", [layout])
    frame = batch(store, LAYOUTS.get(layout))
    assert frame is not None
    failed = [one for one in run_suite(f"delivery_{layout}", frame) if not one.passed]
    assert [one for one in failed if one.raised or one.severity == "block"] == []


def test_a_delivery_that_landed_without_rows_blocks(store: duckdb.DuckDBPyConnection) -> None:
    _land(store, [MATRIX], row_class="title")
    assert _judge(store).blocks


def test_a_register_in_which_no_row_is_identified_blocks(
    store: duckdb.DuckDBPyConnection,
) -> None:
    _land(store, [MATRIX | {"recommendation_number": ""}] * 20)
    assert _judge(store).blocks


def test_an_expectation_that_raises_blocks_whatever_its_severity(
    store: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(SUITES, tmp_path / "gx")
    path = folder / "delivery_L7.json"
    suite = json.loads(path.read_text())
    suite["expectations"].append(
        {
            "type": "expect_column_values_to_not_be_null",
            "kwargs": {"column": "no_such_column"},
            "meta": {"severity": "warn", "note": "made to raise"},
        }
    )
    path.write_text(json.dumps(suite))
    monkeypatch.setattr(expectation_suites, "SUITES", folder)
    _land(store, [MATRIX] * 3)
    outcome = _judge(store)
    assert outcome.blocks
    assert "error of ours" in outcome.detail

"""The shipped registers are what the generator writes, say that they are made up, and add up."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pipelines.demo.registers import personal_values, registers, write_all
from pipelines.demo.sheets import MADE_UP, Register, to_bytes, without_record

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = ROOT / "data" / "demo"
REGISTERS = registers()


def _name(register: Register) -> str:
    return register.file_name


def _cells(content: bytes) -> list[tuple[object, ...]]:
    import io

    from openpyxl import load_workbook

    return list(load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))


def test_a_second_run_writes_the_same_bytes(tmp_path: Path) -> None:
    first = {path.name: path.read_bytes() for path in write_all(tmp_path / "first")}
    second = {path.name: path.read_bytes() for path in write_all(tmp_path / "second")}
    assert first == second


def test_the_project_ships_what_the_generator_writes() -> None:
    shipped = {path.name: path for path in SHIPPED.glob("*.xlsx")}
    assert set(shipped) == {register.file_name for register in REGISTERS}
    for register in REGISTERS:
        # By cells: other versions of the compression library may write other bytes.
        assert _cells(shipped[register.file_name].read_bytes()) == _cells(to_bytes(register))


@pytest.mark.parametrize("register", REGISTERS, ids=_name)
def test_the_first_row_says_that_all_is_made_up(register: Register) -> None:
    first = [cell for cell in _cells(to_bytes(register))[0] if cell]
    assert first == [MADE_UP]


@pytest.mark.parametrize("register", REGISTERS, ids=_name)
def test_losing_a_record_loses_that_row_and_no_other(register: Register) -> None:
    whole = _cells(to_bytes(register))
    for index in range(len(register.records)):
        lost = without_record(register, index)
        assert len(lost.records) == len(register.records) - 1
        assert len(lost.lines) == len(register.lines) - 1
    # The first row of a merged block hands its letter on to the next.
    first = _cells(to_bytes(without_record(register, 0)))
    assert len(first) == len(whole) - 1


def test_a_lost_first_row_of_a_letter_leaves_the_letter_readable() -> None:
    annex = next(register for register in REGISTERS if register.merged_columns)
    rows = _cells(to_bytes(without_record(annex, 0)))
    numbers = [row[1] for row in rows if isinstance(row[1], str) and row[1].startswith("R-")]
    assert len(numbers) == 12


def test_row_totals_are_those_of_the_sheets() -> None:
    with (ROOT / "expectations" / "control_totals.csv").open(encoding="utf-8", newline="") as file:
        controls = [row for row in csv.DictReader(file) if row["is_demo"] == "true"]
    read = [row for row in controls if row["unit"] == "row" and row["measure"] == "rows_read"]
    expected = sorted(int(row["expected"]) for row in read)
    assert expected == sorted(len(register.records) for register in REGISTERS)
    assert all(row["on_mismatch"] == "block" for row in read)


def test_personal_values_are_all_in_the_sheets() -> None:
    texts = "\n".join(
        str(cell).replace(" ", "") for register in REGISTERS for line in register.lines
        for cell in line.cells if cell is not None
    )  # fmt: skip
    assert all(value.replace(" ", "") in texts for value in personal_values())

"""The project's own column maps read the demonstration whole, and see any one data row missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipelines.demo.registers import registers, write_all
from pipelines.demo.sheets import Register, to_bytes, without_record
from pipelines.layouts import Layouts, Recognition, recognise
from pipelines.values import Reference, interpret
from pipelines.workbooks import read_workbooks

REFERENCE = Reference.load(Path(__file__).resolve().parents[3] / "data" / "reference")


def _recognised(folder: Path) -> Iterator[tuple[str, Recognition]]:
    layouts = Layouts.load()
    for path, workbook in read_workbooks(sorted(folder.glob("*.xlsx"))):
        assert workbook.readable, workbook.message
        yield path.name, recognise(workbook, layouts, REFERENCE, None, "")


def _record_rows(recognition: Recognition) -> int:
    return len({row.row_number for row in recognition.rows if row.row_class == "record"})


def _layout(register: Register) -> str:
    prefixes = {
        "kasn_ekspor": "L3",
        "kasn_lampiran": "L2",
        "bawaslu_register": "L4",
        "bawaslu_rekap": "L5",
        "bkpsdm": "L6",
        "inspektorat": "L7",
    }
    return next(code for name, code in prefixes.items() if register.file_name.startswith(name))


def test_every_register_is_recognised_and_every_value_understood(tmp_path: Path) -> None:
    write_all(tmp_path)
    expected = {register.file_name: register for register in registers()}
    for name, recognition in _recognised(tmp_path):
        register = expected.pop(name)
        assert recognition.reason_code is None
        assert recognition.layout == _layout(register)
        assert recognition.period_label == "2023-2024"
        assert _record_rows(recognition) == len(register.records)
        for field in recognition.fields:
            meaning = interpret(field.value_kind, field.context, field.text, REFERENCE)
            assert meaning.reason_code is None, (name, field.field, meaning.reason_code)
    assert not expected


def test_any_lost_row_is_missed_by_exactly_one(tmp_path: Path) -> None:
    expected: dict[str, int] = {}
    for register in registers():
        for index in range(len(register.records)):
            name = f"{index:02d}_{register.file_name}"
            (tmp_path / name).write_bytes(to_bytes(without_record(register, index)))
            expected[name] = len(register.records) - 1
    assert len(expected) == 139
    for name, recognition in _recognised(tmp_path):
        # A register without any data row is no register: it waits in quarantine.
        assert recognition.reason_code == ("empty" if expected[name] == 0 else None)
        assert _record_rows(recognition) == expected[name]

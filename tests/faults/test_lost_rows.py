"""Losing any one data row of any register stops publication, and the shortfall is named."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipelines.demo.registers import registers
from pipelines.demo.sheets import without_record, write
from pipelines.home import Home
from tests.conftest import WarehouseHome, said
from tests.faults.rebuild import audit, land, models

EVERY_ROW = [
    (number, index)
    for number, register in enumerate(registers())
    for index in range(len(register.records))
]


# The first, the middle and the last row of each register; `make test-slow` loses every one.
SOME_ROWS = sorted(
    {
        (number, index)
        for number, register in enumerate(registers())
        for rows in [len(register.records)]
        for index in (0, rows // 2, rows - 1)
    }
)


@pytest.fixture
def own(copy_of_demo_home: Callable[[], WarehouseHome]) -> WarehouseHome:
    home = copy_of_demo_home()
    home.own_demo()
    return home


def unnoticed_losses(home: WarehouseHome, losses: list[tuple[int, int]]) -> list[str]:
    """The losses that the audit lets pass, each tried alone through landing, models and audit."""
    inside, demo = Home(home.root), home.own_demo()
    build = models(inside)
    land(inside)
    assert not [one for one in audit(inside, build, home.root) if one.blocks]
    unnoticed = []
    for number, index in losses:
        register = registers()[number]
        write(without_record(register, index), demo)
        land(inside)
        refusals = [one for one in audit(inside, build, home.root) if one.blocks]
        if not any("1 short" in one.detail for one in refusals):
            unnoticed.append(f"{register.file_name}, data row {index + 1}")
        write(register, demo)
    return unnoticed


def test_the_loss_of_a_row_of_any_register_is_noticed(own: WarehouseHome) -> None:
    assert {number for number, _ in SOME_ROWS} == set(range(len(registers())))
    assert unnoticed_losses(own, SOME_ROWS) == []


@pytest.mark.slow
def test_the_loss_of_any_row_of_any_register_is_noticed(own: WarehouseHome) -> None:
    assert len(EVERY_ROW) > 130
    assert unnoticed_losses(own, EVERY_ROW) == []


def refused(own: WarehouseHome, file_name: str) -> None:
    before = own.release_id
    register = next(one for one in registers() if one.file_name == file_name)
    write(without_record(register, len(register.records) // 2), own.own_demo())
    done = own.netralitas("load", "--demo")
    assert done.returncode == 1, said(done)
    assert "NOT PUBLISHED" in done.stdout
    assert "FAILED" in done.stdout
    assert "1 short" in done.stdout
    assert own.release_id == before
    status = own.netralitas("status")
    assert status.returncode == 1
    assert "did NOT publish" in status.stdout


NAMES = [register.file_name for register in registers()]
FEW = [next(name for name in NAMES if name.startswith("kasn_ekspor"))]


@pytest.mark.parametrize("file_name", FEW)
def test_the_whole_job_refuses_names_the_total_and_leaves_the_release(
    own: WarehouseHome, file_name: str
) -> None:
    refused(own, file_name)


@pytest.mark.slow
@pytest.mark.parametrize("file_name", [name for name in NAMES if name not in FEW])
def test_the_whole_job_refuses_whichever_register_loses_a_row(
    own: WarehouseHome, file_name: str
) -> None:
    refused(own, file_name)

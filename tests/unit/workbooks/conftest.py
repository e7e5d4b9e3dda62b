"""Small sound workbooks to read beside bad ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest


@pytest.fixture
def workbook_file(tmp_path: Path) -> Callable[[str], Path]:
    """workbook_file(name) → a file of that name that is an xlsx with `halo` in A1."""

    def make(name: str) -> Path:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet["A1"] = "halo"
        with (tmp_path / name).open("wb") as file:
            book.save(file)
        return tmp_path / name

    return make

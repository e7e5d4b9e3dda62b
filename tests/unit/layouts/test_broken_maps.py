"""A home's map that cannot be used costs only the files that it is for: they wait, and nothing else
reads them in its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.layouts import Layouts, Recognition, recognise
from pipelines.values import Reference
from pipelines.workbooks import Workbook
from tests.unit.layouts.conftest import Cells, sheet

CASES = Path(__file__).parent / "cases" / "broken_maps.yml"
GIVEN: dict[str, Any] = yaml.safe_load(CASES.read_text(encoding="utf-8"))


def home(folder: Path, maps: dict[str, str]) -> Layouts:
    for name, text in maps.items():
        (folder / name).write_text(text, encoding="utf-8")
    return Layouts.load(folder)


def read(
    layouts: Layouts, rows: list[Cells], reference: Reference, before: str | None
) -> Recognition:
    beside = {"office": "Pemerintah Kabupaten Kolaka", "period": "2024"}
    book = Workbook(True, sheets=[sheet(rows)])
    return recognise(book, layouts, reference, beside, read_before_by=before)


@pytest.mark.parametrize("case", GIVEN["cases"], ids=lambda case: case["name"])
def test_which_files_wait_for_a_broken_map(
    tmp_path: Path, reference: Reference, case: dict[str, Any]
) -> None:
    maps = {
        **{name: GIVEN["maps"][of] for name, of in case.get("beside", {}).items()},
        "own.yml": case.get("text") or GIVEN["maps"][case["map"]],
    }
    layouts = home(tmp_path, maps)
    found = read(layouts, GIVEN["files"][case["file"]], reference, case.get("read_before_by"))
    assert (found.layout, found.reason_code) == (case["layout"], case.get("reason"))
    if case.get("reason") == "map_broken":
        assert "own.yml" in (found.message or "")
        assert "own.yml" in (found.mend or "")
        assert (found.columns, found.fields) == ([], [])


def test_other_maps_of_the_home_are_used(tmp_path: Path) -> None:
    layouts = home(tmp_path, {"a.yml": "layout: [", "b.yml": GIVEN["maps"]["sound"]})
    assert "own_sanctions" in {item.name for item in layouts.items}
    assert [one.file for one in layouts.broken] == ["a.yml"]


def test_a_map_that_cannot_be_opened_is_broken(tmp_path: Path) -> None:
    (tmp_path / "gone.yml").symlink_to(tmp_path / "nowhere")
    (tmp_path / "folder.yml").mkdir()
    (tmp_path / "folder.yml" / "x").touch()
    (tmp_path / "latin.yml").write_bytes("layout: x\ntitle: Daftar\xe9".encode("latin-1"))
    said = {one.file: one.message for one in Layouts.load(tmp_path).broken}
    assert set(said) == {"gone.yml", "folder.yml", "latin.yml"}
    assert said["latin.yml"] == "latin.yml: is not saved as UTF-8"

"""Each folder here is a layout with a sample and what its rows are: sample.*, expected.csv.

`expected.csv` says of every row of the sample that is not empty its class, its reason codes, and
the values of its fields (blank: unknown). It is read by the code of the load. For a new layout,
`python -m tests.layouts.test_samples L10` writes what is understood now: look at every cell of it
before it is kept.
"""

from __future__ import annotations

import csv
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from pipelines.commands.inspection import inspection

FOLDER = Path(__file__).parent
LAYOUTS = sorted(path.parent.name for path in FOLDER.glob("*/expected.csv"))
PLACE = ("sheet", "row", "part", "class", "errors")
Row = dict[str, str]


def sample_of(layout: str) -> Path:
    """The one file of the folder that is neither what is expected nor a sidecar."""
    (sample,) = (
        path for path in (FOLDER / layout).glob("sample.*") if path.suffix not in (".yml", ".yaml")
    )
    return sample


def understood(layout: str) -> list[Row]:
    """Every row of the sample as it is understood, each value as a text."""
    answer = inspection(sample_of(layout), reveal=True)
    assert (answer["reason"], answer["layout"]) == (None, layout), answer["message"]
    return [
        {
            "sheet": table["sheet"],
            "row": str(row["row"]),
            "part": str(row["part"]),
            "class": row["class"],
            "errors": " ".join(sorted({one["reason_code"] for one in row["errors"]})),
            **{name: text(value) for name, value in row["fields"].items() if value is not None},
        }
        for table in answer["tables"]
        for row in table["rows"]
    ]


def text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


@pytest.fixture(autouse=True)
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETRALITAS_HOME", str(tmp_path))


def test_there_are_samples() -> None:
    assert len(LAYOUTS) >= 4


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_row_of_the_sample_is_what_is_expected(layout: str) -> None:
    with (FOLDER / layout / "expected.csv").open(encoding="utf-8", newline="") as lines:
        expected = [
            {key: value for key, value in row.items() if value or key in PLACE}
            for row in csv.DictReader(lines)
        ]
    assert understood(layout) == expected


def write(layout: str) -> None:
    """Write what is understood of a sample as what is expected."""
    rows = understood(layout)
    names = [*PLACE, *dict.fromkeys(name for row in rows for name in row if name not in PLACE)]
    path = FOLDER / layout / "expected.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        os.environ["NETRALITAS_HOME"] = home
        for name in sys.argv[1:]:
            write(name)

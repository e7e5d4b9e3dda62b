"""The same files with dlt into DuckDB: a resource that yields the rows of each sheet as dicts.

`python dlt_peer.py FOLDER WORKING_FOLDER` (its own environment, see `make bench`). It only loads
the rows as they stand, cells as text: no header is found and nothing melted, as the others do.
"""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Before dlt is imported: it would report its use over the network.
os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"

import dlt
import pandas as pd


@dlt.resource(name="sheet_row", write_disposition="append")
def rows(folder: Path) -> Iterator[list[dict[str, Any]]]:
    """The non-empty rows of every sheet, one list a sheet."""
    for path in sorted(folder.iterdir()):
        for sheet, frame in _sheets(path).items():
            frame = frame.dropna(how="all")
            frame.columns = [f"column_{column}" for column in range(frame.shape[1])]
            frame.insert(0, "file_name", path.name)
            frame.insert(1, "sheet", sheet)
            frame.insert(2, "row_number", frame.index + 1)
            yield frame.astype(object).where(frame.notna(), None).to_dict("records")  # type: ignore[misc]


def _sheets(path: Path) -> dict[str, pd.DataFrame]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            frame = pd.DataFrame(list(csv.reader(file, delimiter=";")), dtype=str)
        return {"csv": frame.mask(frame == "")}
    return pd.read_excel(path, sheet_name=None, header=None, dtype=str, engine="calamine")


def main(folder: Path, working_folder: Path) -> None:
    pipeline = dlt.pipeline(
        "bench",
        pipelines_dir=str(working_folder / "dlt"),
        destination=dlt.destinations.duckdb(str(working_folder / "dlt.duckdb")),
        dataset_name="landing",
    )
    pipeline.run(rows(folder)).raise_on_failed_jobs()
    with pipeline.sql_client() as client:
        print(client.execute_sql("select count(*) from sheet_row")[0][0])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

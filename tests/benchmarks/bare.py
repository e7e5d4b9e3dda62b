"""Bare reading, the yardstick: every sheet of every file as strings, and nothing done with them.

`python -m tests.benchmarks.bare FOLDER`. fastexcel does not read csv: pyarrow does, as strings too,
so that both sides read the same files.
"""

from __future__ import annotations

import sys
from pathlib import Path


def read(path: Path) -> int:
    """Reads one file into Arrow columns of strings; how many rows it has, blank ones included."""
    if path.suffix == ".csv":
        import pyarrow as pa
        import pyarrow.csv

        width = path.open(encoding="utf-8").readline().count(";") + 1
        names = [str(column) for column in range(width)]
        table = pyarrow.csv.read_csv(
            path,
            pyarrow.csv.ReadOptions(column_names=names),
            pyarrow.csv.ParseOptions(delimiter=";", newlines_in_values=True),
            pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string())),
        )
        return int(table.num_rows)
    import fastexcel

    reader = fastexcel.read_excel(path)
    rows = 0
    for index in range(len(reader.sheet_names)):
        sheet = reader.load_sheet(index, header_row=None, dtypes="string")
        rows += sheet.to_arrow().num_rows
    return rows


if __name__ == "__main__":
    print(sum(read(path) for path in sorted(Path(sys.argv[1]).iterdir())))

"""The same landing with pandas and calamine, as a data engineer would write it for these files.

`python pandas_peer.py FOLDER DATABASE` (its own environment, see `make bench`)
reads every sheet as text, finds the header by the headings of the column maps, classes the rows,
melts the records into one row a field and appends both to DuckDB: `sheet_row` (every non-empty row
with its cells) and `field` (every filled field of every record and recap total, as text).

It does only what these corpora need, where the project must withstand what offices send: no child
processes, no hidden rows, no notes, no error cells, no NIP kept as a number, no office or period,
and no text is interpreted. All of that is in the project's time and not in this one's.
"""

from __future__ import annotations

import csv
import hashlib
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import yaml

MAPS = Path(__file__).resolve().parents[2] / "pipelines" / "layouts" / "maps"
_HEADER_WITHIN = 20
_LEAST_HEADINGS = 3
_COUNTED = re.compile(r"(?:^|\n)\d\) ")
_LETTER = r"^(?P<number>.*?)\s+tgl\s+(?P<date>.+)$"
_FIELD_COLUMNS = [
    "delivery", "sheet", "row_number", "part", "class", "field", "column_letter", "heading", "text"
]  # fmt: skip
_TABLES = """
    create table sheet_row (delivery varchar, sheet varchar, row_number integer, cells varchar[]);
    create table field (
        delivery varchar, sheet varchar, row_number integer, part integer, class varchar,
        field varchar, column_letter varchar, heading varchar, text varchar
    );
"""


@cache
def key(text: str) -> str:
    """A heading without case and punctuation."""
    return re.sub(r"[^0-9a-z%]+", " ", text.lower()).strip()


def load_maps() -> dict[str, dict[str, Any]]:
    """Layout → its YAML, with `by_key`: heading → column."""
    maps = {}
    for path in sorted(MAPS.glob("L*.yml")):
        layout = yaml.safe_load(path.read_text(encoding="utf-8"))
        layout["by_key"] = {
            key(heading): column
            for column in layout["columns"]
            for heading in (column["heading"], *column.get("synonyms", ()))
        }
        maps[layout["layout"]] = layout
    return maps


def sheets(path: Path, engine: str) -> dict[str, pd.DataFrame]:
    """Every sheet as text, from its first row and column on."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file, delimiter=";"))
        frame = pd.DataFrame(rows, dtype=str)
        return {"csv": frame.mask(frame == "")}
    return pd.read_excel(path, sheet_name=None, header=None, dtype=str, engine=engine)  # type: ignore[call-overload, no-any-return]


def find_header(
    frame: pd.DataFrame, maps: dict[str, dict[str, Any]]
) -> tuple[dict[str, Any], int, int, dict[int, str]] | None:
    """(layout, first header row, first row after it, column → heading); None: no known table."""
    for start in range(min(_HEADER_WITHIN, len(frame) - 1)):
        upper, lower = frame.iloc[start], frame.iloc[start + 1]
        if upper.notna().sum() < _LEAST_HEADINGS:
            continue
        group = upper.ffill().where(lower.notna() | upper.notna())
        for depth, texts in ((1, upper), (2, group.where(lower.isna(), group + " > " + lower))):
            headings = {int(at): " ".join(text.split()) for at, text in texts.dropna().items()}
            for layout in maps.values():
                if all(column_of(text, layout) for text in headings.values()):
                    return layout, start, start + depth, headings
    return None


def column_of(heading: str, layout: dict[str, Any]) -> dict[str, Any] | None:
    """The column of a heading, by the whole of it or by its last row; None: the layout has none."""
    known = layout["by_key"]
    found = known.get(key(heading)) or known.get(key(heading.rsplit(" > ", 1)[-1]))
    return found  # type: ignore[no-any-return]


def classes(body: pd.DataFrame, columns: dict[int, dict[str, Any]], layout: dict[str, Any]) -> Any:
    """The class of each row under the header, as a series."""
    found = pd.Series("other", index=body.index)
    required = [at for at, column in columns.items() if not column.get("ignored")]
    dense = body[required].notna().sum(axis=1) >= 3
    found[dense] = "record"
    first = body[0].fillna(body[1]).str.lower()
    found[first == "(1)"] = "column_numbers"
    found[first.str.match("|".join(layout["totals"])).fillna(False)] = "total"
    return found


def melt(
    body: pd.DataFrame,
    row_classes: Any,
    columns: dict[int, dict[str, Any]],
    headings: dict[int, str],
    layout: dict[str, Any],
) -> pd.DataFrame:
    """One row a field of the records (and of a recap's totals): part, field, heading and text."""
    kept = ["record", "total"] if layout.get("keep_totals") else ["record"]
    body = body[row_classes.isin(kept)].copy()
    if layout["layout"] == "L2":
        body[[0, 1, 2, 3]] = body[[0, 1, 2, 3]].ffill()
    body = body.assign(row_number=body.index + 1, part=1, **{"class": row_classes[body.index]})
    if layout["layout"] == "L4":
        body = _one_person_a_row(body, columns)
    wide, origins = body[["row_number", "part", "class"]].copy(), []
    for at, column in columns.items():
        if column.get("ignored"):
            continue
        names = [one["field"] for one in column.get("fields", [column])]
        if names[0] in wide and column.get("value_kind") == "remark":
            names = [f"{names[0]} {at}"]  # there may be several
        if column.get("split") == "number_and_date":
            apart = body[at].str.extract(_LETTER)
            wide[names[0]], wide[names[1]] = apart["number"].fillna(body[at]), apart["date"]
        else:
            for name in names:
                wide[name] = body[at]
        origins += [(name, chr(65 + at), headings[at]) for name in names]
    fields = wide.melt(["row_number", "part", "class"], var_name="field", value_name="text")
    fields["text"] = fields["text"].str.strip()
    fields = fields[fields["text"].fillna("") != ""]
    is_word = (fields["class"] == "total") & fields["text"].str.lower().isin(layout["totals"])
    origin = pd.DataFrame(origins, columns=["field", "column_letter", "heading"])
    fields = fields[~is_word].merge(origin, on="field")
    fields["field"] = fields["field"].str.split(" ").str[0]
    return fields


def _one_person_a_row(body: pd.DataFrame, columns: dict[int, dict[str, Any]]) -> pd.DataFrame:
    """Cells that hold several persons taken apart; what is said once holds for each of them."""
    person = next(at for at, column in columns.items() if column.get("split") == "persons")
    people = body[person].str.split(_COUNTED).map(lambda parts: [p for p in parts if p])
    count = people.map(len)
    shared = [at for at, column in columns.items() if column.get("per_person")]
    for at in shared:
        apart = [
            [part for part in _COUNTED.split(text) if part] if text.startswith("1) ")
            else text.split("\n") if text.count("\n") + 1 == persons else [text] * persons
            for text, persons in zip(body[at].fillna(""), count, strict=True)
        ]  # fmt: skip
        body[at] = apart
    body[person] = people
    body = body.explode([person, *shared])
    body["part"] = body.groupby(level=0).cumcount() + 1
    return body


def land(
    path: Path, engine: str, maps: dict[str, dict[str, Any]], connection: duckdb.DuckDBPyConnection
) -> None:
    """Reads one file and appends what it holds."""
    delivery = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    for name, frame in sheets(path, engine).items():
        frame = frame.dropna(how="all")
        # Midnight is what is left of the time of day in a cell that holds a date.
        frame = frame.apply(lambda column: column.str.replace(" 00:00:00", "", regex=False))
        rows = pd.DataFrame(
            {
                "delivery": delivery,
                "sheet": name,
                "row_number": frame.index + 1,
                "cells": frame.fillna("").to_numpy().tolist(),
            }
        )
        connection.from_df(rows).insert_into("sheet_row")
        frame = frame.reindex(range(frame.index.max() + 1)) if len(frame) else frame
        found = find_header(frame, maps)
        if found is None:
            continue
        layout, _, end, headings = found
        columns = {
            at: column for at, text in headings.items() if (column := column_of(text, layout))
        }
        body = frame.iloc[end:].dropna(how="all")
        fields = melt(body, classes(body, columns, layout), columns, headings, layout)
        fields = fields.assign(delivery=delivery, sheet=name)
        connection.from_df(fields[_FIELD_COLUMNS]).insert_into("field")


def land_all(folder: Path, database: Path, engine: str) -> None:
    """Lands every file of a folder in a new database."""
    maps = load_maps()
    with duckdb.connect(str(database)) as connection:
        connection.execute(_TABLES)
        connection.begin()
        for path in sorted(folder.iterdir()):
            land(path, engine, maps, connection)
        connection.commit()


if __name__ == "__main__":
    land_all(Path(sys.argv[1]), Path(sys.argv[2]), "calamine")

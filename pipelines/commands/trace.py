"""`netralitas trace KEY`: from a number or a fact to the rows and cells behind it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING

from pipelines.commands.no_release import missing
from pipelines.home import Home
from pipelines.trail import rules

if TYPE_CHECKING:
    from pipelines.trail import Row, Trail

_FEW = 20


def run(options: argparse.Namespace) -> int:
    """0 found, and the rows make the number; 1 not found, or they do not; 2 no key."""
    home = Home.find()
    if missing(home):
        return 1
    import duckdb

    from pipelines.trail import BadKeyError, KeyNotFoundError, trace

    with duckdb.connect(
        str(home.current_db),
        read_only=True,
        config={"enable_external_access": "false", "lock_configuration": "true"},
    ) as connection:
        try:
            trail = trace(connection, options.key, None if options.all else _FEW)
        except BadKeyError as error:
            print(error, file=sys.stderr)
            return 2
        except KeyNotFoundError as error:
            print(error, file=sys.stderr)
            return 1
    reason = _look_into_landing(home, trail, options.reveal)
    if options.reveal and reason:
        print(f"no cell is shown: {reason}", file=sys.stderr)
        return 1
    if options.format == "json":
        print(json.dumps(asdict(trail), indent=1, ensure_ascii=False, default=str))
    else:
        print("\n".join([*_lines(trail, set()), *_columns(trail)]))
    if trail.agrees is False:
        print(f"THE ROWS DO NOT MAKE THIS NUMBER: {trail.value} is published, "
              f"its rows make {trail.found}", file=sys.stderr)  # fmt: skip
        return 1
    return 0


def _look_into_landing(home: Home, trail: Trail, reveal: bool) -> str:
    """Adds coordinates, and cells if they are asked for, as far as the caller may read the
    restricted zone; returns why not."""
    import duckdb

    from pipelines.landing.store import open_store
    from pipelines.trail import cells

    try:
        with home.landing_db.open("rb"):
            pass
        with open_store(home.landing_db, read_only=True) as landing:
            cells.locate(landing, trail)
            if reveal:
                cells.reveal(landing, trail)
    except OSError:
        return "you may not read the restricted zone of this home, or it is not here"
    except duckdb.Error:
        return "the restricted zone is in use (a load is running); try again after it"
    return ""


def _lines(trail: Trail, seen: set[str], indent: str = "") -> Iterator[str]:
    """`seen` has the rows whose cells are shown already."""
    if trail.how == "none":
        yield f"{indent}{trail.title} = {'null' if trail.value is None else trail.value}"
    elif trail.kind == "number":
        counted = "" if trail.parts else f", {trail.how} of {_facts(trail.facts)}"
        verdict = ": as published" if trail.agrees else ": NOT WHAT IS PUBLISHED"
        made = "its rows say nothing" if trail.found is None else f"made anew {trail.found:.6g}"
        yield f"{indent}{trail.title} = {'null' if trail.value is None else trail.value}"
        yield f"{indent}  {made}{counted}{verdict}"
    else:
        yield f"{indent}{trail.title}"
    for name, value in trail.fields.items():
        yield f"{indent}  {name}: {value}"
    for part in trail.parts:
        yield from _lines(part, seen, indent + "  ")
    for (table, key), rows in groupby(trail.rows, lambda row: (row.fact_table, row.fact_key)):
        own = list(rows)
        weight = own[0].weight
        # What a sum is made of is added; a median is one of many.
        sign = "+" if trail.how in rules.ADDS_UP else ""
        adds = "" if weight is None else f"  {weight:{sign}.6g}"
        if trail.kind in ("number", "row"):
            yield f"{indent}  {table} {key}{adds}"
        for row in own:
            yield from _row_lines(row, seen, indent + "    ")
    shown = len({(row.fact_table, row.fact_key) for row in trail.rows})
    if trail.kind == "number" and not trail.parts and shown < trail.facts:
        yield f"{indent}  … and {_facts(trail.facts - shown)} more (--all)"
    for note in trail.notes:
        yield f"{indent}  {note}"


def _facts(count: int) -> str:
    return f"{count} fact" if count == 1 else f"{count} facts"


def _row_lines(row: Row, seen: set[str], indent: str) -> Iterator[str]:
    if row.delivery_key is None:
        yield f"{indent}(no row of a sheet)"
        return
    if row.sheet_name is None:
        return
    place = f"{row.file_name} [{row.delivery_key}], sheet {row.sheet_name}"
    place += "" if row.row_number is None else f", row {row.row_number}"
    part = f" part {row.part}" if row.part and row.part > 1 else ""
    cell = f", cell {row.cell}" if row.cell else ""
    says = f": {row.says}" if row.says else ""
    yield f"{indent}{place}{part}{cell}{says}"
    if row.as_printed:
        yield f"{indent}  printed: {row.as_printed}"
    if row.citation:
        yield f"{indent}  {row.citation}" + (f" — {row.locator}" if row.locator else "")
    if place in seen:
        return
    seen.add(place)
    fields = {letter: name for name, letter in row.columns.items()}
    for letter, text in (row.cells or {}).items():
        name = f" {fields[letter]}" if letter in fields else ""
        line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
        yield f"{indent}  {letter}{row.row_number}{name}: {line}"


def _columns(trail: Trail) -> Iterator[str]:
    """In which column of each sheet its fields stand."""
    sheets = {
        f"{row.file_name}, sheet {row.sheet_name}": row.columns
        for row in trail.all_rows()
        if row.columns and row.cells is None
    }
    for sheet, columns in sheets.items():
        yield f"columns of {sheet}:"
        yield "  " + ", ".join(f"{name} {letter}" for name, letter in columns.items())

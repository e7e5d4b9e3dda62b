"""`netralitas editions`: which file replaced which, and what it added, changed and withdrew."""

from __future__ import annotations

import argparse
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from pipelines.commands.waiting import rows_said, same_content
from pipelines.home import Home
from pipelines.landing.store import open_store
from pipelines.layouts import Layouts
from pipelines.layouts.quoting import masked_heading

if TYPE_CHECKING:
    import duckdb

_SAID = {"added": "rows added", "withdrawn": "rows withdrawn (rows of the earlier file)"}


def run(options: argparse.Namespace) -> int:
    home = Home.find()
    if not home.landing_db.exists():
        print("Nothing has been received in this home yet: run `netralitas load`.")
        return 0
    with open_store(home.landing_db, read_only=True) as connection:
        pairs = _pairs(connection, options.reveal)
        copies = same_content(connection, options.reveal)
        wanted = [p for p in pairs if not options.only or options.only in (*p[:4], p[0][:8])]
        for pair in wanted:
            _print(connection, pair, options.reveal)
    for copy, first in copies:
        print(f"{copy} holds the same as {first}: known, not loaded again")
    print(f"Editions that replaced an earlier one: {len(wanted)}; copies set aside: {len(copies)}")
    if wanted and not options.reveal:
        print("Both texts of each change are shown by --reveal only: they may name someone.")
    return 0


def _pairs(connection: duckdb.DuckDBPyConnection, reveal: bool) -> list[tuple[str, ...]]:
    """(delivery key, its file, the key of the one it replaced, its file), in their order."""
    name = "file_name" if reveal else "file_name_masked"
    return connection.execute(
        f"""select b.delivery_key, d.{name}, b.supersedes_delivery_key, e.{name}
        from landing.build_delivery as b
        inner join landing.delivery as d using (delivery_key)
        inner join landing.delivery as e on e.delivery_key = b.supersedes_delivery_key
        order by d.logical_source, d.received_at, 1"""
    ).fetchall()


def _print(connection: duckdb.DuckDBPyConnection, pair: tuple[str, ...], reveal: bool) -> None:
    key, file, old_key, old_file = pair
    changes = connection.execute(
        """select change, sheet_name, row_number, field, heading, column_letter,
            old_text, new_text, old_value is distinct from new_value
        from landing.edition_change where delivery_key = ?
        order by change, field, sheet_name, row_number, part""",
        [key],
    ).fetchall()
    print(f"{file} ({key}) replaced {old_file} ({old_key})")
    groups: dict[tuple[str, str], list[tuple[Any, ...]]] = defaultdict(list)
    for row in changes:
        groups[row[0], row[3] or ""].append(row)
    known = Layouts.load().words
    for (change, field), rows in groups.items():
        if change == "changed":
            heading = rows[0][4] or field
            shown = heading if reveal else masked_heading(heading, known)
            meaning = sum(row[8] for row in rows)
            only = "" if meaning == len(rows) else f" ({meaning} in what it means)"
            what = f'"{" ".join(shown.split())}" changed in {len(rows)} rows{only}'
        else:
            what = f"{len(rows)} {_SAID[change]}"
        print(f"  {what}: {_where(rows)}")
        if reveal and change == "changed":
            for _, sheet, number, _, _, letter, old, new, _ in rows:
                print(f"    {sheet}!{letter}{number}")
                print(f"      - {_line(old)}")
                print(f"      + {_line(new)}")
    if not changes:
        print("  nothing: every row says the same")


def _where(rows: list[tuple[Any, ...]]) -> str:
    sheets: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        sheets[row[1]].append(row[2])
    return "; ".join(f"{sheet} {rows_said(numbers)}" for sheet, numbers in sheets.items())


def _line(text: str | None) -> str:
    """A text on one line, without what would steer a terminal."""
    if not text:
        return "(empty)"
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())

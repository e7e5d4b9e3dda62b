"""`netralitas inspect FILE`: how a workbook is understood, row by row, without loading it."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from pipelines.commands import own_maps
from pipelines.commands.reasons import is_kept
from pipelines.home import Home
from pipelines.privacy import mask_file_name


def run(options: argparse.Namespace) -> int:
    path: Path = options.file
    if not os.path.exists(path):
        print(f"there is no file {mask_file_name(path.name)}", file=sys.stderr)
        return 2
    from pipelines.commands.inspection import inspection

    answer = inspection(path, inbox_folder(path), options.reveal)
    own_maps.warn(Home.find())
    if isinstance(sys.stdout, TextIOWrapper):
        # A file may be named in bytes that are no text.
        sys.stdout.reconfigure(errors="backslashreplace")
    if options.json:
        print(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        _print(answer, options.reveal)
    return 1 if answer["reason"] else 0


def inbox_folder(path: Path) -> str:
    """The folder below the home's inbox that the file lies in, which may say whose it is."""
    inbox = Home.find().inbox.resolve()
    folder = path.resolve().parent
    if folder == inbox or not folder.is_relative_to(inbox):
        return ""
    return folder.relative_to(inbox).as_posix()


def _print(answer: dict[str, Any], reveal: bool) -> None:
    print(_line(f"{answer['file']}  (sha256 {(answer['sha256'] or 'unknown')[:16]})"))
    if answer["reason"]:
        print(_line(f"WOULD BE QUARANTINED: {answer['reason']}: {answer['message']}"))
        if answer["mend"]:
            print(_line(f"  would mend it: {answer['mend']}"))
    if answer["layout"]:
        print(_line(f"Layout  {answer['layout']}: {answer['evidence']}"))
        origin = (
            ("office", "office"), ("period", "period_label"), ("election", "election_code"),
            ("as of", "as_of"),
        )  # fmt: skip
        print(_line("Origin  " + ", ".join(f"{n}: {answer[k] or 'unknown'}" for n, k in origin)))
    elif answer["evidence"]:
        print(_line(f"Layout  none: {answer['evidence']}"))
    for table in answer["tables"]:
        _print_table(table)
    if answer["tables"] and not reveal:
        print("\nNames, NIPs and free texts are shown by --reveal only.")


def _print_table(table: dict[str, Any]) -> None:
    hidden = " (hidden)" if table["hidden"] else ""
    layout = f"layout {table['layout']}" if table["layout"] else f"no layout: {table['evidence']}"
    print(_line(f"\nSheet {table['sheet']}{hidden}: {layout}"))
    if table["layout"]:
        print("  header in row " + ", ".join(map(str, table["header_rows"])))
    for column in table["columns"]:
        print(_line(f"  {column['column']:>3}  {column['field'] or '(not kept)':<24}"
                    f" {column['heading']}"))  # fmt: skip
    counts = Counter(row["class"] for row in table["rows"])
    print("  rows: " + (", ".join(f"{n} {name}" for name, n in counts.most_common()) or "none"))
    for row in table["rows"]:
        part = f".{row['part']}" if row["part"] > 1 else ""
        hidden = " (hidden)" if row["hidden"] else ""
        print(_line(f"  {str(row['row']) + part:>7}  {row['class']:<14} {row['rule']}{hidden}"))
        known = [
            f"{name}={value}" for name, value in row["fields"].items() if value not in (None, "")
        ]
        if known:
            print(_line(f"           {', '.join(known)}"))
        for error in row["errors"]:
            kept = "" if error["rejects"] else f" ({_stands(error['reason_code'])})"
            print(_line(f"           {error['column'] or ''}{row['row']} {error['field']}: "
                        f"{error['reason_code']}: {error['message']}{kept}"))  # fmt: skip


def _stands(reason_code: str) -> str:
    """What became of a cell that is told and costs no row."""
    return "kept as said" if is_kept(reason_code) else "left out, the row is kept"


def _line(text: str) -> str:
    """One line of text that a terminal may be given: a cell may hold what steers it."""
    start = text[: len(text) - len(text.lstrip())]
    shown = "".join(c if c.isprintable() else " " for c in text.strip())
    return start + shown

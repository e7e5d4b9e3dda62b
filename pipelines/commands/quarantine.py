"""`netralitas quarantine`: what did not load: what is wrong, where, why, and how to mend it."""

from __future__ import annotations

import argparse
import json
import textwrap
from collections import defaultdict
from typing import Any

from pipelines.commands import own_maps
from pipelines.commands.reasons import mends, texts
from pipelines.commands.waiting import (
    WaitingCell,
    WaitingFile,
    data_rows,
    made_up_files,
    rows_said,
    same_content,
    waiting_cells,
    waiting_files,
)
from pipelines.home import Home
from pipelines.landing.store import open_store
from pipelines.privacy import MASK
from pipelines.values.decisions import read_decisions
from pipelines.values.interpret import WORD_LISTS

_MOST_TEXTS = 5
# What a person does about a reason at this command line, where it is not to mend the file.
_COMMANDS = {
    "no_layout": "netralitas layout suggest FILE   (drafts a column map)",
    "map_broken": "netralitas load   (reads it again, once the map is mended)",
    "column_missing": "netralitas inspect FILE   (shows which headings it knows)",
    "column_unexpected": "netralitas inspect FILE   (shows which headings it knows)",
    "header_duplicate": "netralitas inspect FILE   (shows which headings it knows)",
    "subject_undecided": "netralitas decide   (lists what each of them holds, with keys)",
    "appointed_later": "netralitas decide   (lets the row in where NIP and date are both right)",
    "office_without_government": "netralitas decide   (says which it is, or leaves the row out)",
    "region_unknown": "netralitas regions review   (shows spellings, and keeps what you accept)",
    "region_ambiguous": "netralitas regions review   (shows what each can be)",
}

_WORD = "netralitas decide   (says what a word means: in one row, or --everywhere)"
_WORD_CODES = {f"{name}_unknown" for name in (*WORD_LISTS, "violation", "sanction", "institution")}


def run(options: argparse.Namespace) -> int:
    home = Home.find()
    if not home.landing_db.exists():
        print("Nothing has been received in this home yet: run `netralitas load`.")
        return 0
    with open_store(home.landing_db, read_only=True) as connection:
        files = waiting_files(connection, options.reveal)
        cells = waiting_cells(connection, options.reveal)
        made_up = made_up_files(connection, options.reveal)
        copies = same_content(connection, options.reveal)
        rows = data_rows(connection)
    if options.only:
        files = [one for one in files if _is_of(options.only, one)]
        cells = [one for one in cells if _is_of(options.only, one) or one.key == options.only]
    if options.json:
        print(json.dumps(_as_object(files, cells, options.reveal), ensure_ascii=False, indent=1))
        return 0
    own_maps.warn(home)
    _print_files(files, made_up)
    _print_rows(cells, rows, options.reveal, options.rows)
    for copy, first in copies:
        print(f"\n{copy} holds the same as {first}: known, and not loaded again.")
    _print_end(home, files, cells, options.reveal, options.rows)
    return 0


def _is_of(wanted: str, one: WaitingFile | WaitingCell) -> bool:
    """Whether a file's name or the beginning of its key was asked for."""
    return wanted == one.file or (len(wanted) >= 8 and one.delivery_key.startswith(wanted))


def _print_files(files: list[WaitingFile], made_up: list[str]) -> None:
    print(f"Files in quarantine: {len(files)}")
    for one in files:
        print(f"\n  {one.file}  ({one.delivery_key})")
        _say_whose_name(one.file, one.delivery_key)
        _say("what", f"{one.reason_code}: {texts().get(one.reason_code, '')}")
        if one.reason and one.reason != texts().get(one.reason_code):
            _say("found", one.reason)
        _say("mend", one.mend or mends().get(one.reason_code, ""))
        if one.reason_code in _COMMANDS:
            _say("try", _COMMANDS[one.reason_code])
    for file in made_up:
        print(f"\n  {file} says that it is made up: only `netralitas load --demo` takes it in")


def _print_rows(cells: list[WaitingCell], rows: dict[str, int], reveal: bool, every: bool) -> None:
    """Rejected rows, by file, reason and column."""
    rejected = {(one.delivery_key, one.sheet, one.row) for one in cells}
    print(f"\nRejected rows: {len(rejected)}")
    by_file: dict[tuple[str, str], list[WaitingCell]] = defaultdict(list)
    for one in cells:
        by_file[one.file, one.delivery_key].append(one)
    for (file, key), of_file in by_file.items():
        count = len({(one.sheet, one.row) for one in of_file})
        went_on = "the others went on" if count < rows.get(key, 0) else "none went on"
        print(f"\n  {file}  ({key}): {count} of its {rows.get(key, 0)} data rows; {went_on}")
        _say_whose_name(file, key)
        groups: dict[tuple[str, str, str], list[WaitingCell]] = defaultdict(list)
        for one in of_file:
            groups[one.reason_code, one.sheet, one.column].append(one)
        for (code, sheet, column), same in sorted(groups.items(), key=lambda g: -len(g[1])):
            _say("what", f"{code}: {texts().get(code, '')}")
            _say("where", f'{sheet}, column {column} "{same[0].heading}", {_counted(same)}')
            if reveal:
                _say("found", _found(same))
            _say("mend", mends().get(code, ""))
            _say("try", _COMMANDS.get(code) or (_WORD if code in _WORD_CODES else ""))
            if every:
                for one in same:
                    print(f"           {one.key}  {one.place}  {one.shown(reveal)}")
            print()


def _say_whose_name(file: str, key: str) -> None:
    """How the whole name of a file is seen, where a word of it is masked."""
    if MASK in file:
        _say("name", f"netralitas quarantine {key} --reveal   (shows it whole)")


def _counted(cells: list[WaitingCell]) -> str:
    numbers = [one.row for one in cells]
    rows = "row" if len(set(numbers)) == 1 else f"{len(set(numbers))} rows:"
    people = f" ({len(cells)} persons)" if len(cells) > len(set(numbers)) else ""
    return f"{rows} {rows_said(numbers)}{people}"


def _found(cells: list[WaitingCell]) -> str:
    """The texts that were found, the most frequent first."""
    counts: dict[str, int] = defaultdict(int)
    for one in cells:
        counts[one.shown(True)] += 1
    order = sorted(counts.items(), key=lambda item: -item[1])
    said = [text + (f" ({n} times)" if n > 1 else "") for text, n in order[:_MOST_TEXTS]]
    more = len(order) - _MOST_TEXTS
    return "; ".join(said) + (f"; and {more} others" if more > 0 else "")


def _say(label: str, text: str) -> None:
    """One labelled sentence, folded to the width of a terminal."""
    if text:
        print(textwrap.fill(
            text, 100, initial_indent=f"    {label:<6} ", subsequent_indent=" " * 11,
            break_long_words=False, break_on_hyphens=False,
        ))  # fmt: skip


def _print_end(
    home: Home, files: list[WaitingFile], cells: list[WaitingCell], reveal: bool, every: bool
) -> None:
    decided, malformed = read_decisions(home.decisions)
    if not files and not cells:
        print("Nothing waits: every file and every row is loaded or set aside by a rule.")
        return
    print("What to do next")
    if files or cells:
        print("  mend the file and put it into the inbox again: it replaces the earlier one")
        print("  netralitas inspect FILE       how a file is understood, before it is loaded")
    if cells:
        print("  netralitas decide             decide what the office cannot mend: who, why, value")
    if any(one.reason_code.startswith("region") for one in cells):
        print("  netralitas regions review     accept or refuse spellings of regions")
    if any(one.reason_code == "no_layout" for one in files):
        print("  netralitas layout suggest FILE   a draft column map for a new shape of file")
    if cells and not every:
        print("  netralitas quarantine --rows  every rejected cell, with its key")
    if not reveal:
        print("Names of files whole, and what stands in a cell, are shown by --reveal only: they "
              "may name someone.")  # fmt: skip
    if decided or malformed:
        print(f"{len(decided)} decisions are kept in this home (netralitas decide --list).")


def _as_object(
    files: list[WaitingFile], cells: list[WaitingCell], reveal: bool
) -> dict[str, list[dict[str, Any]]]:
    return {
        "files": [
            {**one._asdict(), "mend": one.mend or mends().get(one.reason_code)} for one in files
        ],
        "cells": [
            {
                **one._asdict(),
                "reason": one.reason if reveal else texts().get(one.reason_code, ""),
                "mend": mends().get(one.reason_code),
                "text": one.shown(reveal),
            }
            for one in cells
        ],
    }

"""`netralitas regions`: names of regions to codes, and a person's word on spellings not on file."""

from __future__ import annotations

import argparse
import csv
import shlex
import sys
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

from pipelines.home import REFERENCE, Home
from pipelines.privacy import mask
from pipelines.values.decision_files import alone
from pipelines.values.meaning import quoted
from pipelines.values.reference import Reference
from pipelines.values.region_decisions import (
    RegionDecision,
    RegionDecisionError,
    check,
    read_decisions,
    same_spelling,
    with_decisions,
    write_decisions,
)
from pipelines.values.regions import bare_name, match_in_row, match_region, read_region_code

MATCHED, AMBIGUOUS, UNKNOWN, SUGGESTED = "matched", "ambiguous", "unknown", "suggested"
_ADDED = ["region_code", "status", "suggestion"]


def run(options: argparse.Namespace) -> int:
    home = Home.find()
    try:
        if options.regions_command == "match":
            return _match_file(options.file, home)
        if options.accept or options.refuse:
            return _decide(options, home)
        return _review(home)
    except RegionDecisionError as error:
        return _refused(str(error))


def _refused(message: str) -> int:
    print(message, file=sys.stderr)
    return 2


def _reference(home: Home) -> Reference:
    return Reference.load(REFERENCE, home.region_decisions)


# --- match ----------------------------------------------------------------------------------------


class _NotUsableError(Exception):
    """The file is not one that names can be read from; the message says why."""


def _match_file(file: Path, home: Home) -> int:
    try:
        header, rows = _read(file)
    except _NotUsableError as error:
        return _refused(f"{file}: {error}")
    reference = _reference(home)
    headings = [heading.strip().casefold() for heading in header]
    name_at = headings.index("name")
    province_at = headings.index("province") if "province" in headings else None
    taken = [added for added in _ADDED if added in headings]
    if taken:
        print(f"note: the file has a column {' and '.join(taken)} of its own; ours come last",
              file=sys.stderr)  # fmt: skip
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", newline="")
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([*header, *_ADDED])
    known: dict[tuple[str, str], tuple[str, str, str]] = {}
    for row in rows:
        key = (row[name_at], row[province_at] if province_at is not None else "")
        if key not in known:
            known[key] = match_name(*key, reference)
        writer.writerow([*row, *known[key]])
    return 0


def _read(file: Path) -> tuple[list[str], list[list[str]]]:
    """The header and the rows, each as wide as the header; lines with nothing are left out."""
    from pipelines.workbooks.delimited import read_rows
    from pipelines.workbooks.formats import detect_kind
    from pipelines.workbooks.model import Limits, Unreadable

    if not file.is_file():
        raise _NotUsableError("there is no such file")
    try:
        data = file.read_bytes()
        if detect_kind(data, Limits()) != "text":
            raise _NotUsableError("this is a spreadsheet; save it as CSV")
        records = read_rows(data, Limits())
    except OSError as error:
        raise _NotUsableError(f"it cannot be read ({error.strerror})") from error
    except Unreadable as error:
        raise _NotUsableError(str(error)) from error
    numbered = [(n, [cell or "" for cell in row]) for n, row in enumerate(records, 1) if row]
    if not numbered:
        raise _NotUsableError("it has no rows")
    header = numbered[0][1]
    headings = [heading.strip().casefold() for heading in header]
    for needed, most in (("name", 1), ("province", 1)):
        if headings.count(needed) > most:
            raise _NotUsableError(f"it has more than one column {needed}")
    if "name" not in headings:
        listed = ", ".join(quoted(mask(heading)) for heading in header)
        raise _NotUsableError(f"it has no column name; its columns are {listed}")
    rows = []
    for number, row in numbered[1:]:
        if any(row[len(header) :]):
            raise _NotUsableError(
                f"line {number} has more cells than the header:"
                " put names that hold the separator between quotation marks"
            )
        rows.append([*row[: len(header)], *[""] * (len(header) - len(row))])
    return header, rows


def match_name(name: str, province: str, reference: Reference) -> tuple[str, str, str]:
    """Region code (only if matched), status and suggestion of one name, as the command writes them.

    A province that is no province on file decides nothing: the row says something that cannot be
    checked, so the name's own code is a suggestion.
    """
    from pipelines.values import interpret

    meant = interpret("region", "", name, reference)
    if meant.value is None and meant.reason_code in (None, "error_cell"):
        return "", UNKNOWN, ""
    context = interpret("province", "", province, reference)
    if context.reason_code:
        context = read_region_code(province, reference)
        if context.reason_code or len(context.value or "") != 2:
            match = match_region(name, "", reference)
            return _as_suggested((match.code,) if match.code else match.choices, reference)
    match = match_region(name, context.value or "", reference)
    if match.code:
        return match.code, MATCHED, ""
    _, status, suggestion = _as_suggested(match.choices, reference)
    return "", AMBIGUOUS if match.reason_code == "region_ambiguous" else status, suggestion


def _as_suggested(codes: tuple[str, ...], reference: Reference) -> tuple[str, str, str]:
    labels = " | ".join(reference.region_index.label(code) for code in codes)
    return "", SUGGESTED if labels else UNKNOWN, labels


# --- review ---------------------------------------------------------------------------------------


def _review(home: Home) -> int:
    """Lists what did not load for its region. Shows cells: for the operator of this home only."""
    decisions = read_decisions(home.region_decisions)
    reference = _reference(home)
    refused = [bare_name(one.alias) for one in decisions if not one.region_code]
    if not home.landing_db.exists():
        print("Nothing has been received in this home yet: run `netralitas load`.")
    spellings = _unresolved(home)
    waiting = {key: counts for key, counts in spellings.items()
               if bare_name(key[0]) not in refused}  # fmt: skip
    print(f"Spellings of regions that are not settled: {len(waiting)}")
    for (text, province, is_province), (rows, files) in sorted(waiting.items()):
        index = reference.region_index
        of = f" in {index.label(province)}" if province else ""
        print(f"  {_shown(text)}{of} (rows: {rows}, files: {files})")
        match = match_in_row(text, province, reference)
        if is_province and len(match.code or "ID") != 2:
            print(f"    is {index.label(match.code or '')}, not a province: correct the file")
            continue
        labels = " or ".join(index.label(code) for code in match.choices)
        if match.code:
            print(f"    is {index.label(match.code)} by now: the next load applies it")
        elif match.reason_code == "region_ambiguous":
            print(f"    can be {labels}: say which, or give the province, in the file")
        elif match.choices and match_region(text, "", reference).code:
            print(f"    is {labels}, which is not in that province: correct the file")
        else:
            print(f"    {'is it ' + labels + '?' if labels else 'is like no region on file'}")
            code = match.choices[0] if match.choices else "CODE"
            print(f"    netralitas regions review --accept {shlex.quote(_plain(text))} {code}"
                  " --by WHO --why TEXT")  # fmt: skip
    accepted = len(decisions) - len(refused)
    print(f"Decisions in {home.region_decisions}: {accepted} accepted, {len(refused)} refused")
    return 0


def _unresolved(home: Home) -> dict[tuple[str, str, bool], tuple[int, int]]:
    """Rows and files of each spelling, its province, and whether it should name a province."""
    from pipelines.landing.store import open_store
    from pipelines.values.institutions import name_of_government

    if not home.landing_db.exists():
        return {}
    with open_store(home.landing_db, read_only=True) as connection:
        found = connection.execute(
            """select distinct
                e.value_kind, e.text, e.context,
                e.delivery_key, e.sheet_name, e.row_number, e.part, e.field
            from landing.row_error as e
            inner join landing.build_delivery as b using (delivery_key)
            where e.reason_code in ('region_unknown', 'region_ambiguous')
            and e.value_kind in ('region', 'province', 'institution')
            and b.is_current"""
        ).fetchall()
    cells: dict[tuple[str, str, bool], list[str]] = defaultdict(list)
    for kind, text, context, delivery, *_ in found:
        spelling = (name_of_government(text) or text) if kind == "institution" else text
        key = (" ".join(spelling.split()), context[:2], kind == "province")
        cells[key].append(delivery)
    return {key: (len(files), len(set(files))) for key, files in cells.items()}


def _plain(text: str) -> str:
    """What a terminal may be shown: no control signs, no long numbers."""
    return mask("".join(sign if sign.isprintable() else " " for sign in text))


def _shown(text: str) -> str:
    return quoted(_plain(text))


# --- accept and refuse ----------------------------------------------------------------------------


def _decide(options: argparse.Namespace, home: Home) -> int:
    name, code = options.accept or (options.refuse, "")
    name = " ".join(name.split())
    by, why = (options.by or "").strip(), (options.why or "").strip()
    if not by or not why:
        return _refused("a decision needs --by WHO and --why TEXT")
    project = Reference.load(REFERENCE)
    if code:
        known = read_region_code(code, project)
        if known.value is None:
            return _refused(f"{_shown(name)} is not accepted: {known.message}")
        code = known.value
    decision = RegionDecision(name, code, by, f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}", why)
    try:
        check(decision, project)
        if code and match_in_row(name, "", project).code == code:
            print(f"{_shown(name)} is already read as {project.region_index.label(code)}:"
                  " nothing to decide")  # fmt: skip
            return 0
        with alone(home.region_decisions.parent):
            before = read_decisions(home.region_decisions)
            kept = [one for one in before if not same_spelling(one.alias, name)]
            with_decisions(project, [*kept, decision])
            write_decisions(home.region_decisions, [*kept, decision])
    except RegionDecisionError as error:
        return _refused(f"{_shown(name)} is not {'accepted' if code else 'refused'}: {error}")
    said = f"accepted as {project.region_index.label(code)}" if code else "refused"
    instead = " (instead of an earlier decision)" if len(kept) < len(before) else ""
    print(f"{_shown(name)} {said}{instead}; the next load applies it")
    return 0

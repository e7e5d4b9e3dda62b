"""`netralitas decide`: what waits for a person to decide, and the decisions of this home."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pipelines.commands.waiting import WaitingCell, waiting_cells
from pipelines.home import REFERENCE, Home
from pipelines.landing.decisions import field_maps, misfits, value_of
from pipelines.landing.store import open_store
from pipelines.layouts import Layouts
from pipelines.privacy import mask
from pipelines.values import Reference
from pipelines.values.decision_files import alone
from pipelines.values.decisions import (
    FILE,
    SET_ASIDE,
    UNKNOWN,
    VALUE,
    Decision,
    check_word,
    read_decisions,
    write_decisions,
)

if TYPE_CHECKING:
    import duckdb

    from pipelines.layouts.maps import FieldMap

_MOST_CELLS = 3
# What may be given for the kinds whose values are no codes.
_FORMS = {
    "date": "a date as 2024-03-14",
    "nip": "the 18 digits that the office has given",
    "region": "a Kemendagri code as 74.05",
    "region_code": "a Kemendagri code as 74.05",
    "province": "a Kemendagri code as 74",
    "institution": "pemda: and a Kemendagri code, as pemda:74.05, or a code as bkn: "
    'netralitas query "from marts.dim_institution" lists them',
    "violation": "a code KE1-KE7 or D1-D12",
    "sanction": "a code as pp94_written_warning: "
    'netralitas query "from marts.dim_sanction" lists them',
    "tick": "v for ticked, else decide --unknown",
    "number": "a number",
    "count": "a whole number",
    "percentage": "a number of per cent",
    "text": "the text that belongs there",
    "remark": "--unknown: nothing of a remark is kept",
}
# Where the reason tells more than the kind does.
_BY_REASON = {
    "office_without_government": "in a list of persons its government, as pemda:74.05; in a recap "
    "--set-aside, since an office's figures are not those of its government",
    "persons_several": "the name, if it is that of one person; several persons are for the office "
    "to number or to give a row each",
    "appointed_later": "the 18 digits, if NIP and date are both right or another NIP is; --unknown "
    "(nobody can tell whose matter it is); a wrong date is for the office to correct",
    "crossed_out": "what counts of the text (the row counts); --set-aside (the row does not count)",
    "annulment_undecided": "the text without that remark, or --unknown if nothing else stands "
    "there (the row counts); --set-aside (it does not count)",
}


def run(options: argparse.Namespace) -> int:
    home = Home.find()
    if options.remove:
        return _remove(home, options.remove)
    if options.list:
        return _list(home)
    decides = options.value is not None or options.unknown or options.set_aside
    if not options.keys and not decides:
        return _show_waiting(home, options.reveal)
    if not options.keys or not decides:
        return _refused(
            "say which and what: `netralitas decide KEY … --value X` (or --unknown, --set-aside)"
            " --by WHO --why TEXT; `netralitas decide` lists the keys"
        )
    return _decide(home, options)


def _refused(message: str) -> int:
    print(mask(message), file=sys.stderr)
    return 2


# --- what waits -----------------------------------------------------------------------------------


def _show_waiting(home: Home, reveal: bool) -> int:
    """Every rejected cell once, those that hold the same words together."""
    cells = _cells(home, lambda connection: waiting_cells(connection, reveal))
    groups: dict[tuple[str, str, str, str], list[WaitingCell]] = {}
    for cell in cells:
        groups.setdefault((cell.reason_code, cell.kind, cell.field, cell.text), []).append(cell)
    reference = Reference.load(REFERENCE)
    held, problems = _held(home)
    by_target = {one.target: one for one in held}
    decided = {cell.key: one for cell in cells for one in [_about(cell, by_target)] if one}
    for (code, kind, field, text), same in groups.items():
        print(f"{code}: {field} {same[0].shown(reveal)}")
        for cell in same[:_MOST_CELLS]:
            known = decided.get(cell.key)
            print(f"  {cell.key}  {cell.file}, {cell.place}" + (
                f"  decided: {known.decision} (row {known.number} of the file)" if known else ""
            ))  # fmt: skip
        if len(same) > _MOST_CELLS:
            print(
                f"  and {len(same) - _MOST_CELLS} more (`netralitas quarantine --rows` lists all)"
            )
        if all(cell.key in decided for cell in same):
            continue
        keys = " ".join(cell.key for cell in same[:_MOST_CELLS])
        print(f"  can be: {_BY_REASON.get(code) or choices(kind, reference)}")
        print(f"  netralitas decide {keys} --value X --by WHO --why TEXT")
        if len(same) > 1 and _may_be_on_file(kind, text, reference):
            print(f"  netralitas decide {same[0].key} --everywhere --value X --by WHO --why TEXT")
    print(
        f"Cells that wait for a decision: {len(cells)}, in {len(groups)} groups"
        + (f"; {len(decided)} already decided, which the next load applies" if decided else "")
    )
    if cells:
        print(
            "Instead of --value: --unknown (the cell says nothing that can be known), --set-aside "
            "(this row\nis not to be loaded). --everywhere decides about the word in every file. "
            "The next load applies it."
        )
        if not reveal:
            print("What stands in a cell is shown by --reveal only: it may name someone.")
    print(f"Decisions in {FILE}: {len(held)}" + (f", {len(problems)} of them do not fit"
          if problems else "") + " (netralitas decide --list)" * bool(held))  # fmt: skip
    return 0


def _about(cell: WaitingCell, held: dict[tuple[str, ...], Decision]) -> Decision | None:
    """The decision about a cell or its word, if there is one."""
    place = (cell.delivery_key, cell.sheet, str(cell.row), str(cell.part), cell.field, "")
    own = Decision(*place, cell.text, "", "", "", "", "").target
    word = Decision("", "", "", "", "", cell.kind, cell.text, "", "", "", "", "").target
    return held.get(own) or held.get(word)


def _cells(
    home: Home, found: Callable[[duckdb.DuckDBPyConnection], list[WaitingCell]]
) -> list[WaitingCell]:
    if not home.landing_db.exists():
        print("Nothing has been received in this home yet: run `netralitas load`.")
        return []
    with open_store(home.landing_db, read_only=True) as connection:
        return found(connection)


def choices(kind: str, reference: Reference) -> str:
    """What may be given as a value of the kind, in words."""
    if kind in _FORMS:
        return _FORMS[kind]
    words = reference.words.get(kind)
    codes = {word.code for same in words.exact.values() for word in same} if words else set()
    return " or ".join(sorted(codes - {""})) or "a value of its code list"


def _may_be_on_file(kind: str, text: str, reference: Reference) -> bool:
    """Whether the word itself can be decided, whatever its value will be."""
    words = reference.words.get(kind)
    codes = sorted({w.code for same in words.exact.values() for w in same}) if words else []
    return bool(codes) and not check_word(kind, text, codes[-1], reference)


# --- deciding -------------------------------------------------------------------------------------


def _decide(home: Home, options: argparse.Namespace) -> int:
    by, why = " ".join((options.by or "").split()), " ".join((options.why or "").split())
    if not by or not why:
        return _refused("a decision needs --by WHO and --why TEXT")
    by_key: dict[str, WaitingCell] = {
        cell.key: cell
        for cell in _cells(home, lambda connection: waiting_cells(connection, False, rejects=False))
    }
    reference = Reference.load(REFERENCE, home.region_decisions)
    fields = field_maps(Layouts.load(home.layouts))
    decision = UNKNOWN if options.unknown else SET_ASIDE if options.set_aside else VALUE
    value = " ".join((options.value or "").split())
    at = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    new: dict[tuple[str, ...], Decision] = {}
    for key in options.keys:
        cell = by_key.get(key)
        if cell is None:
            return _refused(
                f"no cell with the key {key} waits: `netralitas decide` lists those that do"
            )
        try:
            one = _decision(cell, decision, value, options.everywhere, reference, fields)
        except ValueError as error:
            return _refused(f"{cell.file}, {cell.place} ({cell.field}): {error}")
        one = replace(one, by=by, at=at, why=why)
        new[one.target] = one
    with alone(home.decisions.parent):
        held, problems = read_decisions(home.decisions)
        if problems:
            return _refused(
                f"{FILE} has a row that is not well-formed; mend it first: row "
                f"{problems[0].number}: {problems[0].message}"
            )
        kept = [one for one in held if one.target not in new]
        write_decisions(home.decisions, [*kept, *new.values()])
    instead = f", instead of {len(held) - len(kept)} earlier" if len(kept) < len(held) else ""
    about = "word" if options.everywhere else "row" if decision == SET_ASIDE else "cell"
    print(f"decided about {len(new)} {about}{'s' if len(new) > 1 else ''}{instead};"
          " the next load applies it")  # fmt: skip
    return 0


def _decision(
    cell: WaitingCell,
    decision: str,
    value: str,
    everywhere: bool,
    reference: Reference,
    fields: dict[tuple[str, str], FieldMap],
) -> Decision:
    """The decision about a cell, or about its word. Raises ValueError if it cannot hold."""
    field = fields.get((cell.layout, cell.field))
    if field is None:
        raise ValueError(f"the column map {cell.layout} of this home cannot be used: mend it first")
    if everywhere:
        if decision != VALUE:
            raise ValueError("what is decided for every file is a word's value: give --value")
        wrong = check_word(cell.kind, cell.text, value, reference)
        if wrong:
            raise ValueError(wrong)
        place = ("", "", "", "", "", cell.kind)
    else:
        _, wrong = value_of(decision, value, field, reference)
        if wrong:
            raise ValueError(f"{wrong}; it can be {choices(cell.kind, reference)}")
        place = (cell.delivery_key, cell.sheet, str(cell.row), str(cell.part), cell.field, "")
    return Decision(*place, cell.text, decision, value, "", "", "")


# --- what is decided ------------------------------------------------------------------------------


def _held(home: Home) -> tuple[list[Decision], dict[int, str]]:
    """The decisions of this home, and what is wrong with those that do not fit."""
    reference = Reference.load(REFERENCE, home.region_decisions, home.decisions)
    if not home.landing_db.exists():
        return list(reference.decisions), dict(reference.decision_problems)
    layouts = Layouts.load(home.layouts)
    with open_store(home.landing_db, read_only=True) as connection:
        return list(reference.decisions), dict(
            misfits(connection, reference, layouts, is_loaded=False)
        )


def _list(home: Home) -> int:
    """The decisions of this home by their rows in the file; 1 if any does not fit."""
    held, problems = _held(home)
    for one in held:
        about = f"every {one.kind}" if one.is_word else (
            f"{one.delivery[:16]} {one.sheet}, row {one.row}, {one.field}"
        )  # fmt: skip
        given = "" if one.decision != VALUE else f" {one.value}" if one.is_word else ""
        print(mask(f"{one.number:>4}  {about}: {one.decision}{given}, {one.at}"))
    for number, message in sorted(problems.items()):
        print(f"row {number} DOES NOT FIT: {message}")
    print(f"{len(held)} decisions in {home.decisions}, {len(problems)} do not fit")
    if problems:
        print("A load does not publish until they are mended or removed: "
              "netralitas decide --remove " + " ".join(map(str, sorted(problems))))  # fmt: skip
    return int(bool(problems))


def _remove(home: Home, numbers: list[int]) -> int:
    """Takes rows out of the file, by their numbers as the check and --list say them."""
    with alone(home.decisions.parent):
        held, problems = read_decisions(home.decisions)
        if problems:
            return _refused(f"{FILE} has a row that is not well-formed: mend it in the file itself")
        absent = sorted(set(numbers) - {one.number for one in held})
        if absent:
            return _refused(
                f"{FILE} has no decision in row {absent[0]}: see netralitas decide --list"
            )
        write_decisions(home.decisions, [one for one in held if one.number not in numbers])
    print(f"removed {len(set(numbers))} of {len(held)} decisions; the next load goes without")
    return 0

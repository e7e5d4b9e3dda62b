"""How a workbook is understood, as one object: what the nightly load would make of each row of it.

It goes the way of the load (read, recognise, settle) in a landing store of its own, in memory, so
what is shown here is what would be loaded.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.commands.reasons import mends, reasons
from pipelines.home import Home
from pipelines.landing.receive import Incoming, delivery_of, record, sidecar_beside
from pipelines.landing.recognise import Writer, read_before
from pipelines.landing.store import open_store
from pipelines.landing.understand import Understanding, about, sheet_labels
from pipelines.layouts import Layouts, Recognition
from pipelines.layouts.quoting import masked_heading
from pipelines.layouts.record_kinds import FIELDS
from pipelines.privacy import MASK, mask, mask_file_name, safe_words
from pipelines.workbooks import Answer, read_workbook

if TYPE_CHECKING:
    import duckdb

    from pipelines.workbooks import Sheet, Workbook

_NUMBERS = {"count", "number", "percentage"}
# Shown with --reveal only: they say who someone is, or are free text, which may.
_PERSONAL = {
    "person_name", "description", "follow_up", "action", "evidence", "note", "position", "unit",
}  # fmt: skip
_GOVERNMENT = "pemda:"
_WORD = re.compile(r"[^\W\d_]+")
# What letter numbers, ranks and citations of laws are made of, beside words that name no one.
_FORMAL = {
    "reg", "pol", "kep", "pp", "uu", "skb", "perpres", "pasal", "ayat", "huruf", "angka", "jo",
    "juncto", "juru", "pengatur", "penata", "pembina", "utama", "madya", "muda", "tingkat", "tk",
    "gol", "ruang",
}  # fmt: skip
_ROMAN_OR_SIGN = re.compile(r"[IVXLC]{1,6}|[A-Z]{1,3}")

Place = tuple[str, int, int]
"""Sheet label, row number, part."""


def inspection(path: Path, inbox_folder: str = "", reveal: bool = False) -> dict[str, Any]:
    """What `inspect --json` says of a file; `reason` is set when it would be quarantined."""
    sha256, size = _hash(path)
    file = Incoming(path, "inbox", inbox_folder, sidecar_beside(path))
    home = Home.find()
    understanding = Understanding(home, keep_quarantined=True)
    workbook = read_workbook(path)
    understood = None
    with open_store() as connection:
        delivery = delivery_of(file, sha256 or "", size, datetime.now(UTC).replace(tzinfo=None))
        key = delivery["delivery_key"]
        record(connection, [delivery])
        writer = Writer(connection, {})
        if workbook.readable:
            if understanding.layouts.broken:
                delivery["layout"] = _read_before_by(home, key)
            understood = understanding.recognise(delivery, workbook)
            for item in understanding.batches(key, workbook, understood):
                writer.take(key, item)
            writer.take(key, about(understood))
        writer.take(key, Answer(workbook.reason_code, workbook.message))
        writer.write()
        answer = _about(connection)
        rows = _rows(connection, reveal)
    answer = {
        "file": path.name if reveal else mask_file_name(path.name),
        "sha256": sha256,
        "readable": workbook.readable,
        **answer,
    }
    answer["tables"] = _tables(workbook, understood, rows, understanding.layouts, reveal)
    return answer


def _hash(path: Path) -> tuple[str | None, int]:
    """The hash and size of a regular file; None for what else has a name, or cannot be opened."""
    if path.is_symlink() or not path.is_file():
        return None, 0
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest(), file.tell()
    except OSError:
        return None, 0


def _read_before_by(home: Home, key: str) -> str | None:
    """The layout that the home read this very file by; None where it has not, or a load is under
    way."""
    import duckdb

    try:
        with open_store(home.landing_db, read_only=True) as connection:
            return read_before(connection, key)
    except duckdb.Error:
        return None


def _about(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    names = (
        "reason_code", "reason", "mend", "layout", "register_kind", "record_kind", "office",
        "period_label", "election_code", "as_of", "evidence", "is_demo",
    )  # fmt: skip
    row = connection.execute(f"select {', '.join(names)} from landing.delivery").fetchone()
    about = dict(zip(names, row or (), strict=True))
    about["as_of"] = about["as_of"] and about["as_of"].isoformat()
    code, message, mend = about.pop("reason_code"), about.pop("reason"), about.pop("mend")
    return {"reason": code, "message": message, "mend": mend or mends().get(code), **about}


def _rows(connection: duckdb.DuckDBPyConnection, reveal: bool) -> dict[str, list[dict[str, Any]]]:
    """Sheet label → its rows in order, with the fields that each one has a text for."""
    fields: dict[Place, dict[str, Any]] = defaultdict(dict)
    for sheet, number, part, name, kind, value in connection.execute(
        """select sheet_name, row_number, part, field, value_kind, value
        from landing.field_value"""
    ).fetchall():
        of_row = fields[sheet, number, part]
        if of_row.get(name) is None:
            of_row[name] = _shown(name, kind, value, reveal)
    errors: dict[Place, list[dict[str, Any]]] = defaultdict(list)
    meanings = reasons()
    for sheet, number, part, letter, name, code, reason, rejects in connection.execute(
        """select sheet_name, row_number, part, column_letter, field, reason_code, reason, rejects
        from landing.row_error order by sheet_name, row_number, part, len(column_letter), 4, 5"""
    ).fetchall():
        errors[sheet, number, part].append(
            {
                "column": letter,
                "field": name,
                "reason_code": code,
                "message": reason if reveal else meanings.get(code, ""),
                "rejects": rejects,
            }
        )
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for sheet, number, part, row_class, rule, kind in connection.execute(
        """select r.sheet_name, r.row_number, r.part, coalesce(v.class, r.class),
        case when v.delivery_key is null then r.rule else v.rule end, r.record_kind
        from landing.row as r
        left join landing.row_verdict as v using (delivery_key, sheet_name, row_number, part)
        order by r.sheet_name, r.row_number, r.part"""
    ).fetchall():
        place = (sheet, number, part)
        is_record = place in fields or row_class in ("record", "rejected", "set_aside")
        rows[sheet].append(
            {
                "row": number,
                "part": part,
                "class": row_class,
                "rule": rule,
                "record": kind if is_record else None,
                "fields": fields.get(place, {}),
                "errors": errors.get(place, []),
            }
        )
    return rows


def _shown(name: str, kind: str, value: str | None, reveal: bool) -> Any:
    """A value as the answer shows it: a number, a truth, a code, a date, a text or its mask."""
    if value is None:
        return None
    if kind in _NUMBERS:
        number = float(value)
        return int(number) if number.is_integer() else number
    if kind == "tick":
        return value == "true"
    if reveal:
        return value
    if kind == "nip" or (kind == "text" and name in _PERSONAL):
        return MASK
    return masked_words(value) if kind == "text" else value


def masked_words(text: str) -> str:
    """A number of a letter, a rank, a citation: its words are kept where they name no one."""
    safe = safe_words() | _FORMAL

    def kept(match: re.Match[str]) -> str:
        word = match[0]
        is_safe = word.casefold() in safe or len(word) == 1 or _ROMAN_OR_SIGN.fullmatch(word)
        return word if is_safe else MASK

    return re.sub(rf"{MASK}(?:\s*{MASK})+", MASK, _WORD.sub(kept, mask(text)))


def _in_order(
    kind: str, fed: list[str], found: dict[str, Any], as_of: str | None
) -> dict[str, Any]:
    """The fields of the record kind first, then what other columns feed; null where unknown."""
    found = dict.fromkeys(fed) | found
    if kind == "report":
        found.setdefault("violation_type", found.get("violation"))
    if kind == "recap":
        found["as_of"] = as_of
        institution = found.get("institution") or ""
        if institution.startswith(_GOVERNMENT):
            found.setdefault("region_code", institution.removeprefix(_GOVERNMENT))
    return {name: found.pop(name, None) for name in FIELDS.get(kind, ())} | found


def _tables(
    workbook: Workbook,
    understood: Recognition | None,
    rows: dict[str, list[dict[str, Any]]],
    layouts: Layouts,
    reveal: bool,
) -> list[dict[str, Any]]:
    """One object a table, in the order of the workbook; a sheet without a table is one too."""
    if understood is None:
        return []
    labels = sheet_labels(workbook)
    as_of = {
        (use.sheet.number, reader.header_row): reader.as_of
        for use in understood.sheets
        for reader in use.tables
    }
    tables = []
    for sheet in workbook.sheets:
        own = rows.get(labels[sheet.number], [])
        starts = sorted(
            {c.header_row for c in understood.columns if c.sheet_number == sheet.number}
        )
        hidden = {row.number for row in sheet.rows if row.is_hidden}
        for row in own:
            row["hidden"] = row["row"] in hidden
        for start, of_table in zip(starts or [0], _parted(own, starts), strict=True):
            uses = [
                use
                for use in understood.columns
                if (use.sheet_number, use.header_row) == (sheet.number, start)
            ]
            fed = [field for use in uses for field in use.fields]
            for row in of_table:
                if row["record"]:
                    found = row["fields"]
                    row["fields"] = _in_order(
                        row["record"], fed, found, as_of.get((sheet.number, start))
                    )
            tables.append(
                {
                    "sheet": sheet.name if reveal else labels[sheet.number],
                    "hidden": sheet.is_hidden,
                    "layout": understood.layout if starts else None,
                    "evidence": _evidence(sheet, understood, bool(starts)),
                    "header_rows": [r["row"] for r in of_table if r["class"] == "header"],
                    "columns": [
                        {
                            "column": use.column_letter,
                            "heading": use.heading
                            if reveal
                            else masked_heading(use.heading, layouts.words),
                            "field": field,
                        }
                        for use in uses
                        for field in use.fields or (None,)
                    ],
                    "rows": of_table,
                }
            )
    return tables


def _evidence(sheet: Sheet, understood: Recognition, has_table: bool) -> str:
    if has_table or understood.layout is None:
        return understood.evidence
    return "no table of the layout on this sheet" if sheet.rows else "the sheet is empty"


def _parted(rows: list[dict[str, Any]], starts: list[int]) -> list[list[dict[str, Any]]]:
    """The rows of a sheet, table by table: a title belongs to the header that comes below it."""
    tables: list[list[dict[str, Any]]] = [[] for _ in starts or [0]]
    for row in rows:
        begun = sum(start <= row["row"] for start in starts)
        table = begun if row["class"] == "title" else begun - 1
        tables[min(max(table, 0), len(tables) - 1)].append(row)
    return tables

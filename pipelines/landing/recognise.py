"""Turns archived files into records of text fields, and settles what each of them means."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING, Any

from pipelines.landing.decisions import lay_out_decisions
from pipelines.landing.receive import parse_sidecar
from pipelines.landing.store import append, option, set_option, sql
from pipelines.privacy import asn_key, mask, mask_file_name

if TYPE_CHECKING:
    import duckdb

    from pipelines.home import Home
    from pipelines.layouts import Layouts, Recognition
    from pipelines.values import Reference
    from pipelines.workbooks import Workbook

_TABLES = ("sheet_row", "row", "field", "field_value", "row_verdict", "row_error")


def pending(connection: duckdb.DuckDBPyConnection, recogniser: str) -> list[dict[str, Any]]:
    """The deliveries that this version of the recogniser has not seen yet.

    Of the project's own folders only what lies there now; of the inbox whatever was received.
    """
    columns = ("delivery_key", "sha256", "file_name", "inbox_folder", "sidecar")
    rows = connection.execute(
        f"""select {", ".join(columns)} from landing.delivery
        where recogniser is distinct from ?
        and (folder = 'inbox' or delivery_key in (select delivery_key from landing.present_file))
        order by delivery_key""",
        [recogniser],
    ).fetchall()
    return [dict(zip(columns, row, strict=True)) for row in rows]


def recognise_pending(
    connection: duckdb.DuckDBPyConnection,
    home: Home,
    recogniser: str,
    key: bytes,
) -> int:
    """Reads and understands every pending delivery; returns how many there were.

    Each delivery is written in one transaction, so a kill leaves whole deliveries only.
    """
    from pipelines.home import REFERENCE
    from pipelines.layouts import Layouts
    from pipelines.values import Reference
    from pipelines.workbooks import read_workbooks

    # What was still to come when it was read may have come: those rows are read again.
    connection.execute("delete from landing.meaning where reason_code = 'date_future'")
    connection.execute(
        "update landing.delivery set recogniser = null where delivery_key in "
        "(select delivery_key from landing.row_error where reason_code = 'date_future')"
    )
    waiting = pending(connection, recogniser)
    if option(connection, "recogniser") != recogniser:
        # Other codes or rules: no earlier meaning may be trusted.
        connection.execute("delete from landing.meaning")
        set_option(connection, "recogniser", recogniser)
    if waiting:
        layouts = Layouts.load()
        reference = Reference.load(REFERENCE, home.region_decisions, home.decisions)
        by_path = {home.archive / one["sha256"]: one for one in waiting}
        for path, workbook in read_workbooks(list(by_path)):
            one = by_path[path]
            understand(connection, one, workbook, layouts, reference)
        keys = [one["delivery_key"] for one in waiting]
        settle(connection, keys, reference)
        # Only now are they done: after a kill before this, they are pending still.
        connection.execute(
            "update landing.delivery set recogniser = ? where delivery_key in (select unnest(?))",
            [recogniser, keys],
        )
    _hash_people(connection, key)
    return len(waiting)


def understand(
    connection: duckdb.DuckDBPyConnection,
    delivery: dict[str, Any],
    workbook: Workbook,
    layouts: Layouts,
    reference: Reference,
    keep_quarantined: bool = False,
) -> Recognition | None:
    """Recognises one delivery (as `pending` gives it) and writes it, in one transaction.

    keep_quarantined: write the rows of a file that has to wait too, for a person to look at.
    None is returned for a workbook that could not be read. The nightly load and `inspect` share
    this; `settle` comes next.
    """
    from pipelines.layouts import recognise

    understood = None
    if workbook.readable:
        said = parse_sidecar(delivery["sidecar"])
        understood = recognise(workbook, layouts, reference, said, delivery["inbox_folder"])
    connection.begin()
    _write(connection, delivery["delivery_key"], workbook, understood, keep_quarantined)
    connection.commit()
    return understood


def _write(
    connection: duckdb.DuckDBPyConnection,
    delivery: str,
    workbook: Workbook,
    understood: Recognition | None,
    keep_quarantined: bool,
) -> None:
    for table in _TABLES:
        connection.execute(f"delete from landing.{table} where delivery_key = ?", [delivery])
    labels = sheet_labels(workbook)
    rows = [
        (sheet.number, sheet.name, row.number, row.is_hidden, [c or "" for c in row.cells])
        for sheet in workbook.sheets
        for row in sheet.rows
        if any(row.cells)
    ]
    _append(connection, delivery, "sheet_row",
            ("sheet_number", "sheet_name", "row_number", "is_hidden", "cells"), rows)  # fmt: skip
    about: dict[str, Any] = {
        "reason_code": workbook.reason_code,
        "reason": workbook.message and mask(workbook.message),
        "mend": None,
        "content_sha256": content_hash(workbook) if workbook.readable else None,
    }
    if understood:
        names = (
            "layout", "family", "register_kind", "record_kind", "source_code", "office",
            "office_region_code", "office_institution_code", "period_label", "election_code",
            "as_of", "evidence", "reason_code",
        )  # fmt: skip
        about |= {name: getattr(understood, name) for name in names}
        about["reason"] = understood.message and mask(understood.message)
        about["mend"] = understood.mend and mask(understood.mend)
        if understood.is_made_up:
            # A made-up register is one wherever it lies: only a load with --demo takes it in.
            about |= {"is_demo": True, "origin": "demo"}
        if keep_quarantined or not understood.reason_code:
            _write_records(connection, delivery, understood, labels)
        if not understood.reason_code:
            about["logical_source"] = " | ".join(
                str(about[name]) for name in ("office", "register_kind", "period_label")
            )
    about["status"] = "quarantined" if about["reason_code"] else "recognised"
    sets = ", ".join(f"{name} = ?" for name in about)
    connection.execute(
        f"update landing.delivery set {sets} where delivery_key = ?", [*about.values(), delivery]
    )


def content_hash(workbook: Workbook) -> str:
    """A hash of what the sheets hold: the texts of each non-empty row, sheet by sheet, in order."""
    total = hashlib.sha256()
    for sheet in workbook.sheets:
        for row in sheet.rows:
            text = "\x1f".join(cell or "" for cell in row.cells).rstrip("\x1f")
            if text:
                total.update(f"{text}\x1e".encode())
        total.update(b"\x1d")
    return total.hexdigest()


def sheet_labels(workbook: Workbook) -> dict[int, str]:
    """What each sheet is called outside the restricted zone: its name where that names no one,
    else its place in the workbook."""
    labels: dict[int, str] = {}
    for sheet in workbook.sheets:
        label = sheet.name if mask_file_name(sheet.name) == sheet.name else f"sheet {sheet.number}"
        labels[sheet.number] = f"{label} ({sheet.number})" if label in labels.values() else label
    return labels


def _write_records(
    connection: duckdb.DuckDBPyConnection,
    delivery: str,
    understood: Recognition,
    labels: dict[int, str],
) -> None:
    _append(
        connection, delivery, "row",
        ("sheet_name", "row_number", "part", "class", "rule", "record_kind"),
        [
            (
                labels[r.sheet_number], r.row_number, r.part, r.row_class, r.rule,
                understood.record_kind,
            )
            for r in understood.rows
        ],
    )  # fmt: skip
    _append(
        connection, delivery, "field",
        (
            "sheet_name", "row_number", "part", "field", "column_letter", "heading", "text",
            "value_kind", "context", "on_error", "is_required",
        ),
        [
            (
                labels[f.sheet_number], f.row_number, f.part, f.field, f.column_letter,
                f.heading, f.text, f.value_kind, f.context, f.on_error, f.is_required,
            )
            for f in understood.fields
        ],
    )  # fmt: skip


def _append(
    connection: duckdb.DuckDBPyConnection,
    delivery: str,
    table: str,
    names: tuple[str, ...],
    rows: list[tuple[Any, ...]],
) -> None:
    if rows:
        columns = {n: list(v) for n, v in zip(names, zip(*rows, strict=True), strict=True)}
        append(connection, table, {"delivery_key": [delivery] * len(rows), **columns})


def settle(
    connection: duckdb.DuckDBPyConnection, deliveries: list[str], reference: Reference
) -> None:
    """Interprets each new distinct text once, then joins what it means, set by set (settle.sql)."""
    from pipelines.values import interpret

    connection.execute("create or replace temporary table settling (delivery_key varchar)")
    connection.executemany("insert into settling values (?)", [[key] for key in deliveries])
    unknown = connection.execute(
        """select distinct value_kind, context, text from landing.field
        where value_kind <> 'text'
        and delivery_key in (select delivery_key from settling)
        except select value_kind, context, text from landing.meaning"""
    ).fetchall()
    meanings = [interpret(kind, context, text, reference) for kind, context, text in unknown]
    _register_empty_texts(connection, reference)
    connection.begin()
    append(
        connection,
        "meaning",
        {
            "value_kind": [kind for kind, _, _ in unknown],
            "context": [context for _, context, _ in unknown],
            "text": [text for _, _, text in unknown],
            "value": [m.value for m in meanings],
            "reason_code": [m.reason_code for m in meanings],
            "message": [m.message and mask(m.message) for m in meanings],
        },
    )
    lay_out_decisions(connection, reference)
    connection.execute(sql("settle"))
    connection.commit()
    connection.unregister("empty_text")


def _register_empty_texts(connection: duckdb.DuckDBPyConnection, reference: Reference) -> None:
    """The plain texts of the deliveries being settled that are no text: `-`, `n/a`, `#REF!`."""
    import pyarrow as pa

    from pipelines.values import interpret

    short = connection.execute(
        """select distinct text from landing.field
        where value_kind = 'text' and length(text) <= 40
        and delivery_key in (select delivery_key from settling)"""
    ).fetchall()
    read = [(text, interpret("text", "", text, reference)) for (text,) in short]
    empty = [(text, meaning) for text, meaning in read if meaning.value is None]
    columns = {
        "text": [text for text, _ in empty],
        "reason_code": [meaning.reason_code for _, meaning in empty],
        "message": [meaning.message for _, meaning in empty],
    }
    connection.register(
        "empty_text", pa.table({name: pa.array(v, pa.string()) for name, v in columns.items()})
    )


def _hash_people(connection: duckdb.DuckDBPyConnection, key: bytes) -> None:
    """The keyed hash of every sound NIP. It is made here, in Python, so that the key is never part
    of any SQL; with another key all are made again."""
    stamp = asn_key("", key)
    if option(connection, "key") != stamp:
        connection.execute("delete from landing.nip_key")
        set_option(connection, "key", stamp)
    nips = [
        row[0]
        for row in connection.execute(
            """select distinct value from landing.meaning
            where value_kind = 'nip' and value is not null
            except select nip from landing.nip_key"""
        ).fetchall()
    ]
    append(connection, "nip_key", {"nip": nips, "asn_key": [asn_key(nip, key) for nip in nips]})


def summary_by_family(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, int]]:
    """Deliveries and data rows of this build, per family, and what is quarantined."""
    rows = connection.execute(
        """select
            coalesce(d.family, 'quarantined') as family, d.delivery_key, v.class, count(v.class)
        from landing.delivery as d
        inner join landing.build_delivery as b using (delivery_key)
        left join landing.row_verdict as v on d.delivery_key = v.delivery_key
        group by all"""
    ).fetchall()
    result: dict[str, Counter[str]] = {}
    seen: set[str] = set()
    for family, delivery, verdict, rows_count in rows:
        counts = result.setdefault(family, Counter())
        counts["deliveries"] += delivery not in seen
        seen.add(delivery)
        if verdict:
            counts[verdict] += rows_count
    return {family: dict(counts) for family, counts in result.items()}

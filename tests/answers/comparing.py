"""Holds what the code says of a workbook against its key, and lists what differs."""

from __future__ import annotations

from typing import Any


def differences(key: dict[str, Any], answer: dict[str, Any]) -> list[str]:
    """One line for each difference: which row, what the key says and what the answer says."""
    if answer["reason"] is not None:
        return [f"quarantined: {answer['reason']}: {answer['message']}"]
    found: list[str] = []
    if answer["layout"] != key["layout"]:
        found.append(f"layout {answer['layout']}, not {key['layout']}")
    rows: dict[str, dict[tuple[int, int], dict[str, Any]]] = {}
    for table in answer["tables"]:
        own = rows.setdefault(table["sheet"], {})
        for row in table["rows"]:
            if (row["row"], row["part"]) in own:
                found.append(f"{table['sheet']} row {row['row']}: listed twice")
            own[row["row"], row["part"]] = row
    for sheet in key["sheets"]:
        given = rows.pop(sheet["sheet"], {})
        for wanted in sheet["rows"]:
            where = f"{sheet['sheet']} row {wanted['row']}"
            where += f" part {wanted['part']}" if wanted["part"] > 1 else ""
            row = given.pop((wanted["row"], wanted["part"]), None)
            if row is None:
                found.append(f"{where}: not listed; it is a {wanted['class']}")
                continue
            found += [f"{where}: {what}" for what in _row_differences(wanted, row)]
        found += [f"{sheet['sheet']} row {r} part {p}: not in the key" for r, p in given]
    return found + [f"sheet {name}: not in the key" for name, own in rows.items() if own]


def _row_differences(wanted: dict[str, Any], row: dict[str, Any]) -> list[str]:
    found = []
    if row["class"] != wanted["class"]:
        errors = [(e["column"], e["reason_code"]) for e in row["errors"]]
        found.append(f"class {row['class']} ({row['rule']}), not {wanted['class']} {errors or ''}")
    if row["hidden"] != wanted["hidden"]:
        found.append(f"hidden {row['hidden']}, not {wanted['hidden']}")
    if wanted["record"] != row["record"]:
        found.append(f"record {row['record']}, not {wanted['record']}")
    for name in sorted(wanted["fields"].keys() | row["fields"].keys()):
        right, said = wanted["fields"].get(name), row["fields"].get(name)
        if right != said:
            found.append(f"{name} {said!r}, not {right!r}")
    hard = [e for e in row["errors"] if e["rejects"]]
    for error in wanted["errors"]:
        column, codes = error["column"], error["reason_code"]
        if not any(e["column"] == column and e["reason_code"] in codes for e in hard):
            said = sorted(e["reason_code"] for e in hard if e["column"] == column)
            found.append(f"column {column}: {said or 'no error'}, not {' or '.join(codes)}")
    places = {error["column"] for error in wanted["errors"]}
    found += [
        f"column {e['column']} ({e['field']}): {e['reason_code']}, where nothing is wrong"
        for e in hard
        if e["column"] not in places
    ]
    return found

"""What is expected of deliveries of a layout that has no suite of its own: what its map says."""

from __future__ import annotations

from typing import Any

from pipelines.layouts import Layout

_NOT_NULL = "expect_column_values_to_not_be_null"
# A shape that nearly every cell has, or else another column was read.
_SHAPES = {
    "nip": (r"(?:\d\D{0,3}){5}|^\D{0,8}$|(?i:tidak|belum)", "digits of a NIP, however spoilt"),
    "date": (r"\d|^\D{0,8}$", "a date (or says that there is none)"),
    "count": (r"\d|^\D{0,8}$", "a number (or says that there is none)"),
}
_ENOUGH = 20


def derived_suite(layout: Layout) -> list[dict[str, Any]]:
    """Expectations in the form of expectations/gx: there are rows, the fields that identify them
    are stated at all (block), and each value looks like one of its kind (block when hardly any
    does, warn when many do not)."""
    expectations = [
        _one(
            "expect_table_row_count_to_be_between", "block",
            "a recognised register without data rows is no success", {"min_value": 1},
        )
    ]  # fmt: skip
    fields = {one.name: one for column in layout.columns for one in column.fields}
    for name, field in fields.items():
        if field.filled:
            note = f"{name} is stated at all: else our reading of it is broken"
            expectations.append(
                _one(_NOT_NULL, "block", note, {"column": name, "mostly": 0.001}, "at_all")
            )
            note = f"{name} is stated in at least 95% of rows"
            expectations.append(_one(_NOT_NULL, "warn", note, {"column": name, "mostly": 0.95}))
        if field.value_kind in _SHAPES:
            regex, what = _SHAPES[field.value_kind]
            kwargs = {"column": name, "regex": regex}
            kind = "expect_column_values_to_match_regex"
            note = f"{name} holds {what}: else another column was read"
            expectations.append(_one(kind, "block", note, {**kwargs, "mostly": 0.1}, "at_all"))
            note = f"{name} holds {what}"
            expectations.append(_one(kind, "warn", note, {**kwargs, "mostly": 0.9}))
    return expectations


def _one(
    kind: str, severity: str, note: str, kwargs: dict[str, Any], label: str = ""
) -> dict[str, Any]:
    meta: dict[str, Any] = {"severity": severity, "note": note}
    if label:
        meta |= {"label": label, "at_least": _ENOUGH}
    return {"type": kind, "kwargs": kwargs, "meta": meta}

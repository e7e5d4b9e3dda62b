"""Runs the Great Expectations suites of expectations/gx on data frames.

A suite is a JSON file in Great Expectations' own form. Its `meta.target` says what it is about: a
layout of deliveries as they arrive (`{"layout": "L3", "family": "kasn"}`: one column of raw text
per field) or a published table (`{"table": "reporting.follow_up_rate"}`). Each expectation's meta
says its `severity` (block or warn) and a note; `at_least` asks it only of a column with so many
values (when it is about gaps: so many rows), so that a few cells cannot fail it. Outcomes hold
counts and never values, because the frames hold names and NIPs.
"""

from __future__ import annotations

import functools
import itertools
import json
import os
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas

SUITES = Path(__file__).resolve().parents[2] / "expectations" / "gx"

_serial = itertools.count(1)


@dataclass(frozen=True)
class ExpectationOutcome:
    """One expectation's outcome; `raised` means that it could not be evaluated: our own error."""

    check: str
    passed: bool
    severity: str
    detail: str
    raised: bool


@dataclass(frozen=True)
class Suite:
    """What a suite is about: a layout of one family of deliveries, or a published table."""

    name: str
    layout: str = ""
    family: str = ""
    table: str = ""

    @property
    def target(self) -> str:
        return self.layout or self.table


def suites() -> list[Suite]:
    """All suites of the project, by name."""
    paths = sorted(SUITES.glob("*.json"))
    return [Suite(path.stem, **_read(path.stem)["meta"]["target"]) for path in paths]


def run_suite(
    name: str, frame: pandas.DataFrame, expectations: list[dict[str, Any]] | None = None
) -> list[ExpectationOutcome]:
    """Holds a frame against the suite `expectations/gx/<name>.json`, an outcome per expectation.

    expectations: those to hold it against where there is no such file.

    Empty texts count as absent. An expectation that raises fails with `raised`, as does one on a
    column that is not there. Raises FileNotFoundError for a suite that does not exist.
    """
    if expectations is None:
        expectations = _read(name)["expectations"]
    # Only texts: a frame of numbers has no empty texts, and its types stay as they are.
    texts = frame.select_dtypes(["object", "string"]).columns
    frame = frame.copy(deep=False)
    for column in texts:
        frame[column] = frame[column].mask(frame[column].eq("").fillna(False).astype(bool), None)
    waived = [one for one in expectations if _has_too_few(one, frame)]
    due = [one for one in expectations if not _has_too_few(one, frame)]
    outcomes = [
        ExpectationOutcome(_check(name, one), True, _severity(one), "too few to judge by", False)
        for one in waived
    ]
    if due:
        results = _validate(name, due, frame)
        outcomes += [_outcome(name, one, result) for one, result in zip(due, results, strict=True)]
    return outcomes


def _read(name: str) -> dict[str, Any]:
    suite: dict[str, Any] = json.loads((SUITES / f"{name}.json").read_text(encoding="utf-8"))
    return suite


def _has_too_few(expectation: dict[str, Any], frame: pandas.DataFrame) -> bool:
    """Whether the frame has too few values, or rows, for this expectation to mean anything."""
    column = expectation["kwargs"].get("column")
    if "at_least" not in expectation["meta"] or column not in frame.columns:
        return False
    is_about_gaps = expectation["type"] == "expect_column_values_to_not_be_null"
    held = len(frame) if is_about_gaps else int(frame[column].notna().sum())
    return held < int(expectation["meta"]["at_least"])


def _severity(expectation: dict[str, Any]) -> str:
    severity: str = expectation["meta"]["severity"]
    return severity


def _check(name: str, expectation: dict[str, Any]) -> str:
    """A name that stays the same from run to run: suite, expectation, and its columns."""
    kwargs = expectation["kwargs"]
    columns = [kwargs.get(key) for key in ("column", "column_A", "column_B")]
    columns += kwargs.get("column_list") or []
    kind = expectation["type"].removeprefix("expect_")
    label = expectation["meta"].get("label")
    return "-".join(str(part) for part in (name, kind, *columns, label) if part)


@functools.cache
def _context() -> Any:
    """One ephemeral context for the process; silent, and without calls to other hosts."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import great_expectations
        from great_expectations.data_context.types.base import ProgressBarsConfig

        context = great_expectations.get_context(mode="ephemeral")
        context.variables.progress_bars = ProgressBarsConfig(
            globally=False, metric_calculations=False
        )
    return context


def _validate(name: str, expectations: list[dict[str, Any]], frame: pandas.DataFrame) -> list[Any]:
    """Great Expectations' results, in the order of the expectations."""
    context = _context()
    from great_expectations import ExpectationSuite

    asset = context.data_sources.add_pandas(f"{name}_{next(_serial)}").add_dataframe_asset(name)
    batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})
    # Results do not come in the order they were asked for: each carries its place in its meta.
    asked = [
        {"type": one["type"], "kwargs": one["kwargs"], "meta": {"place": place}}
        for place, one in enumerate(expectations)
    ]
    suite = ExpectationSuite(name=name, expectations=asked)
    # No examples of unexpected values: they would be names and NIPs.
    form = {"result_format": "BASIC", "partial_unexpected_count": 0}
    validation = batch.validate(suite, result_format=form)
    placed = {one.expectation_config.meta["place"]: one for one in validation.results}
    return [placed[place] for place in range(len(expectations))]


def _outcome(name: str, expectation: dict[str, Any], result: Any) -> ExpectationOutcome:
    raised = _raised(result.exception_info)
    note = expectation["meta"].get("note", "")
    if raised:
        # The exception's text may hold values; its kind is in the log of the process only.
        detail = f"could not be evaluated (an error of ours or an absent column): {note}"
    else:
        detail = f"{_counts(result.result or {})}; {note}".strip("; ")
    passed = bool(result.success) and not raised
    return ExpectationOutcome(
        _check(name, expectation), passed, _severity(expectation), detail, raised
    )


def _raised(exception_info: dict[str, Any] | None) -> bool:
    """Whether any metric of the expectation raised; the form differs by how many raised."""
    info = exception_info or {}
    if "raised_exception" in info:
        return bool(info["raised_exception"])
    return any(isinstance(one, dict) and one.get("raised_exception") for one in info.values())


def _counts(result: dict[str, Any]) -> str:
    """What was counted, in words: only numbers are taken from the result."""
    unexpected, elements = result.get("unexpected_count"), result.get("element_count")
    if isinstance(unexpected, int) and isinstance(elements, int):
        return f"{unexpected} of {elements} rows unexpected"
    observed = result.get("observed_value")
    if isinstance(observed, int | float) and not isinstance(observed, bool):
        return f"observed {observed:g}"
    return ""

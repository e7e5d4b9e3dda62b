"""Control totals, consistency rules, balance and privacy: the audits that read the candidate."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from pipelines.checks.outcome import Outcome
from pipelines.checks.privacy_search import find_people
from pipelines.home import EXPECTATIONS

if TYPE_CHECKING:
    import duckdb

BALANCE = "every_row_accounted_for"
PRIVACY = "no_person_in_the_open_zone"


def controls() -> dict[str, str]:
    """All control totals and what each is about, in the order of the file."""
    return {row["control"]: row["note"] for row in _rows("control_totals")}


def rules() -> list[str]:
    """The kinds of consistency rule that expectations/consistency_rules.csv uses."""
    return sorted({row["rule"] for row in _rows("consistency_rules")})


def _rows(name: str) -> list[dict[str, str]]:
    with (EXPECTATIONS / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def judge_control_totals(candidate: duckdb.DuckDBPyConnection) -> list[Outcome]:
    """One outcome a control: the shortfall is named, and whether it is an acknowledged one."""
    rows = candidate.execute(
        """select control, measure, unit, expected, actual, difference, status, severity,
        is_failure, known_difference from quality.control_total order by control"""
    ).fetchall()
    outcomes = []
    for (
        control,
        measure,
        unit,
        expected,
        actual,
        difference,
        status,
        severity,
        failure,
        known,
    ) in rows:
        if status == "not_comparable" and failure:
            detail = (
                f"{measure}: {expected:g} {unit}s expected, none found: {expected:g} short "
                "(no such delivery in this build)"
            )
        elif status == "not_comparable":
            detail = "no delivery in this build to compare it with"
        elif status == "match":
            detail = f"{measure}: {expected:g} {unit}s expected and found"
        else:
            detail = (
                f"{measure}: {expected:g} {unit}s expected, {actual:g} found: "
                + (f"{-difference:g} short" if difference < 0 else f"{difference:g} too many")
                + (f" (known difference {known:+g})" if known is not None else "")
            )
        if failure and status == "match":
            detail += f", but a known difference of {known:+g} is on file and no longer applies"
        # An acknowledged difference is no failure of the build, but it is shown as what it is.
        acknowledged = status == "mismatch" and not failure
        outcomes.append(
            Outcome(
                control, "control_total", "quality.control_total",
                severity if failure else "warn" if acknowledged else "block",
                not failure and not acknowledged, detail,
            )
        )  # fmt: skip
    return outcomes


def judge_consistency(candidate: duckdb.DuckDBPyConnection) -> list[Outcome]:
    """One outcome a rule; contradictions in what officials printed are shown, and never block."""
    counts = {
        rule: (held, contradicted)
        for rule, held, contradicted in candidate.execute(
            """select rule, count(*) filter (where status = 'holds'),
            count(*) filter (where status = 'contradicted')
            from quality.consistency group by rule"""
        ).fetchall()
    }
    outcomes = []
    for rule in rules():
        held, contradicted = counts.get(rule, (0, 0))
        outcomes.append(
            Outcome(
                rule, "consistency", "quality.consistency", "warn", not contradicted,
                f"{held} hold, {contradicted} are contradicted by the printed figures",
            )
        )  # fmt: skip
    return outcomes


def judge_balance(candidate: duckdb.DuckDBPyConnection) -> Outcome:
    """Data rows = loaded + rejected + set aside, in every sheet of every delivery."""
    rows = candidate.execute(
        """select d.file_name, b.sheet_name, b.row_number_difference from (
            select delivery_key, sheet_name,
            abs(difference) + abs(parts_difference) as row_number_difference
            from quality.row_balance
        ) as b inner join marts.dim_delivery as d using (delivery_key)
        where row_number_difference <> 0 order by all"""
    ).fetchall()
    total = candidate.execute("select count(*) from quality.row_balance").fetchone()
    sheets = total[0] if total else 0
    lost = "; ".join(f"{count} rows of {file}, sheet {sheet}" for file, sheet, count in rows[:5])
    return Outcome(
        BALANCE, "balance", "quality.row_balance", "block", not rows and sheets > 0,
        f"not accounted for: {lost}" if rows else f"{sheets} sheets balance",
    )  # fmt: skip


def judge_privacy(candidate: duckdb.DuckDBPyConnection, catalog: str, names: list[str]) -> Outcome:
    """No name and no NIP that landing knows stands in any text column of the candidate."""
    found = find_people(candidate, catalog, names)
    return Outcome(
        PRIVACY, "privacy", "every table of the release", "block", not found,
        "found in " + ", ".join(f"{column} ({count})" for column, count in found)
        if found
        else f"{len(names)} names and every NIP searched for, none found",
    )  # fmt: skip

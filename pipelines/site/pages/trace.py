"""The trail of the numbers: each number from registers with the rows of sheets that make it."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from shlex import quote
from typing import Any

from pipelines.site.language import Language
from pipelines.site.model import MAX_TRACED, Cell, Column, Table, anchor
from pipelines.site.release import Release
from pipelines.trail import Trail

FACTS = 200  # behind one number whose rows are listed; the command lists all
PLACES = 12  # sheets that are listed behind one number
MAX_CASES = 20_000  # with more, to follow each number would take long: commands alone


def page(release: Release, t: Language) -> dict[str, Any]:
    """Made after all other pages, since they say which numbers there are."""
    keys = dict(list(release.trace_keys.items())[:MAX_TRACED])
    followed = release.one("select count(*) as cases from marts.fct_case")["cases"] <= MAX_CASES
    trails = release.trails(keys, FACTS) if followed else {}
    broken = [trail for trail in trails.values() if trail.agrees is False]
    columns = [Column(t("trace.number"))]
    if followed:
        columns += [Column(t("trace.value"), True), Column(t("trace.rows"))]
    return {
        "headline": t("trace.headline" if keys else "trace.none",
                      n=t.number(len(release.trace_keys))),
        "lead": t("trace.lead" if followed else "trace.lead_commands"),
        "broken": t("trace.broken", n=t.number(len(broken))) if broken else "",
        "table": Table(
            caption=t("trace.caption"),
            columns=[*columns, Column(t("trace.command"))],
            rows=[
                [title, *(behind(trails[key], t) if followed else ()),
                 f"netralitas trace {quote(key)}"]
                for key, title in keys.items()
            ],
            query="netralitas trace KEY",
            total=len(release.trace_keys),
            anchors=[anchor(key) for key in keys],
        ) if keys else None,
    }  # fmt: skip


def behind(trail: Trail, t: Language) -> list[Cell]:
    """The number, and the files, sheets and rows behind it; whether they make it is told too."""
    parts = trail.parts or [trail]
    rows = trail.all_rows()
    places = sorted(
        {
            (row.file_name, row.sheet_name, row.row_number)
            for row in rows
            if row.file_name and row.sheet_name and row.row_number
        }
    )
    sheets = {place: [row for *_, row in own] for place, own in groupby(places, itemgetter(0, 1))}
    left_out = set(list(sheets)[PLACES:])
    shown = len(
        {
            (row.fact_table, row.fact_key)
            for row in rows
            if (row.file_name, row.sheet_name) not in left_out
        }
    )
    said = [
        t("trace.place", file=file, sheet=sheet, n=len(numbers), rows=_ranges(numbers))
        for (file, sheet), numbers in list(sheets.items())[:PLACES]
    ]
    left = sum(part.facts for part in parts) - shown
    if trail.kind == "number" and left > 0:
        said.append(t("trace.more", n=t.number(left)))
    if trail.agrees is False:
        said.insert(0, t("trace.not_made", found=t.number(trail.found)))
    value = trail.value if trail.kind == "number" else trail.fields.get("value")
    return [t.number(value), "\n".join(said) or "–"]


def _ranges(numbers: list[int]) -> str:
    """[5, 6, 7, 12] → 5–7, 12."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)

"""Methods: what is counted, what the stages mean, when elections begin and end."""

from __future__ import annotations

from typing import Any

from pipelines.site import naming
from pipelines.site.language import Language
from pipelines.site.model import MAX_ROWS, Cell, Column, Table
from pipelines.site.release import Release

STAGES = ("reported", "in_clarification", "processed", "proven", "not_proven", "followed_up",
          "not_followed_up", "sanctioned")  # fmt: skip
SECTIONS = ("two_sources", "counting", "figures", "contradictions", "regions", "people", "trail")


def page(release: Release, t: Language) -> dict[str, Any]:
    return {
        "headline": t("methods.headline"),
        "lead": t("methods.lead"),
        "stages": [
            (naming.sentence(naming.stage(t, stage)), t(f"methods.stages.{stage}"))
            for stage in STAGES
        ],
        "sections": [
            (t(f"methods.{name}.title"), t.paragraphs(f"methods.{name}.text")) for name in SECTIONS
        ],
        "elections": _elections(release, t),
        "regulations": _regulations(release, t),
    }


def _elections(release: Release, t: Language) -> Table | None:
    rows = release.rows("from marts.dim_election order by voting_date")
    if not rows:
        return None
    return Table(
        caption=t("methods.elections.caption"),
        columns=[Column(t("common.columns.election")), Column(t("methods.elections.voting")),
                 Column(t("methods.elections.from")), Column(t("methods.elections.to"))],
        rows=[
            [row["name"], t.date(row["voting_date"]), t.date(row["window_from"]),
             t.date(row["window_to"])]
            for row in rows
        ],
        query='netralitas query "from marts.dim_election"',
    )  # fmt: skip


def _regulations(release: Release, t: Language) -> Table | None:
    rows = release.rows(
        """select *, count(*) over () as total from marts.dim_regulation
        where not is_demo order by year nulls last, reference limit ?""",
        [MAX_ROWS],
    )
    if not rows:
        return None
    cells: list[list[Cell]] = [
        [row["reference"], row["title"] or "–", row["issuer"] or "–", row["citation"] or "–"]
        for row in rows
    ]
    columns = ("reference", "about", "issuer")
    return Table(
        caption=t("methods.regulations.caption"),
        columns=[*(Column(t(f"methods.regulations.{one}")) for one in columns),
                 Column(t("common.columns.citation"))],
        rows=cells,
        query='netralitas query "from marts.dim_regulation"',
        total=rows[0]["total"],
    )  # fmt: skip

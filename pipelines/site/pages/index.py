"""Overview: the funnel as published, how it grew, the cases of the registers, what has changed."""

from __future__ import annotations

from typing import Any

from pipelines.site import changes, charts, naming
from pipelines.site.language import Language
from pipelines.site.model import (
    Cell,
    Column,
    Figure,
    Table,
    figure_link,
    trace_link,
)
from pipelines.site.release import Release, Row
from pipelines.trail import number_key

STAGES = ("reported", "in_clarification", "processed", "proven", "not_proven", "recommended",
          "followed_up", "not_followed_up", "sanctioned")  # fmt: skip
FUNNEL = ("reported", "processed", "proven", "followed_up", "sanctioned")
# The widest account of each election that prints what was reported and what was proven, both of the
# whole country, in persons, of one source, period and date: only that can stand in one funnel.
SNAPSHOTS = """
select source_code, election_name, period_label, as_of, as_of_precision, unit, citation,
    max(value) filter (measure = 'reported') as reported,
    max(value) filter (measure = 'processed') as processed,
    max(value) filter (measure = 'proven') as proven,
    max(value) filter (measure = 'followed_up') as followed_up,
    max(value) filter (measure = 'sanctioned') as sanctioned,
    map_from_entries(list((measure, figure_key))) as keys
from reporting.figure_history
where region_code = 'ID' and institution_name is null and member is null and unit = 'person'
    and measure in ('reported', 'processed', 'proven', 'followed_up', 'sanctioned')
    and value is not null and not is_demo
group by source_code, election_name, period_label, as_of, as_of_precision, unit, citation
having reported is not null and proven is not null and count(*) = count(distinct measure)
    and reported >= proven
qualify row_number() over (
    partition by election_name order by followed_up is null, reported desc, as_of desc, citation
) = 1
order by as_of desc"""
# The history that was printed most often: one source and election, each date's largest number.
HISTORY = """
with figures as (
    select source_code, source_name, election_name, measure, measure_name_id, measure_name_en,
        unit, as_of, as_of_precision, value, citation, figure_key
    from reporting.figure_history
    where region_code = 'ID' and institution_name is null and member is null and not is_demo
        and measure in ('reported', 'proven', 'followed_up') and unit in ('person', 'report')
        and as_of is not null and value is not null and election_name is not null
),
chosen as (
    select source_code, election_name from figures where measure = 'reported'
    group by all order by count(distinct as_of) desc, election_name limit 1
)
select figures.* from figures inner join chosen using (source_code, election_name)
order by measure, as_of"""
CASES = f"""select {", ".join(f"sum({stage})::bigint as {stage}" for stage in STAGES)},
    sum(cases)::bigint as cases
from reporting.funnel_by_institution where is_demo = ?"""


def page(release: Release, t: Language) -> dict[str, Any]:
    snapshots = release.rows(SNAPSHOTS)
    counts = release.one(
        """select (select count(*) from marts.fct_published_figure where not is_demo) as figures,
            (select count(*) from marts.fct_case where not is_demo) as cases,
            (select count(*) from marts.fct_case where is_demo) as demo_cases,
            (select count(*) from marts.dim_delivery where not is_demo) as deliveries,
            (select count(*) from quality.consistency
                where status = 'contradicted' and not is_demo) as contradictions,
            (select count(*) from quality.check_result where passed) as passed,
            (select count(*) from quality.check_result) as checks"""
    )
    numbers = {name: t.number(value) for name, value in counts.items()}
    return {
        "headline": _headline(t, snapshots, numbers),
        "lead": t("index.lead", **numbers),
        "cards": [
            (numbers["figures"], t("index.cards.figures"), "figures.html"),
            (numbers["contradictions"], t("index.cards.contradictions"), "contradictions.html"),
            (numbers["deliveries"], t("index.cards.deliveries"), "quality.html"),
            (f"{numbers['passed']} / {numbers['checks']}", t("index.cards.checks"), "quality.html"),
        ],
        "snapshots": [_snapshot(t, row, at) for at, row in enumerate(snapshots)],
        "history": _history(release, t),
        "cases": _cases(release, t, is_demo=False) if counts["cases"] else None,
        "demo_cases": _cases(release, t, is_demo=True) if counts["demo_cases"] else None,
        "changes": changes.since_last(release, t),
    }


def _headline(t: Language, snapshots: list[Row], numbers: dict[str, str]) -> str:
    newest = next((one for one in snapshots if one["followed_up"] is not None), None)
    if newest is None:
        is_empty = numbers["figures"] == numbers["cases"] == "0"
        return t("index.headline_empty" if is_empty else "index.headline_plain", **numbers)
    return t(
        "index.headline",
        source=naming.source(t, newest["source_code"]),
        election=naming.election(t, newest),
        **{stage: t.number(newest[stage]) for stage in ("reported", "proven", "followed_up")},
    )


def _snapshot(t: Language, row: Row, at: int) -> Figure:
    stages = [stage for stage in FUNNEL if row[stage] is not None]
    values = {stage: t.number(row[stage]) for stage in stages}
    title = t(
        "index.snapshot" if row["followed_up"] is None else "index.snapshot_followed",
        election=naming.election(t, row), **values,
        share=t.percent(100 * row["proven"] / row["reported"], 0),
    )  # fmt: skip
    wide, narrow = charts.bars(
        [
            {"label": naming.sentence(naming.stage(t, stage)), "value": row[stage],
             "text": values[stage], "colour": charts.STAGES[stage]}
            for stage in stages
        ],
        t,
    )  # fmt: skip
    day = t("common.as_of", day=t.date(row["as_of"], row["as_of_precision"]))
    return Figure(
        id=f"snapshot-{at}",
        title=title,
        subtitle=t("index.snapshot_sub", source=naming.source(t, row["source_code"]),
                   period=row["period_label"] or "–", day=day),
        alt=f"{title}. {_listed(t, values)}",
        wide=wide,
        narrow=narrow,
        source=row["citation"],
        table=Table(
            caption=title,
            columns=[Column(t("common.columns.stage")), Column(t("common.columns.persons"), True),
                     Column(t("common.columns.citation"))],
            rows=[
                [naming.sentence(naming.stage(t, stage)), values[stage],
                 figure_link(row["keys"][stage])]
                for stage in stages
            ],
            query="netralitas query \"from reporting.figure_history where region_code = 'ID'\"",
        ),
    )  # fmt: skip


def _listed(t: Language, values: dict[str, str]) -> str:
    return "; ".join(f"{naming.stage(t, stage)} {value}" for stage, value in values.items()) + "."


def _history(release: Release, t: Language) -> Figure | None:
    rows = release.rows(HISTORY)
    reported = [row for row in rows if row["measure"] == "reported"]
    if len({row["as_of"] for row in reported}) < 3:
        return None
    # A date on which two papers printed different numbers keeps both points; the line follows the
    # larger, and the table names each.
    line: dict[tuple[str, Any], Row] = {}
    for row in rows:
        at = (row["measure"], row["as_of"])
        if at not in line or row["value"] > line[at]["value"]:
            line[at] = row
    last = dict(line.keys())  # the last day of each measure
    first, newest = (min(reported, key=lambda row: row["as_of"]),
                     max(reported, key=lambda row: (row["as_of"], row["value"])))  # fmt: skip
    wide, narrow = charts.history(
        [
            {"day": row["as_of"].isoformat(), "value": row["value"], "series": measure,
             "text": t.number(row["value"]), "colour": charts.STAGES[measure],
             "below": measure == "followed_up",
             "shape": "circle" if row["unit"] == "person" else "diamond",
             "is_last": last[measure] == day}
            for (measure, day), row in line.items()
        ],
        t,
    )  # fmt: skip
    title = t(
        "index.history", source=naming.source(t, newest["source_code"]),
        election=newest["election_name"], first=t.number(first["value"]),
        first_day=t.date(first["as_of"], first["as_of_precision"]),
        last=t.number(newest["value"]),
        last_day=t.date(newest["as_of"], newest["as_of_precision"]),
    )  # fmt: skip
    columns = ["measure", "as_of", "value", "unit", "citation", "figure"]
    return Figure(
        id="history",
        title=title,
        subtitle=t("index.history_sub"),
        alt=f"{title}. {t('index.history_sub')}",
        wide=wide,
        narrow=narrow,
        legend=[
            (charts.STAGES[measure], naming.stage(t, measure))
            for measure in ("reported", "proven", "followed_up")
            if measure in last
        ],
        source=t("index.history_source", n=t.number(len(rows))),
        table=Table(
            caption=title,
            columns=[Column(t(f"common.columns.{one}"), one == "value") for one in columns],
            rows=[
                [t.pick(row, "measure_name"), t.date(row["as_of"], row["as_of_precision"]),
                 t.number(row["value"]), t.word("unit", row["unit"]), row["citation"],
                 figure_link(row["figure_key"])]
                for row in rows
            ],
            query="netralitas query \"from reporting.figure_history where region_code = 'ID' "
            "order by as_of\"",
        ),
    )  # fmt: skip


def _cases(release: Release, t: Language, is_demo: bool) -> Figure:
    row = release.one(CASES, [is_demo])
    title = t("index.cases", **{name: t.number(value) for name, value in row.items()})
    values = {stage: t.number(row[stage]) for stage in FUNNEL}
    wide, narrow = charts.bars(
        [
            {"label": naming.sentence(naming.stage(t, stage)), "value": row[stage],
             "text": values[stage], "colour": charts.STAGES[stage]}
            for stage in FUNNEL
        ],
        t,
        demo=is_demo,
    )  # fmt: skip
    rows: list[list[Cell]] = []
    for stage in STAGES:
        name = naming.sentence(naming.stage(t, stage))
        key = number_key("funnel_by_institution", stage, {"is_demo": is_demo})
        rows.append([name, trace_link(release, key, t.number(row[stage]), f"{title}: {name}")])
    return Figure(
        id="demo-cases" if is_demo else "cases",
        title=title,
        alt=f"{title}. {_listed(t, values)}",
        subtitle=t("index.cases_sub"),
        wide=wide,
        narrow=narrow,
        source=t("index.cases_source"),
        is_demo=is_demo,
        table=Table(
            caption=title,
            columns=[Column(t("common.columns.stage")), Column(t("common.columns.cases"), True)],
            rows=rows,
            query='netralitas query "from reporting.funnel_by_institution"',
        ),
    )

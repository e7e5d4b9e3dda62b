"""Violations and positions: shares as printed, and the cases of the registers by type and class."""

from __future__ import annotations

from typing import Any

from pipelines.site import charts, naming
from pipelines.site.language import Language
from pipelines.site.model import (
    MAX_ROWS,
    Cell,
    Column,
    Figure,
    Table,
    figure_link,
    trace_link,
)
from pipelines.site.release import Release, Row
from pipelines.trail import number_key

BARS = 19  # as many as there are violation types
# Breakdowns printed together, of at least three classes: positions, violation types, others.
LISTS = """
with figures as (
    select h.*, case
        when h.member in (select code from marts.dim_position_class) then 'position'
        when regexp_matches(h.member, '^(KE|D)[0-9]') then 'violation'
        when h.measure in ('cases', 'violations') or h.member = 'social_media' then 'other'
    end as sort
    from reporting.figure_history as h
    where h.member is not null and h.value is not null and not h.is_demo
)
select list(struct_pack(figure_key := figure_key, member := member, value := value)
        order by value desc, member) as parts, sort, source_code, unit,
    as_of, as_of_precision, coalesce(election_name, period_label) as election, citation
from figures where sort is not null
group by sort, source_code, unit, as_of, as_of_precision, election, citation, measure
having count(*) >= 3 and count(*) = count(distinct member)
order by case sort when 'violation' then 1 when 'position' then 2 else 3 end,
    as_of desc nulls last, source_code, election, citation"""
# Of each table what its rows are told apart by, and how that is called; a phase is called by words.
TABLES = {
    "violations_by_type": (
        "violation_type_key",
        "violation_type_key || ' – ' || violation_name_{code}",
    ),
    "violations_by_position": ("position_class_key", "position_class_name_{code}"),
    "cases_by_campaign_phase": ("phase", "phase"),
}
SOCIAL_MEDIA = """
select month, sum(cases)::bigint as cases, sum(cases_typed)::bigint as cases_typed,
    sum(cases_on_social_media)::bigint as cases_on_social_media,
    sum(cases_possibly_on_social_media)::bigint as cases_possibly_on_social_media,
    sum(sum(cases_typed)) over ()::bigint as all_typed,
    sum(sum(cases_on_social_media)) over ()::bigint as all_on_social_media
from reporting.social_media_share where is_demo = ? and month is not null
group by month order by month desc limit ?"""


def page(release: Release, t: Language) -> dict[str, Any]:
    lists = release.rows(LISTS)
    return {
        "headline": _headline(release, t, lists),
        "lead": t("violations.lead"),
        "lists": [_list(release, t, row, at) for at, row in enumerate(lists)],
        "cases": _all_cases(release, t, is_demo=False),
        "demo_cases": _all_cases(release, t, is_demo=True),
    }


def _headline(release: Release, t: Language, lists: list[Row]) -> str:
    shares = [row for row in lists if row["unit"] == "percent"]
    if not shares:
        return t("violations.headline_plain")
    first = shares[0]["parts"][0]
    return t(
        "violations.headline",
        member=naming.member(release, t, first["member"]),
        value=t.amount(first["value"], "percent"),
        source=naming.source(t, shares[0]["source_code"]),
        election=shares[0]["election"],
    )


def _list(release: Release, t: Language, row: Row, at: int) -> Figure:
    named = [(naming.member(release, t, part["member"]), part) for part in row["parts"]]
    title = t(
        f"violations.{row['sort']}",
        member=named[0][0],
        value=t.amount(named[0][1]["value"], row["unit"]),
        source=naming.source(t, row["source_code"]),
        election=row["election"],
    )
    wide, narrow = charts.bars(
        [
            {"label": name, "value": part["value"], "text": t.amount(part["value"], row["unit"]),
             "colour": charts.STAGES["cases"]}
            for name, part in named
        ],
        t,
    )  # fmt: skip
    said = "; ".join(f"{name} {t.amount(part['value'], row['unit'])}" for name, part in named)
    columns = ["member", "value", "figure"]
    return Figure(
        id=f"list-{at}",
        title=title,
        subtitle=t("violations.list_sub", unit=t.word("unit", row["unit"]),
                   day=t.date(row["as_of"], row["as_of_precision"])),
        alt=f"{title}. {said}.",
        wide=wide,
        narrow=narrow,
        source=row["citation"],
        table=Table(
            caption=title,
            columns=[Column(t(f"common.columns.{one}"), one == "value") for one in columns],
            rows=[
                [name, t.amount(part["value"], row["unit"]), figure_link(part["figure_key"])]
                for name, part in named
            ],
            query="netralitas query \"from reporting.figure_history where member is not null\"",
        ),
    )  # fmt: skip


def _all_cases(release: Release, t: Language, is_demo: bool) -> list[Figure]:
    found = [_cases(release, t, table, is_demo) for table in TABLES]
    return [figure for figure in [*found, _social_media(release, t, is_demo)] if figure]


def _cases(release: Release, t: Language, table: str, is_demo: bool) -> Figure | None:
    key, label = (part.format(code=t.code) for part in TABLES[table])
    rows = release.rows(
        f"""select {key} as key, any_value({label}) as label, sum(reported)::bigint as reported,
            sum(proven)::bigint as proven, sum(followed_up)::bigint as followed_up,
            sum(sanctioned)::bigint as sanctioned
        from reporting.{table} where is_demo = ? group by {key} order by reported desc, label""",
        [is_demo],
    )
    if not rows:
        return None
    if key == "phase":
        rows = [{**row, "label": t.word("phase", row["key"])} for row in rows]
    unknown = t("common.unknown")
    title = t(f"violations.{table}", label=rows[0]["label"] or unknown,
              reported=t.number(rows[0]["reported"]),
              proven=t.number(rows[0]["proven"]))  # fmt: skip
    both = [t("regions.both", reported=t.number(row["reported"]), proven=t.number(row["proven"]))
            for row in rows]  # fmt: skip
    wide, narrow = charts.bars(
        [
            {"label": row["label"] or unknown, "value": row["reported"], "text": text,
             "colour": charts.STAGES["reported"], "inner": row["proven"],
             "inner_colour": charts.STAGES["proven"]}
            for row, text in zip(rows[:BARS], both, strict=False)
        ],
        t, demo=is_demo,
    )  # fmt: skip
    stages = ("reported", "proven", "followed_up", "sanctioned")
    cells: list[list[Cell]] = [
        [row["label"] or unknown, *(
            trace_link(release, number_key(table, stage, {key: row["key"], "is_demo": is_demo}),
                       t.number(row[stage]),
                       f"{row['label'] or unknown}: {naming.stage(t, stage)}")
            for stage in stages
        )]
        for row in rows
    ]  # fmt: skip
    said = "; ".join(
        f"{row['label'] or unknown} {text}" for row, text in zip(rows, both, strict=True)
    )
    return Figure(
        id=("demo-" if is_demo else "") + table.replace("_", "-"),
        title=title,
        alt=f"{title}. {said}.",
        subtitle=t(f"violations.{table}_sub"),
        wide=wide,
        narrow=narrow,
        legend=[(charts.STAGES[one], naming.stage(t, one)) for one in ("reported", "proven")],
        source=t("index.cases_source"),
        is_demo=is_demo,
        table=Table(
            caption=title,
            columns=[Column(t(f"violations.{table}_column")),
                     *(Column(naming.stage(t, stage), True) for stage in stages)],
            rows=cells,
            query=f"netralitas query \"from reporting.{table}\"",
        ),
    )  # fmt: skip


def _social_media(release: Release, t: Language, is_demo: bool) -> Figure | None:
    """The cases of each month whose type of violation is one on social media."""
    rows = release.rows(SOCIAL_MEDIA, [is_demo, MAX_ROWS])
    if not rows or not rows[0]["all_typed"]:
        return None
    title = t(
        "violations.social_media",
        n=t.number(rows[0]["all_on_social_media"]),
        cases=t.number(rows[0]["all_typed"]),
        share=t.percent(100 * rows[0]["all_on_social_media"] / rows[0]["all_typed"], 0),
    )
    months = [t.date(row["month"], "month") for row in rows]
    texts = [
        t(
            "violations.social_media_bar",
            n=t.number(row["cases_on_social_media"]),
            cases=t.number(row["cases_typed"]),
        )
        for row in rows
    ]
    wide, narrow = charts.bars(
        [
            {
                "label": month,
                "value": row["cases_typed"],
                "text": text,
                "colour": charts.STAGES["reported"],
                "inner": row["cases_on_social_media"],
                "inner_colour": charts.LOADED,
            }
            for row, month, text in reversed(list(zip(rows, months, texts, strict=True))[:BARS])
        ],
        t,
        demo=is_demo,
    )
    columns = ("cases", "cases_typed", "cases_on_social_media", "cases_possibly_on_social_media")
    return Figure(
        id=("demo-" if is_demo else "") + "social-media",
        title=title,
        alt=f"{title}. "
        + "; ".join(f"{month}: {text}" for month, text in zip(months, texts, strict=True))
        + ".",
        subtitle=t("violations.social_media_sub"),
        wide=wide,
        narrow=narrow,
        legend=[
            (charts.STAGES["reported"], t("violations.columns.cases_typed")),
            (charts.LOADED, t("violations.columns.cases_on_social_media")),
        ],
        source=t("index.cases_source"),
        is_demo=is_demo,
        table=Table(
            caption=title,
            columns=[
                Column(t("violations.columns.month")),
                *(Column(t(f"violations.columns.{one}"), True) for one in columns),
            ],
            rows=[
                [
                    month,
                    *(
                        trace_link(
                            release,
                            number_key(
                                "social_media_share",
                                one,
                                {"month": row["month"], "is_demo": is_demo},
                            ),
                            t.number(row[one]),
                            f"{month}: {t(f'violations.columns.{one}')}",
                        )
                        for one in columns
                    ),
                ]
                for row, month in zip(rows, months, strict=True)
            ],
            query='netralitas query "from reporting.social_media_share"',
        ),
    )

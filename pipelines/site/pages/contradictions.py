"""Where printed figures contradict each other: both numbers, the rule, the citation."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
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
from pipelines.site.release import Release

CONTRADICTED = """from quality.consistency where status = 'contradicted'"""
# The sorts of rule in the order they are told; what else there may be comes after.
RULES = ("sum_of_parts", "stage_identity", "percentage", "possible_percentage")
# What a contradiction stands on: published figures, or cells of a recap that an office sent.
STATEMENTS = """
select h.figure_key as key, true as is_figure, h.source_code, h.region_name, h.institution_name,
    h.election_name, h.period_label, h.as_of, h.as_of_precision, h.measure_name_id,
    h.measure_name_en, h.member, h.unit, h.value, h.as_printed
from reporting.figure_history as h where h.figure_key in (select unnest(?))
union all
select c.recap_key, false, c.source_key, r.name, i.name, e.name, c.period_label, c.as_of, 'day',
    m.measure_name_id, m.measure_name_en, c.member, 'person', c.value, null
from marts.fct_recap as c
left join marts.dim_region as r using (region_key)
left join marts.dim_institution as i on c.institution_key = i.institution_key
left join marts.dim_election as e on c.election_key = e.election_key
left join (
    select measure, any_value(measure_name_id) as measure_name_id,
        any_value(measure_name_en) as measure_name_en
    from reporting.figure_history group by measure
) as m on c.measure = m.measure
where c.recap_key in (select unnest(?))"""


@dataclass(frozen=True)
class Clash:
    """One contradiction as it is shown."""

    id: str
    title: str
    scope: str
    left: str
    left_label: str
    right: str
    right_label: str
    explanation: str
    citation: str
    parts: Table


def page(release: Release, t: Language) -> dict[str, Any]:
    total = release.one(
        """select count(*) filter (status = 'contradicted') as contradicted, count(*) as tested
        from quality.consistency where not is_demo"""
    )
    return {
        "headline": t(
            "contradictions.headline" if total["contradicted"]
            else "contradictions.none" if total["tested"] else "contradictions.untested",
            n=t.number(total["contradicted"]), tested=t.number(total["tested"]),
        ),
        "lead": t("contradictions.lead"),
        "overview": _overview(release, t) if total["tested"] else None,
        "groups": _groups(release, t, is_demo=False),
        "empty": t("contradictions.empty" if total["tested"] else "contradictions.untested_empty"),
        "demo_groups": _groups(release, t, is_demo=True),
        "left_out": _left_out(t, total["contradicted"]),
        "query": f'netralitas query "{CONTRADICTED}"',
    }  # fmt: skip


def _left_out(t: Language, contradicted: int) -> str:
    """What is said of contradictions that there is no room for."""
    left = contradicted - MAX_ROWS
    return t("common.left_out", shown=t.number(MAX_ROWS), left=t.number(left)) if left > 0 else ""


def _overview(release: Release, t: Language) -> Figure:
    rows = release.rows(
        """select rule, count(*) as tested,
            count(*) filter (status = 'contradicted') as contradicted
        from quality.consistency where not is_demo group by rule order by contradicted desc, rule"""
    )
    wide, narrow = charts.bars(
        [
            {
                "label": t.word("rule", row["rule"]),
                "value": row["tested"],
                "inner": row["contradicted"],
                "colour": charts.STAGES["reported"],
                "inner_colour": charts.PRINTED,
                "text": t("contradictions.of", n=t.number(row["contradicted"]),
                          tested=t.number(row["tested"])),
            }
            for row in rows
        ],
        t,
    )  # fmt: skip
    said = "; ".join(
        f"{t.word('rule', row['rule'])}: "
        + t("contradictions.of", n=t.number(row["contradicted"]), tested=t.number(row["tested"]))
        for row in rows
    )
    return Figure(
        id="rules",
        title=t("contradictions.chart"),
        alt=f"{t('contradictions.chart')}. {said}.",
        wide=wide,
        narrow=narrow,
        legend=[
            (charts.STAGES["reported"], t("contradictions.tested")),
            (charts.PRINTED, t("contradictions.contradicted")),
        ],
        source=t("contradictions.source"),
        table=Table(
            caption=t("contradictions.chart"),
            columns=[
                Column(t("contradictions.rule")),
                Column(t("contradictions.tested"), True),
                Column(t("contradictions.contradicted"), True),
            ],
            rows=[
                [t.word("rule", row["rule"]), t.number(row["tested"]),
                 t.number(row["contradicted"])]
                for row in rows
            ],
            query="netralitas query \"from quality.consistency\"",
        ),
    )  # fmt: skip


def _groups(release: Release, t: Language, is_demo: bool) -> list[dict[str, Any]]:
    rows = release.rows(
        f"select * {CONTRADICTED} and is_demo = ? order by abs(difference) desc, rule_id, scope",
        [is_demo],
    )
    shown = rows[:MAX_ROWS]
    order = [*RULES, *sorted({row["rule"] for row in shown} - set(RULES))]
    groups = []
    for rule in order:
        clashes = [_clash(release, t, row) for row in shown if row["rule"] == rule]
        if clashes:
            groups.append({
                "title": t.word("rule", rule), "note": t.word("rule_note", rule),
                "clashes": clashes,
            })  # fmt: skip
    return groups


def _clash(release: Release, t: Language, row: dict[str, Any]) -> Clash:
    keys = [key.strip() for key in (row["figure_keys"] or "").split(",")]
    found = {one["key"]: one for one in release.rows(STATEMENTS, [keys, keys])}
    statements = [found[key] for key in keys if key in found]
    about = statements[-1] if statements else None
    is_percent = row["rule"] in ("percentage", "possible_percentage")
    amount = (lambda value: t.percent(value)) if is_percent else t.number
    values = {
        "left": amount(row["left_value"]),
        "right": amount(row["right_value"]),
        "base": t.number(row["base"]),
        "member": naming.member(release, t, about["member"]) if about else "",
    }
    return Clash(
        id=row["consistency_key"],
        title=t(f"contradictions.title.{_sort(row['rule'])}", **values),
        scope=_scope(t, about) if about else row["scope"],
        left=values["left"],
        left_label=t(f"contradictions.left.{_sort(row['rule'])}"),
        right=values["right"],
        right_label=t(f"contradictions.right.{_sort(row['rule'])}"),
        explanation=_explanation(t, row, values, statements),
        citation=row["citation"],
        parts=_parts(release, t, statements),
    )


def _sort(rule: str) -> str:
    return rule if rule in RULES else "other"


def _scope(t: Language, about: dict[str, Any]) -> str:
    return " · ".join(
        [
            naming.source(t, about["source_code"]),
            naming.place(about),
            naming.election(t, about),
            t("common.as_of", day=t.date(about["as_of"], about["as_of_precision"])),
        ]
    )


def _explanation(
    t: Language, row: dict[str, Any], values: dict[str, str], statements: list[dict[str, Any]]
) -> str:
    """The sum done before the reader's eyes."""
    said = [t("contradictions.the_rule", rule=t.word("rule_name", row["rule_id"]))]
    numbers = [t.number(one["value"]) for one in statements]
    if row["rule"] in ("sum_of_parts", "stage_identity") and len(numbers) > 2:
        said.append(f"{' + '.join(numbers[:-1])} = {values['left']} ≠ {numbers[-1]}.")
    elif row["rule"] == "percentage" and len(numbers) > 2:
        said.append(f"{numbers[0]} ÷ {numbers[1]} = {values['left']} ≠ {values['right']}.")
    elif row["rule"] == "possible_percentage" and row["base"]:
        below = floor(row["left_value"] * row["base"] / 100)
        said.append(
            t("contradictions.impossible", base=values["base"], share=values["left"],
              low=t.number(below), low_share=t.percent(100 * below / row["base"]),
              high=t.number(below + 1), high_share=t.percent(100 * (below + 1) / row["base"]))
        )  # fmt: skip
    if row["base_assumed"]:
        said.append(t("contradictions.assumed", base=values["base"]))
    if row["smallest_fitting_base"]:
        said.append(t("contradictions.fitting", base=t.number(row["smallest_fitting_base"])))
    return " ".join(said)


def _parts(release: Release, t: Language, statements: list[dict[str, Any]]) -> Table:
    rows: list[list[Cell]] = []
    for one in statements:
        what = t.pick(one, "measure_name")
        about = naming.member(release, t, one["member"])
        link = (
            figure_link(one["key"])
            if one["is_figure"]
            else trace_link(release, one["key"], one["key"][:10], f"{what}, {naming.place(one)}")
        )
        rows.append([
            f"{what}: {about}" if about else what, naming.place(one),
            t.amount(one["value"], one["unit"]), one["as_printed"] or "–", link,
        ])  # fmt: skip
    columns = ["measure", "region", "value", "printed", "trace"]
    labels = {"trace": t("common.trace")}
    return Table(
        caption=t("contradictions.parts"),
        columns=[
            Column(labels.get(one) or t(f"common.columns.{one}"), one == "value") for one in columns
        ],
        rows=rows,
        query=f'netralitas query "{CONTRADICTED}"',
    )

"""Regions: the 38 provinces as tiles and ranked, as published and as the registers have it."""

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

MAPS, RANKINGS, BARS = 3, 3, 15
# Cases for each 1,000 civil servants, in the election with most regions of a known number of them.
PER_1000 = """
with known as (
    from reporting.region_ranking
    where basis = 'cases' and measure = 'reported' and per_1000_asn is not null and is_demo = ?
        and election_key is not null
),
chosen as (
    select level, election_key from known
    group by all order by count(*) desc, election_key desc, level desc limit 1
)
select known.* from known inner join chosen using (level, election_key)
order by per_1000_asn desc, region_code"""
# Lists of regions that were printed together: one account, measure, unit and date.
LISTS = """
select list(struct_pack(figure_key := figure_key, region_code := region_code,
        region_name := region_name, institution_name := institution_name, value := value)
        order by value desc, region_name, figure_key) as parts,
    source_code, measure_name_id, measure_name_en, measure, unit, as_of, as_of_precision,
    coalesce(election_name, period_label) as election, citation, count(*) as n
from reporting.figure_history
where {where} and member is null and value is not null and unit <> 'rank' and not is_demo
group by source_code, measure_name_id, measure_name_en, measure, unit, as_of, as_of_precision,
    election, citation
having count(*) >= 3 and count(*) = count(distinct region_code)
order by unit = 'score', n desc, as_of desc
limit ?"""
PROVINCES = "length(region_code) = 2 and region_code <> 'ID' and institution_name is null"
REGENCIES = "length(region_code) = 5"
CASES = """
select region_code, region_name, sum(reported)::bigint as reported, sum(proven)::bigint as proven,
    sum(followed_up)::bigint as followed_up, sum(sanctioned)::bigint as sanctioned
from reporting.funnel_by_region where level = ? and is_demo = ?
group by region_code, region_name order by reported desc, region_name"""


def page(release: Release, t: Language) -> dict[str, Any]:
    maps = release.rows(LISTS.format(where=PROVINCES), [MAPS])
    rankings = release.rows(LISTS.format(where=REGENCIES), [RANKINGS])
    return {
        "headline": _headline(t, maps),
        "lead": t("regions.lead"),
        "maps": [_map(t, row, at) for at, row in enumerate(maps)],
        "rankings": [_ranking(t, row, at) for at, row in enumerate(rankings)],
        "cases": _cases(release, t, is_demo=False),
        "has_asn": release.one(
            """select count(per_1000_asn) > 0 or count(*) = 0 as yes
            from reporting.region_ranking where basis = 'cases'"""
        )["yes"],
        "demo_cases": _cases(release, t, is_demo=True),
    }


def _headline(t: Language, maps: list[Row]) -> str:
    row = next((one for one in maps if one["unit"] != "score"), None)
    if row is None:
        return t("regions.headline_plain")
    top = row["parts"][0]
    return t(
        "regions.headline", region=top["region_name"], value=t.number(top["value"]),
        unit=t.word("unit", row["unit"]), election=row["election"] or t("common.unknown"),
        n=t.number(row["n"]),
    )  # fmt: skip


def _words(t: Language, row: Row) -> dict[str, str]:
    return {
        "source": naming.source(t, row["source_code"]),
        "measure": t.pick(row, "measure_name"),
        "unit": t.word("unit", row["unit"]),
        "election": row["election"] or t("common.unknown"),
        "day": t.date(row["as_of"], row["as_of_precision"]),
        "n": t.number(row["n"]),
    }


def _figure(t: Language, row: Row, id: str, title: str, pair: charts.Pair, where: str) -> Figure:
    said = "; ".join(f"{naming.place(part)} {t.number(part['value'])}" for part in row["parts"])
    columns = ["region", "value", "figure"]
    return Figure(
        id=id,
        title=title,
        subtitle=t(f"regions.{where}_sub", **_words(t, row)),
        alt=f"{title}. {said}.",
        wide=pair[0],
        narrow=pair[1],
        source=row["citation"],
        table=Table(
            caption=title,
            columns=[Column(t(f"common.columns.{one}"), one == "value") for one in columns],
            rows=[
                [naming.place(part), t.number(part["value"]), figure_link(part["figure_key"])]
                for part in row["parts"]
            ],
            query=f'netralitas query "from reporting.figure_history where measure = '
            f"'{row['measure']}'\"",
        ),
    )


def _map(t: Language, row: Row, at: int) -> Figure:
    first = row["parts"][0]
    title = t("regions.map", **_words(t, row), region=first["region_name"],
              value=t.number(first["value"]))  # fmt: skip
    pair = charts.tiles(
        [
            {"code": part["region_code"], "value": part["value"], "text": t.number(part["value"])}
            for part in row["parts"]
        ],
        t,
    )
    return _figure(t, row, f"map-{at}", title, pair, "map")


def _ranking(t: Language, row: Row, at: int) -> Figure:
    first = row["parts"][0]
    title = t("regions.ranking", **_words(t, row), region=naming.place(first),
              value=t.number(first["value"]))  # fmt: skip
    colour = charts.STAGES.get(row["measure"], charts.STAGES["cases"])
    pair = charts.bars(
        [
            {"label": naming.place(part), "value": part["value"],
             "text": t.number(part["value"]), "colour": colour}
            for part in row["parts"][:BARS]
        ],
        t,
    )  # fmt: skip
    return _figure(t, row, f"ranking-{at}", title, pair, "ranking")


def _cases(release: Release, t: Language, is_demo: bool) -> list[Figure]:
    """A tile map of the provinces and ranked bars of regencies and cities."""
    provinces = release.rows(CASES, ["province", is_demo])
    regencies = release.rows(CASES, ["regency_or_city", is_demo])
    prefix = "demo-" if is_demo else ""
    figures = []
    if provinces:
        first = provinces[0]
        title = t("regions.cases_map", region=first["region_name"],
                  reported=t.number(first["reported"]), n=t.number(len(provinces)))  # fmt: skip
        pair = charts.tiles(
            [{"code": row["region_code"], "value": row["reported"],
              "text": t.number(row["reported"])} for row in provinces],
            t, demo=is_demo,
        )  # fmt: skip
        figures.append(
            _cases_figure(release, t, f"{prefix}map", title, pair, provinces, "province", is_demo)
        )
    if regencies:
        first = regencies[0]
        title = t("regions.cases_bars", region=first["region_name"] or t("common.unknown"),
                  reported=t.number(first["reported"]),
                  proven=t.number(first["proven"]))  # fmt: skip
        pair = charts.bars(
            [
                {
                    "label": row["region_name"] or t("common.unknown"),
                    "value": row["reported"], "colour": charts.STAGES["reported"],
                    "inner": row["proven"], "inner_colour": charts.STAGES["proven"],
                    "text": t("regions.both", reported=t.number(row["reported"]),
                              proven=t.number(row["proven"])),
                }
                for row in regencies[:BARS]
            ],
            t, demo=is_demo,
        )  # fmt: skip
        figures.append(
            _cases_figure(
                release, t, f"{prefix}bars", title, pair, regencies, "regency_or_city", is_demo
            )
        )
    per_1000 = _per_1000(release, t, is_demo) if figures else None
    return [*figures, per_1000] if per_1000 else figures


def _per_1000(release: Release, t: Language, is_demo: bool) -> Figure | None:
    """Regions by cases reported per 1,000 civil servants; None if no such number is loaded."""
    rows = release.rows(PER_1000, [is_demo])
    if not rows:
        return None
    rates = [t.number(row["per_1000_asn"], 2) for row in rows]
    title = t("regions.per_1000", region=rows[0]["region_name"], rate=rates[0],
              election=rows[0]["election_name"], n=t.number(len(rows)))  # fmt: skip
    pair = charts.bars(
        [
            {"label": row["region_name"], "value": row["per_1000_asn"], "text": rate,
             "colour": charts.STAGES["reported"]}
            for row, rate in zip(rows[:BARS], rates, strict=False)
        ],
        t, demo=is_demo,
    )  # fmt: skip
    cells: list[list[Cell]] = []
    for row, rate in zip(rows[:MAX_ROWS], rates, strict=False):
        dimensions = ("basis", "level", "region_code", "election_key", "measure", "is_demo")
        key = number_key("region_ranking", "value", {name: row[name] for name in dimensions})
        name = f"{row['region_name']}, {row['election_name']}: {naming.stage(t, 'reported')}"
        cells.append([
            row["region_name"], trace_link(release, key, t.number(row["value"]), name),
            t.number(row["asn"]), rate, row["note_id" if t.code == "id" else "note"] or "–",
        ])  # fmt: skip
    said = "; ".join(
        f"{row['region_name']} {rate}" for row, rate in zip(rows[:BARS], rates, strict=False)
    )
    return Figure(
        id=("demo-" if is_demo else "") + "per-1000",
        title=title,
        alt=f"{title}. {said}.",
        subtitle=t("regions.per_1000_sub"),
        wide=pair[0],
        narrow=pair[1],
        source="data/reference/asn_counts.csv",
        is_demo=is_demo,
        table=Table(
            caption=title,
            columns=[Column(t("common.columns.region")), Column(naming.stage(t, "reported"), True),
                     Column(t("regions.asn"), True), Column(t("regions.rate"), True),
                     Column(t("common.source"))],
            rows=cells,
            query="netralitas query \"from reporting.region_ranking where basis = 'cases'\"",
            total=len(rows),
        ),
    )  # fmt: skip


def _cases_figure(
    release: Release,
    t: Language,
    id: str,
    title: str,
    pair: charts.Pair,
    rows: list[Row],
    level: str,
    is_demo: bool,
) -> Figure:
    stages = ("reported", "proven", "followed_up", "sanctioned")
    cells: list[list[Cell]] = []
    for row in rows[:100]:
        name = row["region_name"] or t("common.unknown")
        cells.append([name, *(
            trace_link(
                release,
                number_key("funnel_by_region", stage,
                           {"level": level, "region_code": row["region_code"],
                            "is_demo": is_demo}),
                t.number(row[stage]), f"{name}: {naming.stage(t, stage)}",
            )
            for stage in stages
        )])  # fmt: skip
    said = "; ".join(
        f"{row['region_name'] or t('common.unknown')} "
        + t("regions.both", reported=t.number(row["reported"]), proven=t.number(row["proven"]))
        for row in rows[:BARS]
    )
    return Figure(
        id=id,
        title=title,
        alt=f"{title}. {said}.",
        subtitle=t("regions.cases_sub"),
        wide=pair[0],
        narrow=pair[1],
        legend=[(charts.STAGES[one], naming.stage(t, one)) for one in ("reported", "proven")]
        if level != "province"
        else [],
        source=t("index.cases_source"),
        is_demo=is_demo,
        table=Table(
            caption=title,
            columns=[Column(t("common.columns.region")),
                     *(Column(naming.stage(t, stage), True) for stage in stages)],
            rows=cells,
            query="netralitas query \"from reporting.funnel_by_region\"",
            total=len(rows),
        ),
    )  # fmt: skip

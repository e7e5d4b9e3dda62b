"""What registers, recaps and our cases say of the same thing, side by side, and why they differ."""

from __future__ import annotations

from dataclasses import dataclass

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

# Pairs of which at least one side is no published figure; of several dates, the nearest.
PAIRS = """
from reporting.source_agreement
where not (basis_a = 'published' and basis_b = 'published') and is_demo = ?
    and (is_closest or as_of_a is null or as_of_b is null)
    and value_a is not null and value_b is not null"""
SORTS = f"""
select basis_a, source_a, basis_b, source_b, count(*) as n,
    count(*) filter (comparison = 'agrees') as same,
    count(*) filter (comparison = 'differs') as differs
{PAIRS} group by all order by n desc, basis_a, source_a, basis_b, source_b"""
EACH = f"""
select *, count(*) over () as total {PAIRS}
order by case comparison when 'differs' then 1 when 'agrees' then 3 else 2 end,
    abs(difference) desc, region_code <> 'ID', region_code, institution_name nulls first,
    measure_family, agreement_key
limit {MAX_ROWS}"""


@dataclass(frozen=True)
class Counted:
    """`figure`: how many pairs agree, by where their sides come from; `pairs`: each of them."""

    figure: Figure
    pairs: Table


def counted(release: Release, t: Language, is_demo: bool) -> Counted | None:
    """The pairs of the real or of the made-up rows; None where nothing can be compared."""
    sorts = release.rows(SORTS, [is_demo])
    if not sorts:
        return None
    return Counted(_figure(t, sorts, is_demo), _pairs(release, t, is_demo))


def _side(t: Language, row: Row, which: str) -> str:
    source = naming.sentence(naming.source(t, row[f"source_{which}"]))
    return t("sources.counted.side", source=source,
             basis=t.word("basis", row[f"basis_{which}"]))  # fmt: skip


def _figure(t: Language, sorts: list[Row], is_demo: bool) -> Figure:
    sums = {name: sum(row[name] for row in sorts) for name in ("n", "same", "differs")}
    sums["other"] = sums["n"] - sums["same"] - sums["differs"]
    title = t("sources.counted.chart", **{name: t.number(n) for name, n in sums.items()})
    labels = [f"{_side(t, row, 'a')} – {_side(t, row, 'b')}" for row in sorts]
    texts = [t("sources.counted.bar", same=t.number(row["same"]), n=t.number(row["n"]))
             for row in sorts]  # fmt: skip
    wide, narrow = charts.bars(
        [
            {"label": label, "value": row["n"], "text": text, "inner": row["same"],
             "colour": charts.STAGES["reported"], "inner_colour": charts.LOADED}
            for row, label, text in zip(sorts, labels, texts, strict=True)
        ],
        t, demo=is_demo,
    )  # fmt: skip
    said = "; ".join(f"{label}: {text}" for label, text in zip(labels, texts, strict=True))
    return Figure(
        id=("demo-" if is_demo else "") + "counted",
        title=title,
        subtitle=t("sources.counted.chart_sub"),
        alt=f"{title}. {said}.",
        wide=wide,
        narrow=narrow,
        source=t("sources.counted.source"),
        is_demo=is_demo,
        table=Table(
            caption=title,
            columns=[Column(t("sources.counted.pair")),
                     *(Column(t(f"sources.counted.{one}"), True)
                       for one in ("all", "same", "differs", "other"))],
            rows=[
                [label, *(t.number(n) for n in (row["n"], row["same"], row["differs"],
                                                row["n"] - row["same"] - row["differs"]))]
                for row, label in zip(sorts, labels, strict=True)
            ],
            query=f'netralitas query "{_condition(is_demo)}"',
        ),
    )  # fmt: skip


def _condition(is_demo: bool) -> str:
    return " ".join(PAIRS.replace("?", str(is_demo).lower()).split())


def _pairs(release: Release, t: Language, is_demo: bool) -> Table:
    rows = release.rows(EACH, [is_demo])
    columns = [
        ("common.columns.region", False), ("common.columns.period", False),
        ("common.columns.measure", False), ("sources.first", False), ("common.columns.value", True),
        ("sources.second", False), ("common.columns.value", True), ("sources.difference", True),
        ("sources.verdict", False), ("sources.counted.why", False),
    ]  # fmt: skip
    return Table(
        caption=t("sources.counted.pairs") + (f" ({t('common.demo_short')})" if is_demo else ""),
        columns=[Column(t(key), is_number) for key, is_number in columns],
        rows=[_row(release, t, row) for row in rows],
        query=f'netralitas query "{_condition(is_demo)}"',
        total=rows[0]["total"] if rows else 0,
    )


def _row(release: Release, t: Language, row: Row) -> list[Cell]:
    family = t.word("family", row["measure_family"])
    sides: list[Cell] = []
    for which in ("a", "b"):
        side = t(
            "sources.counted.detail",
            side=_side(t, row, which),
            unit=t.word("unit", row[f"unit_{which}"]),
            day=t.date(row[f"as_of_{which}"]),
        )
        sides += [side, _value(release, t, row, which, f"{naming.place(row)}, {family}: {side}")]
    return [
        naming.place(row),
        row["election_name"] or "–",
        f"{family}: {naming.member(release, t, row['member'])}" if row["member"] else family,
        *sides,
        t.number(abs(row["difference"])),
        naming.sentence(t.word("comparison", row["comparison"])),
        naming.sentence(row["why_id" if t.code == "id" else "why"]),
    ]  # fmt: skip


def _value(release: Release, t: Language, row: Row, which: str, title: str) -> Cell:
    """The number, leading to its citation, its cell of a recap, or the rows counted."""
    text = t.amount(row[f"value_{which}"], row[f"unit_{which}"])
    key = row[f"figure_key_{which}"]
    if row[f"basis_{which}"] == "published":
        return figure_link(key, text)
    counted_key = number_key(
        "source_agreement", f"value_{which}", {"agreement_key": row["agreement_key"]}
    )
    return trace_link(release, key or counted_key, text, title)

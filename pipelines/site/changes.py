"""What changed since the last release: deliveries, figures, cases by stage, contradictions."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.site.language import Language
from pipelines.site.model import Cell, Column, Table
from pipelines.site.release import Release

NAMED = 20  # deliveries that are named one by one
COUNTS = """
select 'figures' as item, false as is_demo, count(*) as n from {db}.marts.fct_published_figure
where not is_demo
union all
select stage, is_demo, sum(n)::bigint from (
    unpivot (
        select is_demo, is_reported::bigint as reported, is_processed::bigint as processed,
            is_proven::bigint as proven, is_followed_up::bigint as followed_up,
            is_sanctioned::bigint as sanctioned
        from {db}.marts.fct_case
    ) on reported, processed, proven, followed_up, sanctioned into name stage value n
) group by stage, is_demo
union all
select 'contradictions', is_demo, count(*) from {db}.quality.consistency
where status = 'contradicted' group by is_demo
union all
select 'deliveries', is_demo, count(*) from {db}.marts.dim_delivery
where is_current group by is_demo"""
ORDER = ("deliveries", "figures", "reported", "processed", "proven", "followed_up", "sanctioned",
         "contradictions")  # fmt: skip


@dataclass(frozen=True)
class Changes:
    """`sentence` says it; the tables are there if anything changed."""

    sentence: str
    counts: Table | None = None
    deliveries: Table | None = None


def since_last(release: Release, t: Language) -> Changes:
    """Compares with the release before, if there is one that can be compared."""
    import duckdb

    if not release.has_previous:
        return Changes(t("index.changes.first"))
    here = release.one("select current_database() as name")["name"]
    try:
        before, now = (
            {(row["item"], row["is_demo"]): row["n"] for row in release.rows(COUNTS.format(db=db))}
            for db in ("before", f'"{here}"')
        )
        deliveries = release.rows(
            """select coalesce(n.file_name, b.file_name) as file_name,
                coalesce(n.is_demo, b.is_demo) as is_demo,
                case
                    when b.delivery_key is null then 'added'
                    when n.delivery_key is null then 'gone'
                    when b.is_current and not n.is_current then 'superseded'
                end as change
            from marts.dim_delivery as n
            full join before.marts.dim_delivery as b using (delivery_key)
            where change is not null order by change, file_name"""
        )
    except duckdb.BinderException:  # the last release has another schema
        return Changes(t("index.changes.other_schema"))
    moved = sorted(
        ((item, is_demo) for item, is_demo in before.keys() | now.keys()
         if before.get((item, is_demo), 0) != now.get((item, is_demo), 0)),
        key=lambda at: (at[1], ORDER.index(at[0])),
    )  # fmt: skip
    if not moved and not deliveries:
        return Changes(t("index.changes.none"))
    sentence = t(
        "index.changes.some",
        added=t.number(sum(row["change"] == "added" for row in deliveries)),
        superseded=t.number(sum(row["change"] == "superseded" for row in deliveries)),
        gone=t.number(sum(row["change"] == "gone" for row in deliveries)),
        moved=t.number(len(moved)),
    )
    return Changes(sentence, _counts(t, before, now, moved), _deliveries(t, deliveries))


def _demo(t: Language, is_demo: bool) -> str:
    return f" ({t('common.demo_short')})" if is_demo else ""


def _counts(
    t: Language,
    before: dict[tuple[str, bool], int],
    now: dict[tuple[str, bool], int],
    moved: list[tuple[str, bool]],
) -> Table | None:
    rows: list[list[Cell]] = []
    for at in moved:
        old, new = before.get(at, 0), now.get(at, 0)
        sign = "+" if new > old else ""
        rows.append([t(f"index.changes.items.{at[0]}") + _demo(t, at[1]), t.number(old),
                     t.number(new), sign + t.number(new - old)])  # fmt: skip
    columns = ["item", "before", "now", "change"]
    if not rows:
        return None
    return Table(
        caption=t("index.changes.counts"),
        columns=[Column(t(f"common.columns.{one}"), one != "item") for one in columns],
        rows=rows,
        query="netralitas diff A B",
    )


def _deliveries(t: Language, deliveries: list[dict[str, object]]) -> Table | None:
    rows: list[list[Cell]] = [
        [f"{row['file_name']}{_demo(t, bool(row['is_demo']))}",
         t(f"index.changes.delivery.{row['change']}")]
        for row in deliveries[:NAMED]
    ]  # fmt: skip
    if not rows:
        return None
    return Table(
        caption=t("index.changes.deliveries"),
        columns=[Column(t("common.columns.file")), Column(t("common.columns.change"))],
        rows=rows,
        query="netralitas diff A B",
        total=len(deliveries),
    )

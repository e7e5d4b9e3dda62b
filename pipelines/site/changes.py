"""What changed since the last release: deliveries, figures, cases by stage, contradictions."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.site import naming
from pipelines.site.language import Language
from pipelines.site.model import Cell, Column, Table, figure_link
from pipelines.site.release import Release, Row

NAMED = 20  # deliveries and figures that are named one by one
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
    figures: Table | None = None
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
        figures = release.rows(
            f"""select n.*, b.value as value_before, count(*) over () as total
            from reporting.figure_history as n
            inner join before.reporting.figure_history as b using (figure_key)
            where n.value is distinct from b.value order by figure_key limit {NAMED}"""
        )
    # The last release has another schema.
    except (duckdb.BinderException, duckdb.CatalogException):
        return Changes(t("index.changes.other_schema"))
    moved = sorted(
        ((item, is_demo) for item, is_demo in before.keys() | now.keys()
         if before.get((item, is_demo), 0) != now.get((item, is_demo), 0)),
        key=lambda at: (at[1], ORDER.index(at[0])),
    )  # fmt: skip
    sums = {
        **{change: sum(row["change"] == change for row in deliveries)
           for change in ("added", "superseded", "gone")},
        "figures": figures[0]["total"] if figures else 0,
        "moved": len(moved),
    }  # fmt: skip
    said = [t(f"index.changes.said.{name}", n=t.number(n)) for name, n in sums.items() if n]
    if not said:
        return Changes(t("index.changes.none"))
    return Changes(
        naming.sentence(t.listing(said)) + ".",
        _counts(t, before, now, moved),
        _figures(release, t, figures),
        _deliveries(t, deliveries),
    )


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


def _figures(release: Release, t: Language, figures: list[Row]) -> Table | None:
    """Published figures that both releases hold with another value."""
    rows: list[list[Cell]] = [
        [figure_link(row["figure_key"]),
         ": ".join(filter(None, (t.pick(row, "measure_name"),
                                 naming.member(release, t, row["member"])))),
         naming.place(row),
         t.amount(row["value_before"], row["unit"]), t.amount(row["value"], row["unit"])]
        for row in figures
    ]  # fmt: skip
    if not rows:
        return None
    columns = ["figure", "measure", "region", "before", "now"]
    return Table(
        caption=t("index.changes.figures"),
        columns=[Column(t(f"common.columns.{one}"), one in ("before", "now")) for one in columns],
        rows=rows,
        query="netralitas diff A B",
        total=figures[0]["total"],
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

"""Every published figure with its citation and the row it was transcribed in."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from pipelines.site import naming
from pipelines.site.language import Language
from pipelines.site.model import Cell, Column, Link, Table, anchor
from pipelines.site.release import Release

MAX_FIGURES = 600
QUERY = """select h.*, f.file_name, f.sheet_name, f.row_number
from reporting.figure_history as h
inner join (
    select p.figure_key, d.file_name, p.sheet_name, p.row_number
    from marts.fct_published_figure as p inner join marts.dim_delivery as d using (delivery_key)
) as f using (figure_key)
order by h.election_name nulls last, h.region_code <> 'ID', h.region_code, h.source_code,
    h.measure, h.as_of, h.figure_key
limit ?"""


def page(release: Release, t: Language) -> dict[str, Any]:
    counts = release.one(
        """select count(*) as figures, count(distinct publisher) as publishers,
            min(as_of) as first_day, max(as_of) as last_day
        from reporting.figure_history"""
    )
    rows = release.rows(QUERY, [MAX_FIGURES])
    return {
        "headline": t(
            "figures.headline" if rows else "figures.none",
            figures=t.number(counts["figures"]),
            publishers=t.number(counts["publishers"]),
        ),
        "lead": t("figures.lead"),
        "table": _table(release, t, rows, counts["figures"]) if rows else None,
    }


def _table(release: Release, t: Language, rows: list[dict[str, Any]], total: int) -> Table:
    columns = ["figure", "source", "measure", "region", "period", "as_of", "value", "printed",
               "citation", "locator", "file"]  # fmt: skip
    return Table(
        caption=t("figures.caption"),
        columns=[Column(t(f"common.columns.{one}"), one == "value") for one in columns],
        rows=[_row(release, t, row) for row in rows],
        query='netralitas query "from reporting.figure_history"',
        total=total,
        anchors=[anchor(row["figure_key"]) for row in rows],
    )


def _row(release: Release, t: Language, row: dict[str, Any]) -> list[Cell]:
    measure = t.pick(row, "measure_name")
    about = naming.member(release, t, row["member"])
    demo = f" ({t('common.demo_short')})" if row["is_demo"] else ""
    return [
        row["figure_key"],
        naming.source(t, row["source_code"]),
        (f"{measure}: {about}" if about else measure) + demo,
        naming.place(row),
        naming.election(t, row),
        t.date(row["as_of"], row["as_of_precision"]),
        f"{t.amount(row['value'], row['unit'])} {_unit(t, row['unit'])}".strip(),
        row["as_printed"] or "–",
        row["citation"] or "–",
        locator(row["locator"]),
        f"{row['file_name']}, {row['sheet_name']}, {t('common.columns.row').lower()} "
        f"{row['row_number']}",
    ]


def _unit(t: Language, unit: str) -> str:
    return "" if unit == "percent" else t.word("unit", unit)


def locator(text: str | None) -> Cell:
    """Where in the source a figure stands; an address becomes a link that says its host."""
    address = urlsplit(text or "")
    return Link(address.netloc, str(text)) if address.scheme in ("http", "https") else text or "–"

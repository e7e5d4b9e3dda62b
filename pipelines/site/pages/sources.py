"""Sources compared: numbers of two institutions about one thing, and why they differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipelines.site import agreement, charts, naming
from pipelines.site.language import Language
from pipelines.site.model import MAX_ROWS, Cell, Column, Figure, Table, figure_link
from pipelines.site.release import Release, Row

LINES = 14  # of the chart; the table has more
MAX_PAIRS = 2000  # that are looked at


@dataclass(frozen=True)
class Comparison:
    """Two numbers of one thing, as they are told: the numbers, and each reason why they differ."""

    title: str
    scope: str
    left: str
    left_label: str
    right: str
    right_label: str
    reasons: list[str]
    citations: list[tuple[str, Cell]]
    is_first: bool


def page(release: Release, t: Language) -> dict[str, Any]:
    pairs = _pairs(release)
    featured = next((row for row in pairs if row["is_closest"] and row["is_same_unit"]), None)
    return {
        "headline": t(
            "sources.headline" if featured else "sources.headline_plain",
            **(_words(t, featured) if featured else {}),
        ),
        "lead": t("sources.lead"),
        "featured": _comparison(t, featured, pairs) if featured else None,
        "chart": _chart(t, pairs) if featured else None,
        "table": _table(t, pairs) if pairs else None,
        "counted": agreement.counted(release, t, is_demo=False),
        "demo_counted": agreement.counted(release, t, is_demo=True),
    }


def _pairs(release: Release) -> list[Row]:
    """Every pair of published figures of two sources. `is_first` is true where both were printed
    as first in a ranking of that region and election: there a difference matters most, so they
    come first."""
    return release.rows(
        """with ranked as (
            select distinct region_code, election_code, source_code
            from reporting.figure_history where measure = 'rank' and value = 1 and not is_demo
        ),
        dated as (select figure_key, as_of_precision, as_of_basis from reporting.figure_history)
        select a.*, da.as_of_precision as precision_a, db.as_of_precision as precision_b,
            da.as_of_basis as dated_by_a, db.as_of_basis as dated_by_b,
            ra.source_code is not null and rb.source_code is not null as is_first,
            greatest(value_a, value_b) / nullif(least(value_a, value_b), 0) as ratio,
            abs(date_diff('day', as_of_a, as_of_b)) as days
        from reporting.source_agreement as a
        left join ranked as ra on a.region_code = ra.region_code
            and a.election_code = ra.election_code and a.source_a = ra.source_code
        left join ranked as rb on a.region_code = rb.region_code
            and a.election_code = rb.election_code and a.source_b = rb.source_code
        left join dated as da on a.figure_key_a = da.figure_key
        left join dated as db on a.figure_key_b = db.figure_key
        where a.basis_a = 'published' and a.basis_b = 'published' and not a.is_demo
            and a.unit_a <> 'rank' and a.unit_b <> 'rank'
            and a.value_a is not null and a.value_b is not null
        order by is_first desc, is_closest desc, ratio desc nulls last, agreement_key
        limit ?""",
        [MAX_PAIRS],
    )


def _words(t: Language, row: Row) -> dict[str, str]:
    """The words of a pair, the larger number first."""
    first, second = ("a", "b") if row["value_a"] >= row["value_b"] else ("b", "a")
    return {
        "region": naming.place(row),
        "election": row["election_name"] or t("common.unknown"),
        "large": t.amount(row[f"value_{first}"], row[f"unit_{first}"]),
        "large_source": naming.source(t, row[f"source_{first}"]),
        "small": t.amount(row[f"value_{second}"], row[f"unit_{second}"]),
        "small_source": naming.source(t, row[f"source_{second}"]),
        "unit": t.word("unit", row[f"unit_{first}"]),
    }


def _day(t: Language, row: Row, which: str) -> str:
    return t.date(row[f"as_of_{which}"], row[f"precision_{which}"])


def _comparison(t: Language, row: Row, pairs: list[Row]) -> Comparison:
    words = _words(t, row)
    reasons = []
    if row["days"]:
        reasons.append(t("sources.reasons.days", source_a=naming.source(t, row["source_a"]),
                         day_a=_day(t, row, "a"), source_b=naming.source(t, row["source_b"]),
                         day_b=_day(t, row, "b"), days=t.number(row["days"])))  # fmt: skip
    late = [which for which in ("a", "b") if row[f"dated_by_{which}"] != "printed"]
    if late:
        named = t.listing([naming.source(t, row[f"source_{which}"]) for which in late])
        reasons.append(t("sources.reasons.basis", source=named))
    if not row["is_same_unit"]:
        reasons.append(t("sources.reasons.unit", unit_a=t.word("unit", row["unit_a"]),
                         unit_b=t.word("unit", row["unit_b"])))  # fmt: skip
    for which in ("a", "b"):
        reasons.append(t.word("source_counts", row[f"source_{which}"]))
    others = {
        (one[f"source_{which}"], one[f"as_of_{which}"], one[f"value_{which}"]): (one, which)
        for one in pairs
        if (one["region_code"], one["election_code"], one["measure_family"])
        == (row["region_code"], row["election_code"], row["measure_family"])
        and not one["is_closest"] and one["institution_name"] == row["institution_name"]
        for which in ("a", "b")
        if one[f"figure_key_{which}"] not in (row["figure_key_a"], row["figure_key_b"])
    }  # fmt: skip
    if others:
        said = [
            t("sources.reasons.other", source=naming.source(t, one[f"source_{which}"]),
              value=t.amount(one[f"value_{which}"], one[f"unit_{which}"]),
              day=_day(t, one, which))
            for one, which in sorted(others.values(), key=lambda at: str(at[0][f"as_of_{at[1]}"]))
        ]  # fmt: skip
        reasons.append(t("sources.reasons.others", others=t.listing(said)))
    return Comparison(
        title=t("sources.pair", **words),
        scope=f"{words['region']} · {words['election']} · {words['unit']}",
        left=t.amount(row["value_a"], row["unit_a"]),
        left_label=f"{naming.source(t, row['source_a'])}, "
        + t("common.as_of", day=_day(t, row, "a")),
        right=t.amount(row["value_b"], row["unit_b"]),
        right_label=f"{naming.source(t, row['source_b'])}, "
        + t("common.as_of", day=_day(t, row, "b")),
        reasons=reasons,
        citations=[
            (f"{naming.source(t, row[f'source_{which}'])}: {row[f'citation_{which}']}",
             figure_link(row[f"figure_key_{which}"]))
            for which in ("a", "b")
        ],
        is_first=row["is_first"],
    )  # fmt: skip


def _chart(t: Language, pairs: list[Row]) -> Figure:
    """Each line as long as the larger of its two numbers, so that they can stand together."""
    rows = [
        row
        for row in pairs
        if row["is_closest"] and row["is_same_unit"] and row["ratio"] and row["member"] is None
    ]
    rows.sort(key=lambda row: -row["ratio"])
    shown, same = rows[:LINES], sum(row["ratio"] == 1 for row in rows)
    title = t("sources.chart", n=t.number(len(rows)), same=t.number(same))
    wide, narrow = charts.pairs(
        [
            {
                "label": f"{naming.place(row)}, {row['election_name']}: "
                + t.word("family", row["measure_family"]),
                **{
                    key: value
                    for which in ("a", "b")
                    for key, value in {
                        which: 100 * row[f"value_{which}"] / max(row["value_a"], row["value_b"]),
                        f"text_{which}": f"{naming.source(t, row[f'source_{which}'])} "
                        + t.amount(row[f"value_{which}"], row[f"unit_{which}"]),
                        f"colour_{which}": charts.SOURCES[row[f"source_{which}"]],
                    }.items()
                },
            }
            for row in shown
        ],
        t,
    )
    said = "; ".join(t("sources.said", **_words(t, row)) for row in shown)
    return Figure(
        id="pairs",
        title=title,
        subtitle=t("sources.chart_sub"),
        alt=f"{title}. {said}.",
        wide=wide,
        narrow=narrow,
        source=t("sources.source"),
        table=_table(t, rows),
    )


def _table(t: Language, rows: list[Row]) -> Table:
    columns = [
        ("common.columns.region", False), ("common.columns.period", False),
        ("common.columns.measure", False), ("sources.first", False), ("common.columns.value", True),
        ("sources.second", False), ("common.columns.value", True), ("sources.difference", True),
        ("sources.verdict", False),
    ]  # fmt: skip
    return Table(
        caption=t("sources.caption"),
        columns=[Column(t(key), is_number) for key, is_number in columns],
        rows=[_row(t, row) for row in rows[:MAX_ROWS]],
        query="netralitas query \"from reporting.source_agreement where basis_a = 'published' "
        "and basis_b = 'published'\"",
        total=len(rows),
    )


def _row(t: Language, row: Row) -> list[Cell]:
    sides = [
        f"{naming.source(t, row[f'source_{which}'])} ({t.word('unit', row[f'unit_{which}'])}, "
        f"{_day(t, row, which)})"
        for which in ("a", "b")
    ]
    family = t.word("family", row["measure_family"])
    return [
        naming.place(row),
        row["election_name"] or "–",
        f"{family}: {t.word('member', row['member'])}" if row["member"] else family,
        sides[0],
        figure_link(row["figure_key_a"], t.amount(row["value_a"], row["unit_a"])),
        sides[1],
        figure_link(row["figure_key_b"], t.amount(row["value_b"], row["unit_b"])),
        t.number(abs(row["difference"])),
        naming.sentence(t.word("comparison", row["comparison"])),
    ]

"""Data quality: freshness, deliveries, whether each row is accounted for, what did not load."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from typing import Any

from pipelines.home import REFERENCE
from pipelines.site import charts, naming
from pipelines.site.language import Language
from pipelines.site.model import MAX_ROWS, Cell, Column, Figure, Table
from pipelines.site.release import Release, Row

BARS = 16
DELIVERIES = """
select delivery_key, file_name, source_key, office, register_kind, period_label, layout, origin,
    received_at, as_of, coalesce(rows_read, 0) as rows_read,
    coalesce(rows_loaded, 0) as rows_loaded, coalesce(rows_rejected, 0) as rows_rejected,
    coalesce(rows_set_aside, 0) as rows_set_aside, is_current, is_demo, reason_code,
    count(*) over () as total
from marts.dim_delivery
order by received_at desc, rows_read desc, file_name limit ?"""
BALANCE = """
select count(*) as sheets, sum(read)::bigint as read, sum(loaded)::bigint as loaded,
    sum(rejected)::bigint as rejected, sum(set_aside)::bigint as set_aside,
    count(*) filter (difference <> 0 or parts_difference <> 0) as unbalanced
from quality.row_balance where not is_demo"""
# What did not load: whole files by their reason, and cells by theirs.
FILES = """select reason_code, count(*) as n, list(file_name order by file_name)[:5] as names
from marts.dim_delivery where reason_code is not null and reason_code <> 'same_content'
group by reason_code order by n desc, reason_code"""
REJECTED = """select reason_code, count(distinct (delivery_key, sheet_name, row_number)) as rows,
    count(distinct delivery_key) as files
from quality.rejected_row where is_demo = ?
group by reason_code order by rows desc, reason_code limit ?"""
NOT_LOADED = """select kind, file_name, reason_en, reason_id, unit, is_demo,
    sum(amount)::bigint as amount, list(distinct item order by item) as items,
    any_value(as_printed) as as_printed, count(*) as n, count(*) over () as total
from reporting.not_loaded group by all
order by is_demo, kind, amount desc, file_name, reason_en limit ?"""
CHECKS = """select kind, severity, count(*) as n, count(*) filter (passed) as passed
from quality.check_result group by kind, severity order by severity, n desc, kind"""
FAILED = """select "check", kind, severity, count(*) over () as total from quality.check_result
where not passed order by severity, kind, "check" limit ?"""


def page(release: Release, t: Language) -> dict[str, Any]:
    balance = release.one(BALANCE)
    deliveries = release.rows(DELIVERIES, [MAX_ROWS])
    checks = release.rows(CHECKS)
    passed, count = (sum(row[name] for row in checks) for name in ("passed", "n"))
    dates = release.one(
        """select max(received_at) as received, max(as_of) as as_of
        from marts.dim_delivery where not is_demo"""
    )
    return {
        "headline": _headline(t, balance),
        "lead": t("quality.lead"),
        "cards": [
            (t.date(release.published_at.date()), t("quality.cards.published")),
            (_day(t, dates["received"]), t("quality.cards.received")),
            (_day(t, dates["as_of"]), t("quality.cards.as_of")),
            (f"{t.number(passed)} / {t.number(count)}", t("quality.cards.checks")),
        ],
        "balance": _balance_charts(release, t),
        "deliveries": _deliveries(t, deliveries) if deliveries else None,
        "files": _files(release, t),
        "rejected": [
            figure for is_demo in (False, True) if (figure := _rejected(release, t, is_demo))
        ],
        "not_loaded": _not_loaded(release, t),
        "checks": _checks(t, checks) if checks else None,
        "failed": _failed(release, t),
    }


def _headline(t: Language, balance: Row) -> str:
    if not balance["sheets"]:
        return t("quality.headline_plain")
    return t(
        "quality.headline_unbalanced" if balance["unbalanced"] else "quality.headline",
        **{name: t.number(value) for name, value in balance.items()},
    )


def _day(t: Language, moment: Any) -> str:
    if moment is None:
        return "–"
    return t.date(moment if type(moment) is date else moment.date())


def _balance_charts(release: Release, t: Language) -> list[Figure]:
    """What became of the rows that were read, for real and for made-up deliveries apart."""
    return [
        figure
        for is_demo in (False, True)
        if (figure := _balance_chart(release, t, is_demo)) is not None
    ]


def _balance_chart(release: Release, t: Language, is_demo: bool) -> Figure | None:
    rows = release.rows(
        """select d.file_name, b.sheet_name, b.nonempty, b.structural, b.read, b.loaded,
            b.rejected, b.set_aside, b.difference, count(*) over () as total,
            sum(b.read) over () as all_read, sum(b.loaded) over () as all_loaded
        from quality.row_balance as b inner join marts.dim_delivery as d using (delivery_key)
        where b.is_demo = ? order by b.read desc, d.file_name, b.sheet_name limit ?""",
        [is_demo, MAX_ROWS],
    )
    if not rows:
        return None
    title = t("quality.balance", read=t.number(rows[0]["all_read"]),
              loaded=t.number(rows[0]["all_loaded"]), n=t.number(rows[0]["total"]))  # fmt: skip
    wide, narrow = charts.bars(
        [
            {"label": row["file_name"], "value": row["read"], "colour": charts.STAGES["reported"],
             "inner": row["loaded"], "inner_colour": charts.LOADED,
             "text": t("quality.bar", read=t.number(row["read"]),
                       loaded=t.number(row["loaded"]))}
            for row in rows[:BARS]
        ],
        t, demo=is_demo,
    )  # fmt: skip
    numbers = ("nonempty", "structural", "read", "loaded", "rejected", "set_aside", "difference")
    said = "; ".join(f"{row['file_name']}: {t.number(row['loaded'])} / {t.number(row['read'])}"
                     for row in rows[:BARS])  # fmt: skip
    return Figure(
        id="demo-balance" if is_demo else "balance",
        title=title,
        subtitle=t("quality.balance_sub"),
        alt=f"{title}. {said}.",
        wide=wide,
        narrow=narrow,
        legend=[(charts.STAGES["reported"], t("quality.columns.read")),
                (charts.LOADED, t("quality.columns.loaded"))],
        source="quality.row_balance",
        is_demo=is_demo,
        table=Table(
            caption=title,
            columns=[Column(t("common.columns.file")), Column(t("common.columns.sheet")),
                     *(Column(t(f"quality.columns.{name}"), True) for name in numbers)],
            rows=[
                [row["file_name"], row["sheet_name"],
                 *(t.number(row[name]) for name in numbers)]
                for row in rows
            ],
            query='netralitas query "from quality.row_balance"',
            total=rows[0]["total"],
        ),
    )  # fmt: skip


def _deliveries(t: Language, rows: list[Row]) -> Table:
    columns = ["file", "source", "type", "period", "as_of"]
    return Table(
        caption=t("quality.deliveries_caption"),
        columns=[
            *(Column(t(f"common.columns.{one}")) for one in columns),
            Column(t("quality.columns.received")),
            Column(t("quality.columns.origin")),
            Column(t("quality.columns.read"), True),
            Column(t("quality.columns.loaded"), True),
            Column(t("quality.columns.state")),
        ],
        rows=[
            [
                row["file_name"],
                row["office"] or naming.source(t, row["source_key"]),
                t.word("register", row["register_kind"]),
                t.word("period", row["period_label"]) if row["period_label"] else "–",
                _day(t, row["as_of"]),
                _day(t, row["received_at"]),
                t.word("origin", row["origin"]),
                t.number(row["rows_read"]),
                t.number(row["rows_loaded"]),
                _state(t, row),
            ]
            for row in rows
        ],
        query='netralitas query "from marts.dim_delivery"',
        total=rows[0]["total"],
    )


def _state(t: Language, row: Row) -> str:
    if row["reason_code"]:
        return reason(t, row["reason_code"])
    return t("quality.current" if row["is_current"] else "quality.superseded")


def _files(release: Release, t: Language) -> Table | None:
    rows = release.rows(FILES)
    if not rows:
        return None
    cells: list[list[Cell]] = [
        [reason(t, row["reason_code"]), t.number(row["n"]), ", ".join(row["names"])] for row in rows
    ]
    return Table(
        caption=t("quality.files_caption"),
        columns=[Column(t("quality.columns.reason")), Column(t("quality.columns.files"), True),
                 Column(t("quality.columns.examples"))],
        rows=cells,
        query="netralitas quarantine",
    )  # fmt: skip


def _rejected(release: Release, t: Language, is_demo: bool) -> Figure | None:
    rows = release.rows(REJECTED, [is_demo, MAX_ROWS])
    if not rows:
        return None
    title = t("quality.rejected", reason=reason(t, rows[0]["reason_code"]),
              n=t.number(rows[0]["rows"]))  # fmt: skip
    wide, narrow = charts.bars(
        [
            {"label": naming.sentence(reason(t, row["reason_code"])), "value": row["rows"],
             "text": t.number(row["rows"]), "colour": charts.STAGES["not_followed_up"]}
            for row in rows[:BARS]
        ],
        t, demo=is_demo,
    )  # fmt: skip
    said = "; ".join(f"{reason(t, row['reason_code'])}: {t.number(row['rows'])}" for row in rows)
    return Figure(
        id="demo-rejected" if is_demo else "rejected",
        title=title,
        alt=f"{title}. {said}.",
        wide=wide,
        narrow=narrow,
        source="quality.rejected_row",
        is_demo=is_demo,
        table=Table(
            caption=title,
            columns=[Column(t("quality.columns.reason")), Column(t("common.columns.rows"), True),
                     Column(t("quality.columns.files"), True)],
            rows=[
                [naming.sentence(reason(t, row["reason_code"])), t.number(row["rows"]),
                 t.number(row["files"])]
                for row in rows
            ],
            query="netralitas quarantine --rows",
        ),
    )  # fmt: skip


def _not_loaded(release: Release, t: Language) -> Table | None:
    """What could not be loaded or holds no number, and what it stands for."""
    rows = release.rows(NOT_LOADED, [MAX_ROWS])
    if not rows:
        return None
    cells: list[list[Cell]] = [
        [t.word("not_loaded", row["kind"]),
         (row["file_name"] or "–") + (f" ({t('common.demo_short')})" if row["is_demo"] else ""),
         (row["as_printed"] if row["n"] == 1 else None)
         or t.listing([t.word("family", item) for item in row["items"]]) or "–",
         (row["reason_id"] if t.code == "id" else row["reason_en"]) or "–",
         f"{t.number(row['amount'])} {t.word('unit', row['unit'])}"]
        for row in rows
    ]  # fmt: skip
    return Table(
        caption=t("quality.not_loaded_caption"),
        columns=[Column(t("quality.columns.what")), Column(t("common.columns.file")),
                 Column(t("quality.columns.item")), Column(t("quality.columns.reason")),
                 Column(t("quality.columns.amount"), True)],
        rows=cells,
        query='netralitas query "from reporting.not_loaded"',
        total=rows[0]["total"],
    )  # fmt: skip


def _checks(t: Language, rows: list[Row]) -> Table:
    return Table(
        caption=t("quality.checks_caption"),
        columns=[Column(t("quality.columns.kind")), Column(t("quality.columns.severity")),
                 Column(t("quality.columns.passed"), True), Column(t("quality.columns.all"), True)],
        rows=[
            [t.word("kind", row["kind"]), t.word("severity", row["severity"]),
             t.number(row["passed"]), t.number(row["n"])]
            for row in rows
        ],
        query='netralitas query "from quality.check_result"',
    )  # fmt: skip


def _failed(release: Release, t: Language) -> Table | None:
    rows = release.rows(FAILED, [MAX_ROWS])
    if not rows:
        return None
    return Table(
        caption=t("quality.failed_caption"),
        columns=[Column(t("quality.columns.check")), Column(t("quality.columns.kind")),
                 Column(t("quality.columns.severity"))],
        rows=[
            [t.word("rule", row["check"]) if row["kind"] == "consistency" else row["check"],
             t.word("kind", row["kind"]), t.word("severity", row["severity"])]
            for row in rows
        ],
        query='netralitas query "from quality.check_result where not passed"',
        total=rows[0]["total"],
    )  # fmt: skip


@cache
def _reasons() -> dict[str, Row]:
    with (REFERENCE / "reason_codes.csv").open(encoding="utf-8", newline="") as file:
        return {row["reason_code"]: row for row in csv.DictReader(file)}


def reason(t: Language, code: str) -> str:
    """What a reason code means, in the language of the page; the code itself if it is new."""
    row = _reasons().get(code)
    return code if row is None else row["text_id" if t.code == "id" else "text"]

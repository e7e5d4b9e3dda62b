"""Charts as SVG, drawn by Altair and vl-convert while the site is built: readers need no script.

Every chart is drawn twice, for a desk and for a phone, so that its letters are never scaled.
Values are written beside their marks in the language of the page; colours stand for stages, and
what is only reported is always grey.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipelines.site.language import Language

WIDE, NARROW = 680, 320
INK, MUTED, RULE = "#1d2530", "#5a6472", "#d9dde2"
# Grey is what was reported or counted by others; strong hues are what was decided or done.
STAGES = {
    "reported": "#aab2bd",
    "in_clarification": "#c9ced6",
    "processed": "#7d8896",
    "proven": "#1f3f77",
    "not_proven": "#b9a98a",
    "recommended": "#4a6aa5",
    "followed_up": "#1d7a74",
    "not_followed_up": "#c2701c",
    "sanctioned": "#114e4a",
    "cases": "#7d8896",
    "violations": "#7d8896",
}
PRINTED = "#b3261e"
FONT = "Arial, Helvetica, sans-serif"

Rows = list[dict[str, Any]]
Pair = tuple[str, str]


def bars(rows: Rows, language: Language, demo: bool = False) -> Pair:
    """Ranked bars. Rows: label, value, text, colour; optional inner and inner_colour (a part of
    value, drawn inside it)."""
    return _both(_bars, rows, language, demo)


def history(rows: Rows, language: Language, demo: bool = False) -> Pair:
    """Values over as-of dates. Rows: day (ISO), value, text, series, colour, is_last."""
    return _both(_history, rows, language, demo)


def _both(draw: Any, rows: Rows, language: Language, demo: bool) -> Pair:
    return _svg(draw(rows, WIDE), language, demo), _svg(draw(rows, NARROW), language, demo)


def _bars(rows: Rows, width: int) -> Any:
    import altair as alt

    rows = [{"inner": None, "inner_colour": None, **row, "at": i} for i, row in enumerate(rows)]
    step, top = 42, max((row["value"] or 0 for row in rows), default=0) or 1
    room = 8 * max((len(row["text"]) for row in rows), default=0) * 0.82 + 12
    x = alt.X("value:Q", axis=None, scale=alt.Scale(domain=[0, top], range=[0, width - room]))
    y = alt.Y("at:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    base = alt.Chart(alt.Data(values=rows)).encode(y=y)
    colour = alt.Color("colour:N", scale=None)
    layers = [
        base.mark_text(align="left", dy=-9, fontSize=13, color=INK).encode(
            x=alt.value(0), text="label:N"
        ),
        base.mark_bar(height=14, yOffset=8).encode(x=x, color=colour),
        base.transform_filter("datum.inner != null")
        .mark_bar(height=6, yOffset=8)
        .encode(x=alt.X("inner:Q", axis=None), color=alt.Color("inner_colour:N", scale=None)),
        base.mark_text(align="left", dx=6, dy=9, fontSize=13, fontWeight="bold", color=INK).encode(
            x=x, text="text:N"
        ),
    ]
    return alt.layer(*layers).properties(width=width, height=step * len(rows))


def _history(rows: Rows, width: int) -> Any:
    import altair as alt

    narrow = width == NARROW
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X(
            "day:T",
            title=None,
            axis=alt.Axis(format="%Y" if narrow else "%b %Y", tickCount=4 if narrow else 6,
                          grid=False, labelFlush=True),
        ),
        y=alt.Y("value:Q", title=None, axis=alt.Axis(tickCount=5, domain=False, ticks=False)),
        color=alt.Color("colour:N", scale=None),
    )  # fmt: skip
    labels = base.mark_text(
        dy=-12, fontSize=11 if narrow else 12, fontWeight="bold", align="center"
    )
    if narrow:
        labels = labels.transform_filter("datum.is_last")
    return alt.layer(
        base.mark_line(strokeWidth=2, clip=False).encode(detail="series:N"),
        base.mark_point(filled=True, size=60, opacity=1).encode(
            shape=alt.Shape("shape:N", scale=None)
        ),
        labels.encode(text="text:N"),
    ).properties(width=width - 60, height=260 if narrow else 320)


def _svg(chart: Any, language: Language, demo: bool) -> str:
    import vl_convert

    if demo:  # whoever copies the picture alone copies this too
        chart = chart.properties(title=language("common.demo_short"))
    config = {
        "aria": False,  # the picture has one text of its own; its marks are not objects to visit
        "background": None,
        "font": FONT,
        "view": {"stroke": None},
        "title": {"anchor": "start", "color": "#8a4b00", "fontSize": 12, "offset": 10},
        "axis": {
            "labelColor": MUTED, "labelFontSize": 12, "gridColor": "#eceef1",
            "domainColor": RULE, "tickColor": RULE,
        },
    }  # fmt: skip
    spec = {**chart.to_dict(), "autosize": {"type": "pad", "contains": "padding"}, "padding": 0}
    spec["config"] = config
    separators = {"id": ",.", "en": ".,"}[language.code]
    numbers = {
        "decimal": separators[0], "thousands": separators[1], "grouping": [3], "currency": ["", ""],
    }  # fmt: skip
    months = [language(f"common.months.{month}") for month in range(1, 13)]
    days = [language(f"common.weekdays.{day}") for day in range(1, 8)]
    times = {
        "dateTime": "%A, %e %B %Y %X", "date": "%d/%m/%Y", "time": "%H:%M:%S", "periods": ["", ""],
        "days": days, "shortDays": [day[:3] for day in days],
        "months": months, "shortMonths": [month[:3] for month in months],
    }  # fmt: skip
    return str(vl_convert.vegalite_to_svg(spec, format_locale=numbers, time_format_locale=times))

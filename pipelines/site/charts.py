"""Charts as SVG, drawn by Altair and vl-convert while the site is built: readers need no script.

Every chart is drawn twice, for a desk and for a phone, so that its letters are never scaled.
Values are written beside their marks in the language of the page; colours stand for stages, and
what is only reported is always grey.
"""

from __future__ import annotations

import csv
import re
import textwrap
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from pipelines.site.language import Language

WIDE, NARROW = 736, 320
LETTER, LINE = 6.0, 15  # of labels in 13 pixels: the mean width of a letter, the height of a line
INK, MUTED, RULE, PAPER, EMPTY = "#1d2530", "#5a6472", "#d9dde2", "#ffffff", "#f3f4f6"
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
SOURCES = {
    "kasn": "#1f3f77", "bkn": "#7a4d8b", "bawaslu": "#c2701c", "kemendagri": "#1d7a74",
    "regional": "#5a6472",
}  # fmt: skip
TILE_SHADES = ["#dde2e8", "#b7c0cb", "#8b97a6", "#5d6b7d", "#36424f"]
PRINTED, LOADED = "#b3261e", "#1f5f8b"
FONT = "Arial, Helvetica, sans-serif"

# The picture has one text of its own; its marks are no objects that a screen reader should visit.
_ROLES = re.compile(r' (role|aria-roledescription|aria-label)="[^"]*"')

Rows = list[dict[str, Any]]
Pair = tuple[str, str]


def bars(rows: Rows, language: Language, demo: bool = False) -> Pair:
    """Ranked bars. Rows: label, value, text, colour; optional inner and inner_colour (a part of
    value, drawn inside it)."""
    return _both(_bars, rows, language, demo)


def history(rows: Rows, language: Language, demo: bool = False) -> Pair:
    """Values over as-of dates. Rows: day (ISO), value, text, series, colour, shape,
    below (whether its label stands under the point), is_last."""
    return _both(_history, rows, language, demo)


def tiles(rows: Rows, language: Language, demo: bool = False) -> Pair:
    """Provinces as tiles. Rows: code, value, text; a province without a row is left empty."""
    return _both(_tiles, rows, language, demo)


def pairs(rows: Rows, language: Language, demo: bool = False) -> Pair:
    """Two values of one thing on a line. Rows: label, a, b, text_a, text_b, colour_a, colour_b."""
    return _both(_pairs, rows, language, demo)


def _both(draw: Any, rows: Rows, language: Language, demo: bool) -> Pair:
    from altair.utils.schemapi import debug_mode

    with debug_mode(False):  # checking each chart against its schema takes a third of the build
        return _svg(draw(rows, WIDE), language, demo), _svg(draw(rows, NARROW), language, demo)


def _lines(text: str, width: int, lines: int) -> list[str]:
    """A label in at most that many lines of `width` pixels. (Vega could shorten it, but measures
    it letter by letter for that.)"""
    return textwrap.wrap(text, int(width / LETTER), max_lines=lines, placeholder=" …")


def _bars(rows: Rows, width: int) -> Any:
    import altair as alt

    labels = [_lines(row["label"], width, 3) for row in rows]
    deep = max(map(len, labels), default=1)
    more = (deep - 1) * LINE
    rows = [
        # A short label stands in the last of the lines, next to its bar.
        {"inner": None, "inner_colour": None, **row, "at": i,
         "label": [""] * (deep - len(label)) + label}
        for i, (row, label) in enumerate(zip(rows, labels, strict=True))
    ]  # fmt: skip
    step, top = 42 + more, max((row["value"] or 0 for row in rows), default=0) or 1
    room = 8 * max((len(row["text"]) for row in rows), default=0) * 0.82 + 12
    x = alt.X("value:Q", axis=None, scale=alt.Scale(domain=[0, top], range=[0, width - room]))
    y = alt.Y("at:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    base = alt.Chart(alt.Data(values=rows)).encode(y=y)
    colour = alt.Color("colour:N", scale=None)
    layers = [
        base.mark_text(
            align="left", dy=-9 - more / 2, lineHeight=LINE, fontSize=13, color=INK
        ).encode(x=alt.value(0), text="label:N"),
        base.mark_bar(height=14, yOffset=8 + more / 2).encode(x=x, color=colour),
        base.transform_filter("datum.inner != null")
        .mark_bar(height=6, yOffset=8 + more / 2)
        .encode(x=alt.X("inner:Q", axis=None), color=alt.Color("inner_colour:N", scale=None)),
        base.mark_text(
            align="left", dx=6, dy=9 + more / 2, fontSize=13, fontWeight="bold", color=INK
        ).encode(x=x, text="text:N"),
    ]
    return alt.layer(*layers).properties(width=width, height=step * len(rows))


def _history(rows: Rows, width: int) -> Any:
    import altair as alt

    narrow = width == NARROW
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X(
            "day:T",
            title=None,
            scale=alt.Scale(padding=24),
            axis=alt.Axis(format="%Y" if narrow else "%b %Y", tickCount=4 if narrow else 6,
                          grid=False, labelFlush=True),
        ),
        y=alt.Y("value:Q", title=None, axis=alt.Axis(tickCount=5, domain=False, ticks=False)),
        color=alt.Color("colour:N", scale=None),
    )  # fmt: skip
    # Each label twice: first as a halo, so that no line runs through its digits.
    labels = [
        base.transform_filter(f"datum.below == {below}" + (" && datum.is_last" if narrow else ""))
        .mark_text(
            dy=dy,
            fontSize=11 if narrow else 12,
            fontWeight="bold",
            stroke=PAPER,
            strokeWidth=halo,
        )
        .encode(text="text:N", color=alt.value(INK))
        for halo in (4, 0)
        for below, dy in (("false", -13), ("true", 15))
    ]
    return alt.layer(
        base.mark_line(strokeWidth=2, clip=False).encode(detail="series:N"),
        base.mark_point(filled=True, size=60, opacity=1).encode(
            shape=alt.Shape("shape:N", scale=None)
        ),
        *labels,
    ).properties(width=width - 50, height=260 if narrow else 320)


@cache
def grid() -> list[dict[str, Any]]:
    """The tile map: a place in the grid and a short name for each of the 38 provinces."""
    with (Path(__file__).parent / "tiles.csv").open(encoding="utf-8") as file:
        return [
            {**row, "row": int(row["row"]), "column": int(row["column"])}
            for row in csv.DictReader(file)
        ]


def _tiles(rows: Rows, width: int) -> Any:
    import altair as alt

    values = {row["code"]: row for row in rows}
    top = max((row["value"] for row in rows), default=0) or 1
    placed = []
    for tile in grid():
        row = values.get(tile["code"])
        shade = None
        if row is not None:
            shade = min(len(TILE_SHADES) - 1, int(row["value"] / top * len(TILE_SHADES)))
        placed.append({
            "x": tile["column"], "y": tile["row"], "short": tile["short"],
            "text": row["text"] if row else "",
            "fill": EMPTY if shade is None else TILE_SHADES[shade],
            "ink": MUTED if shade is None else PAPER if shade > 2 else INK,
        })  # fmt: skip
    columns, lines = 13, 7
    size = width / columns
    narrow = width == NARROW
    base = alt.Chart(alt.Data(values=placed)).encode(
        x=alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-0.5, columns - 0.5], nice=False)),
        y=alt.Y(
            "y:Q", axis=None, scale=alt.Scale(domain=[lines - 0.5, -0.5], nice=False, zero=False)
        ),
    )
    ink = alt.Color("ink:N", scale=None)
    return alt.layer(
        base.mark_square(size=(size - (2 if narrow else 4)) ** 2, opacity=1).encode(
            color=alt.Color("fill:N", scale=None)
        ),
        base.mark_text(dy=-size * 0.17, fontSize=8 if narrow else 11).encode(
            text="short:N", color=ink
        ),
        base.mark_text(dy=size * 0.2, fontSize=9 if narrow else 14, fontWeight="bold").encode(
            text="text:N", color=ink
        ),
    ).properties(width=width, height=size * lines)


def _pairs(rows: Rows, width: int) -> Any:
    import altair as alt

    lines = [{**row, "at": i, "label": _lines(row["label"], width, 1)}
             for i, row in enumerate(rows)]  # fmt: skip
    dots = [
        {
            "at": row["at"], "value": row[which], "text": row[f"text_{which}"],
            "colour": row[f"colour_{which}"],
            # The label of the smaller number stands before its dot, the other's after it.
            "side": "right" if (row[which], which) < (row[other], other) else "left",
        }
        for row in lines
        for which, other in (("a", "b"), ("b", "a"))
    ]  # fmt: skip
    low = min((dot["value"] for dot in dots), default=0)
    high = max((dot["value"] for dot in dots), default=1)
    margin = 8 * 0.85 * max((len(dot["text"]) for dot in dots), default=0) + 12
    scale = alt.Scale(
        domain=[low, high if high > low else low + 1], range=[margin, width - margin], zero=False
    )
    y = alt.Y("at:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    base = alt.Chart(alt.Data(values=lines)).encode(y=y)
    points = alt.Chart(alt.Data(values=dots)).encode(
        y=y, x=alt.X("value:Q", axis=None, scale=scale), color=alt.Color("colour:N", scale=None)
    )
    sides: tuple[Literal["left", "right"], ...] = ("left", "right")
    texts = [
        points.transform_filter(f"datum.side == '{side}'")
        .mark_text(
            align=side, dx=-9 if side == "right" else 9, dy=9, fontSize=12, fontWeight="bold"
        )
        .encode(text="text:N")
        for side in sides
    ]
    return alt.layer(
        base.mark_text(align="left", dy=-11, fontSize=13, color=INK).encode(
            x=alt.value(0), text="label:N"
        ),
        base.mark_rule(yOffset=9, color=RULE, strokeWidth=3).encode(
            x=alt.X("a:Q", axis=None, scale=scale), x2="b:Q"
        ),
        points.mark_circle(size=110, opacity=1, yOffset=9),
        *texts,
    ).properties(width=width, height=48 * len(rows))


def _svg(chart: Any, language: Language, demo: bool) -> str:
    import vl_convert

    if demo:  # whoever copies the picture alone copies this too
        chart = chart.properties(title=language("common.demo_short"))
    config = {
        "background": None,
        "font": FONT,
        "view": {"stroke": None},
        "title": {"anchor": "start", "color": "#8a4b00", "fontSize": 12, "offset": 10},
        "axis": {
            "labelColor": MUTED, "labelFontSize": 12, "gridColor": "#eceef1",
            "domainColor": RULE, "tickColor": RULE,
        },
    }  # fmt: skip
    spec = {
        **chart.to_dict(validate=False),
        "autosize": {"type": "pad", "contains": "padding"},
        "padding": 0,
    }
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
    svg = vl_convert.vegalite_to_svg(spec, format_locale=numbers, time_format_locale=times)
    return _ROLES.sub("", svg)

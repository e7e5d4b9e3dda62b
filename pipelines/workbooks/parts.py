"""What calamine does not tell about a sheet, whatever the kind of file it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from pipelines.workbooks.model import Range

UNCALCULATED = "#FORMULA!"
"""Text of a formula cell whose result the file does not hold: neither blank nor zero."""

Places = set[tuple[int, int]]
"""Cells of a sheet by row and column, which count from 1."""

OTHER_ERROR = "#ERROR!"
"""Text of a cell that shows an error which is named in a program's or a language's own way."""

COMMON_ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
_NOT_SHOWN_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_BUILT_IN_PERCENT = (9, 10)  # 0% and 0.00%
_SIGNIFICANT_DIGITS = 12


@dataclass
class SheetParts:
    """Facts of one sheet; rows and columns count from 1, ranges as in model.Range.

    hidden_columns: (first, last). texts: what a cell holds where calamine gives another thing: a
    percentage, an error, a formula without its result. struck: (row, column) of cells that are
    shown crossed out, wholly or in part. row_twice: a row that stands there twice ('row 5'), '' for
    none; values: how many values stand in cells, 0 when the file does not tell. is_hidden: whether
    the sheet is; None when the file does not tell. is_plain: that it has a value in column A and no
    error anywhere, so that its values alone tell all; False when it is not sure.
    """

    merged: list[Range] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    struck: Places = field(default_factory=set)
    row_twice: str = ""
    values: int = 0
    is_hidden: bool | None = None
    is_plain: bool = False


def error_text(shown: str) -> str:
    """The error as all programs write it in English, or OTHER_ERROR."""
    return shown if shown in COMMON_ERRORS else OTHER_ERROR


def shows_percent(format_code: str) -> bool:
    """Whether a number format multiplies by 100: `0.0%` does, `0" %"` and `0\\%` do not."""
    return "%" in format_code and "%" in _NOT_SHOWN_CODE.sub("", format_code)


def percent_styles(style_formats: list[int], codes: dict[int, str]) -> set[int]:
    """Positions of the styles that show a percentage, by their number formats."""
    percent = {*_BUILT_IN_PERCENT, *(n for n, code in codes.items() if shows_percent(code))}
    percent -= {n for n in _BUILT_IN_PERCENT if n in codes and not shows_percent(codes[n])}
    return {style for style, number in enumerate(style_formats) if number in percent}


def struck_styles(style_fonts: list[int], fonts: list[bool]) -> set[int]:
    """Positions of the styles whose font is crossed out, by what is said of each font."""
    return {style for style, font in enumerate(style_fonts) if font < len(fonts) and fonts[font]}


def percent_text(value: float) -> str:
    """0.722 → '72.2%': in full, but without the noise of binary fractions. Raises ValueError."""
    rounded = Decimal(f"{value:.{_SIGNIFICANT_DIGITS}g}")
    if not rounded.is_finite():
        raise ValueError("not a number")
    shown = f"{rounded * 100:f}"
    return (shown.rstrip("0").rstrip(".") if "." in shown else shown) + "%"

"""Which texts a spreadsheet would take for a formula, and how a CSV says that they are texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

# What programs skip before they look for a formula: blanks (also those without width) and quotes.
_SKIPPED = " \t\r\n\v\f\u00a0\u1680\u2000-\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\"'‘’“”`"
# ASCII, full-width and small forms, and the minus sign.
_SIGNS = "=+@＝＋－＠﹢﹣﹦﹫−\\-"
# One expression for Arrow (RE2) and for Python: only literal characters and ranges.
FORMULA_LIKE = f"^(?:[\t\r\n]|[{_SKIPPED}]*[{_SIGNS}])"
_FORMULA_LIKE = re.compile(FORMULA_LIKE)


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula when it opens a CSV."""
    return _FORMULA_LIKE.match(text) is not None


def neutralised(texts: pa.Array) -> pa.Array:
    """The texts, with an apostrophe before each that looks like a formula."""
    import pyarrow.compute as pc

    return pc.replace_substring_regex(texts, pattern=FORMULA_LIKE, replacement=r"'\0")

"""What a message may quote of a workbook: headings and sheet names hold whatever people write.

Someone may name a sheet or a column after a person, so only words that are known to name no one
are kept: those of the layouts' own headings, those that words.csv lists for other headings, and
those that masking leaves in file names.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import cache, lru_cache

from pipelines.home import REFERENCE
from pipelines.privacy import MASK, mask, mask_file_name, names_no_one
from pipelines.workbooks.model import Sheet
from pipelines.workbooks.xlsx_parts import column_letter

_WORD = re.compile(r"[^\W\d_]+")


# Lists of words.csv with what headings are made of.
_LISTS = {"heading", "heading_private", "heading_word"}


@cache
def _common_words() -> frozenset[str]:
    with (REFERENCE / "words.csv").open(encoding="utf-8", newline="") as lines:
        listed = [row["word"] for row in csv.DictReader(lines) if row["list"] in _LISTS]
    return frozenset(word for words in listed for word in _WORD.findall(words))


@lru_cache(maxsize=64)
def _words_of(headings: frozenset[str]) -> frozenset[str]:
    return _common_words().union(word for heading in headings for word in _WORD.findall(heading))


def masked_heading(heading: str, known: frozenset[str]) -> str:
    """A heading with every word that is not known to be harmless masked.

    known: the normalised headings of all layouts.
    """
    safe = _words_of(known)
    kept = _WORD.sub(
        lambda found: found[0] if found[0].casefold() in safe else mask_file_name(found[0]),
        mask(heading),
    )
    return re.sub(rf"{MASK}(?:[\s_.,\-]*{MASK})+", MASK, kept)


def columns_named(columns: Iterable[tuple[int, str]], known: frozenset[str]) -> str:
    """'P: Nomor …', 'Q: NIP' for (position from 0, heading): the letter is what finds it."""
    return quoted(f"{column_letter(p + 1)}: {masked_heading(text, known)}" for p, text in columns)


def quoted(names: Iterable[str]) -> str:
    """Each name in quotes, with commas between."""
    return ", ".join(f"'{name}'" for name in names)


def sheet_label(sheet: Sheet) -> str:
    """ "sheet 'REKAP'" where the name is made of known words, else 'sheet 2' by its place; a hidden
    one is called so, since who opens the file does not see it."""
    kind = "hidden sheet" if sheet.is_hidden else "sheet"
    if names_no_one(sheet.name):
        return f"{kind} '{sheet.name}'"
    return f"{kind} {sheet.number}"

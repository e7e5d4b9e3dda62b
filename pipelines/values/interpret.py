"""The one place where a text gets its meaning: the kinds of value and how each one is read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from pipelines.values.dates import read_date
from pipelines.values.institutions import read_institution
from pipelines.values.meaning import UNKNOWN, Meaning, found, quoted, unsound
from pipelines.values.nips import read_nip
from pipelines.values.numbers import read_count, read_number, read_percentage
from pipelines.values.positions import read_position_class
from pipelines.values.reference import Reference
from pipelines.values.regions import read_place, read_province, read_region_code
from pipelines.values.remarks import read_remark
from pipelines.values.sanctions import read_regulation, read_sanction
from pipelines.values.subjects import read_subject_kind
from pipelines.values.violations import read_violation
from pipelines.values.words import (
    NOTHING_ABOVE,
    OFFICE_WITHIN,
    SAID_TWICE,
    SUM_OF_ALL,
    is_absent,
    is_error_cell,
)
from pipelines.workbooks.parts import UNCALCULATED

# Lists that are looked up as they stand; the reason for an unknown word is '<list>_unknown'.
WORD_LISTS = (
    "status", "finding", "channel", "election_stage", "sanction_level", "forwarded_to", "measure",
    "unit", "source", "election", "outreach_kind", "position_group",
)  # fmt: skip

_AND = re.compile(
    r"\s(?:dan|serta|atau|lalu|kemudian|tetapi|tapi|namun|s\s?\.?\s?/?\s?d\.?|sampai|hingga)\s"
    r"|[&,;/+\n]",
    re.IGNORECASE,
)

Reader = Callable[[str, str, Reference, date], Meaning]


def interpret(
    value_kind: str,
    context: str,
    text: str | None,
    reference: Reference,
    today: date | None = None,
) -> Meaning:
    """What a text means as a value of a kind, in a context.

    context by kind: date: the sheet's epoch and options ('1900', '1904:dmy:future'); region and
    institution: the province's code; violation: the election stage's code; sanction: the
    regulation, or a date of the row; percentage: 'percentages' where the column's other rows are;
    else ''.
    today: the day that dates are held against; by default today in central Indonesia.
    Unknown kinds are a ValueError: a layout names one that does not exist.
    """
    reader = _READERS.get(value_kind)
    if reader is None:
        raise ValueError(f"no such kind of value: {value_kind}")
    given = "" if text is None else text
    if is_error_cell(given):
        shown = given.strip()
        if shown == UNCALCULATED:
            return unsound(
                "error_cell",
                "the file does not hold the result of the formula; open it in a spreadsheet "
                "program and save it",
            )
        return unsound("error_cell", f"the cell shows {shown}; mend the formula")
    if given.endswith(NOTHING_ABOVE):
        return unsound(
            "ditto_unclear",
            f"{quoted(given.removesuffix(NOTHING_ABOVE))} says that it is as above, but no record "
            "stands right above; write what is meant",
        )
    if given.endswith(SUM_OF_ALL):
        return unsound(
            f"{value_kind}_unknown",
            f"{quoted(given.removesuffix(SUM_OF_ALL))} may be the sum of other rows of the table; "
            "if it is the government's own row, write 'Pemerintah' before the name, else 'Jumlah'",
        )
    if given.endswith(OFFICE_WITHIN):
        return unsound(
            "member_is_office",
            f"{quoted(given.removesuffix(OFFICE_WITHIN))} is an office within a government or "
            "institution, and a recap counts the whole; write that, or leave the row out",
        )
    if SAID_TWICE in given:
        name, _, row = given.rpartition(SAID_TWICE)
        return unsound(
            "member_twice",
            f"{quoted(name)} is counted in row {row.removesuffix(')')} for the same time too: "
            "it would count twice; leave one row, or give each time a table and title of its own",
        )
    if value_kind not in _READ_ABSENT and is_absent(given, reference.words["absent"]):
        return UNKNOWN
    if value_kind in _MADE_OF_FIGURES and _has_raised_figure(given):
        return unsound(
            _MADE_OF_FIGURES[value_kind],
            "a raised or circled figure (of a footnote?) stands among the others; take it away",
        )
    return reader(given, context, reference, today or today_in_indonesia())


def _has_raised_figure(text: str) -> bool:
    """Whether a text has a figure that reads like another beside it: '5\u00b2' is not 52."""
    return not text.isascii() and any(unicodedata.category(letter) == "No" for letter in text)


def today_in_indonesia() -> date:
    """The day it is in central Indonesia."""
    return (datetime.now(UTC) + timedelta(hours=8)).date()


def _tick(text: str, _context: str, reference: Reference, _today: date) -> Meaning:
    """'true' where a column is ticked; signs count as they stand, since a tick is punctuation."""
    mark = text.strip().casefold()
    if mark in reference.ticks:
        return found("true")
    if mark in reference.no_ticks or is_absent(mark, reference.words["absent"]):
        return UNKNOWN
    return unsound("tick_unknown", "the cell holds neither a tick nor nothing; tick it with v")


def _word_reader(name: str) -> Reader:
    """The reader of one word list."""

    def read(text: str, _context: str, reference: Reference, _today: date) -> Meaning:
        words = reference.words[name]
        codes = words.matches(text)
        if codes and not words.is_exact(text):
            # 'KASN dan Bupati' begins like one of them and names both.
            codes = codes.union(*(words.matches(part) for part in _AND.split(text)))
        if len(codes) == 1:
            return found(codes.pop())
        if codes:
            choices = " or ".join(sorted(codes))
            return unsound(f"{name}_unknown", f"{quoted(text)} can be {choices}; say which")
        return unsound(
            f"{name}_unknown",
            f"{quoted(text)} is no {name} on file; say with `netralitas decide` what it means",
        )

    return read


# Kinds of which each figure counts, and their reason for one that may be a footnote's.
_MADE_OF_FIGURES = {
    "date": "date_invalid",
    "number": "number_invalid",
    "count": "number_invalid",
    "percentage": "number_invalid",
    "nip": "nip_invalid",
    "region_code": "region_unknown",
}
# Kinds that look at an absent text themselves.
_READ_ABSENT = frozenset({"subject_kind", "tick"})

_READERS: dict[str, Reader] = {
    "text": lambda text, _context, _reference, _today: found(text.strip()),
    # What the layout itself says (the member of a column): it is a code already.
    "code": lambda text, _context, _reference, _today: found(text),
    "date": lambda text, context, _reference, today: read_date(text, context, today),
    "number": lambda text, _context, ref, _today: read_number(text, ref.words["zero"]),
    "count": lambda text, _context, ref, _today: read_count(text, ref.words["zero"]),
    "percentage": lambda text, context, ref, _today: read_percentage(
        text, ref.words["zero"], context
    ),
    "nip": lambda text, _context, _reference, today: read_nip(text, today),
    "region": lambda text, context, ref, _today: read_place(text, context, ref),
    "province": lambda text, _context, ref, _today: read_province(text, ref),
    "region_code": lambda text, _context, ref, _today: read_region_code(text, ref),
    "institution": lambda text, context, ref, _today: read_institution(text, context, ref),
    "violation": lambda text, context, ref, _today: read_violation(text, context, ref),
    "sanction": lambda text, context, ref, _today: read_sanction(text, context, ref),
    "regulation": lambda text, _context, _reference, _today: read_regulation(text),
    "position_class": lambda text, _context, ref, _today: read_position_class(text, ref),
    "subject_kind": lambda text, _context, ref, _today: read_subject_kind(text, ref),
    "tick": _tick,
    "remark": lambda text, _context, _reference, _today: read_remark(text),
    **{name: _word_reader(name) for name in WORD_LISTS},
}

VALUE_KINDS = tuple(_READERS)

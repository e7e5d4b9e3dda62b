"""Values in the wrong column of free text: signs that a row is shifted.

Most shifted rows are refused by the columns that ask for a code, a date or a number. Free text
takes in anything, so a shift into it shows only by what it holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from pipelines.layouts.slots import Slot, Text
from pipelines.values.meaning import Meaning, unsound

# Who somebody is; and what is beside the matter, which may be a date where nothing else is missing.
_OF_PERSONS = ("person_name", "rank", "position", "unit")
_BESIDE = ("note", "evidence")
_OFFICES = ("position", "unit")
_TEXT = "text"
_VALUE = re.compile(
    r"\d{4}-\d\d-\d\d(?:[ T]00:00:00)?|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d+[.,]\d+\s*%?|\d+\s*%"
    r"|\d{15,18}"
)
_RANK = re.compile(
    r"(?:(?:juru|pengatur|penata|pembina)\b[^/]*?)?[\s,(]*\b[iv]{1,3}\s*[/.]\s*[a-e]\b\)?",
    re.IGNORECASE,
)

_MISPLACED = unsound(
    "cell_misplaced",
    "the cell holds what another column is for, as in a row that is shifted; put each value in its "
    "column",
)


def misplaced(
    slots: Sequence[Slot], values: Sequence[Sequence[Text]]
) -> Iterator[tuple[int, int, Meaning]]:
    """Slot, part and reason of what stands in the wrong column; values: of each slot, by part.

    A note may be a date or a number of its own, but not in a row that lacks one.
    """
    coded = [place for place, slot in enumerate(slots) if slot.value_kind != _TEXT]
    for place, slot in enumerate(slots):
        if slot.value_kind != _TEXT:
            continue
        if slot.field in (*_OF_PERSONS, *_BESIDE):
            for part in _those(values[place], _is_a_value):
                if slot.field in _OF_PERSONS or any(values[p][part] is None for p in coded):
                    yield place, part, _MISPLACED
        if slot.field in _OFFICES:
            for part in _those(values[place], _is_a_rank):
                yield place, part, _MISPLACED


def _those(texts: Sequence[Text], are: Callable[[str], bool]) -> list[int]:
    """The places of some texts among others, each distinct one looked at once."""
    found = {text for text in set(texts) if text and are(text)}
    return [place for place, text in enumerate(texts) if text in found] if found else []


def _is_a_value(text: str) -> bool:
    return text[0].isdigit() and _VALUE.fullmatch(text) is not None


def _is_a_rank(text: str) -> bool:
    return text[0] in "IVJPivjp" and _RANK.fullmatch(text) is not None

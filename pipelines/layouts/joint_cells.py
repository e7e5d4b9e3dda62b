"""Cells that say one thing of several persons or rows at once, where it can be true of one only.

A merged cell says the same of all its rows: of a letter or a place that is meant so, but a count is
then that of all rows together, and a NIP that of one person. Merged over several columns, a count
is that of none of them. What is found is written as a text that its reader refuses.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from pipelines.layouts.tables import MergedCells

Text = str | None

_COUNTING = {"count", "number", "percentage"}
_NIP_DIGITS = 18


def refuse_joint_cells(
    texts: dict[int, list[Text]],
    kinds: dict[int, str],
    who: tuple[int, int] | None,
    numbers: Sequence[int],
    classes: Sequence[str],
    merged: MergedCells,
    members: Sequence[int],
) -> bool:
    """Mark the figures and NIPs of merged cells in the texts of some rows, by their columns. Tells
    whether one was marked that reaches over several columns: its row is not filled from above.

    kinds: what each column holds; who: the columns of name and NIP, if each has its own; numbers
    and classes: of the rows; members: the columns of a crosstab of which each holds figures.
    """
    for position, kind in kinds.items():
        if kind in _COUNTING:
            for together in _rows_together(merged, position, numbers, classes):
                for i in together:
                    texts[position][i] = _marked(texts[position][i], " (merged)")
    is_across = False
    figures = {*members, *(p for p, kind in kinds.items() if kind in _COUNTING)}
    for position, rows in _columns_together(merged, figures, numbers, classes):
        of_column = texts.get(position, [])  # of a crosstab, another column may be the reader's
        for i in rows if of_column else ():
            if any(map(str.isdigit, of_column[i] or "")):
                of_column[i], is_across = _marked(of_column[i], " (merged)"), True
    if who is None:
        return is_across
    name, nip = who
    for position, other in ((nip, name), (name, nip)):
        for together in _rows_together(merged, position, numbers, classes):
            if len({texts[other][i] for i in together}) > 1:
                for i in together:
                    texts[nip][i] = _twice(texts[nip][i])
    return is_across


def refuse_shared_nips(nips: list[Text], index: Sequence[int]) -> None:
    """Mark the NIPs that a row gives to several of its persons; index: the row of each."""
    seen: dict[tuple[int, str], int] = {}
    for part, (text, row) in enumerate(zip(nips, index, strict=True)):
        digits = "".join(filter(str.isdigit, text or ""))
        if len(digits) != _NIP_DIGITS:
            continue  # none, or refused as it stands
        first = seen.setdefault((row, digits), part)
        if first != part:
            nips[part], nips[first] = _twice(text), _twice(nips[first])


def _rows_together(
    merged: MergedCells, position: int, numbers: Sequence[int], classes: Sequence[str]
) -> list[list[int]]:
    """The records among some rows, top first, that one merged cell of a column reaches over, if
    several."""
    together = (
        range(bisect_left(numbers, first), bisect_right(numbers, last))
        for first, last in merged.spans(position + 1)
    )
    records = ([i for i in rows if classes[i] == "record"] for rows in together)
    return [rows for rows in records if len(rows) > 1]


def _columns_together(
    merged: MergedCells, figures: set[int], numbers: Sequence[int], classes: Sequence[str]
) -> Iterator[tuple[int, list[int]]]:
    """The column that a merged cell begins in, if it reaches over several columns of figures from
    there, and the records among some rows that it is in."""
    for first, left, last, right in merged.across():
        if left - 1 in figures and len(figures.intersection(range(left - 1, right))) > 1:
            rows = range(bisect_left(numbers, first), bisect_right(numbers, last))
            yield left - 1, [i for i in rows if classes[i] == "record"]


def _marked(text: Text, mark: str) -> Text:
    return text and text + mark


def _twice(text: Text) -> Text:
    """A NIP as it stands where two do: neither is believed."""
    return text and f"{text} {text}"

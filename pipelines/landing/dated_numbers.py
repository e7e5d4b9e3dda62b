"""Takes the date off the number of a letter where a clerk wrote both into one cell.

A layout that has them in one column splits them as it reads (layouts/splitting.py). Here the date
has a column of its own, and the cell of the number says it too, or instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipelines.landing.glance import parts_with
from pipelines.landing.identity_numbers import is_one_letter
from pipelines.layouts.slots import Slot, SlotTexts, Text
from pipelines.layouts.splitting import YEAR_END, number_and_date
from pipelines.values.meaning import Meaning, unsound
from pipelines.values.meanings import Meanings

_NUMBER, _DATE = "recommendation_number", "recommendation_date"
# What surely is a date and no part of the number: '4 Mei 2020', 'tgl 04/05/2020'.
_NAMED = re.compile(r"[^\W\d_]{3}|\b(?:tgl|tanggal|tertanggal)\b", re.IGNORECASE)
# '04/05/2020' can be either of two days: that of the row's own date is one of them or is not.
_ORDERS = ("1900:dmy", "1900:mdy")
# A plain number has none of these, for a quick look.
_MAY_SAY_MORE = re.compile(r"[\s,;(]")


def dated_numbers(
    slots: Sequence[Slot],
    columns: Sequence[SlotTexts],
    values: Sequence[list[Text]],
    meanings: Meanings,
) -> Iterator[tuple[int, int, Meaning]]:
    """Slot, part and reason of each letter's number beside which a date stands that cannot be its.

    A sound date is taken off: it has to be that of the row's own date, and stands for it where that
    cell is empty. columns, values: of each slot, part by part; what is taken off is put into them.
    """
    places = {slot.field: place for place, slot in enumerate(slots)}
    at, date_at = places.get(_NUMBER), places.get(_DATE)
    if at is None or date_at is None or slots[at].sources[0].take != "whole":
        return
    dates, days = columns[date_at], values[date_at]
    for part in parts_with((_MAY_SAY_MORE,), values[at]):
        text = values[at][part] or ""
        number, said = number_and_date(text)
        if not said or "/" not in number or not is_one_letter(number):
            continue  # told as what it is where numbers are looked at
        own = days[part]
        day = meanings.of("date", dates.context(part))[said]
        if day is None and own and own in [meanings.of("date", order)[said] for order in _ORDERS]:
            day = own
        is_named = _NAMED.search(said) or _NAMED.search(text, text.find(number) + len(number))
        is_another = day is None and YEAR_END.search(said) and any(map(str.isalpha, said))
        if is_another or (not is_named and (day is None or day != own)):
            continue
        if day is None:
            yield at, part, _UNREAD
        elif own is not None and own != day:
            yield (
                at,
                part,
                unsound(
                    "required_missing",
                    f"the cell says that the letter is of {day}, and the column of its date {own}; "
                    "write the number alone, and the date that is right",
                ),
            )
        else:
            values[at][part] = number
            if own is None and meanings.of("text")[dates.texts[part]] is None:
                dates.texts, dates.is_cell = list(dates.texts), False
                dates.texts[part], days[part] = said, day


_UNREAD = unsound(
    "required_missing",
    "what stands beside the number of the letter is no date that can be read; write the number "
    "alone, and the date into its column",
)

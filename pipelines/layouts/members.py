"""Headings with a place in them: '{year} > Jumlah' stands for that heading of each year."""

from __future__ import annotations

import re

from pipelines.layouts.headings import normalise

_PLACE = re.compile(r"\{(\w+)\}")
_MONTHS = (
    "januari jan", "februari pebruari feb peb", "maret mar", "april apr", "mei", "juni jun",
    "juli jul", "agustus agu agst agt", "september sept sep", "oktober okt",
    "november nopember nov nop", "desember des",
)  # fmt: skip
_MEMBERS: dict[str, dict[str, str]] = {
    "year": {str(year): str(year) for year in range(2000, 2100)},
    "month": {
        name: f"{number:02}" for number, names in enumerate(_MONTHS, 1) for name in names.split()
    },
}

PLACES = tuple(_MEMBERS)
"""What a place in a heading can be filled with."""


def places_in(heading: str) -> list[str]:
    """The names of the places in a heading: '{year} > %' → ['year']."""
    return _PLACE.findall(heading)


def members_of(heading: str) -> dict[str, str]:
    """Normalised heading → the member it is of: 'Jumlah {year}' → {'jumlah 2000': '2000', …}.

    The place must be one of PLACES (a KeyError).
    """
    (place,) = places_in(heading)
    before, after = (normalise(part) for part in _PLACE.split(heading)[::2])
    return {
        " ".join(part for part in (before, form, after) if part): member
        for form, member in _MEMBERS[place].items()
    }

"""Names that read well and cannot be those of one person: 'A dan B', 'A dkk', '3 orang guru'."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipelines.layouts.records import Slot, Text
from pipelines.values.meaning import Meaning, unsound
from pipelines.values.meanings import Meanings

# Numbered lists and persons with a NIP each are parted before; what is left of a list shows here.
_SEVERAL = re.compile(
    r"\w\.?\s+(?:dan|serta|&)\s+\w|;\s*[^\W\d_]{3,}|\b(?:dkk|dan kawan|bersama)\b"
    r"|(?<!\d)\d{1,3}\s*(?:\([^)]*\)\s*)?(?:orang|asn|pns|pppk|pegawai)\b"
    r"|^\s*(?:para|beberapa|sejumlah)\s",
    re.IGNORECASE,
)
_FULL_NAME = re.compile(r"\s*[^\W\d_]{3,}(?:\s+[^\W\d_]{3,}){1,3}\s*")
_WITHDRAWN = re.compile(r"[(\[-]\s*(?:di)?(?:batal(?:kan)?|cabut|anulir)\b", re.IGNORECASE)

_PERSONS = unsound(
    "persons_several",
    "the cell seems to name several persons; number them 1) … 2) … or give each a row",
)
_ANNULMENT = unsound(
    "annulment_undecided",
    "beside the name stands that it was annulled; whether the row counts a person has to decide",
)


def doubtful_names(
    slots: Sequence[Slot], values: Sequence[Sequence[Text]], meanings: Meanings
) -> Iterator[tuple[int, int, Meaning]]:
    """Slot, part and reason of each name that is not surely one person's.

    values: of each slot, part by part. Who is no civil servant may be a party or a team.
    """
    places = {slot.field: place for place, slot in enumerate(slots)}
    name, subject = places.get("person_name"), places.get("subject_kind")
    if name is None:
        return
    for part, text in enumerate(values[name]):
        if text is None or (subject is not None and values[subject][part] == "not_asn"):
            continue
        if _names_several(text, meanings):
            yield name, part, _PERSONS
        elif _WITHDRAWN.search(text):
            yield name, part, _ANNULMENT


def _names_several(text: str, meanings: Meanings) -> bool:
    if _SEVERAL.search(text):
        return True
    # 'Orang Satu, Orang Dua': degrees and offices stand behind a comma too.
    if "," not in text:
        return False
    is_position = meanings.of("position_class").__getitem__
    names = [piece for piece in text.split(",") if _FULL_NAME.fullmatch(piece)]
    return len(names) > 1 and all(is_position(name.strip()) is None for name in names[1:])

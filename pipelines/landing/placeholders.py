"""What is no name in a column of names: a form's filler ('NAMA LENGKAP', 'xxx'), 'sesuai BAP'."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipelines.layouts.slots import Slot, Text
from pipelines.values.meaning import Meaning, unsound
from pipelines.values.meanings import Meanings

_SIGNS = " \n()[]{}<>.,:;*_-'\""
_PLACEHOLDER = unsound(
    "name_placeholder",
    "a form's filler, or words that name nobody, stand where a name should be; write the name, or "
    "take the row out",
)


def placeholders(
    slots: Sequence[Slot], values: Sequence[Sequence[Text]], meanings: Meanings
) -> Iterator[tuple[int, int, Meaning]]:
    """Slot, part and reason of each name that is none; values: of each slot, part by part.

    Only the whole of a name counts, as data/reference/words.csv has it, or what it begins with
    there ('sesuai *'): no real one is lost.
    """
    words = meanings.reference.words["placeholder"]
    for place, slot in enumerate(slots):
        if slot.field != "person_name":
            continue
        # Two letters tell for most, and the first word for nearly all.
        beginnings = {text[:2] for text in values[place] if text}
        may_be = {beginning for beginning in beginnings if words.may_match(beginning)}
        if not may_be:
            continue
        first_words = {spelling.partition(" ")[0] for spelling in words.spellings}
        for part, text in enumerate(values[place]):
            if (
                text
                and text[:2] in may_be
                and text.casefold().strip(_SIGNS).partition(" ")[0].strip(_SIGNS) in first_words
                and (words.is_exact(text) or words.matches(text))
            ):
                yield place, part, _PLACEHOLDER

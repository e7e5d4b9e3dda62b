"""What the texts of a slot mean, part by part."""

from __future__ import annotations

from pipelines.layouts.slots import Slot, Text
from pipelines.values.meaning import Meaning
from pipelines.values.meanings import Meanings


def read_slot(
    slot: Slot, texts: list[Text], contexts: str | list[str], meanings: Meanings
) -> tuple[list[Text], dict[int, Meaning]]:
    """The values of one slot, and the parts whose text is unsound."""
    if isinstance(contexts, str):
        known = meanings.of(slot.value_kind, contexts)
        values = known.values_of(texts)
        if not known.unsound:
            return values, {}
        return values, {
            part: known.unsound[text] for part, text in enumerate(texts) if text in known.unsound
        }
    of_context = {context: meanings.of(slot.value_kind, context) for context in set(contexts)}
    knowns = [of_context[context] for context in contexts]
    values = [known[text] for known, text in zip(knowns, texts, strict=True)]
    if not any(known.unsound for known in of_context.values()):
        return values, {}
    return values, {
        part: known.unsound[text]
        for part, (known, text) in enumerate(zip(knowns, texts, strict=True))
        if text in known.unsound
    }

"""Remembers what texts mean: each distinct text of a kind and context is interpreted once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from pipelines.values.interpret import interpret, today_in_indonesia
from pipelines.values.meaning import Meaning
from pipelines.values.nips import plainly_sound
from pipelines.values.reference import Reference

_MANY = 50_000


class MeaningsOfKind(dict[str | None, str | None]):
    """Text → value, for one kind and context; `unsound` has the texts that have a reason instead.

    None, a blank cell, has no value and no reason.
    """

    def __init__(self, kind: str, context: str, reference: Reference, today: date) -> None:
        super().__init__({None: None})
        self._of = (kind, context, reference, today)
        self.unsound: dict[str | None, Meaning] = {}
        self._may_be_empty = _Told(reference.words["absent"].may_match)
        self._sound_nip = plainly_sound(today) if kind == "nip" else None

    def __missing__(self, text: str) -> str | None:
        kind, context, reference, today = self._of
        meaning = interpret(kind, context, text, reference, today)
        if meaning.reason_code is not None:
            self.unsound[text] = meaning
        self[text] = meaning.value
        return meaning.value

    def values_of(self, texts: Sequence[str | None]) -> list[str | None]:
        """The value of each text."""
        if self._of[0] == "text":
            # Most plain texts are their own value, and too many to remember: the first two letters
            # of a word tell.
            told = self._may_be_empty
            odd = {text for text in set(texts) if text is not None and told[text[:2]]}
            if not any(self[text] != text for text in odd):
                return list(texts)
            return [self[text] if text in odd else text for text in texts]
        if self._sound_nip:
            digits_of = self._sound_nip
            return [t if t is None else digits_of(t) or self[t] for t in texts]
        return list(map(self.__getitem__, texts))


class _Told(dict[str, bool]):
    """What a quick look tells of how texts begin, each beginning looked at once."""

    def __init__(self, look: Callable[[str], object]) -> None:
        super().__init__()
        self._look = look

    def __missing__(self, beginning: str) -> bool:
        self[beginning] = told = bool(self._look(beginning))
        return told


class Meanings:
    """All that was interpreted so far. `today`: the day that dates are held against."""

    def __init__(self, reference: Reference, today: date | None = None) -> None:
        self.reference = reference
        self._today = today or today_in_indonesia()
        self._known: dict[tuple[str, str], MeaningsOfKind] = {}

    def of(self, kind: str, context: str = "") -> MeaningsOfKind:
        """The meanings of one kind of value in one context. An unknown kind is a ValueError."""
        found = self._known.get((kind, context))
        if found is None:
            found = MeaningsOfKind(kind, context, self.reference, self._today)
            self._known[kind, context] = found
        return found

    def trim(self) -> None:
        """Forget what was read of a kind that has very many texts, to bound memory."""
        for of, known in list(self._known.items()):
            if len(known) > _MANY:
                del self._known[of]

    def lookup(self, kind: str, text: str) -> str | None:
        """The value of a text; the kind may carry its context: 'region@74'."""
        name, _, context = kind.partition("@")
        if name == "date" and not context:
            context = "1900"
        return self.of(name, context)[text]

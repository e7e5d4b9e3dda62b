"""How much a heading is like one that is known: the words they share, synonyms written out."""

from __future__ import annotations

from pipelines.layouts.headings import keys_of
from pipelines.layouts.maps import ColumnMap
from pipelines.values import Reference

_SAME_WORDS, _SOME_WORDS = 0.9, 0.8
_SAME_PART = 0.75  # 'Surat > Tanggal' is more than the 'Tanggal' of whatever the table is about
_LONGEST_PHRASE = 2


class Likeness:
    """Compares headings by the words of the list `heading`; each is taken apart once."""

    def __init__(self, reference: Reference) -> None:
        self._heading = reference.words["heading"]
        self._private = reference.words["heading_private"]
        self._words: dict[str, frozenset[str]] = {}

    def of(self, path: tuple[str, ...], column: ColumnMap) -> float:
        """How much a heading is one of a column's: 1 the same, else (below 1) by its last row alone
        or by the words they share."""
        keys = keys_of(path)
        if not keys:
            return 0
        if not set(keys_of((" ".join(path),))).isdisjoint(column.keys):
            return 1
        part = 0 if set(keys).isdisjoint(column.keys) else _SAME_PART
        own = self.words(keys[0])
        shared = [
            (_SAME_WORDS if own == other else _SOME_WORDS) * len(own & other) / len(own | other)
            for other in map(self.words, column.keys)
            if other
        ]
        return max([part, *shared])

    def words(self, text: str) -> frozenset[str]:
        """The words of a normalised heading: short forms and synonyms, of up to two words, are
        written out, and those that say nothing left out."""
        known = self._words.get(text)
        if known is None:
            known = self._words[text] = frozenset(self._written_out(text.split()))
        return known

    def is_private(self, path: tuple[str, ...]) -> bool:
        """Whether a heading is about someone whose data is not taken in: the reporter, a
        witness."""
        return any(self._private.matches(word) for key in keys_of(path)[:1] for word in key.split())

    def _written_out(self, words: list[str]) -> list[str]:
        found: list[str] = []
        while words:
            for many in range(min(_LONGEST_PHRASE, len(words)), 0, -1):
                meant = self._heading.matches(" ".join(words[:many]))
                if len(meant) == 1:
                    found += meant.pop().split()
                    words = words[many:]
                    break
            else:
                found.append(words[0])
                words = words[1:]
        return found

"""Coded words: the spellings in data/reference/words.csv and the code that each one means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

# Letters, digits and the per-cent sign carry meaning in a coded word; the rest separates.
_SEPARATOR = re.compile(r"[^0-9a-z%]+")
_NO_WORD = re.compile(r"[\W_]*")
# A sign of mathematics that is a tick where people write it.
_TICKS = "\u221a"
_STAR = "zqz"
_DEFAULT_ORDER = 50


def normalise(text: str) -> str:
    """Lower case, one blank between words, no punctuation: '25% TPP' -> '25 % tpp'."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("%", " % ")
    return _SEPARATOR.sub(" ", plain).strip()


@dataclass(frozen=True)
class Word:
    """One row of words.csv: a spelling (with * for any letters) and what it means in a context."""

    spelling: str
    code: str
    context: str = ""
    order: int = _DEFAULT_ORDER


@dataclass
class WordList:
    """The spellings of one list: exact ones first, then patterns by their order."""

    exact: dict[str, list[Word]] = field(default_factory=dict)
    patterns: list[tuple[re.Pattern[str], Word]] = field(default_factory=list)
    # Words that can turn the rest of a text round ('belum', 'dibatalkan'), and phrases that have
    # such a word and do not ('tidak netral').
    turning: frozenset[str] = frozenset()
    not_turning: frozenset[str] = frozenset()
    abbreviations: dict[str, str] = field(default_factory=dict)

    def add(self, word: Word) -> None:
        """Take one spelling into the list."""
        if "*" not in word.spelling:
            self.exact.setdefault(normalise(word.spelling), []).append(word)
            return
        marked = normalise(word.spelling.replace("*", _STAR))
        pattern = ".*".join(re.escape(piece) for piece in marked.split(_STAR))
        self.patterns.append((re.compile(pattern), word))

    @property
    def spellings(self) -> Iterator[str]:
        """All of them, with a star for any letters."""
        yield from self.exact
        yield from (
            normalise(word.spelling.replace("*", _STAR)).replace(_STAR, "*")
            for _, word in self.patterns
        )

    @cached_property
    def may_match(self) -> Callable[[str], object]:
        """A quick look at a trimmed text: false where it surely is no spelling, and begins like a
        word (two letters or digits)."""
        starts = {re.escape(one[:2]) for one in self.spellings if one[:2].isalnum()}
        return re.compile(rf"[\W_]|.[\W_]|.?$|{'|'.join(starts)}", re.IGNORECASE).match

    @cached_property
    def begins(self) -> Callable[[str], object]:
        """A quick look at a text: false where it surely is no spelling of whole words."""
        starts = {spelling.removesuffix("*").strip() for spelling in self.spellings} - {""}
        words = "|".join(r"[\W_]+".join(map(re.escape, s.split(" "))) for s in sorted(starts))
        return re.compile(rf"[\W_]*(?:{words})(?![^\W_])", re.IGNORECASE).match

    @cached_property
    def first_words(self) -> tuple[str, ...]:
        """The first words of the spellings, for a quick look: of 'honor' and 'honorer' the one."""
        firsts = sorted({spelling.split(" ")[0] for spelling in self.spellings} - {""}, key=len)
        kept: list[str] = []
        for word in firsts:
            if not any(other in word for other in kept):
                kept.append(word)
        return tuple(kept)

    def is_exact(self, text: str) -> bool:
        """Whether a text is a spelling as it stands, not one that a pattern fits."""
        return normalise(text) in self.exact

    def matches(self, text: str, contexts: Iterable[str] | None = None) -> set[str]:
        """The codes that a text can have: of its exact spelling, else of the first patterns.

        contexts: only words of these contexts count; None: of any.
        Several codes mean that the text is ambiguous; none, that it is unknown.
        """
        if "?" in text:
            return set()  # who wrote it was not sure
        allowed = None if contexts is None else set(contexts)
        key = normalise(text)
        exact = [w for w in self.exact.get(key, []) if allowed is None or w.context in allowed]
        if exact:
            return {word.code for word in exact}
        fits = [
            word
            for pattern, word in self.patterns
            if (allowed is None or word.context in allowed) and pattern.fullmatch(key)
        ]
        if fits and self.turning:
            said = self.turning_in(key)
            fits = [word for word in fits if said <= set(normalise(word.spelling).split())]
        first = min((word.order for word in fits), default=0)
        codes = {word.code for word in fits if word.order == first}
        if not codes and (spelt := self.written_out(key)) != key:
            return self.matches(spelt, contexts)
        return codes

    def written_out(self, key: str) -> str:
        """A normalised text with its abbreviations written out: 'sdh diteruskan' → 'sudah …'."""
        return " ".join(self.abbreviations.get(word, word) for word in key.split(" "))

    def openings(self, key: str) -> Iterator[re.Match[str]]:
        """Where the words end with which a normalised text begins as a pattern does."""
        for _, word in self.patterns:
            fixed = normalise(word.spelling.partition("*")[0])
            if fixed and (match := re.match(rf"{re.escape(fixed)}\b", key)):
                yield match

    def turning_in(self, text: str) -> set[str]:
        """The words of a text that can turn its meaning round: a star stands for any others."""
        padded = f" {normalise(text)} "
        for phrase in self.not_turning:
            padded = padded.replace(f" {phrase} ", " ")
        return set(padded.split()) & self.turning


NOTHING_ABOVE = " (nothing above)"
"""Stands behind a ditto mark that has nothing to repeat, so that its reader refuses it."""

SUM_OF_ALL = " (sub total?)"
"""Stands behind a name in a row that may be the sum of others, so that its reader refuses it."""

OFFICE_WITHIN = " (an office?)"
"""Stands behind the name of an office within a government where only the whole of one counts."""

SAID_TWICE = " (also in row "
"""Stands behind a name that has another row for the same, before the number of that row and ')'."""

# What a spreadsheet shows where a formula failed; calamine drops them, the workbook reader
# restores them. #FORMULA! is the reader's own: a formula whose result the file does not hold.
ERROR_CELLS = frozenset(
    {"#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#GETTING_DATA", "#SPILL!"}
    | {"#ERROR!", "#FORMULA!"}
)


def is_error_cell(text: str) -> bool:
    """True for the text of a spreadsheet error."""
    return "#" in text and text.strip().upper() in ERROR_CELLS


def is_absent(text: str, absent: WordList) -> bool:
    """True where the cell says nothing: empty, only punctuation, or a word for unknown or ditto."""
    stripped = text.strip()
    if not absent.may_match(stripped):
        return False
    if _NO_WORD.fullmatch(stripped) and not any(
        unicodedata.category(c) == "So" or c in _TICKS for c in stripped
    ):
        return "%" not in stripped
    key = normalise(stripped)
    # Letters of another script leave nothing to compare: they do say something.
    return bool(key) and key in absent.exact

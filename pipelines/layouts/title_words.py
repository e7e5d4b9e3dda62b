"""What titles and names of sheets say of a list that is not of what happened.

A list of proposals, plans, drafts, targets or annulled decrees has the headings of a register, and
so has an example; a recap may be of shares or thousands, or of another subject. The words are data:
data/reference/title_words.csv, in which
  says      what the word says (`REASONS`), or how titles are put: `list` words are passed over at
            their beginning ('DAFTAR …'), one that ends in a `goes_on` word is gone on with by the
            next, `neutrality` and `civil_servants` are said of our subject, whatever stands beside
  place     `head`: a part of a title begins with it; `any`: anywhere in it; `sheet`: the whole name
            of a sheet; `sheet_any`: anywhere in one; `sheet_hidden`: in that of a hidden one;
            `unit`: the whole of a unit under a heading.
            Names of sheets and sub-headings are read as titles too
  not_in    phrases in which it says nothing of the kind
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from pipelines.home import REFERENCE
from pipelines.layouts.headings import normalise

# What is said of its subject, and what does not count beside it.
_OWN_SUBJECTS = {
    "neutrality": ("other_subject", "other_matter"),
    "elections": ("other_subject",),  # whoever stays away from work does so in their year too
    "civil_servants": ("other_people",),
}
_PARTS = re.compile(r"[\n()\[\]|–—]|\s-+\s")
# 'Target: 100 %' labels a number.
_LABEL = re.compile(r"\s*\w+\s*[:=]\s*[\d.,]+\s*(?:%|\w+)?\s*")
_NUMBERED = re.compile(r"([^\W\d_])(?=\d)")
_NUMBER = re.compile(r"\d+|[ivxlc]+|[a-z]")
_LONGEST_TITLE = 400
# More words than that are a sentence of a letter, which may mention anything.
_MOST_WORDS = 25


class Reason(NamedTuple):
    """Why a list waits whose title has such a word, and what would mend it."""

    code: str
    text: str
    mend: str


_HAPPENED = "send the list of what happened; if this is it, take the word out of {where}"
REASONS = {
    "proposed": Reason("not_happened", "it lists what is proposed", _HAPPENED),
    "planned": Reason("not_happened", "it lists what is to come", _HAPPENED),
    "draft": Reason("not_happened", "it is a draft", _HAPPENED),
    "target": Reason("not_happened", "it gives what is aimed at", _HAPPENED),
    "forecast": Reason("not_happened", "it gives what is expected", _HAPPENED),
    "annulled": Reason(
        "not_happened",
        "it lists what was annulled or does not count",
        "say in the register itself which of its rows were annulled; if none of these were, take "
        "the word out of {where}",
    ),
    "example": Reason(
        "not_happened",
        "it is an example",
        "leave the example out; if it is a register, take the word out of {where}",
    ),
    "form": Reason(
        "not_happened",
        "it is a form to fill in",
        "send the register itself; if this is it, take the word out of {where}",
    ),
    "share": Reason(
        "not_counts",
        "its figures are shares",
        "send the counts; if these are, take the word out of {where}",
    ),
    "scaled": Reason(
        "not_counts",
        "its figures are no plain counts",
        "send the counts in full; if these are, take the word out of {where}",
    ),
    "other_subject": Reason(
        "subject_other",
        "it is about another subject",
        "send what is about neutrality; if this is, say 'netralitas' in the title",
    ),
    "other_matter": Reason(
        "subject_other",
        "it is about another matter",
        "send what is about neutrality; if this is, say 'netralitas' in the title",
    ),
    "other_people": Reason(
        "subject_other",
        "it is about others than civil servants",
        "send what is about those; if this is, say 'ASN' in the title",
    ),
    "others": Reason(
        "subject_other",
        "it lists others than who is accused",
        "send the list of those; if this is it, take the word out of {where}",
    ),
}


OF_FIGURES = frozenset({"share", "scaled"})
OF_SUBJECTS = frozenset({"other_subject", "other_matter", "other_people"})
OF_LEFTOVERS = frozenset({"draft", "annulled", "example", "form"})
_OF_NAMES = ("any", "head", "sheet", "sheet_any")
_NOT_OF_NOTES = frozenset(REASONS) - OF_FIGURES - {"draft"}


class Found(NamedTuple):
    """A word and what it says, of the keys of REASONS."""

    says: str
    word: str


class _Word(NamedTuple):
    says: str
    word: str
    place: str
    record_kinds: frozenset[str]
    not_in: tuple[str, ...]


def found_in_titles(titles: list[str], record_kind: str, but: frozenset[str]) -> Found | None:
    """The first word in the titles above a table that says that it is not of what happened.

    but: what does not count, of the keys of REASONS.
    """
    begun = ""
    for part in (part for title in titles for part in _parts(title)):
        said = f"{begun} {part}".strip()
        found = _first(said, record_kind, but, ("any", "head"))
        if found:
            return Found(found.says, found.word)
        begun = said if any(_ends(said, word.word) for word in _words()["goes_on"]) else ""
    return None


def found_in_name(name: str, record_kind: str, but: frozenset[str]) -> Found | None:
    """The same for the name of a sheet: 'Draft (2)', 'CONTOH PENGISIAN'."""
    for part in _parts(name):
        found = _first(part, record_kind, but, _OF_NAMES)
        if found:
            return Found(found.says, found.word)
    return None


def found_in_hidden_name(name: str, record_kind: str) -> Found | None:
    """The same for the name of a hidden sheet, where more words say that it is an old one."""
    for part in _parts(name):
        found = _first(
            part, record_kind, frozenset(REASONS) - OF_LEFTOVERS, (*_OF_NAMES, "sheet_hidden")
        )
        if found:
            return Found(found.says, found.word)
    return None


def subjects_of(titles: Iterable[str]) -> frozenset[str]:
    """What the titles say that they are about, as what it does not matter then what else they are
    about: keys of REASONS."""
    parts = [part for title in titles for part in _parts(title)]
    return frozenset(
        other
        for own, others in _OWN_SUBJECTS.items()
        for other in others
        if any(_has(part, word) for part in parts for word in _words()[own])
    )


def found_in_note(note: str, record_kind: str, but: frozenset[str]) -> Found | None:
    """A word in a note below a table that says that all of it is a draft, or its figures no counts;
    other words in a note say something of a row."""
    for part in _parts(note):
        found = _first(part, record_kind, but | _NOT_OF_NOTES, ("any",))
        if found and (found.says in OF_FIGURES or _begins(_head(part), found.word)):
            return Found(found.says, found.word)
    return None


def found_in_unit(text: str, record_kind: str) -> Found | None:
    """What the unit under a heading of counts says: '(%)', '(ribu)'."""
    for part in _parts(text):
        found = _first(part, record_kind, frozenset(), ("unit",))
        if found:
            return Found(found.says, found.word)
    return None


def _first(
    part: str, record_kind: str, but: frozenset[str], places: tuple[str, ...]
) -> _Word | None:
    if _first_words().isdisjoint(part.split()):
        return None
    whole, head = _without_numbers(part), _head(part)
    for says in REASONS:
        for word in _words()[says]:
            if (
                says in but
                or word.place not in places
                or (word.record_kinds and record_kind not in word.record_kinds)
            ):
                continue
            if word.place in ("sheet", "unit"):
                is_said = whole == word.word
            elif word.place == "head":
                is_said = _begins(head, word.word) and not any(
                    _begins(head, phrase) for phrase in word.not_in
                )
            else:
                is_said = _has(part, word)
            if is_said:
                return word
    return None


def _parts(title: str) -> Iterator[str]:
    """What a title says, part by part: 'REKAP (DALAM RIBUAN)' says two things."""
    for part in _PARTS.split(_NUMBERED.sub(r"\1 ", title[:_LONGEST_TITLE])):
        said = normalise(part)
        if said and len(said.split()) <= _MOST_WORDS and not _LABEL.fullmatch(part):
            yield said


def _head(part: str) -> str:
    """A part of a title from what its list is of: 'daftar usulan …' → 'usulan …'."""
    leads = {word.word for word in _words()["list"]}
    words = part.split()
    while words and (words[0] in leads or _NUMBER.fullmatch(words[0])):
        del words[0]
    return " ".join(words)


def _without_numbers(part: str) -> str:
    return " ".join(word for word in part.split() if not _NUMBER.fullmatch(word))


def _has(part: str, word: _Word) -> bool:
    said = f" {part} "
    for phrase in word.not_in:
        said = said.replace(f" {phrase} ", "  ")
    return f" {word.word} " in said


def _begins(part: str, word: str) -> bool:
    return f"{part} ".startswith(f"{word} ")


def _ends(part: str, word: str) -> bool:
    return f" {part}".endswith(f" {word}")


@cache
def _first_words() -> frozenset[str]:
    """What one of the words of a title must be, for more than a quick look at it."""
    return frozenset(word.word.split()[0] for says in REASONS for word in _words()[says])


@cache
def _words() -> dict[str, list[_Word]]:
    words: dict[str, list[_Word]] = {}
    with (REFERENCE / "title_words.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            kinds = frozenset(filter(None, row["record_kinds"].split(";")))
            phrases = tuple(filter(None, row["not_in"].split(";")))
            word = _Word(row["says"], row["word"], row["place"], kinds, phrases)
            words.setdefault(word.says, []).append(word)
    return words

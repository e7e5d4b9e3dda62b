"""Who is reported: a civil servant or not, by the words on file. What they leave open, a person
decides.

The words are lists of data/reference/words.csv:
  subject_kind      what somebody is, with its code ('pns', 'caleg')
  subject_office    an office that only civil servants hold, and that is named with its place
  subject_employer  with what goes on behind 'PNS' that says where or as what somebody works
  subject_acting    an office of others that in an acting way only a civil servant holds, and that
                    counts where it is said that one does ('Pj. Kepala Desa (ASN)')
  subject_doubt     words beside which none of these says enough: 'dan', 'mantan', 'istri'
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from pipelines.values.meaning import Meaning, found, unsound
from pipelines.values.numbers import spelt_number
from pipelines.values.positions import read_position_class
from pipelines.values.reference import Reference
from pipelines.values.words import normalise

ACTING = frozenset({"pj", "pjs", "plt", "plh", "penjabat"})
"""Words that say that an office is held for another."""
ASN_WORDS = frozenset({"asn", "pns", "cpns", "pppk", "p3k"})
"""Words that say that somebody is a civil servant."""
_ASN, _NOT_ASN = "asn", "not_asn"
# Signs that may part two persons or two readings.
_PARTS = re.compile(r"[/&+;?\n|]")
_SPELT = "satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh"
_PERSONS = re.compile(
    rf"\b(?P<number>\d{{1,2}}|{_SPELT})(?:\s*\(\s*(?P<word>\w+)\s*\))?\s+orang\b",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"(?P<who>[^()]+)\((?P<said>[^()]+)\)\s*")
_WORKS_AT = frozenset({"di", "pada", "dari", "lingkungan", "lingkup"})
_LONGEST_WORDS = 5
_LONGEST_PLACE = 5


def read_subject_kind(text: str, reference: Reference) -> Meaning:
    """asn or not_asn by words on file; all else, and no words, is for a person to decide."""
    words = reference.words["subject_kind"]
    codes = words.matches(text) if text.strip() else set()
    # A village head may be a civil servant: words around the known ones can say the contrary.
    says_more = normalise(text) not in words.exact and not ASN_WORDS.isdisjoint(
        normalise(text).split()
    )
    says_more = says_more or (codes == {_NOT_ASN} and _holds_an_office(text, reference))
    if len(codes) == 1 and not says_more:
        return found(codes.pop())
    if _is_civil_servant(text, reference) or _says_it_twice(text, reference):
        return found(_ASN)
    said = "the subject is not stated" if not text.strip() else "the subject may or may not be ASN"
    return unsound("subject_undecided", f"{said}; a person has to decide")


def persons_counted(text: str) -> int | None:
    """How many persons a text counts: '2 orang ASN' → 2, '2 (dua) orang' → 2; None where it counts
    none, or says two numbers."""
    matches = list(_PERSONS.finditer(text))
    if len(matches) != 1:
        return None
    said = {_number(one) for one in matches[0].group("number", "word") if one}
    return said.pop() if len(said) == 1 else None


def _number(word: str) -> int | None:
    return int(word) if word.isdigit() else spelt_number(word)


def _is_civil_servant(text: str, reference: Reference) -> bool:
    """Whether words beside those on file only say where somebody works, or how many there are."""
    if _PARTS.search(text):
        return False
    if persons_counted(text) is not None:
        text = re.sub(r"\(\s*\)", " ", _PERSONS.sub(" ", text))
    words, key = reference.words, normalise(text)
    bracketed = _IN_BRACKETS.fullmatch(text)
    if bracketed and words["subject_kind"].is_exact(bracketed["said"]):
        # 'Guru SD Contoh (PNS)', 'Pj. Kepala Desa Contoh (ASN)'
        who = normalise(bracketed["who"])
        acting = _longest(who, words["subject_acting"].exact) or ""
        who = who[len(acting) :]
        is_certain = not (_is_in_doubt(who, reference) or _names_others(who, reference))
        return is_certain and words["subject_kind"].matches(bracketed["said"]) == {_ASN}
    if _is_in_doubt(key, reference):
        return False
    if _names_others(key, reference):
        return False
    for office in words["subject_office"].exact:
        if f"{key} ".startswith(f"{office} "):
            place = key[len(office) :].split()
            return len(place) <= _LONGEST_PLACE and not any(map(str.isdigit, place))
    said = _longest(key, words["subject_kind"].exact)
    if said is None or words["subject_kind"].matches(said) != {_ASN}:
        return False
    rest = key[len(said) :].split()
    while rest and rest[0] in _WORKS_AT:
        rest = rest[1:]
    return not rest or _longest(" ".join(rest), words["subject_employer"].exact) is not None


def _says_it_twice(text: str, reference: Reference) -> bool:
    """Whether a slash parts a civil servant from what such a one is: 'ASN/Camat', 'PNS/Guru'."""
    subjects, employers = reference.words["subject_kind"], reference.words["subject_employer"]
    parts = text.split("/")
    codes = [subjects.matches(part) for part in parts]
    return (
        len(parts) == 2
        and {_ASN} in codes
        and all(
            own == {_ASN} or (not own and employers.is_exact(part))
            for part, own in zip(parts, codes, strict=True)
        )
    )


def _is_in_doubt(key: str, reference: Reference) -> bool:
    padded = f" {key} "
    return any(f" {word} " in padded for word in reference.words["subject_doubt"].exact)


def _names_others(key: str, reference: Reference) -> bool:
    """Whether any of the words says what only others than civil servants are."""
    words = reference.words["subject_kind"]
    return any(
        words.is_exact(one) and words.matches(one) != {_ASN} for one in _phrases(key.split())
    )


def _phrases(tokens: list[str]) -> Iterator[str]:
    for start in range(len(tokens)):
        for end in range(start + 1, min(len(tokens), start + _LONGEST_WORDS) + 1):
            yield " ".join(tokens[start:end])


def _longest(key: str, spellings: Container[str]) -> str | None:
    """The longest of some spellings that a text is or begins with."""
    tokens = key.split()
    beginnings = (" ".join(tokens[:count]) for count in range(len(tokens), 0, -1))
    return next((one for one in beginnings if one in spellings), None)


def _holds_an_office(text: str, reference: Reference) -> bool:
    """Whether words beside those of who is no civil servant say an office that one holds, or that
    the village head is acting: 'caleg yang juga camat', 'kepala desa (Pj.)'."""
    words = reference.words["subject_kind"]
    if words.is_exact(text):
        return False
    key = normalise(text)
    beside = min((key[match.end() :] for match in words.openings(key)), key=len, default=key)
    is_acting = not ACTING.isdisjoint(beside.split())
    return is_acting or read_position_class(beside, reference).value is not None

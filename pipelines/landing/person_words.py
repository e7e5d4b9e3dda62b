"""What of a name tells persons apart: its words, without titles, degrees and what stands behind."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import product

TITLES = r"prof|drs?|dra|drg|drh|ir|bapak|bpk|pak|ibu|bu|sdri?|saudar[ai]|tn|ny"
"""What stands before a name alone; 'H.' and 'Kh.' may stand within one too."""
# Titles before a name, initials, and what is no letter: taken off in front of it.
BEFORE_NAME = re.compile(
    rf"^(?:[\W_]+|(?:{TITLES}|hj?|kh|ust|[^\W\d_])\b(?!['’`-])\.?)*", re.IGNORECASE
)
BEHIND_NAME = re.compile(r"[,(\[:;]|\s[-–]\s")
_WORD = re.compile(r"[^\W\d_]+")
_APOSTROPHE = re.compile(r"['’`]")
_LEAST = 3


def words_of_name(name: str, degrees: Collection[str]) -> tuple[str, ...]:
    """The words of a name in small letters. degrees: words that are none of it."""
    alone = BEHIND_NAME.split(BEFORE_NAME.sub("", name), maxsplit=1)[0]
    words = _WORD.findall(_APOSTROPHE.sub("", alone).casefold())
    return tuple(word for word in words if word not in degrees)


def are_two_persons(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names (words of each) share no word of three letters or more.

    A letter more, less or another does not part two words, nor does a blank within a name. Of a
    name without such a word nothing can be told.
    """
    long, others = (tuple(w for w in words if len(w) >= _LEAST) for words in (one, other))
    if not long or not others:
        return False
    glued, others_glued = "".join(one), "".join(other)
    if any(word in others_glued for word in long) or any(word in glued for word in others):
        return False
    return not any(_are_similar(*pair) for pair in product(long, others))


def _are_similar(one: str, other: str) -> bool:
    """Whether a word becomes another by one letter at most."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    same = 0
    while same < len(one) and one[same] == other[same]:
        same += 1
    rest = one[same:] if len(one) < len(other) else one[same + 1 :]
    return rest == other[same + 1 :]

"""Headings as words: how a heading is normalised, and how one of several rows is put together."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NOT_WORD = re.compile(r"[^0-9a-z%]+")
# What stands in brackets, or in the row above, says little, unless it says what the figures are:
# 'Diproses (%)', 'Target > Diproses'.
_SAYS_MUCH = r"%|persen|prosen|\bribu|\bjuta|\bratus|\brata|\btarget|\brencana|\busul|\bdraf"
_TELLING = re.compile(_SAYS_MUCH, re.IGNORECASE)
_PARENTHESES = re.compile(rf"\((?![^)]*(?:{_SAYS_MUCH}))[^)]*\)", re.IGNORECASE)
_LETTER_SPACED = re.compile(r"[a-z](?: [a-z])+")
_SUM = dict.fromkeys(map(ord, "σ∑"), " jumlah ")
LONGEST_HEADING = 120


@lru_cache(maxsize=16384)
def normalise(text: str) -> str:
    """'Kab./Kota ' → 'kab kota'; only letters, digits and % count, and the sign of a sum, which is
    written for 'jumlah'."""
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_SUM)
    return _NOT_WORD.sub(" ", plain).strip()


def closed_up(key: str) -> str:
    """Normalised words without the blanks between single letters: 'j u m l a h' → 'jumlah'."""
    return key.replace(" ", "") if _LETTER_SPACED.fullmatch(key) else key


@lru_cache(maxsize=4096)
def keys_of(path: tuple[str, ...]) -> tuple[str, ...]:
    """What to look a heading up by, from the whole of it to its last row alone.

    path: the texts of its rows, top first, e.g. ('Laporan', 'Reg').
    """
    candidates = [" ".join(path)]
    if len(path) > 1:
        candidates += [
            " ".join(path[at:])
            for at in dict.fromkeys((len(path) - 2, len(path) - 1))
            if not _TELLING.search(" ".join(path[:at]))
        ]
    candidates += [_PARENTHESES.sub(" ", candidate) for candidate in candidates]
    keys = [normalise(candidate) for candidate in candidates]
    keys += [closed_up(key) for key in keys]
    return tuple(dict.fromkeys(key for key in keys if key))


@lru_cache(maxsize=4096)
def whole_key(path: tuple[str, ...]) -> str:
    """What to look a heading up by where no part of it may be passed over: all of it."""
    key = normalise(" ".join(path))
    return key.replace(" ", "") if _LETTER_SPACED.fullmatch(key) else key


@lru_cache(maxsize=4096)
def written(path: tuple[str, ...]) -> str:
    """A heading as people would quote it: 'Laporan > Reg'."""
    return " > ".join(" ".join(part.split()) for part in path)

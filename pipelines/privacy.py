"""What keeps people out of the open zone: masking of texts and file names, and the keyed hash."""

from __future__ import annotations

import csv
import hmac
import os
import re
import secrets
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from pipelines.home import REFERENCE

# Nine digits in a row and more (a telephone, identity or personnel number), or fifteen and more
# however they are spaced (a NIP in groups), whatever letter or sign they touch.
_LONG_NUMBER = re.compile(r"(?<!\d)['+]?(?:\d{9,}|\d(?:[\s.\-_’'`–]{0,3}\d){14,})(?!\d)")
_FLOAT_NIP = re.compile(r"\b\d[.,]\d{4,}[eE]\+?\d{2}\b")
_QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"")
_WORD = re.compile(r"[^\W\d_]+")
MASK = "…"


# 'TW IV', 'TL', 'Wa': what is so short, or a Roman number, names no one by itself.
_SHORT = re.compile(r"\w{1,2}|[IVXLC]{3,5}")


@cache
def safe_words(of_sheets: bool = False) -> frozenset[str]:
    """Words that name no one and turn up in the names of files: a list, and every region.

    of_sheets: only those that sheets too are called by. A sheet goes by its name where that is made
    of them, and decisions of people find it by that: a word that is new to the list is
    `files_only`, so that no sheet is called otherwise than when it was decided about.
    """
    words: set[str] = set()
    for name, column in (
        ("file_words", "word"),
        ("regions", "name"),
        ("region_aliases", "alias"),
    ):
        with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                if not (of_sheets and row.get("files_only")):
                    words.update(word.lower() for word in _WORD.findall(row[column]))
    return frozenset(words)


def mask(text: str) -> str:
    """The text without long numbers: what any message must pass before it is stored or shown."""
    return _LONG_NUMBER.sub(MASK, _FLOAT_NIP.sub(MASK, text))


def mask_message(text: str) -> str:
    """A message without what it may have quoted (a failed cast echoes the value)."""
    return mask(_QUOTED.sub(repr(MASK), text.strip().split("\nLINE ")[0]))[:500]


def mask_error(error: BaseException) -> str:
    """An error's kind and its masked message."""
    return f"{type(error).__name__}: {mask_message(str(error))}"


def mask_file_name(name: str) -> str:
    """A file name of which only words on the safe list, short words and short numbers are left, so
    that a person can tell which file is meant.

    An allow-list, because no list knows every person's name.
    """
    safe = safe_words()
    return _only(name, lambda word: word.lower() in safe or bool(_SHORT.fullmatch(word)))


def names_no_one(sheet: str) -> bool:
    """Whether a sheet may go by its name: it is made of words that sheets are called by."""
    safe = safe_words(of_sheets=True)
    return _only(sheet, lambda word: len(word) == 1 or word.lower() in safe) == sheet


def _only(name: str, is_safe: Callable[[str], bool]) -> str:
    """A name with the words masked that are not safe, several in a row as one."""
    kept = _WORD.sub(lambda found: found[0] if is_safe(found[0]) else MASK, mask(name))
    return re.sub(rf"{MASK}(?:[\s_.\-]*{MASK})+", MASK, kept)


def hash_key(folder: Path) -> bytes:
    """The secret of the keyed hash: `NETRALITAS_HASH_KEY`, else a file that is made once."""
    named = os.environ.get("NETRALITAS_HASH_KEY")
    if named:
        return named.encode()
    path = folder / "hash.key"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
    return path.read_bytes().strip()


def asn_key(nip: str, key: bytes) -> str:
    """A person outside the restricted zone: HMAC-SHA-256 of the NIP, 32 hexadecimal digits."""
    return asn_keys([nip], key)[0]


def asn_keys(nips: Iterable[str], key: bytes) -> list[str]:
    """`asn_key` of each."""
    keyed, keys = hmac.new(key, digestmod="sha256"), []
    for nip in nips:
        own = keyed.copy()
        own.update(nip.encode())
        keys.append(own.hexdigest()[:32])
    return keys

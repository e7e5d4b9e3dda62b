"""Civil servants' personnel numbers (NIP): 18 digits that can be checked and never repaired."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from pipelines.values.meaning import UNKNOWN, Meaning, found, unsound

_LABEL = re.compile(r"(?i)\b(?:NIP(?:PPPK|P3K)?|NI\s*PPPK|NI\s*P3K)\b\s*[.:]*")
_EXPONENT = re.compile(r"\d(?:[.,]\d+)?E\+?\d{1,2}", re.IGNORECASE)
_NOISE = re.compile(r"[\s'`\u2018\u2019\u00b4\".:\-\u2013_/]+")
_LOOKS_SOUND = re.compile(
    r"[0-9]{4}"
    r"(?:(?:0[1-9]|1[0-2])(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])(?:29|30)|(?:0[13578]|1[02])31)"
    r"[0-9]{4}(?:0[1-9]|1[0-2])[12](?!000)[0-9]{3}"
)
_FIRST_BIRTH = 1920
# The years from birth to appointment. Civil servants (PNS): 18 at least (PP 98/2000, PP 11/2017
# art. 23), and mostly 35 or 40 at most; but honorary staff who were 46 at the beginning of 2006
# (PP 48/2005, PP 56/2012) were appointed up to 2014.
_PNS_AGES = range(18, 56)
# Contract workers (PPPK): from 20 up to a year before they retire, at 65 at the latest
# (PP 49/2018 art. 16), and none before that regulation.
_PPPK_AGES, _FIRST_PPPK = range(20, 66), 2019
_PPPK_MONTH = "21"
# From 2**57 on a number with a floating point is a multiple of 32; some programs then write its
# last digits as zeros.
_FLOAT_STEPS = (32, 10)


def read_nip(text: str, today: date) -> Meaning:
    """The 18 digits of a NIP; messages tell the shape only, never the digits.

    Reasons: nip_lossy where a spreadsheet kept it as a number (the last three digits are gone
    for good), nip_invalid for all else. A contract worker's number (PPPK) has 21 for the month.
    """
    digits = text.replace(" ", "").lstrip("'")
    if len(digits) == 18 and digits.isascii() and digits.isdigit() and digits[15:] != "000":
        return _check_parts(digits, today)
    plain = unicodedata.normalize("NFKC", text).strip()
    labels = list(_LABEL.finditer(plain))
    if len(labels) == 1:
        plain = plain[labels[0].end() :].strip()
        if not any(character.isalnum() for character in plain):
            return UNKNOWN
    if _EXPONENT.fullmatch(plain.replace(" ", "")):
        return _lossy("the NIP was kept as a number and shows as a power of ten")
    if re.fullmatch(r"'?\d{15,18}[.,]0+", plain):
        plain = re.split(r"[.,]", plain)[0].lstrip("'")
        if any(int(plain) % step == 0 for step in _FLOAT_STEPS):
            return _lossy(
                "the NIP ends in .0: it was kept as a number, which rounds its last digits"
            )
    digits = _NOISE.sub("", plain)
    if not digits.isascii() or not digits.isdigit():
        return _invalid("the NIP has characters that are not digits")
    if len(digits) == 18 and digits.endswith("000"):
        return _lossy("the NIP ends in 000: it was kept as a number, which holds 15 digits")
    if len(digits) == 17:
        return _lossy("the NIP has 17 digits: one was lost")
    if len(digits) != 18:
        return _invalid(f"the NIP has {len(digits)} digits, not 18")
    return _check_parts(digits, today)


def plainly_sound(today: date) -> Callable[[str], str | None]:
    """What tells at a glance the digits of a text that is a sound NIP, as most are; of the others
    (None) `read_nip` has to tell."""
    looks_sound = _LOOKS_SOUND.fullmatch
    years = frozenset(
        f"{born}{appointed}"
        for appointed in range(_FIRST_BIRTH, today.year)
        for born in (appointed - age for age in _PNS_AGES)
        if born >= _FIRST_BIRTH
    )

    def digits_of(text: str) -> str | None:
        if looks_sound(text) is None:
            text = text.replace(" ", "").lstrip("'")
            if looks_sound(text) is None:
                return None
        return text if text[:4] + text[8:12] in years else None

    return digits_of


def _check_parts(digits: str, today: date) -> Meaning:
    if not _is_date(digits[:8]):
        return _invalid("the first eight digits of the NIP are not a date of birth")
    born = int(digits[:4])
    year, month = int(digits[8:12]), digits[12:14]
    if not (1 <= int(month) <= 12 or month == _PPPK_MONTH):
        return _invalid("digits 13-14 of the NIP are not a month of appointment")
    is_pppk = month == _PPPK_MONTH
    if is_pppk and year < _FIRST_PPPK:
        return _invalid(f"it is that of a contract worker (PPPK) appointed before {_FIRST_PPPK}")
    if born < _FIRST_BIRTH or year - born not in (_PPPK_AGES if is_pppk else _PNS_AGES):
        return _invalid("the date of birth and the year of appointment in the NIP do not fit")
    is_ahead = year == today.year and not is_pppk and int(month) > today.month
    if year > today.year or is_ahead:
        return _invalid("the month of appointment in the NIP is in the future")
    if digits[14] not in "12":
        return _invalid("digit 15 of the NIP is neither 1 (male) nor 2 (female)")
    return found(digits)


@lru_cache(maxsize=32768)
def _is_date(digits: str) -> bool:
    """Whether eight digits are a year, month and day that exist."""
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def _lossy(what: str) -> Meaning:
    return unsound("nip_lossy", f"{what}; ask the office for the 18 digits as text")


def _invalid(what: str) -> Meaning:
    return unsound("nip_invalid", f"{what}; ask the office for the right number")

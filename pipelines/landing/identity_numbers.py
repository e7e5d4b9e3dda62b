"""What stands where the number of a letter or register should be, and is not one such number."""

from __future__ import annotations

import re

from pipelines.values.meaning import Meaning, unsound

_MONTH = r"(?:jan|feb|peb|mar|apr|mei|jun|jul|ag(?:us)?t?|sep|okt|nov|nop|des)[a-z]*"
# Months in the number of a letter stand between slashes; between blanks they are those of a date.
_DATE = rf"(?:^|\s)(?:\d{{1,2}}[\s-]+)?{_MONTH}[\s-]+(?:19|20)\d\d\b|^\d{{4}}-\d\d-\d\d(?:$|[ T])"
_NIP = r"\dE\+1\d|^\D{0,6}(?:19|20)\d{6}[\s.]?(?:19|20)\d{4}[\s.]?[12][\s.]?\d{3}$"
_YEAR_END = r"/\s?(?:19|20)\d\d(?![\d/])"
_SEVERAL = rf"{_YEAR_END}.*{_YEAR_END}|\d.*(?:;|\b(?:dan|serta|sampai|s\s?[./]?\s?d)\b).*\d"
_OTHER = re.compile(
    rf"(?P<date>{_DATE})|(?P<nip>{_NIP})|(?P<several>{_SEVERAL})", re.IGNORECASE | re.DOTALL
)
_WHAT = {
    "date": "a date stands where the number of a letter or register should be; write the number",
    "nip": "a NIP stands where the number of a letter or register should be; write the number",
    "several": "it gives several numbers; a row is about one letter or entry of the register",
}


def not_one_number(text: str) -> Meaning | None:
    """Why a text is not the number of one letter or entry; None where it may well be."""
    match = _OTHER.search(text)
    return None if match is None else unsound("required_missing", _WHAT[match.lastgroup or ""])

"""Every reason code that the project gives has words of its own, which are what is published."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from pipelines.commands.decide import choices
from pipelines.home import REFERENCE
from pipelines.values import VALUE_KINDS, Reference, interpret
from pipelines.values.interpret import WORD_LISTS

ROOT = Path(__file__).resolve().parents[3]
# How the code gives a reason: unsound("x", …), Unreadable("x", …), reason_code = "x", …
_GIVEN = re.compile(
    r"""(?:unsound\(|Unreadable\(|Answer\(|reason_code"?\]?\s*[=:]
    |reason_code\s+or|then|select)\s*(?:reason_code\s*=\s*)?["']([a-z]+(?:_[a-z]+)*)["']""",
    re.VERBOSE,
)
# Words that the pattern also meets and that are no reasons: row classes, statuses, settings.
_NO_REASONS = {
    "rejected", "set_aside", "record", "subject_not_asn", "true", "inbox", "recognised", "added",
    "varchar",
}  # fmt: skip


def _codes() -> list[dict[str, str]]:
    path = ROOT / "data" / "reference" / "reason_codes.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _given() -> set[str]:
    found = {f"{name}_unknown" for name in WORD_LISTS}
    for room in ("values", "layouts", "workbooks", "landing"):
        for path in sorted((ROOT / "pipelines" / room).rglob("*.*")):
            if path.suffix in (".py", ".sql"):
                found.update(_GIVEN.findall(path.read_text(encoding="utf-8")))
    return found - _NO_REASONS


def test_every_reason_that_is_given_has_its_words() -> None:
    given = _given()
    # The search itself works: one of each way of giving a reason.
    assert {
        "nip_lossy", "required_missing", "encrypted", "limit_time", "not_a_file", "no_layout",
        "status_unknown",
    } <= given  # fmt: skip
    assert given - {row["reason_code"] for row in _codes()} == set()


def test_words_are_in_both_languages_and_say_what_mends_it() -> None:
    codes = _codes()
    assert len({row["reason_code"] for row in codes}) == len(codes)
    for row in codes:
        assert all(row[column] for column in ("text", "text_id", "mend")), row["reason_code"]


# Files that only a checkout has: what a person at an installed command can do is said by command.
_FILE_OF_CHECKOUT = re.compile(r"\b[a-z_]+\.csv\b")


def test_advice_names_what_can_be_done_in_a_home_alone() -> None:
    for row in _codes():
        assert not _FILE_OF_CHECKOUT.search(f"{row['text']} {row['mend']}"), row["reason_code"]
    reference = Reference.load(REFERENCE)
    for kind in VALUE_KINDS:
        message = interpret(kind, "", "Perusahaan Dagang Jaya 7", reference).message or ""
        assert not _FILE_OF_CHECKOUT.search(message), message
        assert not _FILE_OF_CHECKOUT.search(choices(kind, reference))

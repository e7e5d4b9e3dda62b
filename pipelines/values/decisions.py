"""What a person has decided about cells, rows and words that were rejected: a file of the home.

The file holds cells as they stand (a person who edits it must see what was decided about), and a
NIP that an office has given is there as its value. So it lies in the restricted zone, as the
workbooks themselves do, and is left out of every message: those name its rows by their number.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipelines.values.decision_files import write_rows
from pipelines.values.meaning import Meaning, found, unsound
from pipelines.values.words import Word, normalise

if TYPE_CHECKING:
    from pipelines.values.reference import Reference

VALUE, UNKNOWN, SET_ASIDE = "value", "unknown", "set_aside"
FILE = "decisions/decisions.csv"
# Kinds of value whose words can be decided for every delivery, and the list that takes the word.
# A date, a number or a NIP says something in its own row only; regions have their own file.
_LISTS = {
    **{
        name: name
        for name in (
            "status", "finding", "channel", "election_stage", "sanction_level", "forwarded_to",
            "subject_kind", "sanction", "institution",
        )
    },
    "violation": "violation_name",
}  # fmt: skip
_REGIONS = {"region", "region_code", "province"}
_GOVERNMENT = "pemda:"


@dataclass(frozen=True)
class Decision:
    """One row of the file: with a delivery about a cell or its row, without one about a word.

    expected: the text that the cell must still hold, its blanks folded; the word. decision: value
    (it means `value`), unknown (it means nothing), set_aside (the row is not to be loaded).
    number: the row of the file it stands in, as a spreadsheet counts.
    """

    delivery: str
    sheet: str
    row: str
    part: str
    field: str
    kind: str
    expected: str
    decision: str
    value: str
    by: str
    at: str
    why: str
    number: int = 0

    @property
    def is_word(self) -> bool:
        return not self.delivery

    @property
    def target(self) -> tuple[str, ...]:
        """What it is about: two decisions about one thing exclude each other."""
        if self.is_word:
            return (self.kind, normalise(self.expected))
        return (self.delivery[:16], self.sheet, self.row, self.part, self.field)


class Problem(NamedTuple):
    """A decision that does not fit, by its row in the file. The message quotes no cell."""

    number: int
    message: str


class DecidedWord(NamedTuple):
    """A word that a decision has put on file, and the reason why it was rejected before."""

    decision: Decision
    reason_code: str


COLUMNS = [field.name for field in fields(Decision) if field.name != "number"]


def folded(text: str) -> str:
    """The text as decisions hold it: one blank where there were blanks or line ends."""
    return " ".join(text.split())


def key_of(delivery: str, sheet: str, row: int, part: int, field: str) -> str:
    """The short name of a cell that waits for a decision; of its coordinates only."""
    place = "|".join((delivery, sheet, str(row), str(part), field))
    return hashlib.sha256(place.encode()).hexdigest()[:8]


def read_decisions(path: Path) -> tuple[list[Decision], list[Problem]]:
    """The well-formed decisions of the file, and what is wrong with the others; it may be absent.

    Nothing is raised: one bad row must not keep the others from being judged.
    """
    if not path.exists():
        return [], []
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != COLUMNS:
            return [], [Problem(1, f"the columns must be {','.join(COLUMNS)}")]
        rows = list(reader)
    decisions: dict[tuple[str, ...], Decision] = {}
    problems = []
    for number, row in enumerate(rows, 2):
        if None in row or None in row.values():
            problems.append(Problem(number, f"it has not {len(COLUMNS)} cells"))
            continue
        one = Decision(**{name: folded(text) for name, text in row.items()}, number=number)
        message = _ill_formed(one)
        if not message and one.target in decisions:
            message = f"row {decisions[one.target].number} is about the same; leave only one"
        if message:
            problems.append(Problem(number, message))
        else:
            decisions[one.target] = one
    return list(decisions.values()), problems


def digests(path: Path) -> dict[str, str]:
    """Hashes of the decisions of a file by the delivery (first 16 signs of its hash) that they are
    about; under '' of those about words, which concern every delivery."""
    by_delivery: dict[str, list[Decision]] = {}
    for one in read_decisions(path)[0]:
        by_delivery.setdefault(one.delivery[:16], []).append(one)
    return {
        delivery: hashlib.sha256(repr(own).encode()).hexdigest()
        for delivery, own in by_delivery.items()
    }


def _ill_formed(one: Decision) -> str:
    if not (one.by and one.at and one.why):
        return "by, at and why must be filled: who decided, when, and on what ground"
    try:
        date.fromisoformat(one.at[:10])
    except ValueError:
        return "at must begin with a date as 2024-03-14"
    if one.decision not in (VALUE, UNKNOWN, SET_ASIDE):
        return f"the column decision must be {VALUE}, {UNKNOWN} or {SET_ASIDE}"
    if bool(one.value) != (one.decision == VALUE):
        return f"the column value must be filled where the decision is {VALUE}, and only there"
    if one.is_word:
        if one.decision != VALUE or not one.kind or not one.expected:
            return "without a delivery it is about a word: it needs kind, expected and a value"
    elif not (one.sheet and one.row.isdecimal() and one.part.isdecimal() and one.field):
        return "it needs sheet, row, part and field of the cell"
    return ""


def write_decisions(path: Path, decisions: Iterable[Decision]) -> None:
    """Puts the file in place whole."""
    write_rows(path, COLUMNS, [asdict(one) for one in decisions])


def read_value(kind: str, text: str, reference: Reference, future: bool = False) -> Meaning:
    """What a person has given, read as strictly as a cell; codes are taken too.

    future: a date may lie ahead. A text that says nothing is unsound: say `unknown` instead.
    """
    from pipelines.values.interpret import interpret
    from pipelines.values.regions import read_region_code

    code = text.removeprefix(_GOVERNMENT)
    if kind in _REGIONS or code != text:
        meaning = read_region_code(code, reference)
        if meaning.value and (kind != "province" or len(meaning.value) == 2):
            return found(f"{_GOVERNMENT}{code}" if kind == "institution" else meaning.value)
    context = ("1900:future" if future else "1900") if kind == "date" else ""
    meaning = interpret(kind, context, text, reference)
    if meaning.value is None and meaning.reason_code is None:
        return unsound("required_missing", "it says nothing; decide that the value is unknown")
    return meaning


def with_words(
    reference: Reference, decisions: Iterable[Decision]
) -> tuple[list[DecidedWord], list[Problem]]:
    """Puts the decided words on the lists of `reference`; returns them, and those that do not fit.

    A word that is on file by now with the same code is no problem: the decision still holds.
    """
    from pipelines.values.interpret import interpret

    decided, problems = [], []
    for one in decisions:
        if not one.is_word:
            continue
        message = check_word(one.kind, one.expected, one.value, reference)
        if message:
            problems.append(Problem(one.number, message))
            continue
        before = interpret(one.kind, "", one.expected, reference)
        if before.reason_code:
            _put_on_file(one.kind, one.expected, one.value, reference)
            decided.append(DecidedWord(one, before.reason_code))
    return decided, problems


def _put_on_file(kind: str, word: str, value: str, reference: Reference) -> None:
    """Makes a word mean the value, as a row of words.csv would."""
    code = read_value(kind, value, reference).value or ""
    words = reference.institution_words if kind == "institution" else reference.words[_LISTS[kind]]
    words.exact[normalise(word)] = [Word(word, code)]


def check_word(kind: str, word: str, value: str, reference: Reference) -> str:
    """Why a word cannot be decided so for every delivery; '' if it can."""
    from pipelines.values.interpret import interpret

    if kind in _REGIONS:
        return "spellings of regions are decided with `netralitas regions review`"
    if kind not in _LISTS:
        return f"a {kind} says something in its own row only: decide about the cell"
    given = read_value(kind, value, reference)
    if given.value is None:
        return f"the value is no {kind}: {given.message}"
    before = interpret(kind, "", word, reference)
    if before.value == given.value:
        return ""
    if before.value:
        return f"the word is on file as {before.value}"
    code = before.reason_code or ""
    if not code or not normalise(word) or code == "error_cell":
        return "the cell says nothing that could be on file: decide about the cell"
    if code.endswith("_ambiguous") or code.startswith(("region", "office_without")):
        return "what it means depends on the row: decide about the cell"
    return ""

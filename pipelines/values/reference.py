"""The code tables of data/reference, read once and kept in the shapes that reading values needs."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.values.words import Word, WordList

if TYPE_CHECKING:
    from pipelines.values.decisions import DecidedWord, Decision, Problem
    from pipelines.values.regions import RegionIndex

COUNTRY = "ID"

# Lists whose codes stand in a table of their own.
_CODE_TABLES = {
    "measure": "measures.csv",
    "source": "sources.csv",
    "election": "elections.csv",
}


# Lists whose words are looked up once more with the abbreviations in them written out.
_ABBREVIATED = ("status", "finding", "channel", "subject_kind", "sanction", "sanction_level")


@dataclass(frozen=True)
class Region:
    """One row of regions.csv: a code as it is or was in force."""

    region_code: str
    name: str
    kind: str
    province_code: str
    current_region_code: str


@dataclass(frozen=True)
class Alias:
    """One row of region_aliases.csv: a name that is not the official one of today."""

    alias: str
    region_code: str
    reason: str


@dataclass(frozen=True)
class Sanction:
    """One row of sanctions.csv, as far as words need it."""

    sanction_code: str
    regulation: str
    valid_from: str
    valid_to: str
    level: str


@dataclass(frozen=True)
class RowRule:
    """One row of row_rules.csv: what a cell and a date of one row have to do with each other.

    rule: appointed_by (the NIP's month of appointment is none after the date), comes_first (the
    date `field` is none after date_field), of_year (the year in the number of a letter) or cites
    (the letter that a text names is of no later year).
    """

    field: str
    rule: str
    date_field: str


@dataclass
class Reference:
    """All code tables; made by `Reference.load`."""

    regions: dict[str, Region]
    aliases: list[Alias]
    institutions: dict[str, str]
    sanctions: dict[str, Sanction]
    violation_stages: dict[str, str]
    words: dict[str, WordList]
    ticks: frozenset[str]
    no_ticks: frozenset[str]
    dittos: frozenset[str | None]  # cells that say 'as above', in each way to write them
    position_words: list[tuple[str, str, int]]
    election_windows: tuple[tuple[str, str, str], ...]  # code, first day, last day (ISO)
    row_rules: tuple[RowRule, ...] = ()
    refused_regions: frozenset[str] = frozenset()
    decisions: tuple[Decision, ...] = ()
    decided_words: tuple[DecidedWord, ...] = ()
    decision_problems: tuple[Problem, ...] = ()

    @classmethod
    def load(
        cls,
        path: Path | str,
        region_decisions: Path | None = None,
        decisions: Path | None = None,
    ) -> Reference:
        """Read the tables of a folder (data/reference); a missing table is an OSError.

        region_decisions: the home's file of accepted and refused spellings; it may not exist. A
        decision in it that does not hold is a RegionDecisionError.
        decisions: the home's file of decided cells and words. Those that do not hold are listed as
        decision_problems and have no effect: the audit names them all, and forbids publication.
        """
        tables = cls._load_tables(Path(path))
        if region_decisions is not None and region_decisions.exists():
            from pipelines.values import region_decisions as regions

            tables = regions.with_decisions(tables, regions.read_decisions(region_decisions))
        if decisions is not None and decisions.exists():
            from pipelines.values.decisions import read_decisions, with_words

            found, problems = read_decisions(decisions)
            words, misfits = with_words(tables, found)
            tables.decisions, tables.decided_words = tuple(found), tuple(words)
            tables.decision_problems = (*problems, *misfits)
        return tables

    @classmethod
    def _load_tables(cls, folder: Path) -> Reference:
        regions = {
            row["region_code"]: Region(
                row["region_code"],
                row["name"],
                row["kind"],
                row["province_code"],
                row["current_region_code"],
            )
            for row in _rows(folder / "regions.csv")
        }
        words: dict[str, WordList] = {}
        word_rows = _rows(folder / "words.csv")
        for row in word_rows:
            order = int(row["order"]) if row["order"] else Word.order
            word = Word(row["word"], row["code"], row["context"], order)
            words.setdefault(row["list"], WordList()).add(word)
        for name, table in _CODE_TABLES.items():
            for row in _rows(folder / table):
                words.setdefault(name, WordList()).add(Word(row["code"], row["code"]))
        # A code is a spelling of itself, unless its meaning depends on a context.
        for row in word_rows:
            if row["code"] and not row["context"]:
                words[row["list"]].add(Word(row["code"], row["code"]))
        violation_rows = _rows(folder / "violation_types.csv")
        for row in violation_rows:
            words.setdefault("violation_name", WordList()).add(Word(row["name_id"], row["code"]))
        turning = [row for row in word_rows if row["list"] == "turning"]
        abbreviations = {r["word"]: r["code"] for r in word_rows if r["list"] == "abbreviation"}
        for name in _ABBREVIATED:
            words.setdefault(name, WordList()).abbreviations = abbreviations
        for name, spellings in words.items():
            # With a context a word turns the texts of that list only: 'kembali' of a status.
            own = {row["word"] for row in turning if row["context"] in ("", name)}
            spellings.turning = frozenset(word for word in own if " " not in word)
            spellings.not_turning = frozenset(own - spellings.turning)
        return cls(
            regions=regions,
            aliases=[
                Alias(row["alias"], row["region_code"], row["reason"])
                for row in _rows(folder / "region_aliases.csv")
            ],
            institutions={
                row["institution_code"]: row["name"] for row in _rows(folder / "institutions.csv")
            },
            sanctions={
                row["sanction_code"]: Sanction(
                    row["sanction_code"],
                    row["regulation"],
                    row["valid_from"],
                    row["valid_to"],
                    row["level"],
                )
                for row in _rows(folder / "sanctions.csv")
            },
            violation_stages={row["code"]: row["stage"] for row in violation_rows},
            words=words,
            election_windows=tuple(
                (row["code"], row["window_from"], row["window_to"])
                for row in _rows(folder / "elections.csv")
            ),
            row_rules=tuple(
                RowRule(row["field"], row["rule"], row["date_field"])
                for row in _rows(folder / "row_rules.csv")
            ),
            ticks=_signs(word_rows, "tick"),
            no_ticks=_signs(word_rows, "tick_absent"),
            dittos=frozenset(
                form
                for sign in _signs(word_rows, "ditto")
                for form in (sign, sign.upper(), sign.capitalize())
            ),
            position_words=sorted(
                (
                    (row["word"], row["code"], int(row["priority"]))
                    for row in _rows(folder / "position_words.csv")
                ),
                key=lambda row: row[2],
            ),
        )

    @cached_property
    def region_index(self) -> RegionIndex:
        """The names of regions, ready to be looked up; built at first use."""
        from pipelines.values.regions import RegionIndex

        return RegionIndex(self)

    @cached_property
    def office_words(self) -> frozenset[str]:
        """The first words of what offices are called: 'camat', 'kepala'."""
        return frozenset(phrase.split(" ", 1)[0] for phrase, _, _ in self.position_words)

    @cached_property
    def institution_words(self) -> WordList:
        """Every spelling of a central institution: its name, its code, and words.csv."""
        spellings = self.words.setdefault("institution", WordList())
        for code, name in self.institutions.items():
            spellings.add(Word(name, code))
            spellings.add(Word(code, code))
        return spellings


def _signs(word_rows: list[dict[str, str]], name: str) -> frozenset[str]:
    """The spellings of a list as they stand: a sign such as \u221a has no letters to normalise."""
    return frozenset(row["word"].casefold() for row in word_rows if row["list"] == name)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))

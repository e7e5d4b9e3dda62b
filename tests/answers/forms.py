"""The ways in which offices write a date, a number, a NIP or a word, each with what it means."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.demo.people import GIVEN_NAMES, SURNAMES
from tests.answers.workbook import Cell, Fault, Formula, LossyNip, Percent, Serial

Codes = frozenset[str]
_MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]
_SHORT = (
    ("Jan",), ("Feb", "Peb"), ("Mar",), ("Apr",), ("Mei",), ("Jun",), ("Jul",), ("Agst", "Agt"),
    ("Sept", "Sep"), ("Okt",), ("Nop", "Nov"), ("Des",),
)  # fmt: skip
_ENGLISH = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]
_DAYS = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]
_SPELT = [
    "nol",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
]
_UNKNOWN: tuple[Cell, ...] = ("-", "n/a", "belum", "", None)
_FAULTS = ("#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?")


@cache
def truth() -> dict[str, Any]:
    """truth.yml: what words mean."""
    import yaml

    return yaml.safe_load(Path(__file__).with_name("truth.yml").read_text(encoding="utf-8"))


@dataclass
class Said:
    """A cell and what it says: the values of its fields, and why it must be refused, if it must.

    A list of values (one for each person) where the row holds several.
    """

    cell: Cell
    fields: dict[str, Any] | list[dict[str, Any]] = field(default_factory=dict)
    errors: list[Codes] | list[list[Codes]] = field(default_factory=list)


@dataclass(frozen=True)
class Person:
    """A made-up civil servant; the sequence of the NIP (9xx) says that it is made up."""

    name: str
    surname: str
    nip: str


def refused(cell: Cell, *reasons: str) -> Said:
    """A cell that must be refused with one of the reasons."""
    return Said(cell, {}, [frozenset(reasons)])


def fault(rng: random.Random) -> Said:
    """An error cell."""
    return refused(Fault(rng.choice(_FAULTS)), "error_cell")


def unknown(rng: random.Random) -> Said:
    """A cell that says that nothing is known."""
    return Said(rng.choice(_UNKNOWN))


def pick(rng: random.Random, name: str, words: dict[str, list[str]]) -> Said:
    """A word of a list, and its code as the value of the field."""
    code = rng.choice(sorted(words))
    return Said(rng.choice(words[code]), {name: code})


def person(rng: random.Random) -> Person:
    """Somebody who does not exist."""
    sex = rng.choice((1, 2))
    born = date(rng.randint(1966, 1992), 1, 1) + timedelta(rng.randrange(365))
    hired = f"{born.year + rng.randint(22, 26)}{rng.randint(1, 12):02}"
    surname = rng.choice(SURNAMES)
    name = f"{rng.choice(GIVEN_NAMES[sex])} {surname}"
    lead, tail = rng.choice((("", ""), ("", ", S.Pd."), ("Drs. ", ""), ("H. ", ", S.Sos., M.Si")))
    return Person(
        f"{lead}{name}{tail}", surname, f"{born:%Y%m%d}{hired}{sex}{rng.randint(901, 998)}"
    )


def nip(rng: random.Random, who: Person) -> Said:
    """A NIP that is whole, however it is written."""
    n = who.nip
    spaced = f"{n[:8]} {n[8:14]} {n[14]} {n[15:]}"
    cell = rng.choice((n, n, spaced, f"'{n}", f"NIP. {n}", f"NIP {spaced}", f"{n} "))
    return Said(cell, {"nip": n})


def bad_nip(rng: random.Random, who: Person) -> Said:
    """A NIP that must not be believed."""
    n = who.nip
    return rng.choice(
        (
            refused(LossyNip(n), "nip_lossy"),
            refused(n[:15] + "000", "nip_lossy"),
            refused(f"{n[0]}.{n[1:6]}E+17", "nip_lossy"),
            refused(n[:-1], "nip_invalid", "nip_lossy"),
            refused(n[:4] + "1350" + n[8:], "nip_invalid"),
            refused(n[:14] + "7" + n[15:], "nip_invalid"),
            refused(n + "1", "nip_invalid"),
            refused("tidak jelas", "nip_invalid"),
            refused(n[:12] + "15" + n[14:], "nip_invalid"),
        )
    )


def count(rng: random.Random, name: str, value: int | None) -> Said:
    """A number of cases, in one of the ways to write it; None is one that is not known."""
    if value is None:
        return Said(rng.choice((*_UNKNOWN, "sda")))
    forms: list[Cell] = [value, value, value, str(value), float(value), f"{value} orang"]
    if value == 0:
        forms += ["nihil", "NIHIL", "0", "Nihil"]
    if 0 < value <= 10:
        forms += [f"{value} ({_SPELT[value]})", f"{value} ({_SPELT[value]}) orang", _SPELT[value]]
    if value >= 1000:
        thousands, rest = divmod(value, 1000)
        forms += [f"{thousands}{sign}{rest:03}" for sign in (".", "\u2009", "\u00a0", " ")] * 2
    return Said(rng.choice(forms), {name: value})


def bad_count(rng: random.Random) -> Said:
    """What stands in a column of counts and is none."""
    if rng.random() < 0.15:
        return refused(Formula("=1+1"), "error_cell", "number_invalid")
    cells: tuple[Cell, ...] = (
        "2,5", 2.5, "3/4", "12 atau 13", "-4", "5 (enam)", "7\u2009392,7", "banyak", "1.23.4",
        "15 %", Percent(0.5), "03:15", "10-12",
    )  # fmt: skip
    return refused(rng.choice(cells), "number_invalid")


def share(rng: random.Random, name: str, value: float | None) -> Said:
    """A percentage with one decimal."""
    if value is None:
        return unknown(rng)
    comma = f"{value:.1f}".replace(".", ",")
    if 0 < value < 1:
        return Said(f"{comma} %", {name: value})
    forms: list[Cell] = [
        value,
        comma,
        f"{comma}%",
        f"{comma} %",
        f"{value:.1f}",
        Percent(value / 100),
    ]
    return Said(rng.choice(forms), {name: value})


class DateColumn:
    """How the dates of one column of one table are written, above all in which order.

    mode: dmy or mdy (some row of the column settles it), mixed (rows contradict each other: no
    order can be told) or none (nothing settles it).
    """

    def __init__(self, rng: random.Random, may_be_future: bool = False) -> None:
        self.mode = rng.choice(("dmy", "dmy", "dmy", "mdy", "mixed", "none"))
        self.may_be_future = may_be_future
        self._settled: list[str] = []

    def write(self, rng: random.Random, name: str, day: date, is_text_only: bool = False) -> Said:
        """A date that can be read; the first ones settle the order."""
        wanted = {"dmy": ["dmy"], "mdy": ["mdy"], "mixed": ["dmy", "mdy"], "none": []}[self.mode]
        missing = [order for order in wanted if order not in self._settled]
        if missing:
            order = missing[0]
            self._settled.append(order)
            settling = day.replace(day=rng.randint(13, 28))
            return Said(self._numeric(rng, settling, order), {name: settling.isoformat()})
        if self.mode in ("dmy", "mdy") and rng.random() < 0.45:
            return Said(self._numeric(rng, day, self.mode), {name: day.isoformat()})
        return Said(self._plain(rng, day, is_text_only), {name: day.isoformat()})

    def spoil(self, rng: random.Random, name: str, day: date) -> Said:
        """A date that must be refused, or whose order nothing settles."""
        month = _MONTHS[day.month - 1]
        choices = [
            refused(f"31 Februari {day.year}", "date_invalid"),
            refused(f"{day.year}-13-01", "date_invalid"),
            refused(f"00/00/{day.year}", "date_invalid"),
            refused(f"{month} {day.year}", "date_invalid"),
            refused(
                f"{_DAYS[(day.weekday() + 1) % 7]}, {day.day} {month} {day.year}", "date_invalid"
            ),
            refused(f"akhir {month}", "date_invalid"),
        ]
        if self.mode == "dmy":
            choices.append(refused(f"30/02/{day.year}", "date_invalid"))
        if not self.may_be_future:
            choices += [refused(f"{min(day.day, 28)} {month} 2091", "date_future")] * 2
            choices += [refused(date(2091, day.month, min(day.day, 28)), "date_future")]
        if self.mode in ("mixed", "none"):
            first, second = rng.sample(range(1, 13), 2)
            form = rng.choice(
                (f"{first}/{second}/{day.year}", f"{first:02}-{second:02}-{day.year}")
            )
            choices += [refused(form, "date_ambiguous")] * 8
        return rng.choice(choices)

    def _numeric(self, rng: random.Random, day: date, order: str) -> str:
        first, second = (day.day, day.month) if order == "dmy" else (day.month, day.day)
        return rng.choice(
            (
                f"{first:02}/{second:02}/{day.year}",
                f"{first}-{second}-{day.year % 100:02}",
                f"{first:02}.{second:02}.{day.year}",
                f"{first} / {second} / {day.year}",
            )
        )

    def _plain(self, rng: random.Random, day: date, is_text_only: bool) -> Cell:
        d, y, m = day.day, day.year, day.month - 1
        month = _MONTHS[m]
        short = rng.choice(_SHORT[m])
        forms: list[Cell] = [
            f"{d} {month} {y}", f"{_DAYS[day.weekday()]}, {d} {month} {y}", f"{d:02} {short} {y}",
            f"{d} {month.upper()} {y}", f"{d}-{_ENGLISH[m]}-{y % 100:02}", f"{d}-{ROMAN[m]}-{y}",
            f"{d} {short}. {y}",
        ]  # fmt: skip
        if not is_text_only:
            forms += [day, day, day, Serial(day), day.isoformat(), f"tgl {d} {month} {y}"]
        return rng.choice(forms)


def date_range(rng: random.Random, name: str, day: date) -> Said:
    """Several days: an event is dated by its first."""
    first = day.replace(day=min(day.day, 25))
    last = first + timedelta(rng.randint(1, 2))
    month = _MONTHS[first.month - 1]
    cell = rng.choice(
        (
            f"{first.day}-{last.day} {month} {first.year}",
            f"{first.day} s.d. {last.day} {month} {first.year}",
            f"{first.day} {month} s/d {last.day} {month} {first.year}",
        )
    )
    return Said(cell, {name: first.isoformat()})

"""How Indonesian offices write dates and months in their registers."""

from __future__ import annotations

from datetime import date

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
_ROMAN = "I II III IV V VI VII VIII IX X XI XII".split()  # noqa: SIM905


def long_date(day: date) -> str:
    """`14 Maret 2024`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def roman_month(day: date) -> str:
    """`III`, as letter numbers carry it."""
    return _ROMAN[day.month - 1]

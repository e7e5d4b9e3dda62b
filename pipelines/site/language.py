"""A language of the site: its texts (`texts/*.yml`), and how it writes numbers and dates."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

LANGUAGES = ("id", "en")  # the first is the one that index.html opens in
TEXTS = Path(__file__).parent / "texts"
_CHOICE = re.compile(r"\{(\w+):([^|{}]*)\|([^|{}]*)\}")


@cache
def _texts() -> dict[str, dict[str, Any]]:
    """All texts: `file.key.subkey` → language → text (a string or a list of strings)."""
    found: dict[str, dict[str, Any]] = {}

    def walk(prefix: str, node: dict[str, Any]) -> None:
        for key, value in node.items():
            name = f"{prefix}.{key}"
            if isinstance(value, dict) and set(value) == set(LANGUAGES):
                found[name] = value
            else:
                walk(name, value)

    for path in sorted(TEXTS.glob("*.yml")):
        walk(path.stem, yaml.safe_load(path.read_text(encoding="utf-8")))
    return found


class Language:
    """Texts, numbers and dates as a reader of one language expects them."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.other = next(one for one in LANGUAGES if one != code)

    def __call__(self, key: str, **values: Any) -> str:
        """The text of a key with its places filled in. Raises KeyError for an unknown key.

        `{n}` is the value n; `{n:file was|files were}` is the first if n is 1, else the second.
        """
        text = _CHOICE.sub(
            lambda found: found[2 if str(values[found[1]]) == "1" else 3],
            str(_texts()[key][self.code]),
        )
        return text.format(**values)

    def paragraphs(self, key: str) -> list[str]:
        """A text of several paragraphs."""
        return list(_texts()[key][self.code])

    def word(self, group: str, code: str | None) -> str:
        """What a code of the data is called; a code nobody has named is shown as it is."""
        if code is None:
            return self("common.unknown")
        text = _texts().get(f"words.{group}.{code}")
        return str(text[self.code]) if text else code.replace("_", " ")

    def words(self, group: str) -> dict[str, str]:
        """Every code of a group that has a name → the name."""
        prefix = f"words.{group}."
        return {
            key.removeprefix(prefix): str(text[self.code])
            for key, text in _texts().items()
            if key.startswith(prefix)
        }

    def pick(self, row: dict[str, Any], column: str) -> str:
        """`column_id` or `column_en` of a row."""
        return str(row[f"{column}_{self.code}"] or self("common.unknown"))

    def number(self, value: float | None, decimals: int | None = None) -> str:
        """2034 → 2.034 (Indonesian) or 2,034; 73.2 → 73,2 or 73.2; unknown → an en dash."""
        if value is None:
            return "–"
        if decimals is None:
            decimals = 0 if float(value).is_integer() else 1
        written = f"{value:,.{decimals}f}".replace("-", "−")
        return written.translate(str.maketrans(",.", ".,")) if self.code == "id" else written

    def percent(self, value: float | None, decimals: int | None = 1) -> str:
        """73.2 → 73,2 % (Indonesian) or 73.2%."""
        if value is None:
            return "–"
        return self.number(value, decimals) + ("\N{NO-BREAK SPACE}%" if self.code == "id" else "%")

    def amount(self, value: float | None, unit: str | None) -> str:
        """A value with its unit: a share as a percentage, anything else as a plain number."""
        return self.percent(value) if unit == "percent" else self.number(value)

    def date(self, day: date | None, precision: str | None = "day") -> str:
        """14 Maret 2024 or 14 March 2024; only as much of it as is known."""
        if day is None:
            return self("common.date_unknown")
        month = self(f"common.months.{day.month}")
        written = {"year": f"{day.year}", "month": f"{month} {day.year}"}
        return written.get(precision or "day", f"{day.day}\N{NO-BREAK SPACE}{month} {day.year}")

    def moment(self, moment: datetime) -> str:
        """A point in time, UTC."""
        return f"{self.date(moment.date())}, {moment:%H:%M} UTC"

    def listing(self, parts: list[str]) -> str:
        """a, b and c."""
        if len(parts) < 2:
            return "".join(parts)
        return f"{', '.join(parts[:-1])} {self('common.and')} {parts[-1]}"

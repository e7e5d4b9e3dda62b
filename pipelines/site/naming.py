"""What things of the data are called on the pages: classes, scopes, elections, stages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipelines.site.language import Language
    from pipelines.site.release import Release


def member(release: Release, language: Language, code: str | None) -> str:
    """The name of a class, type or group that a figure is about; empty for the whole."""
    if code is None:
        return ""
    types = re.fullmatch(r"((?:KE|D)\d+)(?:/(?:KE|D)\d+)*", code)
    if types:
        named = release.rows(
            "select name_id, name_en from marts.dim_violation_type where code = ?", [types[1]]
        )
        if named:
            return f"{code} – {language.pick(named[0], 'name')}"
    return language.word("member", code)


def place(row: dict[str, Any]) -> str:
    """The government that a figure is about, else the territory."""
    return str(row["institution_name"] or row["region_name"] or "–")


def election(language: Language, row: dict[str, Any]) -> str:
    """The election as named, else the period as printed."""
    return str(row["election_name"] or row["period_label"] or language("common.unknown"))


def source(language: Language, code: str | None) -> str:
    """The short name of a source institution."""
    return language.word("source", code)


def stage(language: Language, code: str) -> str:
    return language.word("stage", code)


def sentence(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]

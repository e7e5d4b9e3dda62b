"""Whose register an unknown table is, whatever layout it is like: the office that its titles name,
else the sidecar or the inbox folder."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.layouts.elsewhere import Lookup
from pipelines.layouts.headings import normalise
from pipelines.layouts.maps import Layout, Layouts, OfficeRule, PeriodRule
from pipelines.layouts.provenance import find_provenance

FIXED = "fixed"
_NATIONAL = ("kasn", "bkn")
_SOURCES = {"bawaslu": "bawaslu", "government": "regional"}


@dataclass(frozen=True)
class Keeper:
    """kind: bawaslu, government, fixed (a national office that layouts call by name) or '' where
    nothing says it; source_code: the source that such an office is. A name without a kind is only
    named in a title: a region lists letters of KASN too."""

    kind: str = ""
    name: str | None = None
    source_code: str | None = None


def keeper_of(
    titles: list[str],
    sidecar: Mapping[str, Any] | None,
    inbox_folder: str,
    layouts: Layouts,
    lookup: Lookup,
) -> Keeper:
    """The office whose name stands first in the titles; one with a region goes before a national
    one, which may be named for its recommendations alone."""
    for count in range(1, len(titles) + 1):
        for kind, source in _SOURCES.items():
            if _names(kind, titles[:count], None, "", lookup):
                return Keeper(kind, None, source)
    for kind, source in _SOURCES.items():
        if _names(kind, [], sidecar, inbox_folder, lookup):
            return Keeper(kind, None, source)
    for title in titles:
        code = _national(title, lookup)
        if code is not None:
            return Keeper(FIXED, code.upper(), code)
    said = f" {normalise(' '.join(titles))} "
    for item in layouts.items:
        name = item.office.name if item.office.kind == FIXED else None
        if name and f" {normalise(name)} " in said:
            return Keeper("", name)
    return Keeper()


def _national(title: str, lookup: Lookup) -> str | None:
    """The national office that a title is the name of, its short form beside it or not:
    'KOMISI ASN (KASN)' → 'kasn'."""
    parts = [part.strip() for part in re.split(r"[()]", title) if part.strip()]
    codes = {lookup("source", part) or lookup("institution", part) for part in parts}
    code = codes.pop() if len(codes) == 1 else None
    return code if code in _NATIONAL else None


def _names(
    kind: str,
    titles: list[str],
    sidecar: Mapping[str, Any] | None,
    inbox_folder: str,
    lookup: Lookup,
) -> bool:
    layout = Layout(
        "", "", "", "", "", None, OfficeRule(kind), PeriodRule(), (), (), keep_totals=False
    )
    return find_provenance(layout, [titles], sidecar, inbox_folder, lookup, str).office is not None

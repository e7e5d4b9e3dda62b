"""A home's map that cannot be used, and what can still be seen of it: which files it is for.

Such a map is left out. A file that it is for must not be read by another map in its place, which
could mean something else by the same headings: it waits until the map is mended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.layouts.headings import normalise
from pipelines.layouts.maps import ColumnMap, FieldMap, Layout, OfficeRule, PeriodRule
from pipelines.layouts.members import members_of, places_in

_NAME = re.compile(r"^layout:[ \t]*[\"']?([^\s\"'#]+)", re.MULTILINE)
# A column as it stands in the text of a map that is no sound YAML: its heading, and what follows.
_HEADING = re.compile(
    r"\bheading:[ \t]*(?:\"(?P<double>[^\"\n]*)\"|'(?P<single>[^'\n]*)'|(?P<plain>[^\n,}#]*))"
)
_SYNONYMS = re.compile(r"\bsynonyms:[ \t]*\[([^\]]*)\]?")
_TRUE = r"[ \t]*true\b"


@dataclass(frozen=True)
class BrokenMap:
    """file: its name in `layouts/` of the home; message: what is wrong, with the file's name;
    name: the layout's, '' where it cannot be seen; place: before which of the layouts it stands;
    stand_in: a layout that has its headings and no fields, None where none can be seen."""

    file: str
    message: str
    name: str
    place: int
    stand_in: Layout | None


def what_waits(count: int) -> str:
    """What a number of such maps costs."""
    maps = "a column map" if count == 1 else f"{count} column maps"
    it, is_ = ("it", "is") if count == 1 else ("they", "are")
    return f"{maps} of this home cannot be used: files that {it} {is_} for wait, all others load"


def broken_map(file: Path, message: str, place: int) -> BrokenMap:
    """What can be seen of a map that cannot be used, whatever is wrong with it."""
    try:
        text = file.read_bytes().decode("utf-8", "replace")
    except OSError:
        text = ""
    named = _NAME.search(text)
    name = named[1] if named else ""
    return BrokenMap(file.name, message, name, place, _stand_in(text, name, file.name))


def _stand_in(text: str, name: str, file: str) -> Layout | None:
    data = _data(text)
    layout = Layout(
        name or file, str(data.get("title") or file), "", "", str(data.get("record_kind") or ""),
        None, OfficeRule("government"), PeriodRule(), (), (), keep_totals=False, file=file,
    )  # fmt: skip
    columns, words = [], set[str]()
    for one in data["columns"]:
        headings = [one.get("heading"), *_listed(one.get("synonyms"))]
        headings = [heading for heading in headings if isinstance(heading, str) and heading.strip()]
        if not headings:
            continue
        is_ignored = one.get("ignored") == "true"
        kind = "remark" if one.get("value_kind") == "remark" else "text"
        column = ColumnMap(
            headings[0], (), (FieldMap(kind, kind),),
            optional=is_ignored or one.get("optional") == "true", ignored=is_ignored,
        )  # fmt: skip
        columns.append(column)
        for heading in headings:
            members = _members(heading)
            layout.members |= members
            for key in members or [normalise(heading.replace(">", " ")) or heading]:
                layout.by_key.setdefault(key, column)
            for part in heading.split(">"):
                words.update(_members(part) or [normalise(part)])
    if not columns:
        return None
    layout.columns = tuple(columns)
    layout.words = frozenset(words | set(layout.by_key)) - {""}
    return layout


def _members(heading: str) -> dict[str, str]:
    """Normalised heading → member, of one with a place to fill; {} for one without, or unsound."""
    try:
        return members_of(heading) if places_in(heading) else {}
    except (KeyError, ValueError):
        return {}


def _data(text: str) -> dict[str, Any]:
    """The map as YAML; where it is none, the columns that its lines show. `columns`: mappings."""
    import yaml

    try:
        # All of it as text: `heading: No`, without quotes, is what many a map is broken by.
        data = yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    except (yaml.YAMLError, RecursionError, ValueError):
        data = None
    if not isinstance(data, dict):
        return {"columns": list(_columns_in(text))}
    columns = [one for one in _listed(data.get("columns")) if isinstance(one, dict)]
    parts = [
        part for one in columns for part in _listed(one.get("parts")) if isinstance(part, dict)
    ]
    for one in columns:
        if one.get("parts"):  # they may stand in its place, so neither has to
            one["optional"] = "true"
    return {**data, "columns": [*columns, *({**part, "optional": "true"} for part in parts)]}


def _columns_in(text: str) -> Iterator[dict[str, Any]]:
    found = list(_HEADING.finditer(text))
    for place, match in enumerate(found):
        end = found[place + 1].start() if place + 1 < len(found) else len(text)
        about = text[match.end() : end]
        synonyms = _SYNONYMS.search(about)
        yield {
            "heading": (match["double"] or match["single"] or match["plain"] or "").strip(),
            "synonyms": [
                one.strip().strip("\"'") for one in (synonyms[1] if synonyms else "").split(",")
            ],
            "optional": "true" if re.search(rf"\boptional:{_TRUE}", about) else "",
            "ignored": "true" if re.search(rf"\bignored:{_TRUE}", about) else "",
            "value_kind": "remark" if re.search(r"\bvalue_kind:[ \t]*remark\b", about) else "",
        }


def _listed(given: Any) -> list[Any]:
    return given if isinstance(given, list) else []

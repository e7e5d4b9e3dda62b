"""The dictionary: every table and column of the open zone, with a field to search it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipelines.exports.tables import open_tables
from pipelines.site.language import Language
from pipelines.site.model import anchor
from pipelines.site.release import Release

# How dbt keeps the original headings of a column in its comment.
_HEADINGS = " | Kolom asal: "
_MORE = ("unit", "headings", "comes_from", "examples")


@dataclass(frozen=True)
class Entry:
    """A table or a column. `more` are the other things that are said of it, label and text."""

    name: str
    label: str
    description: str
    data_type: str = ""
    more: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class TableEntry:
    id: str
    schema: str
    entry: Entry
    columns: list[Entry]


def page(release: Release, t: Language) -> dict[str, Any]:
    tables = entries(release, t)
    return {
        "headline": t("dictionary.headline", tables=t.number(len(tables)),
                      columns=t.number(sum(len(one.columns) for one in tables))),
        "lead": t("dictionary.lead"),
        "schemas": [
            (schema, t(f"dictionary.schemas.{schema}"),
             [one for one in tables if one.schema == schema])
            for schema in dict.fromkeys(one.schema for one in tables)
        ],
    }  # fmt: skip


def entries(release: Release, t: Language) -> list[TableEntry]:
    """Tables and columns as they describe themselves: in `quality.dictionary`, else in comments."""
    more = _more(release)
    found = []
    for table in open_tables(release.connection):
        columns = [
            _entry(t, column, column.data_type, more.get((table.schema, table.name, column.name)))
            for column in table.columns
        ]
        entry = _entry(t, table, "", more.get((table.schema, table.name, None)))
        found.append(TableEntry(anchor(table.full_name), table.schema, entry, columns))
    return found


def _entry(t: Language, one: Any, data_type: str, said: dict[str, Any] | None) -> Entry:
    label, _, headings = (one.label_id or "").partition(_HEADINGS)
    described = {"id": one.description_id or one.description_en, "en": one.description_en}[t.code]
    values = {"headings": headings, **{name: text for name, text in (said or {}).items() if text}}
    return Entry(
        one.name,
        label,
        described or "",
        data_type.lower(),
        tuple((t(f"dictionary.{name}"), _text(values[name])) for name in _MORE if values.get(name)),
    )


def _text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _more(release: Release) -> dict[tuple[str, str, str | None], dict[str, Any]]:
    if not release.has_table("quality", "dictionary"):
        return {}
    return {
        (row["schema_name"], row["table_name"], row["column_name"]): {
            name: row[name] for name in _MORE
        }
        for row in release.rows("from quality.dictionary")
    }

"""The dictionary: every table and column of the open zone, with a field to search it."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from pipelines.dictionary.entries import Entry, entries
from pipelines.exports.tables import OPEN_SCHEMAS
from pipelines.site.language import Language
from pipelines.site.model import anchor
from pipelines.site.release import Release

_MORE = ("unit", "headings", "comes_from", "examples")


def page(release: Release, t: Language) -> dict[str, Any]:
    tables = [
        [_shown(entry, t) for entry in group]
        for _, group in groupby(
            entries(release.connection), key=lambda entry: (entry.schema_name, entry.table_name)
        )
    ]
    return {
        "headline": t("dictionary.headline", tables=t.number(len(tables)),
                      columns=t.number(sum(len(columns) for _, *columns in tables))),
        "lead": t("dictionary.lead"),
        "schemas": [
            (schema, t(f"dictionary.schemas.{schema}"),
             [(table, columns) for table, *columns in tables if table["schema"] == schema])
            for schema in OPEN_SCHEMAS
        ],
    }  # fmt: skip


def _shown(entry: Entry, t: Language) -> dict[str, Any]:
    """What is said of a table or column. `more`: other things, each a label and a text."""
    return {
        "id": anchor(f"{entry.schema_name}.{entry.table_name}"),
        "schema": entry.schema_name,
        "name": entry.column_name or entry.table_name,
        "label": entry.label_id or "",
        "description": {"id": entry.description_id, "en": entry.description_en}[t.code] or "",
        "data_type": entry.data_type,
        "more": [
            (t(f"dictionary.{name}"), text) for name in _MORE if (text := getattr(entry, name))
        ],
    }

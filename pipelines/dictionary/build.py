"""Writes the dictionary of a candidate: what dbt's manifest says, and what the tables hold."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pipelines.dictionary.entries import Entry, write
from pipelines.dictionary.examples import examples
from pipelines.dictionary.origins import Project
from pipelines.exports.tables import open_tables

if TYPE_CHECKING:
    import duckdb

    from pipelines.home import Home

_BETWEEN = "; "


def build(home: Home) -> int:
    """Fills `quality.dictionary` of the candidate that dbt has built; returns how many entries."""
    import duckdb

    from pipelines.layouts.maps import Layouts

    manifest = json.loads((home.dbt / "target" / "manifest.json").read_text(encoding="utf-8"))
    project = Project(manifest, Layouts.load(home.layouts).items)
    with duckdb.connect(str(home.candidate_db)) as candidate:
        # Under the names that dbt gives them; only the shapes of their tables are read.
        for path, name in ((home.work_db, "work"), (home.landing_db, "landing_db")):
            quoted = str(path).replace("'", "''")
            candidate.execute(f"attach '{quoted}' as {name} (read_only)")
        written = describe(candidate, project)
        write(candidate, written)
    return len(written)


def describe(connection: duckdb.DuckDBPyConnection, project: Project) -> list[Entry]:
    """An entry for every table of the open zone and each of its columns, described or not."""
    from pipelines.exports.public import rules

    kinds = {name: rule["kind"] for name, rule in rules()["tables"].items()}
    found = []
    for table in open_tables(connection):
        name = table.full_name
        model = project.model(name) or {}
        parents, sources = project.parents(name), project.columns(connection, name)
        layouts = ", ".join(layout.name for layout in project.layouts(name))
        made_of = [*parents, f"layouts {layouts}"] if layouts else parents
        found.append(_entry(table.schema, table.name, None, 0, None, model, made_of))
        shown = examples(
            connection,
            name,
            {column.name: column.data_type for column in table.columns},
            is_about_people=kinds.get(name) not in ("reference", "published"),
        )
        for position, column in enumerate(table.columns, 1):
            documented = model.get("columns", {}).get(column.name, {})
            comes_from = sources.get(column.name, []) if sources else parents
            headings = [
                heading for one in comes_from for heading in _headings(project, table.schema, one)
            ]
            found.append(
                _entry(
                    table.schema, table.name, column.name, position, column.data_type.lower(),
                    documented, comes_from, headings, shown.get(column.name, []),
                )
            )  # fmt: skip
    return found


def _headings(project: Project, schema: str, source: str) -> list[str]:
    """Headings of a column that the star takes from before it; further on, the star is named."""
    table, _, column = source.rpartition(".")
    return project.headings(table, column) if schema == "marts" else []


def _entry(
    schema: str,
    table: str,
    column: str | None,
    position: int,
    data_type: str | None,
    documented: dict[str, Any],
    comes_from: list[str],
    headings: list[str] | None = None,
    shown: list[str] | None = None,
) -> Entry:
    meta = documented.get("config", {}).get("meta") or documented.get("meta") or {}
    every = dict.fromkeys([*(meta.get("headings") or []), *(headings or [])])
    return Entry(
        schema, table, column, position, data_type,
        label_id=meta.get("label_id"),
        description_en=documented.get("description") or None,
        description_id=meta.get("description_id"),
        unit=meta.get("unit"),
        headings=_BETWEEN.join(every) or None,
        comes_from=_BETWEEN.join(comes_from) or None,
        examples=_BETWEEN.join(shown or []) or None,
    )  # fmt: skip

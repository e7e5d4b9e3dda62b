"""What a release is made of, as dbt's manifest and the column maps say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pipelines.dictionary.lineage import column_sources

if TYPE_CHECKING:
    import duckdb

    from pipelines.layouts.maps import Layout

# The rows that a staging model admits, in its compiled SQL.
_ADMITS = re.compile(r"\b(register|record)_kind = '(\w+)'")


class Project:
    """The models of a build: compiled, with their parents, and the layouts that feed them."""

    def __init__(self, manifest: Mapping[str, Any], layouts: Iterable[Layout]) -> None:
        self._nodes: dict[str, dict[str, Any]] = {**manifest["nodes"], **manifest["sources"]}
        self._layouts = list(layouts)

    @cached_property
    def _ids(self) -> dict[str, str]:
        """schema.table → the manifest's id, models and sources alike."""
        return {
            _name(node): key
            for key, node in self._nodes.items()
            if node["resource_type"] in ("model", "source")
        }

    def model(self, table: str) -> dict[str, Any] | None:
        """What the manifest says of a table (`schema.name`), None of one that it does not know."""
        return self._nodes.get(self._ids.get(table, ""))

    def parents(self, table: str) -> list[str]:
        """The tables that a table's SQL reads, `schema.name` each."""
        node = self.model(table) or {}
        sql = node.get("compiled_code") or ""
        needed = (self._nodes[key] for key in node.get("depends_on", {}).get("nodes", ()))
        # dbt also depends on what a foreign key points to.
        return sorted(_name(one) for one in needed if one["relation_name"] in sql)

    def layouts(self, table: str) -> list[Layout]:
        """The layouts whose rows feed a table, through however many models."""
        found, ahead, seen = set(), [table], {table}
        while ahead:
            one = ahead.pop()
            # Only a staging model says which registers it takes; below it is all of landing.
            if one.startswith("staging.") and (admitted := self._admitted(one)):
                found |= admitted
                continue
            ahead += [parent for parent in self.parents(one) if parent not in seen]
            seen |= set(ahead)
        return sorted(
            (layout for layout in self._layouts if layout.name in found),
            key=lambda layout: (len(layout.name), layout.name),
        )

    def _admitted(self, table: str) -> set[str]:
        kinds: dict[str, set[str]] = {"register": set(), "record": set()}
        for key, kind in _ADMITS.findall((self.model(table) or {}).get("compiled_code") or ""):
            kinds[key].add(kind)
        return {
            layout.name
            for layout in self._layouts
            if (
                layout.register_kind in kinds["register"]
                if kinds["register"]
                else layout.record_kind in kinds["record"]
            )
        }

    def columns(self, connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, list[str]]:
        """The columns (`schema.table.column`) that each column of a table is made of.

        The connection has the table's parents attached under the names that dbt gave them.
        """
        node = self.model(table) or {}
        sql = node.get("compiled_code") or ""
        relations: dict[str, dict[str, dict[str, str]]] = {}
        for name in self.parents(table):
            parent = self._nodes[self._ids[name]]
            relation = parent["relation_name"]
            if parent["resource_type"] == "source" and "(" in relation:  # read_csv('…')
                sql = sql.replace(relation, f'"{parent["source_name"]}"."{parent["name"]}"')
            shape = connection.execute(f"select * from {relation} limit 0").description
            schema, short = name.split(".")
            relations.setdefault(schema, {})[short] = {
                column[0]: str(column[1]) for column in shape or ()
            }
        # Databases do not matter here: a schema is in one of them only.
        sql = re.sub(r'"(candidate|work|landing_db)"\.(?="\w+"\.")', "", sql)
        return column_sources(sql, relations) if sql else {}

    def headings(self, table: str, column: str) -> list[str]:
        """The headings under which a column of a table before the star stands in spreadsheets."""
        return list(
            dict.fromkeys(
                mapped.heading
                for layout in self.layouts(table)
                for mapped in layout.columns
                if any(
                    field.name in (column, column.removesuffix("_code")) for field in mapped.fields
                )
            )
        )


def _name(node: Mapping[str, Any]) -> str:
    schema = node["source_name"] if node["resource_type"] == "source" else node["schema"]
    return f"{schema}.{node['name']}"

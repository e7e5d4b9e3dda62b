"""Where a table's columns come from: the columns that its SQL reads, found by sqlglot."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

# The relations of one query: schema → table → column → type.
Relations = Mapping[str, Mapping[str, Mapping[str, str]]]


def column_sources(sql: str, relations: Relations) -> dict[str, list[str]]:
    """For each column of a query, the `schema.table.column`s that its value is made of.

    Columns that only join, filter or group are not among them. A query that sqlglot cannot follow
    has no entries: what a reader is told is then where its table comes from.
    """
    from sqlglot import exp, parse_one
    from sqlglot.errors import SqlglotError
    from sqlglot.lineage import lineage
    from sqlglot.optimizer.qualify import qualify
    from sqlglot.optimizer.scope import build_scope

    logging.getLogger("sqlglot").setLevel(logging.ERROR)
    shapes: dict[str, Any] = {schema: dict(tables) for schema, tables in relations.items()}
    try:
        query: Any = qualify(
            parse_one(sql, dialect="duckdb"),
            schema=shapes,
            dialect="duckdb",
            validate_qualify_columns=False,
            identify=False,
        )
        scope = build_scope(query)
        found = {}
        for column in query.named_selects:
            node = lineage(column, query, shapes, dialect="duckdb", scope=scope, trim_selects=False)
            found[column] = sorted(
                {
                    f"{one.source.db}.{one.source.name}.{one.name.rsplit('.', 1)[-1]}"
                    for one in node.walk()
                    if not one.downstream and isinstance(one.source, exp.Table)
                }
            )
    except (SqlglotError, ValueError):
        return {}
    return found

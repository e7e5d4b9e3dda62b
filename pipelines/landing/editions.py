"""What a later edition of a register has added, changed and withdrawn, row by row."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pipelines.landing.store import append_temporary, listed, sql

if TYPE_CHECKING:
    import duckdb

    from pipelines.layouts import Layouts

Maps = Callable[[], "Layouts"]
"""What loads the column maps, which is done only where they are needed."""

_BY_VALUE = {"date", "number", "count", "percentage", "tick"}
# How a row is found again, the surest way first. Rows that share a token are paired in their order.
# The last is for rows without a key: what is left of them is paired by order alone.
_TOKENS = ("key || chr(29) || content", "content", "key", "case when key is null then '' end")


def list_changes(connection: duckdb.DuckDBPyConnection, layouts: Maps) -> None:
    """Brings landing.edition_change up to date: each edition of this build against the one it
    replaces. Those compared in an earlier load, and not read again since, are left as they are.

    A cell counts as changed where its text differs; a date or a number, where its value does.
    """
    for table in ("edition_compared", "edition_change"):
        connection.execute(
            f"""delete from landing.{table}
            where (delivery_key, supersedes_delivery_key) not in (
                select (delivery_key, supersedes_delivery_key) from landing.build_delivery
                where supersedes_delivery_key is not null
            ) or (delivery_key, supersedes_delivery_key) not in (
                select (delivery_key, supersedes_delivery_key) from landing.edition_compared
            )"""
        )
    connection.execute(
        """create or replace temporary table edition_pair as
        select delivery_key, supersedes_delivery_key from landing.build_delivery
        where supersedes_delivery_key is not null
        and delivery_key not in (select delivery_key from landing.edition_compared)"""
    )
    keys = [key for pair in connection.execute("from edition_pair").fetchall() for key in pair]
    if not keys:
        return
    connection.execute(
        f"""create or replace temporary view edition_value as
        select * from landing.field_value
        where row_class = 'record' and delivery_key in ({listed(dict.fromkeys(keys))})"""
    )
    append_temporary(
        connection, "edition_field",
        {
            "layout": "varchar", "field": "varchar", "by_value": "boolean",
            "key_place": "integer", "is_sequence": "boolean",
        },
        [
            (
                layout.name, name, field.value_kind in _BY_VALUE,
                layout.row_key.index(name) if name in layout.row_key else None,
                name in layout.sequence_fields,
            )
            for layout in layouts().items
            for name, field in layout.fields.items()
            if field.value_kind != "remark"  # of which nothing is kept
        ],
    )  # fmt: skip
    connection.execute(sql("editions"))
    for token in _TOKENS:
        connection.execute(
            f"create or replace temporary view edition_token as "
            f"select *, {token} as token from edition_row"
        )
        connection.execute(sql("editions_match"))
    connection.execute(sql("editions_change"))
    connection.execute("insert into landing.edition_compared by name from edition_pair")

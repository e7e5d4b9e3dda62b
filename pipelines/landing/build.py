"""Chooses the deliveries of this build, and of each register the edition that counts."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from pipelines.landing.editions import list_changes
from pipelines.landing.store import append, sql

if TYPE_CHECKING:
    import duckdb

    from pipelines.home import Home


def choose_build(connection: duckdb.DuckDBPyConnection, home: Home) -> None:
    """Writes landing.build_delivery (build.sql says which deliveries take part).

    Later editions replace earlier ones of the same logical source and register. Later: by the as-of
    date printed inside, else by when it was received, so the order of processing does not matter.
    A delivery that holds what an earlier one of the register does is no edition: it gives nothing.
    What each edition has changed is listed then (editions.py).
    """
    from pipelines.layouts import Layouts

    connection.execute(sql("build"))
    candidates = connection.execute(
        """select delivery_key, layout, logical_source || ' | ' || is_demo as source
        from build_candidate where status = 'recognised' and same_content_as is null
        order by edition_order, delivery_key"""
    ).fetchall()
    by_source: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key, layout, source in candidates:
        by_source[source].append((key, layout))
    layouts = Layouts.load(home.layouts)
    is_current = {key: True for key, _, _ in candidates}
    supersedes: dict[str, str] = {}
    for editions in by_source.values():
        if len(editions) == 1:
            continue
        identity = layouts.get(editions[0][1]).identity
        for register in _registers(connection, [key for key, _ in editions], identity):
            for earlier, later in pairwise(register):
                is_current[earlier] = False
                supersedes[later] = earlier
    rows = connection.execute(
        "select delivery_key, same_content_as from build_candidate"
    ).fetchall()
    connection.execute("delete from landing.build_delivery")
    append(
        connection,
        "build_delivery",
        {
            "delivery_key": [key for key, _ in rows],
            "is_current": [is_current.get(key, False) for key, _ in rows],
            "supersedes_delivery_key": [supersedes.get(key) for key, _ in rows],
            "same_content_as": [same for _, same in rows],
        },
    )
    list_changes(connection, layouts)


def _registers(
    connection: duckdb.DuckDBPyConnection, keys: list[str], identity: tuple[str, ...]
) -> list[list[str]]:
    """The deliveries of one logical source, earliest first, parted into registers.

    Two letters of one office and year are no editions of each other: deliveries belong to one
    register only if they share a number that identifies it (the layout says which field). A layout
    without such a number (a recap) has one register a source.
    """
    if not identity:
        return [keys]
    numbers: dict[str, set[str]] = {key: set() for key in keys}
    for key, number in connection.execute(
        """select distinct delivery_key, value from landing.field_value
        where delivery_key in (select unnest(?)) and field in (select unnest(?))
        and value is not null""",
        [keys, list(identity)],
    ).fetchall():
        numbers[key].add(number)
    registers: list[tuple[list[str], set[str]]] = []
    for key in keys:
        joined = ([key], set(numbers[key]))
        apart = []
        for register in registers:
            # What shows no number at all cannot be told apart from the rest.
            if register[1] & joined[1] or not numbers[key] or not register[1]:
                joined = (register[0] + joined[0], register[1] | joined[1])
            else:
                apart.append(register)
        registers = [*apart, joined]
    order = {key: place for place, key in enumerate(keys)}
    return [sorted(register, key=order.__getitem__) for register, _ in registers]

"""Chooses the deliveries of this build, and of each register the edition that counts."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from pipelines.landing.editions import list_changes
from pipelines.landing.partial_editions import Entries, entries_of, is_whole, lacking
from pipelines.landing.store import append, sql

if TYPE_CHECKING:
    import duckdb

    from pipelines.home import Home
    from pipelines.layouts import Layouts


def choose_build(connection: duckdb.DuckDBPyConnection, home: Home) -> None:
    """Writes landing.build_delivery (build.sql says which deliveries take part).

    Later editions replace earlier ones of the same logical source and register. Later: by the as-of
    date printed inside, else by when it was received, so the order of processing does not matter.
    A delivery that holds what an earlier one of the register does is no edition: it gives nothing.
    One that lacks most of what it would replace is held back (partial_editions.py), unless its
    sidecar says that it is whole. What each edition has changed is listed then (editions.py).
    """

    @cache
    def layouts() -> Layouts:  # where there is no edition, not even imported
        from pipelines.layouts import Layouts

        return Layouts.load(home.layouts)

    connection.execute(sql("build"))
    candidates = connection.execute(
        """select delivery_key, layout, logical_source || ' | ' || is_demo as source, sidecar
        from build_candidate where status = 'recognised' and same_content_as is null
        order by edition_order, delivery_key"""
    ).fetchall()
    by_source: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key, layout, source, _ in candidates:
        by_source[source].append((key, layout))
    is_current = {key: True for key, *_ in candidates}
    supersedes: dict[str, str] = {}
    held: dict[str, tuple[str, str]] = {}
    several = [editions for editions in by_source.values() if len(editions) > 1]
    entries = entries_of(connection, several, layouts) if several else {}
    whole = {key for key, *_, sidecar in candidates if is_whole(sidecar)}
    for editions in several:
        for register in _registers([key for key, _ in editions], entries):
            current, *later = register
            for key in later:
                lacks = None if key in whole else lacking(entries[current], entries[key])
                if lacks:
                    is_current[key] = False
                    held[key] = (current, lacks)
                else:
                    is_current[current] = False
                    supersedes[key] = current
                    current = key
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
            "held_back_for": [held.get(key, (None, None))[0] for key, _ in rows],
            "held_back_because": [held.get(key, (None, None))[1] for key, _ in rows],
        },
    )
    list_changes(connection, layouts)


def _registers(keys: list[str], entries: dict[str, Entries]) -> list[list[str]]:
    """The deliveries of one logical source, earliest first, parted into registers.

    Two letters of one office and year are no editions of each other: deliveries belong to one
    register only if they share a number that identifies it (the layout says which field). A layout
    without such a number (a recap) has one register a source.
    """
    registers: list[tuple[list[str], set[str]]] = []
    for key in keys:
        own = entries[key].numbers
        joined = ([key], set(own))
        apart = []
        for register in registers:
            # What shows no number at all cannot be told apart from the rest.
            if register[1] & joined[1] or not own or not register[1]:
                joined = (register[0] + joined[0], register[1] | joined[1])
            else:
                apart.append(register)
        registers = [*apart, joined]
    order = {key: place for place, key in enumerate(keys)}
    return [sorted(register, key=order.__getitem__) for register, _ in registers]

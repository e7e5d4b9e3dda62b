"""Chooses the deliveries of this build, and of each register the edition that counts."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from pipelines.landing.editions import Maps, list_changes
from pipelines.landing.store import append, append_temporary, listed, sql

if TYPE_CHECKING:
    import duckdb

    from pipelines.home import Home
    from pipelines.layouts import Layouts


def choose_build(connection: duckdb.DuckDBPyConnection, home: Home) -> None:
    """Writes landing.build_delivery (build.sql says which deliveries take part).

    Later editions replace earlier ones of the same logical source and register. Later: by the as-of
    date printed inside, else by when it was received, so the order of processing does not matter.
    A delivery that holds what an earlier one of the register does is no edition: it gives nothing.
    What each edition has changed is listed then (editions.py).
    """

    @cache
    def layouts() -> Layouts:  # where there is no edition, not even imported
        from pipelines.layouts import Layouts

        return Layouts.load(home.layouts)

    connection.execute(sql("build"))
    candidates = connection.execute(
        """select delivery_key, layout, logical_source || ' | ' || is_demo as source
        from build_candidate where status = 'recognised' and same_content_as is null
        order by edition_order, delivery_key"""
    ).fetchall()
    by_source: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key, layout, source in candidates:
        by_source[source].append((key, layout))
    is_current = {key: True for key, _, _ in candidates}
    supersedes: dict[str, str] = {}
    several = [editions for editions in by_source.values() if len(editions) > 1]
    numbers = _numbers(connection, several, layouts) if several else {}
    for editions in several:
        for register in _registers([key for key, _ in editions], numbers):
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


def _numbers(
    connection: duckdb.DuckDBPyConnection, several: list[list[tuple[str, str]]], layouts: Maps
) -> dict[str, set[str]]:
    """The numbers that identify the register of each delivery; none where its layout has none."""
    numbers: dict[str, set[str]] = {}
    wanted = []
    for editions in several:
        for key, layout in editions:
            if identity := layouts().get(layout).identity:
                numbers[key] = set()
                wanted += [(key, field) for field in identity]
    if wanted:
        append_temporary(
            connection, "identity", {"delivery_key": "varchar", "field": "varchar"}, wanted
        )
        for key, number in connection.execute(
            f"""select distinct delivery_key, value
            from landing.field_value inner join identity using (delivery_key, field)
            where value is not null and delivery_key in ({listed(numbers)})
            and field in ({listed({field for _, field in wanted})})"""
        ).fetchall():
            numbers[key].add(number)
    return numbers


def _registers(keys: list[str], numbers: dict[str, set[str]]) -> list[list[str]]:
    """The deliveries of one logical source, earliest first, parted into registers.

    Two letters of one office and year are no editions of each other: deliveries belong to one
    register only if they share a number that identifies it (the layout says which field). A layout
    without such a number (a recap) has one register a source.
    """
    registers: list[tuple[list[str], set[str]]] = []
    for key in keys:
        own = numbers.get(key, set())
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

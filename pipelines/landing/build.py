"""Chooses the deliveries of this build, and of each register the edition that counts."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from pipelines.landing.editions import list_changes
from pipelines.landing.partial_editions import entries_of, is_whole
from pipelines.landing.registers import Candidate, settle_editions
from pipelines.landing.store import append, sql

if TYPE_CHECKING:
    import duckdb

    from pipelines.home import Home
    from pipelines.layouts import Layouts


def choose_build(connection: duckdb.DuckDBPyConnection, home: Home) -> None:
    """Writes landing.build_delivery (build.sql says which deliveries take part).

    Later editions replace earlier ones of the same register (registers.py). Later: by the as-of
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
    found = connection.execute(
        """select delivery_key, layout,
            concat_ws(' | ', office, register_kind, is_demo), coalesce(period_label, ''), sidecar
        from build_candidate where status = 'recognised' and same_content_as is null
        order by edition_order, delivery_key"""
    ).fetchall()
    layout_of = {key: layout for key, layout, *_ in found}
    registers: dict[str, list[Candidate]] = defaultdict(list)
    for key, _, register, period, sidecar in found:
        registers[register].append(Candidate(key, period, is_whole(sidecar)))
    several = [own for own in registers.values() if len(own) > 1]
    keys = [one.key for own in several for one in own]
    entries = entries_of(connection, [(key, layout_of[key]) for key in keys], layouts)
    supersedes: dict[str, str] = {}
    held: dict[str, tuple[str, str]] = {}
    not_current: set[str] = set()
    for own in several:
        editions = settle_editions(own, entries)
        supersedes |= editions.supersedes
        held |= editions.held
        not_current |= {*editions.replaced, *editions.held}
    rows = connection.execute(
        "select delivery_key, same_content_as from build_candidate"
    ).fetchall()
    connection.execute("delete from landing.build_delivery")
    append(
        connection,
        "build_delivery",
        {
            "delivery_key": [key for key, _ in rows],
            "is_current": [key in layout_of and key not in not_current for key, _ in rows],
            "supersedes_delivery_key": [supersedes.get(key) for key, _ in rows],
            "same_content_as": [same for _, same in rows],
            "held_back_for": [held.get(key, (None, None))[0] for key, _ in rows],
            "held_back_because": [held.get(key, (None, None))[1] for key, _ in rows],
        },
    )
    list_changes(connection, layouts)

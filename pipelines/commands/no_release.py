"""What several commands ask first: is there a release, this one, and what waits in quarantine."""

from __future__ import annotations

import sys

from pipelines.home import Home
from pipelines.publication.release import Release


def missing(home: Home) -> bool:
    """Says so, kindly, when nothing has been published yet."""
    if (home.current / "warehouse.duckdb").exists():
        return False
    print(
        "Nothing has been published in this home yet: run `netralitas load` "
        "(or `make load`, with the made-up registers).",
        file=sys.stderr,
    )
    return True


def named(found: list[Release], release_id: str) -> Release | None:
    """The one of these releases that has this id; says so when none has."""
    release = next((one for one in found if one.id == release_id), None)
    if release is None:
        print(f"there is no release {release_id} (see `netralitas releases`)", file=sys.stderr)
    return release


def quarantined_count(home: Home) -> int:
    """How many files of the current release's build wait in quarantine."""
    if not (home.current / "warehouse.duckdb").exists():
        return 0
    import duckdb

    with duckdb.connect(str(home.current_db), read_only=True) as connection:
        row = connection.execute(
            "select count(*) from marts.dim_delivery where status = 'quarantined'"
        ).fetchone()
    return int(row[0]) if row else 0

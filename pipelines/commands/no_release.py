"""What several commands ask first: is there a release, this one, and what waits in quarantine."""

from __future__ import annotations

import sys

from pipelines.home import Home
from pipelines.publication.release import Release, releases


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


def named(home: Home, release_id: str) -> Release | None:
    """The release of this id; says so when there is none."""
    found = next((one for one in releases(home) if one.id == release_id), None)
    if found is None:
        print(f"there is no release {release_id} (see `netralitas releases`)", file=sys.stderr)
    return found


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

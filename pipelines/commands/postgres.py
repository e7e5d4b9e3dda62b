"""`netralitas postgres`: copies the current release into PostgreSQL, outside a load."""

from __future__ import annotations

import argparse
import sys

from pipelines.commands.no_release import missing
from pipelines.home import Home
from pipelines.publication.postgres import keeping
from pipelines.publication.postgres.tables import CopyError


def run(options: argparse.Namespace) -> int:
    home = Home.find()
    if not keeping.is_wanted():
        print("NETRALITAS_POSTGRES is not set: no database to copy into.", file=sys.stderr)
        return 2
    return int(missing(home) or not copy(home, rebuild=options.rebuild))


def copy(home: Home, *, rebuild: bool = False) -> bool:
    """Copies and says what came of it; False if the copy was not made."""
    try:
        copied = keeping.copy_current(home, rebuild=rebuild)
    except CopyError:
        warn(home)
        return False
    print(f"PostgreSQL holds release {copied.release}: {copied.tables} tables, "
          f"{copied.rows:,} rows, {copied.seconds:.1f} s.")  # fmt: skip
    return True


def warn(home: Home) -> None:
    """Says, where nobody overlooks it, that PostgreSQL does not hold the current release."""
    print(
        f"WARNING: PostgreSQL was NOT updated and holds what it held: {keeping.shortfall(home)}\n"
        "The release itself stands. `netralitas postgres` copies it, and so does the next load.",
        file=sys.stderr,
    )

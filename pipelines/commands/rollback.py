"""`netralitas rollback ID`: makes an older release the current one again."""

from __future__ import annotations

import argparse
import sys

from pipelines import lock
from pipelines.commands import postgres
from pipelines.commands.no_release import named
from pipelines.home import Home
from pipelines.publication.postgres import keeping
from pipelines.publication.release import make_current, releases


def run(options: argparse.Namespace) -> int:
    home = Home.find()
    release = named(releases(home), options.id)
    if release is None:
        return 2
    if release.is_current:
        print(f"{release.id} is the current release already.")
        return 0
    try:
        lock.take(home)
    except lock.AnotherLoadRunsError as error:
        print(error, file=sys.stderr)
        return 4
    make_current(home, release.id)
    print(
        f"The current release is {release.id} again. It stays so until a load finds something\n"
        "new: take away or mend what made the newer one wrong before that."
    )
    if keeping.is_wanted():
        postgres.copy(home)
    return 0

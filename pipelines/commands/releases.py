"""`netralitas releases`: the releases of this home, the newest first."""

from __future__ import annotations

import argparse

from pipelines.home import Home
from pipelines.publication.release import releases


def run(options: argparse.Namespace) -> int:
    home = Home.find()
    found = releases(home)
    if not found:
        print("No release yet: run `netralitas load`.")
    for release in found:
        manifest = release.manifest
        facts = sum(count for table, count in manifest["row_counts"].items() if ".fct_" in table)
        mark = "*" if release.is_current else " "
        print(
            f"{mark} {release.id}  {len(manifest['inputs'])} deliveries, {facts:,} fact rows, "
            f"{manifest['checks']['passed']} checks passed, "
            f"{len(manifest['checks']['failed'])} warn"
        )
    return 0

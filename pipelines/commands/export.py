"""`netralitas export`: the current release, or its public set, as Parquet, CSV and a workbook."""

from __future__ import annotations

import argparse
import json
import os
import sys
from contextlib import closing

from pipelines.commands.no_release import missing
from pipelines.home import Home


def run(options: argparse.Namespace) -> int:
    home = Home.find()
    if missing(home):
        return 1
    import duckdb

    from pipelines.exports.build import FORMATS, Cover, write
    from pipelines.exports.public import public_notes, public_set

    target = options.to.resolve()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        print(f"{options.to} is there and not empty: name a new folder", file=sys.stderr)
        return 2
    # The release as it is now, also if another is published meanwhile.
    release = home.current.resolve()
    manifest = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    warehouse, formats = release / "warehouse.duckdb", options.format or FORMATS
    # Under another name until it is whole: a kill leaves nothing that looks like an export.
    partial = target.with_name(f".{target.name}.partial")
    partial.parent.mkdir(parents=True, exist_ok=True)
    if partial.exists():
        print(f"{partial} is there: another export runs, or was stopped", file=sys.stderr)
        return 2
    if options.public:
        chosen = public_set(warehouse)
        with closing(chosen.connection) as connection:
            cover = Cover.of(manifest, public_notes(chosen))
            write(connection, partial, cover, chosen.tables, formats)
        for name, reason in chosen.left_out.items():
            print(f"left out: {name} ({reason})")
        tables = len(chosen.tables)
    else:
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            tables = write(connection, partial, Cover.of(manifest), formats=formats)
    os.replace(partial, target)
    print(f"{tables} tables of release {manifest['id']} in {options.to}")
    return 0

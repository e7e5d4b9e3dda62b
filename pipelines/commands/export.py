"""`netralitas export`: the current release, or its public set, as Parquet, CSV and a workbook."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from contextlib import closing
from pathlib import Path

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
    target.parent.mkdir(parents=True, exist_ok=True)
    # Under another name until it is whole: nothing that looks like an export is half of one.
    partial = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        made = partial / "export"
        if options.public:
            chosen = public_set(warehouse)
            with closing(chosen.connection) as connection:
                cover = Cover.of(manifest, public_notes(chosen))
                tables = write(connection, made, cover, chosen.tables, formats)
            for name, reason in chosen.left_out.items():
                print(f"left out: {name} ({reason})")
        else:
            with duckdb.connect(str(warehouse), read_only=True) as connection:
                tables = write(connection, made, Cover.of(manifest), formats=formats)
        os.replace(made, target)
    finally:
        shutil.rmtree(partial)
    print(f"{tables} tables of release {manifest['id']} in {options.to}")
    return 0

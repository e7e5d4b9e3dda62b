"""`netralitas template [KIND] [--to DIR]`: empty workbooks that offices can fill in."""

from __future__ import annotations

import argparse
import sys

from pipelines.home import Home


def run(options: argparse.Namespace) -> int:
    from pipelines.layouts import Layouts
    from pipelines.templates import template_workbook

    layouts = [item for item in Layouts.load(Home.find().layouts).items if item.template]
    chosen = [item for item in layouts if options.kind in ("all", item.record_kind)]
    if not chosen:
        kinds = ", ".join(sorted({item.record_kind for item in layouts}))
        print(f"there is no template of that kind; there are: all, {kinds}", file=sys.stderr)
        return 2
    files = {options.to / f"template_{item.record_kind}_{item.name}.xlsx": item for item in chosen}
    there = [file for file in files if file.exists()]
    if there:
        # It may have been filled in.
        print(f"{there[0]} is there already; remove it, or name another folder", file=sys.stderr)
        return 2
    options.to.mkdir(parents=True, exist_ok=True)
    for file, layout in files.items():
        template_workbook(layout).save(file)
        print(f"written: {file} ({layout.title})")
    return 0

"""`netralitas diff A B`: which figures changed between two releases, and which files caused it."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

from pipelines.commands.no_release import missing, named
from pipelines.home import Home
from pipelines.publication.release import releases

if TYPE_CHECKING:
    from pipelines.publication.compare import DeliveryChange, NumberChange

_FEW = 10
# What tells a row apart to a reader; the rest (keys, citations) would hide the number.
_NAMES = (
    "_name",
    "name_id",
    "measure",
    "member",
    "rule",
    "scope",
    "level",
    "basis",
    "code",
    "as_of",
)


def run(options: argparse.Namespace) -> int:
    home = Home.find()
    if missing(home):
        return 1
    found = releases(home)
    if not options.ids and len(found) < 2:
        print("There is one release only: nothing to compare it with.", file=sys.stderr)
        return 1
    if len(options.ids) not in (0, 2):
        print("name two releases, the earlier first, or none", file=sys.stderr)
        return 2
    after_id = options.ids[1] if options.ids else next(one.id for one in found if one.is_current)
    earlier = [one.id for one in found if one.id < after_id] or [found[0].id]
    before, after = (
        named(home, options.ids[0] if options.ids else earlier[0]),
        named(home, after_id),
    )
    if before is None or after is None:
        return 2
    from pipelines.publication.compare import changed_deliveries, changed_numbers

    deliveries, numbers = changed_deliveries(before, after), changed_numbers(before, after)
    if options.format == "json":
        said = {
            "before": before.id,
            "after": after.id,
            "deliveries": [asdict(one) for one in deliveries],
            "numbers": [asdict(one) for one in numbers],
        }
        print(json.dumps(said, indent=1, ensure_ascii=False, default=str))
        return 0
    print(f"From {before.id} to {after.id}")
    _say_deliveries(deliveries)
    _say_numbers(numbers)
    return 0


def _say_deliveries(changes: list[DeliveryChange]) -> None:
    if not changes:
        print("\nThe same deliveries count in both: what differs is of code, rules or decisions.")
        return
    print("\nDeliveries")
    for one in changes:
        why = f" ({one.reason})" if one.reason else ""
        print(
            f"  {one.change:9}  {one.delivery_key}  {one.file_name}{why}, {one.facts:,} fact rows"
        )


def _say_numbers(changes: list[NumberChange]) -> None:
    if not changes:
        print("\nNo number of the reporting tables changed.")
        return
    print("\nNumbers that changed")
    for table, count in Counter(one.table for one in changes).items():
        print(f"  {table}: {count}")
        for one in [one for one in changes if one.table == table][:_FEW]:
            told = ", ".join(str(value) for name, value in one.row.items() if name.endswith(_NAMES))
            print(f"    {one.column}: {_shown(one.before)} -> {_shown(one.after)}  ({told})")
        if count > _FEW:
            print(f"    and {count - _FEW} more (--format json has all)")


def _shown(value: float | None) -> str:
    return "nothing" if value is None else f"{value:,.10g}"

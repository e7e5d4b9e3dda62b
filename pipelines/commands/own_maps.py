"""What a command says of maps in `layouts/` of the home that cannot be used: they are left out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.home import Home
    from pipelines.layouts import Layouts
    from pipelines.layouts.broken_maps import BrokenMap


def warn(home: Home, layouts: Layouts | None = None) -> int:
    """Names them on standard error, with what is wrong; returns how many there are."""
    broken = broken_maps(home) if layouts is None else layouts.broken
    if not broken:
        return 0
    print(f"WARNING: {cost_of(broken)}", file=sys.stderr)
    for one in broken:
        print(f"  {home.layouts / one.file}\n    {one.message}", file=sys.stderr)
    print("  Mend them, or move them away.", file=sys.stderr)
    return len(broken)


def broken_maps(home: Home) -> tuple[BrokenMap, ...]:
    """The maps of the home that cannot be used; () without reading any where it has none."""
    if not home.layouts.is_dir():
        return ()
    from pipelines.layouts import Layouts

    return Layouts.load(home.layouts).broken


def cost_of(broken: tuple[BrokenMap, ...]) -> str:
    """What they cost, in a sentence; '' where there are none, without importing anything."""
    if not broken:
        return ""
    from pipelines.layouts.broken_maps import what_waits

    return what_waits(len(broken))

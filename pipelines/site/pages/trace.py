"""The trail of the numbers: for each number from registers, how to see the rows behind it."""

from __future__ import annotations

from shlex import quote
from typing import Any

from pipelines.site.language import Language
from pipelines.site.model import Column, Table, anchor
from pipelines.site.release import Release

MAX_KEYS = 1500


def page(release: Release, t: Language) -> dict[str, Any]:
    """Made after all other pages, since they say which numbers there are."""
    keys = list(release.trace_keys.items())[:MAX_KEYS]
    return {
        "headline": t("trace.headline" if keys else "trace.none",
                      n=t.number(len(release.trace_keys))),
        "lead": t("trace.lead"),
        "table": Table(
            caption=t("trace.caption"),
            columns=[Column(t("trace.number")), Column(t("trace.command"))],
            rows=[[title, f"netralitas trace {quote(key)}"] for key, title in keys],
            query="netralitas trace KEY",
            total=len(release.trace_keys),
            anchors=[anchor(key) for key, _ in keys],
        ) if keys else None,
    }  # fmt: skip

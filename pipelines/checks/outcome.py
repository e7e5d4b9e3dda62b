"""One check's outcome: kept with the load, shown in Dagster, published as check_result."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from pipelines.privacy import mask

if TYPE_CHECKING:
    from dagster import AssetCheckResult, AssetKey

    from pipelines.home import Home

KINDS = (
    "dbt", "gx", "control_total", "consistency", "balance", "privacy", "decision", "dictionary",
    "map",
)  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """`kind` is one of KINDS; `severity` says what a failure does: block or warn."""

    check: str
    kind: str
    target: str
    severity: str
    passed: bool
    detail: str

    @property
    def blocks(self) -> bool:
        return not self.passed and self.severity == "block"


def check_name(text: str) -> str:
    """A name that Dagster takes: letters, digits and underscores."""
    return re.sub(r"\W+", "_", text).strip("_")


def record(home: Home, outcomes: Iterable[Outcome]) -> None:
    """Adds outcomes to those of the load under way, their details masked."""
    with home.audit.open("a", encoding="utf-8") as file:
        for outcome in outcomes:
            file.write(json.dumps({**asdict(outcome), "detail": mask(outcome.detail)}) + "\n")


def outcomes_so_far(home: Home) -> list[Outcome]:
    """The outcomes of the load under way, or of the last one."""
    if not home.audit.exists():
        return []
    with home.audit.open(encoding="utf-8") as lines:
        return [Outcome(**json.loads(line)) for line in lines]


def as_check_result(outcome: Outcome, asset_key: AssetKey) -> AssetCheckResult:
    """The outcome as Dagster shows it; only a failure that blocks is an error."""
    from dagster import AssetCheckResult, AssetCheckSeverity

    return AssetCheckResult(
        passed=outcome.passed,
        asset_key=asset_key,
        check_name=check_name(outcome.check),
        severity=(
            AssetCheckSeverity.ERROR if outcome.severity == "block" else AssetCheckSeverity.WARN
        ),
        description=mask(outcome.detail),
    )

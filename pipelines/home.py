"""Where everything is: the project's own files, and the home that holds a warehouse's state."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
REFERENCE = PROJECT / "data" / "reference"
PUBLISHED = PROJECT / "data" / "published"
EXPECTATIONS = PROJECT / "expectations"
DBT_PROJECT = PROJECT / "dbt_project"


@dataclass(frozen=True)
class Home:
    """The folder named by `NETRALITAS_HOME`, else the project's `data/`.

    `landing/`, `decisions/` and `dagster/` are the restricted zone (directory mode 0700);
    `releases/`, `current` and `current.duckdb` are the open one.
    """

    root: Path

    @classmethod
    def find(cls) -> Home:
        named = os.environ.get("NETRALITAS_HOME")
        return cls(Path(named).expanduser().resolve() if named else PROJECT / "data")

    @property
    def inbox(self) -> Path:
        return self.root / "inbox"

    @property
    def demo(self) -> Path:
        """The made-up registers: the home's own if it has them, else the project's."""
        own = self.root / "demo"
        return own if own.is_dir() else PROJECT / "data" / "demo"

    @property
    def landing(self) -> Path:
        return self.root / "landing"

    @property
    def region_decisions(self) -> Path:
        """Spellings of regions that a person has accepted or refused."""
        return self.root / "decisions" / "region_aliases.csv"

    @property
    def layouts(self) -> Path:
        """Column maps of this home, beside the project's; it may not exist."""
        return self.root / "layouts"

    @property
    def decisions(self) -> Path:
        """What a person has decided about cells, rows and words that were rejected."""
        return self.root / "decisions" / "decisions.csv"

    @property
    def archive(self) -> Path:
        return self.landing / "archive"

    @property
    def landing_db(self) -> Path:
        return self.landing / "landing.duckdb"

    @property
    def work_db(self) -> Path:
        return self.landing / "work.duckdb"

    @property
    def candidate_db(self) -> Path:
        return self.landing / "candidate.duckdb"

    @property
    def dbt(self) -> Path:
        """dbt's target and logs: compiled SQL and failures may hold values, so restricted."""
        return self.landing / "dbt"

    @property
    def last_load(self) -> Path:
        return self.landing / "last_load.json"

    @property
    def audit(self) -> Path:
        """Outcomes of the checks of the load under way, one JSON object a line (masked)."""
        return self.landing / "audit.jsonl"

    @property
    def postgres_state(self) -> Path:
        """What became of the last copy into PostgreSQL (masked)."""
        return self.landing / "postgres.json"

    @property
    def dagster(self) -> Path:
        return self.root / "dagster"

    @property
    def releases(self) -> Path:
        return self.root / "releases"

    @property
    def current(self) -> Path:
        return self.root / "current"

    @property
    def current_db(self) -> Path:
        return self.root / "current.duckdb"

    def prepare(self) -> None:
        """Make the folders, the restricted ones readable by their owner alone.

        The inbox is restricted too, but a group may be let in, so that offices' files can be
        dropped there: only others are kept out.
        """
        for folder in (self.inbox, self.releases):
            folder.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(PermissionError):  # another's folder: its owner decides
            self.inbox.chmod(self.inbox.stat().st_mode & 0o770)
        for folder in (
            self.landing, self.archive, self.dbt, self.dagster, self.decisions.parent,
        ):  # fmt: skip
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            folder.chmod(0o700)

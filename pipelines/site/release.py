"""The release that the pages are made from: its warehouse, its manifest, the release before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.trail import Trail, trace_all

if TYPE_CHECKING:
    import duckdb

Row = dict[str, Any]


@dataclass
class Release:
    """What the pages ask; `trace_keys` gathers the numbers whose rows the trace page lists."""

    connection: duckdb.DuckDBPyConnection
    manifest: dict[str, Any]
    has_previous: bool
    trace_keys: dict[str, str] = field(default_factory=dict)
    _trails: dict[str, Trail] = field(default_factory=dict)

    @classmethod
    @contextmanager
    def open(
        cls, connection: duckdb.DuckDBPyConnection, manifest: dict[str, Any], previous: Path
    ) -> Iterator[Release]:
        """`previous`, if it is there, is attached read-only as `before` for as long as the pages
        are made."""
        has_previous = previous.exists()
        if has_previous:
            # ATTACH takes no parameters; a quote in a path is doubled.
            quoted = str(previous.resolve()).replace("'", "''")
            connection.execute(f"attach '{quoted}' as before (read_only)")
        try:
            yield cls(connection, manifest, has_previous)
        finally:
            if has_previous:
                connection.execute("detach before")

    def rows(self, query: str, parameters: list[Any] | None = None) -> list[Row]:
        """The rows of a query, each as column → value."""
        found = self.connection.execute(query, parameters or [])
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def one(self, query: str, parameters: list[Any] | None = None) -> Row:
        """The one row of a query that always has one."""
        (row,) = self.rows(query, parameters)
        return row

    def trails(self, keys: Iterable[str], facts: int) -> dict[str, Trail]:
        """What is behind each of these numbers, at most so many facts of each; followed once, for
        the pages of both languages."""
        new = [key for key in keys if key not in self._trails]
        self._trails |= trace_all(self.connection, new, facts) if new else {}
        return self._trails

    @cached_property
    def violation_types(self) -> dict[str, Row]:
        """The types of the joint decree by code, with their names."""
        return {row["code"]: row for row in self.rows("from marts.dim_violation_type")}

    @property
    def published_at(self) -> datetime:
        return datetime.fromisoformat(self.manifest["published_at"])

    @property
    def has_demo(self) -> bool:
        """Whether any delivery of the release holds made-up data."""
        return bool(self.one("select count(*) as n from marts.dim_delivery where is_demo")["n"])

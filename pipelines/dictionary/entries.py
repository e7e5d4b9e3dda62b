"""One entry of the dictionary, and how a release's own entries are read."""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Entry:
    """A table (column_name None, position 0) or one of its columns (position from 1).

    comes_from: the tables (of a table) or columns (of a column) that it is made of, and the
    layouts whose rows feed them; headings: its headings in spreadsheets; examples: values that
    identify no one. These three are lists joined by "; ", None when empty.
    """

    schema_name: str
    table_name: str
    column_name: str | None
    position: int
    data_type: str | None
    label_id: str | None
    description_en: str | None
    description_id: str | None
    unit: str | None
    headings: str | None
    comes_from: str | None
    examples: str | None


_COLUMNS = ", ".join(field.name for field in fields(Entry))


def entries(connection: duckdb.DuckDBPyConnection) -> list[Entry]:
    """The entries of a release, each table before its columns in their order."""
    rows = connection.execute(
        f"select {_COLUMNS} from quality.dictionary order by schema_name, table_name, position"
    ).fetchall()
    return [Entry(*row) for row in rows]


def write(connection: duckdb.DuckDBPyConnection, written: list[Entry]) -> None:
    """Makes these the entries of the candidate, in place of any that it has."""
    connection.execute("delete from quality.dictionary")
    marks = ", ".join("?" for _ in fields(Entry))
    connection.executemany(
        f"insert into quality.dictionary ({_COLUMNS}) values ({marks})",
        [astuple(entry) for entry in written],
    )

"""`netralitas query`: read-only SQL on the current release, locked against everything else."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from pipelines.commands.no_release import missing
from pipelines.home import Home
from pipelines.privacy import mask

if TYPE_CHECKING:
    import duckdb


def run(options: argparse.Namespace) -> int:
    home = Home.find()
    if missing(home):
        return 1
    import duckdb

    statement = options.sql
    if statement.endswith(".sql"):
        file = Path(statement)
        if not file.is_file():
            print(f"there is no file {statement}", file=sys.stderr)
            return 2
        statement = file.read_text(encoding="utf-8")
    if options.format in ("parquet", "xlsx") and not options.output and sys.stdout.isatty():
        print(f"--format {options.format} needs --output FILE", file=sys.stderr)
        return 2
    with duckdb.connect(
        str(home.current_db),
        read_only=True,
        config={"enable_external_access": "false", "lock_configuration": "true"},
    ) as connection:
        try:
            relation = connection.sql(statement)
        except duckdb.Error as error:
            return _failed(error)
        if relation is None:
            print("that is not a query: nothing to show", file=sys.stderr)
            return 2
        try:
            _WRITERS[options.format](relation, options.output)
        except duckdb.Error as error:
            return _failed(error)
    return 0


def _failed(error: duckdb.Error) -> int:
    """The open zone holds nothing personal, so what the error quotes helps and harms no one."""
    print(f"the query failed: {mask(str(error)).strip()}", file=sys.stderr)
    return 2


def _emit(text: str, output: Path | None) -> None:
    if output:
        output.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


def _table(relation: duckdb.DuckDBPyRelation, output: Path | None) -> None:
    from rich.console import Console
    from rich.table import Table

    rows = relation.fetchall()
    table = Table(*relation.columns, header_style="bold")
    for row in rows:
        table.add_row(*("" if value is None else str(value) for value in row))
    file = output.open("w", encoding="utf-8") if output else sys.stdout
    # A pipe has no width of its own: let the table be as wide as it is.
    width = None if file.isatty() else 100_000
    console = Console(file=file, width=width)
    console.print(table, crop=False, soft_wrap=not file.isatty())
    console.print(f"{len(rows)} rows")
    if output:
        file.close()


def _csv(relation: duckdb.DuckDBPyRelation, output: Path | None) -> None:
    from pipelines.exports.writers import BATCH_ROWS, write_csv

    with _bytes(output) as sink:
        write_csv(relation.to_arrow_reader(BATCH_ROWS), sink)


def _json(relation: duckdb.DuckDBPyRelation, output: Path | None) -> None:
    import json

    rows = [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
    _emit(json.dumps(rows, default=_plain, ensure_ascii=False, indent=1) + "\n", output)


def _plain(value: Any) -> Any:
    """Decimals as numbers, dates as ISO texts."""
    import decimal

    return float(value) if isinstance(value, decimal.Decimal) else str(value)


def _parquet(relation: duckdb.DuckDBPyRelation, output: Path | None) -> None:
    from pipelines.exports.writers import BATCH_ROWS, write_parquet

    with _bytes(output) as sink:
        write_parquet(relation.to_arrow_reader(BATCH_ROWS), sink)


def _xlsx(relation: duckdb.DuckDBPyRelation, output: Path | None) -> None:
    from pipelines.exports.workbook import Heading, Workbook
    from pipelines.exports.writers import BATCH_ROWS

    with _bytes(output) as sink, Workbook(sink) as book:
        headings = [Heading(name) for name in relation.columns]
        book.write_table(book.add_sheet("query"), headings, relation.to_arrow_reader(BATCH_ROWS))


@contextmanager
def _bytes(output: Path | None) -> Iterator[IO[bytes]]:
    """Where the bytes of an answer go; a pipe gets them whole, for it cannot be sought in."""
    if output:
        with output.open("wb") as file:
            yield file
        return
    whole = io.BytesIO()
    yield whole
    sys.stdout.buffer.write(whole.getbuffer())


_WRITERS = {"table": _table, "csv": _csv, "json": _json, "parquet": _parquet, "xlsx": _xlsx}

"""`netralitas query`: read-only SQL on the current release, locked against everything else."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
    import csv
    import io

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(relation.columns)
    writer.writerows(relation.fetchall())
    _emit(text.getvalue(), output)


def _json(relation: duckdb.DuckDBPyRelation, output: Path | None) -> None:
    import json

    rows = [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
    _emit(json.dumps(rows, default=_plain, ensure_ascii=False, indent=1) + "\n", output)


def _plain(value: Any) -> Any:
    """Decimals as numbers, dates as ISO texts."""
    import decimal

    return float(value) if isinstance(value, decimal.Decimal) else str(value)


def _parquet(relation: duckdb.DuckDBPyRelation, output: Path | None) -> None:
    import pyarrow.parquet

    pyarrow.parquet.write_table(relation.to_arrow_table(), output or sys.stdout.buffer)


def _xlsx(relation: duckdb.DuckDBPyRelation, output: Path | None) -> None:
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("query")
    sheet.append(relation.columns)
    for row in relation.fetchall():
        sheet.append([_cell(value) for value in row])
    book.save(output or sys.stdout.buffer)


def _cell(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@"):
        return "'" + value  # a text, never a formula
    return value if isinstance(value, (int, float, str, bool, type(None))) else str(value)


_WRITERS = {"table": _table, "csv": _csv, "json": _json, "parquet": _parquet, "xlsx": _xlsx}

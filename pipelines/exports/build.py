"""The exports of a release: each table as Parquet and CSV, and one workbook to read them in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.exports.tables import Table, count, open_tables, rows_of
from pipelines.exports.workbook import MOST_ROWS, Heading, Workbook
from pipelines.exports.writers import BATCH_ROWS, BYTE_ORDER_MARK, write_csv, write_parquet

if TYPE_CHECKING:
    import duckdb

FORMATS = ("parquet", "csv", "xlsx")
_SHEETS = ("reporting",)
_DICTIONARY = (
    "schema_name", "table_name", "column_name", "data_type", "unit", "label_id",
    "description_id", "description_en",
)  # fmt: skip


@dataclass(frozen=True)
class Cover:
    """What an export says of itself: which release, and notes as pairs (Indonesian, English)."""

    release_id: str
    published_at: datetime
    schema_version: int
    notes: Sequence[tuple[str, str]] = field(default=())

    @classmethod
    def of(cls, manifest: Mapping[str, Any], notes: Sequence[tuple[str, str]] = ()) -> Cover:
        return cls(
            manifest["id"],
            datetime.fromisoformat(manifest["published_at"]),
            manifest["schema_version"],
            notes,
        )


def build(release: Path, manifest: Mapping[str, Any]) -> None:
    """Writes `exports/` into a release's folder, from the `warehouse.duckdb` in it."""
    import duckdb

    with duckdb.connect(str(release / "warehouse.duckdb"), read_only=True) as connection:
        write(connection, release / "exports", Cover.of(manifest))


def write(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    cover: Cover,
    tables: Sequence[Table] | None = None,
    formats: Sequence[str] = FORMATS,
) -> int:
    """Writes the tables (all of the open zone unless told) into a folder that it makes.

    `parquet/` and `csv/` hold a file per table, `netralitas.xlsx` a sheet per reporting table
    with a front sheet and a dictionary; `README.txt` says what it is, and whether rows are made up.
    Returns the number of tables.
    """
    tables = open_tables(connection) if tables is None else tables
    counts = {table: count(connection, table) for table in tables}
    demo = any(made_up for _, made_up in counts.values())
    folder.mkdir()
    _readme(folder / "README.txt", cover, counts, demo)
    notes = {"release": cover.release_id, "schema_version": str(cover.schema_version)}
    if demo:
        notes["notice"] = "\n".join(words()["demo_notice"])
    for kind in ("parquet", "csv"):
        if kind not in formats:
            continue
        (folder / kind).mkdir()
        for table in tables:
            batches = rows_of(connection, table, BATCH_ROWS)
            with (folder / kind / f"{table.full_name}.{kind}").open("wb") as file:
                if kind == "csv":
                    file.write(BYTE_ORDER_MARK)
                    write_csv(batches, file)
                else:
                    write_parquet(batches, file, notes)
    if "xlsx" in formats:
        _workbook(connection, folder / "netralitas.xlsx", cover, counts, demo)
    return len(tables)


def _workbook(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    cover: Cover,
    counts: Mapping[Table, tuple[int, int | None]],
    demo: bool,
) -> None:
    texts = words()
    shown = [table for table in counts if table.schema in _SHEETS]
    with Workbook(path, cover.published_at) as book:
        front = book.add_sheet("Baca dulu - Read me", texts["demo_short"][0] if demo else None)
        lines = _cover_lines(cover, demo)
        lines += [(), tuple(" / ".join(texts[one]) for one in ("sheet", "holds"))]
        lines[-1] += tuple(" / ".join(texts[one]) for one in ("rows", "demo_rows"))
        dictionary = book.add_sheet("Kamus - Dictionary")
        lines.append((dictionary.name, " / ".join(texts["dictionary"])))
        for table in shown:
            rows, made_up = counts[table]
            says = [table.label_id or table.name, table.description_id, table.description_en]
            if rows > MOST_ROWS - 2:
                says.append(" / ".join(texts["too_large"]))
                lines.append((table.name, "\n".join(filter(None, says)), rows, made_up))
                continue
            sheet = book.add_sheet(table.name, " / ".join(texts["demo_short"]) if made_up else None)
            headings = [Heading(one.name, one.label_id, one.unit) for one in table.columns]
            book.write_table(sheet, headings, rows_of(connection, table, BATCH_ROWS))
            lines.append((sheet.name, "\n".join(filter(None, says)), rows, made_up))
        book.write_page(front, lines, texts["demo_notice"])
        book.write_list(
            dictionary, [Heading(name) for name in _DICTIONARY], _dictionary_rows(shown)
        )


def _dictionary_rows(tables: Sequence[Table]) -> list[tuple[str | None, ...]]:
    rows: list[tuple[str | None, ...]] = []
    for table in tables:
        texts = (table.label_id, table.description_id, table.description_en)
        rows.append((table.schema, table.name, None, None, None, *texts))
        for one in table.columns:
            texts = (one.label_id, one.description_id, one.description_en)
            rows.append((table.schema, table.name, one.name, one.data_type, one.unit, *texts))
    return rows


def _cover_lines(cover: Cover, demo: bool) -> list[tuple[Any, ...]]:
    """The first lines of the front sheet and of the notice file."""
    texts = words()
    published = cover.published_at.isoformat(sep=" ", timespec="seconds").removesuffix("+00:00")
    lines: list[tuple[Any, ...]] = [(" / ".join(texts["title"]),), ()]
    lines += [tuple(texts["demo_notice"][at : at + 1]) for at in (0, 1)] if demo else []
    lines += [
        (" / ".join(texts["release"]), cover.release_id),
        (" / ".join(texts["published_at"]), published),
        (" / ".join(texts["schema_version"]), str(cover.schema_version)),
        (),
    ]
    notes = [texts["reported"], texts["unknown"], texts["apostrophe"], *cover.notes]
    return lines + [(text,) for pair in notes for text in pair]


def _readme(
    path: Path, cover: Cover, counts: Mapping[Table, tuple[int, int | None]], demo: bool
) -> None:
    lines = [": ".join(line) for line in _cover_lines(cover, demo)] + [""]
    for table, (rows, made_up) in counts.items():
        of_them = f", is_demo: {made_up:,}" if made_up else ""
        lines.append(f"{table.full_name}: {rows:,} rows{of_them}. {table.label_id or ''}".rstrip())
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@cache
def words() -> dict[str, list[str]]:
    """The texts of `words.yml`, each in Indonesian and English."""
    import yaml

    text = Path(__file__).with_name("words.yml").read_text(encoding="utf-8")
    texts: dict[str, list[str]] = yaml.safe_load(text)
    return texts

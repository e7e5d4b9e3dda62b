"""Which cells a row's fields stand in, and what they hold: from landing, the restricted zone.

Only for who may open it; without it a trail ends at the row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

    from pipelines.trail.model import Trail

_ROWS = """(
    select unnest(?::varchar[]) as delivery_key, unnest(?::varchar[]) as sheet_name,
        unnest(?::integer[]) as row_number, unnest(?::integer[]) as part
) as wanted"""


def locate(landing: duckdb.DuckDBPyConnection, trail: Trail) -> None:
    """Adds the coordinates: of each row its columns (field: letter), of a fact's own value its cell
    (F12). No text of any cell."""
    rows = [row for row in trail.all_rows() if row.row_number is not None]
    places = _places(rows)
    columns: dict[tuple[Any, ...], dict[str, str]] = {}
    for *place, field, letter in landing.execute(
        f"""select r.delivery_key, r.sheet_name, r.row_number, r.part, t.field, t.column_letter
        from {_ROWS}
        inner join landing.row as r using (delivery_key, sheet_name, row_number, part)
        inner join landing.sheet_table as t
            on r.delivery_key = t.delivery_key and r.sheet_name = t.sheet_name
            and r.table_number = t.table_number
        order by t.column_number, t.field""",
        places,
    ).fetchall():
        columns.setdefault(tuple(place), {})[field] = letter
    for row in rows:
        row.columns = columns.get((row.delivery_key, row.sheet_name, row.row_number, row.part), {})
        letter = row.columns.get(row.field or "")
        row.cell = f"{letter}{row.row_number}" if letter else None


def reveal(landing: duckdb.DuckDBPyConnection, trail: Trail) -> None:
    """Adds what stands in the cells of each row, by column letter: personal values among them."""
    from pipelines.workbooks.xlsx_parts import column_letter

    rows = [row for row in trail.all_rows() if row.row_number is not None]
    cells = {
        tuple(place): {column_letter(number): text for number, text in enumerate(texts, 1) if text}
        for *place, texts in landing.execute(
            f"""select r.delivery_key, r.sheet_name, r.row_number, r.part, r.cells
            from {_ROWS} inner join landing.row as r
            using (delivery_key, sheet_name, row_number, part)""",
            _places(rows),
        ).fetchall()
    }
    for row in rows:
        row.cells = cells.get((row.delivery_key, row.sheet_name, row.row_number, row.part))


def _places(rows: list[Any]) -> list[list[Any]]:
    return [
        [getattr(row, name) for row in rows]
        for name in ("delivery_key", "sheet_name", "row_number", "part")
    ]

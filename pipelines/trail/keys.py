"""What a key looks like, and what is wrong with one that does not."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any
from urllib.parse import parse_qsl, quote

SHAPES = """a key is one of
  the key of a fact, figure, case, contradiction or delivery   pf-146
  a row of a sheet: DELIVERY_KEY:SHEET:ROW                     541c86b1cf5dc08f:csv:17
  a number of a reporting table: TABLE.COLUMN?dim=value&dim=value
                                 funnel_by_region.proven?region_code=74&is_demo=true
    (values URL-encoded, `dim=` for null; the number is the sum over the rows that match)"""


class BadKeyError(Exception):
    """The key cannot mean anything; the message says what keys look like."""


class KeyNotFoundError(Exception):
    """The key is well formed, and this release has nothing under it."""


@dataclass(frozen=True)
class NumberKey:
    table: str
    column: str
    where: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True)
class RowKey:
    delivery_key: str
    sheet_name: str
    row_number: int


def number_key(table: str, column: str, where: dict[str, Any]) -> str:
    """The key of a number of a reporting table: the rows of `table` where the columns are so."""
    dims = "&".join(f"{name}={quote(_text(value), safe='')}" for name, value in where.items())
    return f"{table}.{column}" + (f"?{dims}" if dims else "")


def _text(value: Any) -> str:
    """As DuckDB casts it to text."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def parse(key: str, tables: dict[str, list[str]]) -> NumberKey | RowKey | str:
    """The key's parts; `tables` are the reporting tables with their columns. What is neither a
    number nor a row is returned as it is: the key of a fact.

    Raises BadKeyError with the nearest names.
    """
    key = key.strip().removeprefix("reporting.")
    name, _, query = key.partition("?")
    table, dot, column = name.partition(".")
    # A row's key may have any sign in its sheet's name, and a figure's key may have a dot.
    if "?" in key or (dot and get_close_matches(table, tables, cutoff=0.8)):
        return _number(table, column, query, tables)
    if key.count(":") >= 2:
        delivery, _, rest = key.partition(":")
        sheet, _, row = rest.rpartition(":")
        if not row.isdecimal() or not delivery or not sheet:
            raise BadKeyError(f"the last part of a row's key is its number in the sheet; {SHAPES}")
        return RowKey(delivery, sheet, int(row))
    if key in tables:
        raise BadKeyError(
            f"{key} is a table: name one of its columns ({', '.join(tables[key])}); {SHAPES}"
        )
    if not key or any(sign.isspace() for sign in key):
        raise BadKeyError(f"that is no key; {SHAPES}")
    return key


def _number(table: str, column: str, query: str, tables: dict[str, list[str]]) -> NumberKey:
    if table not in tables:
        raise BadKeyError(f"there is no reporting table {table!r}{_near(table, tables)}; {SHAPES}")
    columns = tables[table]
    try:
        where = parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query))
    except ValueError:
        raise BadKeyError(f"what follows the question mark is not dim=value; {SHAPES}") from None
    for name in (column, *(name for name, _ in where)):
        if name not in columns:
            raise BadKeyError(
                f"{table} has no column {name!r}{_near(name, columns)}; it has {', '.join(columns)}"
            )
    return NumberKey(table, column, tuple((name, value or None) for name, value in where))


def _near(name: str, names: Any) -> str:
    near = get_close_matches(name, list(names), n=3, cutoff=0.5)
    return f" (did you mean {' or '.join(near)}?)" if near else ""


def unknown(key: str, names: list[str]) -> KeyNotFoundError:
    """For a key of no fact: the message names those that are nearest."""
    return KeyNotFoundError(f"nothing in this release has the key {key!r}{_near(key, names)}")

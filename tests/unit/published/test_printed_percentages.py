"""The SQL that rounds printed percentages, against exact arithmetic on every small base."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import duckdb
import jinja2
import pytest

MACROS = Path(__file__).resolve().parents[3] / "dbt_project" / "macros"


@pytest.fixture(scope="module")
def sql() -> Callable[..., str]:
    """Renders one macro of the files to SQL."""
    files = [MACROS / name for name in ("printed_numbers.sql", "case_counts.sql")]
    source = "\n".join(file.read_text(encoding="utf-8") for file in files)
    module: Any = jinja2.Environment().from_string(source).module
    return lambda macro, *arguments: str(getattr(module, macro)(*arguments))


def _rounded(count: int, base: int, decimals: int) -> Decimal:
    place = Decimal(1).scaleb(-decimals)
    # 100 k / N in decimals long enough to be exact about the half.
    return (Decimal(100 * count) / Decimal(base)).quantize(place, rounding=ROUND_HALF_UP)


@pytest.mark.parametrize("decimals", [0, 1, 2])
def test_a_quotient_is_rounded_half_up(sql: Callable[..., str], decimals: int) -> None:
    query = f"""
        select k, n, {sql("percentage_in_last_place", "k", "n", str(decimals))}
        from range(1, 120) as bases (n), range(0, 120) as counts (k)
        where k <= n
    """
    for count, base, found in duckdb.sql(query).fetchall():
        assert found == int(_rounded(count, base, decimals).scaleb(decimals)), (count, base)


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [("143", "198", 72.2), ("1", "16", 6.3), ("28.0", "31.0", 90.3), ("0", "0", None),
     ("null", "4", None), ("5", "null", None)],
)  # fmt: skip
def test_our_own_shares_are_rounded_as_printed_ones_are(
    sql: Callable[..., str], part: str, whole: str, percent: float | None
) -> None:
    share = sql("share_percent", f"cast({part} as double)", f"cast({whole} as double)")
    assert duckdb.sql(f"select cast({share} as double)").fetchone() == (percent,)


def test_a_percentage_is_possible_if_some_whole_count_prints_as_it(
    sql: Callable[..., str],
) -> None:
    query = f"""
        select p, n, {sql("is_possible_percentage", "p", "n", "1")}
        from range(1, 100) as bases (n), range(0, 1001) as shares (p)
    """
    possible = {
        base: {int(_rounded(count, base, 1) * 10) for count in range(base + 1)}
        for base in range(1, 100)
    }
    for percentage, base, found in duckdb.sql(query).fetchall():
        assert found == (percentage in possible[base]), (percentage, base)


@pytest.mark.parametrize(
    ("percentage", "base", "expected"),
    [("23.5", 198, False), ("23.2", 198, True), ("23.7", 198, True), ("73.2", 198, True)],
)
def test_the_base_of_the_printed_list(
    sql: Callable[..., str], percentage: str, base: int, expected: bool
) -> None:
    place = sql("in_last_place", f"cast({percentage} as double)", "1")
    found = duckdb.sql(f"select {sql('is_possible_percentage', place, str(base), '1')}").fetchone()
    assert found == (expected,)


@pytest.mark.parametrize(
    ("printed", "decimals"),
    [("143 (73,2%) ASN", 1), ("Pelaksana (9, 7%)", 1), ("(25%)", None), ("50.76 persen", 2)],
)
def test_decimals_are_those_printed(
    sql: Callable[..., str], printed: str, decimals: int | None
) -> None:
    found = duckdb.execute(f"select {sql('decimals_in_print', '$1')}", [printed]).fetchone()
    assert found == (decimals,)


@pytest.mark.parametrize(
    ("stated", "last_day"),
    [("2024-02", "2024-02-29"), ("2020", "2020-12-31"), ("2024-03-14", "2024-03-14"), ("?", None)],
)
def test_a_partial_date_is_its_last_day(
    sql: Callable[..., str], stated: str, last_day: str | None
) -> None:
    found = duckdb.sql(f"select cast({sql('last_day_stated', repr(stated))} as varchar)").fetchone()
    assert found == (last_day,)

"""What the public sees of the counts gives no small cell away, whatever is subtracted from what."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.exports.public import public_set, rules
from tests.conftest import WarehouseHome, said

Rows = list[dict[str, Any]]
RULES = rules()
SMALLEST = RULES["smallest"]
WITHIN: dict[str, str | None] = RULES["measures"]
COUNTS = {name: rule for name, rule in RULES["tables"].items() if rule["kind"] == "counts"}


def read(connection: duckdb.DuckDBPyConnection, table: str) -> Rows:
    return connection.sql(f"from {table}").to_arrow_table().to_pylist()


def level(row: Mapping[str, Any], rule: Mapping[str, Any]) -> int:
    """How far down a row stands: 0 all of an election."""
    if "depth" in rule:
        return rule["depth"]["values"].index(row[rule["depth"]["column"]])
    return len(rule["levels"])


def attack(shown: Mapping[str, Rows], totals: Rows) -> Iterator[str]:
    """Every small number that follows from what is shown, by subtracting it from each other.

    Stages within a row; children from their parent; a table's rows from an election's total, which
    any other table may give; a place from the government of its name.
    """

    def small(value: int | None) -> bool:
        return value is not None and 0 < abs(value) < SMALLEST

    for name, rows in shown.items():
        rule = COUNTS[name]
        for row in rows:
            for measure, outer in WITHIN.items():
                if small(row[measure]):
                    yield f"{name}: {measure} is shown"
                parts = [one for one, whole in WITHIN.items() if whole == measure]
                known = [row[one] for one in parts if row[one] is not None]
                if known and row[measure] is not None and small(row[measure] - sum(known)):
                    yield f"{name}: what the stages leave of {measure}"
                if outer and row[outer] is not None and row[measure] is not None:
                    assert row[measure] <= row[outer]
        for measure in WITHIN:
            yield from _levels(name, rule, rows, totals, measure, small)
    by_place = {
        (row["is_demo"], row["election_key"], row["region_code"]): row
        for row in shown["reporting.funnel_by_region"]
        if not row.get("is_combined")
    }
    for row in shown["reporting.funnel_by_institution"]:
        place = by_place.get((row["is_demo"], row["election_key"], row["region_code"]))
        if place and not row.get("is_combined") and row["region_code"]:
            for measure in WITHIN:
                if None not in (place[measure], row[measure]) and small(
                    place[measure] - row[measure]
                ):
                    yield f"{measure} of a place less that of its government"


def _levels(
    name: str, rule: Mapping[str, Any], rows: Rows, totals: Rows, measure: str, small: Any
) -> Iterator[str]:
    for total in totals:
        own = [
            row
            for row in rows
            if row["is_demo"] == total["is_demo"]
            and row["election_key"] == total["election_key"]
            and row[measure] is not None
        ]
        whole = total[measure]
        if whole is None or not own:
            continue
        if rule.get("overlapping"):
            for row in own:
                if small(whole - row[measure]):
                    yield f"{name}: {measure} without one"
            continue
        alone = [row for row in own if not row.get("is_combined")]
        tops = [row for row in alone if "depth" not in rule or level(row, rule) == 1]
        if tops and small(whole - sum(row[measure] for row in tops)):
            yield f"{name}: {measure} of an election less its rows"
        if "depth" in rule:
            for parent in tops:
                children = [
                    row
                    for row in alone
                    if level(row, rule) == 2 and row[rule["levels"][0]] == parent[rule["levels"][0]]
                ]
                if children and small(parent[measure] - sum(row[measure] for row in children)):
                    yield f"{name}: {measure} of a province less its regencies"


def naive(true: Rows) -> Rows:
    """Small rows left out, and nothing else."""
    return [row for row in true if row["cases"] >= SMALLEST]


def attacked(warehouse: Path) -> tuple[list[str], list[str], int]:
    """What follows from the public set, what would from a naive one, and how many rows it has."""
    public = public_set(warehouse)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        true = {name: read(connection, name) for name in COUNTS}
    shown = {name: read(public.connection, name) for name in COUNTS}
    public.connection.close()
    is_total = RULES["totals"]["where"].replace("level = ", "").strip("'")
    regions = shown["reporting.funnel_by_region"]
    known = [row for row in regions if row["level"] == is_total and not row["is_combined"]]
    everything = [row for row in true["reporting.funnel_by_region"] if row["level"] == is_total]
    of_naive = {name: naive(rows) for name, rows in true.items()}
    return (
        list(attack(shown, known)),
        list(attack(of_naive, everything)),
        sum(map(len, shown.values())),
    )


def make_cases(path: Path, seed: int) -> None:
    """The tables of counts over made-up cases, of which some places and types have very few."""
    draw = random.Random(seed)
    cases = []
    for number in range(draw.choice([30, 120, 400])):
        regency = int(draw.paretovariate(0.6)) % 40
        stage = draw.choice(["clarified", "cleared", "ignored", "followed", "open", "proven"])
        cases.append(
            (
                number,
                f"e{draw.choice([1, 1, 1, 2])}",
                f"p{regency % 6}",
                f"p{regency % 6}.{regency}",
                f"i{regency if draw.random() < 0.9 else regency + 1}",
                f"c{int(draw.paretovariate(1)) % 7}",
                draw.sample([f"D{n}" for n in range(1, 9)], draw.choice([1, 1, 2])),
                stage,
            )
        )
    make_tables(path, cases)


def make_tables(path: Path, cases: list[tuple[Any, ...]]) -> None:
    """The tables of counts over these cases."""
    sums = """count(*)::int as cases, count(*)::int as reported,
        count(*) filter (stage = 'clarified')::int as in_clarification,
        count(*) filter (stage not in ('clarified'))::int as processed,
        count(*) filter (stage = 'cleared')::int as not_proven,
        count(*) filter (stage in ('ignored', 'followed', 'proven'))::int as proven,
        count(*) filter (stage = 'followed')::int as followed_up,
        count(*) filter (stage = 'ignored')::int as not_followed_up, false as is_demo"""
    election = "election as election_key, election as election_name"
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            """create schema reporting; create table cases (number int, election varchar,
            province varchar, regency varchar, institution varchar, class varchar, types varchar[],
            stage varchar)"""
        )
        connection.executemany("insert into cases values (?, ?, ?, ?, ?, ?, ?, ?)", cases)
        place = "create table reporting.funnel_by_region as " + " union all ".join(
            f"""select '{name}' as level, {code} as region_code, {code} as region_name,
            {province} as province_name, {election}, {sums} from cases group by all"""
            for name, code, province in (
                ("country", "'ID'", "null::varchar"),
                ("province", "province", "province"),
                ("regency_or_city", "regency", "province"),
            )
        )
        connection.execute(place)
        connection.execute(
            f"""create table reporting.funnel_by_institution as select institution as
            institution_key, institution as institution_name, 'regency' as institution_kind,
            home as region_code, split_part(home, '.', 1) as province_name, {election}, {sums}
            from (select *, 'p' || (institution[2:]::int % 6) || '.' || institution[2:] as home
                from cases)
            group by all"""
        )
        connection.execute(
            f"""create table reporting.violations_by_position as select class as position_class_key,
            class as position_class_name_id, class as position_class_name_en, {election}, {sums}
            from cases group by all"""
        )
        connection.execute(
            f"""create table reporting.violations_by_type as select type as violation_type_key,
            'x' as violation_class, 'x' as violation_stage, type as violation_name_id,
            type as violation_name_en, {election}, {sums}
            from (select *, unnest(types) as type from cases) group by all"""
        )
        connection.execute("create schema marts; drop table cases")


def test_the_made_up_registers_give_no_small_cell_away(demo_home: WarehouseHome) -> None:
    found, of_naive, rows = attacked(demo_home.current_db)
    assert (found, rows > 0, of_naive != []) == ([], True, True)


@pytest.mark.parametrize("seed", range(24))
def test_nor_do_any_others(tmp_path: Path, seed: int) -> None:
    make_cases(tmp_path / "w.duckdb", seed)
    found, _, _ = attacked(tmp_path / "w.duckdb")
    assert found == []


def test_the_attacker_succeeds_where_small_rows_are_only_left_out(tmp_path: Path) -> None:
    caught = 0
    for seed in range(8):
        make_cases(tmp_path / f"{seed}.duckdb", seed)
        caught += attacked(tmp_path / f"{seed}.duckdb")[1] != []
    assert caught == 8


def test_a_government_that_differs_by_few_from_its_region_is_combined(tmp_path: Path) -> None:
    places = [("p1.1", "i1")] * 10 + [("p1.1", "i7")] * 2 + [("p1.7", "i7")] * 20
    cases = [
        (number, "e1", "p1", regency, institution, "c1", ["D1"], "proven")
        for number, (regency, institution) in enumerate(places)
    ]
    make_tables(tmp_path / "w.duckdb", cases)
    public = public_set(tmp_path / "w.duckdb").connection
    places_shown = read(public, "reporting.funnel_by_region")
    assert {row["region_code"]: row["cases"] for row in places_shown}["p1.1"] == 12
    governments = read(public, "reporting.funnel_by_institution")
    assert [(row["institution_key"], row["cases"]) for row in governments] == [(None, 32)]


def test_of_few_cases_in_all_no_row_is_shown(tmp_path: Path) -> None:
    case = ("e1", "p1", "p1.1", "i1", "c1", ["D1"], "proven")
    make_tables(tmp_path / "w.duckdb", [(number, *case) for number in range(4)])
    public = public_set(tmp_path / "w.duckdb").connection
    assert [name for name in COUNTS if read(public, name)] == []


def test_every_table_has_a_rule(demo_home: WarehouseHome) -> None:
    tables = demo_home.sql(
        "select schema_name || '.' || table_name from duckdb_tables() where not internal"
    )
    assert {name for (name,) in tables} <= set(RULES["tables"])


def test_the_command_leaves_rows_about_persons_out_and_says_so(
    demo_home: WarehouseHome, tmp_path: Path
) -> None:
    done = demo_home.netralitas("export", "--public", "--to", str(tmp_path / "public"))
    assert done.returncode == 0, said(done)
    assert "left out: marts.fct_case (a row is one person's case)" in done.stdout
    files = {path.stem for path in (tmp_path / "public" / "csv").iterdir()}
    assert "reporting.funnel_by_region" in files
    assert not files & {"marts.fct_case", "marts.fct_report", "marts.fct_case_event"}

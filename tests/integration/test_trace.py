"""`netralitas trace`: every number of a release ends at rows of sheets, and they make it."""

from __future__ import annotations

import html
import json
import os
import re
import shlex
import statistics
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines.cli import main
from pipelines.trail import Release, Trail, number_key, rules, trace, trace_all
from tests.conftest import WarehouseHome

ADDED_UP = {"sum", "distinct", "value"}


def numeric_columns(release: Release) -> dict[str, list[str]]:
    """Of each reporting table."""
    found: dict[str, list[str]] = {table: [] for table in release.reporting_tables()}
    for table, column in release.connection.execute(
        """select table_name, column_name from duckdb_columns()
        where database_name = current_database() and schema_name = 'reporting'
            and regexp_matches(data_type, 'INT|DOUBLE|FLOAT|DECIMAL')
        order by table_name, column_index"""
    ).fetchall():
        found[table].append(column)
    return found


def traced(release: Release) -> Iterator[tuple[str, str, str]]:
    """The table, column and condition on its rows of all numbers that are said to be traced."""
    for table, columns in numeric_columns(release).items():
        for column in columns:
            said = rules.measures(release.rules_of(f"reporting.{table}"), column)
            if any(one.how != "none" for one in said):
                yield (
                    table,
                    column,
                    " and ".join(f"{one.when} is not true" for one in said if one.how == "none"),
                )


def keys_of(release: Release, table: str, column: str, condition: str, few: str = "") -> list[str]:
    """The key of that column's number in each row, which is named by all that is not counted."""
    told = rules.measured(release.rules_of(f"reporting.{table}"))
    names = [name for name in release.columns[f"reporting.{table}"] if name not in told]
    names += [
        name
        for name in sorted(told)
        if {one.how for one in rules.measures(release.rules_of(f"reporting.{table}"), name)}
        == {"none"}
    ]
    return [
        number_key(table, column, dict(zip(names, row, strict=True)))
        for row in release.connection.execute(
            f"select {', '.join(f'cast(number.{name} as varchar)' for name in names)} "
            f"from reporting.{table} as number where {condition or 'true'} {few}"
        ).fetchall()
    ]


@pytest.fixture(scope="module")
def release(
    demo_home: WarehouseHome, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Release]:
    """The release of the demo home: a copy, since the command opens the file in its own way."""
    path = tmp_path_factory.mktemp("release") / "warehouse.duckdb"
    path.write_bytes(demo_home.current_db.read_bytes())
    with duckdb.connect(str(path), read_only=True) as connection:
        yield Release(connection)


@pytest.fixture(scope="module")
def trails(release: Release) -> dict[tuple[str, str], list[Trail]]:
    """Of every number of every reporting table."""
    keys = {
        (table, column): keys_of(release, table, column, condition)
        for table, column, condition in traced(release)
    }
    found = trace_all(release, [key for own in keys.values() for key in own])
    assert len(found) > 3000
    return {column: [found[key] for key in own] for column, own in keys.items()}


@pytest.fixture
def here(demo_home: WarehouseHome, monkeypatch: pytest.MonkeyPatch) -> WarehouseHome:
    """The demo home, as that of the command in this process."""
    monkeypatch.setenv("NETRALITAS_HOME", str(demo_home.root))
    return demo_home


def test_each_number_of_each_reporting_table_has_a_rule_or_a_reason(release: Release) -> None:
    columns = numeric_columns(release)
    assert sum(map(len, columns.values())) > 100
    for table, own in columns.items():
        said = rules.measured(release.rules_of(f"reporting.{table}"))
        assert set(own) == said, table
        for column in own:
            # Reads the rule: an unknown word in it, or none of a reason, is an error.
            assert rules.measures(release.rules_of(f"reporting.{table}"), column)


def test_every_number_of_the_release_is_what_the_rows_behind_it_make(
    trails: dict[tuple[str, str], list[Trail]],
) -> None:
    """Added up here from the rows shown, not by the query that says that they agree."""
    for (table, column), own in trails.items():
        for trail in own:
            assert trail.agrees, (table, column, trail.key, trail.value, trail.found)
            for one in [trail, *trail.parts]:
                weights = [row.weight for row in one.rows if row.weight is not None]
                where = (one.title, one.key, one.value, weights)
                if one.value is None:
                    assert not any(weights), where
                elif one.how in ADDED_UP:
                    assert sum(weights) == pytest.approx(one.value), where
                elif one.how == "median":
                    assert statistics.median(first_weights(one)) == one.value, where
                elif one.how == "min":
                    assert min(first_weights(one)) == one.value, where
                elif one.how == "max":
                    assert max(first_weights(one)) == one.value, where
            if trail.how == "difference" and trail.value is not None:
                first, second = (part.value for part in trail.parts)
                assert first - second == pytest.approx(trail.value), trail.key
            if trail.how == "percent" and trail.value is not None:
                first, second = (part.value for part in trail.parts)
                assert 100 * first / second == pytest.approx(trail.value, abs=0.05), trail.key


def first_weights(trail: Trail) -> list[float]:
    """What each fact says, once."""
    facts = {}
    for row in trail.rows:
        facts.setdefault((row.fact_table, row.fact_key), row.weight)
    assert len(facts) == trail.facts
    return [weight for weight in facts.values() if weight is not None]


def test_a_number_that_is_nothing_is_0_not_unknown(
    trails: dict[tuple[str, str], list[Trail]],
) -> None:
    nothing = [one for one in trails["funnel_by_region", "annulled"] if one.value == 0]
    assert nothing
    for one in nothing:
        assert (one.found, one.agrees, one.facts, one.rows) == (0, True, 0, [])


def test_each_row_ends_at_a_row_that_was_read_from_a_delivery(
    demo_home: WarehouseHome, trails: dict[tuple[str, str], list[Trail]]
) -> None:
    read = set(
        demo_home.landing_sql("select delivery_key, sheet_name, row_number, part from landing.row")
    )
    files = dict(demo_home.sql("select delivery_key, file_name from marts.dim_delivery"))
    ends = set()
    for own in trails.values():
        for trail in own:
            for row in trail.all_rows():
                assert row.delivery_key, (trail.key, row)
                assert Path(row.file_name or "").name == files[row.delivery_key]
                # What was set aside is counted for each sheet, not row by row.
                if row.fact_table != "quality.row_balance":
                    ends.add((row.delivery_key, row.sheet_name, row.row_number, row.part))
    assert ends <= read
    assert len(ends) > 300


def test_a_published_figure_ends_at_its_citation(
    release: Release, trails: dict[tuple[str, str], list[Trail]]
) -> None:
    cited = dict(
        release.connection.execute(
            "select figure_key, citation from marts.fct_published_figure"
        ).fetchall()
    )
    by_itself = trace_all(release, cited)
    for key, citation in cited.items():
        assert citation
        assert by_itself[key].citation == citation
        assert by_itself[key].rows[0].file_name == "data/published/figures.csv"
    for trail in trails["figure_history", "value"]:
        ((key, citation),) = {(row.fact_key, row.citation) for row in trail.rows}
        assert trail.citation == citation == cited[key]


def test_the_rows_behind_a_count_are_those_of_its_cases(release: Release) -> None:
    sql = release.connection.execute
    for stage in ("proven", "followed_up", "sanctioned"):
        trail = trace(
            release, f"funnel_by_region.{stage}?level=province&region_code=74&is_demo=true"
        )
        expected = sql(
            f"""select distinct event.case_key, event.delivery_key, event.sheet_name,
                event.row_number
            from marts.fct_case_event as event inner join marts.fct_case as cases using (case_key)
            inner join marts.dim_region as region using (region_key)
            where region.province_code = '74' and cases.is_{stage} = 1 and cases.is_demo"""
        ).fetchall()
        assert expected
        assert {
            (row.fact_key, row.delivery_key, row.sheet_name, row.row_number) for row in trail.rows
        } == set(expected)
        assert len({row.fact_key for row in trail.rows}) == trail.value == trail.facts


def test_every_key_that_the_report_site_lists_leads_to_rows_that_make_it(
    demo_home: WarehouseHome, release: Release
) -> None:
    page = (demo_home.root / "current" / "site" / "trace.html").read_text(encoding="utf-8")
    commands = re.findall(r"netralitas trace ([^<]+)<", page)
    keys = {shlex.split(html.unescape(command))[0] for command in commands} - {"KEY"}
    assert len(keys) > 50
    for key, trail in trace_all(release, keys, limit=20).items():
        assert trail.agrees or trail.kind == "fact", key
        assert trail.rows or trail.parts or trail.value == 0, key


def test_a_limit_shows_fewer_facts_but_counts_all(release: Release) -> None:
    key = "funnel_by_region.cases?level=country&is_demo=true"
    whole, few = trace(release, key), trace(release, key, limit=3)
    assert whole.value == whole.facts == few.value == few.found == few.facts > 3
    assert len({row.fact_key for row in few.rows}) == 3
    assert few.rows == whole.rows[: len(few.rows)]


def test_a_row_of_a_sheet_says_what_came_of_it(release: Release) -> None:
    delivery, sheet, row = release.connection.execute(
        "select delivery_key, sheet_name, row_number from marts.fct_report order by 1, 2, 3"
    ).fetchall()[0]
    trail = trace(release, f"{delivery}:{sheet}:{row}")
    assert {"marts.fct_report", "marts.fct_case_event"} <= {one.fact_table for one in trail.rows}
    assert {(one.delivery_key, one.sheet_name, one.row_number) for one in trail.rows} == {
        (delivery, sheet, row)
    }
    whole = trace(release, delivery)
    assert whole.kind == "delivery"
    assert whole.facts > trail.facts


def test_a_contradiction_leads_to_both_its_numbers(release: Release) -> None:
    key, figures = release.connection.execute(
        "select consistency_key, string_split(figure_keys, ', ') from quality.consistency "
        "where status = 'contradicted' and contains(figure_keys, ',') order by 1"
    ).fetchall()[0]
    assert len(trace(release, key).rows) == len(figures) > 1


@pytest.fixture(scope="module")
def tampered(demo_home: WarehouseHome, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the release in which every traced number is one more than it was."""
    path = tmp_path_factory.mktemp("tampered") / "warehouse.duckdb"
    path.write_bytes(demo_home.current_db.read_bytes())
    with duckdb.connect(str(path)) as connection:
        columns: dict[str, list[str]] = {}
        for table, column, _ in traced(Release(connection)):
            columns.setdefault(table, []).append(column)
        for table, own in columns.items():
            raised = ", ".join(f"{column} = coalesce({column}, 0) + 1" for column in own)
            connection.execute(f"update reporting.{table} set {raised}")
    return path


def test_a_number_that_was_changed_is_said_not_to_add_up(tampered: Path) -> None:
    with duckdb.connect(str(tampered), read_only=True) as connection:
        release = Release(connection)
        keys = [
            key
            for table, column, condition in traced(release)
            for key in keys_of(release, table, column, condition, few="limit 5")
        ]
        found = trace_all(release, keys, limit=1)
    assert len(found) > 300
    assert [key for key, trail in found.items() if trail.agrees] == []


def test_a_case_that_went_missing_is_seen_in_the_numbers(
    demo_home: WarehouseHome, tmp_path: Path
) -> None:
    path = tmp_path / "warehouse.duckdb"
    path.write_bytes(demo_home.current_db.read_bytes())
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "update marts.fct_case set is_proven = 0 where case_key = "
            "(select min(case_key) from marts.fct_case where is_proven = 1)"
        )
        trail = trace(connection, "funnel_by_region.proven?level=country&is_demo=true")
        assert (trail.agrees, trail.found) == (False, trail.value - 1)
        assert trace(connection, "funnel_by_region.cases?level=country&is_demo=true").agrees


def test_the_command_shows_the_way_from_a_number_to_the_cell(
    here: WarehouseHome, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["trace", "funnel_by_region.proven?region_code=74&is_demo=true"]) == 0
    text = capsys.readouterr().out
    assert "as published" in text
    assert "made up for demonstration" in text
    assert ", sheet " in text
    key, value = here.sql(
        "select recap_key, value from marts.fct_recap where value > 0 order by 1 limit 1"
    )[0]
    assert main(["trace", key, "--reveal", "--format", "json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["rows"]
    letter = row["cell"].removesuffix(str(row["row_number"]))
    assert float(row["cells"][letter].replace(",", ".")) == value


def test_a_changed_number_ends_the_command_with_1(
    copy_of_demo_home: Callable[[], WarehouseHome],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    home = copy_of_demo_home()
    monkeypatch.setenv("NETRALITAS_HOME", str(home.root))
    key = "funnel_by_region.proven?level=country&is_demo=true"
    with duckdb.connect(os.path.realpath(home.current_db)) as connection:
        connection.execute(
            "update reporting.funnel_by_region set proven = proven + 1 where level = 'country'"
        )
        value = trace(connection, key).value
    assert main(["trace", key]) == 1
    shown = capsys.readouterr()
    assert (
        f"THE ROWS DO NOT MAKE THIS NUMBER: {value} is published, its rows make {value - 1}"
        in shown.err
    )
    assert "NOT WHAT IS PUBLISHED" in shown.out


def test_a_person_is_shown_only_to_who_can_read_landing_and_asks(
    copy_of_demo_home: Callable[[], WarehouseHome],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    home = copy_of_demo_home()
    monkeypatch.setenv("NETRALITAS_HOME", str(home.root))
    people = {
        value
        for (value,) in home.landing_sql(
            "select distinct value from landing.field_value "
            "where field in ('person_name', 'nip') and value is not null"
        )
    }
    assert len(people) > 60

    def shown(*options: str) -> set[str]:
        key = "funnel_by_region.cases?level=country&is_demo=true"
        assert main(["trace", key, "--all", *options]) == 0
        text = capsys.readouterr().out
        return {person for person in people if person in text}

    for form in ("text", "json"):
        assert shown("--format", form) == set()
        assert len(shown("--format", form, "--reveal")) > 40
    home.root.joinpath("landing", "landing.duckdb").unlink()
    assert shown() == set()
    key = home.sql("select min(case_key) from marts.fct_case")[0][0]
    assert main(["trace", key, "--reveal"]) == 1
    answer = capsys.readouterr()
    assert "no cell is shown: you may not read the restricted zone" in answer.err
    assert answer.out == ""


@pytest.mark.parametrize(
    ("key", "exit_code", "advice"),
    [
        ("funnel_by_regions.proven", 2, "did you mean funnel_by_region"),
        ("funnel_by_region.provn", 2, "did you mean proven"),
        ("funnel_by_region", 2, "name one of its columns"),
        ("funnel_by_region.region_name", 2, "no number that is traced"),
        ("funnel_by_region.proven?regency=74", 2, "has no column 'regency'"),
        ("funnel_by_region.proven?", 0, ""),
        ("funnel_by_region.proven?=", 2, "funnel_by_region"),
        ("outreach_calendar.year", 2, "is not traced: the year of the event's date"),
        ("stage_duration.median_days", 2, "name one row, by from_stage"),
        ("a delivery", 2, "a key is one of"),
        ("541c86b1cf5dc08f:csv:first", 2, "its number in the sheet"),
        ("funnel_by_region.proven?region_code=99", 1, "no row of funnel_by_region is so"),
        ("pf-nowhere", 1, "nothing in this release has the key 'pf-nowhere'"),
        ("541c86b1cf5dc08f:csv:99999", 1, "no fact came from that row"),
    ],
)
def test_what_leads_nowhere_is_said_kindly(
    here: WarehouseHome,
    capsys: pytest.CaptureFixture[str],
    key: str,
    exit_code: int,
    advice: str,
) -> None:
    assert main(["trace", key]) == exit_code
    answer = capsys.readouterr()
    assert advice in answer.err
    assert "Traceback" not in answer.err

"""Questions 11 to 20: each answer beside one worked out anew from the cells of the sources."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.conftest import WarehouseHome
from tests.integration.questions import (
    Person,
    Row,
    ask,
    ask_with,
    bawaslu_register,
    figures,
    last_day,
    letters_answered,
    outreach,
    persons,
    question,
    recap,
    reference,
    violation_codes,
)

PEOPLE = persons()
FIGURES = figures()
SANCTIONS = reference("sanctions", "sanction_code")
TYPES = reference("violation_types")
MEASURES = reference("measures")
ELECTIONS = reference("elections")
SOURCES = {code: row["name"] for code, row in reference("sources").items()}
CODES = violation_codes()

# "Keadaan per 14 Maret 2024": the day for which the registers with reports hold.
REGISTERS_AS_OF = date(2024, 3, 14)

# What the offices call a sanction and its level, in the codes of the reference.
SANCTION_WORDS = {
    "Pernyataan terbuka": "pp42_moral_open",
    "Pernyataan tertutup": "pp42_moral_closed",
    "Pemotongan tunjangan kinerja sebesar 25% selama 6 bulan": "pp94_allowance_cut_6_months",
    "Penurunan jabatan setingkat lebih rendah selama 12 bulan": "pp94_demotion_12_months",
    "Pembebasan dari jabatan menjadi jabatan pelaksana selama 12 bulan": (
        "pp94_release_from_office_12_months"
    ),
}
LEVEL_WORDS = {"Sanksi Moral": "moral", "Sedang": "medium", "Berat": "heavy"}


def select(rows: list[Row], **values: Any) -> list[Row]:
    """The rows of an answer that have these values."""
    return [row for row in rows if all(row[name] == value for name, value in values.items())]


def code_of(words: str | None) -> str | None:
    return words and SANCTION_WORDS[words]


@pytest.fixture
def changed(demo_home: WarehouseHome, tmp_path: Path) -> Callable[[str], WarehouseHome]:
    """A home whose release is a copy of the shipped one, after an SQL statement."""

    def make(statement: str) -> WarehouseHome:
        home = WarehouseHome(tmp_path / "changed")
        release = home.root / "current" / "warehouse.duckdb"
        release.parent.mkdir(parents=True)
        shutil.copy(demo_home.current_db, release)
        home.current_db.symlink_to("current/warehouse.duckdb")
        with duckdb.connect(str(release)) as connection:
            connection.execute(statement)
        return home

    return make


# --- 11 and 12: classes of violation and sanctions


def test_11_ethics_and_discipline_by_level_of_sanction(demo_home: WarehouseHome) -> None:
    rows = ask(demo_home, question(11))
    expected: dict[tuple[str, str | None, str | None], Counter[str]] = defaultdict(Counter)
    for one in PEOPLE:
        recommended = code_of(one.recommended_sanction)
        key = (
            TYPES[CODES[one.violation]]["class"],
            recommended and SANCTIONS[recommended]["level"],
            one.sanction_level and LEVEL_WORDS[one.sanction_level],
        )
        expected[key]["cases"] += 1
        expected[key]["proven"] += one.recommended_on is not None
        expected[key]["sanctioned"] += one.sanctioned_on is not None
    ours = select(rows, basis="cases")
    assert len(ours) == len(expected) > 4
    assert {
        (row["violation_class"], row["recommended_level"], row["sanction_level"]): {
            name: row[name] for name in ("cases", "proven", "sanctioned")
        }
        for row in ours
    } == expected
    assert all(row["is_demo"] and row["unit"] == "case" for row in ours)
    # An act is a matter of ethics before candidates are fixed, save for what the decree says.
    assert {one.stage for one in PEOPLE if CODES[one.violation] == "D9"} == {"Pencalonan"}


def test_11_beside_what_was_printed_of_the_two(demo_home: WarehouseHome) -> None:
    classes = {"ethics": "ethics", "code_of_ethics": "ethics", "discipline": "discipline"}
    printed = select(ask(demo_home, question(11)), basis="published")
    assert sorted(
        (row["as_of"], row["violation_class"], row["measure"], row["value"], row["citation"])
        for row in printed
    ) == sorted(
        (row["as_of"], classes[row["member"]], row["measure"], float(row["value"]), row["citation"])
        for row in FIGURES
        if row["member"] in classes
    )
    assert {row["value"] for row in printed} >= {42, 5, 178}


@pytest.mark.parametrize("election", ["pemilu_2024", "pilkada_2020"])
def test_11_of_one_election_only(demo_home: WarehouseHome, tmp_path: Path, election: str) -> None:
    rows = ask_with(demo_home, question(11), tmp_path, election_code=f"'{election}'")
    assert {row["election_name"] for row in rows} <= {ELECTIONS[election]["name"]}
    # All of the made-up persons were reported before Pemilu 2024.
    assert sum(row["cases"] for row in select(rows, basis="cases")) == (
        len(PEOPLE) if election == "pemilu_2024" else 0
    )
    assert len(select(rows, basis="published")) == sum(
        row["member"] in ("ethics", "discipline") and row["election"] == election for row in FIGURES
    )


def how_it_stands(given: str | None, other: str | None) -> str:
    """How one sanction stands to another, by the reference: by level where only that is said."""
    if given is None or other is None:
        return "unknown"
    levels = ["moral", "light", "medium", "heavy", "dismissal"]
    pair = SANCTIONS[given], SANCTIONS[other]
    if any("tidak dirinci" in one["name_id"] for one in pair):
        left, right = (levels.index(one["level"]) for one in pair)
    else:
        left, right = (int(one["severity"]) for one in pair)
    return "lighter" if left < right else "heavier" if left > right else "same"


def test_12_the_sanction_given_beside_the_other_two(demo_home: WarehouseHome) -> None:
    def name(code: str | None) -> str | None:
        return code and SANCTIONS[code]["name_id"]

    expected: Counter[tuple[str | None, ...]] = Counter()
    for one in PEOPLE:
        recommended, given = code_of(one.recommended_sanction), code_of(one.sanction)
        prescribed = TYPES[CODES[one.violation]]["prescribed_sanction_code"]
        if recommended or given:
            expected[
                name(recommended), name(given), name(prescribed),
                how_it_stands(given, recommended), how_it_stands(given, prescribed),
            ] += 1  # fmt: skip
    rows = ask(demo_home, question(12))
    assert {
        (
            row["recommended_sanction_name_id"], row["sanction_name_id"],
            row["prescribed_sanction_name_id"], row["given_against_recommended"],
            row["given_against_prescribed"],
        ): row["cases"]
        for row in rows
    } == expected  # fmt: skip
    assert sum(expected.values()) == sum(one.recommended_on is not None for one in PEOPLE)
    for row in rows:
        verdicts = row["given_against_recommended"], row["given_against_prescribed"]
        assert row["is_lighter"] == ("lighter" in verdicts)


def test_12_the_lighter_come_first_or_alone(
    changed: Callable[[str], WarehouseHome], tmp_path: Path
) -> None:
    """No shipped sanction is lighter, so two kinds of case are made so."""
    home = changed(
        "update reporting.sanction_compared set given_against_recommended = 'lighter' "
        "where recommended_sanction_key = 'pp42_moral_closed' and sanction_key is not null; "
        "update reporting.sanction_compared set given_against_prescribed = 'lighter' "
        "where sanction_key = 'pp94_allowance_cut_6_months'"
    )
    lighter = Counter(
        one.sanction
        for one in PEOPLE
        if one.sanction in ("Pernyataan tertutup", "Pemotongan tunjangan kinerja sebesar 25% selama"
                            " 6 bulan")
    )  # fmt: skip
    rows = ask(home, question(12))
    assert len(lighter) == 2
    assert sorted(row["cases"] for row in rows if row["is_lighter"]) == sorted(lighter.values())
    assert [row["is_lighter"] for row in rows] == sorted(
        (row["is_lighter"] for row in rows), reverse=True
    )
    assert {
        (row["sanction_name_id"], row["given_against_recommended"], row["given_against_prescribed"])
        for row in rows[:2]
    } == {
        (SANCTIONS["pp42_moral_closed"]["name_id"], "lighter", "same"),
        (SANCTIONS["pp94_allowance_cut_6_months"]["name_id"], "same", "lighter"),
    }
    assert ask_with(home, question(12), tmp_path, only_lighter="true") == rows[:2]


# --- 13: durations


def percentile(days: list[int], share: Fraction) -> Fraction:
    """The value below which a share lies, read on the line between two where need be."""
    place = (len(days) - 1) * share
    below = int(place)
    above = min(below + 1, len(days) - 1)
    return days[below] + (place - below) * (days[above] - days[below])


SPANS: dict[tuple[str, str], Callable[[Person], tuple[date | None, date | None]]] = {
    ("reported", "proven"): lambda one: (one.reported_on, one.recommended_on),
    ("reported", "recommended"): lambda one: (one.reported_on, one.recommended_on),
    ("reported", "sanctioned"): lambda one: (one.reported_on, one.sanctioned_on),
    ("forwarded", "recommended"): lambda one: (one.forwarded_on, one.recommended_on),
    ("recommended", "followed_up"): lambda one: (one.recommended_on, one.followed_up_on),
    ("recommended", "sanctioned"): lambda one: (one.recommended_on, one.sanctioned_on),
}


def test_13_days_between_stages(demo_home: WarehouseHome) -> None:
    rows = {(row["from_stage"], row["to_stage"]): row for row in ask(demo_home, question(13))}
    assert rows.keys() == SPANS.keys()
    for stages, dates_of in SPANS.items():
        reached = [(first, second) for first, second in map(dates_of, PEOPLE) if second is not None]
        days = sorted((second - first).days for first, second in reached if first)
        row = rows[stages]
        assert (row["cases"], row["shortest_days"], row["longest_days"]) == (
            len(days), days[0], days[-1],
        )  # fmt: skip
        assert row["median_days"] == percentile(days, Fraction(1, 2))
        tenths = percentile(days, Fraction(9, 10)) * 10
        assert row["p90_days"] == int(tenths + Fraction(1, 2)) / 10
        assert row["cases_out_of_order"] == 0
        # What has no first date is left out and counted: no date is put in its place.
        assert row["cases_not_dated"] == sum(first is None for first, _ in reached)
    assert rows["forwarded", "recommended"]["cases_not_dated"] > 0
    assert rows["recommended", "sanctioned"]["median_days"] == 28


def test_13_durations_over_few_cases_can_be_left_out(
    demo_home: WarehouseHome, tmp_path: Path
) -> None:
    rows = ask_with(demo_home, question(13), tmp_path, cases_at_least="28")
    assert {(row["from_stage"], row["to_stage"]) for row in rows} == {
        stages
        for stages, dates_of in SPANS.items()
        if sum(None not in dates_of(one) for one in PEOPLE) >= 28
    }


# --- 14 and 15: what came to nothing, and what came in

OUTCOMES = {
    "not_proven": "not_proven", "non_violations": "not_proven", "rejected": "rejected",
    "stopped": "rejected", "annulled": "cancelled",
}  # fmt: skip


@pytest.mark.parametrize("region", [None, "74", "74.01", "73", "7"])
def test_14_what_was_not_proven_rejected_or_cancelled(
    demo_home: WarehouseHome, tmp_path: Path, region: str | None
) -> None:
    def within(code: str) -> bool:
        return region is None or code == region or code.startswith(f"{region}.")

    chosen = "cast(null as varchar)" if region is None else f"'{region}'"
    rows = ask_with(demo_home, question(14), tmp_path, region=chosen)
    not_proven = sum(one.status == "Tidak Terbukti" and within(one.region_code) for one in PEOPLE)
    assert [
        (row["outcome"], row["value"], row["unit"], row["is_demo"])
        for row in select(rows, basis="cases")
    ] == [("not_proven", not_proven, "case", True)] * (not_proven > 0)
    assert sorted(
        (row["outcome"], row["source_code"], row["as_of"], row["unit"], row["value"])
        for row in select(rows, basis="published")
    ) == sorted(
        (
            OUTCOMES[row["measure"]], row["source"], last_day(row["as_of"]).isoformat(),
            row["unit"], float(row["value"]),
        )
        for row in FIGURES
        if row["measure"] in OUTCOMES and within(row["region_code"])
    )  # fmt: skip


def test_14_recaps_by_their_parts_and_by_their_own_total(demo_home: WarehouseHome) -> None:
    recaps = select(ask(demo_home, question(14)), basis="recap")
    expected = set()
    for source, measure, is_demo in (
        ("bawaslu", "non_violations", True), ("kasn", "not_proven", False),
    ):  # fmt: skip
        parts = [row[measure] for total, row in recap(source) if not total]
        (total,) = (row[measure] for total, row in recap(source) if total)
        expected.add((source, "printed total", total, is_demo))
        # KASN's recap prints none of the parts: that is not a sum of 0.
        if known := [part for part in parts if part is not None]:
            expected.add((source, "sum of regions", sum(known), is_demo))
    assert {
        (row["source_code"], row["scope"], row["value"], row["is_demo"]) for row in recaps
    } == expected
    assert len(recaps) == len(expected) == 3


INTAKE = {
    "findings": ("finding", "all"), "findings_registered": ("finding", "registered"),
    "findings_not_registered": ("finding", "not_registered"), "reports": ("report", "all"),
    "reports_registered": ("report", "registered"),
    "reports_not_registered": ("report", "not_registered"),
    "reports_pending": ("report", "pending"), "findings_and_reports": ("both", "all"),
}  # fmt: skip


def test_15_findings_and_reports_in_the_register(demo_home: WarehouseHome) -> None:
    channels = {"Temuan": "finding", "Laporan": "report"}
    expected: Counter[tuple[str, str]] = Counter()
    for entry in bawaslu_register():
        civil_servants = sum(status == "ASN" for status, _ in entry.subjects)
        expected[channels[entry.channel], "person"] += civil_servants
        expected[channels[entry.channel], "case"] += civil_servants > 0
    ours = select(ask(demo_home, question(15)), basis="registers")
    assert {(row["channel"], row["unit"]): row["value"] for row in ours} == expected
    assert {row["registration"] for row in ours} == {"registered"}
    assert expected["finding", "case"] + expected["report", "case"] < len(bawaslu_register())


def test_15_findings_and_reports_in_recap_and_print(
    demo_home: WarehouseHome, tmp_path: Path
) -> None:
    rows = ask(demo_home, question(15))
    cells = recap("bawaslu")
    assert {
        (row["channel"], row["registration"], row["scope"]): row["value"]
        for row in select(rows, basis="recap")
    } == {
        (*INTAKE[measure], scope): sum(
            row[measure] or 0 for total, row in cells if total is is_total
        )
        for measure in cells[0][1]
        if measure in INTAKE
        for scope, is_total in (("sum of regions", False), ("printed total", True))
    }
    stated = [row for row in FIGURES if row["measure"] in INTAKE]
    printed = select(rows, basis="published")
    assert sorted(
        (row["channel"], row["registration"], row["unit"], row["value"], row["citation"])
        for row in printed
    ) == sorted(
        (*INTAKE[row["measure"]], row["unit"], float(row["value"]), row["citation"])
        for row in stated
    )
    # 400 reports were "more than": a bound is not shown as a count.
    assert {row["value"] for row in printed if row["qualified"] == "at_least"} == {400}
    chosen = ask_with(demo_home, question(15), tmp_path, election_code="'pilkada_2020'")
    assert sorted(row["value"] for row in chosen) == sorted(
        float(row["value"]) for row in stated if row["election"] == "pilkada_2020"
    )


# --- 16: who comes back


def pseudonym(home: WarehouseHome, nip: str) -> str:
    """A NIP's keyed hash, worked out anew from the key that the office keeps."""
    named = os.environ.get("NETRALITAS_HASH_KEY")
    key = named or (home.root / "landing" / "hash.key").read_text(encoding="ascii").strip()
    return hmac.new(key.encode(), nip.encode(), hashlib.sha256).hexdigest()[:32]


@pytest.mark.parametrize("only_proven", [False, True])
def test_16_persons_under_a_pseudonym(
    demo_home: WarehouseHome, tmp_path: Path, only_proven: bool
) -> None:
    rows = ask_with(
        demo_home, question(16), tmp_path,
        cases_at_least="1", only_proven=str(only_proven).lower(),
    )  # fmt: skip
    listed = [one for one in PEOPLE if one.recommended_on or not only_proven]
    people = select(rows, row_kind="person")
    assert {row["person"]: (row["cases_each"], row["proven_each"]) for row in people} == {
        pseudonym(demo_home, one.nip): (1, int(one.recommended_on is not None)) for one in listed
    }
    assert len(people) == len(listed)
    assert {row["elections"] for row in people} == {"Pemilu 2024"}
    said = json.dumps(rows)
    assert not any(one.nip in said for one in PEOPLE)
    assert not re.search(r"(?<![0-9a-f])\d{18}(?![0-9a-f])", said)


def test_16_how_many_persons_have_how_many_cases(demo_home: WarehouseHome) -> None:
    rows = ask(demo_home, question(16))
    # Every one of the 38 has a NIP and stands in the export once: nobody comes back.
    assert len({one.nip for one in PEOPLE}) == len(PEOPLE)
    assert {row["row_kind"] for row in rows} == {"distribution"}
    assert {(row["cases_each"], row["proven_each"]): row["persons"] for row in rows} == Counter(
        (1, int(one.recommended_on is not None)) for one in PEOPLE
    )


def test_16_who_comes_back_is_one_row_over_all_elections(
    demo_home: WarehouseHome, changed: Callable[[str], WarehouseHome], tmp_path: Path
) -> None:
    again = next(one for one in PEOPLE if one.recommended_on)
    person = pseudonym(demo_home, again.nip)
    home = changed(
        "insert into marts.fct_case select * replace ('second' as case_key, "
        "'pilkada_2024' as election_key, 0 as is_proven) "
        f"from marts.fct_case where asn_key = '{person}'"
    )
    (row,) = select(ask(home, question(16)), row_kind="person")
    assert (row["person"], row["cases_each"], row["proven_each"], row["elections_each"]) == (
        person, 2, 1, 2,
    )  # fmt: skip
    assert row["elections"] == "Pemilu 2024, Pilkada 2024"
    # A second report is not a second violation.
    proven = ask_with(home, question(16), tmp_path, only_proven="true")
    assert not select(proven, row_kind="person")


# --- 17: figures over time


def digits_swapped(one: str, other: str) -> bool:
    """Whether two digits of one number, and nothing else, changed places in the other."""
    places = [
        place for place, pair in enumerate(zip(one, other, strict=False)) if len(set(pair)) > 1
    ]
    if len(one) != len(other) or len(places) != 2:
        return False
    first, second = places
    return one[first] == other[second] and one[second] == other[first]


def scope(figure: dict[str, str]) -> tuple[str, ...]:
    """The place, or the government, that a figure is about: a national one is named as member."""
    about = figure["about"]
    named = figure["member"] if (about, figure["region_code"]) == ("government", "ID") else ""
    return figure["region_code"], about, named


def series(figure: dict[str, str]) -> tuple[str, ...]:
    """What must be equal for one figure to be an earlier state of another."""
    as_of = last_day(figure["as_of"])
    period_to = figure["period_to"]
    return (
        figure["source"], *scope(figure), figure["election"],
        "" if figure["election"] else figure["period_label"], figure["period_from"],
        "" if period_to and as_of and period_to == as_of.isoformat() else period_to,
        figure["measure"], figure["member"], figure["unit"], str(as_of is None),
    )  # fmt: skip


def is_count(figure: dict[str, str]) -> bool:
    return figure["unit"] not in ("percent", "rank", "score") and figure["value"] != ""


def test_17_each_figure_beside_its_neighbours_and_with_its_flags(
    demo_home: WarehouseHome, tmp_path: Path
) -> None:
    rows = ask_with(
        demo_home, question(17), tmp_path, region="null", measure_code="null", election="null"
    )
    answer = {row["figure_key"]: row for row in rows}
    assert len(rows) == len(answer) == len(FIGURES)

    def number(figure: dict[str, str] | None) -> float | None:
        return float(figure["value"]) if figure and figure["value"] else None

    together: dict[tuple[str, ...], list[dict[str, str]]] = defaultdict(list)
    for figure in FIGURES:
        together[series(figure)].append(figure)
    for members in together.values():
        members.sort(key=lambda one: (last_day(one["as_of"]) or date.max, one["figure_id"]))
        for before, figure, after in zip(
            [None, *members], members, [*members[1:], None], strict=False
        ):
            row = answer[figure["figure_id"]]
            was, value, will = number(before), number(figure), number(after)
            assert (row["previous_value"], row["value"], row["next_value"]) == (was, value, will)
            dated = figure["as_of"] != ""
            assert row["falls"] == (
                dated and not MEASURES[figure["measure"]]["may_fall"]
                and None not in (was, value) and value < was
            )  # fmt: skip
            assert row["swaps_digits_of_neighbour"] == (
                dated
                and any(
                    one and digits_swapped(figure["value"], one["value"]) for one in (before, after)
                )
            )
    for figure in FIGURES:
        row = answer[figure["figure_id"]]
        same = [
            other["figure_id"]
            for other in FIGURES
            if is_count(figure) and float(figure["value"]) >= 10
            and all(figure[name] == other[name] for name in ("measure", "member", "unit", "value"))
            and (
                scope(figure) != scope(other)
                or (figure["election"] != other["election"] and figure["election"]
                    and other["election"])
            )
        ]  # fmt: skip
        assert row["same_value_elsewhere"] == (", ".join(sorted(same)) or None)
        swapped = [
            other["figure_id"]
            for other in FIGURES
            if is_count(figure) and is_count(other) and float(figure["value"]) >= 100
            and (figure["source"], *scope(figure)) == (other["source"], *scope(other))
            and figure["election"] == other["election"] != ""
            and series(figure) != series(other)
            and digits_swapped(figure["value"], other["value"])
        ]  # fmt: skip
        assert row["swapped_digits_elsewhere"] == (", ".join(sorted(swapped)) or None)
        assert row["is_for_a_look"] == bool(
            row["falls"] or row["swaps_digits_of_neighbour"] or same or swapped
        )
    # KASN's 2,034 of 2020 were printed once as 2,304.
    assert answer["pf-015"]["value"] == 2304
    assert answer["pf-015"]["swapped_digits_elsewhere"] == "pf-008, pf-011"
    assert answer["pf-087"]["same_value_elsewhere"] == "pf-088"


def test_17_the_series_asked_for_comes_first_and_then_what_is_worth_a_look(
    demo_home: WarehouseHome, tmp_path: Path
) -> None:
    def asked_for(figure: dict[str, str]) -> bool:
        return (figure["region_code"], figure["measure"], figure["election"]) == (
            "ID", "reported", "pilkada_2020",
        )  # fmt: skip

    rows = ask(demo_home, question(17))
    chosen = {figure["figure_id"] for figure in FIGURES if asked_for(figure)}
    assert {row["figure_key"] for row in rows[: len(chosen)]} == chosen
    assert all(row["is_for_a_look"] for row in rows[len(chosen) :])
    alone = ask_with(demo_home, question(17), tmp_path, also_flagged="false")
    assert alone == rows[: len(chosen)]
    kasn = [
        (row["as_of"], row["value"])
        for row in alone
        if row["source_name"] == SOURCES["kasn"] and row["unit"] == "person"
    ]
    assert kasn[:3] == [("2021-07-01", 1997), ("2021-12-16", 2007), ("2024-02-06", 2034)]


def test_17_what_falls_is_worth_a_look(changed: Callable[[str], WarehouseHome]) -> None:
    """No shipped figure falls within its series, so one is made to."""
    home = changed("update reporting.figure_history set falls = true where figure_key = 'pf-049'")
    assert not any(row["falls"] for row in ask(home, question(17)) if row["is_chosen"])
    (fallen,) = select(ask(home, question(17)), falls=True)
    assert (fallen["figure_key"], fallen["is_for_a_look"]) == ("pf-049", True)


# --- 18: when the task passed on

STATUS_STAGES = {
    "Ditindaklanjuti": "followed_up", "Belum Ditindaklanjuti": "not_followed_up",
    "Tidak Terbukti": "not_proven", "Proses Klarifikasi": "in_clarification",
}  # fmt: skip
Statement = tuple[str, str, str, date | None]


def statements() -> list[Statement]:
    """Basis, source, measure and day of each figure, filled recap cell and stage of a register."""
    said: list[Statement] = [
        ("published", row["source"], row["measure"], last_day(row["as_of"])) for row in FIGURES
    ]
    for source in ("kasn", "bawaslu"):
        said += [
            ("recap", source, measure, REGISTERS_AS_OF)
            for _, cells in recap(source)
            for measure, cell in cells.items()
            if cell is not None
        ]
    stages: list[tuple[str, str, date | None]] = []
    for one in PEOPLE:
        stages += [
            ("kasn", "reported", one.complained_on),
            ("kasn", STATUS_STAGES[one.status], one.status_on),
        ]
        if one.recommended_on:
            stages += [
                ("kasn", "proven", one.recommended_on),
                ("kasn", "recommended", one.recommended_on),
                # The annex says what became of it, and not when.
                ("kasn", STATUS_STAGES[one.status], None),
            ]
        if one.sanctioned_on:
            stages.append(("regional", "sanctioned", one.sanctioned_on))
    for letter, status, day in letters_answered():
        for one in PEOPLE:
            if one.letter == letter:
                stages += [
                    ("regional", "recommended", one.recommended_on),
                    ("regional", STATUS_STAGES[status], day),
                ]
    for entry in bawaslu_register():
        for status, _ in entry.subjects:
            if status == "ASN":
                stages += [
                    ("bawaslu", "reported", entry.registered_on),
                    ("bawaslu", "forwarded", entry.forwarded_on),
                    ("bawaslu", "proven", None),
                ]
    return said + [("registers", *stage) for stage in stages]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2024, 8, 1), date(2024, 9, 30)),
        # As if it had passed on amid the made-up registers: each side has something to say.
        (date(2023, 11, 1), date(2023, 12, 31)),
    ],
)
def test_18_what_each_says_before_and_after_the_handover(
    demo_home: WarehouseHome, tmp_path: Path, first: date, last: date
) -> None:
    rows = ask_with(
        demo_home, question(18), tmp_path,
        handover_from=f"date '{first}'", handover_to=f"date '{last}'",
    )  # fmt: skip
    found: dict[tuple[str, str, str], list[Statement]] = defaultdict(list)
    for said in statements():
        basis, source, _, day = said
        side = (
            "undated" if day is None
            else "before" if day < first
            else "after" if day > last
            else "during"
        )  # fmt: skip
        found[basis, SOURCES[source], side].append(said)
    answer = {(row["basis"], row["source_name"], row["side"]): row for row in rows}
    assert len(rows) == len(answer)
    assert answer.keys() == found.keys()
    for key, said in found.items():
        measures = sorted({measure for _, _, measure, _ in said})
        days = sorted(day.isoformat() for *_, day in said if day)
        row = answer[key]
        assert (row["statements"], row["measures"], row["measures_named"]) == (
            len(said), len(measures), ", ".join(measures),
        )  # fmt: skip
        assert (row["first_date"], row["last_date"]) == (
            (days[0], days[-1]) if days else (None,) * 2
        )
        assert row["outside_validity"] == sum(
            source == "kasn" and day is not None and day > date(2024, 9, 30)
            for _, source, _, day in said
        )
        # KASN's recap is transcribed from print; all else in registers and recaps is made up.
        basis, source_name, _ = key
        assert row["is_demo"] == (
            basis == "registers" or (basis, source_name) == ("recap", SOURCES["bawaslu"])
        )


# --- 19: prevention


@pytest.mark.parametrize("window", [30, 90, 180, 365])
def test_19_cases_before_and_after_an_event(
    demo_home: WarehouseHome, tmp_path: Path, window: int
) -> None:
    rows = ask_with(demo_home, question(19), tmp_path, window_length=str(window))

    def near(event: dict[str, str]) -> tuple[list[Person], list[Person]]:
        day, region = date.fromisoformat(event["event_date"]), event["region_code"]
        there = [one for one in PEOPLE if f"{one.region_code}.".startswith(f"{region}.")]
        span = timedelta(days=window)
        return (
            [one for one in there if day - span <= one.reported_on < day],
            [one for one in there if day <= one.reported_on < day + span],
        )

    expected: dict[str, tuple[int | None, ...]] = {}
    for event in outreach():
        if not event["region_code"].startswith("74"):
            # No register of that province is loaded: that is not a count of none.
            expected[event["outreach_id"]] = (None,) * 5
            continue
        before, after = near(event)
        days = (REGISTERS_AS_OF - date.fromisoformat(event["event_date"])).days + 1
        expected[event["outreach_id"]] = (
            min(days, window),
            len(before),
            len(after),
            len(after) - len(before) if days >= window else None,
            sum(one.recommended_on is not None for one in after),
        )
    ours = select(rows, basis="cases")
    assert len(ours) == len(expected) == 4
    assert {
        row["outreach_key"]: tuple(row[name] for name in (
            "days_known_after", "cases_before", "cases_after", "change", "proven_after",
        ))
        for row in ours
    } == expected  # fmt: skip
    # On the day to which the registers go the rakor was held: what followed is not known.
    assert expected["rakor-sultra-2024-03-14"][3] is None
    # Real events beside made-up cases: the row says which is which, and is not real as a whole.
    assert all(
        row["is_demo"] and row["cases_are_demo"] and not row["event_is_demo"] for row in ours
    )


def test_19_and_what_was_printed_of_the_place_afterwards(
    demo_home: WarehouseHome, tmp_path: Path
) -> None:
    rows = ask_with(demo_home, question(19), tmp_path, figures_within_days="365")
    expected = [
        (event["outreach_id"], last_day(row["as_of"]).isoformat(), row["measure"], row["unit"],
         float(row["value"]), row["citation"])
        for event in outreach()
        for row in FIGURES
        if row["region_code"] == event["region_code"] and row["about"] == "territory"
        and row["measure"] in ("reported", "cases", "violations", "proven") and not row["member"]
        and row["as_of"]
        and 0 < (last_day(row["as_of"]) - date.fromisoformat(event["event_date"])).days <= 365
        and not (
            row["election"] and ELECTIONS[row["election"]]["voting_date"] < event["event_date"]
        )
    ]  # fmt: skip
    assert len(expected) >= 5
    assert sorted(
        (row["outreach_key"], row["as_of"], row["measure"], row["unit"], row["value"],
         row["citation"])
        for row in select(rows, basis="published")
    ) == sorted(expected)  # fmt: skip


def test_19_a_figure_of_the_day_itself_or_of_a_part_says_nothing_of_later_cases(
    demo_home: WarehouseHome, changed: Callable[[str], WarehouseHome]
) -> None:
    home = changed(
        "update reporting.figure_history set as_of = date '2023-11-15' "
        "where figure_key = 'pf-001'; "
        "update reporting.figure_history set member = 'D5' where figure_key = 'pf-113'"
    )

    def printed(home: WarehouseHome) -> Counter[tuple[str, str]]:
        rows = select(ask(home, question(19)), basis="published")
        return Counter((row["measure"], row["citation"]) for row in rows)

    cited = {row["figure_id"]: (row["measure"], row["citation"]) for row in FIGURES}
    assert printed(demo_home) - printed(home) == Counter([cited["pf-001"], cited["pf-113"]])


# --- 20: what could not be loaded


def test_20_what_could_not_be_loaded_and_what_it_stands_for(demo_home: WarehouseHome) -> None:
    rows = ask(demo_home, question(20))
    register = [[status for status, _ in entry.subjects] for entry in bawaslu_register()]
    expected = {
        # Rows without a civil servant, and everybody who is none: some stand beside one who is.
        ("row_set_aside", "bawaslu_register_sultra.xlsx", None): (
            sum("ASN" not in statuses for statuses in register),
            sum(status != "ASN" for statuses in register for status in statuses),
        )
    }
    for figure in FIGURES:
        if not figure["value"]:
            expected["figure_without_number", "figures.csv", figure["measure"]] = (1, None)
    for measure, blank in Counter(
        measure for _, cells in recap("kasn") for measure, cell in cells.items() if cell is None
    ).items():
        expected["recap_without_number", "kasn_recap_sultra_2024-03-14.xlsx", measure] = (
            blank, None,
        )  # fmt: skip
    assert {
        (row["kind"], row["file_name"], row["item"]): (row["amount"], row["persons"])
        for row in rows
    } == expected
    assert len(rows) == len(expected) == 8
    (palopo,) = select(rows, kind="figure_without_number")
    assert (palopo["as_printed"], palopo["source_code"]) == ("Kota Palopo", "kasn")
    assert {row["kind"] for row in rows if row["is_demo"]} == {"row_set_aside"}


@pytest.mark.parametrize("kind", ["row_set_aside", "recap_without_number", "row_rejected"])
def test_20_of_one_kind_only(demo_home: WarehouseHome, tmp_path: Path, kind: str) -> None:
    chosen = ask_with(demo_home, question(20), tmp_path, kind_chosen=f"'{kind}'")
    assert chosen == select(ask(demo_home, question(20)), kind=kind)


def test_20_holds_every_row_that_the_balance_has_not_loaded(demo_home: WarehouseHome) -> None:
    listed: Counter[tuple[str, str]] = Counter()
    for row in ask(demo_home, question(20)):
        listed[row["kind"], row["file_name"]] += row["amount"]
    balance = demo_home.sql(
        "select file_name, sum(rejected)::integer, sum(set_aside)::integer "
        "from quality.row_balance inner join marts.dim_delivery using (delivery_key) "
        "group by file_name"
    )
    assert len(balance) == 16
    for file_name, rejected, set_aside in balance:
        assert listed["row_rejected", file_name] == rejected
        assert listed["row_set_aside", file_name] == set_aside
    quarantined = demo_home.netralitas("quarantine", "--json")
    assert len(json.loads(quarantined.stdout)["files"]) == sum(
        kind == "file_quarantined" for kind, _ in listed
    )

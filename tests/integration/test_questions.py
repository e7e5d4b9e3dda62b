"""Each question is one plain SQL file; its answer is what the sources say when read anew."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pipelines.exports.public import public_set
from tests.conftest import PROJECT, WarehouseHome, said
from tests.integration.questions import (
    ANALYSES,
    Person,
    ask,
    ask_with,
    figures,
    half_up,
    in_bawaslu_register,
    persons,
    question,
)

FILES = sorted(ANALYSES.glob("*.sql"))
PEOPLE = persons()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_question_is_plain_sql_with_two_titles_and_has_an_answer(
    demo_home: WarehouseHome, file: Path
) -> None:
    text = file.read_text(encoding="utf-8")
    number = int(file.name[:2])
    english, indonesian = text.splitlines()[:2]
    assert re.match(rf"-- {number}\. \S.*\?$", english)
    assert re.match(rf"-- {number}\. \S.*\?$", indonesian)
    assert english != indonesian
    assert "{{" not in text
    assert "{%" not in text
    assert "with parameters as (" in text
    rows = ask(demo_home, file)
    assert rows
    assert {"basis", "is_demo"} <= rows[0].keys()


def test_the_twenty_are_all_there() -> None:
    assert [int(file.name[:2]) for file in FILES] == list(range(1, 21))


def test_the_page_of_the_questions_lists_them_under_their_titles() -> None:
    page = (PROJECT / "docs" / "questions.md").read_text(encoding="utf-8")
    for file in FILES:
        english, indonesian = (
            title.split(". ", 1)[1] for title in file.read_text(encoding="utf-8").splitlines()[:2]
        )
        assert f"| {english} | {indonesian} | [{file.name}](" in page


def test_the_command_answers_a_file(demo_home: WarehouseHome) -> None:
    done = demo_home.netralitas("query", str(question(3)))
    assert done.returncode == 0, said(done)
    assert "Pemerintah Kabupaten Wakatobi" in done.stdout


def by(day: date | None, as_of: date) -> bool:
    return day is not None and day <= as_of


REACHED: dict[str, Callable[[Person, date], bool]] = {
    "reported": lambda one, day: one.reported_on <= day,
    "in_clarification": lambda one, day: (
        one.status == "Proses Klarifikasi" and one.status_on <= day
    ),
    "processed": lambda one, day: (
        by(one.recommended_on, day) or (one.status == "Tidak Terbukti" and one.status_on <= day)
    ),
    "proven": lambda one, day: by(one.recommended_on, day),
    "not_proven": lambda one, day: one.status == "Tidak Terbukti" and one.status_on <= day,
    "recommended": lambda one, day: by(one.recommended_on, day),
    "followed_up": lambda one, day: by(one.answered_on, day),
    "sanctioned": lambda one, day: by(one.sanctioned_on, day),
}


@pytest.mark.parametrize(
    ("period_from", "period_to", "as_of"),
    [
        ("2023-01-01", "2024-12-31", "2024-03-14"),
        ("2023-01-01", "2024-12-31", "2023-12-15"),
        ("2023-10-01", "2023-12-31", "2024-01-20"),
        ("2024-01-01", "2024-12-31", "2024-02-28"),
    ],
)
def test_1_the_funnel_of_a_period_as_of_a_date(
    demo_home: WarehouseHome, tmp_path: Path, period_from: str, period_to: str, as_of: str
) -> None:
    rows = ask_with(
        demo_home, question(1), tmp_path,
        period_from=f"date '{period_from}'", period_to=f"date '{period_to}'",
        as_of=f"date '{as_of}'",
    )  # fmt: skip
    ours = {row["measure"]: row for row in rows if row["basis"] == "cases"}
    day = date.fromisoformat(as_of)
    in_period = [one for one in PEOPLE if period_from <= one.reported_on.isoformat() <= period_to]
    assert {measure: row["value"] for measure, row in ours.items()} == {
        measure: sum(reached(one, day) for one in in_period) for measure, reached in REACHED.items()
    }
    assert all(row["is_demo"] and row["not_placed_in_time"] == 0 for row in ours.values())
    assert all(row["as_of"] <= as_of for row in rows)


def test_1_of_what_was_printed_the_last_state_by_then_is_shown(
    demo_home: WarehouseHome, tmp_path: Path
) -> None:
    def national(as_of: str) -> set[tuple[str, float]]:
        rows = ask_with(demo_home, question(1), tmp_path, as_of=f"date '{as_of}'",
                        period_from="date '2020-01-01'")  # fmt: skip
        return {
            (row["as_of"], row["value"])
            for row in rows
            if (row["place"], row["election_name"]) == ("Indonesia", "Pilkada 2020")
            and (row["measure"], row["unit"]) == ("reported", "person")
            and row["source_name"] == "Komisi Aparatur Sipil Negara"
        }

    known = [
        (row["as_of"], float(row["value"]))
        for row in figures()
        if (row["source"], row["measure"], row["member"], row["unit"]) == (
            "kasn", "reported", "", "person")
        and (row["region_code"], row["election"]) == ("ID", "pilkada_2020")
        and not row["period_from"] and not row["period_to"]
    ]  # fmt: skip
    assert len(known) > 2
    for as_of in ("2021-11-30", "2022-01-01", "2024-03-14"):
        last = max(one for one in known if one[0] <= as_of)
        assert last in national(as_of)
        assert not {one for one in known if one[0] != last[0]} & national(as_of)


def test_2_follow_up_by_ppk(demo_home: WarehouseHome) -> None:
    rows = ask(demo_home, question(2))
    proven = Counter(one.employer for one in PEOPLE if one.recommended_on)
    answered = Counter(one.employer for one in PEOPLE if one.answered_on)
    assert {
        row["ppk"]: (row["of_how_many"], row["followed_up"], row["followed_up_percent"])
        for row in rows
        if row["basis"] == "cases"
    } == {
        employer: (count, answered[employer], half_up(answered[employer], count))
        for employer, count in proven.items()
    }
    # What was printed wrongly stands beside what the two numbers give.
    (national,) = (row for row in rows if row["of_how_many"] == 198)
    assert (national["followed_up"], national["printed_percent"]) == (143, 73.2)
    assert national["followed_up_percent"] == half_up(143, 198) == 72.2
    printed = [row for row in rows if row["basis"] == "published"]
    by_statement = {
        (float(row["value"]), row["as_of"], row["citation"]): row
        for row in figures()
        if row["measure"] == "followed_up" and not row["member"] and row["source"] != "bawaslu"
    }
    assert len(printed) >= 10
    for row in printed:
        assert any(
            value == row["followed_up"] and row["as_of"].startswith(as_of)
            and row["citation"].startswith(citation)
            for value, as_of, citation in by_statement
        )  # fmt: skip
        assert row["followed_up_percent"] == half_up(row["followed_up"], row["of_how_many"])


@pytest.mark.parametrize("as_of", ["2024-03-14", "2024-01-31", "2023-11-20"])
@pytest.mark.parametrize("older_than", [0, 30])
def test_3_recommendations_without_a_follow_up(
    demo_home: WarehouseHome, tmp_path: Path, as_of: str, older_than: int
) -> None:
    day = date.fromisoformat(as_of)
    rows = ask_with(
        demo_home, question(3), tmp_path,
        as_of=f"date '{as_of}'", older_than_days=str(older_than),
    )  # fmt: skip
    expected = Counter(
        (one.employer, one.recommended_on.isoformat(), (day - one.recommended_on).days)
        for one in PEOPLE
        if one.recommended_on
        and one.recommended_on <= day
        and not by(one.answered_on, day)
        and (day - one.recommended_on).days > older_than
    )
    assert {
        (row["ppk"], row["recommended_on"], row["age_days"]): row["cases"] for row in rows
    } == dict(expected)


def test_4_regions_with_most_cases(demo_home: WarehouseHome) -> None:
    rows = ask(demo_home, question(4))
    counted = Counter(one.region_code for one in PEOPLE if one.region_code != "74")
    ours = [
        row
        for row in rows
        if (row["basis"], row["measure"], row["level"]) == ("cases", "reported", "regency_or_city")
    ]
    assert {row["region_code"]: row["value"] for row in ours} == dict(counted)
    for row in ours:
        assert row["place"] == 1 + sum(count > row["value"] for count in counted.values())
    top5 = {
        row["region_code"]: float(row["value"])
        for row in figures()
        if row["breakdown"] == "rmol-jatim-top5-provinces"
    }
    assert len(top5) == 5
    assert {
        row["region_code"]: row["value"]
        for row in rows
        if row["as_of"] == "2020-10-04" and row["basis"] == "published"
    } == top5
    # No count of civil servants is on file: the column is empty, and the row says why.
    assert all(row["per_1000_asn"] is None and row["asn"] is None for row in rows)
    assert all("asn_counts.csv" in row["note"] for row in rows)


def test_5_sources_side_by_side_and_why(demo_home: WarehouseHome) -> None:
    rows = ask(demo_home, question(5))
    for row in rows:
        assert row["difference"] == pytest.approx(row["value_a"] - row["value_b"])
        differs = "contradict each other" in row["why"]
        assert not differs or row["comparison"] == "differs"
        if row["comparison"] == "as_of_differs":
            days = abs(date.fromisoformat(row["as_of_a"]) - date.fromisoformat(row["as_of_b"])).days
            assert f"{days} days apart" in row["why"]
            assert f"{days} hari" in row["why_id"]
    (famous,) = (row for row in rows if {row["value_a"], row["value_b"]} == {76, 177})
    assert famous["place"] == "Sulawesi Tenggara"
    assert famous["why"].startswith("they hold for")

    def demo(source_a: str, source_b: str, family: str, basis: str) -> tuple[float, float]:
        (row,) = (
            row
            for row in rows
            if row["is_demo"]
            and row["place"] == "Sulawesi Tenggara"
            and (row["source_a"], row["source_b"]) == (source_a, source_b)
            and (row["measure_family"], row["basis"]) == (family, basis)
        )
        return row["value_a"], row["value_b"]

    registered, sanctioned = (
        len(in_bawaslu_register()),
        sum(one.sanctioned_on is not None for one in PEOPLE),
    )
    assert demo("bawaslu", "kasn", "reported", "register / register") == (registered, len(PEOPLE))
    assert demo("regional", "warehouse", "sanctioned", "register / cases") == (sanctioned,) * 2
    assert (
        demo("kasn", "warehouse", "proven", "register / cases")
        == (sum(one.recommended_on is not None for one in PEOPLE),) * 2
    )


def test_made_up_numbers_are_compared_with_made_up_ones_alone(demo_home: WarehouseHome) -> None:
    printed = {float(row["value"]) for row in figures() if row["value"]}
    for row in ask(demo_home, question(5)):
        if "published" in row["basis"]:
            assert not row["is_demo"]
            assert row["value_a"] in printed
        if "register" in row["basis"] or "cases" in row["basis"]:
            assert row["is_demo"]


def test_6_totals_against_their_parts(demo_home: WarehouseHome) -> None:
    rows = ask(demo_home, question(6))
    published = [row for row in rows if row["basis"] == "published"]
    complete: dict[str, list[dict[str, str]]] = {}
    for row in figures():
        if row["breakdown_complete"] == "yes":
            complete.setdefault(row["breakdown"], []).append(row)
    values = {row["figure_id"]: float(row["value"]) for row in figures() if row["value"]}
    expected = {
        name: (sum(float(part["value"]) for part in parts), values[parts[0]["breakdown_total"]])
        for name, parts in complete.items()
        if all(part["value"] for part in parts)
        and len({part["breakdown_total"] for part in parts}) == 1
        and parts[0]["breakdown_total"] in values
    }
    found = {
        row["scope"].split(" | ")[-1]: (row["sum_of_parts"], row["printed_total"])
        for row in published
    }
    assert found == expected
    assert (37, 38) in found.values()
    for row in rows:
        equal = row["sum_of_parts"] == row["printed_total"]
        assert row["status"] == ("holds" if equal else "contradicted")
    assert {row["is_demo"] for row in rows if row["basis"] == "recap"} == {True, False}


def social(one: Person) -> str:
    if "media sosial" in one.violation:
        return "yes"
    return "possibly" if one.violation.startswith("Mem-posting foto") else "no"


def test_7_violation_types_and_social_media_over_time(demo_home: WarehouseHome) -> None:
    rows = ask(demo_home, question(7))
    months = Counter(one.reported_on.replace(day=1).isoformat() for one in PEOPLE)
    for member, kinds in {
        "social_media": {"yes"}, "social_media_possibly": {"yes", "possibly"},
    }.items():  # fmt: skip
        share = Counter(
            one.reported_on.replace(day=1).isoformat() for one in PEOPLE if social(one) in kinds
        )
        assert {
            row["month_or_date"]: (row["value"], row["of_how_many"], row["percent"])
            for row in rows
            if row["basis"] == "cases" and row["member"] == member
        } == {
            month: (share[month], count, half_up(share[month], count))
            for month, count in months.items()
        }
    # The types of a month are of its cases: here each case has one type.
    types: Counter[str] = Counter()
    for row in rows:
        if row["basis"] == "cases" and not row["member"].startswith("social_media"):
            types[row["month_or_date"]] += row["value"]
    assert types == months
    by_type: Counter[str] = Counter()
    for row in rows:
        if row["basis"] == "cases":
            by_type[row["member"]] += row["value"]
    assert by_type["KE2"] == sum(
        one.violation == "Sosialisasi/kampanye media sosial/online bakal calon" for one in PEOPLE
    )
    assert {
        (row["month_or_date"], row["percent"])
        for row in rows
        if row["basis"] == "published" and row["member"] == "social_media" and row["percent"]
    } == {
        (row["as_of"], float(row["value"]))
        for row in figures()
        if row["member"] == "social_media" and row["unit"] == "percent"
    }


def test_8_position_classes(demo_home: WarehouseHome) -> None:
    rows = ask(demo_home, question(8))
    codes = {"JPT Pratama": "jpt", "Kepala Wilayah": "kepala_wilayah"}
    for measure, people in {
        "reported": PEOPLE, "proven": [one for one in PEOPLE if one.recommended_on],
    }.items():  # fmt: skip
        counted = Counter(codes.get(one.position, one.position.lower()) for one in people)
        assert {
            row["position_class"]: (row["value"], row["percent"])
            for row in rows
            if (row["basis"], row["measure"]) == ("cases", measure)
        } == {code: (count, half_up(count, len(people))) for code, count in counted.items()}
    classes = {"jpt", "administrator", "pengawas", "pelaksana", "fungsional", "kepala_wilayah"}
    assert sorted(
        (row["as_of"], row["position_class"], row["percent"])
        for row in rows
        if row["basis"] == "published"
    ) == sorted(
        (row["as_of"], row["member"], float(row["value"]))
        for row in figures()
        if row["member"] in classes and row["unit"] == "percent" and row["value"]
    )


def test_9_before_during_and_after_the_campaign(demo_home: WarehouseHome) -> None:
    rows = ask(demo_home, question(9))
    # The campaign of 2024 ran from 28 November 2023 to 10 February 2024.
    counted = Counter(
        "before" if one.reported_on < date(2023, 11, 28)
        else "during" if one.reported_on <= date(2024, 2, 10)
        else "after"
        for one in PEOPLE
    )  # fmt: skip
    ours = [row for row in rows if row["basis"] == "cases"]
    assert {row["phase"]: row["cases"] for row in ours} == dict(counted)
    for row in ours:
        assert row["percent"] == half_up(row["cases"], len(PEOPLE))
        assert row["date_basis"] == "report"
    assert [row["percent"] for row in rows if row["basis"] == "published"] == [
        float(row["value"]) for row in figures() if row["member"] == "campaign"
    ]


def test_10_pemilu_against_pilkada(demo_home: WarehouseHome) -> None:
    rows = ask(demo_home, question(10))
    (ours,) = (row for row in rows if row["basis"] == "cases")
    assert (ours["kind"], ours["reported"], ours["proven"]) == (
        "pemilu", len(PEOPLE), sum(one.recommended_on is not None for one in PEOPLE),
    )  # fmt: skip
    kasn = {
        row["election_name"]: row
        for row in rows
        if (row["source_name"], row["unit"]) == ("Komisi Aparatur Sipil Negara", "person")
    }
    for name, code in {"Pemilu 2024": "pemilu_2024", "Pilkada 2020": "pilkada_2020"}.items():
        row = kasn[name]
        stated = {
            one["measure"]: float(one["value"])
            for one in figures()
            if (one["source"], one["election"], one["region_code"], one["unit"]) == (
                "kasn", code, "ID", "person")
            and not one["member"] and one["value"] and one["as_of"] == row["as_of"]
            and one["citation"] == row["citation"]
        }  # fmt: skip
        assert {one: row[one] for one in ("reported", "proven", "followed_up")} == {
            one: stated[one] for one in ("reported", "proven", "followed_up")
        }
        assert row["proven_percent_of_reported"] == half_up(row["proven"], row["reported"])
        assert row["followed_up_percent_of_proven"] == half_up(row["followed_up"], row["proven"])
    assert kasn["Pilkada 2020"]["kind"] == "pilkada"
    assert kasn["Pemilu 2024"]["days_after_vote"] == (date(2024, 3, 14) - date(2024, 2, 14)).days


def test_the_public_set_compares_and_lists_only_what_was_published(
    demo_home: WarehouseHome,
) -> None:
    shown = public_set(demo_home.root / "current" / "warehouse.duckdb").connection
    rows = shown.sql("select basis_a, basis_b from reporting.source_agreement").fetchall()
    assert set(rows) == {("published", "published")}
    bases = shown.sql("select distinct basis from reporting.printed_number").fetchall()
    assert bases == [("published",)]

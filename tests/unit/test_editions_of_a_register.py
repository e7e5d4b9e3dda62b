"""Which deliveries are editions of one register: by their periods and the numbers they share."""

from __future__ import annotations

from pipelines.landing.partial_editions import Entries
from pipelines.landing.registers import Candidate, Editions, are_nested, settle_editions


def settled(*deliveries: tuple[str, str, set[str]], whole: str = "") -> Editions:
    """deliveries: key, period and numbers of each, the earliest edition first."""
    return settle_editions(
        [Candidate(key, period, key == whole) for key, period, _ in deliveries],
        {key: Entries(set(numbers), rows=len(numbers)) for key, _, numbers in deliveries},
    )


A, B, C, D = (f"0{place}/LP/2023" for place in range(1, 5))


def test_a_register_of_a_year_replaces_those_of_its_months() -> None:
    found = settled(
        ("jan", "2023-01", {A}), ("feb", "2023-02", {B, C}), ("year", "2023", {A, B, C, D})
    )
    assert found.replaced == {"jan", "feb"}
    assert found.supersedes == {"year": "feb"}
    assert found.held == {}


def test_a_month_that_the_year_already_has_waits() -> None:
    found = settled(("year", "2023", {A, B, C}), ("mar", "2023-03", {C}))
    assert found.replaced == set()
    assert found.held == {"mar": ("year", "it has none of 2 of the 3 numbers of the earlier file")}


def test_months_and_other_years_stand_beside_each_other() -> None:
    found = settled(("jan", "2023-01", {A}), ("feb", "2023-02", {A, B}), ("next", "2024", {A}))
    assert (found.replaced, found.held) == (set(), {})


def test_plain_numbers_begin_anew_with_every_register() -> None:
    found = settled(("jan", "2023-01", {"1", "2"}), ("year", "2023", {"1", "2", "3"}))
    assert (found.replaced, found.held) == (set(), {})
    assert settled(("a", "2023", {"1", "2"}), ("b", "2023", {"1", "2"})).replaced == {"a"}


def test_of_one_period_what_shows_no_number_cannot_be_told_apart() -> None:
    found = settled(("a", "2023", {A}), ("b", "2023", {B}), ("c", "2023", set()), whole="c")
    assert found.replaced == {"a", "b"}
    assert settled(("a", "2023", {A}), ("b", "2023", {B})).replaced == set()


def test_a_part_waits_and_later_editions_are_held_against_what_counts() -> None:
    found = settled(("a", "2023", {A, B, C, D}), ("part", "2023", {D}), ("b", "2023", {A, B, C, D}))
    assert (found.replaced, set(found.held), found.supersedes) == ({"a"}, {"part"}, {"b": "a"})


def test_periods_within_each_other() -> None:
    assert are_nested("2023", "2023-T1")
    assert are_nested("2023-03", "2023")
    assert not are_nested("2023", "2023")
    assert not are_nested("2023-01/2023-06", "2023-04/2023-09")
    assert are_nested("2023-11", "2022-2023")
    assert are_nested("2023-S2", "2023-11/2023-12")
    assert not are_nested("2023", "pilkada_2024")
    assert not are_nested("2023", "")

"""The search for people in the open zone: found however they are titled, never by office words."""

from __future__ import annotations

import duckdb
import pytest

from pipelines.checks.privacy_search import find_people


def found(text: str, *names: str) -> bool:
    with duckdb.connect(":memory:") as connection:
        connection.execute("create table t as select ? as a_text, 7 as a_number", [text])
        return bool(find_people(connection, "memory", names))


@pytest.mark.parametrize(
    "name", ["Zulkarnain Pratama", "Drs. Zulkarnain Pratama", "H. ZULKARNAIN PRATAMA, S.Pd., M.Si"]
)
def test_a_name_is_found_inside_a_longer_text_with_or_without_titles(name: str) -> None:
    assert found("menunggu klarifikasi zulkarnain  pratama, SH", name)


def test_a_single_name_is_found_as_the_whole_text_only() -> None:
    assert found("Zulkarnain", "Zulkarnain")
    assert not found("Jalan Zulkarnain 3", "Zulkarnain")


@pytest.mark.parametrize("nip", ["198001012005019001", "19800101 200501 9 001"])
def test_a_nip_is_found_without_being_told_of_it(nip: str) -> None:
    assert found(f"lihat {nip}")


@pytest.mark.parametrize("name", ["Kepala Desa", "Partai Politik", "Kota Kendari", "Bawaslu"])
def test_words_of_offices_and_regions_give_nobody_away(name: str) -> None:
    assert not found("Bawaslu Kota Kendari, Kepala Desa, Partai Politik", name)


def test_keys_and_numbers_are_no_people() -> None:
    assert not found("198001012005ab9001cdef0123456789")
    assert not found("2024-03-14 dan 2023-11-15", "Zulkarnain Pratama")


def test_words_that_the_dictionary_itself_says_together_give_nobody_away() -> None:
    with duckdb.connect(":memory:") as connection:
        connection.execute("create schema quality")
        connection.execute(
            """create table quality.dictionary as
            select null as label_id, 'one person' as description_en,
            'satu orang; satu pemilihan' as description_id"""
        )
        connection.execute("create table t as select 'Zulkarnain Pratama' as a_text")
        assert find_people(connection, "memory", ["Orang Satu"]) == []
        assert find_people(connection, "memory", ["Zulkarnain Pratama"]) == [("main.t.a_text", 1)]


def test_words_that_the_reference_says_together_give_nobody_away() -> None:
    assert not found("bersama suami/istri calon", "Suami istri Zulkarnain Pratama")
    assert found("oleh Zulkarnain Pratama", "Suami istri Zulkarnain Pratama")

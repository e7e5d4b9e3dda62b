"""The made-up world agrees with the printed stages, and every person in it is plainly made up."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from pipelines.demo.story import AS_OF, LETTERS, Case, Story, tell


@pytest.fixture(scope="module")
def story() -> Story:
    return tell()


def test_the_stages_are_those_printed(story: Story) -> None:
    statuses = Counter(case.status for case in story.cases)
    assert len(story.cases) == 38
    assert statuses == {
        "Ditindaklanjuti": 28,
        "Belum Ditindaklanjuti": 3,
        "Tidak Terbukti": 4,
        "Proses Klarifikasi": 3,
    }
    assert sum(case.letter is not None for case in story.cases) == 31
    assert sum(letter.persons for letter in LETTERS) == 31


def test_the_governments_are_those_printed(story: Story) -> None:
    assert Counter(case.government.name for case in story.cases) == {
        "Pemerintah Kabupaten Kolaka": 21,
        "Pemerintah Kabupaten Wakatobi": 10,
        "Pemerintah Kabupaten Muna": 2,
        "Pemerintah Kabupaten Konawe Selatan": 1,
        "Pemerintah Kabupaten Muna Barat": 1,
        "Pemerintah Kabupaten Konawe Utara": 1,
        "Pemerintah Provinsi Sulawesi Tenggara": 1,
        "": 1,
    }


def test_every_nip_is_sound_unique_and_marked_as_made_up(story: Story) -> None:
    nips = [case.person.nip for case in story.cases]
    nips += [signer.nip for signer in story.signers.values()]
    assert len(set(nips)) == len(nips)
    for nip in nips:
        assert len(nip) == 18
        assert nip[15] == "9"
        born = date.fromisoformat(f"{nip[:4]}-{nip[4:6]}-{nip[6:8]}")
        appointed = date.fromisoformat(f"{nip[8:12]}-{nip[12:14]}-01")
        assert 18 <= appointed.year - born.year <= 35
        assert nip[14] in "12"


def test_no_two_people_share_a_name(story: Story) -> None:
    names = [case.person.name for case in story.cases]
    names += [signer.name for signer in story.signers.values()]
    names += [one.name for forward in story.forwards for one in forward.outsiders]
    assert len({name.split()[-1] for name in names}) == len(names)


def test_what_happens_first_is_dated_first(story: Story) -> None:
    for case in story.cases:
        assert date(2023, 9, 1) <= case.reported_on < case.status_on <= AS_OF
        if case.letter:
            assert case.reported_on < case.letter.recommended_on <= case.status_on
            if case.letter.decreed_on and case.letter.followed_up_on:
                assert case.letter.recommended_on < case.letter.decreed_on
                assert case.letter.decreed_on <= case.letter.followed_up_on
    for forward in story.forwards:
        if forward.forwarded_on:
            assert forward.registered_on < forward.forwarded_on
            assert all(forward.forwarded_on < case.reported_on for case in forward.cases)


def test_a_person_is_forwarded_at_most_once(story: Story) -> None:
    forwarded: list[Case] = [case for forward in story.forwards for case in forward.cases]
    assert len(forwarded) == len({case.number for case in forwarded}) == 17


def test_another_seed_has_another_cast_and_the_same_stages() -> None:
    other = tell(1)
    assert {c.person.nip for c in other.cases}.isdisjoint({c.person.nip for c in tell().cases})
    assert Counter(c.status for c in other.cases) == Counter(c.status for c in tell().cases)

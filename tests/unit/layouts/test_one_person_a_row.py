"""A name that may be several persons' is refused: counting it as one would be wrong."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pipelines.landing.glance import parts_with
from pipelines.landing.several_persons import NO_PLAIN_NAME, doubt_about, doubtful_names
from pipelines.layouts.slots import Slot
from pipelines.values import Reference
from pipelines.values.meanings import Meanings

NAME = Slot("person_name", "text", "reject", False, ())
NIP = Slot("nip", "nip", "reject", False, ())
SUBJECT = Slot("subject_kind", "subject_kind", "reject", False, ())


@pytest.fixture(scope="module")
def meanings(reference: Reference) -> Meanings:
    return Meanings(reference)


@pytest.mark.parametrize(
    "name",
    [
        "Orang Satu dan Orang Dua",
        "Orang Satu, S.Pd. & Orang Dua",
        "Orang Satu; Orang Dua",
        "Orang Satu, Orang Dua, Orang Tiga",
        "Orang Satu, S.Pd, dkk",
        "Orang Satu dkk.",
        "3 orang ASN",
        "3 (tiga) orang guru",
        "5 PNS Dinas Pendidikan",
        "Para guru SD",
        "Beberapa pegawai",
        "Se Kecamatan Poasia",
    ],
)
def test_several_persons_are_refused(meanings: Meanings, name: str) -> None:
    reasons = [m.reason_code for _, _, m in doubtful_names([NAME], [[name]], meanings)]
    assert reasons == ["persons_several"]


@pytest.mark.parametrize(
    "name",
    [
        "Drs. Orang Satu, S.Pd., M.Si",
        "Orang Satu, SE, MM",
        "Orang Satu, Camat Poasia",
        "Orang Satu, Kepala Dinas Pendidikan",
        "Hamdan Danu",
        "Wa Ode Contoh, S.Pd; M.Pd",
        "dr. Contoh Orang, Sp.A(K)",
    ],
)
def test_one_person_is_one(meanings: Meanings, name: str) -> None:
    assert list(doubtful_names([NAME], [[name]], meanings)) == []


def cases() -> list[tuple[str, str, str]]:
    """name, NIP, reason of each row of cases/person_names.csv, where \\n is a line end."""
    path = Path(__file__).parent / "cases" / "person_names.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            (row["name"].replace("\\n", "\n"), row["nip"], row["reason_code"])
            for row in csv.DictReader(lines)
        ]


@pytest.mark.parametrize(("name", "nip", "expected"), cases())
def test_names_parted_by_signs_and_lines(
    meanings: Meanings, name: str, nip: str, expected: str
) -> None:
    found = doubtful_names([NAME, NIP], [[name], [nip or None]], meanings)
    assert [m.reason_code for _, _, m in found] == ([expected] if expected else [])


@pytest.mark.parametrize(
    "name", ["Orang Satu (batal)", "Orang Satu - dibatalkan", "Orang Satu DIBATALKAN"]
)
def test_what_is_annulled_beside_a_name_waits(meanings: Meanings, name: str) -> None:
    reasons = [m.reason_code for _, _, m in doubtful_names([NAME], [[name]], meanings)]
    assert reasons == ["annulment_undecided"]


def test_who_is_no_civil_servant_may_be_several(meanings: Meanings) -> None:
    values = [["Tim dan relawan"], ["not_asn"]]
    assert list(doubtful_names([NAME, SUBJECT], values, meanings)) == []


def test_the_quick_look_passes_over_nothing_that_the_rules_find(meanings: Meanings) -> None:
    blanks = (" ", "  ", "\t", "\x0b", "\xa0", "\u2003")
    names = [name.replace(" ", blank) for name, _, _ in cases() for blank in blanks]
    names += [name.swapcase() for name in names]
    found = set(parts_with(NO_PLAIN_NAME, names))
    missed = {
        name
        for place, name in enumerate(names)
        if place not in found and doubt_about(name, False, meanings) is not None
    }
    assert found
    assert missed == set()

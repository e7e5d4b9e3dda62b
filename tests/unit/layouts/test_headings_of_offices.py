"""Headings as offices write them: one column for two, one row for two, letters as numbers."""

from __future__ import annotations

import pytest

from pipelines.landing.settle import settle
from pipelines.values import Reference
from pipelines.values.meanings import Meanings
from tests.unit.layouts.conftest import Cells, Understand, classes, values
from tests.unit.layouts.test_every_layout import L1, L4, L6, NIP
from tests.unit.layouts.test_last_rows import L5, L9

TITLES: list[Cells] = [["BKPSDM KABUPATEN MUNA"], ["DAFTAR HUKUMAN DISIPLIN TAHUN 2024"]]
_REST = ["III/a", "Guru", "Dinas Contoh", "D6", "PP 94 Tahun 2021", "Ringan", "Teguran tertulis",
         "800/1/2024", "2 April 2024", None, None, None]  # fmt: skip


def sanctions(heading: str, *people: str) -> list[Cells]:
    rows: list[Cells] = [[str(n), person, *_REST] for n, person in enumerate(people, 1)]
    return [*TITLES, ["No", heading, *L6[3:]], *rows]


@pytest.mark.parametrize("heading", ["Nama / NIP", "Nama dan NIP", "NAMA & NIP", "Nama, NIP"])
def test_a_column_for_name_and_nip_stands_in_the_place_of_both(
    heading: str, understand: Understand
) -> None:
    people = [f"Orang Satu / {NIP}", f"Orang Dua\nNIP. {NIP[:-1]}2", "Orang Tiga"]
    found = understand(sanctions(heading, *people))
    assert (found.layout, found.reason_code) == ("L6", None)
    assert (values(found, 4)["person_name"], values(found, 4)["nip"]) == ("Orang Satu", NIP)
    assert values(found, 5)["person_name"] == "Orang Dua"
    # As in a column of its own, a NIP is needed.
    assert values(found, 6)["nip"] == ""


def test_beside_a_column_of_its_own_it_stands_twice(understand: Understand) -> None:
    rows = sanctions("Nama / NIP", f"Orang Satu / {NIP}")
    found = understand([*rows[:2], [*rows[2], "NIP"], [*rows[3], NIP]])
    assert found.reason_code == "header_duplicate"


def test_without_a_nip_anywhere_the_column_is_missing(understand: Understand) -> None:
    found = understand(sanctions("Nama", "Orang Satu"))
    assert (found.reason_code, "'NIP'" in (found.message or "")) == ("column_missing", True)


def test_the_accused_under_one_heading_of_two_rows(understand: Understand) -> None:
    top: Cells = [*L4]
    top[4:6] = ["Terlapor", None]
    under: Cells = [None] * 12
    record: Cells = [
        "1", "001/Reg/TM/2024", "05/01/2024", "Temuan", "Orang Contoh", "ASN", "Uraian",
        "Pasal 283", "Terbukti", "Diteruskan", "KASN", None,
    ]  # fmt: skip
    title: list[Cells] = [["BAWASLU KABUPATEN KOLAKA"], ["TAHUN 2024"]]
    for below in ("Status Terlapor", "Status"):
        under[4:6] = ["Nama", below]
        merged = [(3, c, 4, c) for c in range(1, 13) if c not in (5, 6)] + [(3, 5, 3, 6)]
        found = understand([*title, [*top], [*under], record], merged=merged)
        assert (found.layout, found.reason_code) == ("L4", None)
        assert values(found, 5)["person_name"] == "Orang Contoh"
        assert values(found, 5)["subject_kind"] == "ASN"


def test_ticks_under_headings_of_one_row(understand: Understand) -> None:
    headings = [one.removeprefix("Jenis Pelanggaran ") for one in L9]
    assert headings[8:] == ["Pidana", "ADM", "Kode Etik", "Lainnya"]
    found = understand(
        [
            ["DATA PELANGGARAN PEMILU 2019"],
            [*headings],
            ["1", "Sulawesi Tenggara", "Kota Kendari", "2018-05-06", "2018-05-07", "Kampanye",
             "Uraian", "ASN", None, None, "v", None],
        ]
    )  # fmt: skip
    assert (found.layout, found.reason_code) == ("L9", None)
    assert values(found, 3)["ethics"] == "v"


@pytest.mark.parametrize("missing", [None, "%"])
def test_a_recap_calls_what_is_proven_a_recommendation(
    missing: str | None, understand: Understand
) -> None:
    headings = ["Rekomendasi" if "Rekomendasi" in one else one for one in L1]
    headings = [one for one in headings if one != missing]
    found = understand([["TAHUN 2024"], headings, ["1", "Kab. Muna", "5", "4", "3"]])
    assert (found.layout, found.reason_code) == ("L1", None)
    assert values(found, 3)["proven"] == "3"


def test_a_recap_of_several_provinces_has_a_column_for_them(
    understand: Understand, reference: Reference
) -> None:
    rows: list[Cells] = [
        ["1", "Kalimantan Selatan", "Banjar", *["1"] * 8],
        ["2", "Kalimantan Selatan", "Kota Banjar", *["1"] * 8],
        ["3", "Jawa Barat", "Banjar", *["1"] * 8],
        ["4", "Sulawesi Tenggara", "Bawaslu Kab. Konut", *["1"] * 8],
    ]
    headings = [L5[0], "Provinsi", *L5[1:]]
    found = understand([["BAWASLU REPUBLIK INDONESIA"], ["TAHUN 2024"], headings, *rows])
    assert (found.layout, found.reason_code) == ("L5", None)
    use = found.sheets[0]
    ((_, own, texts),) = use.stretches()
    slots = use.tables[0].slots
    settled = settle(
        slots, texts, [use.classes[own[at]] for at in texts.index], Meanings(reference)
    )
    regions = next(
        v for s, v in zip(slots, settled.values, strict=True) if s.field == "region_code"
    )
    assert regions == ["63.03", None, "32.79", "74.09"]


@pytest.mark.parametrize("year", ["Th. {}", "Thn {}", "Tahun {}"])
def test_years_of_a_crosstab(year: str, understand: Understand) -> None:
    headings: Cells = ["Jabatan", year.format(2019), year.format(2020)]
    found = understand([["PELANGGARAN NETRALITAS ASN"], headings, ["JPT", "3", "4"]])
    assert (found.layout, found.reason_code, found.period_label) == ("L8", None, "2019-2020")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (list("abcdefghijk"), "column_numbers"),
        (list("ABCDEFGHIJK"), "column_numbers"),
        ([f"({letter})" for letter in "abcdefghijk"], "column_numbers"),
        (["a", "b"], "record"),
        (["a", "c", "d"], "record"),
    ],
)
def test_letters_number_the_columns(row: list[str], expected: str, understand: Understand) -> None:
    found = understand([["TAHUN 2024"], [*L1], row, ["1", "Kab. Muna", "5", "4", "3"]])
    own = classes(found)
    assert (own[3] == "column_numbers", own[4]) == (expected == "column_numbers", "record")


@pytest.mark.parametrize(
    ("title", "period", "election"),
    [
        ("PEMILU/PILKADA 2024", "2024", None),
        ("PEMILU DAN PILKADA TAHUN 2024", "2024", None),
        ("PILKADA 2024", "pilkada_2024", "pilkada_2024"),
        ("PEMILU 2019 DAN PILKADA 2020", None, None),
    ],
)
def test_two_elections_of_a_year_say_the_year_and_never_which(
    title: str, period: str | None, election: str | None, understand: Understand
) -> None:
    found = understand([[f"REKAPITULASI {title}"], [*L1], ["1", "Kab. Muna", "5", "4", "3"]])
    assert (found.period_label, found.election_code) == (period, election)
    assert found.reason_code == (None if period else "period_unknown")

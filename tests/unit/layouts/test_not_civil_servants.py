"""A register of civil servants may name others too: by their position they are set aside."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pipelines.landing.not_civil_servants import contradicted_names
from pipelines.landing.settle import settle
from pipelines.layouts.slots import Slot
from pipelines.values import Reference
from pipelines.values.meanings import Meanings
from tests.unit.layouts.conftest import Cells, Understand
from tests.unit.layouts.test_every_layout import L2, L3, L4, NIP


@pytest.mark.parametrize(
    ("position", "nip", "expected"),
    [
        ("Honorer", None, "set_aside"),
        ("Tenaga Honorer Dinas Contoh", None, "set_aside"),
        ("THL", None, "set_aside"),
        ("Kepala Desa", None, "set_aside"),
        ("Kepala Desa Contoh", None, "set_aside"),
        ("Kepala Desa", NIP, "record subject_contradicted"),
        ("Kepala  Desa Contoh", NIP, "record subject_contradicted"),
        ("Caleg DPRD", NIP, "record subject_contradicted"),
        ("Kepala Desa (PNS)", NIP, "record"),
        ("Sekretaris Desa", NIP, "record"),
        ("Honorer", NIP, "rejected subject_undecided"),
        ("TENAGA HONORER Dinas Contoh", NIP, "rejected subject_undecided"),
        ("Guru Tidak Tetap", NIP, "rejected subject_undecided"),
        ("Non ASN", NIP, "rejected subject_undecided"),
        ("Wiraswasta", NIP, "rejected subject_undecided"),
        ("Honorer (sekarang PPPK)", NIP, "record"),
        ("Guru", NIP, "record"),
        ("Kepala Desa (PNS)", None, "record"),
        ("Pj. Kepala Desa", None, "record"),
        ("Camat", None, "record"),
        ("Lurah", None, "record"),
        ("PPL", None, "record"),
        ("Guru PNS", None, "record"),
        (None, None, "record"),
    ],
)
@pytest.mark.parametrize("layout", ["L2", "L3"])
def test_whose_position_is_that_of_no_civil_servant_is_set_aside(
    understand: Understand,
    reference: Reference,
    layout: str,
    position: str | None,
    nip: str | None,
    expected: str,
) -> None:
    rows: dict[str, list[Cells]] = {
        "L2": [
            [*L2],
            ["1", "R-1/KASN/4/2024", "3 April 2024", "Bupati Konawe", "Orang Contoh", nip, position,
             "D6", "Teguran tertulis", "Terbukti"],
        ],
        "L3": [
            [*L3],
            ["ADU-1", "2024-01-05", "Bawaslu Kab. Kolaka", "74.01", "Orang Contoh", nip, position,
             "KE1", "Kampanye", "proses", "2024-02-01"],
        ],
    }  # fmt: skip
    found = understand([["DAFTAR TAHUN 2024"], *rows[layout]])
    use = found.sheets[0]
    ((_, indices, texts),) = use.stretches()
    settled = settle(
        use.tables[0].slots, texts, [use.classes[i] for i in indices], Meanings(reference)
    )
    assert settled.verdicts[0] is not None
    told = [error.reason_code for error in settled.errors]
    assert " ".join([settled.verdicts[0][0], *told]) == expected


def test_what_is_only_shown_hides_nothing_that_rejects(
    understand: Understand, reference: Reference
) -> None:
    row: Cells = [
        "1", "R-1/KASN/4/2020", "3 April 2020", "Bupati Konawe", "Orang Contoh",
        "199001012022061901", "Kepala Desa", "D6", "Teguran tertulis", "Terbukti",
    ]  # fmt: skip
    found = understand([["DAFTAR TAHUN 2020"], [*L2], row])
    use = found.sheets[0]
    ((_, indices, texts),) = use.stretches()
    settled = settle(
        use.tables[0].slots, texts, [use.classes[i] for i in indices], Meanings(reference)
    )
    assert settled.verdicts == [("rejected", "appointed_later")]


def test_where_a_column_says_who_is_meant_it_counts_and_a_nip_beside_it_is_shown(
    understand: Understand, reference: Reference
) -> None:
    rows: list[Cells] = [
        [str(number), f"00{number}/Reg/LP/PB/Kab/28.05/I/2024", "5 Januari 2024", "Laporan",
         f"Orang Contoh, NIP. {NIP}", subject, "Uraian", "Pasal 280", "Terbukti", "Diteruskan",
         "KASN", None]
        for number, subject in enumerate(("Kepala Desa", "ASN"), 1)
    ]  # fmt: skip
    found = understand([["REGISTER BAWASLU KABUPATEN KOLAKA"], ["TAHUN 2024"], [*L4], *rows])
    use = found.sheets[0]
    ((_, indices, texts),) = use.stretches()
    settled = settle(
        use.tables[0].slots, texts, [use.classes[i] for i in indices], Meanings(reference)
    )
    assert [verdict and verdict[0] for verdict in settled.verdicts] == ["set_aside", "record"]
    assert [(e.part, e.field, e.reason_code, e.rejects) for e in settled.errors] == [
        (0, "nip", "subject_contradicted", False)
    ]


def names() -> list[tuple[str, str, str, str]]:
    """name, NIP, subject and reason of each row of cases/names_of_others.csv."""
    path = Path(__file__).parent / "cases" / "names_of_others.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            (row["name"], row["nip"], row["subject"], row["reason_code"])
            for row in csv.DictReader(lines)
        ]


@pytest.mark.parametrize(("name", "nip", "subject", "expected"), names())
@pytest.mark.parametrize("has_column", [True, False])
def test_what_stands_beside_a_name_is_held_against_the_row(
    reference: Reference, name: str, nip: str, subject: str, expected: str, has_column: bool
) -> None:
    slots = [
        Slot("person_name", "text", "reject", False, ()),
        Slot("nip", "nip", "reject", False, ()),
    ]
    values: list[list[str | None]] = [[name], [nip or None]]
    if has_column:
        slots.append(Slot("subject_kind", "subject_kind", "reject", True, ()))
        values.append([subject])
    elif subject == "not_asn":
        pytest.skip("a list of civil servants says of everybody that they are")
    found = [
        (at, m.reason_code) for at, _, m in contradicted_names(slots, values, Meanings(reference))
    ]
    assert found == ([(0, expected)] if expected else [])


def test_of_several_in_one_cell_only_who_is_none_waits(
    understand: Understand, reference: Reference
) -> None:
    row: Cells = [
        "1", "001/Reg/LP/PB/Kab/28.05/I/2024", "5 Januari 2024", "Laporan",
        "1) Orang Satu (ASN) 2) Orang Dua (Kades)", "ASN", "Uraian", "Pasal 280", "Terbukti",
        "Diteruskan", "KASN", None,
    ]  # fmt: skip
    found = understand([["REGISTER BAWASLU KABUPATEN KOLAKA"], ["TAHUN 2024"], [*L4], row])
    use = found.sheets[0]
    ((_, indices, texts),) = use.stretches()
    classes = [use.classes[indices[at]] for at in texts.index]
    settled = settle(use.tables[0].slots, texts, classes, Meanings(reference))
    assert settled.verdicts == [("record", "numbered"), ("rejected", "subject_undecided")]

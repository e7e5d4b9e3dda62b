"""Who a row is about is judged first: only rows about civil servants are judged on the rest.

The cases are in cases/subjects_first.csv.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pipelines.landing.settle import Settled, settle
from pipelines.layouts import Recognition
from pipelines.values import Reference
from pipelines.values.meanings import Meanings
from tests.unit.layouts.conftest import Cells, Understand
from tests.unit.layouts.test_every_layout import L2, L4, L6, NIP

_CASES = Path(__file__).parent / "cases" / "subjects_first.csv"


def _cases() -> list[dict[str, str]]:
    with _CASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _settled(found: Recognition, reference: Reference) -> Settled:
    use = found.sheets[0]
    ((_, own, texts),) = use.stretches()
    slots, classes = use.tables[0].slots, [use.classes[own[at]] for at in texts.index]
    return settle(slots, texts, classes, Meanings(reference))


def _outcome(settled: Settled) -> list[str]:
    """The verdict of each part, and why it is rejected."""
    verdicts = [verdict or ("structural", "") for verdict in settled.verdicts]
    return [f"{verdict} {rule}" if verdict == "rejected" else verdict for verdict, rule in verdicts]


@pytest.mark.parametrize("case", _cases(), ids=lambda case: " | ".join(list(case.values())[:4]))
def test_who_is_said_to_be_no_civil_servant_is_set_aside_whatever_else_is_wrong(
    case: dict[str, str], understand: Understand, reference: Reference
) -> None:
    name, nip, rank, position = (case[one] or None for one in ("name", "nip", "rank", "position"))
    rows: dict[str, list[Cells]] = {
        "L2": [
            [*L2],
            ["1", "R-1/KASN/4/2024", "3 April 2024", "Bupati Konawe", name, nip, position,
             "entah apa", "Teguran tertulis", "Terbukti"],
            ["2", "R-2/KASN/4/2024", "3 April 2024", "Bupati Konawe", "Orang Lain", NIP, "Guru",
             "D6", "Teguran tertulis", "Terbukti"],
        ],
        "L6": [
            [*L6],
            ["1", name, nip, rank, position, "Dinas Contoh", "D6", "PP 94 Tahun 2021", "Ringan",
             "Teguran tertulis", "800/1/2024", "2 April 2024", *[None] * 3],
            ["2", "Orang Lain", NIP, "III/a", "Guru", "Dinas Contoh", "D6", "PP 94 Tahun 2021",
             "Ringan", "Teguran tertulis", "800/2/2024", "2 April 2024", *[None] * 3],
        ],
    }  # fmt: skip
    title: list[Cells] = [["PEMERINTAH KABUPATEN KONAWE"], ["DAFTAR TAHUN 2024"]]
    found = understand([*title, *rows[case["layout"]]])
    assert found.layout == case["layout"]
    assert _outcome(_settled(found, reference)) == [case["expected"], "record"]


@pytest.mark.parametrize(
    ("subject", "persons", "expected"),
    [
        ("Kepala Desa", "Orang Contoh, NIP. 19800101200501190", ["set_aside"]),
        ("Caleg", "Orang Contoh", ["set_aside"]),
        ("2 orang ASN", "1) Orang Satu 2) Orang Dua", ["record", "record"]),
        ("2 orang ASN", "Orang Contoh", ["rejected persons_several"]),
        ("2 orang ASN", None, ["rejected persons_several"]),
        ("ASN", "Orang Contoh, NIP. 19800101200501190", ["rejected nip_lossy"]),
    ],
)
def test_a_column_for_the_subject_counts_before_the_rest_too(
    subject: str, persons: str | None, expected: list[str], understand: Understand,
    reference: Reference,
) -> None:  # fmt: skip
    row = [
        "1", "001/Reg/LP/PB/Kab/28.05/I/2024", "5 Januari 2024", "Laporan", persons, subject,
        "Uraian", "Pasal 280", "Terbukti", "Diteruskan", "KASN", None,
    ]  # fmt: skip
    found = understand([["REGISTER BAWASLU KABUPATEN KOLAKA"], ["TAHUN 2024"], [*L4], row])
    assert _outcome(_settled(found, reference)) == expected

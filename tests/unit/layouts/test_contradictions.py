"""What two cells of one row say that cannot both be right."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pipelines.landing.contradictions import SHOWN
from pipelines.landing.settle import settle
from pipelines.values import Reference
from pipelines.values.meanings import Meanings
from tests.unit.layouts.conftest import Cells, Understand
from tests.unit.layouts.test_every_layout import L6, NIP

ROOT = Path(__file__).resolve().parents[3]
TITLES: list[Cells] = [["PEMERINTAH KABUPATEN KOLAKA"], ["TAHUN 2024"], [*L6]]


def sanction(
    level: str = "Ringan", sanction: str = "Teguran lisan", begins: str = "14/02/2024",
    ends: str | None = None, basis: str = "PP 94/2021",
) -> Cells:  # fmt: skip
    return [
        "1", "Orang Contoh", NIP, "III/a", "Guru", "SD", "KE1", basis, level, sanction,
        "800/1/2024", "13/02/2024", begins, ends, None,
    ]  # fmt: skip


def outcome(
    understand: Understand, reference: Reference, row: Cells
) -> tuple[str, dict[str, bool], dict[str, str | None]]:
    """Verdict, whether each error rejects, and the values of the row."""
    found = understand([*TITLES, row])
    use = found.sheets[0]
    ((place, own, texts),) = use.stretches()
    slots = use.tables[place].slots
    settled = settle(slots, texts, [use.classes[i] for i in own], Meanings(reference))
    values = {slot.field: of[0] for slot, of in zip(slots, settled.values, strict=True)}
    assert settled.verdicts[0] is not None
    return settled.verdicts[0][0], {e.reason_code: e.rejects for e in settled.errors}, values


@pytest.mark.parametrize(
    ("begins", "ends", "is_reversed"),
    [
        ("14/02/2024", "13/02/2024", True),
        ("14/02/2024", "14/02/2023", True),
        ("14/02/2024", "14/02/2024", False),
        ("14/02/2024", "14/02/2025", False),
        ("14/02/2024", None, False),
        ("-", "13/02/2024", False),
    ],
)
def test_a_sanction_that_ends_before_it_begins_is_kept_and_shown(
    understand: Understand, reference: Reference, begins: str, ends: str | None, is_reversed: bool
) -> None:
    verdict, errors, values = outcome(understand, reference, sanction(begins=begins, ends=ends))
    assert verdict == "record"
    assert errors == ({"dates_reversed": False} if is_reversed else {})
    assert (values["effective_to"] is None) == (ends is None)


@pytest.mark.parametrize(
    ("level", "kind", "basis", "is_contradicted"),
    [
        ("Berat", "Teguran lisan", "PP 94/2021", True),
        ("Ringan", "Penurunan jabatan setingkat lebih rendah selama 12 bulan", "PP 94/2021", True),
        ("Ringan", "Penurunan pangkat setingkat lebih rendah selama 3 tahun", "PP 53/2010", True),
        ("Sedang", "Sanksi moral", "PP 42/2004", True),
        ("Ringan", "Teguran tertulis", "PP 94/2021", False),
        ("Sedang", "Penundaan kenaikan gaji berkala selama 1 tahun", "PP 53/2010", False),
        ("Berat", "Pemberhentian tidak dengan hormat", "SKB 2022", False),
        ("Ringan", "Sanksi moral", "PP 42/2004", False),
        ("-", "Teguran lisan", "PP 94/2021", False),
    ],
)
def test_a_level_that_is_not_that_of_the_sanction_is_kept_and_shown(
    understand: Understand, reference: Reference, level: str, kind: str, basis: str,
    is_contradicted: bool,
) -> None:  # fmt: skip
    verdict, errors, values = outcome(understand, reference, sanction(level, kind, basis=basis))
    assert verdict == "record"
    assert errors == ({"sanction_level_contradicted": False} if is_contradicted else {})
    assert (values["sanction_level"] is None) == (level == "-")


def test_the_words_of_the_reasons_say_which_values_are_kept() -> None:
    """What is published of them (data/reference/reason_codes.csv) is what is done with them."""
    with (ROOT / "data" / "reference" / "reason_codes.csv").open(encoding="utf-8") as lines:
        codes = {row["reason_code"]: row["kept"] for row in csv.DictReader(lines)}
    assert set(codes.values()) == {"", "yes"}
    assert {code for code, kept in codes.items() if kept} == SHOWN

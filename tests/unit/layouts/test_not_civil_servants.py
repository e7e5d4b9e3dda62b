"""A register of civil servants may name others too: by their position they are set aside."""

from __future__ import annotations

import pytest

from pipelines.landing.settle import settle
from pipelines.values import Reference
from pipelines.values.meanings import Meanings
from tests.unit.layouts.conftest import Cells, Understand
from tests.unit.layouts.test_every_layout import L2, L3, NIP


@pytest.mark.parametrize(
    ("position", "nip", "expected"),
    [
        ("Honorer", None, "set_aside"),
        ("Tenaga Honorer Dinas Contoh", None, "set_aside"),
        ("THL", None, "set_aside"),
        ("Kepala Desa", None, "set_aside"),
        ("Kepala Desa Contoh", None, "set_aside"),
        ("Kepala Desa", NIP, "record"),
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
    assert [verdict and verdict[0] for verdict in settled.verdicts] == [expected]

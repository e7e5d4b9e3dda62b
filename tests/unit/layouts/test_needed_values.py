"""What is told of a cell without a value that its row needs: what was found there."""

from __future__ import annotations

import pytest

from pipelines.landing.settle import settle
from pipelines.values import Reference
from pipelines.values.meanings import Meanings
from tests.unit.layouts.conftest import Cells, Understand
from tests.unit.layouts.test_every_layout import L6


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        (None, 'nothing stands in the column "NIP", which a row of this layout needs'),
        ("-", '"-" stands in the column "NIP", which says that none is known or given'),
        ("n/a", '"n/a" stands in the column "NIP", which says that none is known or given'),
        ("belum ada", '"belum ada" stands in the column "NIP", which says that none is known'),
        (
            "NIP.",
            'what stands in the column "NIP" tells nothing of what a row of this layout needs',
        ),
        ("Orang Contoh NIP.", 'what stands in the column "NIP" tells nothing of what a row'),
    ],
)
def test_a_nip_that_a_sanction_needs(
    understand: Understand, reference: Reference, cell: str | None, says: str
) -> None:
    row: Cells = [
        "1", "Orang Contoh", cell, "III/a", "Guru", "SD", "KE1", "PP 94/2021", "Ringan",
        "Teguran lisan", "800/1/2024", "13/02/2024", "14/02/2024", None, None,
    ]  # fmt: skip
    found = understand([["PEMERINTAH KABUPATEN KOLAKA"], ["TAHUN 2024"], [*L6], row])
    use = found.sheets[0]
    ((place, own, texts),) = use.stretches()
    settled = settle(
        use.tables[place].slots, texts, [use.classes[i] for i in own], Meanings(reference)
    )
    (error,) = settled.errors
    assert (error.field, error.reason_code, error.rejects) == ("nip", "required_missing", True)
    assert error.reason.startswith(says)
    assert error.reason.endswith(("fill it in", "write what the column is for"))

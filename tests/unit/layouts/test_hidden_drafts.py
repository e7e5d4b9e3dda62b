"""A hidden sheet whose name calls it old or a draft is set aside beside the visible real table."""

from __future__ import annotations

import pytest

from pipelines.landing.settle import settle
from pipelines.layouts import Recognition
from pipelines.values import Reference
from pipelines.values.meanings import Meanings
from pipelines.workbooks import Sheet
from tests.unit.layouts.conftest import Cells, Understand, classes, sheet
from tests.unit.layouts.test_every_layout import L1, L6
from tests.unit.layouts.test_origin import SANCTION

TITLES: list[Cells] = [["BKPSDM KABUPATEN MUNA"], ["DAFTAR HUKUMAN DISIPLIN TAHUN 2024"]]
RECAP: list[Cells] = [["SELURUH INDONESIA TAHUN 2024 (per 31 Oktober 2024)"], [*L1]]


def hidden(rows: list[Cells], name: str, number: int = 2) -> Sheet:
    found = sheet(rows, name, number)
    return Sheet(number, name, True, "1900", found.numbers, found.columns)


def verdicts(found: Recognition, place: int, reference: Reference) -> list[tuple[str, str]]:
    use = found.sheets[place]
    settled = [
        settle(
            use.tables[number].slots,
            texts,
            [use.classes[own[at]] for at in texts.index],
            Meanings(reference),
            found.reason_code,
        )
        for number, own, texts in use.stretches()
    ]
    assert not any(one.errors for one in settled if use.is_set_aside)
    return [verdict for one in settled for verdict in one.verdicts if verdict]


@pytest.mark.parametrize(
    "name", ["DRAFT lama", "draf", "lama", "REKAP lama", "Sheet1 old", "Backup (2)", "contoh"]
)
def test_its_rows_are_set_aside_and_the_visible_ones_load(
    name: str, understand: Understand, reference: Reference
) -> None:
    real = sheet([*RECAP, ["1", "Kab. Muna", "5"], [None, "JUMLAH", "5"]], "OKT", 1)
    old = hidden([[*L1], ["1", "Kab. Muna", "99"], ["2", "Kab. X", "entah"], [None, "JUMLAH", "99"]], name)  # fmt: skip # noqa: E501
    found = understand([real, old])
    assert (found.layout, found.reason_code) == ("L1", None)
    assert [use.sheet.name for use in found.sheets] == ["OKT", name]
    assert [verdict for verdict, _ in verdicts(found, 0, reference)] == ["record"]
    assert verdicts(found, 1, reference) == [("set_aside", "hidden_draft")] * 2
    assert {f.text for f in found.fields if f.sheet_number == 2 and f.row_number == 4} == set()
    assert "hidden sheet" in found.evidence
    assert [row_class for row_class, _ in found.sheets[1].classes] == [
        "header", "record", "record", "total",
    ]  # fmt: skip


def test_it_may_stand_before_the_visible_one_and_says_nothing_of_the_file(
    understand: Understand,
) -> None:
    old = hidden(
        [["BKPSDM KABUPATEN BUTON"], ["DAFTAR TAHUN 2019"], [*L6], SANCTION], "lama", number=1
    )
    found = understand([old, sheet([*TITLES, [*L6], SANCTION], "HUKDIS", 2)])
    assert (found.reason_code, found.period_label) == (None, "2024")
    assert found.office == "Pemerintah Kabupaten Muna"
    assert [use.is_set_aside for use in found.sheets] == [True, False]


def test_a_hidden_sheet_of_any_other_name_counts(
    understand: Understand, reference: Reference
) -> None:
    found = understand(
        [sheet([*TITLES, [*L6], SANCTION]), hidden([*TITLES, [*L6], SANCTION], "FEBRUARI")]
    )
    assert found.reason_code is None
    assert [verdict for verdict, _ in verdicts(found, 1, reference)] == ["record"]


def test_a_visible_draft_makes_the_file_wait_and_so_does_a_hidden_one_alone(
    understand: Understand,
) -> None:
    rows = [*TITLES, [*L6], SANCTION]
    found = understand([sheet(rows, "HUKDIS"), sheet(rows, "DRAFT", 2)])
    assert found.reason_code == "not_happened"
    assert "hidden" not in f"{found.message} {found.mend}"
    found = understand([sheet([["REKAP"]], "Sheet1"), hidden(rows, "DRAFT lama")])
    assert found.reason_code == "not_happened"
    assert found.message == "the name of hidden sheet 'DRAFT lama' says 'draft': it is a draft"
    assert (found.mend or "").startswith("that sheet is hidden: unhide it to look, and delete it")


def test_one_with_another_table_is_told_as_hidden(understand: Understand) -> None:
    other = hidden([*RECAP, ["1", "Kab. Muna", "5", "4", "3", "1", "1", "2", "1"]], "LAMA")
    found = understand([other, sheet([*TITLES, [*L6], SANCTION], "HUKDIS", 3)])
    assert found.reason_code is None  # a summary beside a list repeats it
    assert classes(found)

"""What a record says without writing it, and where that ends."""

from __future__ import annotations

import pytest

from pipelines.values import Reference, interpret
from tests.unit.layouts.conftest import Cells, Understand, classes, values
from tests.unit.layouts.test_every_layout import L2, NIP

TITLES: list[Cells] = [["Tahun 2024"], [*L2]]


def record(number: int, ppk: str | None = "Bupati Muna", position: str = "Guru") -> Cells:
    return [
        str(number), f"R-{number}/KASN/4/2024", "14/04/2024", ppk, f"Orang {number}", NIP, position,
        "KE1", "Sanksi moral", "proses",
    ]  # fmt: skip


@pytest.mark.parametrize("mark", ["sda", "Sda", "idem", '"', "s.d.a"])
def test_a_ditto_mark_repeats_the_cell_right_above_it(understand: Understand, mark: str) -> None:
    found = understand([*TITLES, record(1, position="Camat"), record(2, position=mark)])
    assert values(found, 4)["position"] == values(found, 4)["position_class"] == "Camat"


def test_a_ditto_mark_may_repeat_another(understand: Understand) -> None:
    found = understand([*TITLES, record(1), record(2, "sda"), record(3, "idem")])
    assert [values(found, row)["institution"] for row in (3, 4, 5)] == ["Bupati Muna"] * 3


@pytest.mark.parametrize(
    "between",
    [[], ["JUMLAH", None, None, None, "1"], ["A. KABUPATEN"], [*L2]],
    ids=["an empty row", "a total", "a sub-heading", "a header"],
)
def test_a_ditto_mark_reaches_over_nothing(understand: Understand, between: Cells) -> None:
    found = understand([*TITLES, record(1), between, record(2, "sda"), record(3)])
    assert values(found, 5)["institution"] == "sda (nothing above)"


@pytest.mark.parametrize("column", [1, 2, 3, 4, 6, 7, 8, 9])
@pytest.mark.parametrize("mark", ["sda", '"', "idem"])
def test_a_ditto_mark_in_the_first_record_is_refused(
    understand: Understand, reference: Reference, mark: str, column: int
) -> None:
    first = record(1)
    first[column] = mark
    found = understand([*TITLES, first, record(2)])
    refused = [f for f in found.fields if f.text.endswith("(nothing above)")]
    for one in refused:
        meaning = interpret(one.value_kind, one.context, one.text, reference)
        assert (one.row_number, meaning.reason_code) == (3, "ditto_unclear")
    assert {ord(one.column_letter) - ord("A") for one in refused} == {column}


def test_a_ditto_mark_under_a_blank_cell_repeats_that_there_is_nothing(
    understand: Understand,
) -> None:
    found = understand([*TITLES, record(1, None), record(2, "sda")])
    assert values(found, 4)["institution"] == "sda"


def test_who_somebody_is_is_never_repeated(understand: Understand) -> None:
    second = record(2)
    second[4] = second[5] = "sda"
    found = understand([*TITLES, record(1), second])
    assert (values(found, 4)["person_name"], values(found, 4)["nip"]) == ("sda", "sda")


def test_a_sub_heading_says_the_place_of_the_rows_below_it(understand: Understand) -> None:
    found = understand(
        [
            *TITLES,
            ["A. PEMERINTAH KABUPATEN KOLAKA"],
            record(1, None),
            record(2, "Bupati Muna"),
            ["B.", "LAIN-LAIN"],
            record(3, None),
        ]
    )
    assert [classes(found)[row] for row in (3, 6)] == ["subheading"] * 2
    assert values(found, 4)["institution"] == "PEMERINTAH KABUPATEN KOLAKA"
    assert values(found, 5)["institution"] == "Bupati Muna"
    assert "institution" not in values(found, 7)


def test_a_lower_sub_heading_stays_in_the_section_of_the_higher_one(understand: Understand) -> None:
    found = understand(
        [
            *TITLES,
            ["I. PROVINSI JAWA BARAT"],
            ["A. KABUPATEN/KOTA"],
            record(1, "Garut"),
            ["II. PROVINSI SULAWESI TENGGARA"],
            record(2, "Garut"),
        ]
    )
    contexts = {f.row_number: f.context for f in found.fields if f.field == "institution"}
    assert contexts == {5: "32", 7: "74"}


def test_the_mark_of_a_sub_heading_may_stand_in_a_cell_of_its_own(understand: Understand) -> None:
    found = understand(
        [
            *TITLES,
            ["A", "PROVINSI JAWA BARAT"],
            record(1, "Garut"),
            ["B", "PUSAT"],
            record(2, "BKN"),
        ]
    )
    contexts = {f.row_number: f.context for f in found.fields if f.field == "institution"}
    assert contexts == {4: "32", 6: ""}


def test_a_province_is_no_employer(understand: Understand) -> None:
    found = understand([*TITLES, ["I. PROVINSI SULAWESI TENGGARA"], record(1, None), record(2)])
    assert "institution" not in values(found, 4)
    named = understand([*TITLES, ["I. PEMPROV SULAWESI TENGGARA"], record(1, None), record(2)])
    assert values(named, 4)["institution"] == "PEMPROV SULAWESI TENGGARA"


def test_the_order_of_dates_is_settled_across_pages_of_one_table(understand: Understand) -> None:
    second = record(2)
    second[2] = "03/04/2024"
    for title, order in (
        ([], "1900:dmy"), (["(Lanjutan)"], "1900:dmy"), (["DAFTAR LAIN"], "1900"),
    ):  # fmt: skip
        found = understand([*TITLES, record(1), title, [*L2], second])
        contexts = [f.context for f in found.fields if f.field == "recommendation_date"]
        assert contexts == ["1900:dmy", order]

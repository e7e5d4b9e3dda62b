"""What a later edition of a register has added, changed and withdrawn; copies are no editions."""

from __future__ import annotations

import itertools
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipelines.cli import main
from pipelines.home import Home
from pipelines.landing.store import open_store
from pipelines.layouts import Layouts
from tests.integration.test_editions import ARI, BUDI, land, letter

CITRA = ("Citra Contoh", "198303032007032903")
LETTER = "R-1/KASN/4/2024"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("NETRALITAS_HOME", str(tmp_path / "home"))
    home = Home.find()
    home.prepare()
    return home


def changes(home: Home) -> list[tuple[Any, ...]]:
    with open_store(home.landing_db, read_only=True) as connection:
        return connection.execute(
            """select change, row_number, old_row_number, field
            from landing.edition_change order by all"""
        ).fetchall()


def build(home: Home) -> list[tuple[Any, ...]]:
    """File, whether it counts, what it replaced, what it is a copy of."""
    with open_store(home.landing_db, read_only=True) as connection:
        return connection.execute(
            """select d.file_name, b.is_current, e.file_name, s.file_name
            from landing.build_delivery as b
            inner join landing.delivery as d using (delivery_key)
            left join landing.delivery as e on e.delivery_key = b.supersedes_delivery_key
            left join landing.delivery as s on s.delivery_key = b.same_content_as
            order by all"""
        ).fetchall()


def saved_again(source: Path, target: Path) -> None:
    """The same content in other bytes, as a spreadsheet program writes it."""
    book = openpyxl.load_workbook(source)
    book.properties.title = target.name
    book.save(target)


def two_editions(
    home: Home, first: list[tuple[str, str]], second: list[tuple[str, str]], **cells: str
) -> None:
    letter(home.inbox / "a.xlsx", LETTER, first)
    land(home)
    letter(home.inbox / "b.xlsx", LETTER, second)
    book = openpyxl.load_workbook(home.inbox / "b.xlsx")
    for cell, text in cells.items():
        book.active[cell] = text
    book.save(home.inbox / "b.xlsx")
    land(home)


def test_a_row_put_in_between_is_the_only_change(home: Home) -> None:
    two_editions(home, [ARI, BUDI], [ARI, CITRA, BUDI])
    assert changes(home) == [("added", 5, None, None)]


def test_a_row_taken_out_is_named_by_its_place_in_the_earlier_file(home: Home) -> None:
    two_editions(home, [ARI, BUDI, CITRA], [ARI, CITRA])
    assert changes(home) == [("withdrawn", 5, None, None)]


def test_a_changed_cell_is_named_by_its_field(home: Home) -> None:
    two_editions(home, [ARI, BUDI], [BUDI, ARI], G4="Camat", C5="2024-04-03")
    # The day is written otherwise and is the same; the row has moved, which is no change.
    assert changes(home) == [("changed", 4, 5, "position"), ("changed", 4, 5, "position_class")]


def test_a_corrected_number_of_a_person_is_a_withdrawal_and_an_addition(home: Home) -> None:
    two_editions(home, [ARI, BUDI], [ARI, ("Budi Contoh", "198202022006021903")])
    assert changes(home) == [("added", 5, None, None), ("withdrawn", 5, None, None)]


def test_saved_again_unchanged_is_known_by_its_content(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    letter(home.inbox / "a.xlsx", LETTER, [ARI])
    land(home)
    saved_again(home.inbox / "a.xlsx", home.inbox / "z.xlsx")
    land(home)
    assert build(home) == [("a.xlsx", True, None, None), ("z.xlsx", False, None, "a.xlsx")]
    assert changes(home) == []
    assert main(["editions", "--reveal"]) == 0
    assert "z.xlsx holds the same as a.xlsx" in capsys.readouterr().out


def test_an_earlier_edition_saved_again_does_not_undo_the_correction(home: Home) -> None:
    two_editions(home, [ARI], [ARI, BUDI])
    saved_again(home.inbox / "a.xlsx", home.inbox / "z.xlsx")
    land(home)
    assert build(home) == [
        ("a.xlsx", False, None, None),
        ("b.xlsx", True, "a.xlsx", None),
        ("z.xlsx", False, None, "a.xlsx"),
    ]


def test_the_same_rows_of_another_office_are_another_register(home: Home) -> None:
    """An empty-handed recap looks alike everywhere: what the folder says counts."""
    book = openpyxl.Workbook()
    book.active.append(["No", "Rekomendasi KASN (nomor/tgl)", "Uraian", "Tindak Lanjut PPK",
                        "Status", "Tgl", "Bukti"])  # fmt: skip
    book.active.append([1, "R-9/KASN/4/2024 tgl 3 April 2024", "u", "t", "Selesai", "", ""])
    for place, region in enumerate(("Muna", "Kolaka")):
        folder = home.inbox / f"Pemerintah Kabupaten {region}" / "2024"
        folder.mkdir(parents=True)
        book.properties.title = region
        book.save(folder / f"{place}.xlsx")
    land(home)
    assert [row[1] for row in build(home)] == [True, True]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_order_of_processing_changes_nothing(
    home: Home, tmp_path: Path, order: tuple[int, ...]
) -> None:
    """Three editions, each of a day of its own, landed one by one in any order."""
    editions = []
    for month, people in ((4, [ARI]), (5, [ARI, BUDI]), (6, [BUDI, CITRA])):
        path = tmp_path / f"{month}.xlsx"
        letter(path, LETTER, people)
        editions.append(path)
    for place in order:
        shutil.copy(editions[place], home.inbox)
        (home.inbox / editions[place].name).with_suffix(".yml").write_text(
            f"as_of: 2024-0{4 + place}-30\n"
        )
        land(home)
    assert [row[:3] for row in build(home)] == [
        ("4.xlsx", False, None), ("5.xlsx", False, "4.xlsx"), ("6.xlsx", True, "5.xlsx"),
    ]  # fmt: skip
    assert changes(home) == [
        ("added", 5, None, None), ("added", 5, None, None), ("withdrawn", 4, None, None),
    ]  # fmt: skip


def test_every_layout_says_how_a_row_is_found_again() -> None:
    for layout in Layouts.load().items:
        assert layout.row_key, layout.name


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ("pemilu.xlsx", {"description": 33, "subject_kind": 16, "region_code": 1, "stage": 5}),
        # One of the texts is not broken over lines in the csv.
        ("pemilu.csv", {"description": 32, "subject_kind": 16, "region_code": 1, "stage": 5}),
    ],
)  # fmt: skip
def test_the_other_editions_of_the_real_register_supersede_it_and_their_changes_are_listed(
    home: Home, real_register: Path, capsys: pytest.CaptureFixture[str],
    later: str, expected: dict[str, int],
) -> None:  # fmt: skip
    shutil.copy(real_register, home.inbox)
    land(home)
    shutil.copy(real_register.parent / later, home.inbox)
    land(home)
    assert build(home) == sorted(
        [(real_register.name, False, None, None), (later, True, real_register.name, None)]
    )
    found = changes(home)
    assert {change for change, *_ in found} == {"changed"}
    assert all(row == old for _, row, old, _ in found)
    assert Counter(field for *_, field in found) == expected
    assert main(["editions"]) == 0
    listed = capsys.readouterr().out
    assert f'"Peristiwa" changed in {expected["description"]} rows' in listed
    assert '"Jabatan Terlapor" changed in 16 rows (0 in what it means)' in listed
    assert main(["editions", "--reveal"]) == 0
    assert len(capsys.readouterr().out) > 5 * len(listed)

"""Deliveries over time: editions replace each other, other letters and made-up files do not."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipelines.cli import main
from pipelines.demo.registers import registers
from pipelines.demo.sheets import write
from pipelines.home import Home
from pipelines.landing.partial_editions import Entries, lacking
from pipelines.landing.store import open_store, set_option
from tests.conftest import PROJECT


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.prepare()
    return home


def land(home: Home) -> list[tuple[Any, ...]]:
    """Receives and recognises the inbox; the deliveries of the build: name, current, replaced."""
    from pipelines import fingerprint
    from pipelines.landing.build import choose_build
    from pipelines.landing.receive import find_files, receive
    from pipelines.landing.recognise import recognise_pending

    with open_store(home.landing_db) as connection:
        receive(connection, home, find_files(home.inbox, "inbox"))
        recognise_pending(connection, home, fingerprint.recogniser(home), b"key")
        set_option(connection, "include_demo", "false")
        choose_build(connection, home)
        return connection.execute(
            """select d.file_name, d.status, b.is_current, e.file_name
            from landing.build_delivery as b
            inner join landing.delivery as d using (delivery_key)
            left join landing.delivery as e on e.delivery_key = b.supersedes_delivery_key
            order by all"""
        ).fetchall()


def letter(path: Path, number: str, people: list[tuple[str, str]], year: int = 2024) -> None:
    """A KASN letter annex of made-up people."""
    book = openpyxl.Workbook()
    page = book.active
    page.append(["KOMISI APARATUR SIPIL NEGARA"])
    page.append([f"LAMPIRAN REKOMENDASI TAHUN {year}"])
    page.append(["No", "Nomor Rekomendasi", "Tanggal", "Kepala Daerah selaku PPK", "Nama", "NIP",
                 "Jabatan", "Jenis Pelanggaran", "Jenis Hukuman", "Status TL"])  # fmt: skip
    for place, (name, nip) in enumerate(people, 1):
        page.append([place, number, f"3 April {year}", "Bupati Kolaka", name, nip, "Guru",
                     "KE4", "Pernyataan terbuka", "Ditindaklanjuti"])  # fmt: skip
    book.save(path)


ARI = ("Ari Contoh", "198001012005011901")
BUDI = ("Budi Contoh", "198202022006021902")


def test_a_later_edition_of_the_same_letter_replaces_the_earlier(home: Home) -> None:
    letter(home.inbox / "a.xlsx", "R-1/KASN/4/2024", [ARI])
    land(home)
    letter(home.inbox / "b.xlsx", "R-1/KASN/4/2024", [ARI, BUDI])
    assert land(home) == [
        ("a.xlsx", "recognised", False, None),
        ("b.xlsx", "recognised", True, "a.xlsx"),
    ]


def test_another_letter_of_the_same_year_stands_beside_it(home: Home) -> None:
    letter(home.inbox / "a.xlsx", "R-1/KASN/4/2024", [ARI])
    letter(home.inbox / "b.xlsx", "R-2/KASN/4/2024", [BUDI])
    assert land(home) == [
        ("a.xlsx", "recognised", True, None),
        ("b.xlsx", "recognised", True, None),
    ]


def test_the_same_bytes_under_another_name_are_known(home: Home) -> None:
    letter(home.inbox / "a.xlsx", "R-1/KASN/4/2024", [ARI])
    shutil.copy(home.inbox / "a.xlsx", home.inbox / "z.xlsx")
    assert land(home) == [("a.xlsx", "recognised", True, None)]


def test_a_made_up_register_in_the_inbox_is_not_taken_for_real(home: Home) -> None:
    write(registers()[0], home.inbox)
    assert land(home) == []


def test_what_waits_for_its_office_loads_from_a_folder_that_names_it(home: Home) -> None:
    source = PROJECT / "data" / "demo" / "bkpsdm_kabupaten_muna_sanksi.xlsx"
    book = openpyxl.load_workbook(source)
    page = book.active
    header = next(row[0].row for row in page.iter_rows() if row[0].value == "No")
    for merged in list(page.merged_cells.ranges):
        page.unmerge_cells(str(merged))
    page.delete_rows(1, header - 1)
    book.save(home.inbox / "a.xlsx")
    ((_, status, _, _),) = land(home)
    assert status == "quarantined"
    folder = home.inbox / "Pemerintah Kabupaten Muna" / "2023-2024"
    folder.mkdir(parents=True)
    shutil.move(home.inbox / "a.xlsx", folder)
    assert land(home) == [("a.xlsx", "recognised", True, None)]


def test_a_sidecar_mends_it_too(home: Home) -> None:
    test_what_waits_for_its_office_loads_from_a_folder_that_names_it(home)
    moved = next(home.inbox.rglob("a.xlsx"))
    back = home.inbox / "a.xlsx"
    shutil.move(moved, back)
    assert land(home)[0][1] == "quarantined"
    (home.inbox / "a.xlsx.yml").write_text("office: Pemerintah Kabupaten Muna\nperiod: 2023-2024\n")
    assert land(home) == [("a.xlsx", "recognised", True, None)]


def test_a_dash_is_nothing_and_an_error_cell_is_an_error(home: Home) -> None:
    letter(home.inbox / "a.xlsx", "R-1/KASN/4/2024", [ARI, BUDI])
    book = openpyxl.load_workbook(home.inbox / "a.xlsx")
    page = book.active
    page["G4"], page["G5"] = "-", "#REF!"
    book.save(home.inbox / "a.xlsx")
    land(home)
    with open_store(home.landing_db, read_only=True) as connection:
        assert (
            connection.execute(
                "select row_number, value from landing.field_value where field = 'position'"
            ).fetchall()
            == []
        )
        assert connection.execute(
            "select distinct row_number, field, reason_code from landing.row_error where rejects "
            "order by all"
        ).fetchall() == [(5, "position", "error_cell")]


def test_the_order_of_processing_does_not_matter(tmp_path: Path) -> None:
    current = []
    made = [tmp_path / "first.xlsx", tmp_path / "second.xlsx"]
    for file, people in zip(made, ([ARI], [ARI, BUDI]), strict=True):
        letter(file, "R-1/KASN/4/2024", people)
    for names in (("a.xlsx", "b.xlsx"), ("b.xlsx", "a.xlsx")):
        home = Home(tmp_path / names[0])
        home.prepare()
        for name, file in zip(names, made, strict=True):
            shutil.copy(file, home.inbox / name)
            os.utime(home.inbox / name, (0, 0))
        rows = land(home)
        current.append([names.index(row[0]) for row in rows if row[2]])
    assert len(current[0]) == 1
    assert current[0] == current[1]


SIX = [(f"Orang Contoh {place}", f"19800101200501{1900 + place}") for place in range(1, 7)]


def test_a_part_of_a_register_does_not_put_the_rest_out(
    home: Home, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    letter(home.inbox / "a.xlsx", "R-1/KASN/4/2024", SIX)
    land(home)
    letter(home.inbox / "b.xlsx", "R-1/KASN/4/2024", SIX[2:3])  # only the row that was mended
    whole_still_counts = [
        ("a.xlsx", "recognised", True, None),
        ("b.xlsx", "recognised", False, None),
    ]
    assert land(home) == whole_still_counts
    monkeypatch.setenv("NETRALITAS_HOME", str(home.root))
    assert main(["quarantine"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Files in quarantine: 1" in said
    assert "edition_partial" in said
    assert "it has 1 rows where the earlier file has 6, a.xlsx" in said
    assert "'edition: whole'" in said
    # A later edition that is whole replaces the whole one, and the part goes on waiting.
    letter(home.inbox / "c.xlsx", "R-1/KASN/4/2024", [*SIX, ARI])
    assert land(home) == [
        ("a.xlsx", "recognised", False, None),
        ("b.xlsx", "recognised", False, None),
        ("c.xlsx", "recognised", True, "a.xlsx"),
    ]


def test_a_person_may_say_that_a_shorter_edition_is_whole(home: Home) -> None:
    letter(home.inbox / "a.xlsx", "R-1/KASN/4/2024", SIX)
    land(home)
    letter(home.inbox / "b.xlsx", "R-1/KASN/4/2024", SIX[:1])
    (home.inbox / "b.xlsx.yml").write_text("edition: whole\n")
    assert land(home) == [
        ("a.xlsx", "recognised", False, None),
        ("b.xlsx", "recognised", True, "a.xlsx"),
    ]


@pytest.mark.parametrize(
    ("earlier", "later", "lacks"),
    [
        (Entries({"1", "2"}, rows=2), Entries({"1", "3"}, rows=2), "1 of the 2 numbers"),
        (Entries({"1", "2", "3"}, rows=3), Entries({"1", "2", "4"}, rows=3), None),
        (Entries({"1"}, rows=9), Entries({"1"}, rows=5), None),
        (Entries({"1"}, rows=9), Entries({"1"}, rows=4), "4 rows where the earlier file has 9"),
        (Entries(members={"74.01", "74.02"}, rows=2), Entries(members={"74.01"}, rows=1), "1 of"),
        (Entries(members={"74.01"}, rows=1), Entries(members={"74.01", "74.02"}, rows=2), None),
    ],
)
def test_what_lacks_half_of_an_edition_is_a_part(
    earlier: Entries, later: Entries, lacks: str | None
) -> None:
    said = lacking(earlier, later)
    assert (said is None) == (lacks is None)
    assert lacks is None or (said and lacks in said)

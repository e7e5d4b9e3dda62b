"""Decisions: what was rejected is let in by a person's word, while that word still fits."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipelines import fingerprint
from pipelines.cli import main
from pipelines.home import REFERENCE, Home
from pipelines.landing.decisions import misfits
from pipelines.landing.recognise import recognise_pending
from pipelines.landing.store import open_store
from pipelines.layouts import Layouts
from pipelines.values import Reference
from pipelines.values.decisions import COLUMNS
from tests.conftest import WarehouseHome, said
from tests.integration.test_editions import ARI, BUDI, land, letter

LETTER = "R-1/KASN/4/2024"
WHO = ("--by", "Kepala Data", "--why", "surat kantor 12/2024")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("NETRALITAS_HOME", str(tmp_path / "home"))
    home = Home.find()
    home.prepare()
    return home


def letter_with(home: Home, cells: dict[str, str], name: str = "a.xlsx") -> None:
    """A letter of two persons in rows 4 and 5 with other texts in some cells."""
    letter(home.inbox / name, LETTER, [ARI, BUDI])
    book = openpyxl.load_workbook(home.inbox / name)
    for cell, text in cells.items():
        book.active[cell] = text
    book.save(home.inbox / name)


def waiting(capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """Cell → its key, as `quarantine --json` lists them."""
    capsys.readouterr()
    assert main(["quarantine", "--json"]) == 0
    cells = json.loads(capsys.readouterr().out)["cells"]
    return {f"{one['column']}{one['row']}": one["key"] for one in cells}


def verdicts(home: Home) -> list[tuple[Any, ...]]:
    with open_store(home.landing_db, read_only=True) as connection:
        return connection.execute(
            "select row_number, class, rule from landing.row_verdict "
            "inner join landing.build_delivery using (delivery_key) where is_current order by 1"
        ).fetchall()


def problems(home: Home) -> list[str]:
    reference = Reference.load(REFERENCE, home.region_decisions, home.decisions)
    with open_store(home.landing_db, read_only=True) as connection:
        return [one.message for one in misfits(connection, reference, Layouts.load(home.layouts))]


@pytest.mark.parametrize(
    ("cell", "text", "value", "field", "means"),
    [
        ("F4", "1,98001E+17", "198001012005011901", "nip", "198001012005011901"),
        ("F4", "19800101200501190", "19800101 200501 1 901", "nip", "198001012005011901"),
        ("C4", "30 Februari 2024", "2024-02-29", "recommendation_date", "2024-02-29"),
        ("C4", "3\n Februarius\u00a02024", "2024-02-03", "recommendation_date", "2024-02-03"),
        ("D4", "Bupati Kolaca", "pemda:74.01", "institution", "pemda:74.01"),
        ("H4", "berbuat onar", "KE4", "violation", "KE4"),
        ("I4", "dimarahi", "pp94_oral_warning", "recommended_sanction", "pp94_oral_warning"),
        ("J4", "menunggu giliran", "not_followed_up", "status", "not_followed_up"),
        ("B4", "#REF!", "R-1/KASN/4/2024", "recommendation_number", "R-1/KASN/4/2024"),
        ("B4", "", "R-1/KASN/4/2024", "recommendation_number", "R-1/KASN/4/2024"),
    ],
)  # fmt: skip
def test_a_value_that_is_given_lets_the_row_in(
    home: Home, capsys: pytest.CaptureFixture[str],
    cell: str, text: str, value: str, field: str, means: str,
) -> None:  # fmt: skip
    letter_with(home, {cell: text})
    land(home)
    assert [row[1] for row in verdicts(home)] == ["rejected", "record"]
    assert main(["decide", waiting(capsys)[cell], "--value", value, *WHO]) == 0
    land(home)
    assert [row[1] for row in verdicts(home)] == ["record", "record"]
    with open_store(home.landing_db, read_only=True) as connection:
        assert connection.execute(
            "select value from landing.field_value where row_number = 4 and field = ?", [field]
        ).fetchone() == (means,)
        # The cell itself stays what the office wrote.
        (cells,) = connection.execute(
            "select cells from landing.row where row_number = 4"
        ).fetchone() or ([],)
        assert (cells["ABCDEFGHIJ".index(cell[0])] or "") == text
        assert connection.execute(
            "select row_number, field, scope, decision from landing.decision_use"
        ).fetchall() == [(4, field, "cell", "value")]
    assert problems(home) == []
    assert waiting(capsys) == {}


def test_a_blank_that_must_be_filled_is_given_its_value(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["PEMERINTAH KABUPATEN MUNA"],
        ["DAFTAR HUKUMAN DISIPLIN TAHUN 2024"],
        ["No", "Nama", "NIP", "Pangkat/Gol.Ruang", "Jabatan", "Unit Kerja", "Jenis Pelanggaran",
         "Dasar", "Tingkat", "Jenis Hukuman", "No SK", "Tgl SK", "TMT", "Berakhir"],
        [1, "Ari Contoh", None, "III/a", "Guru", "SDN 1", "KE4", "PP 94/2021", "Ringan",
         "Teguran lisan", "SK-1/2024", "3 April 2024", "", ""],
    ):  # fmt: skip
        book.active.append(row)
    book.save(home.inbox / "sanksi.xlsx")
    land(home)
    assert main(["decide", waiting(capsys)["C4"], "--value", ARI[1], *WHO]) == 0
    land(home)
    assert [row[1] for row in verdicts(home)] == ["record"]
    with open_store(home.landing_db, read_only=True) as connection:
        assert connection.execute(
            "select value from landing.field_value where field = 'nip'"
        ).fetchall() == [(ARI[1],)]
        assert connection.execute("select nip from landing.nip_key").fetchall() == [(ARI[1],)]
    assert problems(home) == []


@pytest.mark.parametrize(
    ("cell", "text", "given", "says"),
    [
        ("F4", "1,98001E+17", ["--value", "19800101200501190"], "nip_lossy"),
        ("C4", "30 Februari 2024", ["--value", "03/04/2024"], "date_ambiguous"),
        ("C4", "30 Februari 2024", ["--value", "2204-04-03"], "date_future"),
        ("D4", "Bupati Kolaca", ["--value", "pemda:74.99"], "region_unknown"),
        ("J4", "menunggu giliran", ["--value", "menunggu"], "status_unknown"),
        ("J4", "menunggu giliran", ["--value", "-"], "says nothing"),
        ("I4", "dimarahi", ["--value", "teguran lisan"], "sanction_ambiguous"),
        ("B4", "", ["--unknown"], "cannot be unknown"),
        ("C4", "30 Februari 2024", ["--everywhere", "--value", "2024-04-03"], "its own row only"),
        ("D4", "Bupati Kolaca", ["--everywhere", "--value", "pemda:74.01"], "depends on the row"),
        ("J4", "menunggu giliran", ["--everywhere", "--unknown"], "give --value"),
    ],
)  # fmt: skip
def test_a_value_that_is_not_sound_is_refused_at_once(
    home: Home, capsys: pytest.CaptureFixture[str],
    cell: str, text: str, given: list[str], says: str,
) -> None:  # fmt: skip
    letter_with(home, {cell: text})
    land(home)
    assert main(["decide", waiting(capsys)[cell], *given, *WHO]) == 2
    assert says in capsys.readouterr().err
    assert not home.decisions.exists()


def test_a_decision_needs_who_and_why_and_a_cell_that_waits(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    letter_with(home, {"J4": "menunggu giliran"})
    land(home)
    key = waiting(capsys)["J4"]
    for arguments in (
        [key, "--value", "not_followed_up", "--by", "Kepala Data"],
        [key, "--value", "not_followed_up", "--why", "surat"],
        ["00000000", "--value", "not_followed_up", *WHO],
        ["--value", "not_followed_up", *WHO],
        [key],
    ):
        assert main(["decide", *arguments]) == 2
    assert not home.decisions.exists()


def test_a_row_can_be_set_aside_for_good(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    letter_with(home, {"J4": "menunggu giliran", "C4": "30 Februari 2024"})
    land(home)
    assert main(["decide", waiting(capsys)["J4"], "--set-aside", *WHO]) == 0
    land(home)
    assert verdicts(home)[0] == (4, "set_aside", "decided_set_aside")
    assert waiting(capsys) == {}
    assert problems(home) == []


def test_what_cannot_be_known_is_left_out_and_the_row_let_in(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    letter_with(home, {"C4": "30 Februari 2024"})
    land(home)
    assert main(["decide", waiting(capsys)["C4"], "--unknown", *WHO]) == 0
    land(home)
    assert [row[1] for row in verdicts(home)] == ["record", "record"]
    with open_store(home.landing_db, read_only=True) as connection:
        assert connection.execute(
            "select value from landing.field_value "
            "where row_number = 4 and field = 'recommendation_date'"
        ).fetchone() == (None,)


def test_a_row_with_two_errors_waits_for_both(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    letter_with(home, {"J4": "menunggu giliran", "C4": "30 Februari 2024"})
    land(home)
    assert main(["decide", waiting(capsys)["J4"], "--value", "not_followed_up", *WHO]) == 0
    land(home)
    assert verdicts(home)[0] == (4, "rejected", "date_invalid")
    assert list(waiting(capsys)) == ["C4"]


def test_a_word_is_decided_for_every_file(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    letter_with(home, {"J4": "menunggu giliran"})
    land(home)
    key = waiting(capsys)["J4"]
    assert main(["decide", key, "--everywhere", "--value", "not_followed_up", *WHO]) == 0
    letter(home.inbox / "b.xlsx", "R-2/KASN/4/2024", [ARI])
    book = openpyxl.load_workbook(home.inbox / "b.xlsx")
    book.active["J4"] = "MENUNGGU  giliran."
    book.save(home.inbox / "b.xlsx")
    land(home)
    assert {row[1] for row in verdicts(home)} == {"record"}
    with open_store(home.landing_db, read_only=True) as connection:
        assert connection.execute(
            "select count(distinct delivery_key), any_value(scope), any_value(reason_code) "
            "from landing.decision_use"
        ).fetchone() == (2, "word", "status_unknown")
    assert problems(home) == []


def read_again(home: Home) -> int:
    """How many deliveries the next load would read again, having read them."""
    with open_store(home.landing_db) as connection:
        return recognise_pending(connection, home, fingerprint.recogniser(home), b"key")


def test_only_the_files_that_are_decided_about_are_read_again(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    letter_with(home, {"F4": "1,98001E+17", "J5": "menunggu giliran"})
    letter(home.inbox / "b.xlsx", "R-2/KASN/4/2024", [BUDI])
    land(home)
    assert read_again(home) == 0
    cells = waiting(capsys)
    assert main(["decide", cells["F4"], "--value", "198001012005011901", *WHO]) == 0
    assert read_again(home) == 1
    assert sorted(row[1] for row in verdicts(home)) == ["record", "record", "rejected"]
    assert read_again(home) == 0
    # A word may stand in any file.
    everywhere = ["--everywhere", "--value", "not_followed_up", *WHO]
    assert main(["decide", cells["J5"], *everywhere]) == 0
    assert read_again(home) == 2
    assert {row[1] for row in verdicts(home)} == {"record"}
    edit(home, value="198001012005011902")
    assert (read_again(home), read_again(home)) == (1, 0)
    assert main(["decide", "--remove", "2"]) == 0
    assert read_again(home) == 2  # the decision about the word stands in another row by now
    assert sorted(row[1] for row in verdicts(home)) == ["record", "record", "rejected"]


def test_a_second_decision_takes_the_place_of_the_first(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    letter_with(home, {"J4": "menunggu giliran"})
    land(home)
    key = waiting(capsys)["J4"]
    assert main(["decide", key, "--value", "not_followed_up", *WHO]) == 0
    assert main(["decide", key, "--set-aside", *WHO]) == 0
    land(home)
    assert verdicts(home)[0] == (4, "set_aside", "decided_set_aside")
    assert main(["decide", "--remove", "2"]) == 0
    land(home)
    assert verdicts(home)[0][1] == "rejected"


def edit(home: Home, **changes: str) -> None:
    """What a person does to the file by hand."""
    with home.decisions.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0] |= changes
    with home.decisions.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)


def later_edition(home: Home) -> None:
    letter_with(home, {"J4": "menunggu giliran", "G4": "Camat"}, "b.xlsx")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda home: edit(home, expected="menunggu"), "does not hold the text that was decided"),
        (lambda home: edit(home, row="400"), "no data row"),
        (lambda home: edit(home, row="1"), "no data row"),
        (lambda home: edit(home, sheet="Sheet9"), "no data row"),
        (lambda home: edit(home, part="2"), "no data row"),
        (lambda home: edit(home, field="decree_date"), "nothing is read"),
        (
            lambda home: edit(home, field="violation", expected="KE4", value="KE5"),
            "without it now, as KE4",
        ),
        (lambda home: edit(home, delivery="0" * 16), "no such file was received"),
        (lambda home: edit(home, value="selesai dong"), "no sound status (status_unknown)"),
        (lambda home: edit(home, by=""), "by, at and why"),
        (lambda home: edit(home, at="kemarin"), "at must begin with a date"),
        (lambda home: edit(home, decision="ya"), "must be value, unknown or set_aside"),
        (lambda home: edit(home, decision="unknown"), "column value"),
        (later_edition, "a later edition took the place"),
    ],
)  # fmt: skip
def test_a_decision_that_no_longer_fits_is_a_problem(
    home: Home, capsys: pytest.CaptureFixture[str], change: Callable[[Home], None], says: str
) -> None:
    letter_with(home, {"J4": "menunggu giliran"})
    land(home)
    assert main(["decide", waiting(capsys)["J4"], "--value", "not_followed_up", *WHO]) == 0
    change(home)
    land(home)
    (problem,) = problems(home)
    assert says in problem
    assert "menunggu" not in problem
    assert "selesai dong" not in problem
    assert verdicts(home)[0][1] == "rejected"
    assert main(["decide", "--list"]) == 1


def test_a_word_that_is_on_file_otherwise_by_now_is_a_problem(home: Home) -> None:
    letter_with(home, {})
    row = dict.fromkeys(COLUMNS, "") | {
        "kind": "status", "expected": "Ditindaklanjuti", "decision": "value",
        "value": "not_followed_up", "by": "x", "at": "2024-01-01", "why": "y",
    }  # fmt: skip
    with home.decisions.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows([row, row, row | {"expected": "selesai semua nanti", "kind": "date"}])
    land(home)
    assert problems(home) == [
        "the word is on file as followed_up",
        "row 2 is about the same; leave only one",
        "a date says something in its own row only: decide about the cell",
    ]


def test_a_file_of_another_shape_is_a_problem(home: Home) -> None:
    letter_with(home, {})
    home.decisions.write_text("cell,value\nJ4,x\n")
    land(home)
    assert len(problems(home)) == 1


def test_decide_lists_what_waits_without_naming_anyone(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    letter_with(home, {"J4": "menunggu Fulan Contoh", "J5": "menunggu Fulan Contoh", "F4": "123"})
    land(home)
    keys = waiting(capsys)
    assert main(["decide"]) == 0
    listed = capsys.readouterr().out
    assert "Fulan" not in listed
    assert f"netralitas decide {keys['J4']} {keys['J5']} --value X" in listed
    assert f"netralitas decide {keys['J4']} --everywhere" in listed
    assert "Cells that wait for a decision: 3, in 2 groups" in listed
    assert main(["decide", "--reveal"]) == 0
    assert "menunggu Fulan Contoh" in capsys.readouterr().out


def test_decide_tells_what_is_decided_and_not_yet_applied(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    letter_with(home, {"J4": "menunggu giliran", "E5": "Orang Satu / Orang Dua"})
    land(home)
    keys = waiting(capsys)
    assert main(["decide", keys["J4"], "--everywhere", "--value", "not_followed_up", *WHO]) == 0
    capsys.readouterr()
    assert main(["decide"]) == 0
    listed = capsys.readouterr().out
    assert "Sheet!J4  decided: value (row 2 of the file)" in listed
    assert f"netralitas decide {keys['J4']}" not in listed
    assert "2, in 2 groups; 1 already decided, which the next load applies" in listed
    assert f"netralitas decide {keys['E5']} --value X" in listed
    assert "can be: the name, if it is that of one person" in listed


def test_decisions_are_for_their_owner_alone(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    letter_with(home, {"J4": "menunggu giliran"})
    land(home)
    main(["decide", waiting(capsys)["J4"], "--value", "not_followed_up", *WHO])
    assert home.decisions.parent.stat().st_mode & 0o077 == 0
    assert home.decisions.stat().st_mode & 0o077 == 0


def test_reject_decide_load_change_remove(tmp_path: Path) -> None:
    """The whole way, by the real command: a decision lets a row in; a changed file stops the load
    until the decision is taken out."""
    warehouse = WarehouseHome(tmp_path / "home")
    home = Home(warehouse.root)
    home.prepare()
    letter_with(home, {"J4": "menunggu giliran"})
    land(home)
    listed = warehouse.netralitas("quarantine", "--json")
    (cell,) = json.loads(listed.stdout)["cells"]
    decided = warehouse.netralitas("decide", cell["key"], "--value", "not_followed_up", *WHO)
    assert decided.returncode == 0, said(decided)
    first = warehouse.netralitas("load")
    assert first.returncode == 0, said(first)
    assert warehouse.sql("select count(distinct row_number) from marts.fct_case_event") == [(2,)]
    assert warehouse.sql(
        "select row_number, field, scope, decision, reason_code from quality.decision"
    ) == [(4, "status", "cell", "value", "status_unknown")]
    assert warehouse.sql("select count(*) from quality.rejected_row") == [(0,)]

    shutil.move(home.inbox / "a.xlsx", tmp_path)
    letter_with(home, {"J4": "menunggu giliran", "G4": "Camat"}, "b.xlsx")
    release = warehouse.release_id
    refused = warehouse.netralitas("load")
    assert refused.returncode == 1, said(refused)
    assert "decisions_apply" in refused.stdout
    assert "row 2 of decisions/decisions.csv" in refused.stdout
    assert "a later edition took the place" in refused.stdout
    assert warehouse.release_id == release

    removed = warehouse.netralitas("decide", "--remove", "2")
    assert removed.returncode == 0, said(removed)
    published = warehouse.netralitas("load")
    assert published.returncode == 0, said(published)
    assert warehouse.release_id != release
    assert warehouse.sql(
        "select row_number, change, field from quality.edition_change order by all"
    ) == [(4, "changed", "position"), (4, "changed", "position_class")]
    assert warehouse.sql("select count(*) from quality.decision") == [(0,)]
    assert warehouse.sql("select count(*) from quality.rejected_row") == [(1,)]

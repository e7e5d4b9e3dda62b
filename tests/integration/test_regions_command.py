"""`netralitas regions`: names to codes, and decisions that the next recognition applies."""

from __future__ import annotations

import csv
import io
import shlex
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipelines.home import Home
from pipelines.landing.store import open_store, set_option
from tests.conftest import PROJECT, WarehouseHome, said

DECIDED = ("--by", "Rina, data team", "--why", "the list fits Muna only")


def matched(home: WarehouseHome, content: bytes) -> list[dict[str, str]]:
    path = home.root / "names.csv"
    path.write_bytes(content)
    done = home.netralitas("regions", "match", str(path))
    assert done.returncode == 0, said(done)
    return list(csv.DictReader(io.StringIO(done.stdout)))


def answers(rows: list[dict[str, str]]) -> list[tuple[str, str]]:
    return [(row["region_code"], row["status"]) for row in rows]


def test_each_name_gets_its_code_or_says_why_not(home: WarehouseHome) -> None:
    rows = matched(
        home,
        b"no,name,province,note\n"
        b'1,Kab. Konsel,,"kept, as it was"\n'
        b"2,Banjar,,\n"
        b"3,Banjar,Kalsel,\n"
        b"4,Munna,Sulawesi Tenggara,\n"
        b"5,Atlantis,,\n"
        b"6,,,\n"
        b"7,Kabupaten Muna,Jawa Barat,\n"
        b"8,Kendari,74,\n"
        b"9,Kendari,Sultraa,\n",
    )
    assert answers(rows) == [
        ("74.05", "matched"),
        ("", "ambiguous"),
        ("63.03", "matched"),
        ("", "suggested"),
        ("", "unknown"),
        ("", "unknown"),
        ("", "suggested"),
        ("74.71", "matched"),
        ("", "suggested"),
    ]
    assert list(rows[0]) == [
        "no", "name", "province", "note", "region_code", "status", "suggestion"
    ]  # fmt: skip
    assert rows[0]["note"] == "kept, as it was"
    assert rows[0]["suggestion"] == ""
    assert rows[1]["suggestion"] == "32.79 Kota Banjar | 63.03 Kabupaten Banjar"
    assert rows[3]["suggestion"] == "74.03 Kabupaten Muna"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_encoding_and_separator(home: WarehouseHome, encoding: str, separator: str) -> None:
    table = [("Name", "catatan"), ("Kota Bau-Bau", "“é”"), ("KAB. MUNA", "")]
    content = "\r\n".join(separator.join(row) for row in table)
    rows = matched(home, content.encode(encoding))
    assert answers(rows) == [("74.72", "matched"), ("74.03", "matched")]
    assert rows[0]["catatan"] == "“é”"


def test_a_single_column_keeps_its_rows_in_order(home: WarehouseHome) -> None:
    rows = matched(home, b'name\nMuna\n"Banjar, Kalimantan Selatan"\n""\nKolaka\n')
    assert answers(rows) == [
        ("74.03", "matched"), ("63.03", "matched"), ("", "unknown"), ("74.01", "matched")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "no such file"),
        (b"", "0 bytes"),
        (b"region,province\nMuna,\n", 'no column name; its columns are "region", "province"'),
        (b"name,name\nMuna,Buton\n", "more than one column name"),
        (b"name,note\nMuna, Barat,x\n", "line 2 has more cells than the header"),
        (b"PK\x03\x04", "damaged"),
    ],
)
def test_a_file_that_cannot_be_used_is_wrong_usage(
    home: WarehouseHome, content: bytes | None, reason: str
) -> None:
    path = home.root / "names.csv"
    if content is not None:
        path.write_bytes(content)
    done = home.netralitas("regions", "match", str(path))
    assert done.returncode == 2, said(done)
    assert reason in done.stderr
    assert done.stdout == ""


def test_an_accepted_spelling_is_matched_and_a_refused_one_suggests_nothing(
    home: WarehouseHome,
) -> None:
    done = home.netralitas("regions", "review", "--accept", "Munna", "74.03", *DECIDED)
    assert done.returncode == 0, said(done)
    done = home.netralitas("regions", "review", "--refuse", "Kolakka", *DECIDED)
    assert done.returncode == 0, said(done)
    rows = matched(home, b"name\nKab. MUNNA\nMunna Barat\nKolakka\n")
    assert answers(rows) == [("74.03", "matched"), ("", "suggested"), ("", "unknown")]
    with (home.root / "decisions" / "region_aliases.csv").open(newline="") as file:
        kept = list(csv.DictReader(file))
    assert list(kept[0]) == ["alias", "region_code", "by", "at", "why"]
    assert [(row["alias"], row["region_code"]) for row in kept] == [
        ("Munna", "74.03"), ("Kolakka", "")
    ]  # fmt: skip
    assert kept[0]["by"] == "Rina, data team"
    assert kept[0]["at"].endswith("Z")
    done = home.netralitas("regions", "review", "--accept", "kolakka", "74.01", *DECIDED)
    assert "instead of an earlier decision" in done.stdout
    assert answers(matched(home, b"name\nKolakka\n")) == [("74.01", "matched")]


@pytest.mark.parametrize(
    ("decision", "reason"),
    [
        (("--accept", "Muna", "74.13"), "on file as 74.03 Kabupaten Muna"),
        (("--accept", "Konsel", "74.09"), "on file as 74.05"),
        (("--accept", "Bogor", "32.01"), "can be 32.01 Kabupaten Bogor or 32.71 Kota Bogor"),
        (("--accept", "Munna", "74.99"), "not a Kemendagri code"),
        (("--accept", "???", "74.03"), "no letters"),
        (("--refuse", "Kabupaten Muna"), "on file as 74.03"),
    ],
)
def test_a_decision_against_what_is_on_file_is_refused(
    home: WarehouseHome, decision: tuple[str, ...], reason: str
) -> None:
    done = home.netralitas("regions", "review", *decision, *DECIDED)
    assert done.returncode == 2, said(done)
    assert reason in done.stderr
    assert not (home.root / "decisions" / "region_aliases.csv").exists()


def test_a_decision_says_who_and_why(home: WarehouseHome) -> None:
    done = home.netralitas("regions", "review", "--accept", "Munna", "74.03", "--by", "Rina")
    assert done.returncode == 2, said(done)
    assert "--why" in done.stderr


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Muna,74.13,Rina,2026-01-01T00:00:00Z,typing error", "row 2 does not hold"),
        ("Munna,74.99,Rina,2026-01-01T00:00:00Z,typing error", "row 2 does not hold"),
        ("Munna,74.03", "row 2 has not 5 cells"),
    ],
)
def test_a_row_written_by_hand_that_does_not_hold_fails_loudly(
    home: WarehouseHome, row: str, reason: str
) -> None:
    path = home.root / "decisions" / "region_aliases.csv"
    path.parent.mkdir()
    path.write_text(f"alias,region_code,by,at,why\n{row}\n")
    names = home.root / "names.csv"
    names.write_text("name\nMuna\n")
    for arguments in (["match", str(names)], ["review"]):
        done = home.netralitas("regions", *arguments)
        assert done.returncode == 2, said(done)
        assert reason in done.stderr


# --- the next recognition applies it --------------------------------------------------------------


def land(home: Home) -> None:
    """Receives and recognises what lies in the home, made-up registers included."""
    from pipelines import fingerprint
    from pipelines.landing.build import choose_build
    from pipelines.landing.receive import find_files, receive
    from pipelines.landing.recognise import recognise_pending

    with open_store(home.landing_db) as connection:
        receive(connection, home, find_files(home.demo, "demo"))
        recognise_pending(connection, home, fingerprint.recogniser(home), b"key")
        set_option(connection, "include_demo", "true")
        choose_build(connection, home)


@pytest.fixture
def misspelt(tmp_path: Path) -> WarehouseHome:
    """A home that has received two made-up registers with a misspelt region in each."""
    home = WarehouseHome(tmp_path / "home")
    (home.root / "demo").mkdir(parents=True)
    for name, right, wrong in (
        ("bawaslu_rekap_sultra.xlsx", "Muna", "Munna"),
        ("kasn_lampiran_rekomendasi_sultra.xlsx", "Kolaka", "Kolakka"),
    ):
        book = openpyxl.load_workbook(PROJECT / "data" / "demo" / name)
        cells: list[Any] = [
            cell
            for page in book.worksheets
            for row in page.iter_rows()
            for cell in row
            if isinstance(cell.value, str) and cell.value.split()[-1:] == [right]
        ]
        assert cells, name
        cells[0].value = cells[0].value.replace(right, wrong)
        book.save(home.root / "demo" / name)
    Home(home.root).prepare()
    land(Home(home.root))
    return home


def not_resolved(home: WarehouseHome) -> list[tuple[Any, ...]]:
    return home.landing_sql(
        """select distinct e.text from landing.row_error as e
        where e.reason_code = 'region_unknown' order by all"""
    )


def test_review_lists_what_did_not_load_and_an_accepted_spelling_loads(
    misspelt: WarehouseHome,
) -> None:
    from pipelines import fingerprint

    home = Home(misspelt.root)
    assert len(not_resolved(misspelt)) == 2
    listed = misspelt.netralitas("regions", "review")
    assert listed.returncode == 0, said(listed)
    assert "not settled: 2" in listed.stdout
    assert "is it 74.03 Kabupaten Muna?" in listed.stdout
    assert "is it 74.01 Kabupaten Kolaka?" in listed.stdout
    before = fingerprint.of_load(home, home.inbox, True)

    # Exactly as the list says, with who and why filled in.
    offers = [shlex.split(line)[1:] for line in listed.stdout.splitlines() if "--accept" in line]
    assert len(offers) == 2
    for offer in offers:
        filled = [{"WHO": "Rina", "TEXT": "typing error"}.get(word, word) for word in offer]
        done = misspelt.netralitas(*filled)
        assert done.returncode == 0, said(done)
    assert "the next load applies it" in misspelt.netralitas("regions", "review").stdout

    assert fingerprint.of_load(home, home.inbox, True) != before
    land(home)
    assert not_resolved(misspelt) == []
    assert "not settled: 0" in misspelt.netralitas("regions", "review").stdout


def test_a_refused_spelling_stays_rejected_and_is_not_listed_again(
    misspelt: WarehouseHome,
) -> None:
    ((text,), *_) = [row for row in not_resolved(misspelt) if "Munna" in row[0]]
    done = misspelt.netralitas("regions", "review", "--refuse", text, *DECIDED)
    assert done.returncode == 0, said(done)
    land(Home(misspelt.root))
    assert len(not_resolved(misspelt)) == 2
    listed = misspelt.netralitas("regions", "review").stdout
    assert "not settled: 1" in listed
    assert "0 accepted, 1 refused" in listed


def test_nothing_of_a_decision_is_needed_for_a_home_without_one(home: WarehouseHome) -> None:
    done = home.netralitas("regions", "review")
    assert done.returncode == 0, said(done)
    assert "not settled: 0" in done.stdout
    assert not (home.root / "decisions").exists()

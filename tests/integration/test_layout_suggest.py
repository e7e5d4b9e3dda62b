"""A workbook no layout knows waits; a draft map is written, finished as it says, and it loads."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pipelines.home import Home
from pipelines.values.decisions import key_of
from tests.conftest import WarehouseHome, said
from tests.integration.test_editions import land

PERSON = "Ranaya Rekaan"
HEADER = [
    "No.", "Pegawai", "Nomor Induk", "Tempat Tugas", "Yang Diperbuat", "Aturan",
    "Sanksi yang Dijatuhkan", "Surat Keputusan", "Ditetapkan", "Berlaku Sejak", "Pelapor",
    "Lain-lain",
]  # fmt: skip


def sanctions(path: Path) -> Path:
    """A sanction list under headings of an office's own, of three made-up people."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["PEMERINTAH KABUPATEN KOLAKA"])
    sheet.append(["DAFTAR SANKSI TAHUN 2024"])
    sheet.append([])
    sheet.append(HEADER)
    for number, (nip, sanction) in enumerate(
        [
            ("198001012005011901", "Teguran lisan"), ("198002022006042902", "Teguran tertulis"),
            ("198003032007011903", "diberi nasihat"),
        ], 1,
    ):  # fmt: skip
        sheet.append([
            number, f"{PERSON} {number}", nip, "Dinas Contoh", "KE4", "PP 94/2021", sanction,
            f"800/{number}/2024", date(2024, 3, number), date(2024, 4, number), PERSON, "arsip",
        ])  # fmt: skip
    sheet.append(["Jumlah", None, "3 orang"])
    book.save(path)
    return path


def finished(draft: str) -> str:
    """What a person does as the draft says: each column that is TODO is given its field, one is
    ignored, and the identity that the draft could not see is marked."""
    fields = {"Pegawai": "person_name", "Berlaku Sejak": "effective_from",
              "Ditetapkan": "decree_date", "Aturan": "legal_basis"}  # fmt: skip
    lines, heading = [], ""
    for line in draft.splitlines():
        if match := re.search(r'heading: "(.*)"', line):
            heading = match[1]
        if line.strip().startswith("field: TODO"):
            wanted = fields.get(heading)
            line = f"    field: {wanted}" if wanted else "    ignored: true"
        lines.append(line)
    return "\n".join(lines) + "\n"


def test_a_waiting_file_loads_with_the_finished_draft(home: WarehouseHome) -> None:
    file = sanctions(home.inbox / "kolaka.xlsx")
    Home(home.root).prepare()
    land(Home(home.root))
    waiting = "select reason_code, layout from landing.delivery where folder = 'inbox'"
    assert home.landing_sql(waiting) == [("no_layout", None)]

    draft = home.root / "drafts" / "kolaka.yml"
    done = home.netralitas("layout", "suggest", str(file), "--output", str(draft))
    assert done.returncode == 0, said(done)
    told = done.stdout + done.stderr
    assert "Pemerintah Kabupaten Kolaka" in told
    assert str(home.root / "layouts" / "own_sanction_list.yml") in told
    for secret in (PERSON, "Ranaya", "198001012005011901"):
        assert secret not in told + draft.read_text()

    own = home.root / "layouts" / "own_sanction_list.yml"
    own.parent.mkdir()
    own.write_text(draft.read_text())
    done = home.netralitas("load", "--strict")
    assert done.returncode == 1, said(done)
    assert str(own) in done.stderr
    assert "`TODO`" in done.stderr
    assert "Traceback" not in said(done)
    # It costs its own file alone: everything else is in a release, which says so.
    assert home.landing_sql(waiting) == [("map_broken", "own_sanction_list")]
    assert home.sql("select passed from quality.check_result where kind = 'map'") == [(False,)]
    done = home.netralitas("status")
    assert (done.returncode, "own_sanction_list.yml" in done.stdout) == (1, True), said(done)
    for command in (("inspect", str(file)), ("layout", "suggest", str(file)), ("quarantine",)):
        done = home.netralitas(*command)
        assert str(own) in done.stderr, said(done)
        assert "own_sanction_list.yml" in done.stdout + done.stderr.split("move them away")[-1]

    own.write_text(finished(draft.read_text()))
    done = home.netralitas("load")
    assert done.returncode == 0, said(done)
    assert home.landing_sql(waiting) == [(None, "own_sanction_list")]
    assert home.sql(
        "select layout, rows_read, rows_loaded, rows_rejected from marts.dim_delivery"
        " where layout like 'own%'"
    ) == [("own_sanction_list", 3, 2, 1)]
    rejected = "select row_number, column_name, reason_code from quality.rejected_row"
    assert home.sql(rejected) == [(7, "Sanksi yang Dijatuhkan", "sanction_unknown")]
    assert home.sql(
        "select row_number, stage, sanction_key, event_date_key from marts.fct_case_event"
        " where sanction_key is not null order by all"
    ) == [
        (5, "sanctioned", "pp94_oral_warning", 20240301),
        (6, "sanctioned", "pp94_written_warning", 20240302),
    ]
    assert home.sql(
        "select kind, passed from quality.check_result where target = 'own_sanction_list'"
    ) == [("gx", True)]

    # A map that breaks later, so that nothing of it can be seen: the file waits all the same, and
    # what was decided about a cell of it rests, and forbids nothing.
    (delivery,) = home.landing_sql(
        "select delivery_key from landing.delivery where layout like 'own%'"
    )
    key = key_of(delivery[0], "Sheet", 7, 1, "sanction")
    about = ("--value", "pp94_oral_warning", "--by", "Ani", "--why", "surat 1")
    done = home.netralitas("decide", key, *about)
    assert done.returncode == 0, said(done)
    own.write_text("columns: [")
    done = home.netralitas("load")
    assert done.returncode == 0, said(done)
    assert home.landing_sql(waiting) == [("map_broken", "own_sanction_list")]
    assert home.sql(
        "select count(*) from marts.dim_delivery where layout like 'own%' and is_current"
    ) == [(0,)]


@pytest.mark.parametrize(
    ("rows", "code", "why"),
    [
        ([["catatan rapat"], ["hadir semua"]], 1, "no table was found"),
        ([["Orang Satu", "Camat", "Kolaka"], ["Orang Dua", "Lurah", "Muna"]], 1, "no table"),
    ],
)  # fmt: skip
def test_what_holds_no_table_has_no_draft(
    home: WarehouseHome, rows: list[list[str]], code: int, why: str
) -> None:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(home.root / "a.xlsx")
    done = home.netralitas("layout", "suggest", str(home.root / "a.xlsx"))
    assert (done.returncode, done.stdout) == (code, ""), said(done)
    assert why in done.stderr
    assert "Orang" not in done.stderr


def test_wrong_usage_and_what_needs_no_map(home: WarehouseHome) -> None:
    done = home.netralitas("layout", "suggest", str(home.root / "none.xlsx"))
    assert done.returncode == 2, said(done)
    file = sanctions(home.root / "kolaka.xlsx")
    done = home.netralitas("layout", "suggest", str(file), "--output", str(file))
    assert (done.returncode, "is there already" in done.stderr) == (2, True), said(done)
    known = Path(__file__).parents[1] / "layouts" / "L7" / "sample.csv"
    done = home.netralitas("layout", "suggest", str(known))
    assert (done.returncode, "layout L7 fits" in done.stderr) == (1, True), said(done)

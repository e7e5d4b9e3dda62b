"""One entry counts once, and one NIP is one person's: rows of a delivery are held side by side."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from pipelines.commands.inspection import inspection
from pipelines.landing.person_words import are_two_persons, words_of_name
from pipelines.landing.repeated import repeated
from pipelines.landing.settle import settle
from pipelines.layouts import Layouts, Recognition
from pipelines.values import Reference
from pipelines.values.meanings import Meanings
from pipelines.workbooks import Sheet
from tests.unit.layouts.conftest import Cells, Understand, sheet
from tests.unit.layouts.test_every_layout import L2, L3, L4, L6, L7, NIP

TITLES: dict[str, list[Cells]] = {
    "L2": [["REKOMENDASI KASN TAHUN 2024"]],
    "L3": [["DAFTAR PENGADUAN TAHUN 2024"]],
    "L4": [["REGISTER BAWASLU KABUPATEN KOLAKA"], ["TAHUN 2023"]],
    "L6": [["HUKUMAN DISIPLIN"], ["PEMERINTAH KABUPATEN KOLAKA"], ["TAHUN 2023"]],
    "L7": [["MATRIKS TINDAK LANJUT"], ["PEMERINTAH KABUPATEN KOLAKA"], ["TAHUN 2024"]],
}
HEADINGS: dict[str, list[str]] = {"L2": L2, "L3": L3, "L4": L4, "L6": L6, "L7": L7}
ROWS: dict[str, Cells] = {
    "L2": ["1", "R-1/KASN/4/2024", "3 April 2024", "Bupati Konawe", "Budi Santosa", NIP, "Guru",
           "D6", "Teguran tertulis", "Terbukti"],
    "L3": ["P-1", "2024-01-05", "Bawaslu Kab. Kolaka", "74.01", "Budi Santosa", None, "Guru",
           "KE1", "Kampanye", "proses", "2024-02-01"],
    "L4": ["1", "01/LP/2023", "5 Maret 2023", "Laporan", "Budi Santosa", "ASN", "Hadir", "Pasal 2",
           "Terbukti", "Diteruskan", "KASN", "1/K/III/2023 tanggal 20 Maret 2023"],
    "L6": ["1", "Budi Santosa", NIP, "Penata", "Guru", "Dinas Pendidikan", "D6",
           "PP 94 Tahun 2021", None, "Teguran lisan", "800/1/2023", "1 Maret 2023",
           "1 April 2023", None, None],
    "L7": ["1", "R-1/KASN/4/2024 tanggal 3 April 2024", "Dugaan pelanggaran", "Pemeriksaan",
           "Selesai", "2 Juni 2024", "Surat"],
}  # fmt: skip


def cases() -> dict[str, list[dict[str, str]]]:
    """case → its rows, in the order of cases/repeated.csv."""
    path = Path(__file__).parent / "cases" / "repeated.csv"
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found[row["case"]].append(row)
    return found


CASES = cases()


def delivery(rows: list[dict[str, str]]) -> list[Sheet]:
    """Sheets of the rows of a case, each the layout's row with its changes."""
    layout = rows[0]["layout"]
    by_sheet: dict[int, list[Cells]] = {}
    for row in rows:
        cells = [*ROWS[layout]]
        for change in filter(None, row["changes"].split("; ")):
            heading, _, text = change.partition("=")
            cells[HEADINGS[layout].index(heading)] = text or None
        above: list[Cells] = [*TITLES[layout], [*HEADINGS[layout]]]
        by_sheet.setdefault(int(row["sheet"]), above).append(cells)
    return [sheet(own, f"Lembar {number}", number) for number, own in by_sheet.items()]


def settled(
    found: Recognition, layouts: Layouts, reference: Reference
) -> tuple[list[str], list[str]]:
    """Of each row the verdicts of its parts, with the rule of what is no record; the messages of
    rows that forbid each other."""
    assert found.reason_code is None
    meanings = Meanings(reference)
    again = repeated(layouts.get(found.layout or ""), found.sheets, meanings)
    verdicts: dict[tuple[int, int], list[str]] = defaultdict(list)
    messages = []
    for place, use in enumerate(found.sheets):
        for _, own, texts in use.stretches():
            of_parts = [own[at] for at in texts.index]
            repeats = again.of(place, of_parts, texts.parts)
            classes = [use.classes[i] for i in of_parts]
            result = settle(use.tables[0].slots, texts, classes, meanings, repeats=repeats)
            for row, verdict in zip(of_parts, result.verdicts, strict=True):
                word, rule = verdict or ("", "")
                verdicts[place, row].append(word if word == "record" else f"{word} {rule}")
            messages += [e.reason for e in result.errors if e.rejects]
    return [" + ".join(own) for own in verdicts.values()], messages


@pytest.mark.parametrize("case", CASES)
def test_of_rows_that_cannot_all_stand_none_is_counted_twice(
    understand: Understand, layouts: Layouts, reference: Reference, case: str
) -> None:
    rows = CASES[case]
    verdicts, messages = settled(understand(delivery(rows)), layouts, reference)
    assert verdicts == [row["expected"] for row in rows]
    for message in messages:
        assert message.startswith("row ")
        assert not {"Budi", "Agus", NIP} & set(message.replace(",", " ").split())


def test_a_message_says_which_row_and_what_differs(
    understand: Understand, layouts: Layouts, reference: Reference
) -> None:
    rows = CASES["a date that differs"]
    _, (first, second) = settled(understand(delivery(rows)), layouts, reference)
    assert first.startswith(
        'row 5 is of the same entry and person, unlike this one in column C ("Tgl Register")'
    )
    assert second.startswith("row 4 ")


def test_rows_far_apart_and_in_different_stretches_are_held_together(
    understand: Understand, layouts: Layouts, reference: Reference
) -> None:
    rows = [
        {"layout": "L6", "sheet": "1", "changes": f"Nama=Orang {at}; NIP=; No SK=800/{at}/2023"}
        for at in range(1, 6_000)
    ]
    first = {"layout": "L6", "sheet": "1", "changes": ""}
    last = {"layout": "L6", "sheet": "1", "changes": "Nama=Agus Hermawan; No SK=800/9/2023"}
    sheets = delivery([first, *rows, last])
    verdicts, messages = settled(understand(sheets), layouts, reference)
    assert verdicts[0] == verdicts[-1] == "rejected nip_of_two"
    assert any(message.startswith("row 6005 ") for message in messages)
    assert any(message.startswith("row 5 ") for message in messages)


@pytest.mark.parametrize(
    ("one", "other", "are_two"),
    [
        ("Budi Santosa", "Agus Hermawan", True),
        ("Budi Santosa", "BUDI SANTOSA, S.Pd., M.Si", False),
        ("Budi Santosa", "Drs. H. Santosa", False),
        ("Budi Santosa", "Santoso B.", False),
        ("Nur'aini", "Nuraini", False),
        ("Abdul Rahman", "Abdurrahman", False),
        ("Sri Wahyuni", "Wahyunii", False),
        ("A. B.", "Agus Hermawan", False),
        ("S.Pd. Agus", "S.Pd. Budi", True),
        ("Dra. Agus, Guru", "Dra. Budi, Guru", True),
    ],
)
def test_two_persons_share_no_word_of_their_names(
    reference: Reference, one: str, other: str, are_two: bool
) -> None:
    degrees = reference.words["degree"].exact
    assert are_two_persons(words_of_name(one, degrees), words_of_name(other, degrees)) is are_two
    assert are_two_persons(words_of_name(other, degrees), words_of_name(one, degrees)) is are_two


def test_a_load_accounts_for_the_row_that_is_set_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NETRALITAS_HOME", str(tmp_path / "home"))
    file = tmp_path / "pengaduan.csv"
    other = [*ROWS["L3"][:4], "Agus Hermawan", *ROWS["L3"][5:]]
    with file.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows([L3, ROWS["L3"], ROWS["L3"], other])
    rows = inspection(file)["tables"][0]["rows"]
    assert [(row["row"], row["class"]) for row in rows[1:]] == [
        (2, "record"), (3, "set_aside"), (4, "record"),
    ]  # fmt: skip
    assert rows[2]["rule"] == "row_repeated"

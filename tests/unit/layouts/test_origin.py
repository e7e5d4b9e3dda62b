"""Office, period and election are published, so only canonical forms of them are ever made."""

from __future__ import annotations

import pytest

from pipelines.layouts import Layouts
from pipelines.layouts.maps import MapError
from tests.unit.layouts.conftest import Cells, Understand, sheet
from tests.unit.layouts.test_every_layout import L1, L3, L4, L6, NIP

PERSON = "Budi Rekaan"
SANCTION: Cells = [
    "1", "Orang Contoh", NIP, "III/a", "Guru", "SD", "KE1", "PP 94/2021", "Ringan",
    "Teguran lisan", "800/1/2024", "13/02/2024", "14/02/2024", None, None,
]  # fmt: skip
CASE: Cells = [
    "1", "001/Reg/TM/2024", "05/01/2024", "Temuan", "Orang Contoh", "ASN", "Uraian", "283",
    "Pelanggaran", "Diteruskan", "KASN", None,
]  # fmt: skip
RECAP: Cells = ["1", "Kab. Kolaka", "21", *[None] * 8]


@pytest.mark.parametrize(
    ("stated", "label"),
    [
        ("2024", "2024"), (2024, "2024"), ("2023-2024", "2023-2024"), ("2023/2024", "2023-2024"),
        ("Tahun 2023 s.d. 2024", "2023-2024"), ("Tahun Anggaran 2024", "2024"),
        ("Maret 2024", "2024-03"), ("2024-03", "2024-03"), ("Januari - Maret 2024",
        "2024-01/2024-03"), ("2024-01/2024-03", "2024-01/2024-03"), ("2024-T1", "2024-T1"),
        ("Triwulan I 2024", "2024-T1"), ("Semester 2 tahun 2024", "2024-S2"),
        ("s.d. 14 Maret 2024", "2024"), ("s.d. Maret 2024", "2024"),
        ("Pilkada 2024", "pilkada_2024"), ("pemilu_2024", "pemilu_2024"),
        ("Pemilihan Umum Tahun 2024", "pemilu_2024"),
    ],
)  # fmt: skip
def test_a_period_beside_the_file_is_published_in_its_canonical_form(
    stated: object, label: str, understand: Understand
) -> None:
    found = understand([[*L6], SANCTION], sidecar={"office": "Pemkab Muna", "period": stated})
    assert (found.reason_code, found.period_label) == (None, label)


@pytest.mark.parametrize("stated", [f"milik {PERSON}", f"{PERSON} 2024", "tahun lalu", "24"])
def test_what_is_no_period_makes_the_file_wait_and_is_not_echoed(
    stated: str, understand: Understand
) -> None:
    sidecar = {"office": "Pemkab Muna", "period": stated}
    found = understand([[*L6], SANCTION], sidecar=sidecar, folder="arsip 2023")
    assert (found.reason_code, found.period_label) == ("period_unknown", None)
    assert "`period`" in (found.message or "")
    assert "Rekaan" not in f"{found.message} {found.mend} {found.evidence}"
    # The export would tell its period by its dates; a person meant to say another one.
    record: Cells = ["P1", "2024-01-05", *[None] * 9]
    assert understand([[*L3], record], sidecar={"period": stated}).reason_code == "period_unknown"


@pytest.mark.parametrize(
    "title",
    [
        "BKD KABUPATEN MUNA", "BADAN KEPEGAWAIAN DAERAH KABUPATEN MUNA",
        "BADAN KEPEGAWAIAN DAN PENGEMBANGAN SUMBER DAYA MANUSIA (BKPSDM) KABUPATEN MUNA",
        "BADAN KEPEGAWAIAN DAN PENGEMBANGAN SUMBER DAYA MANUSIA\nKABUPATEN MUNA",
        "INSPEKTORAT DAERAH KABUPATEN MUNA", "PEMERINTAH KABUPATEN MUNA",
    ],
)  # fmt: skip
def test_an_office_of_a_government_is_known_by_its_title(
    title: str, understand: Understand
) -> None:
    found = understand([*([line] for line in title.split("\n")), ["TAHUN 2024"], [*L6], SANCTION])
    assert (found.reason_code, found.office) == (None, "Pemerintah Kabupaten Muna")


@pytest.mark.parametrize(
    ("stated", "office"),
    [
        ("Pemkab Muna", "Pemerintah Kabupaten Muna"), ("BKPSDM Kab. Muna", None),
        ("Pemerintah Daerah Kabupaten Muna", None), ("Bupati Muna", None),
        ("Pemprov Sulawesi Tenggara", "Pemerintah Provinsi Sulawesi Tenggara"),
    ],
)  # fmt: skip
def test_a_government_beside_the_file(
    stated: str, office: str | None, understand: Understand
) -> None:
    found = understand([[*L6], SANCTION], sidecar={"office": stated, "period": "2024"})
    assert (found.reason_code, found.office) == (None, office or "Pemerintah Kabupaten Muna")
    assert found.office_institution_code == f"pemda:{found.office_region_code}"


@pytest.mark.parametrize(
    ("said", "office", "region"),
    [
        ({"office": "Bawaslu Kab. Kolaka"}, "Bawaslu Kabupaten Kolaka", "74.01"),
        ({"office": "Bawaslu Wakatobi"}, "Bawaslu Kabupaten Wakatobi", "74.07"),
        ({"office": "Bawaslu RI"}, "Bawaslu", "ID"),
        ({"office": "Bawaslu", "region": "Kabupaten Muna"}, "Bawaslu Kabupaten Muna", "74.03"),
    ],
)
def test_a_bawaslu_office_beside_the_file(
    said: dict[str, str], office: str, region: str, understand: Understand
) -> None:
    found = understand([[*L4], CASE], sidecar={**said, "period": "2024"})
    assert (found.reason_code, found.office, found.office_region_code) == (None, office, region)


@pytest.mark.parametrize("stated", [PERSON, f"Bupati {PERSON}", f"Bawaslu {PERSON}", "kantor"])
def test_what_is_no_office_makes_the_file_wait_and_is_not_echoed(
    stated: str, understand: Understand
) -> None:
    for rows in ([[*L4], CASE], [[*L6], SANCTION]):
        found = understand(rows, sidecar={"office": stated, "period": "2024"})
        assert (found.reason_code, found.office) == ("office_unknown", None)
        assert "`office`" in (found.message or "")
        assert "Rekaan" not in f"{found.message} {found.mend} {found.evidence}"


def test_nothing_of_a_title_or_a_folder_but_its_region_gets_into_the_office(
    understand: Understand,
) -> None:
    title = f"PEMERINTAH KABUPATEN MUNA, DISUSUN {PERSON.upper()} TAHUN 2024"
    found = understand([[title], [*L6], SANCTION])
    assert (found.office, found.period_label) == ("Pemerintah Kabupaten Muna", "2024")
    found = understand([[*L6], SANCTION], folder=f"{PERSON}/bkpsdm kabupaten muna/2024")
    assert (found.office, found.period_label) == ("Pemerintah Kabupaten Muna", "2024")
    assert understand([[*L6], SANCTION], folder=PERSON).reason_code == "office_unknown"


def test_a_kasn_list_of_a_province_has_its_region_and_election(understand: Understand) -> None:
    titles: list[Cells] = [["PROVINSI SULAWESI TENGGARA"], ["TAHUN 2023-2024"]]
    found = understand([*titles, ["per 14 Maret 2024"], [*L1], RECAP])
    assert (found.office, found.office_region_code) == ("KASN (Provinsi Sulawesi Tenggara)", "74")
    assert (found.source_code, found.election_code) == ("kasn", "pemilu_2024")
    # That window held the date, but the period is of earlier years.
    earlier = [["TAHUN 2022-2023"], ["per 14 Maret 2023"], [*L1], RECAP]
    assert understand(earlier).election_code is None
    # Nothing to go by, then what the sidecar says, then what the titles say.
    assert understand([*titles, [*L1], RECAP]).election_code is None
    stated = {"election": "Pilkada 2024"}
    assert understand([*titles, [*L1], RECAP], sidecar=stated).election_code == "pilkada_2024"
    named: list[Cells] = [*titles, ["PEMILU 2024"]]
    assert understand([*named, [*L1], RECAP], sidecar=stated).election_code == "pemilu_2024"
    assert understand([*titles, [*L1], RECAP], sidecar={"election": PERSON}).election_code is None


def test_records_are_left_to_their_own_dates(understand: Understand) -> None:
    record: Cells = ["P1", "2024-01-05", *[None] * 9]
    found = understand([["TAHUN 2023-2024"], ["per 14 Maret 2024"], [*L3], record])
    assert found.election_code is None


def test_bkn_keeps_the_lists_of_kasn_when_the_sidecar_says_so(understand: Understand) -> None:
    rows = [["TAHUN 2024"], [*L1], RECAP]
    for stated in ("BKN", "Badan Kepegawaian Negara (BKN)"):
        found = understand(rows, sidecar={"office": stated})
        assert (found.office, found.source_code) == ("BKN", "bkn")
    found = understand(rows, sidecar={"office": PERSON})
    assert (found.office, found.source_code) == ("KASN", "kasn")


@pytest.mark.parametrize(
    "mark",
    [
        "DATA CONTOH – BUKAN DATA SEBENARNYA (MADE UP)", "Bukan data  sebenarnya", "(made-up)",
        "CONTOH PENGISIAN", "Format Laporan (contoh)", "SIMULASI DATA", "Data dummy",
        "Data contoh",
    ],
)  # fmt: skip
def test_a_made_up_register_is_known_by_its_titles(mark: str, understand: Understand) -> None:
    title: list[Cells] = [["PEMERINTAH KABUPATEN MUNA TAHUN 2024"]]
    assert understand([[None, mark], *title, [*L6], SANCTION]).is_made_up
    assert understand([[mark], ["hanya"], ["teks"]]).is_made_up  # without a layout, too
    assert not understand([*title, [*L6], SANCTION]).is_made_up
    below = [*title, [*L6], [*SANCTION[:4], mark, *SANCTION[5:]]]
    assert not understand(below).is_made_up


def test_identity_names_what_tells_editions_from_other_registers(layouts: Layouts) -> None:
    found = {layout.name: layout.identity for layout in layouts.items if layout.identity}
    assert found.items() >= {
        "L2": ("recommendation_number",), "L3": ("register_number",),
        "L4": ("register_number",), "L6": ("decree_number",),
        "L7": ("recommendation_number",), "L9": ("province_code",),
    }.items()  # fmt: skip
    assert not {"L1", "L5"} & found.keys()


def test_an_identity_that_is_no_field_is_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("maps")
    (folder / "X.yml").write_text(
        "layout: X\ntitle: x\nfamily: kasn\nregister_kind: x\nrecord_kind: report\n"
        "office: {kind: fixed, name: KASN}\nidentity: [number]\n"
        "columns:\n  - {heading: Nomor, field: register_number}\n"
    )
    with pytest.raises(MapError, match="identity names no field"):
        Layouts.load(folder=folder)


def test_messages_quote_only_words_that_name_no_one(understand: Understand) -> None:
    titles: list[Cells] = [["PEMERINTAH KABUPATEN MUNA TAHUN 2024"]]
    unknown = understand([*titles, [*L6, f"Nomor HP {PERSON} {NIP}"], [*SANCTION, "1"]])
    assert unknown.reason_code == "column_unexpected"
    assert "'P: Nomor HP …" in (unknown.message or "")
    double = understand([*titles, [*L6, f"NIP ({PERSON})"], [*SANCTION, NIP]])
    assert double.reason_code == "header_duplicate"
    assert "'P: NIP (…)'" in (double.message or "")
    missing = understand([*titles, [*L6[:-1], PERSON][1:], [*SANCTION[1:]]])
    nameless = understand([sheet([*titles, [*L6], [*SANCTION, "x"]], PERSON)])
    assert nameless.reason_code == "column_unexpected"
    assert "column P of sheet 1" in (nameless.message or "")
    sound = understand(
        [sheet([*titles, [*L6], SANCTION], PERSON), sheet([["catatan"]], f"an. {PERSON}", 2)]
    )
    assert sound.reason_code is None
    assert "row 2 of sheet 1" in sound.evidence
    assert "no table on sheet 2" in sound.evidence
    for found in (unknown, double, missing, nameless, sound):
        said = f"{found.message} {found.mend} {found.evidence}"
        assert "Budi" not in said
        assert "Rekaan" not in said
        assert NIP not in said


def test_registers_of_two_offices_in_one_workbook_wait(understand: Understand) -> None:
    def of(title: str, number: int) -> object:
        return sheet([[title], ["TAHUN 2024"], [*L4], CASE], f"Sheet{number}", number)

    muna, kolaka = "BAWASLU KABUPATEN MUNA", "BAWASLU KABUPATEN KOLAKA"
    found = understand([of(muna, 1), of(kolaka, 2)])
    assert (found.reason_code, found.office) == ("office_unknown", None)
    assert "different offices" in (found.message or "")
    below: list[Cells] = [[muna], ["TAHUN 2024"], [*L4], CASE, [], [kolaka], [*L4], CASE]
    assert understand(below).reason_code == "office_unknown"
    same = understand([of(muna, 1), of("BAWASLU KAB. MUNA", 2), of("LANJUTAN", 3)])
    assert (same.reason_code, same.office) == (None, "Bawaslu Kabupaten Muna")
    above = "BAWASLU PROVINSI SULAWESI TENGGARA - "
    assert understand([of(above + muna, 1), of(muna, 2)]).reason_code is None


def test_a_table_is_in_the_province_of_its_own_titles(understand: Understand) -> None:
    def contexts(*sheets: list[Cells]) -> list[str]:
        found = understand([sheet(rows, f"S{i}", i) for i, rows in enumerate(sheets, 1)])
        return [field.context for field in found.fields if field.field == "institution"]

    kalsel: list[Cells] = [["PROVINSI KALIMANTAN SELATAN TAHUN 2024"], [*L1], RECAP]
    jabar: list[Cells] = [["PROVINSI JAWA BARAT TAHUN 2024"], [*L1], RECAP]
    assert contexts(kalsel, jabar) == ["63", "32"]
    assert contexts([*kalsel, [], *jabar, [], [*L1], RECAP]) == ["63", "32", "32"]
    both: Cells = ["PROVINSI KALIMANTAN SELATAN DAN PROVINSI JAWA BARAT TAHUN 2024"]
    assert contexts([both, [*L1], RECAP]) == [""]

"""The regional registers of the demonstration: sanction lists (L6) and follow-up matrices (L7)."""

from __future__ import annotations

from datetime import date, timedelta

from pipelines.demo.sheets import Cell, Line, Register, column_numbers, signature, titles
from pipelines.demo.story import AS_OF, KOLAKA, LETTERS, WAKATOBI, Case, Government, Letter, Story
from pipelines.demo.wording import long_date

_LIST_HEADINGS = (
    "No",
    "Nama",
    "NIP",
    "Pangkat/Gol.Ruang",
    "Jabatan",
    "Unit Kerja",
    "Jenis Pelanggaran",
    "Dasar",
    "Tingkat",
    "Jenis Hukuman",
    "No SK",
    "Tgl SK",
    "TMT",
    "Berakhir",
    "Ket",
)
_MATRIX_HEADINGS = (
    "No",
    "Rekomendasi KASN (nomor/tgl)",
    "Uraian",
    "Tindak Lanjut PPK",
    "Status",
    "Tgl",
    "Bukti",
)


def _written(day: date, government: Government) -> Cell:
    """A date in the habit of the office: in words, with slashes, or as a real date."""
    if government is KOLAKA:
        return long_date(day)
    if government is WAKATOBI:
        return day.strftime("%d/%m/%Y")
    return day


def sanction_list(story: Story, government: Government) -> Register:
    """Every sanction a government decreed on KASN's letters, as its personnel agency lists it."""
    cases = [
        case
        for case in story.cases
        if case.government is government and case.letter and case.letter.decreed_on
    ]
    columns = len(_LIST_HEADINGS)
    signer = story.signers[f"bkpsdm {government.code}"]
    lines = [
        *titles(
            government.name.upper(),
            "BADAN KEPEGAWAIAN DAN PENGEMBANGAN SUMBER DAYA MANUSIA (BKPSDM)",
            "DAFTAR PENJATUHAN HUKUMAN DISIPLIN DAN SANKSI MORAL PELANGGARAN NETRALITAS ASN",
            "PROVINSI SULAWESI TENGGARA",
            "TAHUN 2023-2024",
        ),
        Line("header", _LIST_HEADINGS),
        column_numbers(columns),
        *(
            Line("record", _sanction_row(number, case, government))
            for number, case in enumerate(cases, 1)
        ),
        Line("note", ("Ket: *) seluruh nama, NIP dan nomor keputusan adalah rekaan",)),
        *signature(
            columns,
            f"{government.seat}, {long_date(AS_OF)}",
            "Kepala BKPSDM (contoh)",
            signer.name,
            f"NIP. {signer.nip}",
        ),
    ]
    return Register(f"bkpsdm_{_slug(government)}_sanksi.xlsx", "DAFTAR SANKSI", tuple(lines))


def _sanction_row(number: int, case: Case, government: Government) -> tuple[Cell, ...]:
    assert case.letter is not None
    assert case.letter.decreed_on is not None
    decreed_on = case.letter.decreed_on
    effective = decreed_on + timedelta(days=1)
    ends: Cell = "-"
    if case.act.months:
        ends = _written(_months_later(effective, case.act.months), government)
    return (
        number,
        case.person.name,
        case.person.nip,
        case.person.rank,
        case.person.position,
        case.person.unit,
        case.act.cited,
        case.act.legal_basis,
        case.act.sanction_level,
        case.sanction,
        f"800.1.6.2/{9000 + case.number}/{decreed_on.year}",
        _written(decreed_on, government),
        _written(effective, government),
        ends,
        f"Rekomendasi KASN {case.letter.number}",
    )


def _months_later(day: date, months: int) -> date:
    month = day.month - 1 + months
    return date(day.year + month // 12, month % 12 + 1, min(day.day, 28))


def matrix(story: Story, government: Government) -> Register:
    """What became of each KASN letter to a government, as its inspectorate follows it."""
    letters = [letter for letter in LETTERS if letter.government is government]
    columns = len(_MATRIX_HEADINGS)
    signer = story.signers[f"insp {government.code}"]
    lines = [
        *titles(
            government.name.upper(),
            "INSPEKTORAT DAERAH",
            "MATRIKS TINDAK LANJUT REKOMENDASI KASN",
            "PROVINSI SULAWESI TENGGARA",
            "TAHUN 2023-2024",
            f"Keadaan per {long_date(AS_OF)}",
        ),
        Line("header", _MATRIX_HEADINGS),
        column_numbers(columns),
        *(
            Line("record", _matrix_row(number, letter, government))
            for number, letter in enumerate(letters, 1)
        ),
        *signature(
            columns,
            f"{government.seat}, {long_date(AS_OF)}",
            "Inspektur Daerah (contoh)",
            signer.name,
            f"NIP. {signer.nip}",
        ),
    ]
    return Register(
        f"inspektorat_{_slug(government)}_matriks_tl.xlsx", "MATRIKS TL", tuple(lines), margin=1
    )


def _matrix_row(number: int, letter: Letter, government: Government) -> tuple[Cell, ...]:
    if letter.followed_up_on:
        action = f"Penjatuhan sanksi oleh {government.head}"
        when: Cell = _written(letter.followed_up_on, government)
        evidence = f"Keputusan {government.head}"
    else:
        action, when, evidence = "Menunggu pemeriksaan tim", "belum", "-"
    return (
        number,
        f"{letter.number} tgl {long_date(letter.recommended_on)}",
        f"{letter.persons} orang: {letter.act.description}",
        action,
        letter.status,
        when,
        evidence,
    )


def _slug(government: Government) -> str:
    return government.territory.lower().replace(" ", "_")

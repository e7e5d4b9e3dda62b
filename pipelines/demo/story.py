"""What happened in the made-up world: 38 reported people, their letters, forwards and sanctions.

The numbers of each stage are those printed for Southeast Sulawesi 2023-2024 as of 14 March 2024
(38 reported, 35 processed, 31 proven, 4 not proven, 3 in clarification, 28 followed up); who, when
and what is made up. The registers are views of this one story, so that they agree with each other.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipelines.demo.people import Cast, Person

SEED = 20240314
AS_OF = date(2024, 3, 14)


@dataclass(frozen=True)
class Government:
    """An employer: Kemendagri code of its region and its names in letters and registers."""

    code: str
    name: str  # as in "Pemerintah Kabupaten Kolaka"
    territory: str  # as in "Kabupaten Kolaka"
    head: str  # the PPK, as in "Bupati Kolaka"
    seat: str
    reporting_office: str


def _regency(code: str, name: str, seat: str) -> Government:
    return Government(
        code,
        f"Pemerintah Kabupaten {name}",
        f"Kabupaten {name}",
        f"Bupati {name}",
        seat,
        f"Bawaslu Kabupaten {name}",
    )


KOLAKA = _regency("74.01", "Kolaka", "Kolaka")
MUNA = _regency("74.03", "Muna", "Raha")
KONAWE_SELATAN = _regency("74.05", "Konawe Selatan", "Andoolo")
WAKATOBI = _regency("74.07", "Wakatobi", "Wangi-Wangi")
KONAWE_UTARA = _regency("74.09", "Konawe Utara", "Wanggudu")
MUNA_BARAT = _regency("74.13", "Muna Barat", "Laworo")
PROVINCE = Government(
    "74",
    "Pemerintah Provinsi Sulawesi Tenggara",
    "Provinsi Sulawesi Tenggara",
    "Gubernur Sulawesi Tenggara",
    "Kendari",
    "Bawaslu Provinsi Sulawesi Tenggara",
)
# The 38th person: the sources say no government.
NOT_STATED = Government("74", "", "Provinsi Sulawesi Tenggara", "", "", PROVINCE.reporting_office)

# Those whose personnel agency and inspectorate sent registers.
REPORTING_GOVERNMENTS = (KOLAKA, WAKATOBI, MUNA, KONAWE_SELATAN)


@dataclass(frozen=True)
class Act:
    """A violation type of the joint decree with what it costs, in the words of the registers."""

    code: str
    violation: str
    stage: str
    description: str
    legal_basis: str
    sanction_level: str
    sanctions: tuple[str, ...]  # one of them per person
    months: int | None  # how long the sanction lasts; None: it is done once

    @property
    def cited(self) -> str:
        """The violation with its code, as letters and decrees cite it where no stage is stated."""
        return f"{self.violation} ({self.code})"


_MORAL = "Sanksi Moral"
_HEAVY = (
    "Penurunan jabatan setingkat lebih rendah selama 12 bulan",
    "Pembebasan dari jabatan menjadi jabatan pelaksana selama 12 bulan",
)
_PP94 = "PP 94/2021 Pasal 5 huruf n"
_PP42 = "PP 42/2004 Pasal 11 huruf c"

KE2 = Act(
    "KE2",
    "Sosialisasi/kampanye media sosial/online bakal calon",
    "Pencalonan",
    "Terlapor menyebarkan ajakan mendukung bakal calon melalui media sosial",
    _PP42,
    _MORAL,
    ("Pernyataan terbuka",),
    None,
)
KE5 = Act(
    "KE5",
    "Mem-posting foto bersama bakal calon/tim sukses/alat peraga parpol di media yang dapat "
    "diakses publik",
    "Pencalonan",
    "Terlapor mengunggah foto bersama bakal calon pada akun yang dapat diakses publik",
    _PP42,
    _MORAL,
    ("Pernyataan tertutup",),
    None,
)
D9 = Act(
    "D9",
    "Menjadi tim ahli/tim pemenangan/konsultan sebelum penetapan peserta",
    "Pencalonan",
    "Terlapor tercantum dalam susunan tim pemenangan sebelum penetapan peserta",
    _PP94,
    "Sedang",
    ("Pemotongan tunjangan kinerja sebesar 25% selama 6 bulan",),
    6,
)
D2 = Act(
    "D2",
    "Sosialisasi/kampanye media sosial/online calon",
    "Kampanye",
    "Terlapor menyebarkan bahan kampanye calon melalui media sosial",
    _PP94,
    "Berat",
    _HEAVY[:1],
    12,
)
D4 = Act(
    "D4",
    "Menghadiri deklarasi/kampanye pasangan calon dan memberi tindakan/dukungan keberpihakan",
    "Kampanye",
    "Terlapor menghadiri kampanye dan mengajak peserta memberi dukungan",
    _PP94,
    "Berat",
    _HEAVY,
    12,
)
D7 = Act(
    "D7",
    "Mem-posting foto bersama calon/tim sukses/alat peraga",
    "Kampanye",
    "Terlapor mengunggah foto bersama calon dan alat peraga",
    _PP94,
    "Berat",
    _HEAVY[:1],
    12,
)
D8 = Act(
    "D8",
    "Mengadakan kegiatan yang mengarah kepada keberpihakan (pertemuan, ajakan, himbauan, seruan, "
    "pemberian barang)",
    "Kampanye",
    "Terlapor mengumpulkan warga dan mengarahkan pilihan kepada salah satu calon",
    _PP94,
    "Berat",
    _HEAVY,
    12,
)


@dataclass(frozen=True)
class Letter:
    """A KASN recommendation about one or several people of one government."""

    number: str
    recommended_on: date
    government: Government
    act: Act
    persons: int
    first_report: date
    decreed_on: date | None  # of the sanctions; None: the PPK has not followed it up
    followed_up_on: date | None

    @property
    def status(self) -> str:
        return "Ditindaklanjuti" if self.followed_up_on else "Belum Ditindaklanjuti"


def _letter(
    serial: int,
    recommended_on: date,
    government: Government,
    act: Act,
    persons: int,
    first_report: date,
    decreed_on: date | None = None,
    followed_up_on: date | None = None,
) -> Letter:
    number = f"R-{serial}/KASN/{recommended_on.month}/{recommended_on.year}"
    return Letter(
        number, recommended_on, government, act, persons, first_report, decreed_on, followed_up_on
    )


# fmt: off
LETTERS = (
    _letter(9101, date(2023, 10, 24), KOLAKA, KE2, 6,
            date(2023, 9, 18), date(2023, 11, 20), date(2023, 11, 27)),
    _letter(9107, date(2023, 10, 31), WAKATOBI, KE5, 4,
            date(2023, 9, 25), date(2023, 11, 23), date(2023, 11, 29)),
    _letter(9112, date(2023, 11, 14), MUNA, KE2, 2,
            date(2023, 10, 10), date(2023, 12, 13), date(2023, 12, 19)),
    _letter(9118, date(2023, 11, 20), KOLAKA, D9, 4,
            date(2023, 10, 16), date(2023, 12, 18), date(2023, 12, 22)),
    _letter(9125, date(2023, 12, 27), PROVINCE, KE5, 1,
            date(2023, 10, 30), date(2024, 1, 22), date(2024, 1, 25)),
    _letter(9204, date(2024, 1, 16), KOLAKA, D4, 5,
            date(2023, 12, 4), date(2024, 2, 13), date(2024, 2, 20)),
    _letter(9211, date(2024, 1, 18), WAKATOBI, D2, 3,
            date(2023, 12, 11), date(2024, 2, 15), date(2024, 2, 21)),
    _letter(9217, date(2024, 1, 23), KONAWE_SELATAN, D7, 1,
            date(2023, 12, 14), date(2024, 2, 16), date(2024, 2, 22)),
    _letter(9226, date(2024, 1, 30), KOLAKA, D8, 2,
            date(2023, 12, 18), date(2024, 2, 26), date(2024, 3, 4)),
    _letter(9233, date(2024, 2, 6), KONAWE_UTARA, D4, 1, date(2024, 1, 3)),
    _letter(9240, date(2024, 2, 13), KOLAKA, D7, 1, date(2024, 1, 9)),
    _letter(9246, date(2024, 2, 20), WAKATOBI, D8, 1, date(2024, 1, 15)),
)

# People without a letter: (government, act, first report, status, date of the status).
WITHOUT_LETTER = (
    (KOLAKA, KE2, date(2023, 10, 2), "Tidak Terbukti", date(2023, 11, 9)),
    (KOLAKA, D2, date(2023, 12, 20), "Tidak Terbukti", date(2024, 1, 24)),
    (WAKATOBI, D4, date(2023, 12, 21), "Tidak Terbukti", date(2024, 1, 29)),
    (MUNA_BARAT, D7, date(2024, 1, 4), "Tidak Terbukti", date(2024, 2, 8)),
    (KOLAKA, D8, date(2024, 1, 30), "Proses Klarifikasi", date(2024, 2, 27)),
    (WAKATOBI, D2, date(2024, 2, 1), "Proses Klarifikasi", date(2024, 2, 28)),
    (NOT_STATED, D7, date(2024, 2, 5), "Proses Klarifikasi", date(2024, 3, 1)),
)
# fmt: on


@dataclass(frozen=True)
class Case:
    """One reported person's matter; `sanction` is recommended by the letter and then decreed."""

    number: int
    person: Person
    government: Government
    act: Act
    reported_on: date
    status: str
    status_on: date
    letter: Letter | None
    sanction: str | None


@dataclass(frozen=True)
class Outsider:
    """A made-up subject of a Bawaslu register who is not a civil servant."""

    name: str
    role: str


@dataclass(frozen=True)
class Forward:
    """One row of the Bawaslu register: an act and the one or several people who did it."""

    channel: str
    government: Government
    registered_on: date
    cases: tuple[Case, ...]
    outsiders: tuple[Outsider, ...]
    description: str
    legal_basis: str
    forwarded_on: date | None  # to KASN; None: stopped


@dataclass(frozen=True)
class Story:
    """The whole made-up world; `signers` sign the registers and are reported for nothing."""

    cases: tuple[Case, ...]
    forwards: tuple[Forward, ...]
    signers: dict[str, Person]


def tell(seed: int = SEED) -> Story:
    """The story of a seed; the same seed tells the same story."""
    rng = random.Random(seed)
    cast = Cast(rng)
    cases = _cases(cast)
    forwards = _forwards(cast, cases)
    offices = ["kasn", "bawaslu"]
    offices += [f"{kind} {g.code}" for g in REPORTING_GOVERNMENTS for kind in ("bkpsdm", "insp")]
    return Story(cases, forwards, {office: cast.civil_servant() for office in offices})


def _cases(cast: Cast) -> tuple[Case, ...]:
    found: list[Case] = []
    for letter in LETTERS:
        for member in range(letter.persons):
            # Reports about one act come in over some days; those forwarded by Bawaslu together
            # come in together, which _forwards relies on (the first three of a letter).
            reported_on = letter.first_report + timedelta(days=2 * max(0, member - 2))
            found.append(
                Case(
                    0,
                    cast.civil_servant(),
                    letter.government,
                    letter.act,
                    reported_on,
                    letter.status,
                    letter.followed_up_on or letter.recommended_on,
                    letter,
                    letter.act.sanctions[member % len(letter.act.sanctions)],
                )
            )
    for government, act, reported_on, status, status_on in WITHOUT_LETTER:
        found.append(
            Case(
                0, cast.civil_servant(), government, act, reported_on, status, status_on, None, None
            )
        )
    found.sort(key=lambda case: (case.reported_on, case.person.nip))
    return tuple(replace(case, number=number) for number, case in enumerate(found, 1))


# Which people Bawaslu had forwarded: letter -> (channel, how many of its first people, a person
# beside them who is not a civil servant).
_FORWARDED_LETTERS = {
    "R-9101/KASN/10/2023": ("Temuan", 3, None),
    "R-9107/KASN/10/2023": ("Temuan", 3, None),
    "R-9112/KASN/11/2023": ("Laporan", 2, None),
    "R-9118/KASN/11/2023": ("Temuan", 1, None),
    "R-9125/KASN/12/2023": ("Laporan", 1, None),
    "R-9204/KASN/1/2024": ("Laporan", 2, None),
    "R-9211/KASN/1/2024": ("Temuan", 1, None),
    "R-9217/KASN/1/2024": ("Temuan", 1, None),
    "R-9226/KASN/1/2024": ("Laporan", 1, "Kepala Desa"),
}

# Rows about people who are no civil servants, all stopped: (channel, government, registered on,
# role, description, legal basis).
# fmt: off
_OUTSIDE_ROWS = (
    ("Temuan", KOLAKA, date(2023, 12, 12), "Kepala Desa",
     "Terlapor menghadiri kampanye dan membagikan bahan kampanye", "UU 7/2017 Pasal 490"),
    ("Laporan", MUNA, date(2023, 12, 15), "Pengurus Parpol",
     "Terlapor memasang alat peraga di tempat yang dilarang", "UU 7/2017 Pasal 280"),
    ("Temuan", KONAWE_SELATAN, date(2024, 1, 8), "Caleg",
     "Terlapor berkampanye di tempat ibadah", "UU 7/2017 Pasal 521"),
    ("Laporan", WAKATOBI, date(2024, 1, 17), "Tim Sukses",
     "Terlapor membagikan bahan kampanye di luar jadwal", "UU 7/2017 Pasal 492"),
)
# fmt: on


def _forwards(cast: Cast, cases: tuple[Case, ...]) -> tuple[Forward, ...]:
    found: list[Forward] = []
    for letter in LETTERS:
        if letter.number not in _FORWARDED_LETTERS:
            continue
        channel, persons, outsider_role = _FORWARDED_LETTERS[letter.number]
        together = [case for case in cases if case.letter is letter][:persons]
        outsiders = (Outsider(cast.name(1), outsider_role),) if outsider_role else ()
        found.append(_forward_to_kasn(channel, together, outsiders))
    # Two that KASN has not found proven: forwarding says nothing about guilt.
    for case in cases:
        if case.letter is None and case.government is WAKATOBI:
            found.append(_forward_to_kasn("Temuan", [case], ()))
    for channel, government, registered_on, role, description, basis in _OUTSIDE_ROWS:
        outsiders = (Outsider(cast.name(1), role),)
        found.append(
            Forward(channel, government, registered_on, (), outsiders, description, basis, None)
        )
    return tuple(sorted(found, key=lambda forward: (forward.registered_on, forward.description)))


def _forward_to_kasn(channel: str, cases: list[Case], outsiders: tuple[Outsider, ...]) -> Forward:
    first = cases[0]
    return Forward(
        channel,
        first.government,
        first.reported_on - timedelta(days=12),
        tuple(cases),
        outsiders,
        first.act.description,
        first.act.legal_basis,
        first.reported_on - timedelta(days=3),
    )

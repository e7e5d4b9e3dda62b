"""Makes up the people of the demonstration registers: names, NIPs and posts that belong to nobody.

Surnames are invented, so that no combination is a real person's name; every NIP has a sequence
number of 9xx, which marks it as made up, and is otherwise sound (dates, sex).
"""

from __future__ import annotations

import random
from dataclasses import dataclass

GIVEN_NAMES = {
    1: [
        "Andika",
        "Arman",
        "Bahar",
        "Darwis",
        "Fahrul",
        "Gunawan",
        "Hamdan",
        "Irwan",
        "Jufri",
        "Kamal",
        "Lukman",
        "Mansur",
        "Nasrun",
        "Ridwan",
        "Sabri",
        "Syamsul",
        "Taufan",
        "Umar",
        "Wawan",
        "Yusran",
        "Zainal",
        "Hasrul",
        "Rustam",
        "Idham",
        "Faisal",
    ],
    2: [
        "Asnawati",
        "Darmawati",
        "Fitriani",
        "Hasnah",
        "Irmayanti",
        "Jumriati",
        "Kartini",
        "Lestari",
        "Marlina",
        "Nurhayati",
        "Rahmawati",
        "Salmiah",
        "Tenriola",
        "Ulfayanti",
        "Wulandari",
        "Yuliana",
        "Zubaedah",
        "Hartina",
        "Mirnawati",
        "Sitira",
    ],
}

# Invented: none is a surname, clan or place name that the makers of this list know of.
SURNAMES = [
    "Andolaro",
    "Basiruwu",
    "Tandimola",
    "Wasoromi",
    "Lapokemba",
    "Sarimonda",
    "Kalupindo",
    "Meruntawa",
    "Tolandeka",
    "Bonirango",
    "Sampelindo",
    "Rumokawa",
    "Wandesiro",
    "Kapolarai",
    "Langgiwatu",
    "Morosimbe",
    "Padalunto",
    "Tirombasi",
    "Suwolanda",
    "Anggumoro",
    "Belanpaku",
    "Karumondi",
    "Dolipasaru",
    "Ewamolino",
    "Gambirosu",
    "Holumpasa",
    "Iwakorano",
    "Jarombala",
    "Kendolupi",
    "Lasimbuwa",
    "Mawarindu",
    "Nambolosi",
    "Ondawaru",
    "Pasolimbo",
    "Ratungkola",
    "Salowandi",
    "Taruminggo",
    "Ulupandesi",
    "Wakumbaro",
    "Yandolisa",
    "Zalumberi",
    "Amborisuka",
    "Bungkasolo",
    "Cendawaro",
    "Dambulori",
    "Engkalisu",
    "Fombarusi",
    "Ganduwola",
    "Harumbesi",
    "Indolapuri",
    "Kasombilo",
    "Lembanuri",
    "Manggolasi",
    "Nurambeka",
    "Olangkaso",
    "Pirumbasa",
    "Rondowalu",
    "Sekombari",
    "Tumbalise",
    "Wirongkasa",
]

# Class as the KASN export words it -> (post, unit, rank); filled with the regency's own places.
POSTS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "JPT Pratama": (
        ("Kepala Dinas", "Dinas Pariwisata", "Pembina Utama Muda, IV/c"),
        ("Staf Ahli", "Sekretariat Daerah", "Pembina Tingkat I, IV/b"),
    ),
    "Administrator": (
        ("Kepala Bidang", "Dinas Perhubungan", "Pembina, IV/a"),
        ("Sekretaris Dinas", "Dinas Perikanan", "Pembina, IV/a"),
    ),
    "Pengawas": (
        ("Kepala Seksi", "Dinas Sosial", "Penata Tingkat I, III/d"),
        ("Kepala Subbagian", "Sekretariat DPRD", "Penata, III/c"),
    ),
    "Pelaksana": (
        ("Pengadministrasi Umum", "Dinas Perdagangan", "Pengatur Tingkat I, II/d"),
        ("Pengelola Data", "Badan Pendapatan Daerah", "Penata Muda, III/a"),
    ),
    "Fungsional": (
        ("Guru Ahli Muda", "SMP Negeri Contoh", "Penata, III/c"),
        ("Perawat Ahli Pertama", "Puskesmas Contoh", "Penata Muda Tingkat I, III/b"),
        ("Penyuluh Pertanian", "Dinas Pertanian", "Penata Muda, III/a"),
    ),
    "Kepala Wilayah": (
        ("Camat", "Kantor Kecamatan Contoh", "Pembina, IV/a"),
        ("Lurah", "Kantor Kelurahan Contoh", "Penata Tingkat I, III/d"),
    ),
}

# How often each class occurs among reported people; the order is drawn by the seed.
CLASS_WEIGHTS = {
    "JPT Pratama": 3,
    "Administrator": 4,
    "Pengawas": 6,
    "Pelaksana": 9,
    "Fungsional": 11,
    "Kepala Wilayah": 5,
}


@dataclass(frozen=True)
class Person:
    """One made-up civil servant; `nip` is 18 digits, `position_class` KASN's word for the post."""

    name: str
    nip: str
    position_class: str
    position: str
    unit: str
    rank: str


class Cast:
    """Hands out made-up people, each with a surname and a NIP sequence of their own."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._surnames = list(SURNAMES)
        rng.shuffle(self._surnames)
        self._sequence = 900

    def name(self, sex: int) -> str:
        """A name that has not been given out; `sex` is 1 or 2, as in a NIP."""
        return f"{self._rng.choice(GIVEN_NAMES[sex])} {self._surnames.pop()}"

    def nip(self, sex: int) -> str:
        """A sound NIP with the next sequence number of 9xx."""
        rng = self._rng
        born = rng.randint(1967, 1994)
        birth = f"{born}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"
        appointed = f"{born + rng.randint(21, 27)}{rng.randint(1, 12):02d}"
        self._sequence += 1
        return f"{birth}{appointed}{sex}{self._sequence}"

    def civil_servant(self) -> Person:
        """A person with a post whose class is drawn by weight."""
        rng = self._rng
        sex = rng.choice((1, 2))
        position_class = rng.choices(tuple(CLASS_WEIGHTS), tuple(CLASS_WEIGHTS.values()))[0]
        position, unit, rank = rng.choice(POSTS[position_class])
        return Person(self.name(sex), self.nip(sex), position_class, position, unit, rank)

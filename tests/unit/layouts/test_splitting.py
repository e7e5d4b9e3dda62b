"""Cells that hold several things are taken apart only where their shape says so."""

from __future__ import annotations

import pytest

from pipelines.layouts.splitting import (
    name_and_nip,
    name_and_position,
    number_and_date,
    numbered_items,
    per_person,
    persons,
)

NIP = "198001012005011901"


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("1) Orang Satu 2) Orang Dua", ["Orang Satu", "Orang Dua"]),
        ("1. Orang Satu, S.H.;\n2. Orang Dua", ["Orang Satu, S.H.", "Orang Dua"]),
        (f"1) Orang Satu NIP. {NIP}\n2) Orang Dua", [f"Orang Satu NIP. {NIP}", "Orang Dua"]),
        ("1) Orang Satu", ["Orang Satu"]),
        ("Orang Satu", None),
        ("Ketua RT. 10 di Jalan 3) Lama", None),
    ],
)
def test_numbered_items(text: str, items: list[str] | None) -> None:
    assert numbered_items(text) == items


@pytest.mark.parametrize(
    ("text", "name", "nip"),
    [
        (f"Orang Contoh\nNIP. {NIP}", "Orang Contoh", NIP),
        (f"Orang Contoh, S.Pd. ({NIP})", "Orang Contoh, S.Pd.", NIP),
        ("Orang Contoh / 19800101 200501 1 901", "Orang Contoh", "19800101 200501 1 901"),
        ("Orang Contoh NIP: 12345", "Orang Contoh", "12345"),
        ("Orang Contoh", "Orang Contoh", None),
    ],
)
def test_name_and_nip(text: str, name: str, nip: str | None) -> None:
    assert name_and_nip(text) == (name, nip)


def test_persons_by_their_nips() -> None:
    found = persons(f"Orang Satu\nNIP {NIP}\nOrang Dua\nNIP 198001012005012902")
    assert [name_and_nip(text) for text in found] == [
        ("Orang Satu", NIP),
        ("Orang Dua", "198001012005012902"),
    ]


def test_an_and_between_persons_is_part_of_no_name() -> None:
    found = persons(f"Orang Satu ({NIP}) dan Orang Dua (198001012005012902)")
    assert [name_and_nip(text)[0] for text in found] == ["Orang Satu", "Orang Dua"]


def test_two_nips_behind_one_name_are_not_two_persons() -> None:
    text = f"Orang Satu\nNIP {NIP}\nNIP 198001012005012902"
    assert persons(text) == [text]


def test_a_cell_that_counts_other_than_the_persons_is_given_whole() -> None:
    assert per_person("1) ASN 2) Caleg", 2, by_line=False) == ["ASN", "Caleg"]
    assert per_person("ASN", 3, by_line=True) == ["ASN"] * 3
    assert per_person("1) ASN 2) Caleg", 3, by_line=True) == ["1) ASN 2) Caleg"] * 3
    assert per_person("ASN\nCaleg", 2, by_line=True) == ["ASN", "Caleg"]
    # Free text may just be long: its lines are no list.
    wrapped = "Kepala Dinas\nPendidikan"
    assert per_person(wrapped, 2, by_line=False) == [wrapped, wrapped]


@pytest.mark.parametrize(
    ("text", "number", "date"),
    [
        ("R-1194/KASN/4/2020 tgl 3 April 2020", "R-1194/KASN/4/2020", "3 April 2020"),
        ("R-1194/KASN/4/2020\n3 April 2020", "R-1194/KASN/4/2020", "3 April 2020"),
        ("Nomor: R-1/KASN/4/2020, tanggal 03-04-2020", "R-1/KASN/4/2020", "03-04-2020"),
        ("12/PP.01/K.SG/IX/2023 tgl 15/09/2023", "12/PP.01/K.SG/IX/2023", "15/09/2023"),
        ("R-1/KASN/4/2020 (3 April 2020)", "R-1/KASN/4/2020", "3 April 2020"),
        ("R-1/KASN/4/2020 tgl 33 Aprl 2020", "R-1/KASN/4/2020", "33 Aprl 2020"),
        ("R-1194/KASN/4/2020", "R-1194/KASN/4/2020", ""),
        # Two letters in one cell: what follows the first is no date.
        (
            "R-1/KASN/4/2020 tgl 3 April 2020 dan R-2/KASN/4/2020 tgl 4 April 2020",
            "R-1/KASN/4/2020",
            "tgl 3 April 2020 dan R-2/KASN/4/2020 tgl 4 April 2020",
        ),
        ("R-1/KASN/4/2020 dan R-2/KASN/4/2020", "R-1/KASN/4/2020", "dan R-2/KASN/4/2020"),
        ("800/2024/15 tgl 3 April 2020", "800/2024/15", "3 April 2020"),
        ("-", "-", ""),
        ("12/PM/2024 tanggal 5 s.d. 7 Maret 2024", "12/PM/2024", "tanggal 5 s.d. 7 Maret 2024"),
        ("12/PM/2024 5 - 7 Maret 2024", "12/PM/2024", "5 - 7 Maret 2024"),
        ("tgl 5 Maret 2024 dan 6 Maret 2024", "", "tgl 5 Maret 2024 dan 6 Maret 2024"),
        ("12/PM/2024 tgl 5/3/2024 dan 6/3/2024", "12/PM/2024", "tgl 5/3/2024 dan 6/3/2024"),
        ("700/12 - 5 Maret 2024", "700/12", "5 Maret 2024"),
        # A clerk's introduction is none of the number.
        ("Surat Ketua KASN Nomor R-3/KASN/5/2020 tgl 3 Mei 2020", "R-3/KASN/5/2020", "3 Mei 2020"),
        ("Rekomendasi KASN No. R-3/KASN/5/2020", "R-3/KASN/5/2020", ""),
        ("R-3/KASN/5/2020 tgl 3 Mei 2020 *)", "R-3/KASN/5/2020", "3 Mei 2020"),
        ("R-3/KASN/5/2020*", "R-3/KASN/5/2020", ""),
        ("R-3/KASN/5/2020 tgl surat 3 Mei 2020", "R-3/KASN/5/2020", "3 Mei 2020"),
        # A date that is said to be of something else is not the letter's: with those words it is
        # no date, and refused.
        ("R-3/KASN/5/2020 diterima tgl 3 Mei 2020", "R-3/KASN/5/2020", "diterima tgl 3 Mei 2020"),
        ("R-3/KASN/5/2020 dibalas 3 Mei 2020", "R-3/KASN/5/2020", "dibalas 3 Mei 2020"),
        ("R-3/KASN/5/2020 berlaku s.d. 3 Mei 2020", "R-3/KASN/5/2020", "berlaku s.d. 3 Mei 2020"),
        ("R-3/KASN/5/2020 (jawaban tgl 3 Mei 2020)", "R-3/KASN/5/2020", "jawaban tgl 3 Mei 2020"),
        ("800/12/BKPSDM DITERIMA 3/5/2020", "800/12/BKPSDM", "DITERIMA 3/5/2020"),
        # Nor do words that say more stay in the number.
        ("R-3/KASN/5/2020 (segera)", "R-3/KASN/5/2020", "segera"),
        ("800/12/BKPSDM perihal netralitas", "800/12/BKPSDM", "perihal netralitas"),
        ("800/12 BKPSDM/2020 tgl 3 Mei 2020", "800/12 BKPSDM/2020", "3 Mei 2020"),
        (
            "03/TM/Kec. Contoh Barat/28/2024 tgl 3/5/2024",
            "03/TM/Kec. Contoh Barat/28/2024",
            "3/5/2024",
        ),
    ],
)
def test_number_and_date(text: str, number: str, date: str) -> None:
    assert number_and_date(text) == (number, date)


@pytest.mark.parametrize(
    ("text", "name", "position"),
    [
        (f"Orang Contoh\nNIP. {NIP}\nCamat Lasusua", "Orang Contoh", "Camat Lasusua"),
        (f"Orang Contoh, S.Pd. / {NIP} / Guru", "Orang Contoh, S.Pd.", "Guru"),
        (f"Orang\nContoh\n{NIP}\nJabatan: Lurah Wua-Wua", "Orang\nContoh", "Lurah Wua-Wua"),
        (f"Orang Contoh ({NIP})\nPenata Tk. I (III/d)\nCamat", "Orang Contoh", "Camat"),
        (f"Orang Contoh\n{NIP}\nPembina Utama Muda, IV/c", "Orang Contoh", ""),
        (f"Orang Contoh\n{NIP}\nPenata Ruang Ahli Muda", "Orang Contoh", "Penata Ruang Ahli Muda"),
        (f"Orang Contoh\n{NIP}", "Orang Contoh", ""),
        # Nothing tells where a name ends.
        (f"Orang Contoh\nCamat\n{NIP}", "Orang Contoh\nCamat", ""),
        ("Orang Contoh\nCamat", "Orang Contoh\nCamat", ""),
    ],
)
def test_a_position_stands_behind_the_nip(text: str, name: str, position: str) -> None:
    assert name_and_position(text) == (name, position)

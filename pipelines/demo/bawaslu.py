"""The two Bawaslu registers of the demonstration: case register (L4) and provincial recap (L5)."""

from __future__ import annotations

import random

from pipelines.demo.sheets import Line, Register, column_numbers, signature, titles
from pipelines.demo.story import SEED, Forward, Story
from pipelines.demo.wording import roman_month

_REGISTER_HEADINGS = (
    "No",
    "Nomor Register",
    "Tgl Register",
    "Kab/Kota",
    "Sumber (Temuan/Laporan)",
    "Terlapor",
    "Status Terlapor",
    "Uraian",
    "Pasal",
    "Hasil Kajian",
    "Tindak Lanjut",
    "Instansi Tujuan",
    "No & Tgl Surat Penerusan",
)
# A recap lists its own office first: what the provincial office handled itself.
_TERRITORIES = (
    "Provinsi Sulawesi Tenggara",
    "Kabupaten Kolaka",
    "Kabupaten Konawe",
    "Kabupaten Muna",
    "Kabupaten Buton",
    "Kabupaten Konawe Selatan",
    "Kabupaten Bombana",
    "Kabupaten Wakatobi",
    "Kabupaten Kolaka Utara",
    "Kabupaten Konawe Utara",
    "Kabupaten Buton Utara",
    "Kabupaten Kolaka Timur",
    "Kabupaten Konawe Kepulauan",
    "Kabupaten Muna Barat",
    "Kabupaten Buton Tengah",
    "Kabupaten Buton Selatan",
    "Kota Kendari",
    "Kota Baubau",
)


def register(story: Story) -> Register:
    """What Bawaslu registered about civil servants and others, one act a row."""
    signer = story.signers["bawaslu"]
    lines = [
        *titles(
            "BADAN PENGAWAS PEMILIHAN UMUM",
            "PROVINSI SULAWESI TENGGARA",
            "REGISTER TEMUAN DAN LAPORAN DUGAAN PELANGGARAN PEMILU",
            "TAHUN 2023-2024",
            "Keadaan per 14 Maret 2024",
        ),
        Line("header", _REGISTER_HEADINGS),
        column_numbers(len(_REGISTER_HEADINGS)),
        *(
            Line("record", _register_row(number, forward))
            for number, forward in enumerate(story.forwards, 1)
        ),
        *signature(
            len(_REGISTER_HEADINGS),
            "Kendari, 14 Maret 2024",
            "Koordinator Penanganan Pelanggaran (contoh)",
            signer.name,
            f"NIP. {signer.nip}",
        ),
    ]
    return Register("bawaslu_register_sultra.xlsx", "REGISTER", tuple(lines))


def _register_row(number: int, forward: Forward) -> tuple[str | int, ...]:
    month = roman_month(forward.registered_on)
    short = "TM" if forward.channel == "Temuan" else "LP"
    subjects = [(f"{case.person.name}\nNIP. {case.person.nip}", "ASN") for case in forward.cases]
    subjects += [(outsider.name, outsider.role) for outsider in forward.outsiders]
    if forward.forwarded_on:
        finding, follow_up, destination = "Pelanggaran", "Diteruskan ke KASN", "KASN"
        sent = (
            f"{9000 + number}/PP.01.01/K.SG/{roman_month(forward.forwarded_on)}/"
            f"{forward.forwarded_on.year} tgl {forward.forwarded_on:%d/%m/%Y}"
        )
    else:
        finding, follow_up, destination, sent = "Bukan Pelanggaran", "Dihentikan", "-", "-"
    return (
        number,
        f"{number:03d}/Reg/{short}/PL/Prov/28.00/{month}/{forward.registered_on.year}",
        forward.registered_on.strftime("%d/%m/%Y"),
        forward.government.territory,
        forward.channel,
        _numbered([name for name, _ in subjects]),
        _numbered([role for _, role in subjects]) if forward.outsiders else subjects[0][1],
        forward.description,
        forward.legal_basis,
        finding,
        follow_up,
        destination,
        sent,
    )


def _numbered(texts: list[str]) -> str:
    """Several texts in one cell as `1) … 2) …`; one text as it is."""
    if len(texts) == 1:
        return texts[0]
    return "\n".join(f"{number}) {text}" for number, text in enumerate(texts, 1))


def recap(story: Story) -> Register:
    """Counts per territory: those registered come from the case register, the rest are drawn."""
    # A generator of its own: the recap must not change who the people are.
    rng = random.Random(SEED + 5)
    records: list[Line] = []
    sums = [0] * 8
    for number, territory in enumerate(_TERRITORIES, 1):
        rows = [row for row in story.forwards if row.government.territory == territory]
        findings = sum(row.channel == "Temuan" for row in rows)
        forwarded = sum(row.forwarded_on is not None for row in rows)
        counts = (
            findings,
            len(rows) - findings,
            rng.randint(0, 3),
            rng.randint(0, 1),
            forwarded,
            len(rows) - forwarded,
            0,
            forwarded,
        )
        sums = [total + count for total, count in zip(sums, counts, strict=True)]
        printed = tuple(count if count else "nihil" for count in counts)
        records.append(Line("record", (number, territory, *printed)))
    signer = story.signers["bawaslu"]
    lines = [
        *titles(
            "BADAN PENGAWAS PEMILIHAN UMUM",
            "PROVINSI SULAWESI TENGGARA",
            "REKAPITULASI PENANGANAN PELANGGARAN PEMILU",
            "TAHUN 2023-2024",
            "Keadaan per 14 Maret 2024",
        ),
        Line(
            "header",
            ("No", "Kab/Kota", "Temuan", "Laporan", None, None, "Hasil", None, None, "Rekomendasi"),
        ),
        Line(
            "header",
            (None, None, None, "Reg", "Tdk Reg", "Blm", "Pelanggaran", "Bukan", "Proses", None),
        ),
        column_numbers(10),
        *records,
        Line("total", ("JUMLAH", None, *sums)),
        *signature(
            10,
            "Kendari, 14 Maret 2024",
            "Koordinator Penanganan Pelanggaran (contoh)",
            signer.name,
            f"NIP. {signer.nip}",
        ),
    ]
    merges = ((1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 2, 3), (1, 4, 1, 6), (1, 7, 1, 9), (1, 10, 2, 10))
    return Register("bawaslu_rekap_sultra.xlsx", "REKAP", tuple(lines), header_merges=merges)

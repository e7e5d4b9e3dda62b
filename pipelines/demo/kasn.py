"""The two KASN registers of the demonstration: system export (L3) and letter annex (L2)."""

from __future__ import annotations

from pipelines.demo.sheets import Line, Register, column_numbers, signature, titles
from pipelines.demo.story import LETTERS, Case, Story

_PROVINCE = "PROVINSI SULAWESI TENGGARA"
_PERIOD = "TAHUN 2023-2024"
_AS_OF = "Keadaan per 14 Maret 2024"

_EXPORT_HEADINGS = (
    "id_pengaduan",
    "tgl_pengaduan",
    "bawaslu_pengirim",
    "kode_wilayah",
    "instansi",
    "nama_terlapor",
    "nip",
    "kategori_jabatan",
    "kategori_pelanggaran",
    "tahapan",
    "status",
    "tgl_status",
)
_ANNEX_HEADINGS = (
    "No",
    "Nomor Rekomendasi",
    "Tanggal",
    "Kepala Daerah selaku PPK",
    "Nama",
    "NIP",
    "Jabatan",
    "Jenis Pelanggaran",
    "Jenis Hukuman",
    "Status TL",
)


def export(story: Story) -> Register:
    """Every reported person, one a row, with the last status of the matter (38 rows)."""
    lines = [
        *titles(
            "KOMISI APARATUR SIPIL NEGARA",
            "EKSPOR SISTEM PENGADUAN PELANGGARAN NETRALITAS ASN",
            _PROVINCE,
            _PERIOD,
            _AS_OF,
        ),
        Line("header", _EXPORT_HEADINGS),
        *(Line("record", _export_row(case)) for case in story.cases),
    ]
    return Register("kasn_ekspor_pengaduan_sultra.xlsx", "pengaduan", tuple(lines))


def _export_row(case: Case) -> tuple[str, ...]:
    return (
        f"ADU-{case.reported_on.year}-{9000 + case.number}",
        case.reported_on.isoformat(),
        case.government.reporting_office,
        case.government.code,
        case.government.name,
        case.person.name,
        case.person.nip,
        case.person.position_class,
        case.act.violation,
        case.act.stage,
        case.status,
        case.status_on.isoformat(),
    )


def annex(story: Story) -> Register:
    """The people KASN's letters are about (31 rows in 12 letters, letter cells merged)."""
    records: list[Line] = []
    for number, letter in enumerate(LETTERS, 1):
        for case in story.cases:
            if case.letter is not letter:
                continue
            records.append(
                Line(
                    "record",
                    (
                        number,
                        letter.number,
                        letter.recommended_on,
                        letter.government.head,
                        case.person.name,
                        _spaced(case.person.nip),
                        f"{case.person.position} pada {case.person.unit}",
                        case.act.cited,
                        case.sanction,
                        letter.status,
                    ),
                    letter=letter.number,
                )
            )
    signer = story.signers["kasn"]
    lines = [
        *titles(
            "KOMISI APARATUR SIPIL NEGARA",
            "LAMPIRAN SURAT REKOMENDASI PELANGGARAN NETRALITAS ASN",
            _PROVINCE,
            _PERIOD,
            _AS_OF,
        ),
        Line("header", _ANNEX_HEADINGS),
        column_numbers(len(_ANNEX_HEADINGS)),
        *records,
        Line("note", ("Ket: TL = tindak lanjut oleh PPK; seluruh nama dan NIP adalah rekaan",)),
        *signature(
            len(_ANNEX_HEADINGS),
            "Jakarta, 14 Maret 2024",
            "Asisten Komisioner (contoh)",
            signer.name,
            f"NIP. {signer.nip}",
        ),
    ]
    return Register(
        "kasn_lampiran_rekomendasi_sultra.xlsx",
        "Lampiran",
        tuple(lines),
        merged_columns=(1, 2, 3, 4),
    )


def _spaced(nip: str) -> str:
    """A NIP as letters print it: birth date, appointment, sex, sequence."""
    return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"

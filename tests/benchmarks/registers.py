"""Made-up registers of any size in the layouts of offices: what the corpora are made of.

Rows are plain and sound, in the varied spellings of offices, so that they load: the benchmark
measures work done, not rows refused. The words are those of the demonstration; its people are
too few, so names and NIPs (sequence 9xx) are drawn here.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from pipelines.demo import story
from pipelines.demo.people import GIVEN_NAMES, POSTS, SURNAMES
from pipelines.demo.sheets import Cell
from pipelines.demo.wording import long_date, roman_month
from pipelines.home import REFERENCE
from tests.benchmarks.quick_xlsx import Merge, Row, Sheet

ACTS = (story.KE2, story.KE5, story.D9, story.D2, story.D4, story.D7, story.D8)
_AS_OF = date(2024, 12, 20)
_FIRST_DAY = date(2023, 1, 9)
# Says so without the words that make a register one of the demonstration, whose control totals
# are not about these.
_MADE_UP = "KORPUS UJI KINERJA: SELURUH ISI REKAAN"
_HEADS = {"Provinsi": "Gubernur", "Kabupaten": "Bupati", "Kota": "Wali Kota"}
_PLACES = ("balai desa", "lapangan", "rumah jabatan", "gedung serbaguna", "pasar", "sekolah")


@dataclass(frozen=True)
class Region:
    """A territory by its Kemendagri code and official name, and the province it lies in."""

    code: str
    name: str
    province: str

    @property
    def government(self) -> str:
        return f"Pemerintah {self.name}"

    @property
    def seat(self) -> str:
        return self.name.split(" ", 1)[1]

    @property
    def head(self) -> str:
        kind, _, rest = self.name.partition(" ")
        return f"{_HEADS[kind]} {rest}"


def regions() -> tuple[list[Region], list[Region]]:
    """The provinces, and the regencies and cities, of today."""
    with (REFERENCE / "regions.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] != "country"]
    rows = [row for row in rows if row["current_region_code"] == row["region_code"]]
    names = {row["region_code"]: row["name"] for row in rows}
    found = [
        Region(
            row["region_code"],
            f"Provinsi {row['name']}" if row["kind"] == "province" else row["name"],
            names[row["province_code"]],
        )
        for row in rows
    ]
    return [one for one in found if "." not in one.code], [one for one in found if "." in one.code]


class Clerk:
    """Someone who fills in one register: draws people and dates and has habits of writing them."""

    def __init__(self, rng: random.Random, serial: int) -> None:
        self.rng = rng
        self.serial = serial
        self._nips: set[str] = set()
        self._date = rng.choice(
            (long_date, lambda d: d.strftime("%d/%m/%Y"), lambda d: d, lambda d: d,
             lambda d: d.strftime("%d-%m-%Y"), date.isoformat)
        )  # fmt: skip
        self._spaced = rng.random() < 0.25

    def day(self, last: date = _AS_OF) -> date:
        return _FIRST_DAY + timedelta(days=self.rng.randrange((last - _FIRST_DAY).days))

    def written(self, day: date) -> Cell:
        """A date as this clerk writes it: nearly always the same way."""
        return long_date(day) if self.rng.random() < 0.03 else self._date(day)

    def name(self) -> str:
        rng = self.rng
        words = [rng.choice(GIVEN_NAMES[rng.choice((1, 2))]), rng.choice(SURNAMES)]
        if rng.random() < 0.5:
            words.append(rng.choice(SURNAMES))
        return " ".join(words)

    def nip(self) -> str:
        """A NIP that this register has of nobody else."""
        rng = self.rng
        born = rng.randint(1966, 1996)
        parts = (
            f"{born}{rng.randint(1, 12):02}{rng.randint(1, 28):02}",
            f"{born + rng.randint(20, 26)}{rng.randint(1, 12):02}",
            rng.choice("12"),
            f"9{rng.randrange(100):02}",
        )
        if (nip := "".join(parts)) in self._nips:
            return self.nip()
        self._nips.add(nip)
        return (" " if self._spaced else "").join(parts)

    def post(self) -> tuple[str, str, str, str]:
        """Class, post, unit, rank."""
        kind = self.rng.choice(tuple(POSTS))
        return kind, *self.rng.choice(POSTS[kind])

    def description(self, act: story.Act, region: Region, day: date) -> str:
        where = f"{self.rng.choice(_PLACES)} {self.rng.choice(SURNAMES)}"
        return f"{act.description} di {where}, {region.name}, pada {long_date(day)}"


def _titled(rows: list[Row], head: list[str], header: list[Row], body: list[Row]) -> int:
    """Adds titles, header, column numbers and body; returns the row number of the header."""
    rows += [(_MADE_UP,), *((text,) for text in head), ()]
    at = len(rows) + 1
    rows += header
    rows.append(tuple(f"({number})" for number in range(1, len(header[0]) + 1)))
    rows += body
    return at


def _signed(rows: list[Row], clerk: Clerk, width: int, place: str, office: str) -> None:
    blanks: Row = (None,) * max(0, width - 3)
    texts = (f"{place}, {long_date(_AS_OF)}", office, clerk.name(), f"NIP. {clerk.nip()}")
    rows += [(), *((*blanks, text) for text in texts)]


def _merged_header(at: int, upper: Row, lower: Row) -> tuple[Merge, ...]:
    """The merges of a header of two rows: groups sideways, all other headings downwards."""
    merges: list[Merge] = []
    column = 0
    while column < len(upper):
        if lower[column] is None:
            merges.append((at, column + 1, at + 1, column + 1))
            column += 1
            continue
        end = column + 1
        while end < len(upper) and upper[end] is None and lower[end] is not None:
            end += 1
        if end - column > 1:
            merges.append((at, column + 1, at, end))
        column = end
    return tuple(merges)


def sanction_list(clerk: Clerk, region: Region, count: int) -> Sheet:
    """L6, 18 columns: three of them say of the person what nobody keeps."""
    # fmt: off
    upper: Row = (
        "No", "Nama", "NIP", "Pangkat/Gol.Ruang", "Jabatan", "Unit Kerja", "Jenis Pelanggaran",
        "Dasar", "Hukuman Disiplin", None, "SK", None, "Masa Hukuman", None, "Ket",
        "Jenis Kelamin", "Eselon", "Masa Kerja",
    )
    lower: Row = (
        None, None, None, None, None, None, None,
        None, "Tingkat", "Jenis", "Nomor", "Tanggal", "TMT", "Berakhir", None,
        None, None, None,
    )
    # fmt: on
    body: list[Row] = []
    for number in range(1, count + 1):
        act = clerk.rng.choice(ACTS)
        _, position, unit, rank = clerk.post()
        decreed = clerk.day()
        effective = decreed + timedelta(days=clerk.rng.randint(1, 20))
        ends: Cell = "-"
        if act.months:
            ends = clerk.written(effective + timedelta(days=round(act.months * 30.4)))
        body.append((
            number, clerk.name(), clerk.nip(), rank, position, unit, act.cited, act.legal_basis,
            act.sanction_level, clerk.rng.choice(act.sanctions),
            f"800.1.6.2/{clerk.serial}-{number}/{decreed.year}", clerk.written(decreed),
            clerk.written(effective), ends, f"Rekomendasi KASN R-{9000 + number}",
            "LP"[number % 2], "III.b" if number % 5 else "-", f"{number % 30 + 1} tahun",
        ))  # fmt: skip
    rows: list[Row] = []
    head = [
        region.government.upper(), "BADAN KEPEGAWAIAN DAN PENGEMBANGAN SUMBER DAYA MANUSIA",
        "DAFTAR PENJATUHAN HUKUMAN DISIPLIN DAN SANKSI MORAL PELANGGARAN NETRALITAS ASN",
        "TAHUN 2023-2024",
    ]  # fmt: skip
    at = _titled(rows, head, [upper, lower], body)
    rows.append(("JUMLAH", None, f"{count} orang"))
    _signed(rows, clerk, len(upper), region.seat, "Kepala BKPSDM (contoh)")
    return Sheet("DAFTAR SANKSI", tuple(rows), _merged_header(at, upper, lower))


def export(clerk: Clerk, region: Region, count: int) -> Sheet:
    """L3, 18 columns: the system's export, whose remarks nobody reads."""
    header: Row = (
        "No", "id_pengaduan", "tgl_pengaduan", "bawaslu_pengirim", "kode_wilayah", "instansi",
        "nama_terlapor", "nip", "kategori_jabatan", "kategori_pelanggaran", "tahapan", "status",
        "tgl_status", "keterangan", "ket", "ket", "ket", "ket",
    )  # fmt: skip
    body: list[Row] = []
    for number in range(1, count + 1):
        act = clerk.rng.choice(ACTS)
        reported = clerk.day(date(2024, 10, 1))
        status = clerk.rng.choice(
            ("Proses Klarifikasi", "Tidak Terbukti", "Terbukti", "Ditindaklanjuti", "Diproses")
        )
        body.append((
            number, f"ADU-{reported.year}-{clerk.serial}-{number}", clerk.written(reported),
            f"Bawaslu {region.name}", region.code, region.government, clerk.name(), clerk.nip(),
            clerk.post()[0], act.violation, act.stage, status,
            clerk.written(reported + timedelta(days=clerk.rng.randint(3, 60))),
            f"berkas {number}", "lengkap" if number % 3 else "kurang", f"loket {number % 7}",
            f"petugas {number % 11}", "-",
        ))  # fmt: skip
    rows: list[Row] = []
    head = ["KOMISI APARATUR SIPIL NEGARA", "EKSPOR SISTEM PENGADUAN PELANGGARAN NETRALITAS ASN",
            f"PROVINSI {region.province.upper()}", "TAHUN 2023-2024"]  # fmt: skip
    _titled(rows, head, [header], body)
    return Sheet("pengaduan", tuple(rows))


def case_register(clerk: Clerk, region: Region, count: int) -> Sheet:
    """L4, 18 columns: some cells hold several persons, some rows are about no civil servant."""
    header: Row = (
        "No", "Nomor Register", "Tgl Register", "Sumber (Temuan/Laporan)", "Kab/Kota", "Terlapor",
        "NIP", "Status Terlapor", "Jabatan", "Tahapan", "Tanggal Kejadian", "Jenis Pelanggaran",
        "Uraian", "Pasal", "Hasil Kajian", "Tindak Lanjut", "Instansi Tujuan",
        "No & Tgl Surat Penerusan",
    )  # fmt: skip
    body: list[Row] = []
    for number in range(1, count + 1):
        act = clerk.rng.choice(ACTS)
        happened = clerk.day(date(2024, 10, 1))
        registered = happened + timedelta(days=clerk.rng.randint(1, 10))
        sent = registered + timedelta(days=clerk.rng.randint(1, 14))
        persons = clerk.rng.choices((1, 2, 3), (88, 9, 3))[0]
        nips = [clerk.nip() for _ in range(persons)]
        posts = [clerk.post()[1] for _ in range(persons)]
        status = "ASN"
        if persons == 1 and clerk.rng.random() < 0.12:
            status, nips, posts = clerk.rng.choice(("Kepala Desa", "Caleg")), ["-"], ["-"]
        finding, follow_up, to, letter = "Bukan Pelanggaran", "Dihentikan", "-", "-"
        if clerk.rng.random() < 0.75:
            finding, follow_up, to = "Pelanggaran", "Diteruskan ke KASN", "KASN"
            letter = (
                f"{clerk.serial}-{number}/PP.01.01/K/{roman_month(sent)}/{sent.year} "
                f"tgl {sent:%d/%m/%Y}"
            )
        body.append((
            number,
            f"{number:03}/Reg/{clerk.serial}/PL/{roman_month(registered)}/{registered.year}",
            clerk.written(registered), clerk.rng.choice(("Temuan", "Laporan")), region.name,
            _numbered([clerk.name() for _ in range(persons)]), "\n".join(nips), status,
            _numbered(posts), act.stage, clerk.written(happened), act.cited,
            clerk.description(act, region, happened), act.legal_basis, finding, follow_up, to,
            letter,
        ))  # fmt: skip
    rows: list[Row] = []
    head = ["BADAN PENGAWAS PEMILIHAN UMUM", region.name.upper(),
            "REGISTER TEMUAN DAN LAPORAN DUGAAN PELANGGARAN", "TAHUN 2023-2024"]  # fmt: skip
    _titled(rows, head, [header], body)
    _signed(rows, clerk, len(header), region.seat, "Koordinator Penanganan Pelanggaran (contoh)")
    return Sheet("REGISTER", tuple(rows))


def _numbered(texts: list[str]) -> str:
    if len(texts) == 1:
        return texts[0]
    return "\n".join(f"{number}) {text}" for number, text in enumerate(texts, 1))


def annex(clerk: Clerk, region: Region, count: int) -> Sheet:
    """L2, 14 columns: the cells of one letter are merged over its persons."""
    header: Row = (
        "No", "Nomor Rekomendasi", "Tanggal", "Kepala Daerah selaku PPK", "Nama", "NIP", "Jabatan",
        "Jenis Pelanggaran", "Jenis Hukuman", "Status TL", "Ket", "Keterangan", "Ket", "Ket",
    )  # fmt: skip
    body: list[Row] = []
    blocks: list[tuple[int, int]] = []
    letter = 0
    while len(body) < count:
        letter += 1
        act, day = clerk.rng.choice(ACTS), clerk.day()
        persons = min(clerk.rng.randint(1, 6), count - len(body))
        about: Row = (
            letter, f"R-{clerk.serial}{letter:03}/KASN/{day.month}/{day.year}", clerk.written(day),
            region.head,
        )  # fmt: skip
        if persons > 1:
            blocks.append((len(body), len(body) + persons - 1))
        for person in range(persons):
            _, position, unit, _ = clerk.post()
            body.append((
                *(about if person == 0 else (None,) * 4), clerk.name(), clerk.nip(),
                f"{position} pada {unit}", act.cited, clerk.rng.choice(act.sanctions),
                clerk.rng.choice(("Ditindaklanjuti", "Belum Ditindaklanjuti")),
                "salinan", f"lembar {letter}", "-", "-",
            ))  # fmt: skip
    rows: list[Row] = []
    head = ["KOMISI APARATUR SIPIL NEGARA", "LAMPIRAN SURAT REKOMENDASI",
            f"PROVINSI {region.province.upper()}", "TAHUN 2023-2024"]  # fmt: skip
    at = _titled(rows, head, [header], body) + 2
    merges = tuple((at + a, c, at + b, c) for a, b in blocks for c in (1, 2, 3, 4))
    _signed(rows, clerk, len(header), "Jakarta", "Asisten Komisioner (contoh)")
    return Sheet("Lampiran", tuple(rows), merges)


def matrix(clerk: Clerk, region: Region, count: int) -> Sheet:
    """L7, 10 columns."""
    header: Row = (
        "No", "Rekomendasi KASN (nomor/tgl)", "Uraian", "Tindak Lanjut PPK", "Status", "Tgl",
        "Bukti", "Ket", "Ket", "Ket",
    )  # fmt: skip
    body: list[Row] = []
    for number in range(1, count + 1):
        act, day = clerk.rng.choice(ACTS), clerk.day(date(2024, 10, 1))
        cells: Row = ("Menunggu pemeriksaan tim", "Belum Ditindaklanjuti", "belum", "-")
        if clerk.rng.random() < 0.7:
            followed = clerk.written(day + timedelta(days=clerk.rng.randint(5, 70)))
            cells = (f"Penjatuhan sanksi oleh {region.head}", "Ditindaklanjuti", followed,
                     f"Keputusan {region.head} Nomor {number}")  # fmt: skip
        body.append((
            number,
            f"R-{clerk.serial}{number:03}/KASN/{day.month}/{day.year} tgl {long_date(day)}",
            clerk.description(act, region, day), *cells, f"map {number % 9}", "-", "-",
        ))  # fmt: skip
    rows: list[Row] = []
    head = [region.government.upper(), "INSPEKTORAT DAERAH",
            "MATRIKS TINDAK LANJUT REKOMENDASI KASN", "TAHUN 2023-2024",
            f"Keadaan per {long_date(_AS_OF)}"]  # fmt: skip
    _titled(rows, head, [header], body)
    _signed(rows, clerk, len(header), region.seat, "Inspektur Daerah (contoh)")
    return Sheet("MATRIKS TL", tuple(rows))


def violation_register(clerk: Clerk, region: Region, count: int) -> Sheet:
    """L9, 13 columns: the register of 2019, types ticked."""
    upper: Row = (
        "No", "Provinsi", "Kab/Kota", "Tanggal Kejadian", "Tanggal Laporan", "Tahapan",
        "Peristiwa", "Jabatan Terlapor", "Jenis Pelanggaran", None, None, None, "Ket",
    )  # fmt: skip
    lower: Row = (*(None,) * 8, "Pidana", "ADM", "Kode Etik", "Lainnya", None)
    places = [one for one in regions()[1] if one.code[:2] == region.code]
    body: list[Row] = []
    for number in range(1, count + 1):
        place = clerk.rng.choice(places)
        day = date(2018, 10, 1) + timedelta(days=clerk.rng.randrange(190))
        ticks: list[Cell] = [None] * 4
        ticks[clerk.rng.randrange(4)] = "v"
        body.append((
            number, region.province, place.name, clerk.written(day),
            clerk.written(day + timedelta(days=clerk.rng.randint(1, 9))), "Kampanye",
            clerk.description(clerk.rng.choice(ACTS), place, day),
            clerk.rng.choice(("ASN", "ASN", "Kepala Desa", "Caleg")), *ticks, "-",
        ))  # fmt: skip
    rows: list[Row] = []
    head = ["BADAN PENGAWAS PEMILIHAN UMUM", "REGISTER PELANGGARAN PEMILU 2019",
            region.name.upper()]  # fmt: skip
    at = _titled(rows, head, [upper, lower], body)
    return Sheet("Pelanggaran", tuple(rows), _merged_header(at, upper, lower))


def kasn_recap(clerk: Clerk, region: Region, count: int) -> Sheet:
    """L1, 11 columns: the governments of one province (as many as it has) and their total."""
    header: Row = (
        "No", "Instansi", "Jumlah Dilaporkan", "Diproses", "Melanggar/Rekomendasi",
        "Tidak Terbukti", "Proses Klarifikasi", "Sudah Ditindaklanjuti PPK",
        "Belum Ditindaklanjuti", "%", "Ket",
    )  # fmt: skip
    provinces, territories = regions()
    places = [one for one in [*provinces, *territories] if one.code[:2] == region.code[:2]]
    body: list[Row] = []
    sums = [0] * 7
    for number, place in enumerate(places[:count], 1):
        followed, waiting, cleared, asked = (clerk.rng.randint(0, 9) for _ in range(4))
        proven = followed + waiting
        counts = [proven + cleared + asked, proven + cleared, proven, cleared, asked, followed,
                  waiting]  # fmt: skip
        sums = [total + one for total, one in zip(sums, counts, strict=True)]
        body.append((number, place.government, *(one or "nihil" for one in counts),
                     _share(followed, proven), None))  # fmt: skip
    rows: list[Row] = []
    head = ["KOMISI APARATUR SIPIL NEGARA", "REKAPITULASI PELANGGARAN NETRALITAS ASN",
            f"PROVINSI {region.province.upper()}", "TAHUN 2024",
            f"Keadaan per {long_date(_AS_OF)}"]  # fmt: skip
    _titled(rows, head, [header], body)
    rows.append((None, "JUMLAH", *sums, _share(sums[5], sums[2]), None))
    return Sheet("REKAP", tuple(rows))


def _share(part: int, whole: int) -> str:
    """A percentage of one decimal, rounded half up, with a decimal comma."""
    if not whole:
        return "-"
    tenths = (2000 * part + whole) // (2 * whole)
    return f"{tenths // 10},{tenths % 10}"


def bawaslu_recap(clerk: Clerk, region: Region, count: int) -> Sheet:
    """L5, 10 columns under a merged header: the regencies of one province and their total."""
    upper: Row = ("No", "Kab/Kota", "Temuan", "Laporan", None, None, "Hasil", None, None,
                  "Rekomendasi")  # fmt: skip
    lower: Row = (None, None, None, "Reg", "Tdk Reg", "Blm", "Pelanggaran", "Bukan", "Proses", None)
    places = [one for one in regions()[1] if one.code[:2] == region.code]
    body: list[Row] = []
    sums = [0] * 8
    for number, place in enumerate(places[:count], 1):
        found, reported, refused = (clerk.rng.randint(0, 12) for _ in range(3))
        proven = clerk.rng.randint(0, found + reported)
        counts = [found, reported, refused, 0, proven, found + reported - proven, 0, proven]
        sums = [total + one for total, one in zip(sums, counts, strict=True)]
        body.append((number, place.name, *(one or "nihil" for one in counts)))
    rows: list[Row] = []
    head = ["BADAN PENGAWAS PEMILIHAN UMUM", region.name.upper(),
            "REKAPITULASI PENANGANAN PELANGGARAN", "TAHUN 2023-2024",
            f"Keadaan per {long_date(_AS_OF)}"]  # fmt: skip
    at = _titled(rows, head, [upper, lower], body)
    rows.append(("JUMLAH", None, *sums))
    _signed(rows, clerk, len(upper), region.seat, "Koordinator (contoh)")
    return Sheet("REKAP", tuple(rows), _merged_header(at, upper, lower))


MAKERS: dict[str, Callable[[Clerk, Region, int], Sheet]] = {
    "L1": kasn_recap,
    "L2": annex,
    "L3": export,
    "L4": case_register,
    "L5": bawaslu_recap,
    "L6": sanction_list,
    "L7": matrix,
    "L9": violation_register,
}

"""What each layout's register holds: its columns, their headings, and how a row is made up."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.answers import forms
from tests.answers.forms import DateColumn, Person, Said, refused, truth


@dataclass
class Case:
    """The facts that the cells of one row share; a column may add facts for those after it."""

    rng: random.Random
    number: int
    day: date
    province: str
    people: list[Person]
    dates: dict[str, DateColumn]
    stage: str = ""
    regulation_day: date | None = None
    facts: dict[str, Any] = field(default_factory=dict)

    def later(self, days: int) -> date:
        """A day up to so many days after that of the case."""
        return self.day + timedelta(self.rng.randint(0, days))


Fill = Callable[[Case], Said]


@dataclass
class Column:
    """One column. headings: those an office may choose from ('A > B' has two rows).

    spoil: a cell that must be refused. required: empty, it forbids the row. is_soft: what cannot
    be read there is unknown, and the row stands. may_ditto: `sda` repeats the cell above.
    merges: written once for several rows. is_first: its facts decide what other cells mean.
    cell_of: in a crosstab the year and the measure of which each filled cell is a record.
    is_member: whom a row of a recap is about, which has one row for one time.
    """

    name: str
    headings: tuple[str, ...]
    fill: Fill
    spoil: Fill | None = None
    required: bool = False
    optional: bool = False
    is_soft: bool = False
    may_ditto: bool = False
    merges: bool = False
    dates: tuple[str, ...] = ()
    is_first: bool = False
    cell_of: tuple[str, str] | None = None
    is_member: bool = False


@dataclass
class Recipe:
    """A register. windows: the days its cases are of; years: what its titles say.

    grouped: headings of two or three rows that stand together instead of the flat ones.
    totals: the columns of figures that a JUMLAH row sums up; none where its row is no figure.
    persons: how many a row may hold in one cell. carried: (column, words, form) of what a
    sub-heading may say for the rows below it.
    """

    layout: str
    record: str
    columns: list[Column]
    titles: Callable[[random.Random, str, str], list[str]]
    first: date = date(2023, 12, 1)
    last: date = date(2024, 2, 10)
    grouped: tuple[dict[str, str], ...] = ()
    totals: tuple[str, ...] = ()
    persons: int = 1
    provinces: tuple[str, ...] = ("74",)
    signer: str = "Kepala BKPSDM"
    as_of: date | None = None
    carried: tuple[str, str, str] | None = None


def _number(case: Case) -> Said:
    n = case.number
    return Said(case.rng.choice((n, n, str(n), f"{n}.", f"{n}.")))


def _plain_number(case: Case) -> Said:
    return Said(case.number, {"register_number": str(case.number)})


def _coded(name: str, words: str) -> Fill:
    return lambda case: forms.pick(case.rng, name, truth()[words])


def _unread(words: str, *reasons: str) -> Fill:
    return lambda case: refused(case.rng.choice(truth()[words]), *reasons)


def _text(name: str, words: str) -> Fill:
    def fill(case: Case) -> Said:
        text = case.rng.choice(truth()[words]).replace("{name}", case.people[0].name)
        return Said(text, {name: text})

    return fill


def _dated(name: str, days: int = 60) -> Fill:
    return lambda case: case.dates[name].write(case.rng, name, case.later(days))


def _ill_dated(name: str) -> Fill:
    return lambda case: case.dates[name].spoil(case.rng, name, case.later(60))


def _date_column(name: str, headings: tuple[str, ...], days: int = 60, **more: Any) -> Column:
    return Column(
        name, headings, _dated(name, days), _ill_dated(name), dates=(name,), may_ditto=True, **more
    )


def _name_maybe_with_nip(case: Case) -> Said:
    """Now and then the NIP stands under the name and its own column is empty, or is another's."""
    if len(case.people) > 1:
        return _listed(case, "person_name", [who.name for who in case.people])
    who = case.people[0]
    if case.rng.random() > 0.2:
        return Said(who.name, {"person_name": who.name})
    case.facts["nip said"] = True
    label = case.rng.choice(("NIP. ", "NIP ", "", "NIP: "))
    return Said(f"{who.name}\n{label}{who.nip}", {"person_name": who.name, "nip": who.nip})


def _listed(case: Case, name: str, texts: list[str]) -> Said:
    """A cell that lists something for each person of the row."""
    mark, between = case.rng.choice(((")", " "), (")", "\n"), (".", "\n"), (".", "; ")))
    cell = between.join(f"{i}{mark} {text}" for i, text in enumerate(texts, 1))
    return Said(cell, [{name: text} for text in texts])


def _nip(case: Case) -> Said:
    if len(case.people) > 1:
        return _listed(case, "nip", [who.nip for who in case.people])
    if case.facts.get("nip said"):
        return Said(None)
    return forms.nip(case.rng, case.people[0])


def _bad_nip(case: Case) -> Said:
    if case.facts.get("nip said"):
        # The one under the name is another.
        other = forms.person(case.rng).nip
        return Said(other, {"nip": None}, [frozenset({"nip_invalid"})])
    return forms.bad_nip(case.rng, case.people[0])


def _position(case: Case) -> Said:
    code = case.rng.choice(sorted(truth()["positions"]))
    text = case.rng.choice(truth()["positions"][code])
    return Said(text, {"position": text, "position_class": code})


def _violation(case: Case) -> Said:
    known = truth()["violations"]
    stage = "campaign" if case.stage == "after" else case.stage
    words = known["always"] if case.rng.random() < 0.5 else known["staged"][stage or "unstated"]
    return forms.pick(case.rng, "violation", words)


def _violation_type(case: Case) -> Said:
    """The violation as the fact about a report that it is."""
    found = _violation(case)
    found.fields["violation_type"] = found.fields["violation"]
    return found


def _bad_violation(case: Case) -> Said:
    if not case.stage and case.rng.random() < 0.5:
        text = case.rng.choice(truth()["violations"]["ambiguous"])
        return refused(text, "violation_ambiguous")
    return refused(case.rng.choice(truth()["violations"]["unknown"]), "violation_unknown")


def _stage(case: Case) -> Said:
    found = forms.pick(case.rng, "stage", truth()["stages"])
    case.stage = found.fields["stage"]
    return found


def _letter(case: Case) -> str:
    n, m = case.rng.randint(10, 3000), case.day.month
    roman = forms.ROMAN[m - 1]
    return case.rng.choice(
        (f"R-{n}/KASN/{m}/{case.day.year}", f"R-{n}/KASN/{roman}/{case.day.year}",
         f"B-{n}/KASN/{m:02}/{case.day.year}")
    )  # fmt: skip


def _institution(case: Case) -> Said:
    return forms.pick(case.rng, "institution", truth()["institutions"])


def _bad_institution(case: Case) -> Said:
    if not case.province and case.rng.random() < 0.4:
        return refused(case.rng.choice(("Pemda Bogor", "Kupang")), "region_ambiguous")
    text = case.rng.choice(truth()["unknown_institutions"])
    return refused(text, "institution_unknown", "region_unknown")


def _bad_member(case: Case) -> Said:
    if case.rng.random() < 0.3:
        return refused(case.rng.choice(truth()["offices_within"]), "member_is_office")
    return _bad_institution(case)


def _employer(case: Case) -> Said:
    found = _institution(case)
    found.fields["region_code"] = found.fields["institution"].removeprefix("pemda:")
    return found


def _region(case: Case) -> Said:
    """A region of the case's province (of any, where the row does not say it)."""
    province = case.province
    words = {c: w for c, w in truth()["regions"].items() if not province or c[:2] == province}
    return forms.pick(case.rng, "region_code", words)


def _bad_region(case: Case) -> Said:
    both = truth()["ambiguous_regions"].get(case.province)
    if both and case.rng.random() < 0.5:
        return refused(case.rng.choice(both), "region_ambiguous")
    if case.province == "32" and case.rng.random() < 0.5:
        return refused("Kab. Kolaka", "region_unknown")
    return refused(case.rng.choice(truth()["unknown_regions"]), "region_unknown")


def _funnel(case: Case) -> dict[str, int]:
    """One government's figures, which agree with each other."""
    if "funnel" not in case.facts:
        r = case.rng
        top = r.choice((3, 9, 30, 2000))
        followed, not_followed, unproven, waiting = (r.randint(0, top) for _ in range(4))
        proven = followed + not_followed
        case.facts["funnel"] = {
            "followed_up": followed, "not_followed_up": not_followed, "proven": proven,
            "not_proven": unproven, "processed": proven + unproven, "in_clarification": waiting,
            "reported": proven + unproven + waiting,
        }  # fmt: skip
    return case.facts["funnel"]


def _figure(name: str) -> Fill:
    def fill(case: Case) -> Said:
        value = None if case.rng.random() < 0.08 else _funnel(case)[name]
        return forms.count(case.rng, name, value)

    return fill


def _any_figure(name: str) -> Fill:
    def fill(case: Case) -> Said:
        r = case.rng
        value = (
            None if r.random() < 0.08 else r.choice((0, 0, r.randint(1, 10), r.randint(9, 3000)))
        )
        return forms.count(r, name, value)

    return fill


def _bad_figure(case: Case) -> Said:
    return forms.bad_count(case.rng)


def _figures(
    *names_and_headings: tuple[str, tuple[str, ...]], of: Callable[[str], Fill]
) -> list[Column]:
    return [Column(name, headings, of(name), _bad_figure) for name, headings in names_and_headings]


def _followed_share(case: Case) -> Said:
    funnel = _funnel(case)
    value = round(100 * funnel["followed_up"] / funnel["proven"], 1) if funnel["proven"] else None
    return forms.share(case.rng, "followed_up_share", value)


def _bad_share(case: Case) -> Said:
    return refused(case.rng.choice(("tujuh puluhan", "73,2,1", "50/50")), "number_invalid")


def _note(case: Case) -> Said:
    return forms.unknown(case.rng) if case.rng.random() < 0.5 else _text("note", "notes")(case)


def _ignored(case: Case) -> Said:
    return Said(case.rng.choice((None, "lihat berkas")))


NO = Column("no", ("No", "NO.", "Nomor", "No. Urut", "No."), _number)
KET = Column("ket", ("Ket", "KETERANGAN", "Ket."), _ignored, optional=True)


def _recap_titles(rng: random.Random, region: str, month: str) -> list[str]:
    when = month or rng.choice(("per 14 Maret 2024", "s.d. 14 Maret 2024", "Keadaan 14 Maret 2024"))
    return [
        "REKAPITULASI PELANGGARAN NETRALITAS ASN",
        f"PROVINSI {region} TAHUN 2023-2024" if region else "SELURUH INDONESIA TAHUN 2023-2024",
        f"({when})",
    ]


L1 = Recipe(
    "L1",
    "recap",
    [
        NO,
        Column("institution", ("Instansi", "INSTANSI", "Nama Instansi", "Pemerintah Daerah"),
               _employer, _bad_member, required=True, is_member=True),
        *_figures(
            ("reported", ("Jumlah Dilaporkan", "Dilaporkan", "JUMLAH\nDILAPORKAN")),
            ("processed", ("Diproses", "Jumlah Diproses")),
            ("proven", ("Melanggar/Rekomendasi", "Terbukti", "Melanggar (Rekomendasi)")),
            ("not_proven", ("Tidak Terbukti", "TIDAK TERBUKTI", "Tidak Melanggar")),
            ("in_clarification", ("Proses Klarifikasi", "Dalam Klarifikasi")),
            ("followed_up", ("Sudah Ditindaklanjuti PPK", "Sudah Ditindaklanjuti")),
            ("not_followed_up", ("Belum Ditindaklanjuti", "BELUM DITINDAKLANJUTI PPK")),
            of=_figure,
        ),
        Column("followed_up_share", ("%", "Persentase", "% Tindak Lanjut"), _followed_share,
               _bad_share),
        Column("note", ("Ket", "Keterangan"), _note, optional=True),
    ],
    _recap_titles,
    grouped=(
        {"followed_up": "Tindak Lanjut PPK > Sudah", "not_followed_up": "Tindak Lanjut PPK > Belum",
         "followed_up_share": "Tindak Lanjut PPK > %"},
        {"reported": "Jumlah > Dilaporkan", "processed": "Jumlah > Diproses",
         "proven": "Hasil > Melanggar/Rekomendasi", "not_proven": "Hasil > Tidak Terbukti",
         "followed_up": "TINDAK LANJUT > SUDAH", "not_followed_up": "TINDAK LANJUT > BELUM"},
        {"proven": "PENANGANAN > HASIL > MELANGGAR/REKOMENDASI",
         "not_proven": "PENANGANAN > HASIL > TIDAK TERBUKTI",
         "in_clarification": "PENANGANAN > PROSES KLARIFIKASI",
         "followed_up": "PENANGANAN > TINDAK LANJUT PPK > SUDAH",
         "not_followed_up": "PENANGANAN > TINDAK LANJUT PPK > BELUM"},
    ),
    totals=("reported", "processed", "proven", "not_proven", "in_clarification", "followed_up",
            "not_followed_up", "followed_up_share"),
    provinces=("74", ""),
    signer="Asisten Komisioner",
    as_of=date(2024, 3, 14),
)  # fmt: skip


def _recommendation(case: Case) -> Said:
    number = case.facts.setdefault("letter", _letter(case))
    return Said(number, {"recommendation_number": number})


def _recommendation_date(case: Case) -> Said:
    found = case.dates["recommendation_date"].write(case.rng, "recommendation_date", case.later(9))
    case.regulation_day = date.fromisoformat(found.fields["recommendation_date"])
    return found


def _recommended(case: Case) -> Said:
    """Words that two regulations share are of the one in force on the day of the letter."""
    words = dict(truth()["recommended"]["always"])
    if case.regulation_day is not None:
        era = "before" if case.regulation_day < date(2021, 8, 31) else "after"
        words |= truth()["recommended"][era]
    return forms.pick(case.rng, "recommended_sanction", words)


def _bad_sanction(case: Case) -> Said:
    return refused(case.rng.choice(truth()["unknown_sanctions"]), "sanction_unknown")


_STATUS = Column(
    "status", ("Status TL", "STATUS TINDAK LANJUT", "Status"), _coded("status", "statuses"),
    _unread("unknown_statuses", "status_unknown"), may_ditto=True,
)  # fmt: skip


def _kasn_titles(rng: random.Random, region: str, month: str) -> list[str]:
    lead = ["LAMPIRAN SURAT", "DAFTAR REKOMENDASI PELANGGARAN NETRALITAS ASN"]
    where = [f"PROVINSI {region}"] if region else []
    return [*lead, *where, f"BULAN {month} TAHUN 2024" if month else "TAHUN 2023-2024"]


L2 = Recipe(
    "L2",
    "report",
    [
        NO,
        Column("recommendation_number", ("Nomor Rekomendasi", "No. Rekomendasi", "NOMOR SURAT"),
               _recommendation, required=True, merges=True),
        Column("recommendation_date", ("Tanggal", "Tgl. Rekomendasi", "TANGGAL"),
               _recommendation_date, _ill_dated("recommendation_date"),
               dates=("recommendation_date",), merges=True),
        Column("institution", ("Kepala Daerah selaku PPK", "PPK", "KEPALA DAERAH SELAKU PPK"),
               _institution, _bad_institution, merges=True, may_ditto=True),
        Column("person_name", ("Nama", "NAMA ASN", "Nama Pegawai"), _name_maybe_with_nip),
        Column("nip", ("NIP", "N I P", "Nomor Induk Pegawai"), _nip, _bad_nip),
        Column("position", ("Jabatan", "JABATAN"), _position, may_ditto=True),
        Column("violation", ("Jenis Pelanggaran", "Bentuk Pelanggaran"), _violation_type,
               _bad_violation, may_ditto=True),
        Column("recommended_sanction", ("Jenis Hukuman", "Rekomendasi Sanksi"), _recommended,
               _bad_sanction),
        _STATUS,
        KET,
    ],
    _kasn_titles,
    grouped=(
        {"recommendation_number": "Rekomendasi > Nomor",
         "recommendation_date": "Rekomendasi > Tanggal"},
        {"recommendation_number": "REKOMENDASI KASN > NOMOR",
         "recommendation_date": "REKOMENDASI KASN > TANGGAL",
         "person_name": "ASN TERLAPOR > NAMA", "nip": "ASN TERLAPOR > NIP",
         "position": "ASN TERLAPOR > JABATAN"},
    ),
    provinces=("74", ""),
    carried=("institution", "institutions", "{}"),
    signer="Ketua Komisi Aparatur Sipil Negara",
    persons=2,
)  # fmt: skip


def _complaint(case: Case) -> Said:
    number = case.rng.choice((f"ADU-{case.day.year}-{case.number:04}", f"P/{case.number}/2024",
                              20240000 + case.number))  # fmt: skip
    return Said(number, {"register_number": str(number)})


def _region_code(case: Case) -> Said:
    code = case.rng.choice(("74.01", "74.05", "74.71", "74.13", "32.71", "74", "74.10"))
    return Said(code, {"region_code": code})


def _bad_region_code(case: Case) -> Said:
    if case.rng.random() < 0.2:
        return refused(case.rng.choice(("7401", 7405)), "region_ambiguous")
    return refused(case.rng.choice((74.1, "74.99", "00.00", "74.5", "ABC")), "region_unknown")


L3 = Recipe(
    "L3",
    "report",
    [
        Column("no", ("No",), _number, optional=True),
        Column("register_number", ("id_pengaduan", "ID_PENGADUAN", "No. Pengaduan"), _complaint,
               required=True),
        _date_column("report_date", ("tgl_pengaduan", "TGL_PENGADUAN", "Tanggal Pengaduan")),
        Column("reporting_office", ("bawaslu_pengirim", "Bawaslu Pengirim"),
               lambda case: Said(t := case.rng.choice(("Bawaslu Kolaka", "Bawaslu Kota Kendari")),
                                 {"reporting_office": t}), may_ditto=True),
        Column("region_code", ("kode_wilayah", "KODE_WILAYAH", "Kode Wilayah"), _region_code,
               _bad_region_code, may_ditto=True),
        Column("institution", ("instansi", "Instansi Terlapor"), _institution, _bad_institution,
               optional=True, may_ditto=True),
        Column("person_name", ("nama_terlapor", "NAMA_TERLAPOR"), _name_maybe_with_nip),
        Column("nip", ("nip", "NIP", "NIP Terlapor"), _nip, _bad_nip),
        Column("position_class", ("kategori_jabatan", "Kategori Jabatan"),
               _coded("position_class", "position_categories"), may_ditto=True),
        Column("stage", ("tahapan", "TAHAPAN"), _stage,
               _unread("unknown_stages", "election_stage_unknown")),
        Column("violation", ("kategori_pelanggaran", "Kategori Pelanggaran", "jenis_pelanggaran"),
               _violation_type, _bad_violation),
        Column("status", ("status", "STATUS", "Status Penanganan"), _coded("status", "statuses"),
               _unread("unknown_statuses", "status_unknown"), may_ditto=True),
        _date_column("status_date", ("tgl_status", "Tanggal Status")),
        Column("ket", ("keterangan",), _ignored, optional=True),
    ],
    lambda rng, region, month: rng.choice(
        ([], ["EKSPOR DATA PENGADUAN"], ["Ekspor sistem", "Tahun 2023-2024"])
    ),
    persons=2,
)  # fmt: skip


def _register(case: Case) -> Said:
    roman = forms.ROMAN[case.day.month - 1]
    number = (
        f"{case.number:03}/Reg/{case.rng.choice(('TM', 'LP'))}/PB/Kab/28.05/{roman}/{case.day.year}"
    )
    return Said(number, {"register_number": number})


def _accused(case: Case) -> Said:
    """One to three persons in a cell, some with their NIP, numbered in one way or the other."""
    r = case.rng
    case.facts["with nip"] = [
        r.random() < 0.6 and not case.facts.get("nip column") for _ in case.people
    ]
    texts = []
    for who, with_nip in zip(case.people, case.facts["with nip"], strict=True):
        spaced = f"{who.nip[:8]} {who.nip[8:14]} {who.nip[14]} {who.nip[15:]}"
        form = r.choice((f"{who.name}, NIP. {who.nip}", f"{who.name}\nNIP {spaced}",
                         f"{who.name} (NIP. {who.nip})"))  # fmt: skip
        texts.append(form if with_nip else who.name)
    fields = [
        {"person_name": who.name, "nip": who.nip if with_nip else None}
        for who, with_nip in zip(case.people, case.facts["with nip"], strict=True)
    ]
    cell = _listed(case, "person_name", texts).cell if len(texts) > 1 else texts[0]
    return Said(cell, fields)


def _each(case: Case, makers: Callable[[], Said]) -> Said:
    """A cell that says something of each person of the row."""
    made = [makers() for _ in case.people]
    texts = [str(one.cell or "") for one in made]
    cell: Any = made[0].cell
    if len(made) > 1:
        if len(set(texts)) == 1:
            cell = texts[0]
        else:
            mark, between = case.rng.choice(((")", " "), (".", "\n")))
            cell = between.join(f"{i}{mark} {text}" for i, text in enumerate(texts, 1))
    return Said(cell, [dict(one.fields) for one in made], [list(one.errors) for one in made])


def _subjects(case: Case) -> Said:
    return _each(case, lambda: forms.pick(case.rng, "subject_kind", truth()["subjects"]))


def _bad_subjects(case: Case) -> Said:
    if len(case.people) > 1:
        words = [w for w in truth()["undecided_subjects"] if len(w) > 1]
        return _each(case, lambda: refused(case.rng.choice(words), "subject_undecided"))
    text = case.rng.choice(truth()["undecided_subjects"])
    reason = ("subject_undecided",) if len(text) > 1 else ("subject_undecided", "required_missing")
    return Said(text, [{}], [[frozenset(reason)]])


def _positions(case: Case) -> Said:
    return _each(case, lambda: _position(case))


def _bad_follow_up(case: Case) -> Said:
    """The words are kept, whatever status they may be."""
    text = case.rng.choice(truth()["unknown_statuses"])
    return Said(text, {"follow_up": text}, [frozenset({"status_unknown"})])


def _follow_up(case: Case) -> Said:
    found = forms.pick(case.rng, "status", truth()["statuses"])
    found.fields["follow_up"] = found.cell
    return found


def _number_and_date(number_name: str, date_name: str, number: Callable[[Case], str]) -> Fill:
    def fill(case: Case) -> Said:
        text = number(case)
        said = case.dates[date_name].write(case.rng, date_name, case.later(20), is_text_only=True)
        joint = case.rng.choice((" tgl ", " tanggal ", ", ", "\n", " Tgl. ", "\ntanggal "))
        if case.rng.random() < 0.15 and not _is_numeric(str(said.cell)):
            return Said(text, {number_name: text})
        lead = case.rng.choice(("", "", "No. ", "Nomor: "))
        return Said(f"{lead}{text}{joint}{said.cell}", {number_name: text, **said.fields})

    return fill


def _is_numeric(text: str) -> bool:
    return not any(character.isalpha() for character in text)


def _ill_number_and_date(number_name: str, date_name: str, number: Callable[[Case], str]) -> Fill:
    def spoil(case: Case) -> Said:
        text = number(case)
        bad = case.rng.choice((f"31 Februari {case.day.year}", "30 Nopember 2091"))
        reason = "date_future" if "2091" in bad else "date_invalid"
        return Said(f"{text} tgl {bad}", {number_name: text}, [frozenset((reason,))])

    return spoil


def _forward_number(case: Case) -> str:
    roman = forms.ROMAN[case.day.month - 1]
    return f"{case.rng.randint(1, 99)}/PP.01/K.SG-05/{roman}/{case.day.year}"


_FORWARD = ("forward_number", "forward_date", _forward_number)


def _bawaslu_titles(rng: random.Random, region: str, month: str) -> list[str]:
    return [
        "REGISTER TEMUAN DAN LAPORAN DUGAAN PELANGGARAN",
        rng.choice(("BAWASLU KABUPATEN KOLAKA", "BADAN PENGAWAS PEMILIHAN UMUM KABUPATEN KOLAKA")),
        f"PROVINSI {region}",
        f"BULAN {month} TAHUN 2024" if month else "TAHUN 2024",
    ]


L4 = Recipe(
    "L4",
    "report",
    [
        NO,
        Column("register_number", ("Nomor Register", "No. Register", "NOMOR REGISTRASI"),
               _register, required=True),
        _date_column("register_date", ("Tgl Register", "Tanggal Register", "TGL. REGISTER")),
        Column("channel", ("Sumber (Temuan/Laporan)", "Sumber", "TEMUAN/LAPORAN"),
               _coded("channel", "channels"), _unread("unknown_channels", "channel_unknown"),
               may_ditto=True),
        Column("region_code", ("Kab/Kota", "KABUPATEN/KOTA"), _region, _bad_region, optional=True),
        Column("person_name", ("Terlapor", "NAMA TERLAPOR", "Pelaku"), _accused),
        Column("nip", ("NIP", "NIP Terlapor"), _nip, optional=True),
        Column("subject_kind", ("Status Terlapor", "STATUS TERLAPOR"), _subjects, _bad_subjects,
               required=True),
        Column("position", ("Jabatan", "Jabatan Terlapor"), _positions, optional=True),
        Column("stage", ("Tahapan",), _stage, _unread("unknown_stages", "election_stage_unknown"),
               optional=True),
        Column("event_date", ("Tanggal Kejadian", "Tgl Kejadian"),
               lambda case: forms.date_range(case.rng, "event_date", case.later(9))
               if case.rng.random() < 0.2 else _dated("event_date")(case),
               _ill_dated("event_date"), optional=True, dates=("event_date",)),
        Column("violation", ("Jenis Pelanggaran",), _violation_type, _bad_violation, optional=True),
        Column("description", ("Uraian", "Uraian Kejadian", "URAIAN SINGKAT"),
               _text("description", "descriptions")),
        Column("legal_basis", ("Pasal", "Pasal yang Dilanggar"), _text("legal_basis", "articles"),
               may_ditto=True),
        Column("finding", ("Hasil Kajian", "HASIL KAJIAN"), _coded("finding", "findings"),
               _unread("unknown_findings", "finding_unknown"), may_ditto=True),
        Column("status", ("Tindak Lanjut", "TINDAK LANJUT"), _follow_up,
               _bad_follow_up, may_ditto=True),
        Column("forwarded_to", ("Instansi Tujuan", "Diteruskan ke"),
               _coded("forwarded_to", "receivers"),
               _unread("unknown_receivers", "forwarded_to_unknown"), may_ditto=True),
        Column("forward", ("No & Tgl Surat Penerusan", "Nomor dan Tanggal Surat Penerusan"),
               _number_and_date(*_FORWARD), _ill_number_and_date(*_FORWARD),
               dates=("forward_date",)),
        KET,
    ],
    _bawaslu_titles,
    grouped=(
        {"register_number": "Register > Nomor", "register_date": "Register > Tanggal"},
        {"forwarded_to": "Penerusan > Instansi Tujuan",
         "forward": "Penerusan > No & Tgl Surat Penerusan"},
    ),
    persons=3,
    carried=("region_code", "regions", "{}"),
    signer="Ketua Bawaslu Kabupaten Kolaka",
)  # fmt: skip


def _bawaslu_recap_titles(rng: random.Random, region: str, month: str) -> list[str]:
    when = month or rng.choice(("Keadaan s.d. 31 Desember 2023", "s.d. 31 Desember 2023"))
    return [
        "REKAPITULASI PENANGANAN PELANGGARAN",
        rng.choice(("BADAN PENGAWAS PEMILIHAN UMUM", "BAWASLU")),
        f"PROVINSI {region} TAHUN 2023",
        when,
    ]


L5 = Recipe(
    "L5",
    "recap",
    [
        NO,
        Column("region_code", ("Kab/Kota", "KABUPATEN/KOTA", "Kab./Kota"), _region, _bad_region,
               required=True, is_member=True),
        *_figures(
            ("findings", ("Temuan", "TEMUAN", "Jumlah Temuan")),
            ("reports_registered", ("Laporan > Reg",)),
            ("reports_not_registered", ("Laporan > Tdk Reg",)),
            ("reports_pending", ("Laporan > Blm",)),
            ("violations", ("Hasil > Pelanggaran",)),
            ("non_violations", ("Hasil > Bukan",)),
            ("in_process", ("Hasil > Proses",)),
            ("recommended", ("Rekomendasi", "REKOMENDASI")),
            of=_any_figure,
        ),
        KET,
    ],
    _bawaslu_recap_titles,
    grouped=(
        {"reports_registered": "LAPORAN > DIREGISTER",
         "reports_not_registered": "LAPORAN > TIDAK DIREGISTER",
         "reports_pending": "LAPORAN > BELUM DIREGISTER",
         "violations": "HASIL PENANGANAN > PELANGGARAN",
         "non_violations": "HASIL PENANGANAN > BUKAN PELANGGARAN",
         "in_process": "HASIL PENANGANAN > DALAM PROSES"},
        {"findings": "PENANGANAN PELANGGARAN > TEMUAN",
         "reports_registered": "PENANGANAN PELANGGARAN > LAPORAN > REG",
         "reports_not_registered": "PENANGANAN PELANGGARAN > LAPORAN > TDK REG",
         "reports_pending": "PENANGANAN PELANGGARAN > LAPORAN > BLM",
         "violations": "PENANGANAN PELANGGARAN > HASIL > PELANGGARAN",
         "non_violations": "PENANGANAN PELANGGARAN > HASIL > BUKAN",
         "in_process": "PENANGANAN PELANGGARAN > HASIL > PROSES"},
    ),
    totals=("findings", "reports_registered", "reports_not_registered", "reports_pending",
            "violations", "non_violations", "in_process", "recommended"),
    provinces=("74", "32"),
    signer="Ketua",
    as_of=date(2023, 12, 31),
)  # fmt: skip


def _class_of_position(case: Case) -> Said:
    return forms.pick(case.rng, "row_member", truth()["position_groups"])


def _bad_class(case: Case) -> Said:
    words = truth()["unknown_position_groups"]
    return refused(case.rng.choice(words), "position_group_unknown")


def _cases(case: Case) -> Said:
    if case.rng.random() < 0.15:
        return forms.unknown(case.rng)
    return forms.count(case.rng, "value", case.rng.choice((0, 3, 10, case.rng.randint(11, 3000))))


def _share(case: Case) -> Said:
    if case.rng.random() < 0.15:
        return forms.unknown(case.rng)
    return forms.share(case.rng, "value", round(case.rng.random() * 100, 1))


def _positions_titles(rng: random.Random, region: str, month: str) -> list[str]:
    return [
        rng.choice(("REKAPITULASI PELANGGARAN NETRALITAS ASN", "REKAP PELANGGARAN NETRALITAS")),
        rng.choice(("BERDASARKAN JABATAN TAHUN 2020-2022", "MENURUT JABATAN TAHUN 2020 S.D. 2022")),
    ]


_BY_YEAR = ("2020", "2021", "2022")

L8 = Recipe(
    "L8",
    "crosstab",
    [
        NO,
        Column("row_member", ("Jabatan", "JABATAN", "Jenis Jabatan", "Kelompok Jabatan"),
               _class_of_position, _bad_class, required=True, is_member=True),
        *(
            column
            for year in _BY_YEAR
            for column in (
                Column(f"{year} cases", (year, f"Tahun {year}", f"Jumlah {year}"), _cases,
                       _bad_figure, cell_of=(year, "cases")),
                Column(f"{year} share", (f"% {year}", f"Persentase {year}"), _share, _bad_share,
                       optional=True, cell_of=(year, "share")),
            )
        ),
        Column("total", ("Total", "TOTAL", "Jumlah Total"), _ignored, optional=True),
        KET,
    ],
    _positions_titles,
    grouped=(
        {f"{year} {measure}": f"{year} > {heading}" for year in _BY_YEAR
         for measure, heading in (("cases", "Jumlah"), ("share", "%"))},
        {f"{year} {measure}": f"TAHUN > {year} > {heading}" for year in _BY_YEAR
         for measure, heading in (("cases", "KASUS"), ("share", "PERSENTASE"))},
    ),
    totals=tuple(f"{year} {measure}" for year in _BY_YEAR for measure in ("cases", "share")),
    signer="Asisten Komisioner",
)  # fmt: skip


def _basis(case: Case) -> Said:
    """The legal basis; where it names no regulation the decree's day says which is in force."""
    regulation = case.rng.choice(("PP 94/2021", "PP 53/2010", "none"))
    text = case.rng.choice(truth()["bases"][regulation])
    if regulation != "none":
        case.facts["regulation"] = regulation
    return Said(text, {"legal_basis": text})


def _decree_date(case: Case) -> Said:
    """Its year agrees with the regulation that the basis names."""
    regulation = case.facts.get("regulation") or case.rng.choice(("PP 94/2021", "PP 53/2010"))
    case.facts["regulation"] = regulation
    year = 2024 if regulation == "PP 94/2021" else 2020
    day = case.later(60).replace(year=year, day=min(case.day.day, 28))
    return case.dates["decree_date"].write(case.rng, "decree_date", day)


def _sanction(case: Case) -> Said:
    if "regulation" not in case.facts:
        return forms.pick(case.rng, "sanction", truth()["recommended"]["always"])
    return forms.pick(case.rng, "sanction", truth()["sanctions"][case.facts["regulation"]])


def _decree(case: Case) -> Said:
    text = f"800/{case.rng.randint(10, 999)}/BKPSDM/{case.number}"
    return Said(text, {"decree_number": text})


def _office_titles(rng: random.Random, region: str, month: str) -> list[str]:
    office = rng.choice(
        ("PEMERINTAH KABUPATEN KOLAKA", "PEMERINTAH KOTA KENDARI", "BKPSDM KABUPATEN MUNA",
         "INSPEKTORAT DAERAH KABUPATEN KOLAKA")
    )  # fmt: skip
    return [
        office,
        "DAFTAR PELANGGARAN NETRALITAS ASN",
        f"BULAN {month} TAHUN 2024" if month else "TAHUN 2024",
    ]


L6 = Recipe(
    "L6",
    "sanction",
    [
        NO,
        Column("person_name", ("Nama", "NAMA PEGAWAI", "Nama ASN"), _name_maybe_with_nip),
        Column("nip", ("NIP", "Nomor Induk Pegawai"), _nip, _bad_nip, required=True),
        Column("rank", ("Pangkat/Gol.Ruang", "PANGKAT/GOL. RUANG", "Pangkat/Golongan"),
               _text("rank", "ranks"), may_ditto=True),
        Column("position", ("Jabatan", "JABATAN"), _position, may_ditto=True),
        Column("unit", ("Unit Kerja", "UNIT KERJA", "OPD"), _text("unit", "units"), may_ditto=True),
        Column("violation", ("Jenis Pelanggaran", "JENIS PELANGGARAN"), _violation, _bad_violation,
               may_ditto=True),
        Column("legal_basis", ("Dasar", "Dasar Hukum"), _basis, is_first=True),
        Column("sanction_level", ("Tingkat", "Tingkat Hukuman", "TINGKAT HUKDIS"),
               _coded("sanction_level", "levels"),
               _unread("unknown_levels", "sanction_level_unknown"), may_ditto=True),
        Column("sanction", ("Jenis Hukuman", "JENIS HUKUMAN DISIPLIN"), _sanction, _bad_sanction,
               required=True),
        Column("decree_number", ("No SK", "Nomor SK", "NO. SK"), _decree, may_ditto=True),
        Column("decree_date", ("Tgl SK", "Tanggal SK", "TGL. SK"), _decree_date,
               _ill_dated("decree_date"), dates=("decree_date",), is_first=True),
        _date_column("effective_from", ("TMT", "Terhitung Mulai Tanggal")),
        _date_column("effective_to", ("Berakhir", "Tgl. Berakhir"), 400),
        Column("note", ("Ket", "Keterangan"), _note, optional=True),
    ],
    _office_titles,
    grouped=(
        {"decree_number": "SK > Nomor", "decree_date": "SK > Tanggal"},
        {"decree_number": "HUKUMAN > SK > NOMOR", "decree_date": "HUKUMAN > SK > TANGGAL",
         "effective_from": "HUKUMAN > MASA HUKUMAN > TMT",
         "effective_to": "HUKUMAN > MASA HUKUMAN > BERAKHIR"},
    ),
    signer="Kepala BKPSDM Kabupaten Kolaka",
    persons=2,
)  # fmt: skip

_KASN_LETTER = ("recommendation_number", "recommendation_date", _letter)

L7 = Recipe(
    "L7",
    "follow_up",
    [
        NO,
        Column("recommendation", ("Rekomendasi KASN (nomor/tgl)", "REKOMENDASI KASN",
                                  "Nomor/Tgl Rekomendasi KASN"),
               _number_and_date(*_KASN_LETTER), _ill_number_and_date(*_KASN_LETTER), required=True,
               dates=("recommendation_date",)),
        Column("description", ("Uraian", "URAIAN", "Uraian Rekomendasi"),
               _text("description", "descriptions")),
        Column("action", ("Tindak Lanjut PPK", "TINDAK LANJUT"), _text("action", "actions")),
        _STATUS,
        _date_column("action_date", ("Tgl", "Tanggal", "TANGGAL TINDAK LANJUT")),
        Column("evidence", ("Bukti", "Bukti Dukung"), _text("evidence", "evidences"),
               may_ditto=True),
        KET,
    ],
    _office_titles,
    signer="Inspektur Daerah",
)  # fmt: skip


def _province(case: Case) -> Said:
    found = forms.pick(
        case.rng, "province_code", {case.province: truth()["provinces"][case.province]}
    )
    return found


def _bad_province(case: Case) -> Said:
    case.province = ""
    return refused(
        case.rng.choice(("Provinsi Antaralina", "Sulawesi")), "region_unknown", "region_ambiguous"
    )


def _subject(case: Case) -> Said:
    return forms.pick(case.rng, "subject_kind", truth()["subjects"])


def _bad_subject(case: Case) -> Said:
    text = case.rng.choice(truth()["undecided_subjects"])
    return refused(text, "subject_undecided", *([] if len(text) > 1 else ["required_missing"]))


def _tick(name: str) -> Fill:
    def fill(case: Case) -> Said:
        if case.rng.random() < 0.6:
            return Said(case.rng.choice((None, None, "-")))
        return Said(case.rng.choice(("v", "V", "√", "✓", "x")), {name: True})

    return fill


L9 = Recipe(
    "L9",
    "report",
    [
        Column("no", ("No", "NO", "No."), _plain_number),
        Column("province_code", ("Provinsi", "PROVINSI"), _province, _bad_province, merges=True),
        Column("region_code", ("Kab/Kota", "KAB. / KOTA", "Kabupaten/Kota"), _region, _bad_region),
        Column("event_date", ("Tanggal Kejadian", "TGL. KEJADIAN"),
               lambda case: forms.date_range(case.rng, "event_date", case.later(9))
               if case.rng.random() < 0.15 else _dated("event_date")(case),
               _ill_dated("event_date"), dates=("event_date",)),
        _date_column("report_date", ("Tanggal Laporan", "TGL LAPORAN")),
        Column("stage", ("Tahapan", "TAHAPAN"), _stage,
               lambda case: Said(case.rng.choice(truth()["unknown_stages"])), is_soft=True,
               may_ditto=True),
        Column("description", ("Peristiwa", "URAIAN PERISTIWA"),
               _text("description", "descriptions")),
        Column("subject_kind", ("Jabatan Terlapor", "JABATAN\nTERLAPOR"), _subject, _bad_subject,
               required=True),
        Column("criminal", ("Jenis Pelanggaran > Pidana",), _tick("criminal"), is_soft=True),
        Column("administrative", ("Jenis Pelanggaran > ADM",), _tick("administrative"),
               is_soft=True),
        Column("ethics", ("Jenis Pelanggaran > Kode Etik",), _tick("ethics"), is_soft=True),
        Column("other", ("Jenis Pelanggaran > Lainnya",), _tick("other"), is_soft=True),
        KET,
    ],
    lambda rng, region, month: rng.choice(
        (["DATA PELANGGARAN NETRALITAS ASN PEMILU 2019"],
         ["BADAN PENGAWAS PEMILIHAN UMUM REPUBLIK INDONESIA", "Register pelanggaran 2019"], [])
    ),
    first=date(2018, 10, 1),
    last=date(2019, 3, 20),
    grouped=(
        {"criminal": "JENIS PELANGGARAN > PIDANA",
         "administrative": "JENIS PELANGGARAN > ADMINISTRASI",
         "ethics": "JENIS PELANGGARAN > ETIK", "other": "JENIS PELANGGARAN > LAINNYA"},
    ),
    provinces=("74", "32", "53", "52", "76"),
    carried=("province_code", "provinces", "PROVINSI {}"),
    signer="Ketua Bawaslu",
)  # fmt: skip

RECIPES = {recipe.layout: recipe for recipe in (L1, L2, L3, L4, L5, L6, L7, L8, L9)}
"""The layouts that workbooks are made up for. A further one is a Recipe here."""

"""Employers and offices: a regional government from its region, a central one from the list."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipelines.values.meaning import Meaning, found, quoted, unsound
from pipelines.values.reference import COUNTRY, Reference
from pipelines.values.regions import BETWEEN_NAMES, read_region
from pipelines.values.words import normalise

_ACTING = re.compile(r"^(?:(?:pj|pjs|plt|plh|penjabat|pelaksana tugas|pelaksana harian|yth)\b\s*)+")
# The words that say "the government of", and the kind of region that must follow.
_GOVERNMENTS = (
    ("Provinsi", "pemprov|pemprop|pemerintah daerah provinsi|pemerintah provinsi|pemda provinsi"
     "|pemda prov|pemerintah prov|pemerintah propinsi|gubernur|wakil gubernur|pem prov"),
    ("Kabupaten", "pemkab|pemerintah daerah kabupaten|pemerintah daerah kab|pemerintah kabupaten"
     "|pemerintah kab|pemda kabupaten|pemda kab|bupati|wakil bupati|pem kab"),
    ("Kota", "pemkot|pemerintah daerah kota|pemerintah kota|pemda kota|walikota|wali kota"
     "|wakil walikota|wakil wali kota|pem kot"),
)  # fmt: skip
_STAFF_OFFICE = (
    "bkpsdmd|bkpsdm|bkppd|bkd|inspektorat daerah|inspektorat"
    "|sekretariat daerah|sekretaris daerah|setda|sekda|badan kepegawaian daerah"
    "|badan kepegawaian dan pengembangan sumber daya manusia daerah"
    "|badan kepegawaian dan pengembangan sumber daya manusia"
)
_ANY_GOVERNMENT = f"pemerintah daerah|pemerintah|pemda|{_STAFF_OFFICE}"
# Units of a regional government: they count for the government that is named behind them.
_UNIT = re.compile(
    r"(?:dinas|badan kesatuan bangsa|kesbangpol|bappeda|bpkad|badan pendapatan daerah|bapenda"
    r"|badan penanggulangan bencana daerah|bpbd|badan perencanaan pembangunan daerah|satpol"
    r"|satuan polisi|sekretariat dprd|rsud|kecamatan|kelurahan|puskesmas|bagian|biro)\b.*?"
    r"\b((?:kabupaten|kab|kota|provinsi|prov)\s+.+)"
)
# Such a unit without a government behind it: every one has it.
_UNIT_ALONE = re.compile(
    r"(?:dinas|inspektorat|sekretariat (?:daerah|dprd)|setda|setwan|bkd|bkpsdmd?|bkppd?"
    r"|satpol|satuan polisi|bappeda|bpkad|bapenda|bpbd|kesbangpol"
    r"|badan (?:kesatuan bangsa|kepegawaian|pendapatan daerah"
    r"|penanggulangan bencana daerah|perencanaan pembangunan daerah|keuangan)"
    r"|rsud|puskesmas|kecamatan|kelurahan|bagian|biro)\b"
)
_CENTRAL_LEAD = re.compile(r"^(?:kantor wilayah|kanwil|kantor|sekretariat|kepala|menteri)\s+")
_MINISTER = "menteri "
_HEADS = ("kepala", "menteri")
_WHOLE_COUNTRY = frozenset({"ri", "pusat", "republik"})


def read_institution(text: str, context: str, reference: Reference) -> Meaning:
    """An institution's code: 'pemda:74.01' for a regional government, else a central one's.

    context: a province's code or ''. Reasons: institution_unknown; office_without_government for
    one that every government has, and no word of which; region_ambiguous and
    region_unknown where the text names a government but not one single region.
    """
    meaning = _read(text, context, reference)
    if meaning.value and BETWEEN_NAMES.search(text) and meaning.value.startswith("pemda:"):
        # 'Bupati Kolaka/Timur': perhaps one government, perhaps two.
        parts = (_read(part, context, reference).value for part in BETWEEN_NAMES.split(text))
        others = {part for part in parts if part and part.startswith("pemda:")}
        if others and meaning.value not in others:
            return unsound(
                "region_ambiguous",
                f"{quoted(text)} can name one government or several; write each in full",
            )
    return meaning


def _read(text: str, context: str, reference: Reference) -> Meaning:
    plain = _ACTING.sub("", normalise(text))
    name = _opened(plain)
    if name:
        return _government(name, text, context, reference)
    central = _central(plain, reference)
    if central:
        return found(central.code)
    region = read_region(_ACTING.sub("", text.strip()), context, reference)
    if region.value and region.value != COUNTRY:
        return found(f"pemda:{region.value}")
    if region.reason_code == "region_ambiguous":
        return region
    if match := _UNIT.match(plain):
        return _government(match[1], text, context, reference)
    if _UNIT_ALONE.match(plain):
        return unsound(
            "office_without_government",
            f"{quoted(text)} is an office of a government that is not named; write the government"
            " behind it: Dinas ... Kabupaten ...",
        )
    return unsound(
        "institution_unknown",
        f"{quoted(text)} is neither a government nor an institution on file;"
        " write it as Pemerintah Kabupaten ..., or say with `netralitas decide` which it is",
    )


def name_of_government(text: str) -> str | None:
    """The region's name in a text that names its government: 'Bupati Muna' -> 'Kabupaten muna'."""
    plain = _ACTING.sub("", normalise(text))
    name = _opened(plain)
    if name is None and (match := _UNIT.match(plain)):
        return match[1]
    return name


def is_office_within(text: str, reference: Reference) -> bool:
    """Whether a text names an office of a government, or one of a central institution in a place,
    which `read_institution` reads as the whole of it: 'RSUD Kota Kendari', 'KPU Kab. Muna'."""
    plain = _ACTING.sub("", normalise(text))
    if any(re.match(rf"(?:{openings})\s", plain) for _, openings in _GOVERNMENTS):
        return False
    if re.match(rf"(?:{_STAFF_OFFICE})\s", plain):
        return True
    central = _central(plain, reference)
    return central.is_office if central else _UNIT.match(plain) is not None


def _opened(plain: str) -> str | None:
    """The name behind the words that open a government, with the kind that they state."""
    for prefix, openings in _GOVERNMENTS:
        if match := re.match(rf"(?:{openings})\s+(.+)", plain):
            name = match[1]
            if not name.startswith(("kabupaten ", "kab ", "provinsi ", "prov ")):
                name = f"{prefix} {name.removeprefix('kota ') if prefix == 'Kota' else name}"
            return name
    match = re.match(rf"(?:{_ANY_GOVERNMENT})\s+(.+)", plain)
    return match[1] if match else None


def _government(name: str, text: str, context: str, reference: Reference) -> Meaning:
    region = read_region(name, context, reference)
    if region.value is None:
        return region
    if region.value == COUNTRY:
        return unsound("institution_unknown", f"{quoted(text)} is not a regional government")
    return found(f"pemda:{region.value}")


class _Central(NamedTuple):
    """A central institution, and whether a text names an office of it rather than the whole."""

    code: str
    is_office: bool


def _central(plain: str, reference: Reference) -> _Central | None:
    """The central institution whose name the text is, or opens with before a place."""
    words = reference.institution_words
    lead = _CENTRAL_LEAD.match(plain)
    names = [plain, plain[lead.end() :] if lead else plain]
    if lead and plain.startswith(_MINISTER):
        names.append(f"kementerian {names[1]}")
    for name in names:
        tokens = name.split()
        of_office = name != plain and not plain.startswith(_HEADS)
        for length in range(len(tokens), 0, -1):
            codes = words.matches(" ".join(tokens[:length]))
            rest = tokens[length:]
            if len(codes) == 1 and _is_place(rest, reference):
                is_whole = not rest or rest[0] in _WHOLE_COUNTRY
                return _Central(codes.pop(), of_office or not is_whole)
    return None


def _is_place(tokens: list[str], reference: Reference) -> bool:
    """True for nothing, for 'RI' or 'pusat', and for words that name a region or a ward."""
    if not tokens or tokens[0] in _WHOLE_COUNTRY or tokens[0] == "kecamatan":
        return True
    return bool(reference.region_index.codes(" ".join(tokens)))

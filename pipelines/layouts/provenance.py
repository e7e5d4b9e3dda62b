"""Whose register it is, for which period, as of when: from titles, else from beside the file."""

from __future__ import annotations

import calendar
import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.layouts.maps import Layout
from pipelines.layouts.records import Lookup

_NAME = r"(?P<name>[A-Z][A-Z'’. -]*[A-Z])"
_KIND = r"(?P<kind>PROVINSI|PROV\.?|KABUPATEN|KAB\.?|KOTA)"
_STOP = (
    r"(?=\s*(?:$|\n|[,;:(/–\d]|\s-\s|\b(?:TAHUN|PERIODE|BULAN|PER|DALAM|PADA|TRIWULAN|SEMESTER|S\.?D|"
    r"SAMPAI|KEADAAN|PROVINSI|TERKAIT|TENTANG)\b))"
)
_REGION = re.compile(rf"\b{_KIND}\s+{_NAME}?{_STOP}".replace("*[A-Z])?", "*?[A-Z])"), re.MULTILINE)
_BAWASLU = re.compile(
    r"\b(?:BAWASLU|PANWASLU|PANWASLIH|BADAN PENGAWAS PEMILIHAN UMUM|PANITIA PENGAWAS PEMILIHAN)"
    r"(?:\s*\(BAWASLU\))?(?P<rest>[\s,]+\S.*)?",
    re.DOTALL,
)
_GOVERNMENT = re.compile(
    r"\b(?:PEMERINTAH(?:\s+DAERAH)?|PEMPROV\.?|PEMKAB\.?|PEMKOT\.?|PEMDA|BKD|BKPSDM|BKPSDMD|BKPPD?|"
    r"BADAN KEPEGAWAIAN[A-Z ,]*?|INSPEKTORAT(?:\s+DAERAH)?)[\s,:]+(?P<rest>\S.*)",
    re.DOTALL,
)
_SHORT_KIND = {"PEMPROV": "PROVINSI ", "PEMKAB": "KABUPATEN ", "PEMKOT": "KOTA "}
_MONTH = (
    r"(?:JANUARI|FEBRUARI|PEBRUARI|MARET|APRIL|MEI|JUNI|JULI|AGUSTUS|SEPTEMBER|OKTOBER|NOVEMBER|"
    r"NOPEMBER|DESEMBER|JAN|FEB|PEB|MAR|APR|JUN|JUL|AGST?|AGT|AGU|SEPT?|OKT|NOV|NOP|DES)"
)
_DAY = (
    rf"(?:\d{{1,2}}\s+{_MONTH}\s+\d{{4}}|\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{4}}"
    r"|\d{4}-\d{2}-\d{2})"
)
_AS_OF = re.compile(
    r"(?:\bPER|\bS\.?\s?/?\s?D\.?|\bSAMPAI(?:\s+DENGAN)?|\bKEADAAN|\bHINGGA|\bPOSISI"
    r"|\bSTATUS DATA)"
    rf"(?:\s+PER)?(?:\s+(?:TANGGAL|TGL\.?|BULAN|AKHIR))?[\s:]+(?P<date>{_DAY}|{_MONTH}\s+\d{{4}})"
)
_YEARS = re.compile(
    r"\b(?:TAHUN|PERIODE|THN|TH)\b\.?\s*(?:ANGGARAN\s+)?(?P<first>20\d\d)"
    r"(?:\s*(?:[-–—/]|S\.?\s?/?\s?D\.?|SAMPAI(?: DENGAN)?|DAN)\s*(?P<last>20\d\d))?"
)
_MONTHS_OF_YEAR = re.compile(
    rf"\b(?:PERIODE|BULAN)\s+(?P<first>{_MONTH})(?:\s+(?P<year>20\d\d))?"
    rf"(?:\s*(?:[-–—]|S\.?\s?/?\s?D\.?|SAMPAI(?: DENGAN)?)\s*(?P<last>{_MONTH}))?"
    r"(?:\s+TAHUN)?\s+(?P<last_year>20\d\d)"
)
_HALF = re.compile(
    r"\b(?P<what>TRIWULAN|SEMESTER)\s+(?P<which>IV|III|II|I|[1-4])\b(?:\s+TAHUN)?\s+(?P<year>20\d\d)"
)
_BARE_YEARS = re.compile(r"(?<!\d)(20\d\d)(?:\s*[-–_ ]\s*(20\d\d))?(?!\d)")
_ELECTION = re.compile(
    r"\b(?P<what>PEMILU|PEMILIHAN UMUM|PILKADA|PEMILIHAN KEPALA DAERAH|PEMILIHAN SERENTAK|"
    r"PEMILIHAN GUBERNUR|PEMILIHAN BUPATI|PEMILIHAN)\b[A-Z ,.]{0,60}?(?P<year>20\d\d)"
)
_MONTH_NUMBER = {
    short: number
    for number, names in enumerate(
        ("JAN", "FEB PEB", "MAR", "APR", "MEI", "JUN", "JUL", "AGU AGS AGT", "SEP", "OKT",
         "NOV NOP", "DES"), 1,
    )
    for short in names.split()
}  # fmt: skip


@dataclass(slots=True)
class Provenance:
    """What is known about the origin of a register; None is not known."""

    office: str | None = None
    office_region_code: str | None = None
    office_institution_code: str | None = None
    province_code: str = ""
    period_label: str | None = None
    election_code: str | None = None
    as_of: str | None = None
    office_from: str = ""
    period_from: str = ""


def find_provenance(
    layout: Layout,
    titles: list[str],
    sidecar: Mapping[str, Any] | None,
    inbox_folder: str,
    lookup: Lookup,
    name_of_region: Callable[[str], str],
) -> Provenance:
    """Read office, period and date from the titles, else the sidecar, else the inbox folder.

    titles: the texts of the title rows, top first; name_of_region: the official name of a code,
    so that one office is called the same however its titles spell it. The dates of the records
    are not looked at here: see `period_from_dates`.
    """
    found = Provenance()
    said = {key: str(value).strip() for key, value in (sidecar or {}).items() if value is not None}
    sources = [
        ("titles", "\n".join(" ".join(title.split()) for title in titles).upper()),
        ("sidecar", "\n".join(filter(None, (said.get("office"), said.get("region")))).upper()),
        ("inbox folder", re.sub(r"[-_/\\]+", " ", inbox_folder).strip().upper()),
    ]
    for source, text in sources:
        if not found.province_code:
            found.province_code = _province_in(text, lookup)
        if (
            found.office is None
            and text
            and _find_office(found, layout, text, lookup, name_of_region)
        ):
            found.office_from = source
    if found.office is None and layout.office.kind == "fixed":
        _name_fixed_office(found, layout, lookup, name_of_region)
    if found.office is None and said.get("office") and layout.office.kind != "government":
        found.office, found.office_from = said["office"], "sidecar"
    _find_period(found, sources[0][1], said, sources[2][1], lookup)
    return found


def _find_office(
    found: Provenance,
    layout: Layout,
    text: str,
    lookup: Lookup,
    name_of_region: Callable[[str], str],
) -> bool:
    if layout.office.kind == "bawaslu":
        for match in _BAWASLU.finditer(text):
            region = _region_at_start(match["rest"] or "", found.province_code, lookup)
            if region is not None:
                found.office = f"Bawaslu {name_of_region(region)}"
                found.office_region_code = region
                found.province_code = region[:2]
                return True
        if _BAWASLU.search(text) and "REPUBLIK INDONESIA" in text:
            found.office, found.office_region_code = "Bawaslu", "ID"
            return True
    elif layout.office.kind == "government":
        for match in _GOVERNMENT.finditer(text):
            short = _SHORT_KIND.get(match[0].split()[0].rstrip("."), "")
            region = _region_at_start(short + match["rest"], found.province_code, lookup)
            if region is not None:
                found.office = f"Pemerintah {name_of_region(region)}"
                found.office_region_code = region
                found.province_code = region[:2]
                found.office_institution_code = lookup("institution", found.office)
                return True
    return False


def _name_fixed_office(
    found: Provenance, layout: Layout, lookup: Lookup, name_of_region: Callable[[str], str]
) -> None:
    """A national office. A province in the titles makes a register of its own: lists of two
    provinces must not replace each other."""
    found.office, found.office_from = layout.office.name, "layout"
    if layout.office.name and layout.family == "kasn":
        found.office_institution_code = lookup("institution", layout.office.name)
    if found.province_code and layout.family != "published":
        found.office = f"{found.office} ({name_of_region(found.province_code)})"


def _region_at_start(text: str, province_code: str, lookup: Lookup) -> str | None:
    """Code of the region a text begins with, e.g. 74.71 for KOTA KENDARI and more lines."""
    match = _REGION.match(text.lstrip(" \n,:"))
    if match is None or not match["name"]:
        return None
    kind = {"P": "Provinsi", "K": "Kabupaten"}[match["kind"][0]]
    if match["kind"] == "KOTA":
        kind = "Kota"
    name = f"{kind} {_titled(match['name'])}"
    code = lookup("province", name) if kind == "Provinsi" else None
    if code is None and kind != "Provinsi":
        code = lookup(f"region@{province_code}", name)
    return code


def _province_in(text: str, lookup: Lookup) -> str:
    for match in _REGION.finditer(text):
        if match["kind"].startswith("P") and match["name"]:
            code = lookup("province", f"Provinsi {_titled(match['name'])}")
            if code is not None:
                return code
    return ""


def _titled(name: str) -> str:
    return " ".join(word[:1] + word[1:].lower() for word in name.split())


def _find_period(
    found: Provenance, titles: str, said: Mapping[str, str], folder: str, lookup: Lookup
) -> None:
    found.as_of = as_of_in(titles, lookup)
    if found.as_of is None and said.get("as_of"):
        found.as_of = lookup("date", said["as_of"])
    for source, text in (
        ("titles", titles),
        ("sidecar", said.get("period", "").upper()),
        ("inbox folder", folder),
    ):
        if found.election_code is None:
            found.election_code = election_in(text, lookup)
        if found.period_label is None and text:
            label = period_in(text, allow_bare=source != "titles")
            if label is None and source == "sidecar":
                label = said["period"]
            if label is not None:
                found.period_label, found.period_from = label, source
    if found.period_label is None and found.election_code is not None:
        found.period_label, found.period_from = found.election_code, "the election it names"
    if found.period_label is None and found.as_of is not None:
        found.period_label, found.period_from = found.as_of[:4], "its as-of date"


def as_of_in(text: str, lookup: Lookup) -> str | None:
    """The last date the upper-case text says it is as of; a month counts to its last day."""
    dates = []
    for match in _AS_OF.finditer(text):
        words = match["date"]
        if words[0].isdigit():
            value = lookup("date", words)
        else:
            month, year = words.split()
            number, last = _MONTH_NUMBER[month[:3]], int(year)
            value = datetime.date(last, number, calendar.monthrange(last, number)[1]).isoformat()
        if value is not None:
            dates.append(value)
    return max(dates, default=None)


def period_in(text: str, allow_bare: bool) -> str | None:
    """The period an upper-case text states: '2023-2024', '2024', '2024-01/2024-03', '2024-T1'."""
    match = _MONTHS_OF_YEAR.search(text)
    if match is not None:
        year = match["last_year"]
        first = f"{match['year'] or year}-{_MONTH_NUMBER[match['first'][:3]]:02}"
        if match["last"] is None:
            return first
        return f"{first}/{year}-{_MONTH_NUMBER[match['last'][:3]]:02}"
    match = _HALF.search(text)
    if match is not None:
        which = {"I": "1", "II": "2", "III": "3", "IV": "4"}.get(match["which"], match["which"])
        return f"{match['year']}-{match['what'][0]}{which}"
    match = _YEARS.search(text)
    if match is not None:
        last = match["last"]
        return f"{match['first']}-{last}" if last and last != match["first"] else match["first"]
    if allow_bare:
        match = _BARE_YEARS.search(text)
        if match is not None:
            return f"{match[1]}-{match[2]}" if match[2] else match[1]
    return None


def election_in(text: str, lookup: Lookup) -> str | None:
    """The code of the election an upper-case text names, e.g. 'PILKADA SERENTAK TAHUN 2020'."""
    for match in _ELECTION.finditer(text):
        general = match["what"] in ("PEMILU", "PEMILIHAN UMUM")
        code = lookup("election", f"{'Pemilu' if general else 'Pilkada'} {match['year']}")
        if code is not None:
            return code
    return None


def period_from_dates(dates: Iterable[str], windows: Iterable[tuple[str, str, str]]) -> str | None:
    """The election whose window holds most of the dates (ISO); None if none holds any.

    windows: (election code, first day, last day).
    """
    spans = list(windows)
    votes: Counter[str] = Counter()
    for date in dates:
        for code, first, last in spans:
            if first <= date <= last:
                votes[code] += 1
                break
    return votes.most_common(1)[0][0] if votes else None

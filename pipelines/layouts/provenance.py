"""Whose register it is, for which period, as of when: from titles, else from beside the file.

All of it is published, so nothing is taken over as written: an office is named anew from the
official name of its region, a period is one of the forms that `periods` makes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipelines.layouts.elsewhere import Lookup
from pipelines.layouts.maps import Layout
from pipelines.layouts.periods import (
    as_of_in,
    election_in,
    elections_in,
    period_in,
    period_of_tables,
    span_of,
    stated_period,
)

_NAME = r"(?P<name>[A-Z][A-Z'’. -]*?[A-Z])"
_KIND = r"(?P<kind>PROVINSI|PROV\.?|KABUPATEN|KAB\.?|KOTA)"
_STOP = (
    r"(?=\s*(?:$|\n|[,;:(/–\d]|\s-\s|\b(?:TAHUN|PERIODE|BULAN|PER|DALAM|PADA|TRIWULAN|SEMESTER|S\.?D|"
    r"SAMPAI|KEADAAN|PROVINSI|TERKAIT|TENTANG|BERDASARKAN|MENURUT)\b))"
)
_REGION = re.compile(rf"\b{_KIND}\s+{_NAME}{_STOP}", re.MULTILINE)
_FIRST_CITY = "71"  # the last digits of a city's code
_BAWASLU = re.compile(
    r"\b(?:BAWASLU|PANWASLU|PANWASLIH|BADAN PENGAWAS PEMILIHAN UMUM|PANITIA PENGAWAS PEMILIHAN)"
    r"(?:\s*\(BAWASLU\))?(?P<rest>[\s,]+\S.*)?",
    re.DOTALL,
)
_NATIONAL = re.compile(r"[\s,]*(?:RI|PUSAT|REPUBLIK INDONESIA|NASIONAL)?[\s.]*")
# Offices of a regional government, which are its own; behind some stands what they are for.
_GOVERNMENT = re.compile(
    r"\b(?:PEMERINTAH(?:\s+DAERAH)?|PEMPROV\.?|PEMKAB\.?|PEMKOT\.?|PEMDA|BKD|BKPSDM|BKPSDMD|BKPPD?|"
    r"INSPEKTORAT(?:\s+DAERAH)?|SEKRETARIAT\s+(?:DAERAH|DPRD)|SETDA|SETWAN|"
    r"(?:BADAN KEPEGAWAIAN|BADAN KESATUAN BANGSA|(?<!KEPALA )DINAS|(?:BADAN )?KESBANGPOL)\b"
    r"[A-Z ,.()&]*?(?=[\s,:]+(?:PROV|KAB|KOTA)))[\s,:]+(?P<rest>\S.*)",
    re.DOTALL,
)
_SHORT_KIND = {"PEMPROV": "PROVINSI ", "PEMKAB": "KABUPATEN ", "PEMKOT": "KOTA "}
# Whom it goes to, or what it is not about.
_OTHER_OFFICE = re.compile(
    r"(?:\b(?:KEPADA|KE|TERHADAP|TEMBUSAN|YTH|DI\s?LUAR|EKS|MANTAN)\b[\s.:]*)"
    r"(?:(?:LINGKUNGAN|LINGKUP|WILAYAH|KETUA|KEPALA)\s+)?$"
)
_ONE_MORE = re.compile(r"\s*(?:[,/&]|\bDAN\b)\s*(?:KABUPATEN|KAB|KOTA)\b")
# Behind a region without its kind: one more region, or more of its name, so that it is not certain.
_GOES_ON = re.compile(
    r"\s*(?:[,/&;:–-]|\bDAN\b)\s*(?!TAHUN|PERIODE|BULAN|PER\b)\w|\s*(?:KABUPATEN|KAB|KOTA)\b"
)
_UNNAMED = re.compile(rf"{_NAME}{_STOP}", re.MULTILINE)
# KASN's task passed to BKN in 2024, and with it the keeping of KASN's lists.
_BKN = re.compile(r"\s*(?:BADAN KEPEGAWAIAN NEGARA(?:\s*\(BKN\))?|BKN)\b")
_GOVERNMENT_CODE = "pemda:"


@dataclass(slots=True)
class Provenance:
    """What is known about the origin of a register; None is not known.

    states_several_dates: its sheets are as of several dates; as_of is the last of them.
    states_several_offices: two of its tables have titles of different offices.
    states_several_elections: its titles name several, so that it is of none of them alone.
    unread: the sidecar's keys that say something nobody can read, and that nothing above the
    sidecar makes up for: the file waits for a person, and nothing further down is believed.
    """

    office: str | None = None
    office_region_code: str | None = None
    office_institution_code: str | None = None
    source_code: str | None = None
    province_code: str = ""
    period_label: str | None = None
    election_code: str | None = None
    as_of: str | None = None
    states_several_dates: bool = False
    states_several_offices: bool = False
    states_several_elections: bool = False
    office_from: str = ""
    period_from: str = ""
    unread: list[str] = field(default_factory=list)


def find_provenance(
    layout: Layout,
    titles: list[list[str]],
    sidecar: Mapping[str, Any] | None,
    inbox_folder: str,
    lookup: Lookup,
    name_of_region: Callable[[str], str],
    of_tables: Sequence[list[list[str]]] = (),
) -> Provenance:
    """Read office, period and date from the titles, else the sidecar, else the inbox folder.

    titles: the texts of the title rows of each sheet, top first; name_of_region: the official name
    of a code, so that one office is called the same however its titles spell it; of_tables: the
    titles above each table of each sheet. The dates of the records are not looked at here: see
    `periods.period_from_dates`.
    """
    said = {key: str(value).strip() for key, value in (sidecar or {}).items() if value is not None}
    of_sheets = [upper_lines(texts) for texts in titles]
    in_titles = "\n".join(filter(None, of_sheets))
    beside = "\n".join(filter(None, (said.get("office"), said.get("region")))).upper()
    folder = re.sub(r"[-_/\\]+", " ", inbox_folder).strip().upper()
    reader = _OfficeReader(layout, Provenance(source_code=layout.source_code), lookup)
    reader.name_of_region = name_of_region
    found = reader.found
    for source, text in (("titles", in_titles), ("sidecar", beside), ("inbox folder", folder)):
        if not found.province_code:
            found.province_code = reader.province_in(text)
        if found.office is not None or not text or "office" in found.unread:
            continue
        if reader.find(text) or (
            source == "sidecar" and said.get("office") and reader.find_stated(said["office"])
        ):
            found.office_from = source
        elif source == "sidecar" and said.get("office") and layout.office.kind != "fixed":
            found.unread.append("office")
    if layout.office.kind == "fixed":
        reader.name_fixed(said.get("office", ""))
    above = [[upper_lines(texts) for texts in tables] for tables in of_tables]
    above = above or [[] for _ in of_sheets]
    _find_period(found, of_sheets, above, said, folder, lookup)
    return found


class _OfficeReader:
    """Fills in the office of a Provenance from upper-case texts."""

    name_of_region: Callable[[str], str]

    def __init__(self, layout: Layout, found: Provenance, lookup: Lookup) -> None:
        self.layout = layout
        self.found = found
        self.lookup = lookup

    def find(self, text: str) -> bool:
        """True when the text names an office of the layout's kind, with its region."""
        if self.layout.office.kind == "bawaslu":
            for match in _openings(_BAWASLU, text):
                region = self._region_at_start(match["rest"] or "")
                if region is not None:
                    return self._bawaslu(region)
            if _BAWASLU.search(text) and "REPUBLIK INDONESIA" in text:
                return self._bawaslu("ID")
            unnamed = self._without_kind(_BAWASLU, text)
            return len(unnamed) == 1 and self._bawaslu(unnamed.pop())
        elif self.layout.office.kind == "government":
            for match in _openings(_GOVERNMENT, text):
                short = _SHORT_KIND.get(match[0].split()[0].rstrip("."), "")
                region = self._region_at_start(short + match["rest"])
                if region is not None:
                    return self._government(region)
            unnamed = self._without_kind(_GOVERNMENT, text)
            return len(unnamed) == 1 and self._government(unnamed.pop())
        return False

    def find_stated(self, text: str) -> bool:
        """The same for a text that should be the name of an office and nothing else."""
        if self.layout.office.kind == "bawaslu":
            match = _BAWASLU.match(text.upper())
            if match is None:
                return False
            rest = match["rest"] or ""
            if _NATIONAL.fullmatch(rest):
                return self._bawaslu("ID")
            region = self._region(_titled(rest.strip(" ,\n")))
            return region is not None and self._bawaslu(region)
        if self.layout.office.kind == "government":
            code = self.lookup(f"institution@{self.found.province_code}", text)
            if code is not None and code.startswith(_GOVERNMENT_CODE):
                return self._government(code.removeprefix(_GOVERNMENT_CODE))
        return False

    def name_fixed(self, stated: str) -> None:
        """A national office. A province in the titles makes a register of its own: lists of two
        provinces must not replace each other."""
        found, name = self.found, self.layout.office.name
        found.office_from = "layout"
        if self.layout.family == "kasn" and _BKN.match(stated.upper()):
            name, found.source_code, found.office_from = "BKN", "bkn", "sidecar"
        found.office = name
        if self.layout.family == "published":
            return
        if name and self.layout.family == "kasn":
            found.office_institution_code = self.lookup("institution", name)
        if found.province_code:
            found.office = f"{name} ({self.name_of_region(found.province_code)})"
            found.office_region_code = found.province_code

    def province_in(self, text: str) -> str:
        """Code of the one province an upper-case text names with its kind; '' for none or more."""
        codes = provinces_in(text, self.lookup)
        return codes.pop() if len(codes) == 1 else ""

    def offices_in(self, text: str) -> set[str]:
        """The regions whose office of the layout's kind an upper-case text names."""
        kind = self.layout.office.kind
        opening = {"bawaslu": _BAWASLU, "government": _GOVERNMENT}.get(kind)
        regions: set[str] = set()
        for match in _openings(opening, text) if opening else ():
            short = _SHORT_KIND.get(match[0].split()[0].rstrip("."), "")
            region = self._region_at_start(short + (match["rest"] or ""))
            regions |= {region} if region else set()
        return regions | (self._without_kind(opening, text) if opening else set())

    def _without_kind(self, opening: re.Pattern[str], text: str) -> set[str]:
        """The regions that stand behind an office without their kind, where the name is only one's:
        'BAWASLU SULTRA', 'BAWASLU DAERAH ISTIMEWA YOGYAKARTA', 'PEMERINTAH ACEH'. The offices of a
        government in a regency say its kind."""
        regions: set[str] = set()
        for match in _openings(opening, text):
            rest = (match["rest"] or "").lstrip(" \n,:")
            names = [rest]
            if match[0][: -len(rest)].rstrip().endswith("DAERAH"):
                names.append(f"DAERAH {rest}")  # 'PEMERINTAH DAERAH' and 'DAERAH ISTIMEWA'
            for name in names:
                found = _UNNAMED.match(name)
                if found is None or _GOES_ON.match(name, found.end()):
                    continue
                name = _titled(found["name"])
                region = self._region(name)
                if region is None or (opening is not _BAWASLU and len(region) > 2):
                    continue
                # Not 'Yogyakarta', a city which may be the province as well.
                is_city = region[3:] >= _FIRST_CITY
                if not is_city or self.lookup("province", f"Provinsi {name}") is None:
                    regions.add(region)
        return regions

    def _bawaslu(self, region: str) -> bool:
        self.found.office_region_code = region
        if region == "ID":
            self.found.office = "Bawaslu"
        else:
            self.found.office = f"Bawaslu {self.name_of_region(region)}"
            self.found.province_code = region[:2]
        return True

    def _government(self, region: str) -> bool:
        self.found.office = f"Pemerintah {self.name_of_region(region)}"
        self.found.office_region_code = region
        self.found.province_code = region[:2]
        self.found.office_institution_code = self.lookup("institution", self.found.office)
        return True

    def _region_at_start(self, text: str) -> str | None:
        """Code of the region a text begins with, e.g. 74.71 for KOTA KENDARI and more lines."""
        match = _REGION.match(text.lstrip(" \n,:"))
        if match is None or _ONE_MORE.match(text.lstrip(" \n,:"), match.end()):
            return None
        kind = {"P": "Provinsi", "K": "Kabupaten"}[match["kind"][0]]
        if match["kind"] == "KOTA":
            kind = "Kota"
        name = f"{kind} {_titled(match['name'])}"
        return self.lookup("province", name) if kind == "Provinsi" else self._region(name)

    def _region(self, name: str) -> str | None:
        return self.lookup(f"region@{self.found.province_code}", name)


def _openings(opening: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Where an upper-case text begins to name an office, but those it is sent to."""
    match = opening.search(text)
    while match:
        if not _OTHER_OFFICE.search(text[: match.start()].rsplit("\n", 1)[-1]):
            yield match
        match = opening.search(text, match.start() + 1)


def provinces_in(text: str, lookup: Lookup) -> set[str]:
    """Codes of the provinces that an upper-case text names with their kind."""
    codes: set[str] = set()
    for match in _REGION.finditer(text):
        if match["kind"].startswith("P"):
            for name in re.split(r"\bDAN\b", match["name"]):
                code = lookup("province", f"Provinsi {_titled(name)}")
                codes |= {code} if code else set()
    return codes


def states_several_offices(layout: Layout, titles: list[list[str]], lookup: Lookup) -> bool:
    """Whether two tables have titles of different offices; titles: those above each table.

    One that names two offices is of either: a regency's and that of the province above it.
    """
    reader = _OfficeReader(layout, Provenance(), lookup)
    named = [found for texts in titles if (found := reader.offices_in(upper_lines(texts)))]
    return bool(named) and not set.intersection(*named)


def _titled(name: str) -> str:
    return " ".join(word[:1] + word[1:].lower() for word in name.split())


def upper_lines(titles: list[str]) -> str:
    """The titles as the readers of periods and offices take them: upper case, one a line."""
    return "\n".join(" ".join(title.split()) for title in titles).upper()


def _find_period(
    found: Provenance,
    of_sheets: list[str],
    of_tables: list[list[str]],
    said: Mapping[str, str],
    folder: str,
    lookup: Lookup,
) -> None:
    stated = said.get("period", "")
    titles = "\n".join(filter(None, of_sheets))
    dates = {date for text in of_sheets if (date := as_of_in(text, lookup))}
    found.as_of = max(dates, default=None)
    found.states_several_dates = len(dates) > 1
    if found.as_of is None and said.get("as_of"):
        found.as_of = lookup("date", said["as_of"])
    if found.as_of is None:
        found.as_of = as_of_in(stated.upper(), lookup)
    found.states_several_elections = len(elections_in(titles, lookup)) > 1
    found.election_code = (
        election_in(titles, lookup)
        or (said.get("election") and lookup("election", said["election"]))
        or election_in(stated.upper().replace("_", " "), lookup)
        or election_in(folder, lookup)
        or None
    )
    periods = {
        period_of_tables(above) or period_in(text, allow_bare=False)
        for text, above in zip(of_sheets, of_tables, strict=True)
    }
    found.period_label, found.period_from = span_of({p for p in periods if p}), "titles"
    if found.period_label is None and stated:
        found.period_label, found.period_from = stated_period(stated, lookup), "sidecar"
        if found.period_label is None:
            found.unread.append("period")
            found.period_from = ""
            return
    if found.period_label is None:
        found.period_label, found.period_from = period_in(folder, allow_bare=True), "inbox folder"
    if found.period_label is None and found.election_code is not None:
        found.period_label, found.period_from = found.election_code, "the election it names"
    if found.period_label is None and found.states_several_elections:
        # 'PEMILU/PILKADA 2024': the year is certain, and which election a row is of its date says.
        years = {code[-4:] for code in elections_in(titles, lookup)}
        if len(years) == 1:
            found.period_label, found.period_from = years.pop(), "the elections it names"
    if found.period_label is None and found.as_of is not None:
        found.period_label, found.period_from = found.as_of[:4], "its as-of date"
    if found.period_label is None:
        found.period_from = ""

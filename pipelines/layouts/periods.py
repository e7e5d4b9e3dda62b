"""Reads periods, as-of dates and elections out of titles, sidecars and folder names."""

from __future__ import annotations

import calendar
import datetime
import re
from collections import Counter
from collections.abc import Iterable

from pipelines.layouts.elsewhere import Lookup

MONTH = (
    r"(?:JANUARI|FEBRUARI|PEBRUARI|MARET|APRIL|MEI|JUNI|JULI|AGUSTUS|SEPTEMBER|OKTOBER|NOVEMBER|"
    r"NOPEMBER|DESEMBER|JAN|FEB|PEB|MAR|APR|JUN|JUL|AGST?|AGT|AGU|SEPT?|OKT|NOV|NOP|DES)"
)
_TO = r"(?:[-–—/]|S\.?\s?/?\s?D\.?|SAMPAI(?: DENGAN)?)"
_DAY = (
    rf"(?:\d{{1,2}}\s+{MONTH}\s+\d{{4}}|\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{4}}"
    r"|\d{4}-\d{2}-\d{2})"
)
_AS_OF = re.compile(
    r"(?:\bPER|\bS\.?\s?/?\s?D\.?|\bSAMPAI(?:\s+DENGAN)?|\bKEADAAN|\bHINGGA|\bPOSISI(?:\s+DATA)?"
    r"|\bSTATUS DATA)"
    rf"(?:\s+PER)?(?:\s+(?:TANGGAL|TGL\.?|BULAN|AKHIR))?[\s:]+(?P<date>{_DAY}|{MONTH}\s+\d{{4}})"
)
_YEARS = re.compile(
    r"\b(?:TAHUN|PERIODE|THN|TH)\b\.?\s*(?:ANGGARAN\s+)?(?P<first>20\d\d)"
    rf"(?:(?:\s*,\s*20\d\d)*\s*(?:{_TO}|DAN|&|,)\s*(?P<last>20\d\d)(?!\d))?"
)
_LAWS = (
    r"UU|PP|PERPRES|PERPU|PERBAWASLU|PKPU|SKB|SE|PERDA|PERBUP|PERWALI|PERGUB|PER(?:KA|MEN)[A-Z]*|"
    r"UNDANG[- ]UNDANG|PERATURAN(?: [A-Z]+){1,3}|KEPUTUSAN(?: [A-Z]+){1,3}|SURAT EDARAN"
)
# What has a year or a date and says nothing of the register: a law that it cites, when it was
# printed, the year that it is held against.
_BESIDE_THE_POINT = re.compile(
    r"\b(?:NOMOR|NO)\b[.:\s]*[\w./-]*\d[\w./-]*\s+(?:TAHUN|THN|TH)\b\.?\s*(?:19|20)\d\d"
    rf"|\b(?:{_LAWS})\s+\d{{1,3}}\s*(?:/|\b(?:TAHUN|THN|TH)\b\.?)\s*(?:19|20)\d\d"
    r"|\bSKB\s+(?:TAHUN\s+)?20\d\d"
    r"|\b(?:DICETAK|DIUNDUH|DIAKSES|TANGGAL CETAK|TGL\.? CETAK)\b[^\n]*"
    r"|\b(?:DI|PER)BANDING[A-Z]*\s+(?:DENGAN\s+)?(?:TAHUN\s+)?20\d\d"
)
# An office, not an election.
_OFFICE_OF_ELECTIONS = re.compile(
    r"\b(?:BADAN|PANITIA|KOMISI)\s+(?:PENGAWAS\s+)?PEMILIHAN(?:\s+UMUM)?\b"
)
_MONTHS_OF_YEAR = re.compile(
    rf"\b(?:PERIODE|BULAN)\s+(?P<first>{MONTH})(?:\s+(?P<year>20\d\d))?"
    rf"(?:\s*{_TO}\s*(?P<last>{MONTH}))?(?:\s+TAHUN)?\s+(?P<last_year>20\d\d)"
)
# Without the word that announces them: only where the text is known to be about a period.
_BARE_MONTHS = re.compile(_MONTHS_OF_YEAR.pattern.replace(r"(?:PERIODE|BULAN)\s+", "", 1))
_BARE_YEARS = re.compile(rf"(?<!\d)(20\d\d)(?:\s*(?:{_TO}|DAN|[_ ])\s*(20\d\d))?(?!\d)")
_HALF = re.compile(
    r"\b(?P<what>TRIWULAN|SEMESTER)\s+(?P<which>IV|III|II|I|[1-4])\b(?:\s+TAHUN)?\s+(?P<year>20\d\d)"
)
_CANONICAL = re.compile(
    r"20\d\d(?:-20\d\d|-T[1-4]|-S[12]|-(?:0[1-9]|1[0-2])(?:/20\d\d-(?:0[1-9]|1[0-2]))?)?"
)
_MONTHS_LABEL = re.compile(r"20\d\d-\d\d(?:/20\d\d-\d\d)?")
_ELECTION_WORD = re.compile(
    r"\b(?:PEMILU|PEMILIHAN UMUM|PILKADA|PEMILIHAN KEPALA DAERAH|PEMILIHAN SERENTAK|"
    r"PEMILIHAN GUBERNUR|PEMILIHAN BUPATI|PEMILIHAN)\b"
)
_ELECTION = re.compile(rf"{_ELECTION_WORD.pattern}[A-Z &/,.]{{0,60}}?(?P<year>20\d\d)")
# All that a stated period may be made of: it is published, so no other word may ride along.
_PERIOD_WORDS = re.compile(
    rf"(?:\d+|{MONTH}|TAHUN|THN|TH|TA|ANGGARAN|PERIODE|BULAN|TRIWULAN|TW|SEMESTER|[IV]+|S|D|SD|"
    r"SAMPAI|DENGAN|DAN|PER|TANGGAL|TGL|AKHIR|AWAL|KEADAAN|HINGGA|POSISI|STATUS|DATA|"
    r"PEMILU|PEMILIHAN|UMUM|PILKADA|SERENTAK|KEPALA|DAERAH|GUBERNUR|BUPATI|WALI|KOTA|WALIKOTA)"
)
_MONTH_NUMBER = {
    short: number
    for number, names in enumerate(
        ("JAN", "FEB PEB", "MAR", "APR", "MEI", "JUN", "JUL", "AGU AGS AGT", "SEP", "OKT",
         "NOV NOP", "DES"), 1,
    )
    for short in names.split()
}  # fmt: skip


def stated_period(text: str, lookup: Lookup) -> str | None:
    """The canonical form of a text that is a period and nothing else; None for any other text.

    '2024', 'Tahun 2023 s.d. 2024', 'Maret 2024', '2024-01/2024-03', 'Triwulan I 2024',
    's.d. 14 Maret 2024', 'Pilkada 2024' (→ 'pilkada_2024').
    """
    upper = " ".join(text.upper().split())
    if _CANONICAL.fullmatch(upper):
        return upper
    code = lookup("election", text)
    if code is not None:
        return code
    if not all(_PERIOD_WORDS.fullmatch(word) for word in re.findall(r"[^\W_]+", upper)):
        return None
    return election_in(upper, lookup) or period_in(upper, allow_bare=True)


def as_of_in(text: str, lookup: Lookup) -> str | None:
    """The last date the upper-case text says it is as of; a month counts to its last day."""
    dates = []
    text = _BESIDE_THE_POINT.sub(" ", text)
    for match in _AS_OF.finditer(text):
        words = match["date"]
        if words[0].isdigit():
            value = lookup("date", words)
        else:
            month, year = words.split()
            value = last_day(int(year), month_number(month))
        if value is not None:
            dates.append(value)
    return max(dates, default=None)


def period_in(text: str, allow_bare: bool) -> str | None:
    """The period an upper-case text states: '2023-2024', '2024', '2024-01/2024-03', '2024-T1'.

    allow_bare: a year, or a month of a year, counts without a word that announces it.
    """
    text = _BESIDE_THE_POINT.sub(" ", text)
    match = _MONTHS_OF_YEAR.search(text)
    if match is None and allow_bare and _AS_OF.search(text) is None:
        match = _BARE_MONTHS.search(text)
        if match is not None and re.search(r"\d\s*$", text[: match.start()]):
            match = None  # a day of that month
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
    years = {(match["first"], match["last"] or match["first"]) for match in _YEARS.finditer(text)}
    if years:
        first, last = min(first for first, _ in years), max(last for _, last in years)
        if (first, last) not in years:
            return None  # years of several things, and nothing says which is the register's
        return f"{first}-{last}" if first != last else first
    if allow_bare:
        match = _BARE_YEARS.search(text)
        if match is not None:
            return f"{match[1]}-{match[2]}" if match[2] and match[2] != match[1] else match[1]
    return None


def month_number(name: str) -> int:
    """1 for an upper-case 'JANUARI' or 'JAN'."""
    return _MONTH_NUMBER[name[:3]]


def last_day(year: int, month: int) -> str:
    """The last day of a month, as '2024-02-29'."""
    return datetime.date(year, month, calendar.monthrange(year, month)[1]).isoformat()


def year_of(period: str) -> str | None:
    """The one year that a canonical period is of, or lies in; None for an election."""
    years = set(re.findall(r"20\d\d", period)) if _CANONICAL.fullmatch(period) else set()
    return years.pop() if len(years) == 1 else None


def months_of(period: str) -> tuple[str, str] | None:
    """The first and the last month of a canonical period, '2024-T1' → ('2024-01', '2024-03'); None
    for an election."""
    if not _CANONICAL.fullmatch(period):
        return None
    years = re.findall(r"20\d\d", period)
    if part := re.search(r"([TS])(\d)", period):
        length = 3 if part[1] == "T" else 6
        last = length * int(part[2])
        return f"{years[0]}-{last - length + 1:02}", f"{years[0]}-{last:02}"
    if _MONTHS_LABEL.fullmatch(period):
        return period[:7], period[-7:]
    return f"{years[0]}-01", f"{years[-1]}-12"


def span_of(periods: set[str]) -> str | None:
    """The period of a workbook whose sheets state these: from the first to the last of them.

    {'2024-01', '2024-03'} → '2024-01/2024-03'; None where none is stated, or where quarters or
    halves cannot be put together with anything else.
    """
    if len(periods) <= 1:
        return next(iter(periods), None)
    if all(_MONTHS_LABEL.fullmatch(period) for period in periods):
        months = sorted(month for period in periods for month in period.split("/"))
        return f"{months[0]}/{months[-1]}"
    if any(re.search("[TS]", period) for period in periods):
        return None
    years = sorted(year for period in periods for year in re.findall(r"20\d\d", period))
    return years[0] if years[0] == years[-1] else f"{years[0]}-{years[-1]}"


def period_of_tables(titles: list[str]) -> str | None:
    """The period of a sheet whose tables are of several: 'TAHUN 2023' above one, 'TAHUN 2022' above
    another; titles: those above each, in upper case. None where there are not several, where the
    first table has none, or where one names years of which nothing says which it is of."""
    stated = [period_in(text, allow_bare=False) for text in titles]
    if len({*filter(None, stated)}) < 2 or stated[0] is None:
        return None
    for text, period in zip(titles, stated, strict=True):
        if period is None and _YEARS.search(_BESIDE_THE_POINT.sub(" ", text)):
            return None
    return span_of({*filter(None, stated)})


def election_in(text: str, lookup: Lookup) -> str | None:
    """The code of the one election that an upper-case text names, 'PILKADA SERENTAK TAHUN 2020'."""
    codes = elections_in(text, lookup)
    return codes.pop() if len(codes) == 1 else None


def elections_in(text: str, lookup: Lookup) -> set[str]:
    """The codes of all elections that an upper-case text names."""
    text = _OFFICE_OF_ELECTIONS.sub(" ", _BESIDE_THE_POINT.sub(" ", text))
    codes: set[str] = set()
    for match in _ELECTION.finditer(text):
        # 'PEMILU DAN PILKADA TAHUN 2024' is two.
        for what in _ELECTION_WORD.findall(match[0]):
            general = what in ("PEMILU", "PEMILIHAN UMUM")
            code = lookup("election", f"{'Pemilu' if general else 'Pilkada'} {match['year']}")
            codes |= {code} if code else set()
    return codes


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


def election_of(
    period_label: str, as_of: str, windows: Iterable[tuple[str, str, str]]
) -> str | None:
    """The one election whose window holds the as-of date, if its year lies in the period."""
    years = re.findall(r"20\d\d", period_label)
    codes = [code for code, first, last in windows if first <= as_of <= last]
    if len(codes) != 1 or not years:
        return None
    return codes[0] if min(years) <= codes[0][-4:] <= max(years) else None

"""Dates as spreadsheets and Indonesian offices write them, to ISO dates; nothing is guessed."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from pipelines.values.meaning import Meaning, found, quoted, unsound

# Indonesian, English and the office abbreviations of both.
_MONTH_NAMES = (
    "januari january jan", "februari pebruari february feb peb febr pebr", "maret march mar mrt",
    "april apr", "mei may", "juni june jun", "juli july jul",
    "agustus august agu agt agst ags agust aug", "september sept sep",
    "oktober october okt oct", "november nopember nov nop nofember", "desember december des dec",
)  # fmt: skip
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_ROMAN_NAMES = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
ROMAN_MONTHS = {roman: number for number, roman in enumerate(_ROMAN_NAMES, 1)}
_WEEKDAY_NAMES = (
    "senin monday mon", "selasa tuesday tue", "rabu wednesday wed", "kamis thursday thu",
    "jumat jum'at jumaat friday fri", "sabtu saturday sat", "minggu ahad sunday sun",
)  # fmt: skip
_WEEKDAYS = {name: day for day, names in enumerate(_WEEKDAY_NAMES) for name in names.split()}

_LEAD = re.compile(r"^(?:tgl|tanggal|tertanggal|per)\b[\s.:]*")
_WEEKDAY = re.compile(r"^([a-z']+)\s*[,/.]?\s+(?=\d)|^([a-z']+),\s*(?=\d)")
_TIME = re.compile(
    r"[t\s,]+(?:pukul\s*)?\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?\s*(?:z|wita|wib|wit|am|pm)?$"
)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NUMERIC = re.compile(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4}|\d{2})")
_NAMED = re.compile(r"(\d{1,2})\s*[-/. ]*\s*([a-z]+)\.?\s*[-/., ']*\s*(\d{4}|\d{2})")
_NAMED_FIRST = re.compile(r"([a-z]+)\.?\s+(\d{1,2})\s*,?\s+(\d{4})")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")

# The number of a letter: 'r-13/kasn/5/2020', '800/13/bkpsdm/2020'.
_LETTER = re.compile(
    r"(?=.*[a-z])(?:\b[a-z]{1,3}[-.]\s?\d+\s*/|(?:[^/\s]+\s*/\s*){3}).*?(?:19|20)\d\d(?!\d)"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")

_RANGE = re.compile(
    r"(?P<first>\d.*?)\s*(?:\bs\s*[./]?\s*d\b\.?|\bsampai(?:\s+dengan)?\b|\bhingga\b|\bdan\b|&"
    r"|(?<=\s)-(?=\s)|(?<=\d)-(?=\d{1,2}\s+[a-z]))\s*(?P<last>\d.*)"
)

# Serial 0 of each epoch. 1900: the day before 1 January, and one more for the 29 February 1900
# that spreadsheets believe in (all dates here are later).
_EPOCHS = {"1900": date(1899, 12, 30), "1904": date(1904, 1, 1)}
# Before it lies no matter of these registers, and before that no law of the republic.
_EARLIEST, _EARLIEST_OF_LAWS = date(1990, 1, 1), date(1945, 8, 17)
# A spreadsheet shows a time of day, or a small number, as a day of its epoch's first years.
_SMALL_NUMBERS_END = date(1910, 1, 1)
_TWO_DIGIT_YEARS_AHEAD = 10
# What is later than any sanction could last is a mistyped year.
_YEARS_AHEAD = 10


def read_date(text: str, context: str, today: date) -> Meaning:
    """One date, as YYYY-MM-DD.

    context: the sheet's epoch ('1900', '1904'), and after colons 'dmy' or 'mdy' where the other
    rows of the column settle the order of day and month, 'swapped' where they show that the
    spreadsheet took in dates the other way round, 'future' where later than today is
    right (the end of a sanction), 'old' where it may lie before 1990 (the day of a law), 'first'
    or 'last' where several days ('14-16 Maret 2024') count as the first or the last of them;
    elsewhere they are no date. Reasons: date_invalid, date_ambiguous, date_future.
    """
    options = context.split(":") if context else []
    plain = _LEAD.sub("", " ".join(unicodedata.normalize("NFKC", text).casefold().split()))
    plain = plain.replace("\u2019", "'").replace("`", "'").replace("\u2013", "-")
    weekday: int | None = None
    named_day = _WEEKDAY.match(plain)
    if named_day:
        weekday = _WEEKDAYS.get(named_day[1] or named_day[2])
        if weekday is not None:
            plain = _LEAD.sub("", plain[named_day.end() :])
    whole = plain
    if not _NUMERIC.fullmatch(plain):
        plain = _TIME.sub("", plain)
    plain = plain.rstrip(" .,")
    days = _candidates(plain, options, today) or _of_range(plain, options, today)
    if not days:
        is_time = ":" in text and _TIME.fullmatch(f" {whole}")
        if _LETTER.search(plain):
            return unsound(
                "date_invalid",
                f"{quoted(text)} is or holds the number of another letter, where one date should "
                "be; a row is about one letter: give each a row of its own",
            )
        what = "is a time of day without its date" if is_time else "is not a date that exists"
        if _has_date_in_it(plain, options, today):
            return unsound(
                "date_invalid", f"{quoted(text)} says more than a date; write the date alone"
            )
        return _invalid(text, what)
    if weekday is not None:
        fitting = {day for day in days if day.weekday() == weekday}
        if not fitting:
            return _invalid(text, "names a weekday that its date does not have")
        days = fitting
    if len(days) > 1:
        first, second = sorted(days)
        return unsound(
            "date_ambiguous",
            f"{quoted(text)} can be {first} or {second}; write the month as a word",
        )
    day = days.pop()
    if day < _SMALL_NUMBERS_END:
        return _invalid(
            text, "is perhaps a time of day or a plain number that the cell shows as a date"
        )
    if day < (_EARLIEST_OF_LAWS if "old" in options else _EARLIEST):
        return _invalid(text, f"would be {day}, too early for this register")
    if day > today and "future" not in options:
        return unsound("date_future", f"{quoted(text)} is {day}, which is still to come")
    if day.year > today.year + _YEARS_AHEAD:
        return _invalid(text, f"would be {day}, too far ahead")
    return found(day.isoformat())


def _candidates(plain: str, options: list[str], today: date) -> set[date]:
    """Every date that the text can be: none (impossible), one, or two (order unknown)."""
    if match := _ISO.fullmatch(plain):
        days = _existing((match[1], match[2], match[3]))
        if days and "swapped" in options:
            days |= _existing((match[1], match[3], match[2]))
        return days
    if match := _NUMERIC.fullmatch(plain):
        year = _full_year(match[3], today)
        day_first = _existing((year, match[2], match[1]))
        month_first = _existing((year, match[1], match[2]))
        if "dmy" in options:
            return day_first
        if "mdy" in options:
            return month_first
        return day_first | month_first
    if match := _NAMED.fullmatch(plain):
        month = _MONTHS.get(match[2]) or ROMAN_MONTHS.get(match[2])
        return _existing((_full_year(match[3], today), month, match[1])) if month else set()
    if match := _NAMED_FIRST.fullmatch(plain):
        month = _MONTHS.get(match[1])
        return _existing((match[3], month, match[2])) if month else set()
    if match := _COMPACT.fullmatch(plain):
        return _existing((match[1], match[2], match[3]))
    if match := _SERIAL.fullmatch(plain):
        epoch = _EPOCHS[next((option for option in options if option in _EPOCHS), "1900")]
        return {epoch + timedelta(days=int(match[1]))}
    return set()


def _has_date_in_it(plain: str, options: list[str], today: date) -> bool:
    """Whether a text that is no date has one among other words: 'diterima tgl 20 mei 2020'."""
    return any(
        (match := shape.search(plain)) is not None
        and re.search("[a-z]", plain[: match.start()] + plain[match.end() :])
        and bool(_candidates(match[0], options, today))
        for shape in (_ISO, _NAMED, _NUMERIC)
    )


def _of_range(plain: str, options: list[str], today: date) -> set[date]:
    """The first or the last of the days from one date to another, whichever the column counts."""
    match = _RANGE.fullmatch(plain)
    if match is None or not {"first", "last"} & set(options):
        return set()
    last = _candidates(match["last"], options, today)
    start = match["first"]
    first: set[date] = set()
    for end in last:
        if start.isdigit():
            first |= _existing((end.year, end.month, start))
        else:
            of_year = f"{start} {end.year}"
            first |= _candidates(start, options, today) or _candidates(of_year, options, today)
    if not first or max(first) > min(last):
        return set()
    return first if "first" in options else last


def _existing(parts: tuple[str | int, str | int, str | int]) -> set[date]:
    """The date of year, month and day, if the calendar has it."""
    try:
        return {date(int(parts[0]), int(parts[1]), int(parts[2]))}
    except ValueError:
        return set()


def _full_year(year: str, today: date) -> int:
    """A two-digit year is of this century up to ten years ahead, else of the last one."""
    number = int(year)
    if len(year) == 4:
        return number
    return 2000 + number if 2000 + number <= today.year + _TWO_DIGIT_YEARS_AHEAD else 1900 + number


def _invalid(text: str, what: str) -> Meaning:
    years = set(_YEAR.findall(text))
    mend = "write the day, the month as a word and the year"
    if len(years) == 1:
        # An example of another year would read like a correction.
        year = years.pop()
        mend += f", as in 14 Maret {year} or {year}-03-14"
    return unsound("date_invalid", f"{quoted(text)} {what}; {mend}")

"""Sanctions: the same words are other sanctions under another regulation."""

from __future__ import annotations

import re

from pipelines.values.meaning import UNKNOWN, Meaning, found, quoted, unsound
from pipelines.values.numbers import spelt_number
from pipelines.values.reference import Reference, Sanction
from pipelines.values.words import normalise

_REGULATION = re.compile(
    r"\b(94|53|42)\s*(?:/|tahun|th\.?|thn\.?)\s*(2021|2010|2004)\b", re.IGNORECASE
)
_REGULATIONS = {"94": "PP 94/2021", "53": "PP 53/2010", "42": "PP 42/2004"}
_DECREE, _OF_DECREE = re.compile(r"\bSKB\b\D{0,40}\b2022\b", re.IGNORECASE), "SKB 2022"
_DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_YEAR = re.compile(r"(?<!\d)(20[0-2]\d)(?!\d)")
# The two lists of discipline exclude each other; ethics and the decree stand beside either.
_DISCIPLINE = {"PP 94/2021", "PP 53/2010"}
# 'PP No. 94 Tahun 2021 Pasal 8 ayat (2) huruf b': the law, and where in it. What stands behind that
# is read: it may say that the sanction was annulled.
_CITATION = re.compile(
    r"\(?\s*\b(?:(?:sesuai|berdasarkan|menurut)\s+)?(?:PP|SKB)\b"
    r"(?:[\s,.:/()\d-]|\b(?:no|nomor|tahun|thn?|pasal|psl|ayat|huruf|hrf|angka|jo|juncto|dan|disiplin"
    r"|pns|tentang|[a-z]|[ivx]+)\b)*",
    re.IGNORECASE,
)
# A number of months or years in words, with or without its figures: '6 (enam) bulan'.
_SPELT_OUT = re.compile(
    r"\b(?:(\d{1,2}) )?(dua belas|sepuluh|sebelas|satu|dua|tiga|empat|lima|enam|tujuh|delapan"
    r"|sembilan) (?=(?:bulan|tahun)\b)"
)
_SAYS_NOTHING = re.compile(r"\b(?:selama|sebesar) |(?<=25 % )dua puluh lima persen ")
_OPENING = re.compile(
    r"^(?:dijatuhi |dikenakan |diberikan |penjatuhan )?"
    r"(?:(?:sanksi |hukuman |hukuman disiplin |hukdis )?(?:disiplin )?(?:ringan|sedang|berat)?"
    r"\s*(?:berupa|yaitu)\s+)"
)


def read_regulation(text: str) -> Meaning:
    """The regulations on sanctions that a text names: 'PP No. 94 Tahun 2021 Pasal 5' -> 'PP
    94/2021', several parted by a blank; a text that names none of them, or only the decree beside
    which one of them must hold, says nothing."""
    stated = sorted({_REGULATIONS[number] for number, _ in _REGULATION.findall(text)})
    if stated and _DECREE.search(text):
        stated.append(_OF_DECREE)
    return found(" ".join(stated)) if stated else UNKNOWN


def read_sanction(text: str, context: str, reference: Reference) -> Meaning:
    """A sanction's code.

    context: a regulation ('PP 94/2021', as the words themselves may name it too), or the day or the
    year that says which regulation was in force, or ''. Words that several regulations share are
    sanction_ambiguous without one. Else: sanction_unknown.
    """
    words = reference.words["sanction"]
    plain = normalise(_CITATION.sub(" ", text)) or normalise(text)
    codes = words.matches(plain) or words.matches(_OPENING.sub("", plain))
    if not codes:
        figures = _SPELT_OUT.sub(_in_figures, words.written_out(_OPENING.sub("", plain)))
        codes = words.matches(figures) or words.matches(_SAYS_NOTHING.sub("", figures))
    if "?" in text:
        codes = set()  # who wrote it was not sure
    if text.strip() in reference.sanctions:
        codes = {text.strip()}
    if not codes:
        return unsound(
            "sanction_unknown",
            f"{quoted(text)} is no sanction on file; write it as the regulation does,"
            " or say with `netralitas decide` which it is",
        )
    sanctions = [reference.sanctions[code] for code in codes]
    fitting = _in_force(sanctions, text, context)
    if not fitting:
        return unsound(
            "sanction_unknown",
            f"{quoted(text)} is not on the list of the regulation that the row goes by;"
            " correct the sanction or its legal basis",
        )
    if len(fitting) > 1:
        lists = " or ".join(sorted(sanction.regulation for sanction in fitting))
        return unsound(
            "sanction_ambiguous",
            f"{quoted(text)} is on the list of {lists}; give the regulation or the date",
        )
    return found(fitting[0].sanction_code)


def _in_figures(match: re.Match[str]) -> str:
    """'enam ' → '6 '; what says one number in figures and another in words stays as it is."""
    number = str(spelt_number(match[2]))
    return f"{number} " if match[1] in (None, number) else match[0]


def _in_force(sanctions: list[Sanction], text: str, context: str) -> list[Sanction]:
    """Those of the sanctions that fit the regulation or the time that text or context name."""
    named = f"{text} {context}"
    stated = {_REGULATIONS[number] for number, _ in _REGULATION.findall(named)}
    own = {_REGULATIONS[number] for number, _ in _REGULATION.findall(text)} & _DISCIPLINE
    if own and not own & {sanction.regulation for sanction in sanctions}:
        # It names a regulation on whose list the sanction is not: the row cannot put that right.
        sanctions = [s for s in sanctions if s.regulation not in _DISCIPLINE]
    if _DECREE.search(named) and "PP 53/2010" not in stated:
        # The decree adds one sanction; of all others the regulation or the date decides.
        stated |= {_OF_DECREE} & {sanction.regulation for sanction in sanctions}
    if stated:
        listed = [sanction for sanction in sanctions if sanction.regulation in stated]
        if listed:
            return listed
        # PP 94/2021 has no dismissal without honour: the decree adds it to that list.
        barred = _DISCIPLINE - stated if stated & _DISCIPLINE else set()
        decree_barred = {"SKB 2022"} if "PP 53/2010" in stated else set()
        return [s for s in sanctions if s.regulation not in barred | decree_barred]
    if day := _DAY.search(context):
        return [s for s in sanctions if _holds(s, day[0], day[0])]
    if year := _YEAR.search(context):
        return [s for s in sanctions if _holds(s, f"{year[1]}-01-01", f"{year[1]}-12-31")]
    return sanctions


def _holds(sanction: Sanction, first: str, last: str) -> bool:
    return sanction.valid_from <= last and (not sanction.valid_to or sanction.valid_to >= first)

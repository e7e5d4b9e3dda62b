"""What reads well and is in doubt all the same: names that are not surely one person's ('A dan B',
'A / B', 'A dkk', '3 guru'), or beside which stands that it was annulled."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipelines.landing.glance import parts_with
from pipelines.landing.person_words import BEFORE_NAME, BEHIND_NAME, TITLES
from pipelines.layouts.slots import RecordTexts, Slot, Text
from pipelines.values.meaning import Meaning, unsound
from pipelines.values.meanings import Meanings
from pipelines.values.subjects import persons_counted
from pipelines.values.words import normalise

# Numbered lists and persons with a NIP each are parted before; what is left of a list shows here.
_SEVERAL = re.compile(
    r"[\w)\]]\.?\s+(?:dan|serta|dengan|dg|dgn|atau|&|vs\.?)\s+[\w(]|\bcs\b\.?$|[•●▪◦·].*\w.*[•●▪◦·]"
    r"|;\s*[^\W\d_]{3,}|\b(?:dkk|dll|dst|dan kawan|bersama|beserta)\b"
    r"|\bd\.\s?k\.\s?k\b|\(cs\.?\)\s*$"
    r"|(?<!\d)\d{1,3}\s*(?:\([^)]*\)\s*)?(?:orang|asn|pns|pppk|pegawai)\b"
    r"|\b(?:dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh)\s+(?:orang|asn|pns|pegawai)\b"
    r"|^\s*(?:para|beberapa|sejumlah|seluruh|semua)\s|\bet\s+al\b|\d{8}"
    r"|\bsuami[\s-]+iste?ri\b|\bpasutri\b"
    r"|\b(?:di|dari)\s+lingkungan\b|\blingkup\b"
    r"|\bse-?\s?(?:kecamatan|kec|kabupaten|kab|kota|kelurahan|kel|provinsi|prov|desa|distrik)\b"
    r"|\b(guru|pegawai|staf|asn|pns|camat|lurah|kepala|oknum|nama)-\1\b",
    re.IGNORECASE,
)
# Lists that are not counted as '1) … 2) …' is, or not from 1.
_LISTED = re.compile(
    r"(?:(?<![\w.,/-])\d{1,2}(?![\w,]|\.\d).*){2}|\S\s+\(?\d{1,2}\s*[.)]\s*[^\W\d]"
    r"|(?:^|\s)(?:a[.)].*\sb|A\).*\sB|I[.)].*\sII|i[.)].*\sii)[.)]\s*\w"
    r"|[^\W\d_]\d{1,2}[.)]\s*[^\W\d_]|(?:^|\s)\*\s*\w.*\s\*\s*\w"
    # 'A. Orang Satu B. Orang Dua', where 'A. Satu B. Dua' may be initials.
    r"|^\W*A\.\s*[^\W\d_]\S+[\s,]+\S{2,}.*\sB\.\s*[^\W\d_]{2}|^\W*A\..*\sB\..*\sC\.\s*[^\W\d_]{2}"
    # A word in brackets behind each of two names.
    r"|\w\s*\([^)]*\)\s*[^\W\d_]{3,}[^(]*\(",
    re.DOTALL,
)
_MAY_BE_LISTED = re.compile(r"[\d)*]|[bB]\.|II|ii")
# What is left of a list: '2. Orang Dua', 'b. Orang Dua', 'Orang Satu;'.
_ITEM = re.compile(
    r"^\W*(?:(?:[Nn]o\.?\s*)?\d{1,2}(?:\s*[.)/-]\s*|\s+)[^\W\d]|(?:[b-e]|III?)[.)]\s*[A-Z])|;\s*$"
)
_WIDE_BLANK = re.compile(r"[^\S\n]{2,}|\t")
_PARTED = re.compile(r"[/|+>:_\n\r]")
# Between single letters a slash is an abbreviation: 'a/n', 'd/a', 'L/P'.
_SIGN = re.compile(r"(?<!\b[^\W\d_])/|/(?![^\W\d_]\b)|[|+>]|(?<=\s)_(?=\s)")
# A line of a list that is not counted.
_MARKED = re.compile(r"^\s*[-–—•*]\s*[^\W\d_]")
# What each of two persons is addressed with; 'H.', 'Andi' and 'Dg.' stand within a name too.
_ADDRESSED = re.compile(rf"\b(?:{TITLES})\b\.?", re.IGNORECASE)
_APART = re.compile(r",|\s[-–]\s")
_QUOTES = "\"'“”‘’*"
_WORD = re.compile(r"(?:[^\W\d_]{1,4}\.)*([^\W\d_](?:['’`-]?[^\W\d_])*)\.?")
_SPOKEN = re.compile(r"[aiueo]", re.IGNORECASE)
_WITHDRAWN = re.compile(
    r"[(\[-]\s*(?:di)?(?:batal(?:kan)?|cabut|anulir|hapus|koreksi)\b"
    r"|[(\[-]\s*(?:salah|keliru|(?:tidak|tdk)\s+jadi|dobel|double|ganda|duplikat)\b|\bdi(?:batalkan|cabut|anulir)\b",
    re.IGNORECASE,
)

# Who reported a matter, saw it or suffered from it is not taken in (UU 27/2022).
_NOT_ACCUSED = re.compile(r"\b(?:pelapor|saksi|korban)\b", re.IGNORECASE)

_OF_PERSONS = re.compile(r"\borang\b", re.IGNORECASE)
# What each of the above needs to find anything, for a quick look: words as they stand are found
# many times as fast as what may stand in their places.
NO_PLAIN_NAME: tuple[re.Pattern[str] | str, ...] = (
    re.compile(r"[\d/|+>:_\n\r;&)\[(•●▪◦·*–-]"),
    re.compile(r",\s*[^\W\d_]{3,}\s*(?:[,\0]|$)"),
    re.compile(r",\s*[^\s,\0]+\s+[^\s,\0]"),
    re.compile(r"d\.\s?k\."),
    " dan ", " serta ", " dengan ", " dg ", " dgn ", " vs", "dan kawan", "cs", "et al", " orang",
    " asn", " pns", " pegawai", "se k", "se p", "se d", "sekec", "sekab", "sekota", "sekel",
    "seprov", "sedes", "sedis", "dkk", "dll", "dst", "bersama", "beserta", "para", "beberapa",
    "sejumlah", "dibatal", "dicabut", "dianulir", "b.", "ii", "seluruh", "semua", "pelapor",
    "saksi", "korban", "lingku", " atau ", "suami is", "pasutri", " dr", " ir.", " ir ", " prof",
    " sdr", " saudar", " bapak", " bpk", " pak", " ibu ", " bu ", " bu.", " tn", " ny",
    "  ", "\t", "\x0b", "\x0c", "\xa0", *map(chr, range(0x2000, 0x200B)), "\u202f", "\u3000",
)  # fmt: skip
_ITEM_OF_LIST = unsound(
    "persons_several",
    "the number or sign of a list stands beside the name, as if there were others; write the name "
    "alone, and each of several persons in a row of its own",
)
_PERSONS = unsound(
    "persons_several",
    "the cell seems to name several persons; number them 1) … 2) … or give each a row",
)
_OTHER_ROLE = unsound(
    "person_not_accused",
    "the cell names who reported the matter, saw it or suffered from it, who is not taken in; "
    "write the name of the accused alone",
)
_OTHER_COUNT = unsound(
    "persons_several",
    "the subject counts other persons than the row names; name each of them, numbered 1) … 2) … or "
    "in a row of its own",
)
_ANNULMENT = unsound(
    "annulment_undecided",
    "beside the name stands that it was annulled; whether the row counts a person has to decide",
)


def doubtful_names(
    slots: Sequence[Slot], values: Sequence[Sequence[Text]], meanings: Meanings
) -> Iterator[tuple[int, int, Meaning]]:
    """Slot, part and reason of each name that is not surely one person's.

    values: of each slot, part by part. Who is no civil servant may be a party or a team.
    """
    places = {slot.field: place for place, slot in enumerate(slots)}
    name, subject, nip = (places.get(one) for one in ("person_name", "subject_kind", "nip"))
    if name is None:
        return
    for part in parts_with(NO_PLAIN_NAME, values[name]):
        text = values[name][part] or ""
        if subject is not None and values[subject][part] == "not_asn":
            continue
        doubt = doubt_about(text, nip is not None and values[nip][part] is not None, meanings)
        if doubt is not None:
            yield name, part, doubt


def doubtful_counts(
    slots: Sequence[Slot], texts: RecordTexts, values: Sequence[Sequence[Text]]
) -> Iterator[tuple[int, int, Meaning]]:
    """Slot, part and reason of each subject that counts other persons than the row names: '2 orang
    ASN' beside one name. A register without names is one of cases."""
    places = {slot.field: place for place, slot in enumerate(slots)}
    subject, name = places.get("subject_kind"), places.get("person_name")
    if subject is None or name is None:
        return
    told = texts.columns[subject].texts
    counts = {
        text: count
        for text in set(told)
        if text and _OF_PERSONS.search(text) and (count := persons_counted(text))
    }
    if not counts:
        return
    parts = Counter(texts.index)
    for part, text in enumerate(told):
        count = counts.get(text or "")
        if count and values[subject][part] == "asn" and parts[texts.index[part]] != count:
            yield subject, part, _OTHER_COUNT


def doubt_about(name: str, has_nip: bool, meanings: Meanings) -> Meaning | None:
    """Why a text is not surely the name of one person of whom the row tells."""
    if _NOT_ACCUSED.search(name):
        return _OTHER_ROLE
    if _names_several(name, has_nip, meanings):
        return _PERSONS
    if _ITEM.search(name):
        return _ITEM_OF_LIST
    return _ANNULMENT if _WITHDRAWN.search(name) else None


def _names_several(text: str, has_nip: bool, meanings: Meanings) -> bool:
    if _SEVERAL.search(text) or (_MAY_BE_LISTED.search(text) and _LISTED.search(text)):
        return True
    if _PARTED.search(text) and _is_parted(text, has_nip, meanings):
        return True
    if _WIDE_BLANK.search(text) and _are_long_names(_WIDE_BLANK.split(text), meanings):
        return True
    if _are_addressed(text, meanings):
        return True
    pieces = _APART.split(text)
    if len(pieces) == 1:
        return False
    if _are_offices(pieces, meanings) or _are_words(pieces, meanings):
        return True
    # 'Orang Satu, Orang Dua': degrees and offices stand behind a comma or a dash too.
    if sum(" " in piece.strip() for piece in pieces) < 2:
        return False
    is_position = meanings.of("position_class").__getitem__
    names = [name for name, words in _names(pieces, meanings) if words > 1]
    return any(is_position(name) is None for name in names[1:])


def _are_addressed(text: str, meanings: Meanings) -> bool:
    """'Drs. Satu Drs. Dua', 'Ibu Satu, Bapak Dua': a name behind each of two titles; 'RSUD dr.
    Satu' is where somebody works."""
    titles = list(_ADDRESSED.finditer(text))
    if len(titles) < 2:
        return False
    beside = meanings.reference.words["beside_name"].exact
    starts = [
        match.start()
        for match in titles
        if beside.keys().isdisjoint(normalise(text[: match.start()]).split(" ")[-2:])
    ]
    if len(starts) < 2:
        return False
    pieces = [text[one:other] for one, other in pairwise([*starts, len(text)])]
    return len(_names(pieces, meanings)) > 1


def _are_offices(pieces: Sequence[str], meanings: Meanings) -> bool:
    """'Camat Satu, Lurah Dua': an office in the place of the name, and another one."""
    if normalise(pieces[0]).split(" ", 1)[0] not in meanings.reference.office_words:
        return False
    is_position = meanings.of("position_class").__getitem__
    held = [is_position(piece.strip()) is not None for piece in pieces[:3]]
    return held[0] and any(held[1:])


def _are_words(pieces: Sequence[str], meanings: Meanings) -> bool:
    """'Satu, Dua, Tiga': names of one word, where a degree or profession may stand.

    Behind a single comma only what is written as a name counts, behind another one what can be
    spoken. What follows an office is its place.
    """
    if not any(piece.strip().isalpha() for piece in pieces[1:]):
        return False
    found = 0
    for piece in pieces[1:]:
        word = piece.strip()
        if _stands_beside(word, meanings):
            break
        if word.isalpha() and len(word) > 2 and _names([word], meanings) and _SPOKEN.search(word):
            found += 1
    if found > 1:
        return True
    second = pieces[1].strip()
    if len(pieces) > 2 or not found or not second.istitle():
        return False
    # 'Amdk', 'Spak' may be degrees; 'Satu, Kendari' says where somebody is.
    regions = meanings.of("region")
    is_place = regions[second] is not None or (
        second in regions.unsound and regions.unsound[second].reason_code == "region_ambiguous"
    )
    return len(_SPOKEN.findall(second)) > 1 and not is_place


def _are_long_names(pieces: Sequence[str], meanings: Meanings) -> bool:
    """Whether two pieces at least have two words each that are no short ones, as 'La Ode' is."""
    names = [name for name, _ in _names(pieces, meanings)]
    return sum(sum(len(word.strip(".")) > 2 for word in n.split()) > 1 for n in names) > 1


def _is_parted(text: str, has_nip: bool, meanings: Meanings) -> bool:
    """Whether signs or line ends part names, and not a name from a degree, an office, an alias.

    A long name may go on in the next line: a single NIP tells that it is one person's, unless two
    lines are each as long as a name.
    """
    if sum(bool(_names(part.splitlines(), meanings)) for part in _SIGN.split(text)) > 1:
        return True
    named = text.split(":")
    if len(named) == 2 and all(map(str.strip, named)) and _are_plain_names(named, meanings):
        return True
    if len(_names(list(filter(_MARKED.match, text.splitlines())), meanings)) > 1:
        return True
    by_line = _names(text.splitlines(), meanings)
    return len(by_line) > 1 and (not has_nip or sum(words > 1 for _, words in by_line) > 1)


def _are_plain_names(pieces: Sequence[str], meanings: Meanings) -> bool:
    """Whether each is a name and nothing beside it, as 'Alamat' is."""
    beside = meanings.reference.words["beside_name"].exact
    words = {word for piece in pieces for word in normalise(piece).split(" ")}
    return len(_names(pieces, meanings)) == len(pieces) and words.isdisjoint(beside)


def _names(pieces: Sequence[str], meanings: Meanings) -> list[tuple[str, int]]:
    """What may be somebody's name of each piece, without titles, and how many words it has."""
    degrees = meanings.reference.words["degree"].exact
    names = []
    for piece in pieces:
        name = BEHIND_NAME.split(BEFORE_NAME.sub("", piece), maxsplit=1)[0]
        if _stands_beside(name, meanings):
            continue
        found = [_WORD.fullmatch(word.strip(_QUOTES)) for word in name.split()]
        words = [word[1] for word in found if word and word[1].casefold() not in degrees]
        if all(found) and any(len(word) > 2 for word in words):
            names.append((name.strip(), sum(len(word) > 1 for word in words)))
    return names


def _stands_beside(text: str, meanings: Meanings) -> bool:
    """Whether a text begins with what tells of a person and is no name: 'Dinas', 'Camat'."""
    first, reference = normalise(text).split(" ", 1)[0], meanings.reference
    return first in reference.words["beside_name"].exact or first in reference.office_words

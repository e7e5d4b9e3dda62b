"""Names of regions to Kemendagri codes: by rules and aliases on file, never by likeness."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.values.meaning import Meaning, found, quoted, unsound
from pipelines.values.reference import COUNTRY, Reference
from pipelines.values.region_names import (
    KINDS,
    islands_moved,
    kind_moved_first,
    respaced,
    split_kind,
    tokens_of,
    unglued,
    written_out,
)

_EITHER = re.compile(
    r"^\s*(?:kab(?:upaten)?\.?\s*/\s*kota|kota\s*/\s*kab(?:upaten)?)\b\.?", re.IGNORECASE
)
_BOTH_PREFIXES = re.compile(r"\s*kab\s+kota\b", re.IGNORECASE)
BETWEEN_NAMES = re.compile(r"[/,;+]")
"""A sign that may part the names of two regions, or stand inside of one."""
_PARTS = re.compile(r"\s*[,;()\[\]\n]\s*|\s+[-\u2013\u2014]\s+")
# "d/h Toba Samosir": a former name, or the one of today, beside the other.
_FORMERLY = re.compile(
    r"\b(?:d\s*/\s*h|dahulu|dulu|dh|eks|ex|semula|sebelumnya|sekarang|kini)\b[.:]?", re.IGNORECASE
)
_CODE = re.compile(r"(\d{2})(?:\.?(\d{2}))?(?:\.0+)?")
_CODE_BEFORE = re.compile(
    r"^\s*[\[(]?(\d{2})(?:[. ]?(\d{2}))?[\])]?(?:\s*[-\u2013:.)]\s*|\s+)(?=[^\W\d])"
)
_ORDINAL = re.compile(
    r"^\s*(?:\(?\d{1,3}[.)]+\s*(?=[^\W\d])"
    r"|\(?(?:[a-z]|[ivx]+)[.)]+\s*(?=(?:kab|kota|kodya|prov|pemkab|pemkot)))",
    re.IGNORECASE,
)
# No name of a region, nor two beside each other, has more letters or words: longer is a sentence.
_LONGEST = 50
_MOST_WORDS = 10


class RegionIndex:
    """The official names and the aliases, by kind and bare name; built once, used per text."""

    def __init__(self, reference: Reference) -> None:
        self._regions = reference.regions
        self._refused = {bare_name(alias) for alias in reference.refused_regions}
        self._by_kind: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._bare: dict[str, set[str]] = defaultdict(set)
        self._former_provinces: dict[str, set[str]] = defaultdict(set)
        self._pools: dict[tuple[str | None, str], dict[str, set[str]]] = {}
        for region in reference.regions.values():
            if region.region_code != region.current_region_code:
                self._former_provinces[region.current_region_code].add(region.province_code)
                continue
            name = bare_name(region.name)
            self._by_kind[region.kind, name].add(region.region_code)
            self._bare[name].add(region.region_code)
        official = set(self._bare)
        self._outlived: dict[str, set[str]] = defaultdict(set)
        for one in reference.aliases:
            if one.reason == "rename" and (former := bare_name(one.alias)) in official:
                self._outlived[one.region_code].add(former)
        aliases = [
            (*split_kind(tokens_of(one.alias)), one.region_code) for one in reference.aliases
        ]
        plain = {"".join(bare) for kind, bare, _ in aliases if kind is None}
        for stated, bare, code in aliases:
            name = "".join(bare)
            self._by_kind[stated or reference.regions[code].kind, name].add(code)
            # A former name that is now another region's ("Kabupaten Kendari") needs its prefix,
            # and so does one that means another region without it ("Kota Jogja").
            if name not in official and (stated is None or name not in plain):
                self._bare[name].add(code)

    def codes(self, name: str) -> set[str]:
        """Every region that a name can be, by its prefix and bare name.

        Only a name that means nothing as it stands is read as one with its prefix glued on or put
        behind, or with words cut short; if two of these readings differ, all their codes count.
        """
        either = _EITHER.match(name)
        rest = name[either.end() :] if either else name
        tokens = tokens_of(rest)
        if len(tokens) > 2 and all(len(token) == 1 for token in tokens):
            tokens = respaced("".join(tokens))
        hits = self._named(tokens)
        if hits and BETWEEN_NAMES.search(rest):
            # "Muna, Barat" and "Kolaka/Timur": perhaps one name, perhaps two.
            others = set().union(*(self._named(tokens_of(p)) for p in BETWEEN_NAMES.split(rest)))
            hits = hits if others & hits else hits | others
        if hits or not tokens:
            return hits
        for other in (unglued(rest, tokens), kind_moved_first(tokens)):
            hits |= self._named(other)
        kind, bare = split_kind(tokens)
        hits |= self._of_kind(kind, islands_moved(bare))
        for reading in written_out(bare):
            hits |= self._of_kind(kind, reading)
        return hits

    def _named(self, tokens: list[str]) -> set[str]:
        """The regions of a name as it stands."""
        kind, bare = split_kind(tokens)
        if kind is None or not bare:
            return self._of_kind(None, bare or tokens)
        hits = self._of_kind(kind, bare)
        if not hits and kind == "regency" and bare[0] in KINDS:
            # "Kab. Kota Sorong": both prefixes, as lists made by code write them; the last counts.
            hits = self._of_kind(*split_kind(bare))
        # "Kota Baru" is Kabupaten Kotabaru: the prefix can be a part of the name.
        return hits | self._of_kind(None, tokens) if kind == "city" else hits

    def _of_kind(self, kind: str | None, bare: list[str]) -> set[str]:
        name = "".join(bare)
        return set(self._by_kind.get((kind, name), ()) if kind else self._bare.get(name, ()))

    def within(self, codes: Iterable[str], province_code: str) -> set[str]:
        """Those of the codes that lie in a province, today or before a split."""
        return {
            code
            for code in codes
            if code == COUNTRY
            or self._regions[code].province_code == province_code
            or province_code in self._former_provinces.get(code, set())
        }

    def current(self, code: str) -> str | None:
        """Today's code of a region; None if there never was such a code."""
        region = self._regions.get(code)
        return region.current_region_code if region else None

    def another_of_today(self, code: str, text: str) -> set[str]:
        """The regions that bear today a name by which a text means a region that has given it up:
        'Kab. Kendari' is the former name of Konawe, and Kendari is a city. A text that says the
        name of today beside it is sure."""
        said = "".join(tokens_of(text))
        if bare_name(self._regions[code].name) in said:
            return set()
        names = {name for name in self._outlived.get(code, ()) if name in said}
        return set().union(*(self._bare[name] for name in names)) - {code}

    def of_other_prefix(self, code: str, text: str) -> set[str]:
        """The regency, where 'Kab Kota …' was taken for a city."""
        if not _BOTH_PREFIXES.match(text):
            return set()
        _, bare = split_kind(split_kind(tokens_of(text))[1])
        return self._of_kind("regency", bare) - {code}

    def city_called_so(self, code: str, text: str) -> set[str]:
        """The city of a province that has the short name by which a text means the province."""
        kind, bare = split_kind(tokens_of(text))
        if len(code) > 2 or kind is not None:
            return set()
        return self.within(self._of_kind("city", bare), code) - {code}

    def label(self, code: str) -> str:
        """Code and name, as messages show a region."""
        return f"{code} {self._regions[code].name}"

    def suggest(self, name: str, province_code: str = "") -> list[str]:
        """Codes of regions that are spelt alike, the most alike first: for a person to accept,
        never used as a value. None for a spelling that a person has refused."""
        from difflib import get_close_matches

        kind, bare = split_kind(tokens_of(name))
        spelling = "".join(bare)
        if not 0 < len(spelling) <= _LONGEST or spelling in self._refused:
            return []
        for wanted in dict.fromkeys((kind, None)):
            pool = self._spellings(wanted, province_code)
            alike = get_close_matches(spelling, list(pool), n=3, cutoff=0.8)
            if len(spelling) > 4:
                # "Pariaman" for Padang Pariaman: a word is missing.
                longer = [k for k in pool if k.startswith(spelling) or k.endswith(spelling)]
                alike += longer if len(longer) <= 3 else []
            if alike:
                return list(dict.fromkeys(c for known in alike for c in sorted(pool[known])))
        return []

    def _spellings(self, kind: str | None, province_code: str) -> dict[str, set[str]]:
        """The spellings on file and their regions, of one kind and in one province if given."""
        pool = self._pools.get((kind, province_code))
        if pool is None:
            pool = self._pools[kind, province_code] = {}
            for (its_kind, known), codes in self._by_kind.items():
                near = self.within(codes, province_code) if province_code else codes
                if near and kind in (None, its_kind):
                    pool[known] = pool.get(known, set()) | near
        return pool


@dataclass(frozen=True)
class RegionMatch:
    """What one name of a region was found to mean.

    code: the region's current code, or None, and then `reason_code` and `message` say why.
    choices: the codes it can be (ambiguous), or may have been meant (unknown), likeliest first.
    """

    code: str | None
    choices: tuple[str, ...] = ()
    reason_code: str | None = None
    message: str | None = None


def match_region(text: str, context: str, reference: Reference) -> RegionMatch:
    """The region that a text names, in the rows of a province.

    context: the code of the province the row is in, or ''. A name that stays ambiguous is
    region_ambiguous; one on no list, or not in that province, is region_unknown.
    """
    index = reference.region_index
    province = context[:2] if context[:2] in reference.regions and context != COUNTRY else ""
    codes, province = _alternatives(text, province, index)
    if not codes:
        return _unknown(text, province, index)
    inside = index.within(codes, province) if province else codes
    if not inside:
        lies = " or ".join(index.label(code) for code in sorted(codes))
        return RegionMatch(
            None,
            tuple(sorted(codes)),
            "region_unknown",
            f"{quoted(text)} is not in province {index.label(province)} but is {lies};"
            " correct the province or the name",
        )
    if province and len(inside) > 1:
        # In the rows of its own province, a name shared with it (Jambi) is the regency or city.
        inside = {code for code in inside if code != province}
    if len(inside) > 1:
        choices = " or ".join(index.label(code) for code in sorted(inside))
        return RegionMatch(
            None,
            tuple(sorted(inside)),
            "region_ambiguous",
            f"{quoted(text)} can be {choices}; write Provinsi, Kabupaten or Kota before it"
            " or give the province",
        )
    return RegionMatch(inside.pop())


def match_in_row(text: str, context: str, reference: Reference) -> RegionMatch:
    """The same for a text in a row of a register, which is of 2019 or later.

    It is stricter with what a list of names without rows (`regions match`) may well mean. A name
    given up before, which another region bears today, may be that one's with a wrong prefix; 'Kab
    Kota Serang' may be a 'Kab/Kota' that lost its sign ('Kab. Kota Sorong' is a city, put in a list
    of the kind 'Kab.'); and a short name of a province that its city has too ('Jogja') is of both.
    """
    match = match_region(text, context, reference)
    index = reference.region_index
    if not match.code:
        return match
    if others := index.another_of_today(match.code, text):
        return _either(text, {match.code, *others}, "the one was renamed", index)
    if others := index.of_other_prefix(match.code, text):
        return _either(text, {match.code, *others}, "it has both prefixes", index)
    if others := index.city_called_so(match.code, text):
        if context[:2] == match.code:
            return RegionMatch(others.pop())  # as that of any name shared with the province
        return _either(text, {match.code, *others}, "both are called so", index)
    return match


def _either(text: str, codes: set[str], why: str, index: RegionIndex) -> RegionMatch:
    choices = tuple(sorted(codes))
    labels = " or ".join(index.label(code) for code in choices)
    message = f"{quoted(text)} can be {labels}, as {why}; write the whole name of today"
    return RegionMatch(None, choices, "region_ambiguous", message)


def read_region(text: str, context: str, reference: Reference) -> Meaning:
    """A region's current code ('74.05', '74', 'ID') from its name: see match_in_row."""
    match = match_in_row(text, context, reference)
    return Meaning(match.code, match.reason_code, match.message)


# The election supervisors of a regency or city, in a column for regions: 'Bawaslu Kab. Konut'.
_SUPERVISOR = re.compile(r"^\s*(?:bawaslu|panwaslu|panwaslih)\s+(?=\w)", re.IGNORECASE)


def read_place(text: str, context: str, reference: Reference) -> Meaning:
    """The same of a cell in a column for regions, where a supervisor's office stands for its
    regency or city."""
    named = read_region(text, context, reference)
    if named.value is None and (office := _SUPERVISOR.match(text)):
        of_office = read_region(text[office.end() :], context, reference)
        if of_office.value and "." in of_office.value:
            return of_office
    return named


def read_province(text: str, reference: Reference) -> Meaning:
    """A province's code ('74'), or ID for the country. Reason: region_unknown."""
    index = reference.region_index
    codes = {code for code in index.codes(text) if len(code) == 2}
    if not codes:
        codes = {code for code in index.codes(f"Provinsi {text}") if len(code) == 2}
    if len(codes) != 1:
        unknown = _unknown(text, "", index)
        return Meaning(None, unknown.reason_code, unknown.message)
    return found(codes.pop())


def read_region_code(text: str, reference: Reference) -> Meaning:
    """A Kemendagri code as given (74.05, 74), validated; an old code becomes today's.

    Reasons: region_unknown, also for 74.1, where a spreadsheet has eaten a digit;
    region_ambiguous for four digits without a point, since 7401 is Buton for BPS and Kolaka for
    Kemendagri.
    """
    plain = text.strip().lstrip("'").upper()
    if plain == COUNTRY:
        return found(COUNTRY)
    shape = _CODE.fullmatch(plain)
    code = shape and (f"{shape[1]}.{shape[2]}" if shape[2] else shape[1])
    region = reference.regions.get(code) if code else None
    if shape and shape[2] and not plain.startswith(f"{shape[1]}."):
        return unsound(
            "region_ambiguous",
            f"{quoted(text)} can be a code of Kemendagri or of BPS; write it as 74.05, as text",
        )
    if region is None:
        return unsound(
            "region_unknown",
            f"{quoted(text)} is not a Kemendagri code of a province, regency or city;"
            " write it as 74.05, as text (BPS codes are others)",
        )
    return found(region.current_region_code)


def bare_name(text: str) -> str:
    """A name without its kind, spaces and signs: what two spellings of one name share."""
    return "".join(split_kind(tokens_of(text))[1])


def _alternatives(text: str, province: str, index: RegionIndex) -> tuple[set[str], str]:
    """The codes of a text that may hold two names of one region, or a region and its province.

    Alternatives that do not agree give all their codes, so that the text counts as ambiguous.
    """
    codes = index.codes(text)
    if codes:
        return codes, province
    if before := _CODE_BEFORE.match(text):
        named, inner = _alternatives(text[before.end() :], province, index)
        code = f"{before[1]}.{before[2]}" if before[2] else before[1]
        if (current := index.current(code)) in named:
            return {current}, province
        if before[2]:
            # A code of other lists (BPS): it does not agree with the name.
            return set(), province
        if not _ORDINAL.match(text):
            return set(), province
        return named, inner
    if ordinal := _ORDINAL.match(text):
        return _alternatives(text[ordinal.end() :], province, index)
    parts = [part for part in _PARTS.split(_FORMERLY.sub(",", text)) if part.strip()]
    if len(parts) > 1:
        meant = [index.codes(part) for part in parts]
        own = next((code for codes in meant[1:] for code in codes if len(code) == 2), "")
        if own and own != COUNTRY and meant[0] and all(meant):
            # "Banjar, Jawa Barat" is that of Jawa Barat, whatever province the row is in.
            named = index.within(meant[0], own)
            return (named, province or own) if named else (meant[0], own)
        if len(meant) == 2 and meant[1] and len(meant[0]) == 1:
            (first,) = meant[0]
            if len(first) == 2 and first != COUNTRY:
                # "Sulawesi Tenggara - Muna": the province stands first.
                return meant[1], province or first
        return _agreed(meant), province
    if "/" in text and not _EITHER.match(text):
        whole = [index.codes(part) for part in text.split("/")]
        if all(whole):
            return _agreed(whole), province
        return _agreed([index.codes(spelt) for spelt in _spelt_out(text)]), province
    return _before_its_province(text, province, index)


def _before_its_province(text: str, province: str, index: RegionIndex) -> tuple[set[str], str]:
    """'Banjar Kalsel' -> Kabupaten Banjar: a name and its own province, with no sign between."""
    tokens = tokens_of(text)
    if len(tokens) > _MOST_WORDS:
        return set(), province
    readings: set[tuple[str, str]] = set()
    for cut in range(1, len(tokens)):
        head, tail = (" ".join(part) for part in (tokens[:cut], tokens[cut:]))
        for own in index.codes(tail):
            if len(own) == 2 and own != COUNTRY:
                readings |= {(code, own) for code in index.within(index.codes(head), own)}
    owns = {own for _, own in readings}
    if len(owns) != 1:
        return {code for code, _ in readings}, province
    return {code for code, _ in readings}, province or owns.pop()


def _agreed(meant: list[set[str]]) -> set[str]:
    """What all alternatives share; all of them where they differ; nothing if one is unknown."""
    if not meant or not all(meant):
        return set()
    shared = set.intersection(*meant)
    return shared or set.union(*meant)


def _spelt_out(text: str) -> list[str]:
    """'Lima Puluh Koto/Kota' -> 'Lima Puluh Koto', 'Lima Puluh Kota'."""
    spelt = [""]
    for word in re.sub(r"\s*/\s*", "/", text).split():
        spelt = [f"{start} {choice}" for start in spelt for choice in word.split("/")]
    return spelt[:8]


def _unknown(text: str, province: str, index: RegionIndex) -> RegionMatch:
    near = index.suggest(text, province)
    hint = f" (is it {' or '.join(index.label(code) for code in near)}?)" if near else ""
    return RegionMatch(
        None,
        tuple(near),
        "region_unknown",
        f"{quoted(text)} is no region on file{hint}; correct it or add an alias",
    )

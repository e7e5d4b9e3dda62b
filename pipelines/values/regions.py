"""Names of regions to Kemendagri codes: by rules and aliases on file, never by likeness."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict

from pipelines.values.meaning import Meaning, found, quoted, unsound
from pipelines.values.reference import COUNTRY, Reference

_KINDS = {
    "provinsi": "province", "propinsi": "province", "prov": "province", "prop": "province",
    "kabupaten": "regency", "kab": "regency", "kabupatan": "regency",
    "kota": "city", "kotamadya": "city", "kodya": "city",
}  # fmt: skip
_SHORT = {"kep": "kepulauan", "kepul": "kepulauan", "adm": "administrasi", "admin": "administrasi"}
_EITHER = re.compile(r"^\s*kab(?:upaten)?\.?\s*/\s*kota\b\.?", re.IGNORECASE)
_PARTS = re.compile(r"\s*[,;()\n]\s*|\s+[-\u2013]\s+")
_CODE = re.compile(r"(\d{2})(?:\.?(\d{2}))?(?:\.0+)?")


class RegionIndex:
    """The official names and the aliases, by kind and bare name; built once, used per text."""

    def __init__(self, reference: Reference) -> None:
        self._regions = reference.regions
        self._by_kind: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._bare: dict[str, set[str]] = defaultdict(set)
        self._former_provinces: dict[str, set[str]] = defaultdict(set)
        for region in reference.regions.values():
            if region.region_code != region.current_region_code:
                self._former_provinces[region.current_region_code].add(region.province_code)
                continue
            _, bare = _split_kind(_tokens(region.name))
            self._by_kind[region.kind, "".join(bare)].add(region.region_code)
            self._bare["".join(bare)].add(region.region_code)
        official = set(self._bare)
        for alias in reference.aliases:
            _, bare = _split_kind(_tokens(alias.alias))
            name = "".join(bare)
            kind = reference.regions[alias.region_code].kind
            self._by_kind[kind, name].add(alias.region_code)
            # A former name that is now another region's ("Kabupaten Kendari") needs its prefix.
            if name not in official:
                self._bare[name].add(alias.region_code)

    def codes(self, name: str) -> set[str]:
        """Every region that a name can be, by its prefix and bare name."""
        either = _EITHER.match(name)
        tokens = _tokens(name[either.end() :] if either else name)
        if len(tokens) > 2 and all(len(token) == 1 for token in tokens):
            tokens = _respaced("".join(tokens))
        kind, bare = _split_kind(tokens)
        joined = "".join(bare)
        if kind is None or not bare:
            return set(self._bare.get("".join(tokens), set()))
        hits = self._by_kind.get((kind, joined), set())
        if not hits and kind == "regency" and bare[0] in _KINDS:
            # "Kab. Kota Sorong": both prefixes, as lists made by code write them; the last counts.
            inner_kind, inner = _split_kind(bare)
            hits = self._by_kind.get((inner_kind or kind, "".join(inner)), set())
        # "Kota Baru" is Kabupaten Kotabaru: the prefix can be a part of the name.
        whole = self._bare.get("".join(tokens), set()) if kind == "city" else set()
        return set(hits) | set(whole)

    def within(self, codes: set[str], province_code: str) -> set[str]:
        """Those of the codes that lie in a province, today or before a split."""
        return {
            code
            for code in codes
            if code == COUNTRY
            or self._regions[code].province_code == province_code
            or province_code in self._former_provinces.get(code, set())
        }

    def label(self, code: str) -> str:
        """Code and name, as messages show a region."""
        return f"{code} {self._regions[code].name}"

    def suggest(self, name: str, province_code: str = "") -> list[str]:
        """Codes of regions that are spelt alike: for a person to accept, never used as a value."""
        from difflib import get_close_matches

        kind, bare = _split_kind(_tokens(name))
        pool = {
            spelling: codes
            for (its_kind, spelling), codes in self._by_kind.items()
            if kind is None or its_kind == kind
        }
        near = get_close_matches("".join(bare), list(pool), n=3, cutoff=0.8)
        codes = {code for spelling in near for code in pool[spelling]}
        return sorted(self.within(codes, province_code) if province_code else codes)


def read_region(text: str, context: str, reference: Reference) -> Meaning:
    """A region's current code ('74.05', '74', 'ID') from its name.

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
        return unsound(
            "region_unknown",
            f"{quoted(text)} is not in province {index.label(province)} but is {lies};"
            " correct the province or the name",
        )
    if province and len(inside) > 1:
        # In the rows of its own province, a name shared with it (Jambi) is the regency or city.
        inside = {code for code in inside if code != province}
    if len(inside) > 1:
        choices = " or ".join(index.label(code) for code in sorted(inside))
        return unsound(
            "region_ambiguous",
            f"{quoted(text)} can be {choices}; write Provinsi, Kabupaten or Kota before it"
            " or give the province",
        )
    return found(inside.pop())


def read_province(text: str, reference: Reference) -> Meaning:
    """A province's code ('74'), or ID for the country. Reason: region_unknown."""
    index = reference.region_index
    codes = {code for code in index.codes(text) if len(code) == 2}
    if not codes:
        codes = {code for code in index.codes(f"Provinsi {text}") if len(code) == 2}
    if len(codes) != 1:
        return _unknown(text, "", index)
    return found(codes.pop())


def read_region_code(text: str, reference: Reference) -> Meaning:
    """A Kemendagri code as given (7405, 74.05, 74), validated; an old code becomes today's.

    Reason: region_unknown, also for 74.1, where a spreadsheet has eaten a digit.
    """
    plain = text.strip().lstrip("'").upper()
    if plain == COUNTRY:
        return found(COUNTRY)
    shape = _CODE.fullmatch(plain)
    code = shape and (f"{shape[1]}.{shape[2]}" if shape[2] else shape[1])
    region = reference.regions.get(code) if code else None
    if region is None:
        return unsound(
            "region_unknown",
            f"{quoted(text)} is not a Kemendagri code of a province, regency or city;"
            " write it as 74.05, as text (BPS codes are others)",
        )
    return found(region.current_region_code)


def _alternatives(text: str, province: str, index: RegionIndex) -> tuple[set[str], str]:
    """The codes of a text that may hold two names of one region, or a region and its province.

    Alternatives that do not agree give all their codes, so that the text counts as ambiguous.
    """
    codes = index.codes(text)
    if codes:
        return codes, province
    parts = [part for part in _PARTS.split(text) if part]
    if len(parts) > 1:
        meant = [index.codes(part) for part in parts]
        own = next((code for codes in meant[1:] for code in codes if len(code) == 2), "")
        if own and own != COUNTRY and meant[0] and all(meant):
            if province and own != province:
                return meant[0], province
            return meant[0], own
        return _agreed(meant), province
    if "/" in text and not _EITHER.match(text):
        whole = [index.codes(part) for part in text.split("/")]
        if all(whole):
            return _agreed(whole), province
        return _agreed([index.codes(spelt) for spelt in _spelt_out(text)]), province
    return set(), province


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


def _unknown(text: str, province: str, index: RegionIndex) -> Meaning:
    near = index.suggest(text, province)
    hint = f" (is it {' or '.join(index.label(code) for code in near)}?)" if near else ""
    return unsound(
        "region_unknown",
        f"{quoted(text)} is no region on file{hint}; correct it or add an alias",
    )


def _tokens(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", name).casefold().replace("&", " dan ")
    words = re.sub(r"[^a-z0-9]+", " ", plain.replace("'", "")).split()
    return [_SHORT.get(word, word) for word in words]


def _split_kind(tokens: list[str]) -> tuple[str | None, list[str]]:
    """The kind that a prefix states, and the name without it (and without 'Administrasi')."""
    kind = _KINDS.get(tokens[0]) if tokens else None
    rest = tokens[1:] if kind else tokens
    if rest and rest[0] == "administrasi":
        rest = rest[1:]
    return kind, rest


def _respaced(letters: str) -> list[str]:
    """'kotadumai' -> 'kota', 'dumai', for a title typed letter by letter."""
    for prefix in ("kabupaten", "provinsi", "kota"):
        if letters.startswith(prefix):
            return [prefix, letters[len(prefix) :]]
    return [letters]

"""How the name of a region is written: its words, the kind before it, and words cut short."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice, product

_KIND_WORDS = {
    "province": "provinsi propinsi prov prop",
    "regency": "kabupaten kab kabupatan kabup",
    "city": "kota kotamadya kodya kodia kotip kotif kotamad",
}
KINDS = {word: kind for kind, words in _KIND_WORDS.items() for word in words.split()}
# Words that say "the government of", alone or before a kind.
_GOVERNMENT = {"pemprov": "province", "pemprop": "province", "pemkab": "regency", "pemkot": "city"}
_GOVERNMENT_OF = (("pemerintah", "daerah"), ("pemerintah",), ("pemda",), ("pem",))
_BESIDE_KIND = (("administrasi",), ("daerah", "tingkat", "ii"), ("daerah", "tingkat", "i"),
                ("dati", "ii"), ("dati", "i"))  # fmt: skip
# Short forms that stand for one word only, wherever they are.
_SHORT = {
    "kep": "kepulauan", "kepul": "kepulauan", "kepl": "kepulauan", "kepulaun": "kepulauan",
    "adm": "administrasi", "admin": "administrasi", "administratif": "administrasi",
    "peg": "pegunungan", "bag": "bagian", "sumatra": "sumatera",
    "tj": "tanjung", "tjg": "tanjung", "tg": "tanjung",
}  # fmt: skip
# Short forms that may stand for several words: every reading is tried, and all must agree.
_FIRST = {
    "p": "pulau pematang padang pangkal", "pul": "pulau", "pd": "padang",
    "s": "sungai", "sei": "sungai",
    "m": "muara muaro", "ma": "muara muaro", "b": "bandar banda", "bdr": "bandar",
    "g": "gunung", "gn": "gunung", "gng": "gunung", "d": "deli", "l": "labuhan", "lab": "labuhan",
    "w": "way", "t": "tanjung tebing tulang teluk", "tl": "tulang teluk", "tlk": "teluk",
    "tel": "teluk", "sul": "sulawesi", "sum": "sumatera sumba", "kal": "kalimantan",
    "lamp": "lampung", "mal": "maluku", "hal": "halmahera", "halm": "halmahera",
    "lomb": "lombok", "mamb": "mamberamo", "tap": "tapanuli", "ind": "indragiri",
    "beng": "bengkulu", "pes": "pesisir", "jkt": "jakarta", "jak": "jakarta",
}  # fmt: skip
_LATER = {
    "sel": "selatan", "slt": "selatan", "sltn": "selatan", "ut": "utara", "utr": "utara",
    "bar": "barat", "brt": "barat", "tim": "timur", "tmr": "timur", "teng": "tengah tenggara",
    "tgh": "tengah", "tengg": "tenggara", "tgr": "tenggara", "tggr": "tenggara", "s": "sungai",
    "jab": "jabung",
}  # fmt: skip
_READINGS = 64


def tokens_of(name: str) -> list[str]:
    """The words of a name, in small letters, short forms written out; [] if a letter is lost.

    A letter of another script or a mark for a lost one must not vanish: what is left could be the
    name of another region.
    """
    plain = unicodedata.normalize("NFKD", "".join(c for c in name if not _is_ornament(c)))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    if any(c in "?\ufffd" or (c.isalnum() and not c.isascii()) for c in plain):
        return []
    plain = re.sub(r"['`\u2018\u2019\u02bc]", "", plain.replace("&", " dan "))
    words = [_SHORT.get(word, word) for word in re.sub(r"[^a-z0-9]+", " ", plain).split()]
    if words and words[0] == "kt":
        words[0] = "kota"
    return words


def _is_ornament(character: str) -> bool:
    """A footnote's raised figure, or a character that is not seen."""
    return unicodedata.category(character) in {"No", "Cf"}


def split_kind(tokens: list[str]) -> tuple[str | None, list[str]]:
    """The kind that the words before a name state, and the name without them."""
    kind, rest = None, tokens
    if rest and rest[0] in _GOVERNMENT:
        kind, rest = _GOVERNMENT[rest[0]], rest[1:]
        if rest and KINDS.get(rest[0]) == kind and len(rest) > 1:
            rest = rest[1:]
    else:
        opening = next((o for o in _GOVERNMENT_OF if tuple(rest[: len(o)]) == o), ())
        # "Pem" is no word of its own: only "Pem. Kab." says the government of a regency.
        if opening != ("pem",) or (len(rest) > 1 and rest[1] in KINDS):
            named = rest[len(opening) :]
            # Daerah Istimewa Yogyakarta is a name: its first word is not the government's.
            rest = ["daerah", *named] if named[:1] in (["istimewa"], ["khusus"]) else named
        if rest and rest[0] in KINDS:
            kind, rest = KINDS[rest[0]], rest[1:]
    for beside in _BESIDE_KIND:
        if (kind or beside == ("administrasi",)) and tuple(rest[: len(beside)]) == beside:
            return kind, rest[len(beside) :]
    return kind, rest


def kind_moved_first(tokens: list[str]) -> list[str]:
    """'bogor kab' -> 'kab bogor'; [] when no kind stands at the end."""
    end = len(tokens) - (len(tokens) > 2 and tokens[-1] == "administrasi")
    if end < 2 or tokens[end - 1] not in KINDS or split_kind(tokens)[0]:
        return []
    return [tokens[end - 1], *tokens[: end - 1]]


def islands_moved(bare: list[str]) -> list[str]:
    """'kepulauan konawe' -> 'konawe kepulauan', and the other way; [] without the word."""
    if len(bare) < 2 or "kepulauan" not in (bare[0], bare[-1]):
        return []
    return [*bare[1:], bare[0]] if bare[0] == "kepulauan" else [bare[-1], *bare[:-1]]


def written_out(tokens: list[str]) -> Iterator[list[str]]:
    """Every reading of a name of several words that has words cut short; none if it has none."""
    choices = [[word] for word in tokens]
    for place, word in enumerate(tokens):
        choices[place] += (_LATER if place else _FIRST).get(word, "").split()
    if len(tokens) > 1:
        # The first is the name as it stands.
        yield from (list(reading) for reading in islice(product(*choices), 1, _READINGS))


def respaced(letters: str) -> list[str]:
    """'kotadumai' -> 'kota', 'dumai', for a title typed letter by letter."""
    for prefix in ("kabupaten", "provinsi", "kota"):
        if letters.startswith(prefix) and len(letters) > len(prefix):
            return [prefix, letters[len(prefix) :]]
    return [letters]


def unglued(name: str, tokens: list[str]) -> list[str]:
    """'KotaKendari' -> 'kota', 'kendari'; 'KABUPATENMUNA' too; [] where nothing is glued.

    "KOTABATU" stays as it is: one letter beside Kotabaru.
    """
    if match := re.match(r"\s*(Kota|Kab|Kabupaten|Prov|Provinsi)(?=[A-Z][a-z])", name):
        return tokens_of(f"{match[1]} {name[match.end() :]}")
    if tokens and (match := re.match(r"(kabupaten|provinsi|kab|pemkab|pemkot)(?=.{3})", tokens[0])):
        return [match[1], tokens[0][match.end() :], *tokens[1:]] if match.end() else []
    return []

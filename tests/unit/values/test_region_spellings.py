"""However a region is written, it gets its own code or none: never another region's."""

from __future__ import annotations

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.values import Reference
from pipelines.values.reference import Region
from pipelines.values.regions import bare_name, match_in_row, match_region
from tests.unit.values.conftest import PROJECT

REFERENCE = Reference.load(PROJECT / "data" / "reference")
OFFICIAL = [
    region
    for region in REFERENCE.regions.values()
    if region.region_code == region.current_region_code and region.kind != "country"
]
# What is on file is read as the file says, even where a typing error would look the same.
ON_FILE = {bare_name(region.name) for region in OFFICIAL} | {
    bare_name(one.alias) for one in REFERENCE.aliases
}
PREFIXES = {
    "province": ["", "Provinsi ", "Prov. ", "PROP. ", "Pemprov "],
    "regency": ["", "Kabupaten ", "Kab. ", "Kab.", "KAB ", "Pemkab ", "Pemerintah Kabupaten "],
    "city": ["", "Kota ", "KT. ", "Kodya ", "Kotamadya ", "Pemkot ", "Pemerintah Kota "],
}
ANY_PREFIX = sorted({prefix for usual in PREFIXES.values() for prefix in usual})
regions = st.sampled_from(OFFICIAL)


def name_of(region: Region) -> str:
    """The official name without the words that say its kind."""
    for opening in ("Kabupaten Administrasi ", "Kota Administrasi ", "Kabupaten ", "Kota "):
        if region.name.startswith(opening):
            return region.name.removeprefix(opening)
    return region.name


@st.composite
def noisy(draw: st.DrawFn, name: str) -> str:
    """The name in any case, with spaces, signs and invisible characters around and between."""
    space = st.sampled_from([" ", "  ", "\u00a0", " \n", "-", ". ", "\u200b ", " '", "\t"])
    words = [
        "".join(c.upper() if draw(st.booleans()) else c.lower() for c in word)
        for word in name.split()
    ]
    text = draw(st.sampled_from(["", " ", "\u200b"])) + words[0]
    for word in words[1:]:
        text += draw(space) + word
    return text + draw(st.sampled_from(["", ".", " ", " *)", ",", ":"]))


@settings(max_examples=400, deadline=None)
@given(st.data(), regions)
def test_its_own_prefix_and_any_noise(data: st.DataObject, region: Region) -> None:
    prefix = data.draw(st.sampled_from(PREFIXES[region.kind]))
    text = prefix + data.draw(noisy(name_of(region)))
    match = match_region(text, "", REFERENCE)
    if prefix:
        assert match.code == region.region_code, text
    else:
        assert match.code == region.region_code or region.region_code in match.choices, text


@settings(max_examples=400, deadline=None)
@given(st.data(), regions, st.sampled_from(ANY_PREFIX))
def test_any_prefix(data: st.DataObject, region: Region, prefix: str) -> None:
    text = prefix + data.draw(noisy(name_of(region)))
    code = match_region(text, "", REFERENCE).code
    if code not in (region.region_code, None):
        # Another kind of region has this name, today or once (Kabupaten Kendari is Konawe).
        meant = {bare_name(REFERENCE.regions[code].name)} | {
            bare_name(one.alias) for one in REFERENCE.aliases if one.region_code == code
        }
        assert bare_name(name_of(region)) in meant, (text, code)


@settings(max_examples=1500, deadline=None)
@given(st.data(), regions)
def test_one_letter_wrong(data: st.DataObject, region: Region) -> None:
    name = name_of(region).lower()
    at = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(st.sampled_from(string.ascii_lowercase + " "))
    wrong = data.draw(
        st.sampled_from(
            [
                name[:at] + name[at + 1 :],
                name[:at] + letter + name[at + 1 :],
                name[:at] + letter + name[at:],
                name[:at] + name[at : at + 2][::-1] + name[at + 2 :],
            ]
        )
    )
    prefix = data.draw(st.sampled_from(PREFIXES[region.kind]))
    code = match_region(prefix + wrong, "", REFERENCE).code
    as_typed = "".join(c for c in wrong if c.isalpha())
    if code not in (region.region_code, None):
        assert as_typed in ON_FILE or bare_name(prefix + wrong) in ON_FILE, (prefix + wrong, code)


@settings(max_examples=200, deadline=None)
@given(st.data(), regions)
def test_in_another_province_it_has_no_code_of_its_own(data: st.DataObject, region: Region) -> None:
    other = data.draw(st.sampled_from([r for r in OFFICIAL if r.kind == "province"]))
    code = match_region(region.name, other.region_code, REFERENCE).code
    assert code is None or code in REFERENCE.region_index.within({code}, other.region_code)


@pytest.mark.parametrize(
    ("text", "likeliest"),
    [
        ("Munna", "74.03"),
        ("Kab. Munna Barat", "74.13"),
        ("Kota Kolaka", "74.01"),
        ("Prubolinggo", "35.13"),
        ("Sulawesi Tengara", "74"),
        ("Kabupaten Pariaman", "13.05"),
    ],
)
def test_a_typing_error_is_a_suggestion_only(text: str, likeliest: str) -> None:
    match = match_region(text, "", REFERENCE)
    assert match.code is None
    assert likeliest in match.choices[:2]


def test_what_is_like_nothing_has_no_suggestion() -> None:
    assert match_region("Atlantis", "", REFERENCE).choices == ()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Kabupaten Kendari", "74.02"),
        ("Kab. Pontianak", "61.02"),
        ("Kab Kota Sorong", "96.71"),
        ("Jogja", "34"),
    ],
)
def test_a_list_of_names_may_be_older_than_the_registers(name: str, code: str) -> None:
    assert match_region(name, "", REFERENCE).code == code
    match = match_in_row(name, "", REFERENCE)
    assert (match.code, match.reason_code) == (None, "region_ambiguous")
    assert code in match.choices

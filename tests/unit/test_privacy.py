"""Masking: what may be shown of a text, an error, a file name."""

import pytest

from pipelines.privacy import asn_key, hash_key, mask, mask_error, mask_file_name, names_no_one


@pytest.mark.parametrize(
    "nip",
    ["198001012005019001", "19800101 200501 9 001", "19800101.200501.9.001", "'198001012005019001",
     "1.98001012005019E+17", "19800101200501900", "19800101 – 200501 – 9 – 001"],
)  # fmt: skip
def test_a_nip_is_masked_however_it_is_written(nip: str) -> None:
    assert mask(f"row 7: {nip} is not sound") == "row 7: … is not sound"


@pytest.mark.parametrize("text", ["row 12 of sheet 3", "2024-03-14", "R-1194/KASN/4/2020", "74.05"])
def test_what_names_no_one_stays(text: str) -> None:
    assert mask(text) == text


def test_an_error_loses_what_it_quotes() -> None:
    error = ValueError("Could not convert string '198001012005019001' to INT32\nLINE 1: select")
    assert "1980" not in mask_error(error)
    assert "Sari" not in mask_error(ValueError('bad value "Sari Melati"'))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Data Pelanggaran Pemilu 2019.xls", "Data Pelanggaran Pemilu 2019.xls"),
        ("Laporan Zulkarnain Pratama.xlsx", "Laporan ….xlsx"),
        ("rekap_konawe_selatan_2024.xlsx", "rekap_konawe_selatan_2024.xlsx"),
        ("198001012005019001.csv", "….csv"),
        ("NIP_198001012005019001.xlsx", "NIP_….xlsx"),
        ("surat2_198001012005019001.xlsx", "surat….xlsx"),
        ("NIP.198001012005019001.xlsx", "NIP.….xlsx"),
        ("nip198001012005019001_zulkarnain.xlsx", "nip….xlsx"),
        ("Hukdis Muna TW IV.xlsx", "Hukdis Muna TW IV.xlsx"),
        ("Matrik pemantauan TL BKN.xlsx", "Matrik pemantauan TL BKN.xlsx"),
        (
            "Rekomendasi KASN utk penyelesaian tahap VIII.xlsx",
            "Rekomendasi KASN utk penyelesaian tahap VIII.xlsx",
        ),
        ("Daftar hukdis La Ode Zulkarnain.xlsx", "Daftar hukdis La ….xlsx"),
        ("kegiatan pencegahan an. Pratama.xlsx", "kegiatan pencegahan an. ….xlsx"),
    ],
)
def test_a_file_name_keeps_only_words_known_to_name_no_one(name: str, shown: str) -> None:
    assert mask_file_name(name) == shown


def test_a_sheet_goes_by_no_word_that_is_on_the_list_for_files_alone() -> None:
    """Decisions find a sheet by what it is called: 'sheet 2' must not become 'Hukdis'."""
    assert names_no_one("REKAP 2024")
    assert mask_file_name("Hukdis") == "Hukdis"
    assert not names_no_one("Hukdis")
    assert not names_no_one("Zulkarnain")


def test_the_hash_depends_on_the_key_and_hides_the_nip(tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.delenv("NETRALITAS_HASH_KEY", raising=False)
    key = hash_key(tmp_path)
    assert key == hash_key(tmp_path)
    assert asn_key("198001012005019001", key) != asn_key("198001012005019001", b"other")
    assert "1980" not in asn_key("198001012005019001", key)

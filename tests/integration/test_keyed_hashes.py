"""The keyed hash of each NIP: once, however often it comes, and made again with a new key."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines import fingerprint
from pipelines.home import Home
from pipelines.landing.receive import find_files, receive
from pipelines.landing.recognise import recognise_pending
from pipelines.landing.store import open_store
from pipelines.privacy import asn_key
from tests.integration.test_editions import letter

ARI = ("Ari Contoh", "198001012005011901")
BUDI = ("Budi Contoh", "198202022006022902")
BROKEN = ("Citra Contoh", "1982020220060229")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.prepare()
    letter(home.inbox / "satu.xlsx", "R-1/KASN/4/2024", [ARI, ARI, BROKEN])
    return home


def land(home: Home, key: bytes) -> list[tuple[str, str]]:
    """The NIPs and their hashes after a load."""
    with open_store(home.landing_db) as connection:
        receive(connection, home, find_files(home.inbox, "inbox"))
        recognise_pending(connection, home, fingerprint.recogniser(home), key)
        return connection.execute("select nip, asn_key from landing.nip_key order by 1").fetchall()


def hashed(key: bytes, *people: tuple[str, str]) -> list[tuple[str, str]]:
    return [(nip, asn_key(nip, key)) for _, nip in people]


def test_each_sound_nip_has_one_hash_in_how_many_deliveries_it_may_stand(home: Home) -> None:
    assert land(home, b"one") == hashed(b"one", ARI)
    letter(home.inbox / "dua.xlsx", "R-2/KASN/4/2024", [ARI, BUDI])
    letter(home.inbox / "tiga.xlsx", "R-3/KASN/4/2024", [BUDI])
    assert land(home, b"one") == hashed(b"one", ARI, BUDI)


def test_with_another_key_all_hashes_are_made_again(home: Home) -> None:
    land(home, b"one")
    assert land(home, b"two") == hashed(b"two", ARI)
    letter(home.inbox / "dua.xlsx", "R-2/KASN/4/2024", [BUDI])
    assert land(home, b"three") == hashed(b"three", ARI, BUDI)


def test_copies_of_a_file_are_kept_once_and_what_a_kill_left_is_removed(home: Home) -> None:
    same = (home.inbox / "satu.xlsx").read_bytes()
    for place in range(40):
        (home.inbox / f"salinan {place}.xlsx").write_bytes(same)
    (home.archive / "0123.99.part").write_bytes(b"half")
    assert land(home, b"one") == hashed(b"one", ARI)
    (kept,) = home.archive.iterdir()
    assert kept.read_bytes() == same
    with open_store(home.landing_db, read_only=True) as connection:
        assert connection.execute(
            "select count(*), count(distinct delivery_key) from landing.present_file"
        ).fetchone() == (41, 1)

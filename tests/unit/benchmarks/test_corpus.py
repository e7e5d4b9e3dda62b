"""The corpora are the same bytes for the same seed, and made of registers that load."""

from __future__ import annotations

import shutil
from pathlib import Path

from pipelines.landing.store import open_store
from tests.benchmarks import corpus, ours
from tests.benchmarks.registers import MAKERS
from tests.unit.benchmarks.conftest import SCALE, Landed


def _bytes(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_the_same_seed_makes_the_same_bytes_and_another_seed_others(
    landed: Landed, tmp_path: Path
) -> None:
    first = _bytes(landed.folder.parent)
    corpus.make(tmp_path / "again", SCALE)
    assert _bytes(tmp_path / "again") == first
    corpus.make(tmp_path / "other", SCALE, seed=corpus.SEED + 1)
    assert not set(_bytes(tmp_path / "other").values()) & set(first.values())


def test_every_workbook_is_recognised_as_what_it_was_made_as_and_every_row_loads(
    landed: Landed,
) -> None:
    said = landed.said
    assert said["recognised"] == said["files"] == len(list(landed.folder.iterdir()))
    assert (said["quarantined"], said["rejected"]) == (0, 0)
    with open_store(landed.store, read_only=True) as connection:
        found = connection.execute(
            "select distinct layout, file_name from landing.delivery"
        ).fetchall()
        superseded = connection.execute(
            "select count(*) from landing.build_delivery where not is_current"
        ).fetchone()
    assert {layout for layout, _ in found} == set(MAKERS)
    assert all(name.startswith(corpus.NAMES[layout]) for layout, name in found)
    assert superseded == (0,)


def test_the_formats_of_offices_are_mixed(landed: Landed) -> None:
    assert {path.suffix for path in landed.folder.iterdir()} == {".xlsx", ".xls", ".csv"}


def test_the_whole_corpus_has_a_workbook_for_each_region() -> None:
    assert len(corpus.assigned(corpus.SEED)) == 552


def test_the_large_workbook_loads_whole(landed: Landed, tmp_path: Path) -> None:
    from pipelines.home import Home

    said = ours.land(Home(tmp_path), landed.folder.parent / "b")
    rows = int(corpus.ROWS_OF_B * SCALE)
    assert (said["records"], said["rejected"], said["quarantined"]) == (rows, 0, 0)


def test_a_register_sent_again_supersedes_the_one_it_replaces(
    landed: Landed, tmp_path: Path
) -> None:
    from pipelines.home import Home

    folder, root = tmp_path / "a", tmp_path / "home"
    shutil.copytree(landed.folder, folder)
    shutil.copytree(landed.store.parents[1], root)
    sent = corpus.send_again(folder, SCALE, every=8)
    said = ours.land(Home(root), folder)
    assert sent > 0
    assert (said["new"], said["recognised"]) == (sent, sent)
    with open_store(Home(root).landing_db, read_only=True) as connection:
        assert connection.execute(
            "select count(*) from landing.build_delivery where supersedes_delivery_key is not null"
        ).fetchone() == (sent,)

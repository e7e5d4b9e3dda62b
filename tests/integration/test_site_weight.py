"""A page of the report that is too heavy is left out and says so; the numbers are published."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from pipelines.commands.summary import print_summary
from pipelines.home import Home
from pipelines.publication.release import publish
from pipelines.site import weight
from pipelines.site.build import PAGES, build
from tests.conftest import WarehouseHome, said

Site = dict[str, bytes]


def site_of(release: Path) -> Site:
    """'trace.html', 'en/trace.html' … → what stands there."""
    root = release / "site"
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*.html")}


@pytest.fixture
def whole(demo_home: WarehouseHome) -> Site:
    """The site of the made-up release, of which nothing is left out."""
    return site_of(demo_home.root / "current")


def bytes_of(site: Site, page: str) -> int:
    return len(site[f"{page}.html"]) + len(site[f"en/{page}.html"])


@pytest.fixture
def rebuilt(demo_home: WarehouseHome, tmp_path: Path) -> Callable[[], tuple[dict[str, int], Site]]:
    """Makes the site of the made-up release anew: what was left out, and the site."""
    shutil.copy(demo_home.root / "current.duckdb", tmp_path / "warehouse.duckdb")
    manifest = json.loads((demo_home.root / "current" / "manifest.json").read_text())
    return lambda: (build(tmp_path, manifest, tmp_path / "no release before"), site_of(tmp_path))


def test_a_heavy_page_says_in_both_languages_what_is_left_out_and_how_to_see_it(
    whole: Site,
    rebuilt: Callable[[], tuple[dict[str, int], Site]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(weight, "MAX_PAGE_BYTES", len(whole["trace.html"]) - 1)
    left_out, site = rebuilt()
    # The dictionary of the made-up release is heavier still.
    assert left_out == {page: bytes_of(whole, page) for page in ("dictionary", "trace")}
    for language, mark, name in (("", ".", "Jejak angka"), ("en/", ",", "Trail of the numbers")):
        page = unescape(site[f"{language}trace.html"].decode())
        assert f"“{name}”" in page
        assert f"{len(whole[f'{language}trace.html']):,}".replace(",", mark) in page
        assert "netralitas trace KEY" in page
        assert "netralitas trace 'funnel_by_region.reported?region_code=74&is_demo=false'" in page
        assert 'netralitas query "from quality.dictionary"' in unescape(
            site[f"{language}dictionary.html"].decode()
        )


def test_of_a_heavy_site_the_heaviest_pages_are_left_out_until_it_is_light(
    whole: Site,
    rebuilt: Callable[[], tuple[dict[str, int], Site]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    limit = sum(map(len, whole.values())) - bytes_of(whole, "dictionary")
    monkeypatch.setattr(weight, "MAX_SITE_BYTES", limit)
    left_out, site = rebuilt()
    heaviest = sorted(PAGES, key=lambda page: bytes_of(whole, page))[-2:]
    assert set(left_out) == set(heaviest)
    assert sum(map(len, site.values())) <= limit
    for page in set(PAGES) - {*heaviest, "index"}:  # the index tells of the release before
        assert site[f"{page}.html"] == whole[f"{page}.html"], page
        assert site[f"en/{page}.html"] == whole[f"en/{page}.html"], page


def test_a_heavy_page_is_no_reason_not_to_publish_but_a_warning(
    copy_of_demo_home: Callable[[], WarehouseHome],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    home = copy_of_demo_home()
    inside, last = Home(home.root), home.release_id
    before = json.loads((inside.current / "manifest.json").read_text())
    assert before["site_pages_left_out"] == {}
    shutil.copy(home.current_db, inside.candidate_db)
    monkeypatch.setattr(weight, "MAX_PAGE_BYTES", 250_000)
    told = {key: before[key] for key in ("code", "inputs", "checks", "run_id")}
    left_out = publish(inside, told)["site_pages_left_out"]
    assert set(left_out) == {"dictionary", "trace"}
    assert home.release_id != last
    assert home.sql("select count(*) from marts.fct_case")[0][0] > 0
    assert set(site_of(inside.current)) == {
        f"{at}{page}.html" for at in ("", "en/") for page in PAGES
    }
    print_summary(inside, before["run_id"], published=True)
    summary = capsys.readouterr().out
    for page, size in left_out.items():
        assert f"WARNING: the page {page}.html of the report is left out" in summary
        assert f"{size:,} bytes" in summary
    status = home.netralitas("status")
    assert "without dictionary, trace: too heavy" in status.stdout, said(status)

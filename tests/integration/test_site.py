"""The report site of a release: whole, self-contained, in two languages, true to the release."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from pipelines.site.build import PAGES
from tests.conftest import WarehouseHome


class Page(HTMLParser):
    """What a page links to, the ids it has, its language, its text and its charts."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.ids: set[str] = set()
        self.language: str | None = None
        self.charts = 0
        self.text = path.read_text(encoding="utf-8")
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "html":
            self.language = said.get("lang")
        if said.get("id"):
            self.ids.add(str(said["id"]))
        if tag == "a" and said.get("href"):
            self.links.append(str(said["href"]))
        if tag in ("script", "img", "link", "iframe") and (at := said.get("src", said.get("href"))):
            self.loads.append(at)
        self.charts += tag == "svg"


@pytest.fixture(scope="module")
def site(demo_home: WarehouseHome) -> dict[Path, Page]:
    root = demo_home.root / "current" / "site"
    return {path: Page(path) for path in sorted(root.rglob("*.html"))}


def test_each_page_is_there_in_both_languages(site: dict[Path, Page]) -> None:
    found = {(page.language, path.stem) for path, page in site.items()}
    assert found == {(language, name) for language in ("id", "en") for name in PAGES}


def test_every_link_leads_somewhere_and_nothing_comes_from_another_host(
    site: dict[Path, Page],
) -> None:
    for path, page in site.items():
        for link in [*page.links, *page.loads]:
            if link == "data:,":  # no icon, so that a browser asks for none
                continue
            if link in page.links and link.startswith("https://"):
                continue  # the page that a citation names: a reader may go there
            assert not re.match(r"\w+:|//", link), (path.name, link)
            name, _, anchor = link.partition("#")
            target = (path.parent / name).resolve() if name else path.resolve()
            assert target.exists(), (path.name, link)
            if anchor:
                there = next(page for at, page in site.items() if at.resolve() == target)
                assert anchor in there.ids, (path.name, link)


def test_it_is_light(site: dict[Path, Page]) -> None:
    root = next(iter(site)).parent
    sizes = [path.stat().st_size for path in root.rglob("*") if path.is_file()]
    assert max(sizes) < 1_500_000
    assert sum(sizes) < 6_000_000


def test_every_contradiction_of_the_release_is_shown_with_both_numbers(
    demo_home: WarehouseHome, site: dict[Path, Page]
) -> None:
    english = next(p for p, page in site.items() if page.language == "en" and "contra" in p.name)
    shown = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", site[english].text))
    rows = demo_home.sql(
        "select left_value, right_value from quality.consistency "
        "where status = 'contradicted' and not is_demo and right_value is not null"
    )
    assert {(37.0, 38.0), (32.0, 31.0), (72.2, 73.2)} <= {
        pair for left, right in rows for pair in ((left, right), (right, left))
    }
    for value in {value for row in rows for value in row if value is not None}:
        assert f"{value:,g}" in shown, value


def test_made_up_data_says_so_on_every_page(site: dict[Path, Page]) -> None:
    said = {"id": "Data contoh buatan", "en": "Made-up"}
    for path, page in site.items():
        assert said[str(page.language)].casefold() in page.text.casefold(), path
    assert all(page.charts for path, page in site.items() if path.stem == "index")

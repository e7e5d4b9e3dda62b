"""The report site in a real browser: as a reader opens it, on a desk, a phone and paper."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from pipelines.site.build import PAGES
from tests.conftest import WarehouseHome

ALL = [f"{folder}{name}.html" for folder in ("", "en/") for name in PAGES]
WITH_CHARTS = ("index", "regions", "violations", "sources", "contradictions", "quality")
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1200, "height": 800}


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if not chromium:  # .ci/run installs it
        pytest.skip("needs Debian's chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def site(demo_home: WarehouseHome) -> Path:
    return (demo_home.root / "current" / "site").resolve()


@pytest.fixture(scope="session", params=["file", "http"])
def address(request: pytest.FixtureRequest, site: Path) -> Iterator[str]:
    """Where the site is opened from: the file system, and a plain web server."""
    if request.param == "file":
        yield f"{site.as_uri()}/"
        return
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@contextmanager
def opened(browser: Browser, size: dict[str, int] = DESK) -> Iterator[tuple[Page, list[str]]]:
    """A page, and everything that goes wrong on it while it is open."""
    context = browser.new_context(viewport=size, reduced_motion="reduce")  # type: ignore[arg-type]
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("requestfailed", lambda request: wrong.append(f"failed: {request.url}"))
    page.on(
        "response",
        lambda answer: (
            wrong.append(f"{answer.status}: {answer.url}") if answer.status >= 400 else 0
        ),
    )
    yield page, wrong
    context.close()


def test_every_page_opens_whole_and_asks_nothing_of_another_host(
    browser: Browser, address: str
) -> None:
    with opened(browser) as (page, wrong):
        asked: set[str] = set()
        page.on("request", lambda request: asked.add(request.url))
        for name in ALL:
            page.goto(address + name)
            assert page.locator("h1").inner_text().strip(), name
            language = "en" if name.startswith("en/") else "id"
            assert page.locator("html").get_attribute("lang") == language, name
        assert wrong == []
        assert {url for url in asked if not url.startswith((address, "data:"))} == set()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_every_chart_is_drawn_and_fits_the_window(
    browser: Browser, site: Path, size: dict[str, int]
) -> None:
    with opened(browser, size) as (page, _):
        for name in ALL:
            page.goto(f"{site.as_uri()}/{name}")
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= size["width"], f"{name} is {wide} pixels wide"
            figures = page.locator("figure.chart").all()
            assert bool(figures) == (Path(name).stem in WITH_CHARTS), name
            for figure in figures:
                shown = figure.locator("svg:visible")
                assert shown.count() == 1
                box = shown.bounding_box()
                assert box
                assert box["width"] > 200
                assert box["height"] > 30
                assert shown.locator("path, text").count() > 1
                assert (figure.locator("[role=img]:visible").get_attribute("aria-label") or "")[20:]
                assert figure.locator("details table tbody tr").count() > 0


def test_the_switch_of_language_keeps_the_page_and_the_place(browser: Browser, site: Path) -> None:
    with opened(browser) as (page, wrong):
        for name in PAGES:
            page.goto(f"{site.as_uri()}/{name}.html#content")
            page.click("a.switch")
            page.wait_for_load_state()
            assert page.url == f"{site.as_uri()}/en/{name}.html#content"
            assert page.locator("html").get_attribute("lang") == "en"
            page.click("a.switch")
            page.wait_for_load_state()
            assert page.url == f"{site.as_uri()}/{name}.html#content"
        assert wrong == []


def test_a_reader_with_a_keyboard_gets_past_the_navigation_and_into_a_table(
    browser: Browser, site: Path
) -> None:
    with opened(browser) as (page, _):
        page.goto(f"{site.as_uri()}/contradictions.html")
        page.keyboard.press("Tab")
        skip = page.locator("a.skip")
        assert skip.evaluate("link => link === document.activeElement")
        assert skip.bounding_box()["x"] >= 0, "the skip link is seen once it has the focus"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", "where the focus is can be seen"
        page.keyboard.press("Enter")
        assert page.locator("details[open] table").first.is_visible()


def test_a_link_into_a_closed_part_opens_it(browser: Browser, site: Path) -> None:
    with opened(browser) as (page, _):
        page.goto(f"{site.as_uri()}/en/dictionary.html")
        entry = page.locator("details.dictionary").last
        assert entry.get_attribute("open") is None
        page.goto(f"{site.as_uri()}/en/dictionary.html#{entry.get_attribute('id')}")
        assert entry.locator("table").is_visible()


def test_the_dictionary_is_searched_in_both_languages(browser: Browser, site: Path) -> None:
    with opened(browser) as (page, _):
        page.goto(f"{site.as_uri()}/dictionary.html")
        every = page.locator("details.dictionary").count()
        page.fill("#search", "terbukti proven")
        found = page.locator("details.dictionary:visible")
        assert 0 < found.count() < every
        rows = found.locator("tbody tr:visible").all_inner_texts()
        assert rows
        assert int(re.findall(r"\d+", page.locator("#found").inner_text())[0]) >= len(rows) > 0
        page.fill("#search", "no such word anywhere")
        assert page.locator("details.dictionary:visible").count() == 0
        page.fill("#search", "")
        assert page.locator("details.dictionary:visible").count() == every


def test_made_up_data_says_so_on_every_page_and_over_every_chart_of_it(
    browser: Browser, site: Path
) -> None:
    with opened(browser) as (page, _):
        for name in ALL:
            page.goto(f"{site.as_uri()}/{name}")
            said = "Made-up demo data" if name.startswith("en/") else "Data contoh buatan"
            assert said in page.locator(".demo-banner").inner_text(), name
            for figure in page.locator("figure.chart[id^=demo-]").all():
                assert said in figure.locator("h3").inner_text()
                assert said in figure.locator("svg:visible").inner_html()
            for figure in page.locator("figure.chart:not([id^=demo-])").all():
                assert said not in figure.inner_text()


def test_it_prints_with_its_charts_and_without_its_navigation(browser: Browser, site: Path) -> None:
    with opened(browser, PHONE) as (page, _):
        for name in ALL:
            page.goto(f"{site.as_uri()}/{name}")
            page.emulate_media(media="print")
            assert not page.locator("header nav").is_visible(), name
            if Path(name).stem in WITH_CHARTS:
                assert page.locator("figure .wide").first.is_visible(), name
                assert not page.locator("figure .narrow").first.is_visible(), name
        assert page.pdf(format="A4")[:5] == b"%PDF-"


# Closed parts are audited too; of each table the first rows, and of the dictionary the first
# tables, since the others are like them.
WHOLE_BUT_SHORT = """() => {
    document.querySelectorAll("details").forEach(one => one.open = true);
    document.querySelectorAll("tbody tr:nth-child(n + 4)").forEach(row => row.remove());
    document.querySelectorAll("details.dictionary:nth-of-type(n + 6)").forEach(one => one.remove());
}"""


@pytest.mark.parametrize(
    ("size", "names"),
    [
        (DESK, [f"{name}.html" for name in PAGES]),
        (PHONE, [f"en/{name}.html" for name in ("index", "sources", "quality", "dictionary")]),
    ],
    ids=["desk-Indonesian", "phone-English"],
)
def test_an_accessibility_engine_finds_nothing_serious(
    browser: Browser, site: Path, size: dict[str, int], names: list[str]
) -> None:
    axe = Axe()
    with opened(browser, size) as (page, _):
        for name in names:
            page.goto(f"{site.as_uri()}/{name}")
            page.evaluate(WHOLE_BUT_SHORT)
            found = axe.run(page).response["violations"]
            grave = [
                (one["id"], one["help"], one["nodes"][0]["html"][:200])
                for one in found
                if one["impact"] in ("serious", "critical")
            ]
            assert grave == [], name

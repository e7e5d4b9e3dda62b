"""The report site of a release: whole, self-contained, in two languages, true to the release."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl

import duckdb
import pytest

from pipelines.site import changes
from pipelines.site.build import PAGES, build
from pipelines.site.language import Language
from pipelines.site.model import anchor
from pipelines.site.pages import trace
from pipelines.site.release import Release
from pipelines.trail import number_key
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


def test_registers_recaps_and_cases_are_compared_apart_from_what_was_published(
    demo_home: WarehouseHome, site: dict[Path, Page]
) -> None:
    english = next(p for p, page in site.items() if page.language == "en" and p.stem == "sources")
    titles = dict(re.findall(r'<h3 id="([\w-]+)-title">(.*?)</h3>', site[english].text, re.DOTALL))
    for id, is_demo in (("counted", False), ("demo-counted", True)):
        said = [int(n.replace(",", "")) for n in re.findall(r"\d[\d,]*", titles[id])]
        (counts,) = demo_home.sql(
            f"""select count(*), count(*) filter (comparison = 'agrees'),
                count(*) filter (comparison = 'differs'),
                count(*) filter (comparison not in ('agrees', 'differs'))
            from reporting.source_agreement where is_demo = {is_demo}
                and not (basis_a = 'published' and basis_b = 'published')
                and (is_closest or as_of_a is null or as_of_b is null)"""
        )
        assert said == list(counts)
    # Two institutions are compared in the part on published figures, not one with itself.
    alt = re.search(r'id="pairs".*?aria-label="(.*?)"', site[english].text, re.DOTALL)
    assert alt
    compared = re.findall(r": ([\w ]+?) [\d.,%]+, ([\w ]+?) [\d.,%]+[;.]", alt[1])
    assert len(compared) > 5
    assert all(one != other for one, other in compared)


def test_a_number_from_registers_is_the_sum_of_the_rows_that_its_trace_key_names(
    demo_home: WarehouseHome, site: dict[Path, Page]
) -> None:
    root = demo_home.root / "current" / "site" / "en"
    keys = {
        anchor(key): key
        for key in re.findall(r"\w+\.\w+\?[\w=&%.-]+", unescape(site[root / "trace.html"].text))
    }
    shown = {
        found
        for path, page in site.items()
        if path.parent == root
        for found in re.findall(r'<a href="trace.html#(\w+)">([\d,]+)</a>', page.text)
        if found[0] in keys  # else it is the key of one row: of a cell of a recap
    }
    assert len(shown) > 200
    with duckdb.connect(str(demo_home.root / "current.duckdb"), read_only=True) as connection:
        for at, text in shown:
            number, _, filters = keys[at].partition("?")
            table, column = number.split(".")
            where = " and ".join(
                f"{name}::varchar is not distinct from " + (f"'{value}'" if value else "null")
                for name, value in parse_qsl(filters, keep_blank_values=True)
            )
            sql = f"select sum({column}) from reporting.{table} where {where}"
            assert connection.execute(sql).fetchall() == [(float(text.replace(",", "")),)], keys[at]


@pytest.fixture
def emptied(demo_home: WarehouseHome, tmp_path: Path) -> Path:
    """A release's folder with every table of a warehouse, of which only the dictionary has rows."""
    with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as connection:
        connection.execute(f"attach '{demo_home.root / 'current.duckdb'}' as loaded (read_only)")
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables() where database_name = 'loaded'"
        ).fetchall()
        for schema in {schema for schema, _ in tables}:
            connection.execute(f"create schema {schema}")
        for schema, table in tables:
            connection.execute(
                f"create table {schema}.{table} as from loaded.{schema}.{table} "
                f"where {table == 'dictionary'}"
            )
    return tmp_path


def test_a_release_without_rows_says_so_on_every_page(
    emptied: Path, demo_home: WarehouseHome
) -> None:
    manifest = json.loads((demo_home.root / "current" / "manifest.json").read_text())
    build(emptied, manifest, emptied / "there is no release before")
    for path in (emptied / "site").rglob("*.html"):
        page = Page(path)
        assert page.charts == 0
        assert 'class="demo' not in page.text, "no banner without made-up rows"
        if path.stem not in ("dictionary", "methods"):
            assert 'class="empty"' in page.text, path


def test_what_changed_since_the_last_release_is_told_in_whole_sentences(
    copy_of_demo_home: Callable[[], WarehouseHome],
) -> None:
    before, now = copy_of_demo_home(), copy_of_demo_home()
    with duckdb.connect(str((now.root / "current.duckdb").resolve())) as connection:
        connection.execute(
            """update reporting.figure_history set value = value + 1 where figure_key = (
                select min(figure_key) from reporting.figure_history where value is not null);
            update quality.consistency set status = 'holds' where consistency_key = (
                select min(consistency_key) from quality.consistency
                where status = 'contradicted' and not is_demo)"""
        )
        with Release.open(connection, {}, before.root / "current.duckdb") as release:
            english, indonesian = (
                changes.since_last(release, Language(code)) for code in ("en", "id")
            )
    assert english.sentence == "1 published figure has another value and 1 count changed."
    assert indonesian.sentence == "Nilai 1 angka terbitan berubah dan 1 jumlah berubah."
    assert english.figures
    assert len(english.figures.rows) == 1
    assert english.counts
    assert english.counts.rows[0][0] == "Contradictions"


KOLAKA = number_key("funnel_by_region", "reported", {"region_code": "74.01", "is_demo": True})


def test_the_trail_lists_the_rows_behind_a_number_and_says_when_they_do_not_make_it(
    copy_of_demo_home: Callable[[], WarehouseHome],
) -> None:
    home = copy_of_demo_home()
    with duckdb.connect(str((home.root / "current.duckdb").resolve())) as connection:
        for shown, broken in ((21, False), (22, True)):
            connection.execute(
                "update reporting.funnel_by_region set reported = ? where reported = 21", [shown]
            )
            with Release.open(connection, {}, home.root / "no release before") as release:
                release.trace_keys[KOLAKA] = "Kolaka"
                page = trace.page(release, Language("en"))
            ((title, value, rows, command),) = page["table"].rows
            assert (title, value) == ("Kolaka", str(shown))
            assert "kasn_ekspor_pengaduan_sultra.xlsx, sheet pengaduan: rows 9–14" in rows
            assert command == f"netralitas trace '{KOLAKA}'"
            assert bool(page["broken"]) == broken
            assert ("DO NOT MAKE THIS NUMBER but 21" in rows) == broken


def test_made_up_data_says_so_on_every_page(site: dict[Path, Page]) -> None:
    said = {"id": "Data contoh buatan", "en": "Made-up"}
    for path, page in site.items():
        assert said[str(page.language)].casefold() in page.text.casefold(), path
    assert all(page.charts for path, page in site.items() if path.stem == "index")

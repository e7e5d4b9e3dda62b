"""The dashboard in a browser: what Superset's own pages ask for and draw."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.superset.server import ADMIN, PASSWORD, Superset
from tests.superset.test_superset import CHARTS

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.superset

CHROMIUM = "/usr/bin/chromium"


@pytest.fixture
def page(superset: Superset) -> Iterator[Page]:
    """A page logged in, high enough for Superset to draw the whole dashboard at once."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = browser.new_page(viewport={"width": 1400, "height": 6000})
        page.goto(f"{superset.url}/login/")
        page.fill("input#username", ADMIN)
        page.fill("input#password", PASSWORD)
        page.click("button[type=submit]")
        page.wait_for_url("**/superset/welcome/**")
        yield page
        browser.close()


def test_every_chart_of_the_dashboard_is_drawn(page: Page, superset: Superset) -> None:
    answers: list[Any] = []
    refused: list[Any] = []
    page.on("response", lambda one: answers.append(one))
    page.on("requestfailed", lambda one: refused.append((one.url, one.failure)))
    page.goto(f"{superset.url}/superset/dashboard/netralitas/")
    page.wait_for_function(
        "count => document.querySelectorAll('[data-test=slice-container]').length === count",
        arg=len(CHARTS),
        timeout=120_000,
    )
    page.wait_for_load_state("networkidle", timeout=120_000)
    page.screenshot(path=superset.folder / "dashboard.png", full_page=True)
    charts = [one for one in answers if "/api/v1/chart/data" in one.url]
    assert len(charts) >= len(CHARTS)
    assert {one.status for one in charts} == {200}
    assert all(one.url.startswith((superset.url, "data:", "blob:")) for one in answers)
    elsewhere = [why for url, why in refused if not url.startswith(superset.url)]
    assert set(elsewhere) <= {"csp"}, refused
    for name in CHARTS.values():
        assert page.get_by_text(name, exact=True).first.is_visible(), name
    assert page.locator(".ant-alert-error, [data-test=error-boundary]").count() == 0

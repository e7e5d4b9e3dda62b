"""Keeps the site light: which pages are too heavy to be published, and what stands for them."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

from pipelines.site.language import Language

MAX_PAGE_BYTES = 1_500_000
MAX_SITE_BYTES = 6_000_000
_QUERY = re.compile(r'<p class="query">.*?<code>(.*?)</code>', re.DOTALL)
_OF_THE_DICTIONARY = 'netralitas query "from quality.dictionary"'  # which has no tables of rows

Render = Callable[[str, Language, dict[str, Any]], None]
"""Writes the page of that name in a language, by the template left_out.html."""


def leave_out_heavy_pages(
    folder: Path, pages: dict[str, dict[Language, Path]], render: Render
) -> dict[str, int]:
    """Puts a page that says so in the place of each that is too heavy, in all languages, and of the
    heaviest until the whole site is light.

    pages: name → its file in each language. Returns name → bytes of those that were left out.
    """
    left_out: dict[str, int] = {}
    while heavy := _heaviest(folder, {k: v for k, v in pages.items() if k not in left_out}):
        sizes = {language: path.stat().st_size for language, path in pages[heavy].items()}
        left_out[heavy] = sum(sizes.values())
        for language, path in pages[heavy].items():
            found = _QUERY.findall(path.read_text(encoding="utf-8"))
            said = {
                "size": language.number(sizes[language]),
                "page": language(f"common.pages.{heavy}"),
                "page_limit": language.number(MAX_PAGE_BYTES),
                "site_limit": language.number(MAX_SITE_BYTES),
            }
            content = {
                "headline": language("left_out.headline"),
                "lead": language("left_out.lead", **said),
                "commands": list(dict.fromkeys(map(unescape, found))) or [_OF_THE_DICTIONARY],
            }
            render(heavy, language, content)
    return left_out


def left_out_warning(page: str, size: int) -> str:
    """What a load says of a page that was left out."""
    return (
        f"the page {page}.html of the report is left out, since it would be {size:,} bytes in both "
        "languages; the numbers are published whole, and the page that stands there names the "
        "commands that show them"
    )


def _heaviest(folder: Path, pages: dict[str, dict[Language, Path]]) -> str | None:
    """The page to leave out next; None where nothing is too heavy."""
    sizes = {name: [at.stat().st_size for at in files.values()] for name, files in pages.items()}
    too_heavy = [name for name in sizes if max(sizes[name]) > MAX_PAGE_BYTES]
    if not too_heavy:
        whole = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        too_heavy = list(sizes) if whole > MAX_SITE_BYTES else []
    return max(too_heavy, key=lambda name: sum(sizes[name]), default=None)

"""Writes the site: every page in both languages, with the style and script they share."""

from __future__ import annotations

import shutil
from importlib import import_module
from pathlib import Path
from typing import Any

from pipelines.site.language import LANGUAGES, Language
from pipelines.site.release import Release

ROOM = Path(__file__).parent
# The order of the navigation. `trace` comes last, since it lists what the others point to.
PAGES = (
    "index",
    "regions",
    "violations",
    "sources",
    "contradictions",
    "quality",
    "figures",
    "dictionary",
    "methods",
    "trace",
)
MAX_PAGE_BYTES = 1_500_000
MAX_SITE_BYTES = 6_000_000


class SiteTooLargeError(Exception):
    """A page or the whole site is larger than a slow connection should have to bear."""


def build(release: Path, manifest: dict[str, Any], current: Path) -> None:
    """Makes `site/` in a release's folder, from the `warehouse.duckdb` in it.

    `manifest` is what the release says of itself; `current` is the release before, with which it
    is compared if there is one. Indonesian pages are in `site`, English ones in `site/en`. Raises
    SiteTooLargeError.
    """
    import duckdb
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    templates = Environment(
        loader=FileSystemLoader(ROOM / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    folder = release / "site"
    folder.mkdir()
    shutil.copytree(ROOM / "assets", folder / "assets")
    with (
        duckdb.connect(str(release / "warehouse.duckdb"), read_only=True) as connection,
        Release.open(connection, manifest, current / "warehouse.duckdb") as content_of,
    ):
        for code in LANGUAGES:
            language = Language(code)
            home = folder if code == LANGUAGES[0] else folder / code
            home.mkdir(exist_ok=True)
            content_of.trace_keys.clear()
            for name in PAGES:
                content = import_module(f"pipelines.site.pages.{name}").page(content_of, language)
                html = templates.get_template(f"{name}.html").render(
                    **content,
                    t=language,
                    page=name,
                    pages=PAGES,
                    release=content_of,
                    root="" if code == LANGUAGES[0] else "../",
                    other="en/" if code == LANGUAGES[0] else "../",
                )
                (home / f"{name}.html").write_text(html, encoding="utf-8")
    _weigh(folder)


def _weigh(folder: Path) -> None:
    sizes = {path: path.stat().st_size for path in folder.rglob("*") if path.is_file()}
    heavy = [path.name for path, size in sizes.items() if size > MAX_PAGE_BYTES]
    if heavy or sum(sizes.values()) > MAX_SITE_BYTES:
        raise SiteTooLargeError(
            f"the site has {sum(sizes.values()):,} bytes (at most {MAX_SITE_BYTES:,}); "
            f"pages of more than {MAX_PAGE_BYTES:,}: {', '.join(heavy) or 'none'}"
        )

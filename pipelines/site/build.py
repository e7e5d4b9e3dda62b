"""Writes the site: every page in both languages, with the style and script they share."""

from __future__ import annotations

import shutil
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from pipelines.site.language import LANGUAGES, Language
from pipelines.site.release import Release
from pipelines.site.weight import leave_out_heavy_pages

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


def build(release: Path, manifest: dict[str, Any], current: Path) -> dict[str, int]:
    """Makes `site/` in a release's folder, from the `warehouse.duckdb` in it.

    `manifest` is what the release says of itself; `current` is the release before, with which it
    is compared if there is one. Indonesian pages are in `site`, English ones in `site/en`. Returns
    the pages that were too heavy to be published, with their bytes: another says so in their place.
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
    languages = [Language(code) for code in LANGUAGES]
    homes = dict(zip(languages, (folder, folder / LANGUAGES[1]), strict=True))
    homes[languages[1]].mkdir()
    with (
        duckdb.connect(str(release / "warehouse.duckdb"), read_only=True) as connection,
        Release.open(connection, manifest, current / "warehouse.duckdb") as content_of,
    ):

        def render(template: str, name: str, language: Language, content: dict[str, Any]) -> None:
            is_first = language is languages[0]
            html = templates.get_template(f"{template}.html").render(
                **content,
                t=language,
                page=name,
                pages=PAGES,
                release=content_of,
                root="" if is_first else "../",
                other=f"{language.other}/" if is_first else "../",
            )
            (homes[language] / f"{name}.html").write_text(html, encoding="utf-8")

        for language in languages:
            content_of.trace_keys.clear()
            for name in PAGES:
                content = import_module(f"pipelines.site.pages.{name}").page(content_of, language)
                render(name, name, language, content)
        return leave_out_heavy_pages(
            folder,
            {name: {t: home / f"{name}.html" for t, home in homes.items()} for name in PAGES},
            partial(render, "left_out"),
        )

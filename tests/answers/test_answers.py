"""Made-up workbooks with every mess of the domain, each held against an answer key of its own."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest

from pipelines.commands.inspection import inspection
from tests.answers.comparing import differences
from tests.answers.generate import EXTENSIONS, make_book
from tests.answers.recipes import RECIPES
from tests.answers.workbook import Book, answer_key
from tests.answers.writing import write_book

BOOKS = [(layout, seed) for layout in RECIPES for seed in range(len(EXTENSIONS))]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("answers")


@cache
def written(folder: Path, layout: str, seed: int) -> tuple[Book, Path]:
    book = make_book(layout, seed)
    path = folder / f"{book.name}.{book.extension}"
    write_book(book, path)
    return book, path


@pytest.mark.parametrize(("layout", "seed"), BOOKS)
def test_every_row_and_value_is_what_the_key_says(folder: Path, layout: str, seed: int) -> None:
    book, path = written(folder, layout, seed)
    found = differences(answer_key(book), inspection(path, reveal=True))
    assert not found, f"{path.name}:\n" + "\n".join(found)


@pytest.mark.parametrize(("layout", "seed"), BOOKS)
def test_nobody_is_named_unless_asked_for(folder: Path, layout: str, seed: int) -> None:
    book, path = written(folder, layout, seed)
    shown = json.dumps(inspection(path), ensure_ascii=False).casefold()
    together = re.sub(r"[\s.'’-]", "", shown)
    assert book.personal
    assert [one for one in book.personal if one.casefold() in together] == []

"""Every table and column of the open zone is described in both languages, every number has a unit.

The load's own check says the same of what was built; this one names the line to write, in a second.
"""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from pipelines.home import DBT_PROJECT

_NUMBERS = ("integer", "bigint", "double", "hugeint", "decimal")
# Numbers that count nothing: they say which row, or which of its parts, is meant.
_PLACES = ("row_number", "old_row_number", "part", "place")


def _models() -> list[dict[str, Any]]:
    files = sorted((DBT_PROJECT / "models" / "marts").rglob("*.yml"))
    return [
        model
        for file in files
        for model in yaml.safe_load(file.read_text(encoding="utf-8")).get("models", [])
    ]


def _things() -> list[tuple[str, dict[str, Any]]]:
    """Tables and columns by name, with what is written of them."""
    found = []
    for model in _models():
        found.append((model["name"], model))
        found += [(f"{model['name']}.{column['name']}", column) for column in model["columns"]]
    return found


def _meta(thing: dict[str, Any]) -> dict[str, Any]:
    meta: dict[str, Any] = thing.get("config", {}).get("meta", {})
    return meta


def test_every_model_of_the_open_zone_has_its_file() -> None:
    built = {file.stem for file in (DBT_PROJECT / "models" / "marts").rglob("*.sql")}
    assert built == {model["name"] for model in _models()}


def test_everything_is_described_in_english() -> None:
    assert [
        name for name, thing in _things() if not str(thing.get("description", "")).strip()
    ] == []


@pytest.mark.parametrize("key", ["label_id", "description_id"])
def test_everything_is_described_in_indonesian(key: str) -> None:
    assert [name for name, thing in _things() if not str(_meta(thing).get(key, "")).strip()] == []


def test_an_indonesian_description_is_a_sentence_and_no_copy_of_the_english_one() -> None:
    for name, thing in _things():
        description = _meta(thing)["description_id"]
        assert description != thing["description"], name
        assert description.endswith((".", "…")), name


def test_every_number_has_a_unit() -> None:
    assert [
        name
        for name, thing in _things()
        if str(thing.get("data_type")).split("(")[0] in _NUMBERS
        and not thing["name"].endswith("_key")
        and thing["name"] not in _PLACES
        and not _meta(thing).get("unit")
    ] == []

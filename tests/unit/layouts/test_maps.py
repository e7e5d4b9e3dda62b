"""A map that cannot be used says in which file, column and key; a home may have its own maps."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines import fingerprint
from pipelines.home import Home
from pipelines.layouts import Layouts
from pipelines.layouts.maps import MapError

SOUND: dict[str, Any] = {
    "layout": "own", "title": "Own", "family": "regional", "register_kind": "sanction_list",
    "record_kind": "sanction", "source_code": "regional", "office": {"kind": "government"},
    "columns": [
        {"heading": "Pegawai", "field": "person_name", "split": "persons"},
        {"heading": "Sanksi", "field": "sanction", "value_kind": "sanction", "filled": True},
    ],
}  # fmt: skip


SOUND_REST = yaml.safe_dump({key: value for key, value in SOUND.items() if key != "layout"})


def written(folder: Path, content: dict[str, Any] | str) -> Path:
    folder.mkdir(exist_ok=True)
    text = content if isinstance(content, str) else yaml.safe_dump(content, sort_keys=False)
    (folder / "own.yml").write_text(text, encoding="utf-8")
    return folder


def wrong_with(own: Path) -> str:
    """What is wrong with the one map of a home; the project's own are there all the same."""
    layouts = Layouts.load(own)
    assert [item.name for item in layouts.items] == [item.name for item in Layouts.load().items]
    (broken,) = layouts.broken
    return broken.message


def column(**changes: Any) -> dict[str, Any]:
    """The sound map with its second column changed."""
    return {"columns": [SOUND["columns"][0], {**SOUND["columns"][1], **changes}]}


def test_a_home_has_maps_beside_the_project_s(tmp_path: Path) -> None:
    own = written(tmp_path / "layouts", SOUND)
    layouts = Layouts.load(own)
    assert set(layouts.get("own").fields) == {"person_name", "nip", "sanction"}
    assert {item.name for item in layouts.items} == {
        "own", *(item.name for item in Layouts.load().items),
    }  # fmt: skip
    assert "pegawai" in layouts.words
    assert len(Layouts.load(tmp_path / "no such folder").items) == len(Layouts.load().items)


def test_a_map_of_the_home_is_part_of_what_decides(tmp_path: Path) -> None:
    home = Home(tmp_path)
    before = fingerprint.recogniser(home)
    written(home.layouts, SOUND)
    with_map = fingerprint.recogniser(home)
    written(home.layouts, {**SOUND, "title": "Other"})
    assert len({before, with_map, fingerprint.recogniser(home)}) == 3


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"layout": "L6"}, "own.yml: `layout: L6` is the name of L6.yml already"),
        ({"register_kind": "TODO"}, "own.yml: `register_kind` is none of .*sanction_list"),
        ({"record_kind": "report"}, "own.yml: `record_kind` of the register kind .* is sanction"),
        ({"family": "kasn"}, "own.yml: `family` of the register kind .* is regional"),
        ({"source_code": "TODO"}, "own.yml: `source_code` is none of .*regional"),
        ({"office": {"kind": "TODO"}}, "own.yml: `office` needs a kind"),
        ({"office": {"kind": "fixed"}}, "own.yml: `office` has a name"),
        ({"titel": "x"}, "own.yml: unknown key `titel`"),
        ({"columns": "x"}, "own.yml: `columns` must be a list"),
        ({"identity": ["decree_number"]}, "own.yml: identity names no field"),
        ({"period": {"from_dates": ["x"]}}, "own.yml: period.from_dates names no field"),
        (column(field="TODO"), "own.yml: no such field as `TODO`; a sanction_list has .*nip"),
        (
            column(field="note", value_kind="text"),
            "own.yml: no column feeds `sanction`, which every sanction_list has",
        ),
        (
            {
                "register_kind": "kasn_crosstab",
                "record_kind": "crosstab",
                "family": "kasn",
                "columns": [
                    {"heading": "Jabatan", "field": "row_member", "value_kind": "position_group"}
                ],
            },
            "own.yml: no column feeds `measure`, `value`, which every kasn_crosstab has",
        ),
        (
            column(value_kind="text"),
            "own.yml: the field `sanction` of a .* is read as sanction: say",
        ),
        (
            column(field="decree_date"),
            "own.yml: the field `decree_date` of a .* is read as date: say",
        ),
        (column(field="person_name"), "own.yml: two columns feed the field `person_name`"),
        (column(heading=False), "own.yml, column 2: `heading` must be text"),
        (column(heading="Pegawai"), "own.yml: the heading 'pegawai' stands for two columns"),
        (column(value_kind="TODO"), "own.yml, column 2, Sanksi: `value_kind` is none of"),
        (column(on_error="no"), "own.yml, column 2, Sanksi: `on_error` is neither"),
        (column(split="number_and_date"), "own.yml, column 2, Sanksi: `split` is one of"),
        (
            column(parts=[{"heading": "x"}]),
            "own.yml, column 2, Sanksi: `parts` has one heading for",
        ),
        (column(ignored=True), "own.yml, column 2, Sanksi: give it fields, or say `ignored"),
        (column(filled="yes"), "own.yml, column 2: `filled` must be true or false"),
        (column(synonyms=[7]), "own.yml, column 2, Sanksi: each of `synonyms`"),
    ],
)
def test_a_map_that_cannot_be_used_says_where(
    tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    assert re.match(said, wrong_with(written(tmp_path / "layouts", {**SOUND, **change})))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("layout: [", "own.yml, line 2: is not sound YAML"),
        ("- a\n", "own.yml: must be a mapping"),
        ("# still to be written\n", "own.yml: must be a mapping"),
        ("layout: x\n", "own.yml: the key `title` is missing"),
        ("layout: x\ntotals: [1]\n" + SOUND_REST, "own.yml: is not a map that can be read"),
    ],
)
def test_what_is_no_map_at_all(tmp_path: Path, text: str, said: str) -> None:
    assert re.match(said, wrong_with(written(tmp_path / "layouts", text)))


def test_the_empty_file_that_a_draft_is_being_written_into_is_no_map_yet(tmp_path: Path) -> None:
    own = written(tmp_path / "layouts", "")
    assert [one.name for one in Layouts.load(own).items] == [
        one.name for one in Layouts.load().items
    ]


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    for key in ("layout", "title", "family", "register_kind", "record_kind", "office", "columns"):
        kept = {name: value for name, value in SOUND.items() if name != key}
        said = f"own.yml: the key `{key}` is missing"
        assert wrong_with(written(tmp_path / "layouts", kept)) == said


def test_a_broken_map_of_the_project_itself_stops_everything(tmp_path: Path) -> None:
    with pytest.raises(MapError, match=r"own\.yml: the key `layout` is missing"):
        Layouts.load(folder=written(tmp_path / "maps", {"title": "x"}))

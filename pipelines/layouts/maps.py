"""Loads the column maps: one YAML file per layout, in the folder `maps/` beside this file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from pipelines.layouts.headings import keys_of, normalise

_FOLDER = Path(__file__).parent / "maps"
_LAYOUT_KEYS = {
    "layout", "title", "family", "register_kind", "record_kind", "source_code", "office",
    "period", "columns", "totals", "keep_totals", "sanction_context", "identity", "row_key",
}  # fmt: skip
_COLUMN_KEYS = {
    "heading", "synonyms", "fields", "field", "value_kind", "on_error", "filled", "optional",
    "ignored", "sequence", "split", "per_person", "future",
}  # fmt: skip
_FIELD_KEYS = {"field", "value_kind", "on_error", "filled", "future"}
_SPLITS = {"person", "persons", "number_and_date"}


class MapError(ValueError):
    """A column map is not well-formed; the message names file and key."""


class FieldMap(NamedTuple):
    """One field fed by a column. filled: an empty cell rejects the row; future: a date that may
    lie ahead (the end of a sanction)."""

    name: str
    value_kind: str
    on_error: str = "reject"
    filled: bool = False
    future: bool = False


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """One column of a layout.

    optional: the heading may be absent; ignored: known, but nothing is taken from it;
    sequence: its cells number the records; split: how one cell feeds several fields or parts;
    per_person: when the row holds several persons, this cell may list something for each;
    is_plain: each field has the whole text; must_be_filled: one of its fields must be.
    """

    heading: str
    keys: tuple[str, ...]
    fields: tuple[FieldMap, ...] = ()
    optional: bool = False
    ignored: bool = False
    sequence: bool = False
    split: str | None = None
    per_person: bool = False
    is_plain: bool = True
    must_be_filled: bool = False


@dataclass(frozen=True, slots=True)
class OfficeRule:
    """Whose register it is. kind: fixed (always `name`), bawaslu or government (from titles)."""

    kind: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class PeriodRule:
    """The period when nothing states it: `fixed`, or the election around most of these dates."""

    fixed: str | None = None
    from_dates: tuple[str, ...] = ()


@dataclass(slots=True)
class Layout:
    """One column map. by_key: normalised heading → column; words: headings and parts of them.

    identity: the fields whose values tell whether two deliveries of one logical source are
    editions of one register (they share values) or two registers (they share none); empty where
    the later delivery always takes the place of the earlier.
    row_key: the fields by which a row of one edition is found again in another; empty where only
    what it holds and its order can tell.
    """

    name: str
    title: str
    family: str
    register_kind: str
    record_kind: str
    source_code: str | None
    office: OfficeRule
    period: PeriodRule
    columns: tuple[ColumnMap, ...]
    totals: tuple[str, ...]
    keep_totals: bool
    sanction_context: tuple[str, ...] = ()  # fields that tell the regulation a sanction is of
    identity: tuple[str, ...] = ()
    row_key: tuple[str, ...] = ()
    by_key: dict[str, ColumnMap] = field(default_factory=dict)
    words: frozenset[str] = frozenset()

    @property
    def fields(self) -> dict[str, FieldMap]:
        """Every field that a row can have: those of the columns, and a NIP beside a name."""
        beside = any(column.split in ("person", "persons") for column in self.columns)
        named = {"nip": FieldMap("nip", "nip")} if beside else {}
        return named | {one.name: one for column in self.columns for one in column.fields}

    @property
    def sequence_fields(self) -> frozenset[str]:
        """Fields fed by a column that only numbers the records."""
        return frozenset(
            one.name for column in self.columns if column.sequence for one in column.fields
        )


@dataclass
class Layouts:
    """All column maps. words: every normalised heading, or row of a heading, of any layout."""

    items: list[Layout]
    words: frozenset[str] = frozenset()

    def known_to(self, paths: Iterable[tuple[str, ...]], least: int) -> list[Layout]:
        """The layouts that know at least so many of the headings (see headings.keys_of)."""
        hits: Counter[int] = Counter()
        for path in paths:
            hits.update({place for key in keys_of(path) for place in self._by_key.get(key, ())})
        return [self.items[place] for place, count in sorted(hits.items()) if count >= least]

    @cached_property
    def _by_key(self) -> dict[str, list[int]]:
        by_key: dict[str, list[int]] = {}
        for place, layout in enumerate(self.items):
            for key in layout.by_key:
                by_key.setdefault(key, []).append(place)
        return by_key

    @classmethod
    def load(cls, folder: Path | str | None = None) -> Layouts:
        """All maps of a folder (the project's own when none is given). Raises MapError."""
        files = sorted(Path(folder or _FOLDER).glob("*.yml"))
        if not files:
            raise MapError(f"no column map (*.yml) in {folder or 'maps'}")
        items = [_layout(file) for file in files]
        names = [item.name for item in items]
        if len(set(names)) < len(names):
            raise MapError(f"two column maps have the same layout name: {sorted(names)}")
        return cls(items, frozenset().union(*(item.words for item in items)))

    def get(self, name: str) -> Layout:
        """The map called `name`. Raises KeyError."""
        for item in self.items:
            if item.name == name:
                return item
        raise KeyError(name)


def _layout(file: Path) -> Layout:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data = yaml.load(file.read_text(encoding="utf-8"), Loader=loader)
    where = file.name
    if not isinstance(data, dict):
        raise MapError(f"{where}: must be a mapping")
    _only(where, data, _LAYOUT_KEYS)
    try:
        columns = tuple(_column(where, column) for column in data["columns"])
        office, period = data["office"], data.get("period") or {}
        layout = Layout(
            name=data["layout"],
            title=data["title"],
            family=data["family"],
            register_kind=data["register_kind"],
            record_kind=data["record_kind"],
            source_code=data.get("source_code"),
            office=OfficeRule(office["kind"], office.get("name")),
            period=PeriodRule(period.get("fixed"), tuple(period.get("from_dates", ()))),
            columns=columns,
            totals=tuple(normalise(word) for word in data.get("totals", ())),
            keep_totals=bool(data.get("keep_totals", False)),
            sanction_context=tuple(data.get("sanction_context", ())),
            identity=tuple(data.get("identity", ())),
            row_key=tuple(data.get("row_key", ())),
        )
    except KeyError as error:
        raise MapError(f"{where}: the key {error} is missing") from error
    fed = {one.name for column in columns for one in column.fields}
    for key in ("identity", "row_key", "sanction_context"):
        if unknown := set(data.get(key, ())) - fed:
            raise MapError(f"{where}: {key} names no field of a column: {sorted(unknown)}")
    words: set[str] = set()
    for column, given in zip(columns, data["columns"], strict=True):
        for key in column.keys:
            if layout.by_key.setdefault(key, column) is not column:
                raise MapError(f"{where}: the heading '{key}' stands for two columns")
        for heading in (given["heading"], *given.get("synonyms", ())):
            words.update(normalise(part) for part in heading.split(">"))
    layout.words = frozenset(words | set(layout.by_key)) - {""}
    return layout


def _column(where: str, data: dict[str, Any]) -> ColumnMap:
    _only(where, data, _COLUMN_KEYS)
    heading = data["heading"]
    given = data.get("fields") or ([data] if "field" in data else [])
    fields = []
    for item in given:
        if item is not data:
            _only(f"{where}, {heading}", item, _FIELD_KEYS)
        fields.append(
            FieldMap(
                item["field"],
                item.get("value_kind", "text"),
                item.get("on_error", "reject"),
                bool(item.get("filled", False)),
                bool(item.get("future", False)),
            )
        )
    ignored = bool(data.get("ignored", False))
    if bool(fields) == ignored:
        raise MapError(f"{where}, {heading}: give it fields, or say `ignored: true`")
    split = data.get("split")
    if split is not None and split not in _SPLITS:
        raise MapError(f"{where}, {heading}: unknown split '{split}'")
    headings = (heading, *data.get("synonyms", ()))
    return ColumnMap(
        heading=heading,
        keys=tuple(dict.fromkeys(normalise(h.replace(">", " ")) or h for h in headings)),
        fields=tuple(fields),
        optional=ignored or bool(data.get("optional", False)),
        ignored=ignored,
        sequence=bool(data.get("sequence", False)),
        split=split,
        per_person=bool(data.get("per_person", False)),
        is_plain=split is None and not data.get("per_person", False),
        must_be_filled=any(field.filled for field in fields),
    )


def _only(where: str, data: dict[str, Any], known: set[str]) -> None:
    unknown = set(data) - known
    if unknown:
        raise MapError(f"{where}: unknown key {sorted(unknown)}")

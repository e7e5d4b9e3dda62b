"""Loads the column maps: one YAML file per layout, the project's (the folder `maps/` beside this
file) and those that a home has of its own."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pipelines.home import REFERENCE
from pipelines.layouts.headings import keys_of, normalise
from pipelines.layouts.members import PLACES, members_of, places_in
from pipelines.layouts.record_kinds import FIELDS
from pipelines.privacy import mask

if TYPE_CHECKING:
    from pipelines.layouts.broken_maps import BrokenMap

_FOLDER = Path(__file__).parent / "maps"
# What numbers the rows of the project's own lists of publications.
_OF_PUBLICATIONS = {"outreach_id"}
_KEYS_OF_FIELD: dict[str, type] = {
    "field": str, "value_kind": str, "on_error": str, "filled": bool, "future": bool,
    "old": bool, "range": str,
}  # fmt: skip
_KEYS_OF_COLUMN: dict[str, type] = {
    **_KEYS_OF_FIELD, "heading": str, "synonyms": list, "fields": list, "optional": bool,
    "ignored": bool, "sequence": bool, "split": str, "per_person": bool, "measure": str,
    "parts": list, "in_place_of": list,
}  # fmt: skip
_KEYS_OF_PART: dict[str, type] = {"heading": str, "synonyms": list}
_KEYS_OF_LAYOUT: dict[str, type] = {
    "layout": str, "title": str, "family": str, "register_kind": str, "record_kind": str,
    "source_code": str, "office": dict, "period": dict, "columns": list, "totals": list,
    "keep_totals": bool, "sanction_context": list, "identity": list, "row_key": list,
    "template": bool, "about": list, "entry": list,
}  # fmt: skip
_NAMES_OF_TYPES = {
    str: "text (in quotes)",
    bool: "true or false",
    list: "a list",
    dict: "a mapping",
}
_NEEDED = ("layout", "title", "family", "register_kind", "record_kind", "office", "columns")
_RANGES = ("first", "last")
_OFFICES = ("fixed", "bawaslu", "government")
MEMBERS = frozenset({"institution", "region_code"})
"""Whom a row of a recap is about: one of them is enough, as a government or as a place."""
# Kinds that give the same: a code of a region, a number.
_ALIKE = ({"region", "region_code"}, {"count", "number", "percentage"})
_FIELDS_OF_SPLIT = {"persons": (1, 2, 3), "number_and_date": (2,)}


class MapError(ValueError):
    """A column map is not well-formed; the message names file and key."""


class FieldMap(NamedTuple):
    """One field fed by a column. filled: an empty cell rejects the row; future: a date that may
    lie ahead (the end of a sanction); range: the day that counts (first, last) where the cell may
    say several ('14-16 Maret 2024'), which else is no date; old: a date that may lie before 1990
    (the day of a law)."""

    name: str
    value_kind: str
    on_error: str = "reject"
    filled: bool = False
    future: bool = False
    range: str = ""
    old: bool = False


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """One column of a layout.

    optional: the heading may be absent; ignored: known, but nothing is taken from it;
    sequence: its cells number the records; split: how one cell feeds several fields or parts (of
    persons, each with a name, the NIP beside it, and a position behind that if a field is given);
    parts: the columns that may stand in its place, one for each of its fields;
    in_place_of: the headings of the columns in whose place it may stand itself;
    per_person: when the row holds several persons, this cell may list something for each;
    must_be_filled: one of its fields must be.
    measure: what each cell counts, where every filled cell of the column is a record of its own (a
    crosstab): the heading names the other member with a place to fill ('{year} > Jumlah'), so that
    one such column of the map stands for many of a sheet.
    """

    heading: str
    keys: tuple[str, ...]
    fields: tuple[FieldMap, ...] = ()
    optional: bool = False
    ignored: bool = False
    sequence: bool = False
    split: str | None = None
    per_person: bool = False
    must_be_filled: bool = False
    measure: str = ""
    parts: tuple[ColumnMap, ...] = ()
    in_place_of: tuple[str, ...] = ()

    @property
    def is_remark(self) -> bool:
        """Whether it is only looked at for what it says of the row: any text may be a remark."""
        return [field.value_kind for field in self.fields] == ["remark"]

    @property
    def may_repeat(self) -> bool:
        """Whether a sheet may have several columns of this heading."""
        return self.is_remark or (self.ignored and not self.sequence)


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


@dataclass(slots=True, eq=False)
class Layout:
    """One column map. by_key: normalised heading → column; words: headings and parts of them.

    sanction_context: the fields that tell the regulation a sanction is of, the surest first: one
    that names it, the date on which it was in force, a number (…_number), which has that year.
    template: offices are given an empty workbook of this layout to fill in (`netralitas template`).
    identity: the fields whose values tell whether two deliveries of one logical source are
    editions of one register (they share values) or two registers (they share none); empty where
    the later delivery always takes the place of the earlier.
    row_key: the fields by which a row of one edition is found again in another; empty where only
    what it holds and its order can tell.
    entry: the fields that are those of one row alone, its number first: rows alike in them that
    differ in another value contradict each other; empty where nothing tells.
    members: of a crosstab, normalised heading → the member that it is of.
    about: words of which a title must have one, where the headings alone could be of anything.
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
    sanction_context: tuple[str, ...] = ()
    identity: tuple[str, ...] = ()
    template: bool = False
    file: str = ""
    row_key: tuple[str, ...] = ()
    entry: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    members: dict[str, str] = field(default_factory=dict)
    by_key: dict[str, ColumnMap] = field(default_factory=dict)
    words: frozenset[str] = frozenset()

    @property
    def fields(self) -> dict[str, FieldMap]:
        """Every field that a row can have: those of the columns, a NIP beside a name, and what the
        headings of a crosstab say."""
        beside = any(column.split == "persons" for column in self.columns)
        named = {"nip": FieldMap("nip", "nip")} if beside else {}
        if self.members:
            named |= {name: FieldMap(name, "code") for name in ("column_member", "measure")}
        return named | {one.name: one for column in self.columns for one in column.fields}

    @property
    def sequence_fields(self) -> frozenset[str]:
        """Fields fed by a column that only numbers the records."""
        return frozenset(
            one.name for column in self.columns if column.sequence for one in column.fields
        )


@dataclass
class Layouts:
    """All column maps. words: every normalised heading, or row of a heading, of any layout.
    broken: the maps of the home that cannot be used, and are left out."""

    items: list[Layout]
    words: frozenset[str] = frozenset()
    broken: tuple[BrokenMap, ...] = ()

    @cached_property
    def with_stand_ins(self) -> Layouts:
        """The layouts to tell a file by: a map that cannot be used has its stand-in among them, in
        its place, so that a file which it is for is known as such."""
        stand_ins = [(one.place, one.stand_in) for one in self.broken if one.stand_in]
        if not stand_ins:
            return self
        items = list(self.items)
        for place, stand_in in stand_ins:
            items.insert(place, stand_in)
        return Layouts(items, frozenset().union(*(item.words for item in items)))

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
    def load(cls, own: Path | None = None, folder: Path = _FOLDER) -> Layouts:
        """The project's maps, and those in the folder of a home (`Home.layouts`), if there is one.

        A home's map goes by what the warehouse can take: a kind of register that the project has,
        and the fields that it keeps of it. One that does not, or is no sound map, is left out and
        named in `broken`: it costs nothing but the files that it is for. Raises MapError where a
        map of the project cannot be used.
        """
        files = sorted(folder.glob("*.yml"))
        if not files:
            raise MapError(f"no column map (*.yml) in {folder.name}")
        project = [_layout(file) for file in files]
        items, by_name = list[Layout](), dict[str, Layout]()
        for item in project:
            _check_name(item, by_name)
            items.append(item)
        broken: list[BrokenMap] = []
        stand_ins = 0
        for file in sorted(own.glob("*.yml")) if own is not None else ():
            try:
                # An empty file is a map still to be written: the shell makes it before `layout
                # suggest FILE > layouts/x.yml` begins.
                if not file.stat().st_size:
                    continue
                layout = _layout(file)
                _check_own(layout, project)
                _check_name(layout, by_name)
                items.append(layout)
            except Exception as error:  # whatever a person wrote there, the others are read
                from pipelines.layouts.broken_maps import broken_map

                said = str(error) if isinstance(error, MapError) else (
                    f"{file.name}: is not a map that can be read ({type(error).__name__})"
                )  # fmt: skip
                broken.append(broken_map(file, mask(said), len(items) + stand_ins))
                stand_ins += broken[-1].stand_in is not None
        words = frozenset[str]().union(*(item.words for item in items))
        return cls(items, words, tuple(broken))

    def get(self, name: str) -> Layout:
        """The map called `name`. Raises KeyError."""
        for item in self.items:
            if item.name == name:
                return item
        raise KeyError(name)


def _check_name(layout: Layout, by_name: dict[str, Layout]) -> None:
    """A name is given once; by_name gets it."""
    if (other := by_name.setdefault(layout.name, layout)) is not layout:
        raise MapError(
            f"{layout.file}: `layout: {layout.name}` is the name of {other.file} already"
        )


def _layout(file: Path) -> Layout:
    try:
        return layout_from(file.read_text(encoding="utf-8"), file.name)
    except UnicodeDecodeError as error:
        raise MapError(f"{file.name}: is not saved as UTF-8") from error


def layout_from(text: str, where: str) -> Layout:
    """The column map that a text in YAML is; `where` is what messages call it. Raises MapError."""
    data = _parsed(text, where)
    _check_keys(where, data, _KEYS_OF_LAYOUT)
    for key in _NEEDED:
        if key not in data:
            raise MapError(f"{where}: the key `{key}` is missing")
    columns = tuple(
        _column(f"{where}, column {place}", column)
        for place, column in enumerate(data["columns"], 1)
    )
    office, period = data["office"], data.get("period") or {}
    if office.get("kind") not in _OFFICES:
        raise MapError(f"{where}: `office` needs a kind, one of {', '.join(_OFFICES)}")
    if (office["kind"] == "fixed") != bool(office.get("name")):
        raise MapError(f"{where}: `office` has a name if its kind is fixed, and only then")
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
        keep_totals=data.get("keep_totals", False),
        sanction_context=tuple(data.get("sanction_context", ())),
        identity=tuple(data.get("identity", ())),
        row_key=tuple(data.get("row_key", ())),
        entry=tuple(data.get("entry", ())),
        template=data.get("template", False),
        about=tuple(normalise(word) for word in data.get("about", ())),
        file=where,
    )
    names = [
        one.name
        for column in columns
        for one in column.fields
        if not (column.measure or column.in_place_of)
    ]
    if twice := {name for name in names if names.count(name) > 1} - {"TODO"}:  # a draft's
        raise MapError(f"{where}: two columns feed the field `{'`, `'.join(sorted(twice))}`")
    listed = {column.heading for column in columns}
    if absent := sorted({one for column in columns for one in column.in_place_of} - listed):
        raise MapError(f"{where}: `in_place_of` names no column of it: {', '.join(absent)}")
    words: set[str] = set()
    for column, given in _with_parts(columns, data["columns"]):
        headings = (given["heading"], *given.get("synonyms", ()))
        keys = column.keys
        if column.measure:
            found = {key: one for heading in headings for key, one in members_of(heading).items()}
            layout.members |= found
            keys = tuple(found)
        for key in keys:
            if layout.by_key.setdefault(key, column) is not column:
                raise MapError(f"{where}: the heading '{key}' stands for two columns")
        for part in (part for heading in headings for part in heading.split(">")):
            words.update(members_of(part) if places_in(part) else [normalise(part)])
    layout.words = frozenset(words | set(layout.by_key)) - {""}
    fed = layout.fields
    for key, named in (
        ("identity", layout.identity),
        ("row_key", layout.row_key),
        ("entry", layout.entry),
        ("sanction_context", layout.sanction_context),
        ("period.from_dates", layout.period.from_dates),
    ):
        if unknown := set(named) - fed.keys():
            raise MapError(f"{where}: {key} names no field of a column: {sorted(unknown)}")
    return layout


def _with_parts(
    columns: tuple[ColumnMap, ...], given: list[dict[str, Any]]
) -> Iterator[tuple[ColumnMap, dict[str, Any]]]:
    """Each column beside what the map says of it, and the columns that may stand in its place."""
    for column, of_column in zip(columns, given, strict=True):
        yield column, of_column
        yield from zip(column.parts, of_column.get("parts", ()), strict=True)


def _parsed(text: str, where: str) -> dict[str, Any]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        data = yaml.load(text, Loader=loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise MapError(f"{where}{line}: is not sound YAML") from error
    if not isinstance(data, dict):
        raise MapError(f"{where}: must be a mapping")
    return data


def _column(where: str, data: Any) -> ColumnMap:
    _check_keys(where, data, _KEYS_OF_COLUMN)
    if "heading" not in data:
        raise MapError(f"{where}: the key `heading` is missing")
    heading = data["heading"]
    given = data.get("fields") or ([data] if "field" in data else [])
    ignored = data.get("ignored", False)
    if bool(given) == ignored:
        raise MapError(f"{where}, {heading}: give it fields, or say `ignored: true`")
    fields = tuple(_field(f"{where}, {heading}", item, item is data) for item in given)
    split = data.get("split")
    if split is not None and len(fields) not in _FIELDS_OF_SPLIT.get(split, ()):
        known = "persons (the name; position and position_class too), number_and_date (both)"
        raise MapError(f"{where}, {heading}: `split` is one of {known}, with so many fields")
    headings = _headings(where, data)
    measure = data.get("measure", "")
    _check_measure(f"{where}, {heading}", measure, headings, fields)
    return ColumnMap(
        heading=heading,
        keys=_keys(headings),
        fields=fields,
        optional=ignored or data.get("optional", False) or "in_place_of" in data,
        ignored=ignored,
        sequence=data.get("sequence", False),
        split=split,
        per_person=data.get("per_person", False),
        must_be_filled=any(field.filled for field in fields),
        measure=measure,
        parts=tuple(
            _part(f"{where}, {heading}", one, field)
            for one, field in _parts_of(f"{where}, {heading}", data.get("parts"), fields)
        ),
        in_place_of=tuple(data.get("in_place_of", ())),
    )


def _headings(where: str, data: dict[str, Any]) -> tuple[str, ...]:
    """The heading of a column and its synonyms."""
    headings = (data["heading"], *data.get("synonyms", ()))
    if not all(isinstance(one, str) for one in headings):
        raise MapError(f"{where}, {data['heading']}: each of `synonyms` must be text (in quotes)")
    return headings


def _keys(headings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(normalise(h.replace(">", " ")) or h for h in headings))


def _parts_of(
    where: str, parts: list[Any] | None, fields: tuple[FieldMap, ...]
) -> list[tuple[Any, FieldMap]]:
    if parts is None:
        return []
    if len(parts) != len(fields) or len(fields) < 2:
        raise MapError(f"{where}: `parts` has one heading for each of several fields")
    return list(zip(parts, fields, strict=True))


def _part(where: str, data: Any, field: FieldMap) -> ColumnMap:
    """A column that holds one field of a column in whose place it may stand with others."""
    _check_keys(where, data, _KEYS_OF_PART)
    if "heading" not in data:
        raise MapError(f"{where}: each of `parts` needs the key `heading`")
    return ColumnMap(
        heading=data["heading"],
        keys=_keys(_headings(where, data)),
        fields=(field,),
        must_be_filled=field.filled,
    )


def _check_measure(
    where: str, measure: str, headings: tuple[str, ...], fields: tuple[FieldMap, ...]
) -> None:
    """A column of many headings says what it counts, and one of one heading has no place."""
    places = [places_in(heading) for heading in headings]
    if not measure:
        if any(places):
            raise MapError(f"{where}: a heading with a place to fill needs the key `measure`")
        return
    if measure not in codes_of("measures"):
        raise MapError(f"{where}: `measure` is no code of measures.csv")
    if [one.name for one in fields] != ["value"]:
        raise MapError(f"{where}: a column with a `measure` feeds the field value, and no other")
    if not all(len(found) == 1 and found[0] in PLACES for found in places):
        known = ", ".join(f"{{{place}}}" for place in PLACES)
        raise MapError(f"{where}: with a `measure` each heading needs one place to fill ({known})")


def _field(where: str, data: Any, is_column: bool) -> FieldMap:
    from pipelines.values import VALUE_KINDS

    if not is_column:
        _check_keys(where, data, _KEYS_OF_FIELD)
        if "field" not in data:
            raise MapError(f"{where}: each of `fields` needs the key `field`")
    kind, on_error = data.get("value_kind", "text"), data.get("on_error", "reject")
    if kind not in VALUE_KINDS:
        raise MapError(f"{where}: `value_kind` is none of {', '.join(VALUE_KINDS)}")
    if on_error not in ("reject", "null"):
        raise MapError(f'{where}: `on_error` is neither "reject" nor "null" (in quotes)')
    if data.get("range", "first") not in _RANGES:
        raise MapError(f"{where}: `range` is neither first nor last")
    return FieldMap(
        data["field"],
        kind,
        on_error,
        data.get("filled", False),
        data.get("future", False),
        data.get("range", ""),
        data.get("old", False),
    )


def _check_keys(where: str, data: Any, known: dict[str, type]) -> None:
    if not isinstance(data, dict):
        raise MapError(f"{where}: must be a mapping")
    if unknown := {str(key) for key in data} - set(known):
        raise MapError(f"{where}: unknown key {', '.join(f'`{key}`' for key in sorted(unknown))}")
    for key, value in data.items():
        if not isinstance(value, known[key]):
            raise MapError(f"{where}: `{key}` must be {_NAMES_OF_TYPES[known[key]]}")


def _check_own(layout: Layout, project: list[Layout]) -> None:
    """A register that the project's SQL does not know would be received and lost."""
    siblings = [item for item in project if item.register_kind == layout.register_kind]
    if not siblings:
        kinds = ", ".join(sorted({item.register_kind for item in project}))
        raise MapError(f"{layout.file}: `register_kind` is none of {kinds}")
    sibling = siblings[0]
    for key in ("family", "record_kind"):
        if getattr(layout, key) != getattr(sibling, key):
            raise MapError(
                f"{layout.file}: `{key}` of the register kind {layout.register_kind} is "
                f"{getattr(sibling, key)}"
            )
    if layout.source_code not in codes_of("sources"):
        sources = ", ".join(sorted(codes_of("sources")))
        raise MapError(f"{layout.file}: `source_code` is none of {sources}")
    known = fields_of(layout.register_kind, project)
    if unknown := sorted(layout.fields.keys() - known):
        raise MapError(
            f"{layout.file}: no such field as {', '.join(f'`{name}`' for name in unknown)}; "
            f"a {layout.register_kind} has {', '.join(sorted(known))}"
        )
    read_as = value_kinds_of(layout.register_kind, project)
    for name, one in layout.fields.items():
        if (allowed := read_as.get(name)) and one.value_kind not in allowed:
            raise MapError(
                f"{layout.file}: the field `{name}` of a {layout.register_kind} is read as "
                f"{' or '.join(sorted(allowed))}: say so in its `value_kind`"
            )
    if missing := missing_keys(layout, layout.fields, project):
        raise MapError(
            f"{layout.file}: no column feeds {', '.join(f'`{name}`' for name in missing)}, which "
            f"every {layout.register_kind} has; if the table has no such column, add it, or say "
            "another `register_kind` if it is of another"
        )


def fields_of(register_kind: str, layouts: list[Layout]) -> frozenset[str]:
    """The fields that the warehouse keeps of a kind of register; of a recap any measure on file."""
    siblings = [item for item in layouts if item.register_kind == register_kind]
    known: set[str] = set().union(*(item.fields for item in siblings))
    for kind in {item.record_kind for item in siblings}:
        known |= set(FIELDS.get(kind, ()))
        if kind == "recap":
            known |= codes_of("measures")
    return frozenset(known)


def value_kinds_of(register_kind: str, layouts: list[Layout]) -> dict[str, frozenset[str]]:
    """Field → the kinds of value that it may be read as, since the warehouse takes it for such:
    those of the layouts of this kind of register, else of any; a field of none may be anything."""
    kinds: dict[str, set[str]] = {}
    own = [item for item in layouts if item.register_kind == register_kind]
    of_own = {name for item in own for name in item.fields}
    others = [item for item in layouts if item.family != "published"]
    for item in (*own, *others):
        for name, one in item.fields.items():
            if item in own or name not in of_own:
                kinds.setdefault(name, set()).add(one.value_kind)
    if any(item.record_kind == "recap" for item in own):
        kinds |= {name: {"count"} for name in codes_of("measures")}
    for found in kinds.values():
        for alike in _ALIKE:
            if found & alike:
                found |= alike
    if "row_member" in kinds:
        kinds["row_member"] |= {"region", "institution"}
    return {name: frozenset(found) for name, found in kinds.items()}


def missing_keys(layout: Layout, fed: Iterable[str], project: list[Layout]) -> list[str]:
    """What every record of the layout's kind has and no column feeds."""
    fed = set(fed)
    needed = key_fields_of(layout.register_kind, project)
    if layout.record_kind == "crosstab" and not layout.members:
        needed |= {"value", "measure"}
    if layout.record_kind == "recap" and fed & MEMBERS:
        needed -= MEMBERS
    return sorted(needed - fed)


def key_fields_of(register_kind: str, layouts: list[Layout]) -> frozenset[str]:
    """The fields that every layout of a kind of register asks each record for, but those that a
    list of an office can be without: the warehouse then goes by where the row stands."""
    needed = [
        {field.name for column in item.columns for field in column.fields if field.filled}
        for item in layouts
        if item.register_kind == register_kind
    ]
    return frozenset(set.intersection(*needed) - _OF_PUBLICATIONS) if needed else frozenset()


@cache
def codes_of(table: str) -> frozenset[str]:
    """The codes of a table of data/reference, such as measures or sources."""
    with (REFERENCE / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return frozenset(row["code"] for row in csv.DictReader(lines))

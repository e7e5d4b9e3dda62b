"""Writes the draft: YAML with what was recognised, why, and what a person has to finish."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pipelines.layouts import Layout, Layouts, recognise
from pipelines.layouts.maps import (
    MEMBERS,
    ColumnMap,
    codes_of,
    fields_of,
    layout_from,
    missing_keys,
    value_kinds_of,
)
from pipelines.layouts.members import places_in
from pipelines.layouts.quoting import sheet_label
from pipelines.suggestion.columns import propose
from pipelines.suggestion.header import FoundTable, find_table
from pipelines.suggestion.office import FIXED, Keeper, keeper_of
from pipelines.suggestion.proposals import Proposal, Proposals
from pipelines.suggestion.trial import Trial, judged
from pipelines.values import Reference, interpret
from pipelines.values.meanings import Meanings
from pipelines.workbooks.model import Workbook
from pipelines.workbooks.xlsx_parts import column_letter

UNFINISHED = "TODO"
_WIDTH_OF_CHOICES = 90
_ROWS_OF_PLACES = ("row_member", "region")


@dataclass(frozen=True)
class Draft:
    """A draft of a column map and what came of trying it, what is unfinished left out.

    text: the YAML. name: the layout's. unfinished: the columns (letters) of which a person has to
    say what they feed; asks_kind, asks_office: what kind of register it is, and whose: until then
    the map is refused. checks: how many more lines to look at.
    """

    text: str
    name: str
    place: str
    nearest: str
    unfinished: tuple[str, ...]
    checks: int
    asks_kind: bool
    asks_office: bool
    headings: tuple[tuple[int, str], ...]
    trial: Trial


def draft_of(
    workbook: Workbook,
    layouts: Layouts,
    reference: Reference,
    sidecar: Mapping[str, Any] | None = None,
    inbox_folder: str = "",
    like: str | None = None,
) -> Draft | None:
    """A draft for a readable workbook; None where no sheet has anything like a table.

    sidecar, inbox_folder: as for `recognise`, to try the draft with. like: as for `propose`.
    """

    @cache
    def lookup(kind: str, text: str) -> str | None:
        name, _, context = kind.partition("@")
        return interpret(name, context or "1900" * (name == "date"), text, reference).value

    table = find_table(workbook, layouts, lookup)
    if table is None:
        return None
    keeper = keeper_of(table.titles, sidecar, inbox_folder, layouts, lookup)
    proposals = propose(table, layouts, reference, keeper, like)
    writer = _Writer(table, proposals, layouts, keeper)
    text = writer.text()
    # What is unfinished is left out, to see whether the rest reads the file.
    finished = writer.text(finished=True).replace(f"{{kind: {UNFINISHED}}}", "{kind: government}")
    asks_kind = not proposals.is_sure
    unfinished = [
        one for one in proposals.columns if one.column is None or _asks_measure(one.column)
    ]
    tried, meanings = layout_from(finished, "draft"), Meanings(reference)
    understood = recognise(workbook, _only(tried), reference, sidecar, inbox_folder, meanings)
    return Draft(
        text,
        writer.name,
        writer.place,
        proposals.nearest.name,
        tuple(column_letter(one.position + 1) for one in unfinished),
        text.count(f"# {UNFINISHED}") - len(unfinished) - 2 * writer.asks_office - asks_kind,
        asks_kind,
        writer.asks_office,
        tuple((one.position, one.heading) for one in proposals.columns),
        judged(understood, meanings),
    )


def _only(layout: Layout) -> Layouts:
    return Layouts([layout], layout.words)


class _Writer:
    def __init__(
        self, table: FoundTable, proposals: Proposals, layouts: Layouts, keeper: Keeper
    ) -> None:
        self._table = table
        self._keeper = keeper
        by_template = sorted(layouts.items, key=lambda item: item.template)
        self._kinds = {item.register_kind: item for item in by_template}
        self._proposals = proposals
        nearest = proposals.nearest
        names = {item.name for item in layouts.items}
        base = f"own_{nearest.register_kind}"
        self.name = next(
            name
            for name in (base, *(f"{base}_{number}" for number in range(2, len(names) + 3)))
            if name not in names
        )
        first, last = table.header_rows
        rows = f"row {first}" if first == last else f"rows {first}-{last}"
        self.place = f"{rows} of {sheet_label(table.sheet)}"
        self._read_as = value_kinds_of(nearest.register_kind, layouts.items)
        self._layouts = layouts
        self._fed = {
            field.name for one in proposals.columns if one.column for field in one.column.fields
        }

    def text(self, finished: bool = False) -> str:
        """The YAML; finished: with the columns that nobody knows left out of account."""
        lines = [*self._head(), "columns:"]
        for one in self._proposals.columns:
            if finished and one.column is None:
                one = replace(one, column=ColumnMap(one.heading, (), (), True, True))
            elif finished and one.column is not None and _asks_measure(one.column):
                one = replace(one, column=replace(one.column, measure="cases"))
            lines += self._column(one)
        if not any(
            one.column and any(field.filled for field in one.column.fields)
            for one in self._proposals.columns
        ):
            lines.append(
                f"# {UNFINISHED}: say `filled: true` of the column that every record must fill."
            )
        kind = self._proposals.nearest.register_kind
        lines += [
            f"# {UNFINISHED}: nothing feeds {name}, which every {kind} has: until a "
            "column does, the map is refused"
            for name in missing_keys(self._proposals.nearest, self._fed, self._layouts.items)
        ]
        if self._proposals.free:
            lines.append(
                f"# Fields of a {kind} that no column above feeds (and the value_kind they need"
                f"{', else count' if self._is_recap else ''}):"
            )
            lines += [f"#   {row}" for row in _wrapped(map(self._with_kind, self._proposals.free))]
        if any(_asks_measure(one.column) for one in self._proposals.columns):
            lines.append("# Measures:")
            lines += [f"#   {row}" for row in _wrapped(sorted(codes_of("measures")))]
        if self._proposals.unkept:
            lines.append(
                "# These can be given too, but `inspect` alone shows them; no table keeps them:"
            )
            lines += [f"#   {row}" for row in _wrapped(self._proposals.unkept)]
        return "\n".join(lines) + "\n"

    def _head(self) -> list[str]:
        nearest = self._proposals.nearest
        identity = [name for name in nearest.identity if name in self._fed]
        dates = [name for name in nearest.period.from_dates if name in self._fed]
        lines = [
            f"# Draft of a column map, for the table with its header in {self.place}.",
            f"# Finish the lines marked {UNFINISHED}: the map is refused while a value is "
            f"{UNFINISHED}; the others only ask you to look.",
            "# A column: `field` is what it feeds, `value_kind` how its cells are read, "
            "`filled: true` rejects",
            "# a row without it, `optional: true` lets the column be absent, `ignored: true` takes "
            "nothing from",
            "# it. `synonyms: [...]` are other headings it goes by.",
            f"layout: {self.name}  # {UNFINISHED}: any short name that no other layout has",
            f"title: {_quoted(nearest.title + ', own form')}",
            f"# {UNFINISHED}: is it such a register? Nearest is {nearest.name}, of whose columns "
            f"{self._proposals.found} are here; the next three lines are as there.",
            "# If it is another, begin again with `netralitas layout suggest FILE --like KIND`; "
            "the kinds are",
            *(
                f"#   {kind}: {item.title}"
                for kind, item in sorted(self._kinds.items())
                if kind != nearest.register_kind
            ),
            f"family: {nearest.family}",
            f"register_kind: {nearest.register_kind}"
            if self._proposals.is_sure
            else f"register_kind: {UNFINISHED}  # {UNFINISHED}: {nearest.register_kind}, if it is "
            "one (what follows is as for that); it is like others too, or not much like any",
            f"record_kind: {nearest.record_kind}",
            self._source(nearest),
            self._office(nearest),
        ]
        # A fixed period is that of the project's own collections, which have control totals.
        if dates:
            lines.append(f"period: {_flow({'from_dates': dates})}")
        lines.append(f"totals: {_flow(self._totals())}  # words that a row of totals begins with")
        if nearest.keep_totals:
            lines.append("keep_totals: true")
        if nearest.about:
            lines.append(
                f"about: {_flow(list(nearest.about))}  # a title must have one of these words"
            )
        lines += self._sanction_context()
        if identity:
            lines.append(
                f"identity: {_flow(identity)}  # editions of one register share its values"
            )
        if any(_asks_measure(one.column) for one in self._proposals.columns):
            self._fed |= {"column_member", "measure"}
        row_key = list(nearest.row_key)
        if self._is_recap and set(row_key) <= MEMBERS:
            row_key = sorted(MEMBERS & self._fed)
        if row_key and self._fed.issuperset(row_key):
            lines.append(
                f"row_key: {_flow(row_key)}  # by these a row is found again in another edition"
            )
        if nearest.entry and self._fed.issuperset(nearest.entry):
            lines.append(
                f"entry: {_flow(list(nearest.entry))}  # rows alike in these that differ elsewhere "
                "contradict each other"
            )
        return lines

    def _sanction_context(self) -> list[str]:
        """The line that says by what the regulation of a sanction is told, for a kind of record
        that may have one: what its layouts, else those of its siblings, go by."""
        nearest = self._proposals.nearest
        like = [item for item in self._layouts.items if item.record_kind == nearest.record_kind]
        names = nearest.sanction_context or tuple(
            dict.fromkeys(name for item in like for name in item.sanction_context)
        )
        known = fields_of(nearest.register_kind, self._layouts.items)
        names = tuple(name for name in names if name in known)
        if not names:
            return []
        fed = [name for name in names if name in self._fed]
        others = [name for name in names if name not in fed]
        add = f"; add {', '.join(others)} if a column feeds it" if others else ""
        return [
            f"sanction_context: {_flow(fed)}  # these say which regulation a sanction is of{add}"
        ]

    def _totals(self) -> list[str]:
        return list(self._proposals.nearest.totals or self._table.totals)

    def _with_kind(self, name: str) -> str:
        """A field with the kind that its values must be read as, where that is no text or count."""
        kinds = self._read_as.get(name, frozenset()) - {"text"}
        if name.endswith("_share"):
            kinds = frozenset({"percentage"})
        elif not kinds or "count" in kinds:
            return f"{name} (count)" if "count" in kinds and not self._is_recap else name
        return f"{name} ({' or '.join(sorted(kinds))})"

    @property
    def _is_recap(self) -> bool:
        return self._proposals.nearest.record_kind == "recap"

    def _source(self, nearest: Layout) -> str:
        known = ", ".join(sorted(codes_of("sources")))
        if self.asks_office:
            own = f"{nearest.source_code} if {nearest.office.name} itself keeps it, "
            return (
                f"source_code: {UNFINISHED}  # {UNFINISHED}: whose figures they are: {own}regional "
                "if a government does"
            )
        code = self._keeper.source_code or nearest.source_code
        if code is not None:
            return f"source_code: {code}"
        return f"source_code: {UNFINISHED}  # {UNFINISHED}: whose figures they are: {known}"

    @property
    def asks_office(self) -> bool:
        """Whether nothing says whose register it is, where the nearest is a national office's."""
        return not self._keeper.kind and self._proposals.nearest.office.kind == FIXED

    def _office(self, nearest: Layout) -> str:
        rule = nearest.office
        if self.asks_office:
            own = _flow({"kind": FIXED, "name": rule.name})
            named = (
                f"a title names {self._keeper.name}, perhaps as whom it is from or sent to; "
                if self._keeper.name
                else ""
            )
            return (
                f"office: {{kind: {UNFINISHED}}}  # {UNFINISHED}: {named}government or bawaslu "
                "(then FILE.yml or the titles say which, and source_code is regional or bawaslu); "
                f"or {own} where it is always that office's"
            )
        if self._keeper.kind == FIXED or (not self._keeper.kind and rule.kind == FIXED):
            text = _flow({"kind": FIXED, "name": self._keeper.name or rule.name})
            return f"office: {text}  # {UNFINISHED}: always this office? else bawaslu or government"
        kind = self._keeper.kind or rule.kind
        return f"office: {_flow({'kind': kind})}  # named in the titles, else in a sidecar"

    def _column(self, one: Proposal) -> list[str]:
        letter = column_letter(one.position + 1)
        kind = one.column.fields[0].value_kind if one.column and one.column.fields else "text"
        lines = [f"  - heading: {_quoted(one.heading)}"]
        lines.append(f"    # column {letter}: {one.evidence.in_words(kind)}")
        if one.repeats:
            letters = ", ".join(column_letter(position + 1) for position in one.repeats)
            lines.append(
                f"    # {UNFINISHED}: column {letters} has the same heading: only an ignored one "
                "may stand twice; ask for headings that differ"
            )
        if one.column is None:
            lines.append(
                f"    field: {UNFINISHED}  # {UNFINISHED}: the field it feeds (listed at the end), "
                "or `ignored: true` in place of it and of value_kind"
            )
            if one.evidence.split:
                lines.append(f"    # its cells hold several things: `split: {one.evidence.split}`")
            if one.check:
                lines.append(f"    # {one.check}")
            if one.choices:
                others = ", or another of those at the end" if self._is_recap else ""
                lines.append(f"    # by its values: {', '.join(one.choices)}{others}")
            if one.kind:
                ahead = "; `future: true` too where it may lie ahead"
                hint = ahead if one.kind == "date" else ""
                lines.append(
                    f"    value_kind: {one.kind}  # by its values; where the field has "
                    f"another kind behind it at the end, that one{hint}"
                )
            return lines
        if one.check:
            lines.append(f"    # {UNFINISHED} check: {one.check}")
        if self._is_recap and [field.name for field in one.column.fields] == ["region_code"]:
            lines.append(
                "    # `field: institution` and `value_kind: institution` where the figures are of "
                "the governments, not of the places"
            )
        if [(field.name, field.value_kind) for field in one.column.fields] == [_ROWS_OF_PLACES]:
            lines.append(
                f"    # {UNFINISHED} check: `value_kind: institution` where the figures are of the "
                "governments, not of the places"
            )
        return lines + self._keys(one.column)

    def _keys(self, column: ColumnMap) -> list[str]:
        lines = [
            f"    {key}: true"
            for key in ("sequence", "ignored", "per_person")
            if getattr(column, key)
        ]
        if column.optional and not column.ignored:
            lines.append("    optional: true")
        if column.split:
            lines.append(f"    split: {column.split}")
        if _asks_measure(column):
            lines.append(
                f"    measure: {UNFINISHED}  # {UNFINISHED}: what its cells count, one of the "
                "measures at the end"
            )
        elif column.measure:
            lines.append(f"    measure: {column.measure}")
        fields = [
            {
                "field": field.name,
                "value_kind": field.value_kind,
                "on_error": field.on_error,
                "filled": field.filled,
                "future": field.future,
                "range": field.range,
                "old": field.old,
            }
            for field in column.fields
        ]
        defaults: dict[str, Any] = {
            "value_kind": "text", "on_error": "reject", "filled": False, "future": False,
            "range": "", "old": False,
        }  # fmt: skip
        told = [
            {key: value for key, value in one.items() if defaults.get(key) != value}
            for one in fields
        ]
        if len(told) == 1:
            return lines + [f"    {key}: {_flow(value)}" for key, value in told[0].items()]
        if told:
            lines.append("    fields:")
        return lines + [f"      - {_flow(one)}" for one in told]


def _asks_measure(column: ColumnMap | None) -> bool:
    """Whether it stands for the columns of many years or months and nothing says what they
    count."""
    return column is not None and bool(places_in(column.heading)) and not column.measure


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _flow(value: Any) -> str:
    """A value on one line of YAML, texts quoted only where they must be."""
    if isinstance(value, dict):
        pairs = [f"{key}: {_flow(one)}" for key, one in value.items() if one]
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(one) for one in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    plain = str(value)
    return plain if plain.isidentifier() and plain not in ("null", "true") else _quoted(plain)


def _wrapped(names: Iterable[str]) -> list[str]:
    rows = [""]
    for name in names:
        if len(rows[-1]) + len(name) > _WIDTH_OF_CHOICES:
            rows.append("")
        rows[-1] += f"{', ' if rows[-1] else ''}{name}"
    return [row for row in rows if row]

"""The public set: the tables that `public.yml` allows, with small counts of people combined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import duckdb

from pipelines.exports.build import words
from pipelines.exports.suppression import Counts, Measures, Node, Shown, combine, overlapping
from pipelines.exports.tables import Column, Table, open_tables, quoted

_KINDS = {"published", "reference", "counts", "left_out"}
_COMBINED = Column(
    "is_combined",
    "BOOLEAN",
    "Gabungan baris kecil",
    "Baris yang menggabungkan semua baris yang tidak ditampilkan sendiri.",
    "Whether the row combines all those that are not shown alone.",
)


class NotAPartitionError(Exception):
    """A table does not count each case of an election once: public.yml describes it wrongly."""


@dataclass(frozen=True)
class PublicSet:
    """A database in memory with the public tables, and why each other table is not among them."""

    connection: duckdb.DuckDBPyConnection
    tables: list[Table]
    left_out: dict[str, str]


def rules() -> dict[str, Any]:
    """What `public.yml` says; raises ValueError when two tables break the cases down alike."""
    import yaml

    said: dict[str, Any] = yaml.safe_load(
        Path(__file__).with_name("public.yml").read_text(encoding="utf-8")
    )
    seen: dict[str, str] = {}
    for name, rule in said["tables"].items():
        if rule["kind"] not in _KINDS:
            raise ValueError(f"{name}: no such kind as {rule['kind']}")
        if rule["kind"] == "counts" and rule["breakdown"] in seen:
            raise ValueError(f"{name} and {seen[rule['breakdown']]} are by {rule['breakdown']}")
        seen[rule.get("breakdown", name)] = name
    return said


def public_set(warehouse: Path, said: Mapping[str, Any] | None = None) -> PublicSet:
    """Makes the public set of a release. Tables that no rule names are left out, and named."""
    said = said or rules()
    connection = duckdb.connect()
    path = str(warehouse).replace("'", "''")
    connection.execute(f"attach '{path}' as release (read_only)")
    connection.execute("use release")
    described = {table.full_name: table for table in open_tables(connection)}
    none = {"kind": "left_out", "reason": "no rule names it yet"}
    left_out, tables = {}, []
    counts = _Counts(connection, said)
    # In the order of the rules: a table that is held against another comes after it.
    for name in sorted(described, key=[*said["tables"], *described].index):
        table, rule = described[name], said["tables"].get(name, none)
        if rule["kind"] == "left_out":
            left_out[name] = rule["reason"]
            continue
        connection.execute(f'create schema if not exists memory."{table.schema}"')
        if rule["kind"] == "counts":
            table = counts.fill(table, rule)
        else:
            where = f"where {rule['where']}" if "where" in rule else ""
            connection.execute(
                f"create table memory.{quoted(table)} as from release.{quoted(table)} {where}"
            )
        tables.append(table)
    connection.execute("use memory")
    return PublicSet(connection, tables, left_out)


def public_notes(public: PublicSet) -> list[tuple[str, str]]:
    """What the public set says of itself on its front sheet: the rule, and what is left out."""
    texts = words()
    left_out = ", ".join(sorted(public.left_out))
    indonesian, english = texts["left_out"]
    rule = (texts["public"][0], texts["public"][1])
    return [rule, (f"{indonesian}: {left_out}", f"{english}: {left_out}")]


class _Counts:
    """Fills the tables of counts, all by the same totals, so that none betrays another."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, said: Mapping[str, Any]) -> None:
        self._connection, self._said = connection, said
        self._measures = Measures(said["measures"], said["smallest"])
        self._key, _ = said["elections"]
        totals = said["totals"]
        self._shown_places: dict[str, list[dict[str, Any]]] = {}
        self._roots: dict[bool, Node] = {}
        for row in self._read(f"from {totals['table']} where {totals['where']}"):
            root = self._roots.setdefault(row["is_demo"], Node(self._none()))
            _add(root, self._of(row))
            _add(root.children.setdefault(row[self._key], Node(self._none())), self._of(row))

    def fill(self, table: Table, rule: Mapping[str, Any]) -> Table:
        """Makes the public form of a table; returns its description."""
        rows: list[dict[str, Any]] = []
        for is_demo, totals in sorted(self._roots.items()):
            kept = self._measures.showable(totals.counts)
            if kept:
                tree = self._tree(table, rule, is_demo)
                shown = self._shown(table, rule, tree, totals, kept)
                rows += (self._row(one, tree, rule, kept, is_demo) for one in shown)
        return self._write(table, rule, rows)

    def _tree(self, table: Table, rule: Mapping[str, Any], is_demo: bool) -> Node:
        """The table's rows of one kind as a tree: all, elections, then its levels."""
        root = Node(self._none())
        depth = rule.get("depth")
        for row in self._read(f"from {quoted(table)} where is_demo = {is_demo}"):
            stands = depth["values"].index(row[depth["column"]]) if depth else len(rule["levels"])
            path = [row[self._key], *(row[level] for level in rule["levels"][:stands])]
            node = root
            # A table with a row for each level says each total itself; else leaves are added up.
            if not depth or stands == 0:
                _add(root, self._of(row))
            for at, key in enumerate(path):
                node = node.children.setdefault(key, Node(self._none()))
                if not depth or at == len(path) - 1:
                    _add(node, self._of(row))
            node.rows.append(row)
        return root

    def _shown(
        self,
        table: Table,
        rule: Mapping[str, Any],
        tree: Node,
        totals: Node,
        kept: tuple[str, ...],
    ) -> Iterable[Shown]:
        def is_safe(counts: Counts) -> bool:
            return self._measures.are_safe(counts, kept)

        if rule.get("overlapping"):
            for one in combine(totals, is_safe):
                if not one.is_combined:
                    node = tree.children.get(one.path[0], Node(self._none()))
                    yield from overlapping(node, one.counts, is_safe, self._said["smallest"],
                                           one.path)  # fmt: skip
            return
        for election, total in totals.children.items():
            here = tree.children.get(election)
            if here is None or here.counts != total.counts:
                raise NotAPartitionError(f"{table.full_name}: {election} is not {total.counts}")
        near = self._near(rule, kept)
        for one in combine(tree, is_safe, near):
            if one.is_combined or (one.node and one.node.rows):
                yield one

    def _near(self, rule: Mapping[str, Any], kept: tuple[str, ...]) -> Any:
        """Refuses a row that differs by few from the row of nearly the same cases elsewhere."""
        if "near" not in rule:
            return None
        column = rule["near"]["column"]
        others = {
            (row["is_demo"], row[self._key], row[column]): row
            for row in self._shown_places[rule["near"]["table"]]
            if row[column] is not None
        }

        def differs_enough(path: tuple[Any, ...], child: Node) -> bool:
            for row in child.rows:
                other = others.get((row["is_demo"], row[self._key], row[column]))
                if other and any(
                    self._measures.is_small(abs(row[one] - other[one])) for one in kept
                ):
                    return False
            return True

        return differs_enough

    def _row(
        self,
        one: Shown,
        tree: Node,
        rule: Mapping[str, Any],
        kept: tuple[str, ...],
        is_demo: bool,
    ) -> dict[str, Any]:
        if one.node:
            row = {name: one.node.rows[0][name] for name in rule["dimensions"]}
        else:
            row = self._combined(one, tree, rule)
        row["is_combined"], row["is_demo"] = one.is_combined, is_demo
        row |= {name: one.counts[name] if name in kept else None for name in self._measures.within}
        for name, (part, whole) in rule.get("percent", {}).items():
            row[name] = _percent(row[part], row[whole])
        return row

    def _combined(self, one: Shown, tree: Node, rule: Mapping[str, Any]) -> dict[str, Any]:
        """What a combined row says of itself: what all it combines have in common."""
        row: dict[str, Any] = dict.fromkeys(rule["dimensions"])
        row[rule["name"]] = self._said["combined"]["row"]
        if one.path:
            some = _any_row(tree.children[one.path[0]])
            row |= {name: some[name] for name in self._said["elections"]}
            row |= dict(zip(rule["levels"], one.path[1:], strict=False))
        else:
            row[self._said["elections"][1]] = self._said["combined"]["election"]
        if "depth" in rule:
            row[rule["depth"]["column"]] = rule["depth"]["values"][len(one.path)]
        return row

    def _write(self, table: Table, rule: Mapping[str, Any], rows: list[dict[str, Any]]) -> Table:
        """Creates the table in memory, with the types it has in the release."""
        import pyarrow as pa

        named = {column.name: column for column in table.columns}
        percents = [
            Column(name, "DOUBLE", f"{named[part].label_id} (% dari {named[whole].label_id})", None,
                   f"{part} in per cent of {whole}.", "percent")
            for name, (part, whole) in rule.get("percent", {}).items()
        ]  # fmt: skip
        columns = (
            *(named[name] for name in rule["dimensions"]),
            _COMBINED,
            *(named[name] for name in self._measures.within),
            *percents,
            named["is_demo"],
        )
        public = replace(table, columns=columns)
        definition = ", ".join(f'"{column.name}" {column.data_type}' for column in columns)
        self._connection.execute(f"create table memory.{quoted(table)} ({definition})")
        if rows:
            arrow = pa.Table.from_pylist(rows)
            self._connection.register("public_rows", arrow)
            self._connection.execute(f"insert into memory.{quoted(table)} by name from public_rows")
            self._connection.unregister("public_rows")
        self._shown_places[table.full_name] = [row for row in rows if not row["is_combined"]]
        return public

    def _read(self, query: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self._connection.sql(query).to_arrow_table().to_pylist()
        return rows

    def _of(self, row: Mapping[str, Any]) -> Counts:
        return {name: row[name] for name in self._measures.within}

    def _none(self) -> Counts:
        return dict.fromkeys(self._measures.within, 0)


def _add(node: Node, counts: Counts) -> None:
    for name, value in counts.items():
        node.counts[name] += value


def _any_row(node: Node) -> dict[str, Any]:
    while not node.rows:
        node = next(iter(node.children.values()))
    return node.rows[0]


def _percent(part: int | None, whole: int | None) -> float | None:
    """Per cent with one decimal, rounded half up as printed figures are; None of nothing."""
    if part is None or not whole:
        return None
    share = Decimal(part) * 100 / Decimal(whole)
    return float(share.quantize(Decimal("0.1"), ROUND_HALF_UP))

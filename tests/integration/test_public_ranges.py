"""All that follows from the public set taken together, by linear programming, pins no small count.

The attacker knows each name in every table, that stages lie within each other, that each table
counts the same cases, and every number that is shown. For a small count of the whole tables the
least and the greatest value that agree with all of that are asked for: no count is known to be
small, nor even to be more than none.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.exports.public import public_set
from pipelines.home import Home
from tests.conftest import WarehouseHome
from tests.integration.test_public_export import (
    COUNTS,
    RULES,
    SMALLEST,
    WITHIN,
    Rows,
    level,
    make_cases,
    read,
)

Leaf = tuple[str, str, tuple[Any, ...]]  # table, election, place in its levels
Cell = tuple[Leaf, str]  # and measure
REGIONS = "reporting.funnel_by_region"


class Attacker:
    """Counts of the leaves of every table as unknowns, and what is known of their sums."""

    def __init__(self, true: Mapping[str, Rows], is_demo: bool) -> None:
        self.leaves: dict[str, list[Leaf]] = {}
        for name, rows in true.items():
            levels = COUNTS[name]["levels"]
            leaves = {
                (name, row["election_key"], tuple(row[one] for one in levels))
                for row in rows
                if row["is_demo"] == is_demo and level(row, COUNTS[name]) == len(levels)
            }
            self.leaves[name] = sorted(leaves, key=str)
        # Cases whose regency or province nobody states have no leaf in the table: here they do.
        elections = {row["election_key"] for row in true[REGIONS] if row["is_demo"] == is_demo}
        provinces = {leaf[2][0] for leaf in self.leaves[REGIONS]} | {"not stated"}
        self.leaves[REGIONS] += [
            (REGIONS, election, (province, "not stated"))
            for election in sorted(elections, key=str)
            for province in sorted(provinces, key=str)
        ]
        cells = [(leaf, one) for some in self.leaves.values() for leaf in some for one in WITHIN]
        self.column: dict[Cell, int] = {cell: at for at, cell in enumerate(cells)}
        self.equal: list[tuple[dict[int, float], float]] = []
        self.at_most: list[tuple[dict[int, float], float]] = []
        self._know_the_stages()
        self._know_that_tables_agree(elections)

    def of_election(self, name: str, election: str) -> list[Leaf]:
        return [leaf for leaf in self.leaves[name] if leaf[1] == election]

    def know(self, leaves: Iterable[Leaf], row: Mapping[str, Any]) -> None:
        """A row that is shown: the sum over its leaves, as far as it is shown."""
        leaves = list(leaves)
        for measure in WITHIN:
            if row[measure] is not None:
                self.equal.append((self._sum(leaves, measure), row[measure]))

    def range(self, leaves: Iterable[Leaf], measure: str) -> tuple[float, float]:
        """The least and the greatest value of a count that agree with all that is known."""
        from scipy.optimize import linprog

        goal = self._matrix([(self._sum(leaves, measure), 0.0)])[0].toarray()[0]
        (a_eq, b_eq), (a_ub, b_ub) = self._matrix(self.equal), self._matrix(self.at_most)
        found = []
        for sign in (1, -1):
            done = linprog(sign * goal, a_ub, b_ub, a_eq, b_eq, bounds=(0, None), method="highs")
            assert done.status in (0, 3), done.message
            found.append(float("inf") if done.status == 3 else sign * done.fun)
        return found[0], found[1]

    def _sum(self, leaves: Iterable[Leaf], measure: str) -> dict[int, float]:
        return {self.column[leaf, measure]: 1.0 for leaf in leaves}

    def _know_the_stages(self) -> None:
        parts: dict[str, list[str]] = defaultdict(list)
        for one, whole in WITHIN.items():
            if whole:
                parts[whole].append(one)
        for leaf in (leaf for leaves in self.leaves.values() for leaf in leaves):
            for whole, inner in parts.items():
                known = {self.column[leaf, one]: 1.0 for one in inner}
                self.at_most.append(({**known, self.column[leaf, whole]: -1.0}, 0))

    def _know_that_tables_agree(self, elections: set[str]) -> None:
        for name, election, measure in (
            (name, election, measure)
            for name in COUNTS
            if name != REGIONS
            for election in elections
            for measure in WITHIN
        ):
            whole = self._sum(self.of_election(REGIONS, election), measure)
            less = dict.fromkeys(whole, -1.0)
            own = self._sum(self.of_election(name, election), measure)
            if COUNTS[name].get("overlapping"):
                self.at_most += [({**less, at: 1.0}, 0) for at in own]
            else:
                self.equal.append(({**less, **own}, 0))

    def _matrix(self, known: list[tuple[dict[int, float], float]]) -> tuple[Any, list[float]]:
        from scipy.sparse import coo_array

        entries = [
            (row, at, value) for row, (sums, _) in enumerate(known) for at, value in sums.items()
        ]
        rows, columns, values = zip(*entries, strict=True)
        matrix = coo_array((values, (rows, columns)), shape=(len(known), len(self.column)))
        return matrix.tocsr(), [value for _, value in known]


def leaves_of(attacker: Attacker, name: str, row: Mapping[str, Any]) -> list[Leaf]:
    """The leaves that a row which is not combined counts."""
    path = tuple(row[one] for one in COUNTS[name]["levels"][: level(row, COUNTS[name])])
    of_election = attacker.of_election(name, row["election_key"])
    return [leaf for leaf in of_election if leaf[2][: len(path)] == path]


def learn_public(attacker: Attacker, shown: Mapping[str, Rows], is_demo: bool) -> None:
    """Reads the public tables; a combined row counts what the rows beside it do not."""
    for name, of_all in shown.items():
        rows = [row for row in of_all if row["is_demo"] == is_demo]
        levels = COUNTS[name]["levels"]
        alone, below = set(), set()  # leaves with a row of their own; of a province with a row
        for row in (row for row in rows if not row["is_combined"]):
            leaves = leaves_of(attacker, name, row)
            attacker.know(leaves, row)
            below.update(leaves if level(row, COUNTS[name]) else [])
            alone.update(leaves if level(row, COUNTS[name]) == len(levels) else [])
        combined = [row for row in rows if row["is_combined"]]
        of_provinces = [
            row
            for row in combined
            if len(levels) > 1 and row["election_key"] and row[levels[0]] is not None
        ]
        for row in of_provinces:
            others = [
                leaf
                for leaf in attacker.of_election(name, row["election_key"])
                if leaf[2][0] == row[levels[0]] and leaf not in alone
            ]
            attacker.know(others, row)
            below.update(others)
        for row in (row for row in combined if row["election_key"] and row not in of_provinces):
            of_election = attacker.of_election(name, row["election_key"])
            attacker.know([leaf for leaf in of_election if leaf not in below], row)
        elections = {row["election_key"] for row in rows}
        for row in (row for row in combined if not row["election_key"]):
            attacker.know([leaf for leaf in attacker.leaves[name] if leaf[1] not in elections], row)


def learn_naive(attacker: Attacker, true: Mapping[str, Rows], is_demo: bool) -> None:
    """Reads tables in which each small cell is left empty, and nothing else."""
    for name, rows in true.items():
        for row in (row for row in rows if row["is_demo"] == is_demo):
            blanked = {one: None if 0 < row[one] < SMALLEST else row[one] for one in WITHIN}
            attacker.know(leaves_of(attacker, name, row), blanked)


def pinned(warehouse: Path, learn: Callable[..., None], seed: int, looks: int) -> list[str]:
    """Small counts that the attacker knows to be small, or to be more than none."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        true = {name: read(connection, name) for name in COUNTS}
    public = public_set(warehouse)
    shown = {name: read(public.connection, name) for name in COUNTS}
    public.connection.close()
    found = []
    for is_demo in sorted({row["is_demo"] for row in true[REGIONS]}):
        attacker = Attacker(true, is_demo)
        learn(attacker, shown if learn is learn_public else true, is_demo)
        small = [
            (name, row, measure)
            for name, rows in true.items()
            for row in rows
            for measure in WITHIN
            if row["is_demo"] == is_demo and 0 < row[measure] < SMALLEST
        ]
        assert small
        for name, row, measure in random.Random(seed).sample(small, min(looks, len(small))):
            least, most = attacker.range(leaves_of(attacker, name, row), measure)
            assert least - 1e-6 <= row[measure] <= most + 1e-6, "the truth has to be possible"
            if least > 1e-6 or most < SMALLEST - 1e-6:
                found.append(f"{name}: {measure} from {least:g} to {most:g}")
    return found


def test_no_small_count_of_the_made_up_registers_can_be_told(demo_home: WarehouseHome) -> None:
    assert pinned(demo_home.current_db, learn_public, 0, looks=60) == []
    assert pinned(demo_home.current_db, learn_naive, 0, looks=20) != []


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nor_of_any_others(tmp_path: Path, seed: int) -> None:
    make_cases(tmp_path / "w.duckdb", seed)
    assert pinned(tmp_path / "w.duckdb", learn_public, seed, looks=25) == []
    assert pinned(tmp_path / "w.duckdb", learn_naive, seed, looks=25) != []


def test_what_is_called_published_rests_on_no_count_of_ours(demo_home: WarehouseHome) -> None:
    """By dbt's own lineage: a table that counts cases may not be let through as a published one."""
    manifest = json.loads((Home(demo_home.root).dbt / "target" / "manifest.json").read_text())
    models = {key.rsplit(".", 1)[-1]: key for key in manifest["nodes"] if key.startswith("model.")}
    ours = {"fct_report", "fct_case", "fct_case_event", "fct_recap", "bridge_case_violation"}

    def rests_on(key: str) -> set[str]:
        direct = [one for one in manifest["parent_map"][key] if one.startswith("model.")]
        return {one.rsplit(".", 1)[-1] for one in direct}.union(*map(rests_on, direct))

    assert rests_on(models["funnel_by_region"]) & ours
    for name, rule in RULES["tables"].items():
        model = models.get(name.split(".")[1])
        if rule["kind"] in ("published", "reference") and "where" not in rule and model:
            assert rests_on(model) & ours == set(), name

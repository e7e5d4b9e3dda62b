"""`make bench`: what the project costs beside bare reading and beside other ways, in one run.

`python -m tests.benchmarks [--scale 1/20]` makes the corpora (kept in .bench/), runs everything on
them one after another and prints CPU, wall time and peak memory of all processes of each run
together, then the ratios. It asserts nothing: times differ by machine, people judge the ratios.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from itertools import count
from pathlib import Path

from tests.benchmarks import corpus
from tests.benchmarks.measure import PROJECT, Cost, run

_PEERS = PROJECT / ".bench-venv" / "bin" / "python"
_RUNS = 3
# What is quick is run again for a median; what is slow is measured once.
_SECONDS_FOR_A_MEDIAN = 12.0
_IMPORTS = (
    "import duckdb, fastexcel, pyarrow, yaml; "
    "import tests.benchmarks.ours, pipelines.layouts, pipelines.values, pipelines.workbooks.child"
)


class Bench:
    """Runs, prints and remembers the measurements; each run gets a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.costs: dict[str, Cost] = {}
        self._folders = (folder / str(number) for number in count())
        print(f"{'':44}{'CPU s':>9}{'wall s':>9}{'peak MB':>9}  runs")

    def folder(self) -> Path:
        """A new empty folder."""
        made = next(self._folders)
        made.mkdir()
        return made

    def measure(
        self, name: str, command: Callable[[Path], list[str]], runs: int = _RUNS, **environment: str
    ) -> Cost:
        """The median of a few runs (of one, if it is slow); each is given an empty folder."""
        costs: list[Cost] = []
        while len(costs) < runs and sum(one.wall for one in costs) < _SECONDS_FOR_A_MEDIAN:
            costs.append(run(command(self.folder()), environment))
        cost = Cost(
            statistics.median(one.cpu for one in costs),
            statistics.median(one.wall for one in costs),
            max(one.peak for one in costs),
            costs[-1].output,
        )
        self.costs[name] = cost
        print(f"{name:44}{cost.cpu:9.2f}{cost.wall:9.2f}{cost.peak:9.0f}  {len(costs)}", flush=True)
        return cost

    def ratio(self, text: str, upper: float, lower: float) -> None:
        """Prints one ratio."""
        print(f"  {text:58}{upper / lower:8.2f}")


def _bare(corpus_folder: Path, _: Path) -> list[str]:
    return [sys.executable, "-m", "tests.benchmarks.bare", str(corpus_folder)]


def _ours(corpus_folder: Path, workers: int, home: Path) -> list[str]:
    command = [sys.executable, "-m", "tests.benchmarks.ours", str(home), str(corpus_folder)]
    return [*command, "--workers", str(workers)]


def _peer(name: str, corpus_folder: Path, empty: Path) -> list[str]:
    script = Path(__file__).with_name(f"{name}_peer.py")
    return [str(_PEERS), str(script), str(corpus_folder), str(empty / "peer")]


def _first_loads(bench: Bench, name: str, folder: Path) -> None:
    """One corpus: bare, ours, pandas, dlt."""
    bench.measure(f"{name} bare", partial(_bare, folder))
    for workers in (2, 1):
        ours = bench.measure(f"{name} ours, {workers} workers", partial(_ours, folder, workers))
        said = json.loads(ours.output)
        for name_of, key in (("of which", "seconds"), ("of reading", "parts")):
            print(f"    {name_of}", ", ".join(f"{k} {v:.2f}" for k, v in said[key].items()))
    print(
        f"    {said['files']} files, {said['rows']} rows of {said['cells'] / said['rows']:.1f} "
        f"cells, {said['fields']} fields; {said['quarantined']} files quarantined, "
        f"{said['rejected']} rows rejected"
    )
    for peer in ("pandas", "dlt"):
        bench.measure(f"{name} {peer}", partial(_peer, peer, folder))


def _second_loads(bench: Bench, a: Path, scale: Fraction) -> None:
    """One percent of the files changed; the whole load; a load with nothing new."""
    changing, home = bench.folder() / "a", bench.folder()
    shutil.copytree(a, changing)
    run(_ours(changing, 2, home))
    changed = corpus.send_again(changing, scale)
    # Once only: the next run would find nothing changed.
    again = bench.measure(
        f"A again, {changed} files changed", lambda _: _ours(changing, 2, home), runs=1
    )
    bench.costs["A changed"] = again
    bench.measure("imports of ours", lambda _: [sys.executable, "-c", _IMPORTS])
    load = [sys.executable, "-m", "pipelines.cli", "load", "--inbox", str(a)]
    root = str(bench.folder())
    bench.measure("A whole load", lambda _: load, runs=1, NETRALITAS_HOME=root)
    bench.measure("A whole load, nothing new", lambda _: load, NETRALITAS_HOME=root)
    bench.measure("import dagster", lambda _: [sys.executable, "-c", "import dagster"])


def _ratios(bench: Bench) -> None:
    costs = bench.costs
    print("\nRatios (of CPU, where nothing else is said)")
    for name in ("A", "B"):
        ours = costs[f"{name} ours, 2 workers"]
        bench.ratio(f"{name}: ours to bare reading", ours.cpu, costs[f"{name} bare"].cpu)
        for peer in ("pandas", "dlt"):
            bench.ratio(f"{name}: {peer} to ours", costs[f"{name} {peer}"].cpu, ours.cpu)
        one = costs[f"{name} ours, 1 workers"]
        bench.ratio(f"{name}: wall time of two workers to one", ours.wall, one.wall)
    changed = costs["A changed"].cpu
    print(
        f"  A, 1 % changed: {changed - costs['imports of ours'].cpu:.2f} s of CPU beside imports, "
        f"{changed / costs['A ours, 2 workers'].cpu:.3f} of the first"
    )
    nothing, imported = costs["A whole load, nothing new"].cpu, costs["import dagster"].cpu
    bench.ratio("A: whole load to receive-to-landing", costs["A whole load"].cpu,
                costs["A ours, 2 workers"].cpu)  # fmt: skip
    bench.ratio("nothing new to `import dagster`", nothing, imported)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--scale", type=Fraction, default=Fraction(1), help="e.g. 1/20")
    scale = parser.parse_args().scale
    if not _PEERS.exists():
        parser.error("make .bench-venv first: `make bench` does")
    a, b = corpus.cached(scale)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        _first_loads(bench, "A", a)
        _first_loads(bench, "B", b)
        _second_loads(bench, a, scale)
        _ratios(bench)


if __name__ == "__main__":
    main()

"""All processes of a command are measured together."""

from __future__ import annotations

import sys

import pytest

from tests.benchmarks.measure import run

CHILD = "import time; kept = b'x' * 60_000_000; time.sleep(1.5)"


def test_memory_and_cpu_of_children_count() -> None:
    alone = run([sys.executable, "-c", CHILD])
    script = (
        "import subprocess, sys; kept = b'x' * 60_000_000; "
        f"[p.wait() for p in [subprocess.Popen([sys.executable, '-c', {CHILD!r}]) for _ in '12']]"
    )
    together = run([sys.executable, "-c", script])
    assert alone.peak > 60
    assert together.peak > alone.peak + 100
    busy = (
        "import subprocess, sys; subprocess.run([sys.executable, '-c', 'sum(range(20_000_000))'])"
    )
    assert run([sys.executable, "-c", busy]).cpu > run([sys.executable, "-c", "pass"]).cpu + 0.1


def test_a_command_that_fails_stops_the_benchmark_with_what_it_said() -> None:
    with pytest.raises(RuntimeError, match="ended with 3:\nno corpus"):
        run([sys.executable, "-c", "import sys; sys.stderr.write('no corpus'); sys.exit(3)"])

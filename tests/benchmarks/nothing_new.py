"""`make bench`: the CPU time of a load with nothing new beside that of the first load.

Prints whole-process figures and ratios; asserts nothing, since absolute times differ by machine.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


def cpu(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """CPU seconds (user and system, children included) and peak MB of one command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=environment, cwd=PROJECT, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (
        after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        after.ru_maxrss / 1024,
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **{k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"},
            "NETRALITAS_HOME": folder,
        }
        load = [sys.executable, "-m", "pipelines.cli", "load", "--demo"]
        first, peak = cpu(load, environment)
        again = statistics.median(cpu(load, environment)[0] for _ in range(5))
        imported = statistics.median(
            cpu([sys.executable, "-c", "import dagster"], environment)[0] for _ in range(5)
        )
    print(f"first load                 {first:7.2f} s CPU, largest process {peak:.0f} MB")
    print(f"a load with nothing new    {again:7.2f} s CPU, {again / first:.3f} of the first")
    print(
        f'python -c "import dagster" {imported:7.2f} s CPU, '
        f"nothing new is {again / imported:.2f} of it"
    )


if __name__ == "__main__":
    main()

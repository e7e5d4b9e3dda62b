"""Runs a command and measures all of its processes together: CPU, wall time and peak memory.

Linux only: memory is read from /proc. It is the sum over the process tree of PSS (what a page
shared by n processes costs each of them 1/n of) at its highest moment, sampled.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
_EVERY = 0.02
# Looking costs CPU of its own: at most this share of the time is spent on it, unless a look takes
# so long, on a busy machine, that a peak would go by.
_LOOKING = 0.1
_AT_LEAST_EVERY = 0.2


@dataclass(frozen=True)
class Cost:
    """What one run took, all its processes together; `output` is what it printed."""

    cpu: float  # seconds, user and system
    wall: float  # seconds
    peak: float  # MB (10^6 bytes) of PSS
    output: str


def run(command: list[str], environment: Mapping[str, str] | None = None) -> Cost:
    """Run a command from the project's folder. Raises RuntimeError when it fails, with what it
    printed on standard error."""
    environment = {
        **{k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"},
        "PYTHONPATH": str(PROJECT),
        **(environment or {}),
    }
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        started = time.monotonic()
        process = subprocess.Popen(
            command, cwd=PROJECT, env=environment, stdout=output, stderr=errors
        )
        peak = 0
        while True:
            looked = time.monotonic()
            peak = max(peak, sum(map(_pss, _tree(process.pid))))
            rest = max(_EVERY, (time.monotonic() - looked) / _LOOKING)
            time.sleep(min(rest, _AT_LEAST_EVERY))
            # wait4, not poll: it also tells the CPU time of the command's own children.
            ended, status, used = os.wait4(process.pid, os.WNOHANG)
            if ended:
                break
        wall = time.monotonic() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        if process.returncode:
            said = errors.read().decode(errors="replace")
            raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{said}")
        return Cost(
            used.ru_utime + used.ru_stime, wall, peak / 1e6, output.read().decode(errors="replace")
        )


def _tree(pid: int) -> list[int]:
    """A process and all below it, as far as they still run."""
    found = [pid]
    for one in found:
        try:
            threads = os.listdir(f"/proc/{one}/task")
            for thread in threads:
                children = Path(f"/proc/{one}/task/{thread}/children").read_text()
                found += map(int, children.split())
        except OSError:
            continue  # it has ended meanwhile
    return found


def _pss(pid: int) -> int:
    """Proportional set size of a process in bytes; 0 once it has ended."""
    try:
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
            for line in file:
                if line.startswith("Pss:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0

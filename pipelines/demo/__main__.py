"""`python -m pipelines.demo DIR` writes the demonstration registers; the same bytes every time."""

from __future__ import annotations

import argparse
from pathlib import Path

from pipelines.demo.registers import write_all
from pipelines.demo.story import SEED


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m pipelines.demo", description=__doc__)
    parser.add_argument("directory", type=Path, help="where to write the workbooks")
    parser.add_argument("--seed", type=int, default=SEED, help="another made-up cast")
    arguments = parser.parse_args()
    for path in write_all(arguments.directory, arguments.seed):
        print(path)


if __name__ == "__main__":
    main()

"""Makes the corpora of the benchmark: the same bytes for the same seed and scale.

`python -m tests.benchmarks.corpus FOLDER [--scale 1/20] [--seed N]` writes

- `FOLDER/a`: 552 workbooks, one for each of today's regions, of about 200 data rows in mixed
  layouts (L1 to L7 and L9) and formats (xlsx, some csv and xls);
- `FOLDER/b`: one workbook of 200,000 data rows and 18 columns (a sanction list, L6).

`--scale` makes that share of the workbooks of A and of the rows of B.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import random
import shutil
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.benchmarks.quick_xlsx import Sheet, write_xlsx
from tests.benchmarks.registers import MAKERS, Clerk, Region, regions

PROJECT = Path(__file__).resolve().parents[2]
SEED = 20240314
ROWS_OF_A = 200
ROWS_OF_B = 200_000
# How many workbooks of each layout: a national office sends one for a province, a regional one
# for its regency or city.
_BY_PROVINCE = {"L1": 8, "L5": 8, "L9": 6, "L2": 4, "L3": 12}
_BY_REGENCY = {"L6": 210, "L3": 104, "L4": 90, "L7": 60, "L2": 50}
NAMES = {
    "L1": "kasn_rekap", "L2": "kasn_lampiran", "L3": "kasn_ekspor", "L4": "bawaslu_register",
    "L5": "bawaslu_rekap", "L6": "bkpsdm_sanksi", "L7": "inspektorat_matriks",
    "L9": "bawaslu_pelanggaran",
}  # fmt: skip

# A csv file loses merged cells, and with them what they say of all their rows.
_WITHOUT_MERGES = {"L3", "L4", "L7"}


def make(folder: Path, scale: Fraction = Fraction(1), seed: int = SEED) -> tuple[Path, Path]:
    """Write both corpora into a folder; their two folders. Raises OSError."""
    a, b = folder / "a", folder / "b"
    for corpus in (a, b):
        corpus.mkdir(parents=True)
    for number, chosen in enumerate(_spread(assigned(seed), scale)):
        _write_register(a, number, *chosen, seed)
    rng = random.Random(f"{seed} B")
    large = MAKERS["L6"](Clerk(rng, 999), regions()[0][0], max(1, int(ROWS_OF_B * scale)))
    _write(b / "bkpsdm_sanksi_gabungan_2024.xlsx", large)
    return a, b


def send_again(a: Path, scale: Fraction = Fraction(1), seed: int = SEED, every: int = 100) -> int:
    """Replaces one in `every` workbooks of a corpus A by a later edition; how many were."""
    chosen = _spread(assigned(seed), scale)
    # A recap has as many rows as its province has governments: it has no later rows.
    numbers = [n for n, (layout, _) in enumerate(chosen) if layout not in ("L1", "L5")][::every]
    for number in numbers:
        _write_register(a, number, *chosen[number], seed, later_rows=1)
    return len(numbers)


def cached(scale: Fraction = Fraction(1), seed: int = SEED) -> tuple[Path, Path]:
    """Both corpora from `.bench/`, made unless this generator has made them before."""
    folder = PROJECT / ".bench" / f"corpus-{seed}-{generator_hash()}-{scale.denominator}"
    if not folder.exists():
        part = folder.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        make(part, scale, seed)
        part.replace(folder)
    return folder / "a", folder / "b"


def generator_hash() -> str:
    """Changes whenever what the generator writes may change."""
    own = (Path(__file__).with_name(f"{name}.py") for name in ("corpus", "registers", "quick_xlsx"))
    sources = [*own, *(PROJECT / "pipelines" / "demo").glob("*.py")]
    sources.append(PROJECT / "data" / "reference" / "regions.csv")
    total = hashlib.sha256()
    for path in sorted(sources):
        total.update(path.read_bytes())
    return total.hexdigest()[:12]


def _write_register(
    folder: Path, number: int, layout: str, region: Region, seed: int, later_rows: int = 0
) -> None:
    """The register of one region; later_rows: how many rows its office has added since."""
    rng = random.Random(f"{seed} {layout} {region.code}")
    # Numbers of decrees and letters must not meet: no register is an edition of another.
    clerk = Clerk(rng, 1000 + number)
    rows = rng.randint(ROWS_OF_A - 60, ROWS_OF_A + 60)
    sheet = MAKERS[layout](clerk, region, rows + later_rows)
    kind = {3: ".csv", 11: ".xls"}.get(number % 12, ".xlsx")
    if kind == ".csv" and layout not in _WITHOUT_MERGES:
        kind = ".xlsx"
    _write(folder / f"{NAMES[layout]}_{_slug(region.name)}_2024{kind}", sheet)


def assigned(seed: int) -> list[tuple[str, Region]]:
    """Each region with the layout of the register that is sent for it, in a mixed order."""
    rng = random.Random(f"{seed} A")
    chosen: list[tuple[str, Region]] = []
    for territories, wanted in zip(regions(), (_BY_PROVINCE, _BY_REGENCY), strict=True):
        layouts = [layout for layout, count in wanted.items() for _ in range(count)]
        rng.shuffle(layouts)
        chosen += zip(layouts, territories, strict=True)
    rng.shuffle(chosen)
    return chosen


def _spread(chosen: list[tuple[str, Region]], scale: Fraction) -> list[tuple[str, Region]]:
    """That share of the workbooks, and of every layout at least one."""
    if scale >= 1:
        return chosen
    taken: list[tuple[str, Region]] = []
    for layout in MAKERS:
        of_layout = [one for one in chosen if one[0] == layout]
        taken += of_layout[: max(1, round(len(of_layout) * scale))]
    return taken


def _slug(name: str) -> str:
    return "_".join(name.lower().replace(".", "").replace("'", "").split())


def _write(path: Path, sheet: Sheet) -> None:
    if path.suffix == ".csv":
        _write_csv(path, sheet)
    elif path.suffix == ".xls":
        _write_xls(path, sheet)
    else:
        write_xlsx(path, sheet)


def _write_csv(path: Path, sheet: Sheet) -> None:
    """As a spreadsheet program saves a sheet: every line as wide as the widest."""
    width = max(map(len, sheet.rows))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        for row in sheet.rows:
            texts = [f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell for cell in row]
            writer.writerow([*texts, *([None] * (width - len(row)))])


def _write_xls(path: Path, sheet: Sheet) -> None:
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    page: Any = book.add_sheet(sheet.name)
    short_date = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    plain = xlwt.Style.default_style
    origins = {merge[:2]: merge for merge in sheet.merges}
    for number, row in enumerate(sheet.rows, 1):
        for column, cell in enumerate(row, 1):
            if cell is None:
                continue
            style = short_date if isinstance(cell, date) else plain
            merge = origins.get((number, column))
            if merge is not None:
                page.write_merge(number - 1, merge[2] - 1, column - 1, merge[3] - 1, cell, style)
            else:
                page.write(number - 1, column - 1, cell, style)
    book.save(str(path))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scale", type=Fraction, default=Fraction(1), help="e.g. 1/20")
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()
    for folder in make(arguments.folder, arguments.scale, arguments.seed):
        print(folder)


if __name__ == "__main__":
    main()

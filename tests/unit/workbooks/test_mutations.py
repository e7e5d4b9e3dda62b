"""Sound files with seeded damage: each is read or refused with a reason; the next one is read."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.workbooks import Limits
from pipelines.workbooks.reading import Reader
from tests.unit.workbooks.hostile import GOOD, good_xlsx
from tests.unit.workbooks.made import number, parts_of, row, text, xlsx, zipped

REASONS = {
    "read", "corrupt", "empty", "encrypted", "unsupported_format", "limit_memory", "limit_size",
    "limit_time", "reader_died",
}  # fmt: skip
HANGS = 4  # seconds: on some damage calamine never ends
INTERESTING = (0, 1, 0x7F, 0x80, 0xFF, ord("<"), ord('"'), ord("9"), ord("-"), ord("E"))


def sources(kind: str) -> bytes:
    """A sound file of the kind that uses much of what it can hold."""
    if kind != "xlsx":
        return GOOD[kind]()
    shared, error = '<c r="B2" t="s"><v>1</v></c>', '<c r="C2" t="e"><v>#N/A</v></c>'
    return xlsx(
        '<dimension ref="A1:C3"/><cols><col min="1" max="2" hidden="1"/></cols><sheetData>'
        + row(1, text("A1", "No"), '<c r="B1"><f>A2*2</f><v>7</v></c>')
        + row(2, number("A2", 45000, 1), shared, error)
        + '</sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells>',
        styles='<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>',
        strings="<si><t>satu</t></si><si><r><t>dua</t></r></si>",
    )


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The bytes with a few changed, cut out, repeated or zeroed."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at, length = chance.randrange(len(changed) or 1), chance.choice((1, 2, 4, 8, 64, 512))
        match chance.randrange(6):
            case 0:
                changed[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                changed[at : at + 1] = bytes([chance.choice(INTERESTING)])
            case 2:
                changed[at : at + 4] = chance.choice((b"\xff" * 4, bytes(4), b"\0\0\0\x80"))
            case 3:
                del changed[at : at + length]
            case 4:
                changed[at:at] = changed[at : at + length] * chance.choice((1, 3, 50))
            case 5:
                changed[at : at + length] = bytes(length)
    return bytes(changed)


def mutations(kind: str, count: int, seed: str) -> Iterator[bytes]:
    """Damage to the file as it lies there, or in a zip to one part that is then packed well."""
    chance = random.Random(f"{seed} {kind}")
    data = sources(kind)
    for _ in range(count):
        if kind == "xls" or chance.random() < 0.25:
            yield damaged(data, chance)
        else:
            parts = parts_of(data)
            name = chance.choice(sorted(parts))
            yield zipped(parts | {name: damaged(parts[name], chance)})


def read_mutations(folder: Path, kind: str, count: int, seed: str) -> Counter[str]:
    """How often each outcome was met. Fails where one is unknown or the next file suffers."""
    good = folder / "good.xlsx"
    good.write_bytes(good_xlsx())
    reader, met = Reader(Limits(seconds=HANGS)), Counter[str]()
    for place, data in enumerate(mutations(kind, count, seed)):
        bad = folder / f"{kind}{place}"
        bad.write_bytes(data)
        reason = reader.read(bad).reason_code or "read"
        assert reason in REASONS, (seed, kind, place, reason)
        if reason != "read" and not place % 10:
            assert reader.read(good).readable, (seed, kind, place)
        bad.unlink()
        met[reason] += 1
    assert reader.read(good).readable
    reader.close()
    return met


@pytest.mark.parametrize("kind", GOOD)
def test_damage(tmp_path: Path, kind: str) -> None:
    met = read_mutations(tmp_path, kind, 120, "night")
    assert met["corrupt"], met  # else the damage reached nothing


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("kind", GOOD)
def test_much_damage(tmp_path: Path, kind: str, seed: int) -> None:
    met = read_mutations(tmp_path, kind, 1000, str(seed))
    assert met["corrupt"], met

"""What is told of a NIP at a glance is what reading it tells, only sooner."""

from __future__ import annotations

import random
from datetime import date

from pipelines.values.nips import plainly_sound, read_nip

TODAY = date(2024, 3, 14)


def made_up(rng: random.Random) -> str:
    """Digits that are nearly a NIP, or one, with blanks or a mark such as offices write."""
    year = rng.randint(1915, 2012)
    born = f"{year}{rng.randint(0, 13):02}{rng.randint(0, 32):02}"
    month = rng.choice([rng.randint(0, 13), 21])
    sequence = rng.choice(["000", f"9{rng.randint(0, 99):02}"])
    parts = (born, f"{year + rng.randint(12, 70)}{month:02}", str(rng.randint(0, 3)), sequence)
    return rng.choice(["", "'", " "]) + rng.choice(["", " "]).join(parts)


def test_a_glance_says_what_reading_says() -> None:
    rng = random.Random(7)
    digits_of = plainly_sound(TODAY)
    told = 0
    for _ in range(30_000):
        text = made_up(rng)
        digits = digits_of(text)
        if digits is not None:
            assert read_nip(text, TODAY).value == digits
            told += 1
    assert told > 1_000

"""What a load would make of the records of a file, were a draft the map that reads it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from pipelines.landing.settle import RECORD, REJECTED, settle
from pipelines.layouts import Recognition
from pipelines.values.meanings import Meanings


@dataclass(frozen=True)
class Trial:
    """How many records (persons, where a row holds several) there are, and how many of them would
    load, be rejected or set aside. reasons: for each reason and column letter, how many records are
    rejected for it, the most first: a record may have several."""

    understood: Recognition
    loaded: int
    rejected: int
    set_aside: int
    reasons: tuple[tuple[str, str, int], ...]

    @property
    def records(self) -> int:
        """All data rows, person by person."""
        return self.loaded + self.rejected + self.set_aside


def judged(understood: Recognition, meanings: Meanings) -> Trial:
    """Judges every value as the load does. What makes the whole file wait (an office that nothing
    says) is left out of account: only its values are judged."""
    verdicts: Counter[str] = Counter()
    reasons: Counter[tuple[str, str]] = Counter()
    for use in understood.sheets:
        for place, own, texts in use.stretches():
            classes = [use.classes[own[at]] for at in texts.index]
            settled = settle(use.tables[place].slots, texts, classes, meanings)
            verdicts.update(verdict[0] for verdict in settled.verdicts if verdict)
            found = {(e.part, e.reason_code, e.column_letter) for e in settled.errors if e.rejects}
            reasons.update((code, letter) for _, code, letter in found)
    order = sorted(reasons.items(), key=lambda one: (-one[1], one[0]))
    return Trial(
        understood,
        verdicts[RECORD],
        verdicts[REJECTED],
        sum(verdicts.values()) - verdicts[RECORD] - verdicts[REJECTED],
        tuple((code, letter, count) for (code, letter), count in order),
    )

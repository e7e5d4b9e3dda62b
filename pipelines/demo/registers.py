"""All registers of the demonstration, in the order in which they are written."""

from __future__ import annotations

from pathlib import Path

from pipelines.demo import bawaslu, kasn, regional
from pipelines.demo.sheets import Register, write
from pipelines.demo.story import REPORTING_GOVERNMENTS, SEED, Story, tell


def registers(seed: int = SEED) -> list[Register]:
    """Twelve registers that are views of one made-up story."""
    story = tell(seed)
    return [
        kasn.export(story),
        kasn.annex(story),
        bawaslu.register(story),
        bawaslu.recap(story),
        *(regional.sanction_list(story, government) for government in REPORTING_GOVERNMENTS),
        *(regional.matrix(story, government) for government in REPORTING_GOVERNMENTS),
    ]


def write_all(folder: Path, seed: int = SEED) -> list[Path]:
    """Write every register into a folder (made if missing); the paths. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    return [write(register, folder) for register in registers(seed)]


def personal_values(seed: int = SEED) -> list[str]:
    """Every made-up name and NIP in the registers: what a search for leaks looks for."""
    story: Story = tell(seed)
    people = [case.person for case in story.cases] + list(story.signers.values())
    outsiders = [one for forward in story.forwards for one in forward.outsiders]
    names = [person.name for person in people] + [one.name for one in outsiders]
    return names + [person.nip for person in people]

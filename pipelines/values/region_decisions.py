"""What a person has decided about spellings of regions: a file that the matcher reads too."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from pipelines.values.decision_files import write_rows
from pipelines.values.reference import Alias, Reference
from pipelines.values.regions import bare_name, match_in_row, match_region


@dataclass(frozen=True)
class RegionDecision:
    """One row of the file: a spelling and the code it was accepted for; no code: refused."""

    alias: str
    region_code: str
    by: str
    at: str
    why: str


class RegionDecisionError(ValueError):
    """A decision that cannot hold; the message says why and names no cell but the spelling."""


_COLUMNS = [field.name for field in fields(RegionDecision)]


def read_decisions(path: Path) -> list[RegionDecision]:
    """The decisions of a file; none if it is not there. Another shape is a RegionDecisionError."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != _COLUMNS:
            raise RegionDecisionError(f"{path}: its columns must be {','.join(_COLUMNS)}")
        rows = list(reader)
    for number, row in enumerate(rows, 2):
        if None in row or None in row.values():
            raise RegionDecisionError(f"{path}: row {number} has not {len(_COLUMNS)} cells")
    return [RegionDecision(**{k: v.strip() for k, v in row.items()}) for row in rows]


def write_decisions(path: Path, decisions: Iterable[RegionDecision]) -> None:
    """Puts the file in place whole, so that a load never reads half of it."""
    write_rows(path, _COLUMNS, [asdict(one) for one in decisions])


def with_decisions(reference: Reference, decisions: list[RegionDecision]) -> Reference:
    """The reference with every decision in it.

    Raises RegionDecisionError for one that does not fit: it must fail loudly, not be dropped.
    """
    accepted = [one for one in decisions if one.region_code]
    decided = replace(
        reference,
        aliases=[
            *reference.aliases,
            *(Alias(one.alias, one.region_code, "accepted") for one in accepted
              if match_region(one.alias, "", reference).code != one.region_code
              and one.region_code in reference.regions),
        ],
        refused_regions=frozenset(one.alias for one in decisions if not one.region_code),
    )  # fmt: skip
    for number, one in enumerate(decisions, 2):
        try:
            check(one, reference)
            if one.region_code and match_region(one.alias, "", decided).code != one.region_code:
                raise RegionDecisionError("other decisions say otherwise")
        except RegionDecisionError as error:
            raise RegionDecisionError(
                f"region decision in row {number} does not hold: {error};"
                " mend or delete that row of decisions/region_aliases.csv"
            ) from error
    return decided


def check(decision: RegionDecision, reference: Reference) -> None:
    """Raises RegionDecisionError if a decision contradicts the codes or names on file.

    reference: the project's own tables, without the decision.
    """
    name, code = decision.alias, decision.region_code
    if not bare_name(name):
        raise RegionDecisionError("the spelling has no letters or figures to go by")
    match = match_in_row(name, "", reference)
    index = reference.region_index
    if code:
        region = reference.regions.get(code)
        if region is None:
            raise RegionDecisionError(
                f"{code} is not a Kemendagri code of a region; write it as 74.05"
            )
        if region.current_region_code != code:
            raise RegionDecisionError(
                f"{code} is an old code; today it is {index.label(region.current_region_code)}"
            )
        if match.code == code:
            return
    if match.code:
        raise RegionDecisionError(
            f"the spelling is on file as {index.label(match.code)};"
            " only one that is no region on file can be accepted or refused"
        )
    if match.reason_code == "region_ambiguous":
        choices = " or ".join(index.label(choice) for choice in match.choices)
        raise RegionDecisionError(
            f"the spelling can be {choices}; it must stay ambiguous for other files:"
            " give the province, or write Kabupaten or Kota, in the file itself"
        )


def same_spelling(first: str, second: str) -> bool:
    """Whether two spellings are one to the matcher, so that one decision replaces the other."""
    return first.casefold().split() == second.casefold().split()

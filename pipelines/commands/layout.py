"""`netralitas layout suggest FILE`: a draft column map for a workbook that no layout fits."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.commands import own_maps
from pipelines.home import REFERENCE, Home
from pipelines.privacy import mask_file_name

if TYPE_CHECKING:
    from pipelines.suggestion import Draft

_MOST_REASONS = 5
# A file that waits for one of these needs another map; for anything else a map would not help it.
_NEEDS_A_MAP = {"no_layout", "column_missing", "column_unexpected", "header_duplicate"}


def run(options: argparse.Namespace) -> int:
    from pipelines.commands.inspect import inbox_folder
    from pipelines.landing.receive import parse_sidecar, sidecar_beside
    from pipelines.layouts import Layouts, recognise
    from pipelines.suggestion import draft_of
    from pipelines.values import Reference
    from pipelines.workbooks import read_workbook

    path, output = options.file, options.output
    if not path.is_file():
        return _said(2, f"there is no file {mask_file_name(path.name)}")
    if output is not None and output.exists():
        return _said(2, f"{output} is there already; name another file, or remove it first")
    home = Home.find()
    layouts = Layouts.load(home.layouts)
    own_maps.warn(home, layouts)
    reference = Reference.load(REFERENCE, home.region_decisions, home.decisions)
    workbook = read_workbook(path)
    if not workbook.readable:
        return _said(1, f"it cannot be read: {workbook.reason_code}: {workbook.message}")
    beside = (parse_sidecar(sidecar_beside(path)), inbox_folder(path))
    found = recognise(workbook, layouts, reference, *beside)
    if found.reason_code == "map_broken":
        return _said(1, f"no new map is needed: {found.message}; {found.mend}")
    if found.reason_code not in _NEEDS_A_MAP:
        waits = f"; it waits for another reason: {found.message}" if found.reason_code else ""
        return _said(1, f"no new map is needed: layout {found.layout} fits it{waits}")
    if options.like is not None and not any(
        options.like in (item.name, item.register_kind) for item in layouts.items
    ):
        kinds = ", ".join(sorted({item.register_kind for item in layouts.items}))
        return _said(2, f"no layout and no kind of register is called so; the kinds are {kinds}")
    draft = draft_of(workbook, layouts, reference, *beside, like=options.like)
    if draft is None:
        return _said(
            1,
            "no table was found: no row of texts in three or more columns has rows of values "
            "below it. A map is of no use for it; send it as a table with a header.",
        )
    if output is None:
        print(draft.text, end="")
    else:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(draft.text, encoding="utf-8")
    if found.reason_code != "no_layout":
        print(f"note: {found.message}", file=sys.stderr)
    print(_what_next(draft, output, home, layouts.words), file=sys.stderr)
    return 0


def _said(code: int, message: str) -> int:
    print(message, file=sys.stderr)
    return code


def _tried(draft: Draft) -> list[str]:
    """How the file's records fare, the columns that nobody knows left out; reasons by column."""
    from pipelines.commands.reasons import texts

    trial = draft.trial
    aside = f", {trial.set_aside} be set aside by a rule" if trial.set_aside else ""
    lines = [
        f"Tried on the file as it stands, without the columns that are TODO: of {trial.records} "
        f"records {trial.loaded} would load, {trial.rejected} be rejected{aside}."
    ]
    for code, letter, count in trial.reasons[:_MOST_REASONS]:
        lines.append(f"  {count} for column {letter}: {code}: {texts().get(code, '')}")
    if more := len(trial.reasons) - _MOST_REASONS:
        lines += [f"  and {more} other reasons"] if more > 0 else []
    return lines


def _what_next(draft: Draft, output: Path | None, home: Home, words: frozenset[str]) -> str:
    """What the draft holds and the steps that are left, without a heading that may name someone."""
    from pipelines.layouts.quoting import columns_named, masked_heading

    trial = draft.trial.understood
    lines = [
        f"Draft of a column map: the table in {draft.place}, nearest is layout {draft.nearest}.",
        f"Office {trial.office or 'not stated'}, period {trial.period_label or 'not stated'}.",
        *_tried(draft),
    ]
    odd = [one for one in draft.headings if masked_heading(one[1], words) != one[1]]
    if odd:
        lines.append(
            "It holds headings as they are written; look whether one names a person: "
            f"{columns_named(odd, words)}."
        )
    target = home.layouts / f"{draft.name}.yml"
    steps = []
    if draft.asks_kind:
        steps.append(
            "Say in `register_kind` what it is, in place of TODO; or begin again with --like KIND, "
            "one of those listed above it."
        )
    if draft.asks_office:
        steps.append("Say in `office` whose register it is, in place of TODO.")
    if draft.unfinished:
        columns = ", ".join(draft.unfinished)
        steps.append(
            f"Say of column {columns} what it feeds, in place of TODO (the fields are listed at "
            "the end), or say `ignored: true`."
        )
    steps.append(
        f"Look at the other lines marked TODO ({draft.checks}), and at `layout` and `title`."
    )
    if output is None or output.resolve() != target:
        steps.append(f"Save it as {target}")
    steps.append("netralitas inspect FILE shows what is made of each row.")
    unknown = [
        f"`{key}: …`"
        for key, value in (("office", trial.office), ("period", trial.period_label))
        if value is None
    ]
    if unknown:
        steps.append(
            f"The titles do not say it: write {' and '.join(unknown)} in FILE.yml beside the file."
        )
    steps.append("netralitas load reads every waiting file again.")
    return "\n".join([*lines, "Next:", *(f"  {n}. {step}" for n, step in enumerate(steps, 1))])

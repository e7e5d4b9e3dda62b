"""What waits for somebody: files in quarantine, and the cells for which rows were rejected."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pipelines.commands.inspection import masked_words
from pipelines.layouts import Layouts
from pipelines.layouts.quoting import masked_heading
from pipelines.privacy import MASK
from pipelines.values.decisions import folded, key_of
from pipelines.values.interpret import WORD_LISTS

if TYPE_CHECKING:
    import duckdb

# Kinds whose texts are made of words on lists: what is shown of them is masked word by word.
_WORDED = {*WORD_LISTS, "subject_kind", "violation", "sanction", "region", "province",
           "region_code", "institution", "date", "number", "count", "percentage"}  # fmt: skip


PARTIAL = "edition_partial"
"""The reason of a file that lacks most of the edition it would replace (partial_editions.py)."""


class WaitingFile(NamedTuple):
    """A file in quarantine. `mend` is the recogniser's own advice, where it has one."""

    delivery_key: str
    file: str
    reason_code: str
    reason: str
    mend: str | None


class WaitingCell(NamedTuple):
    """A cell for which a row of a current delivery was rejected; `key` names it to `decide`."""

    key: str
    delivery_key: str
    file: str
    layout: str
    sheet: str
    row: int
    part: int
    column: str
    heading: str
    field: str
    kind: str
    reason_code: str
    reason: str
    text: str

    @property
    def place(self) -> str:
        person = f" (person {self.part})" if self.part > 1 else ""
        return f"{self.sheet}!{self.column}{self.row}{person}"

    def shown(self, reveal: bool) -> str:
        """The cell's text as it may be shown: as it is, or without what may name someone."""
        if not self.text:
            return "(empty)"
        plain = "".join(sign if sign.isprintable() else " " for sign in self.text)
        if reveal:
            return f'"{plain}"'
        return f'"{masked_words(plain)}"' if self.kind in _WORDED else MASK


def waiting_files(connection: duckdb.DuckDBPyConnection, reveal: bool) -> list[WaitingFile]:
    """The files in quarantine, by name."""
    rows = connection.execute(
        f"""select d.delivery_key, d.{_name(reveal)},
            coalesce(d.reason_code, '{PARTIAL}'),
            coalesce(d.reason, b.held_back_because || ', ' || e.{_name(reveal)} || ' ('
                || e.delivery_key || '), which still counts'),
            d.mend
        from landing.delivery as d
        inner join landing.build_delivery as b using (delivery_key)
        left join landing.delivery as e on e.delivery_key = b.held_back_for
        where d.status = 'quarantined' or b.held_back_for is not null order by 2, 1"""
    ).fetchall()
    return [WaitingFile(*row) for row in rows]


def made_up_files(connection: duckdb.DuckDBPyConnection, reveal: bool) -> list[str]:
    """Files in the inbox that say that they are made up, which only a load with --demo takes in."""
    return [
        name
        for (name,) in connection.execute(
            f"""select d.{_name(reveal)} from landing.delivery as d
            where d.is_demo and d.folder = 'inbox'
            and d.delivery_key in (select p.delivery_key from landing.present_file as p)
            and d.delivery_key not in (select b.delivery_key from landing.build_delivery as b)
            order by all"""
        ).fetchall()
    ]


def same_content(connection: duckdb.DuckDBPyConnection, reveal: bool) -> list[tuple[str, str]]:
    """Files that hold what an earlier one does: (its name, the earlier one's)."""
    return connection.execute(
        f"""select d.{_name(reveal)}, e.{_name(reveal)}
        from landing.build_delivery as b
        inner join landing.delivery as d using (delivery_key)
        inner join landing.delivery as e on e.delivery_key = b.same_content_as
        where d.status = 'recognised' order by all"""
    ).fetchall()


def data_rows(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Delivery → its data rows."""
    return dict(
        connection.execute(
            """select delivery_key, count(distinct (sheet_name, row_number))
            from landing.row_verdict group by delivery_key"""
        ).fetchall()
    )


def waiting_cells(
    connection: duckdb.DuckDBPyConnection, reveal: bool, rejects: bool = True
) -> list[WaitingCell]:
    """The rejected cells of current deliveries, in the order of files, sheets and rows.

    rejects: False gives the cells that were left out too, though their row was kept.
    """
    rows = connection.execute(
        f"""select distinct e.delivery_key, d.{_name(reveal)}, d.layout, e.sheet_name,
            e.row_number, e.part, e.column_letter, e.heading, e.field, e.value_kind,
            e.reason_code, e.reason, e.text
        from landing.row_error as e
        inner join landing.delivery as d using (delivery_key)
        inner join landing.build_delivery as b using (delivery_key)
        where b.is_current and (e.rejects or not ?)
        order by 2, 1, 4, 5, 6, len(e.column_letter), 7, 9""",
        [rejects],
    ).fetchall()
    known = Layouts.load().words
    cells = []
    for delivery, file, layout, sheet, row, part, letter, heading, field, kind, *found in rows:
        code, reason, text = found
        shown = heading if reveal else masked_heading(heading, known)
        cells.append(
            WaitingCell(
                key_of(delivery, sheet, row, part, field), delivery, file, layout, sheet, row, part,
                letter or "", folded(shown), field, kind, code,
                reason or "", folded(text or ""),
            )
        )  # fmt: skip
    return cells


def _name(reveal: bool) -> str:
    return "file_name" if reveal else "file_name_masked"


def rows_said(numbers: list[int]) -> str:
    """Row numbers as a person says them: '12, 15-18'."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)

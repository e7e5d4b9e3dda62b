"""Turns archived files into records: children read and understand, this process only writes."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from pipelines import fingerprint
from pipelines.landing.store import ROW_GROUP, append, insert, option, set_option
from pipelines.privacy import asn_key, asn_keys, mask

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from pipelines.home import Home
    from pipelines.workbooks import Setup

TABLES = ("row", "sheet_table", "row_error", "decision_use")
"""What a delivery is written into, beside landing.delivery."""

PEOPLE = "nip_key"
"""The table of keyed hashes: each NIP is in it once, in how many deliveries it may stand."""

_UNDERSTANDING = "pipelines.landing.understand:Understanding"
# So much is handed over at once, which bounds what is held here.
_BYTES_AT_ONCE = 6_000_000
# So many files keep a second child busy.
_FILES_A_CHILD = 12


def pending(
    connection: duckdb.DuckDBPyConnection, recogniser: str, decided: dict[str, str]
) -> list[dict[str, Any]]:
    """The deliveries that this version of the recogniser has not seen yet, or not with what is
    decided now about cells of theirs. decided: of these deliveries, the hash of those decisions.

    Of the project's own folders only what lies there now; of the inbox whatever was received. Each
    has, as `recogniser`, what it is to be marked with when it is seen.
    """
    columns = ("delivery_key", "sha256", "file_name", "inbox_folder", "sidecar", "layout")
    rows = connection.execute(
        f"""select {", ".join(columns[:-1])}, {_READ_BY}, recogniser from landing.delivery
        where (folder = 'inbox' or delivery_key in (select delivery_key from landing.present_file))
        order by delivery_key"""
    ).fetchall()
    waiting = []
    for *row, seen_by in rows:
        one = dict(zip(columns, row, strict=True))
        own = decided.get(one["delivery_key"])
        one["recogniser"] = f"{recogniser} {own}" if own else recogniser
        if seen_by != one["recogniser"]:
            waiting.append(one)
    return waiting


# The layout that a delivery was read by when it was last looked at, or would have been, had its map
# not been broken.
_READ_BY = "case when status = 'recognised' or reason_code = 'map_broken' then layout end"


def read_before(connection: duckdb.DuckDBPyConnection, key: str) -> str | None:
    """The layout that a delivery was read by before, if it was."""
    row = connection.execute(
        f"select {_READ_BY} from landing.delivery where delivery_key = ?", [key]
    ).fetchone()
    return row[0] if row else None


def _setup(home: Home, key: bytes) -> Setup:
    """What the readers are told. The stamp: they read the column maps and decisions of the home."""
    from pipelines.workbooks import Limits, Setup

    return Setup(Limits(), _UNDERSTANDING, (home, key), fingerprint.of_decisions(home))


def get_ready(home: Home, key: bytes) -> None:
    """Lets the readers start while files are still received."""
    from pipelines.workbooks import prepare

    prepare(_setup(home, key))


def recognise_pending(
    connection: duckdb.DuckDBPyConnection,
    home: Home,
    recogniser: str,
    key: bytes,
    workers: int = 2,
    times: dict[str, float] | None = None,
) -> int:
    """Reads and understands every pending delivery; returns how many there were.

    A kill leaves what it came to pending: the next load takes those deliveries again. times: gets
    the CPU seconds by what they went into.
    """
    from pipelines.values.decisions import digests
    from pipelines.workbooks import digest_workbooks

    # What was still to come when it was read may have come: those rows are read again.
    connection.execute(
        "update landing.delivery set recogniser = null where delivery_key in "
        "(select delivery_key from landing.row_error where reason_code = 'date_future')"
    )
    waiting = pending(connection, recogniser, digests(home.decisions))
    _renew_keys(connection, key)
    if waiting:
        writer = Writer(
            connection, {one["delivery_key"]: one["recogniser"] for one in waiting}, times
        )
        writer.forget(waiting)
        items = digest_workbooks(
            [(home.archive / one["sha256"], one) for one in waiting],
            _setup(home, key),
            min(workers, 1 + len(waiting) // _FILES_A_CHILD),
        )
        for delivery, item in items:
            writer.take(delivery["delivery_key"], item)
        writer.write()
    return len(waiting)


class Writer:
    """Collects what the children send, and writes it in few large batches.

    seen_by: what each delivery is to be marked with when it is done.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        seen_by: dict[str, str],
        times: dict[str, float] | None = None,
    ) -> None:
        self._connection = connection
        self._seen_by = seen_by
        self._times = {} if times is None else times
        self._batches: dict[tuple[str, tuple[str, ...]], list[pa.RecordBatch]] = defaultdict(list)
        self._people: list[pa.RecordBatch] = []
        self._rows = self._bytes = 0
        self._is_begun = False
        self._about: dict[str, dict[str, Any]] = {}
        self._done: list[dict[str, Any]] = []

    def forget(self, waiting: list[dict[str, Any]]) -> None:
        """Take out what an earlier recogniser made of the deliveries."""
        keys = [one["delivery_key"] for one in waiting]
        for table in TABLES:
            self._connection.execute(
                f"delete from landing.{table} where delivery_key in (select unnest(?))", [keys]
            )
        self._connection.execute(
            """delete from landing.edition_compared where delivery_key in (select unnest($1))
            or supersedes_delivery_key in (select unnest($1))""",
            [keys],
        )

    def add(self, table: str, batch: pa.RecordBatch) -> None:
        """Rows for a landing table."""
        if table == PEOPLE:
            self._people.append(batch)
            return
        # A row group of DuckDB is committed as soon as it is full, and goes to the file as it is.
        # What does not fill one is written to a log first, and again when the store is closed, the
        # full ones beside it too.
        while table == "row" and self._rows + batch.num_rows >= ROW_GROUP:
            fitting = ROW_GROUP - self._rows
            self._collect(table, batch.slice(0, fitting))
            self.write()
            batch = batch.slice(fitting)
        self._collect(table, batch)

    def _collect(self, table: str, batch: pa.RecordBatch) -> None:
        self._batches[table, tuple(batch.schema.names)].append(batch)
        self._rows += batch.num_rows if table == "row" else 0
        self._bytes += batch.nbytes

    def take(self, key: str, item: Any) -> None:
        """One item of a delivery's answer: a batch, what it is, or the end."""
        if isinstance(item, tuple):
            self.add(*item)
        elif isinstance(item, dict):
            self._about[key] = item
        else:
            for name, seconds in item.times.items():
                self._times[name] = self._times.get(name, 0.0) + seconds
            about = self._about.pop(key, {})
            if item.reason_code is not None:
                self.write()
                self.forget([{"delivery_key": key}])
                about = {"reason_code": item.reason_code, "reason": mask(item.message or "")}
            recogniser = self._seen_by.get(key)
            self._done.append({"delivery_key": key, "recogniser": recogniser, **about})
        if self._bytes >= _BYTES_AT_ONCE:
            self._hand_over()

    def write(self) -> None:
        """Write what was collected; the deliveries whose answer has ended are then done."""
        self._hand_over()
        started = time.process_time()
        if self._people:
            insert_people(self._connection, self._people)
            self._people = []
        describe(self._connection, self._done)
        self._connection.commit()
        self._is_begun = False
        self._rows, self._done = 0, []
        self._spent(started)

    def _hand_over(self) -> None:
        """Insert the batches, in the transaction that the next `write` commits."""
        started = time.process_time()
        if not self._is_begun:
            self._connection.begin()
            self._is_begun = True
        for (table, _), batches in self._batches.items():
            insert(self._connection, table, batches)
        self._batches.clear()
        self._bytes = 0
        self._spent(started)

    def _spent(self, started: float) -> None:
        self._times["load"] = self._times.get("load", 0.0) + time.process_time() - started


def describe(connection: duckdb.DuckDBPyConnection, said: list[dict[str, Any]]) -> None:
    """Write into landing.delivery what is now known of deliveries (see understand.about), and what
    they are marked with.

    What is not said of a delivery is not known of it, but for demo and origin, which stay.
    """
    import pyarrow as pa

    if not said:
        return
    names = (
        "layout", "family", "register_kind", "record_kind", "source_code", "office",
        "office_region_code", "office_institution_code", "period_label", "election_code", "as_of",
        "evidence", "reason_code", "reason", "mend", "logical_source", "content_sha256",
        "latest_date", "recogniser",
    )  # fmt: skip
    columns: dict[str, pa.Array] = {
        name: pa.array([one.get(name) for one in said], pa.string())
        for name in ("delivery_key", *names, "origin")
    }
    columns["is_demo"] = pa.array([one.get("is_demo") for one in said], pa.bool_())
    connection.register("said", pa.table(columns))
    sets = ", ".join(
        f"{name} = said.{name}" if name != "as_of" else "as_of = said.as_of::date" for name in names
    )
    connection.execute(
        f"""update landing.delivery as d set {sets},
        status = case when said.reason_code is null then 'recognised' else 'quarantined' end,
        origin = coalesce(said.origin, d.origin), is_demo = coalesce(said.is_demo, d.is_demo)
        from said where d.delivery_key = said.delivery_key"""
    )
    connection.unregister("said")


def insert_people(connection: duckdb.DuckDBPyConnection, batches: list[pa.RecordBatch]) -> None:
    """Adds the keyed hashes of those NIPs that are not there yet."""
    import pyarrow as pa

    connection.register("people", pa.Table.from_batches(batches))
    connection.execute(
        """insert into landing.nip_key by name select distinct nip, asn_key from people
        where nip not in (select nip from landing.nip_key)"""
    )
    connection.unregister("people")


def _renew_keys(connection: duckdb.DuckDBPyConnection, key: bytes) -> None:
    """Makes all keyed hashes again where the key is another one. Hashes are made in Python, so that
    the key is never part of any SQL."""
    stamp = asn_key("", key)
    if option(connection, "key") == stamp:
        return
    nips = [
        row[0]
        for row in connection.execute(
            """select distinct r.field_values[t.value_slot]
            from landing.row as r
            inner join landing.sheet_table as t using (delivery_key, sheet_name, table_number)
            where t.field = 'nip' and r.field_values[t.value_slot] is not null"""
        ).fetchall()
    ]
    connection.begin()
    connection.execute("delete from landing.nip_key")
    append(connection, "nip_key", {"nip": nips, "asn_key": asn_keys(nips, key)})
    set_option(connection, "key", stamp)
    connection.commit()


def summary_by_family(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, int]]:
    """Deliveries and data rows of this build, per family, and what is quarantined."""
    rows = connection.execute(
        """select
            coalesce(d.family, 'quarantined') as family, d.delivery_key, v.class, count(v.class)
        from landing.delivery as d
        inner join landing.build_delivery as b using (delivery_key)
        left join landing.row_verdict as v on d.delivery_key = v.delivery_key
        group by all"""
    ).fetchall()
    result: dict[str, Counter[str]] = {}
    seen: set[str] = set()
    for family, delivery, verdict, rows_count in rows:
        counts = result.setdefault(family, Counter())
        counts["deliveries"] += delivery not in seen
        seen.add(delivery)
        if verdict:
            counts[verdict] += rows_count
    return {family: dict(counts) for family, counts in result.items()}

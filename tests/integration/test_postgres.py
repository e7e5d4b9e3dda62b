"""The published copy in PostgreSQL: a real server, real drivers, readers that never stop."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pytest

from pipelines.publication.postgres.copying import Copied, copy_release
from pipelines.publication.postgres.tables import CopyError, UnknownTypeError
from tests.conftest import WarehouseHome, said
from tests.postgres_server import PASSWORD, Server, running

SCHEMAS = ("marts", "quality", "reporting")


@dataclass
class Copy:
    """A database of its own that holds copies of made-up releases."""

    server: Server
    name: str
    urls: dict[str, str]

    @property
    def reader(self) -> str:
        return f"{self.name}_netralitas_reader"

    @property
    def publisher_url(self) -> str:
        return self.urls["netralitas_publisher"]

    @property
    def analyst_url(self) -> str:
        return self.urls["analyst"]

    def publish(self, release: Path, **options: Any) -> Copied:
        return copy_release(self.publisher_url, release, self.reader, **options)

    def sql(self, query: str) -> list[tuple[Any, ...]]:
        """What an analyst gets."""
        with psycopg.connect(self.analyst_url) as connection:
            return connection.execute(query).fetchall()  # type: ignore[arg-type]

    def whole_release(self) -> str:
        """The release that the tables hold; fails if they hold two, or half of one."""
        ((release, *markers),) = self.sql(ONE_QUERY)
        assert set(markers) == {release}
        return str(release)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with running() as started:
        yield started


@pytest.fixture
def copy(server: Server, request: pytest.FixtureRequest) -> Copy:
    """An empty database, set up as docs/postgres.md says."""
    name = "t" + str(abs(hash(request.node.name)) % 10**8)
    return Copy(server, name, server.set_up(name))


# Every marker says the release; the tables are joined, so that one query needs both schemas.
ONE_QUERY = """
    select r.id, min(c.note_marker), max(c.note_marker), min(f.region_name), max(f.region_name),
        (select min(name) from marts.dim_source), (select max(name) from marts.dim_source),
        (select min(detail) from quality.check_result)
    from marts.dim_delivery as c cross join reporting.funnel_by_region as f
    cross join quality.release as r group by r.id
""".replace("note_marker", "office")


@pytest.fixture(scope="session")
def releases(demo_home: WarehouseHome, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Eleven releases that differ in all rows of four tables, and in how many rows three have."""
    folder = tmp_path_factory.mktemp("releases")
    source = demo_home.current_db.resolve().parent
    manifest = json.loads((source / "manifest.json").read_text())
    return [_release(folder, source, manifest, number) for number in range(11)]


def _release(folder: Path, source: Path, manifest: dict[str, Any], number: int) -> Path:
    release = folder / f"20260101T0000{number:02}000000Z"
    release.mkdir()
    shutil.copy(source / "warehouse.duckdb", release)
    (release / "manifest.json").write_text(json.dumps({**manifest, "id": release.name}))
    with duckdb.connect(str(release / "warehouse.duckdb")) as connection:
        for change in (
            f"update marts.dim_delivery set office = '{release.name}'",
            f"update marts.dim_source set name = '{release.name}'",
            f"update reporting.funnel_by_region set region_name = '{release.name}'",
            f"update quality.check_result set detail = '{release.name}'",
            f"delete from marts.bridge_case_violation where hash(case_key) % 11 = {number}",
            f"delete from marts.fct_case_event where hash(event_key) % 11 = {number}",
            f"delete from reporting.figure_history where hash(figure_key) % 11 = {number}",
        ):
            connection.execute(change)
    return release


def _reshaped(release: Path, folder: Path) -> Path:
    """The same release with one more column and another comment, as a new version may have."""
    target = folder / (release.name[:-2] + "1Z")
    shutil.copytree(release, target)
    manifest = json.loads((release / "manifest.json").read_text())
    (target / "manifest.json").write_text(json.dumps({**manifest, "id": target.name}))
    with duckdb.connect(str(target / "warehouse.duckdb")) as connection:
        for change in (
            "alter table reporting.funnel_by_region add column added integer",
            "comment on column reporting.funnel_by_region.added is 'Added. | ID: Tambahan'",
            f"update marts.dim_delivery set office = '{target.name}'",
            f"update marts.dim_source set name = '{target.name}'",
            f"update reporting.funnel_by_region set region_name = '{target.name}'",
            f"update quality.check_result set detail = '{target.name}'",
        ):
            connection.execute(change)
    return target


def _inside(release: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(release / "warehouse.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchall()


# What is copied


def test_every_table_is_there_with_the_same_rows(copy: Copy, releases: list[Path]) -> None:
    # The first publication makes the tables; the second changes rows; both leave the same.
    for release in (releases[0], releases[1]):
        copied = copy.publish(release)
        assert copied.release == release.name
        rows = 0
        with (
            psycopg.connect(copy.analyst_url) as analyst,
            duckdb.connect(str(release / "warehouse.duckdb"), read_only=True) as file,
        ):
            tables = file.execute(
                "select format('{}.{}', schema_name, table_name), string_agg(format('\"{}\"', "
                "column_name), ', ') from duckdb_columns() where schema_name in "
                f"{SCHEMAS} group by all"
            ).fetchall()
            assert len(tables) > 30
            for table, columns in tables:
                query = f"select {columns} from {table}"
                theirs = file.execute(query).fetchall()
                ours = analyst.execute(query).fetchall()  # type: ignore[arg-type]
                assert Counter(ours) == Counter(theirs), table
                rows += len(theirs)
        assert copied.rows == rows + 1
        assert copy.whole_release() == release.name


def test_comments_are_the_descriptions_and_keys_and_indexes_are_there(
    copy: Copy, releases: list[Path]
) -> None:
    copy.publish(releases[0])
    described = copy.sql(
        """select n.nspname, c.relname, a.attname, d.description
        from pg_description as d inner join pg_class as c on c.oid = d.objoid
        inner join pg_namespace as n on n.oid = c.relnamespace
        left join pg_attribute as a on a.attrelid = c.oid and a.attnum = d.objsubid and a.attnum > 0
        where d.classoid = 'pg_class'::regclass and n.nspname in ('marts', 'quality', 'reporting')
            and c.relname <> 'release'"""
    )
    assert set(described) == set(
        _inside(
            releases[0],
            f"""select schema_name, table_name, column_name, comment from duckdb_columns()
            where schema_name in {SCHEMAS} and comment is not null union all
            select schema_name, table_name, null, comment from duckdb_tables()
            where schema_name in {SCHEMAS}""",
        )
    )
    assert all(text for *_, text in described)
    kinds = {"PRIMARY KEY": "p", "FOREIGN KEY": "f"}
    expected = Counter(
        (schema, table, kinds[kind], tuple(columns))
        for schema, table, kind, columns in _inside(
            releases[0],
            "select schema_name, table_name, constraint_type, constraint_column_names "
            "from duckdb_constraints() where constraint_type in ('PRIMARY KEY', 'FOREIGN KEY')",
        )
    )
    keys = """select n.nspname, c.relname, k.contype,
            array(select attname from unnest(k.conkey) with ordinality as u(attnum, position)
                inner join pg_attribute as a on a.attrelid = c.oid and a.attnum = u.attnum
                order by position) from pg_constraint as k
        inner join pg_class as c on c.oid = k.conrelid
        inner join pg_namespace as n on n.oid = c.relnamespace where k.contype in ('p', 'f')
            and n.nspname in ('marts', 'quality', 'reporting')"""
    found = [(s, t, k.decode() if isinstance(k, bytes) else k, tuple(c))
             for s, t, k, c in copy.sql(keys)]  # fmt: skip
    assert Counter(found) == expected
    assert sum(kind == "f" for _, _, kind, _ in found) > 20
    leading = set(
        copy.sql(
            """select n.nspname, c.relname, a.attname from pg_index as i
            inner join pg_class as c on c.oid = i.indrelid
            inner join pg_namespace as n on n.oid = c.relnamespace
            inner join pg_attribute as a on a.attrelid = c.oid and a.attnum = i.indkey[0]"""
        )
    )
    assert {(s, t, columns[0]) for s, t, kind, columns in found if kind == "f"} <= leading
    assert {("reporting", "funnel_by_region", "region_code"),
            ("reporting", "figure_history", "measure"),
            ("quality", "rejected_row", "delivery_key")} <= leading  # fmt: skip


def test_every_type_a_release_may_have_arrives_as_it_was(
    copy: Copy, releases: list[Path], tmp_path: Path
) -> None:
    release = shutil.copytree(releases[0], tmp_path / releases[0].name)
    with duckdb.connect(str(release / "warehouse.duckdb")) as connection:
        connection.execute(
            """create table quality.every_type as select * from (values (
                1::tinyint, 2::smallint, 3::bigint, -170141183460469231731687303715884105::hugeint,
                18446744073709551615::ubigint, 1.5::float, 'nan'::double, 1.25::decimal(9, 3),
                true, date '2024-02-29', timestamp '2024-02-27 23:59:59.123456', time '01:02:03',
                timestamptz '2024-02-27 23:59:59+08', ['satu, "dua"', null, 'x\\y{z}'], [1, 2],
                'baris' || chr(10) || 'tab' || chr(9) || '\\N \\. "é" \\\\', '',
                'a7c31c6e-6b36-4fa5-9c0b-3d5d3d3ec0a1'::uuid)), (values (1), (2))"""
        )
        connection.execute("insert into quality.every_type (col0) values (null)")
    copy.publish(release)
    query = "select * from quality.every_type order by 1"
    ours, theirs = copy.sql(query), _inside(release, query)
    assert [list(map(_plain, row)) for row in ours] == [list(map(_plain, row)) for row in theirs]


def _plain(value: Any) -> str:
    """A value as text: two drivers have objects of their own for time zones and big numbers."""
    aware = isinstance(value, datetime) and value.tzinfo
    return str(value.astimezone(UTC) if aware else value)


def test_a_type_without_a_counterpart_is_refused(
    copy: Copy, releases: list[Path], tmp_path: Path
) -> None:
    release = shutil.copytree(releases[0], tmp_path / releases[0].name)
    with duckdb.connect(str(release / "warehouse.duckdb")) as connection:
        connection.execute("create table quality.odd as select {'a': 1} as pair")
    with pytest.raises(UnknownTypeError, match="no PostgreSQL type is agreed for STRUCT"):
        copy.publish(release)


# Who reads


class Readers:
    """Readers that never stop while something is published, and what they saw."""

    def __init__(self, url: str) -> None:
        self.seen: Counter[str] = Counter()
        self.releases: set[str] = set()
        self._url = url
        self._over = threading.Event()
        self._threads = [
            threading.Thread(target=self._watch, args=(look,))
            for look in (self._query, self._prepared, self._transaction, self._late_transaction)
        ]

    def __enter__(self) -> Readers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _watch(self, look: Callable[[psycopg.Connection[Any]], list[Any]]) -> None:
        # A client that connects once and stays connected, as BI tools do.
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            while not self._over.is_set():
                try:
                    values = look(connection)
                except psycopg.Error as error:
                    self.seen[f"{look.__name__}: {error}"] += 1
                    continue
                whole = len(set(values)) == 1 and values[0] is not None
                self.seen[f"{look.__name__}: {'one release' if whole else values}"] += 1
                self.releases.add(str(values[0]))

    def _query(self, connection: psycopg.Connection[Any]) -> list[Any]:
        return list(connection.execute(ONE_QUERY).fetchone() or [None])

    def _prepared(self, connection: psycopg.Connection[Any]) -> list[Any]:
        return list(connection.execute(ONE_QUERY, prepare=True).fetchone() or [None])

    def _transaction(self, connection: psycopg.Connection[Any]) -> list[Any]:
        with connection.transaction():
            return list(self._one_after_another(connection))

    def _late_transaction(self, connection: psycopg.Connection[Any]) -> list[Any]:
        """One that has its snapshot long before it touches a table of ours."""
        with connection.transaction():
            connection.execute("select 1")
            time.sleep(0.15)
            return list(self._one_after_another(connection))

    def _one_after_another(self, connection: psycopg.Connection[Any]) -> Iterator[Any]:
        for query in (
            "select min(region_name), max(region_name) from reporting.funnel_by_region",
            "select min(detail), max(detail) from quality.check_result",
            "select min(office), max(name) from marts.dim_delivery, marts.dim_source",
            "select id, id from quality.release",
        ):
            yield from connection.execute(query).fetchone() or [None]  # type: ignore[arg-type]
            time.sleep(0.02)

    def saw_one_release_each_time(self) -> bool:
        return len(self.seen) == 4 and all(key.endswith(": one release") for key in self.seen)


def test_readers_see_no_error_and_no_mixture_through_ten_publications(
    copy: Copy, releases: list[Path], tmp_path: Path
) -> None:
    copy.publish(releases[0])
    with Readers(copy.analyst_url) as readers:
        for release in releases[1:]:
            assert not copy.publish(release).rebuilt
    assert readers.saw_one_release_each_time(), readers.seen
    assert sum(readers.seen.values()) > 100, readers.seen
    assert len(readers.releases) > 5, readers.releases
    assert copy.whole_release() == releases[-1].name


def test_readers_see_no_error_and_no_mixture_when_tables_change_their_shape(
    copy: Copy, releases: list[Path], tmp_path: Path
) -> None:
    copy.publish(releases[0])
    with Readers(copy.analyst_url) as readers:
        for release in (_reshaped(releases[1], tmp_path), releases[2], releases[3]):
            copied = copy.publish(release)
            assert copied.rebuilt == (release != releases[3])
    assert readers.saw_one_release_each_time(), readers.seen
    assert copy.whole_release() == releases[3].name
    schemas = {schema for (schema,) in copy.sql(
        "select nspname from pg_namespace where nspname !~ '^pg_'")}  # fmt: skip
    assert schemas == {"information_schema", "public", *SCHEMAS}


def test_a_reader_in_the_middle_of_a_transaction_holds_up_a_new_shape_only(
    copy: Copy, releases: list[Path], tmp_path: Path
) -> None:
    copy.publish(releases[0])
    reshaped = _reshaped(releases[1], tmp_path)
    with psycopg.connect(copy.analyst_url) as reader:
        reader.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        before = reader.execute("select id from quality.release").fetchone()
        copy.publish(releases[1])
        with pytest.raises(CopyError, match="readers did not leave the old ones"):
            copy.publish(reshaped, patience=0.5)
        assert reader.execute(ONE_QUERY).fetchone()[0:1] == before  # type: ignore[index]
    assert copy.whole_release() == releases[1].name
    assert copy.publish(reshaped).rebuilt
    assert copy.whole_release() == reshaped.name


def test_views_of_analysts_live_on_and_are_never_dropped(
    copy: Copy, releases: list[Path], tmp_path: Path
) -> None:
    copy.publish(releases[0])
    with copy.server.admin(f"{copy.name}_netralitas") as admin:
        admin.execute("create schema own")
        admin.execute("create view own.current as select id from quality.release")
        copy.publish(releases[1])
        assert admin.execute("table own.current").fetchall() == [(releases[1].name,)]
        with pytest.raises(CopyError, match="stand on the old ones"):
            copy.publish(_reshaped(releases[2], tmp_path))
        assert admin.execute("table own.current").fetchall() == [(releases[1].name,)]
    assert copy.whole_release() == releases[1].name


@pytest.mark.parametrize(
    "statement",
    [
        "insert into marts.dim_source select * from marts.dim_source",
        "update reporting.funnel_by_region set region_name = ''",
        "delete from quality.release",
        "truncate quality.check_result",
        "drop table reporting.funnel_by_region",
        "alter table marts.dim_source add column more int",
        "create table marts.own (a int)",
        "create table public.own (a int)",
        "create temp table own (a int)",
        "create schema own",
        "select * from restricted.anything",
        "select pg_read_file('/etc/passwd')",
        "copy marts.dim_source to program 'true'",
    ],
)
def test_the_reading_role_reads_and_nothing_else(published: Copy, statement: str) -> None:
    with (
        psycopg.connect(published.analyst_url) as connection,
        pytest.raises((psycopg.errors.InsufficientPrivilege,)),
    ):
        connection.execute(statement)


@pytest.fixture(scope="session")
def published(server: Server, releases: list[Path]) -> Copy:
    """A database that holds the first release. Tests only read it."""
    copy = Copy(server, "held", server.set_up("held"))
    with server.admin("held_netralitas") as admin:
        admin.execute("create schema restricted")
        admin.execute("create table restricted.anything (a int)")
    copy.publish(releases[0])
    return copy


def test_the_reading_role_is_made_where_it_may_be_and_asked_for_where_not(
    copy: Copy, releases: list[Path]
) -> None:
    with pytest.raises(CopyError, match=r"the role other_reader does not exist; docs/postgres\.md"):
        copy_release(copy.publisher_url, releases[0], "other_reader")
    with copy.server.admin() as admin:
        admin.execute(f"alter role {copy.name}_netralitas_publisher createrole")
    copy_release(copy.publisher_url, releases[0], "other_reader")
    with copy.server.admin(f"{copy.name}_netralitas") as admin:
        admin.execute("set role other_reader")
        assert admin.execute("select id from quality.release").fetchall() == [(releases[0].name,)]
        # The role of before was given nothing.
        admin.execute(f"set role {copy.reader}")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            admin.execute("select id from quality.release")


# What goes wrong


def _hold(copy: Copy, table: str) -> psycopg.Connection[Any]:
    """Somebody holds a table against writers: a publication waits when it comes to it."""
    holder = psycopg.connect(copy.server.url("postgres", PASSWORD, f"{copy.name}_netralitas"))
    holder.execute(f"lock table {table} in share row exclusive mode")  # type: ignore[arg-type]
    return holder


def _wait_for(copy: Copy, condition: str) -> int:
    """The process number of the publication, once it is where it should be."""
    with copy.server.admin() as admin:
        for _ in range(400):
            found = admin.execute(
                f"select pid from pg_stat_activity where usename = %s and {condition}",  # type: ignore[arg-type]
                [f"{copy.name}_netralitas_publisher"],
            ).fetchone()
            if found:
                return int(found[0])
            time.sleep(0.05)
    pytest.fail("the publication did not come so far")


@pytest.fixture
def copy_home(copy: Copy, releases: list[Path], tmp_path: Path) -> WarehouseHome:
    """A home whose database holds the first release and whose current release is the second."""
    home = WarehouseHome(
        tmp_path / "home",
        {"NETRALITAS_POSTGRES": copy.publisher_url, "NETRALITAS_POSTGRES_READER": copy.reader},
    )
    (home.root / "landing").mkdir(parents=True)
    (home.root / "releases").symlink_to(releases[0].parent)
    _make_current(home, releases[1])
    (home.root / "current.duckdb").symlink_to("current/warehouse.duckdb")
    copy.publish(releases[0])
    return home


def _make_current(home: WarehouseHome, release: Path) -> None:
    (home.root / "current").unlink(missing_ok=True)
    (home.root / "current").symlink_to(Path("releases") / release.name)


@pytest.mark.parametrize(
    ("victim", "table"),
    [("process", "marts.dim_date"), ("backend", "marts.fct_case"), ("process", "quality.release")],
)
def test_a_killed_publication_leaves_the_old_release_whole(
    copy: Copy, copy_home: WarehouseHome, releases: list[Path], table: str, victim: str
) -> None:
    holder = _hold(copy, table)
    process = subprocess.Popen(
        [sys.executable, "-m", "pipelines.cli", "postgres"],
        env=copy_home.env(), stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    backend = _wait_for(copy, "wait_event_type = 'Lock'")
    if victim == "process":
        process.send_signal(signal.SIGKILL)
    else:
        with copy.server.admin() as admin:
            admin.execute("select pg_terminate_backend(%s)", [backend])
    _, told = process.communicate(timeout=30)
    assert copy.whole_release() == releases[0].name
    assert process.returncode == (-signal.SIGKILL if victim == "process" else 1)
    state = json.loads((copy_home.root / "landing" / "postgres.json").read_text())
    if victim == "process":
        assert state["error"] == "the copying did not come to its end"
    else:
        assert "PostgreSQL was NOT updated" in told
        assert "terminating connection" in state["error"]
    # The server notices that nobody is there when the table is free, if not before.
    holder.close()
    done = _until_published(copy_home)
    assert done.returncode == 0, said(done)
    assert copy.whole_release() == releases[1].name


def _until_published(home: WarehouseHome) -> subprocess.CompletedProcess[str]:
    for _ in range(20):
        done = home.netralitas("postgres")
        if "another publication" not in done.stderr:
            break
    return done


def test_a_publication_killed_while_it_makes_tables_anew_leaves_nothing_behind(
    copy: Copy, releases: list[Path], copy_home: WarehouseHome, tmp_path: Path
) -> None:
    with psycopg.connect(copy.analyst_url) as reader:
        assert reader.execute("select id from quality.release").fetchall()
        process = subprocess.Popen(
            [sys.executable, "-m", "pipelines.cli", "postgres", "--rebuild"], env=copy_home.env()
        )
        _wait_for(copy, "starts_with(query, 'lock table')")
        process.kill()
        process.wait()
    assert copy.whole_release() == releases[0].name
    done = copy_home.netralitas("postgres", "--rebuild")
    assert done.returncode == 0, said(done)
    assert copy.whole_release() == releases[1].name
    assert copy.sql("select nspname from pg_namespace where nspname like '%_next'") == []


def test_two_publications_do_not_mix(copy: Copy, releases: list[Path]) -> None:
    copy.publish(releases[0])
    holder = _hold(copy, "marts.fct_case")
    first = threading.Thread(target=copy.publish, args=(releases[1],))
    first.start()
    _wait_for(copy, "wait_event_type = 'Lock'")
    with pytest.raises(CopyError, match="another publication"):
        copy.publish(releases[2])
    holder.close()
    first.join()
    assert copy.whole_release() == releases[1].name


def test_schemas_of_others_are_not_touched(copy: Copy, releases: list[Path]) -> None:
    with copy.server.admin(f"{copy.name}_netralitas") as admin:
        admin.execute("create schema reporting")
        admin.execute("create table reporting.precious (a int)")
        with pytest.raises(CopyError, match="schemas that no publication made: reporting"):
            copy.publish(releases[0])
        assert admin.execute("table reporting.precious").fetchall() == []


def test_a_failure_is_told_without_password_or_values_and_mended_by_the_next_load(
    copy: Copy,
    releases: list[Path],
    copy_of_demo_home: Callable[[], WarehouseHome],
) -> None:
    home = copy_of_demo_home()
    for url, word in (
        ("postgresql://someone:s3cret-word@127.0.0.1:1/nowhere", "Connection refused"),
        ("postgresql//someone:s3cret-word@127.0.0.1", "not a libpq connection URL"),
        (copy.publisher_url.replace("change-me", "s3cret-word"), "password authentication failed"),
    ):
        home.environment = {"NETRALITAS_POSTGRES": url, "NETRALITAS_POSTGRES_READER": copy.reader}
        done = home.netralitas("postgres")
        assert done.returncode == 1, said(done)
        assert word in done.stderr
        assert "The release itself stands" in done.stderr
        status = home.netralitas("status")
        assert status.returncode == 1
        assert word in status.stdout
        assert "NOT HEALTHY:  PostgreSQL does not hold this release" in status.stdout
        for text in (done.stderr, done.stdout, status.stdout, status.stderr):
            assert "s3cret" not in text
    home.environment = {
        "NETRALITAS_POSTGRES": copy.publisher_url, "NETRALITAS_POSTGRES_READER": copy.reader,
    }  # fmt: skip
    done = home.netralitas("load", "--demo")
    assert done.returncode == 0, said(done)
    assert "Nothing new" in done.stdout
    assert f"PostgreSQL holds release {home.release_id}" in done.stdout
    assert copy.sql("select id from quality.release") == [(home.release_id,)]
    assert home.netralitas("status").returncode == 0


# In the nightly job


def _materialize(home: WarehouseHome, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The step after the release, run by Dagster."""
    import dagster as dg

    from pipelines.assets.postgres import postgres

    monkeypatch.setenv("NETRALITAS_HOME", str(home.root))
    for name in ("NETRALITAS_POSTGRES", "NETRALITAS_POSTGRES_READER"):
        monkeypatch.delenv(name, raising=False)
    for name, value in home.environment.items():
        monkeypatch.setenv(name, value)
    with dg.DagsterInstance.ephemeral() as instance:
        return dg.materialize([postgres], instance=instance, raise_on_error=False)


def test_the_step_copies_where_a_database_is_named_and_fails_when_it_cannot(
    copy: Copy,
    copy_home: WarehouseHome,
    releases: list[Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = _materialize(copy_home, monkeypatch)
    (event,) = run.asset_materializations_for_node("postgres")
    assert event.metadata["release"].value == releases[1].name
    assert copy.whole_release() == releases[1].name
    _make_current(copy_home, releases[2])
    copy_home.environment["NETRALITAS_POSTGRES"] = "postgresql://me:s3cret@127.0.0.1:1/nowhere"
    run = _materialize(copy_home, monkeypatch)
    assert not run.success
    failure = run.failure_data_for_node("postgres")
    assert "Connection refused" in failure.user_failure_data.description
    assert "s3cret" not in str(failure)
    assert copy.whole_release() == releases[1].name


def test_the_step_does_nothing_where_no_database_is_named(
    copy_home: WarehouseHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_home.environment = {}
    run = _materialize(copy_home, monkeypatch)
    assert run.success
    assert run.asset_materializations_for_node("postgres") == []


def test_an_older_release_made_current_again_is_copied_too(
    copy: Copy, copy_home: WarehouseHome, releases: list[Path]
) -> None:
    assert copy_home.netralitas("postgres").returncode == 0
    done = copy_home.netralitas("rollback", releases[0].name)
    assert done.returncode == 0, said(done)
    assert copy.whole_release() == releases[0].name


@pytest.mark.slow
def test_a_load_publishes_though_the_database_is_away_and_the_night_after_mends_it(
    copy: Copy, copy_of_demo_home: Callable[[], WarehouseHome], monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipelines.assets.postgres import POSTGRES
    from pipelines.automation import nightly

    home = copy_of_demo_home()
    before = home.release_id
    home.environment = {
        "NETRALITAS_POSTGRES": "postgresql://me:s3cret@127.0.0.1:1/nowhere",
        "NETRALITAS_POSTGRES_READER": copy.reader,
    }
    done = home.netralitas("load")
    assert done.returncode == 0, said(done)
    assert "WARNING: PostgreSQL was NOT updated" in done.stderr
    assert "s3cret" not in done.stderr + done.stdout
    assert home.release_id != before
    assert home.netralitas("status").returncode == 1
    monkeypatch.setenv("NETRALITAS_HOME", str(home.root))
    monkeypatch.setenv("NETRALITAS_POSTGRES", copy.publisher_url)
    assert nightly().asset_selection == [POSTGRES]  # type: ignore[union-attr]
    home.environment["NETRALITAS_POSTGRES"] = copy.publisher_url
    done = home.netralitas("load")
    assert done.returncode == 0, said(done)
    assert copy.sql("select id from quality.release") == [(home.release_id,)]
    assert home.netralitas("status").returncode == 0

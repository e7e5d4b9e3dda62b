"""Packages that are kept out where nothing needs them, and are there again afterwards."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest

from pipelines.imports import kept_out


def _in_a_fresh_process(code: str) -> str:
    """What a program prints: here pandas has long been imported."""
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True
    ).stdout


def test_who_reads_and_writes_the_store_never_waits_for_pandas() -> None:
    said = _in_a_fresh_process(
        """
        import sys
        import pyarrow as pa
        from pipelines.landing.store import append, open_store, option, set_option
        with open_store() as connection:
            set_option(connection, "key", "x")
            append(connection, "nip_key", {"nip": ["1"], "asn_key": ["k"]})
            print(option(connection, "key"), len(connection.execute(
                "select * from landing.nip_key where nip = ?", ["1"]).fetchall()))
            print("pandas" in sys.modules)
        """
    )
    assert said.splitlines() == ["x 1", "False"]


def test_who_was_without_pandas_has_it_afterwards() -> None:
    said = _in_a_fresh_process(
        """
        import duckdb
        import pyarrow as pa
        from pipelines.imports import kept_out
        with kept_out("pandas"):
            connection = duckdb.connect()
            connection.execute("select ?", ["a"]).fetchall()
            table = pa.table({"a": pa.array(["x", None])})
        import pandas as pd
        frame = pd.DataFrame({"a": ["x", pd.NA]})
        for read in (
            connection.sql("select 'x' as a").df(), table.to_pandas(),
            connection.sql("from frame").df(), pa.table(frame).to_pandas(),
            pa.array(frame["a"]).to_pandas(),
        ):
            print(type(read).__name__, len(read), end=" ")
        print(connection.execute("select ?", [pd.NaT]).fetchall())
        """
    )
    assert said.split(" [")[0] == "DataFrame 1 DataFrame 2 DataFrame 2 DataFrame 2 Series 2"
    assert said.strip().endswith("[(None,)]")


def test_only_what_is_named_is_kept_out_and_only_of_the_thread_that_asks() -> None:
    said = _in_a_fresh_process(
        """
        import sys
        import threading
        from pipelines.imports import kept_out
        with kept_out("wave"):
            import colorsys
            try:
                import wave
            except ImportError as error:
                print(error)
            other = threading.Thread(target=lambda: __import__("wave"))
            other.start()
            other.join()
            print("wave" in sys.modules)
        """
    )
    assert said.splitlines() == ["wave is kept out here", "True"]


def test_an_error_within_does_not_leave_it_out() -> None:
    before = list(sys.meta_path)
    with pytest.raises(RuntimeError), kept_out("wave"):
        raise RuntimeError
    assert sys.meta_path == before

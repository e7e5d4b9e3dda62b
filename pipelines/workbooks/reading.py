"""Reads workbooks through long-lived child processes: a file that kills one costs only itself."""

from __future__ import annotations

import atexit
import collections
import os
import pickle
import select
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from pipelines.workbooks.model import Limits, Sheet, SheetRow, Workbook

_HEADER_BYTES = 8
_CHUNK = 1 << 20
# A child that has held this share of its memory limit is replaced: what it freed stays
# reserved in its address space and would count against the next file.
_TIRED_SHARE = 0.4


class _Died(Exception):
    """The child ended before it answered."""


class _Late(Exception):
    """The child did not answer in time."""


class Reader:
    """One child process that reads files one after another. Not for use by two threads at once."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._messages: Any = None

    def read(self, path: Path) -> Workbook:
        """The workbook at `path`. Never raises for what is wrong with the file."""
        refused = _refuse(path, self._limits)
        if refused is not None:
            return refused
        try:
            answer, size = self._ask(path)
        except _Late:
            self._stop()
            seconds = f"{self._limits.seconds:g}"
            return Workbook(False, "limit_time", f"reading it takes more than {seconds} seconds")
        except _Died:
            out_of_memory = self._said_out_of_memory()
            self._stop()
            if out_of_memory:
                return Workbook(
                    False, "limit_memory", "reading it takes more memory than is allowed"
                )
            return Workbook(False, "reader_died", "the reader crashed on it: it is damaged")
        if size > self._limits.memory_bytes * _TIRED_SHARE / 8:
            self._stop()
        if answer[0] == "unreadable":
            return Workbook(False, answer[1], answer[2])
        return Workbook(True, sheets=[_sheet(*sheet) for sheet in answer[1]])

    def close(self) -> None:
        """End the child."""
        self._stop()

    def _start(self) -> subprocess.Popen[bytes]:
        root = str(Path(__file__).resolve().parents[2])
        environment = dict(os.environ)
        environment["PYTHONPATH"] = os.pathsep.join(
            part for part in (root, environment.get("PYTHONPATH")) if part
        )
        # One thread and one arena: the address space limit then measures what the file needs.
        environment.update(
            OMP_NUM_THREADS="1",
            MALLOC_ARENA_MAX="2",
            ARROW_DEFAULT_MEMORY_POOL="system",
            RUST_BACKTRACE="0",
        )
        self._messages = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the child)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "pipelines.workbooks.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._messages,
            env=environment,
            bufsize=0,
            close_fds=True,
        )
        return self._process

    def _ask(self, path: Path) -> tuple[tuple[Any, ...], int]:
        process = self._process
        if process is None or process.poll() is not None:
            self._stop()
            process = self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        request = pickle.dumps((str(path.absolute()), self._limits))
        try:
            process.stdin.write(len(request).to_bytes(_HEADER_BYTES, "little") + request)
            process.stdin.flush()
        except OSError as error:
            raise _Died from error
        deadline = time.monotonic() + self._limits.seconds
        descriptor = process.stdout.fileno()
        size = int.from_bytes(_receive(descriptor, _HEADER_BYTES, deadline), "little")
        return pickle.loads(_receive(descriptor, size, deadline)), size

    def _said_out_of_memory(self) -> bool:
        if self._process is not None:
            self._process.wait()
        if self._messages is None:
            return False
        self._messages.seek(max(0, self._messages.seek(0, os.SEEK_END) - 64_000))
        said = self._messages.read()
        return b"memory allocation of" in said or b"MemoryError" in said or b"capacity" in said

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    stream.close()
        if self._messages is not None:
            self._messages.close()
            self._messages = None


def _receive(descriptor: int, size: int, deadline: float) -> bytes:
    """Exactly `size` bytes. Raises _Died at the end of the stream, _Late at the deadline."""
    chunks: list[bytes] = []
    missing = size
    while missing:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([descriptor], [], [], left)[0]:
            raise _Late
        chunk = os.read(descriptor, min(missing, _CHUNK))
        if not chunk:
            raise _Died
        chunks.append(chunk)
        missing -= len(chunk)
    return b"".join(chunks)


def _refuse(path: Path, limits: Limits) -> Workbook | None:
    """What can be refused without opening the file."""
    try:
        found = os.lstat(path)
    except OSError as error:
        return Workbook(False, "not_a_file", f"it cannot be opened ({type(error).__name__})")
    if stat.S_ISLNK(found.st_mode):
        return Workbook(False, "not_a_file", "it is a link; put the file itself there")
    if not stat.S_ISREG(found.st_mode):
        return Workbook(False, "not_a_file", "it is not a regular file")
    if found.st_size == 0:
        return Workbook(False, "empty", "the file has 0 bytes")
    if found.st_size > limits.file_bytes:
        return Workbook(False, "limit_size", f"it is larger than {limits.file_bytes} bytes")
    return None


def _sheet(
    number: int, name: str, is_hidden: bool, epoch: str, rows: list[Any], merged: list[Any]
) -> Sheet:
    return Sheet(number, name, is_hidden, epoch, [SheetRow._make(row) for row in rows], merged)


_lock = threading.Lock()
_default: dict[Limits, Reader] = {}


def read_workbook(path: Path | str, limits: Limits | None = None) -> Workbook:
    """Read one file in this process's standing reader (started at the first call)."""
    limits = limits or Limits()
    with _lock:
        reader = _default.get(limits)
        if reader is None:
            reader = _default[limits] = Reader(limits)
        return reader.read(Path(path))


def read_workbooks(
    paths: Iterable[Path | str], workers: int = 2, limits: Limits | None = None
) -> Iterator[tuple[Path, Workbook]]:
    """Read many files, in the order given, through `workers` child processes."""
    limits = limits or Limits()
    readers = [Reader(limits) for _ in range(max(1, workers))]
    free = collections.deque(readers)

    def read(path: Path) -> Workbook:
        reader = free.popleft()
        try:
            return reader.read(path)
        finally:
            free.append(reader)

    pending: collections.deque[tuple[Path, Future[Workbook]]] = collections.deque()
    with ThreadPoolExecutor(len(readers)) as pool:
        try:
            for path in map(Path, paths):
                pending.append((path, pool.submit(read, path)))
                # A short queue keeps the children busy without holding many workbooks here.
                if len(pending) > 2 * len(readers):
                    done, future = pending.popleft()
                    yield done, future.result()
            while pending:
                done, future = pending.popleft()
                yield done, future.result()
        finally:
            for _, future in pending:
                future.cancel()
            pool.shutdown(wait=True)
            for reader in readers:
                reader.close()


def close_readers() -> None:
    """End the standing readers; they also end by themselves when this process does."""
    with _lock:
        while _default:
            _default.popitem()[1].close()


atexit.register(close_readers)

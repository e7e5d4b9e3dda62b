"""Reads workbooks through long-lived child processes: a file that kills one costs only itself."""

from __future__ import annotations

import atexit
import collections
import contextlib
import fcntl
import os
import pickle
import queue
import select
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pipelines.workbooks.model import Limits, Workbook
from pipelines.workbooks.protocol import END, FRAME, LENGTH, Answer, Setup

_CHUNK = 1 << 20
_WHOLE = "pipelines.workbooks.protocol:whole_workbook"
_QUEUE = 4
_FAILED = object()
# A child that has held this share of its memory limit is replaced: what it freed stays
# reserved in its address space and would count against the next file.
_TIRED_SHARE = 0.4


class _Died(Exception):
    """The child ended before it answered."""


class _Late(Exception):
    """The child did not answer in time."""


class Reader:
    """One child process that reads files one after another. Not for use by two threads at once.

    digest, arguments: see child.Setup; without them the answer is the workbook itself.
    """

    def __init__(
        self, limits: Limits, digest: str = _WHOLE, arguments: tuple[Any, ...] = ()
    ) -> None:
        self._limits = limits
        self._setup = Setup(limits, digest, arguments)
        self._process: subprocess.Popen[bytes] | None = None
        self._messages: Any = None

    def read(self, path: Path) -> Workbook:
        """The workbook at `path`, of a reader without a digest. Never raises for the file."""
        *workbooks, answer = self.digest(path, None)
        if answer.reason_code is not None or not workbooks:
            return Workbook(False, answer.reason_code, answer.message)
        (workbook,) = workbooks
        return workbook  # type: ignore[no-any-return]

    def digest(self, path: Path, job: Any) -> Iterator[Any]:
        """The items that the digest gives for the file, and last an Answer.

        Never raises for what is wrong with the file: the Answer then has a reason, and whatever
        came before it does not count.
        """
        refused = _refuse(path, self._limits)
        if refused is not None:
            yield refused
            return
        largest, is_whole = 0, False
        try:
            for kind, item, size in self._ask(path, job):
                largest = max(largest, size)
                is_whole = kind == END
                yield item
                if is_whole:
                    break
        except _Late:
            self._stop()
            seconds = f"{self._limits.seconds:g}"
            yield Answer("limit_time", f"reading it takes more than {seconds} seconds")
        except _Died:
            out_of_memory = self._said_out_of_memory()
            self._stop()
            if out_of_memory:
                yield Answer("limit_memory", "reading it takes more memory than is allowed")
            else:
                yield Answer("reader_died", "the reader crashed on it: it is damaged")
        finally:
            # Who stops asking leaves an answer in the pipe that is not the next file's.
            if not is_whole or largest > self._limits.memory_bytes * _TIRED_SHARE / 8:
                self._stop()

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
        with contextlib.suppress(OSError, AttributeError):
            fcntl.fcntl(self._process.stdout, fcntl.F_SETPIPE_SZ, _CHUNK)  # type: ignore[arg-type]
        return self._process

    def _ask(self, path: Path, job: Any) -> Iterator[tuple[bytes, Any, int]]:
        process = self._process
        if process is None or process.poll() is not None:
            self._stop()
            process = self._start()
            self._tell(process, self._setup)
        self._tell(process, (str(path.absolute()), job))
        assert process.stdout is not None
        descriptor = process.stdout.fileno()
        while True:
            # Each part shows that it goes on; only what hangs is late.
            deadline = time.monotonic() + self._limits.seconds
            kind, size = FRAME.unpack(_receive(descriptor, FRAME.size, deadline))
            payload = _receive(descriptor, size, deadline)
            yield kind, pickle.loads(payload), size

    def _tell(self, process: subprocess.Popen[bytes], message: Any) -> None:
        assert process.stdin is not None
        payload = pickle.dumps(message)
        try:
            process.stdin.write(LENGTH.pack(len(payload)) + payload)
            process.stdin.flush()
        except OSError as error:
            raise _Died from error

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


def _refuse(path: Path, limits: Limits) -> Answer | None:
    """What can be refused without opening the file."""
    try:
        found = os.lstat(path)
    except OSError as error:
        return Answer("not_a_file", f"it cannot be opened ({type(error).__name__})")
    if stat.S_ISLNK(found.st_mode):
        return Answer("not_a_file", "it is a link; put the file itself there")
    if not stat.S_ISREG(found.st_mode):
        return Answer("not_a_file", "it is not a regular file")
    if found.st_size == 0:
        return Answer("empty", "the file has 0 bytes")
    if found.st_size > limits.file_bytes:
        return Answer("limit_size", f"it is larger than {limits.file_bytes} bytes")
    return None


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
    """Read many files through `workers` child processes, in the order given."""
    jobs = [(path, place) for place, path in enumerate(map(Path, paths))]
    early: dict[int, Workbook] = {}
    due = 0
    for place, item in digest_workbooks(jobs, _WHOLE, (), workers, limits):
        if isinstance(item, Workbook):
            early[place] = item
        elif item.reason_code is not None:
            early[place] = Workbook(False, item.reason_code, item.message)
        while due in early:
            yield jobs[due][0], early.pop(due)
            due += 1


def digest_workbooks(
    jobs: Sequence[tuple[Path, Any]],
    digest: str,
    arguments: tuple[Any, ...] = (),
    workers: int = 2,
    limits: Limits | None = None,
) -> Iterator[tuple[Any, Any]]:
    """(job, item) for every item that the digest gives for a file, and last its Answer.

    jobs: (path, job); what a job is only the digest knows. The items of one job come in order,
    those of several may come mixed. An Answer with a reason says that the job's other items do not
    count.
    """
    waiting = collections.deque(jobs)
    done: queue.Queue[tuple[Any, Any]] = queue.Queue(maxsize=_QUEUE)
    readers = [
        Reader(limits or Limits(), digest, arguments) for _ in range(min(workers, len(jobs)))
    ]

    def serve(reader: Reader) -> None:
        try:
            while not stopped.is_set():
                try:
                    path, job = waiting.popleft()
                except IndexError:
                    return
                for item in reader.digest(path, job):
                    done.put((job, item))
        except BaseException as error:  # ours: to be raised where it is waited for
            done.put((_FAILED, error))
        finally:
            reader.close()

    stopped = threading.Event()
    threads = [threading.Thread(target=serve, args=(one,), daemon=True) for one in readers]
    for thread in threads:
        thread.start()
    try:
        left = len(jobs)
        while left:
            job, item = done.get()
            if job is _FAILED:
                raise item
            left -= isinstance(item, Answer)
            yield job, item
    finally:
        stopped.set()
        while any(thread.is_alive() for thread in threads):
            with contextlib.suppress(queue.Empty):
                done.get(timeout=0.05)


def close_readers() -> None:
    """End the standing readers; they also end by themselves when this process does."""
    with _lock:
        while _default:
            _default.popitem()[1].close()


atexit.register(close_readers)

"""Reads workbooks through long-lived child processes: a file that kills one costs only itself."""

from __future__ import annotations

import atexit
import collections
import contextlib
import os
import queue
import stat
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pipelines.workbooks.model import Limits, Workbook
from pipelines.workbooks.processes import Child, DiedError, LateError, SetupError, Template
from pipelines.workbooks.protocol import END, Answer, Setup

__all__ = [
    "Reader", "SetupError", "close_readers", "digest_workbooks", "prepare", "read_workbook",
    "read_workbooks",
]  # fmt: skip

_WHOLE = "pipelines.workbooks.protocol:whole_workbook"
_QUEUE = 2
_FAILED = object()
# A child that has held this share of its memory limit is replaced: what it freed stays
# reserved in its address space and would count against the next file.
_TIRED_SHARE = 0.4


class Reader:
    """One child process that reads files one after another. Not for use by two threads at once.

    digest, arguments: see protocol.Setup; without them the answer is the workbook itself.
    template: to share with other readers of the same setup; else the reader has one of its own.
    """

    def __init__(
        self,
        limits: Limits,
        digest: str = _WHOLE,
        arguments: tuple[Any, ...] = (),
        template: Template | None = None,
    ) -> None:
        self._limits = limits
        self._is_own = template is None
        self._template = template or Template(Setup(limits, digest, arguments))
        self._child: Child | None = None

    def read(self, path: Path) -> Workbook:
        """The workbook at `path`, of a reader without a digest. Never raises for the file."""
        *workbooks, answer = self.digest(path, None)
        if answer.reason_code is not None or not workbooks:
            return Workbook(False, answer.reason_code, answer.message)
        (workbook,) = workbooks
        return workbook  # type: ignore[no-any-return]

    def digest(self, path: Path, job: Any) -> Iterator[Any]:
        """The items that the digest gives for the file, and last an Answer.

        Raises SetupError, but never for what is wrong with the file: the Answer then has a reason,
        and whatever came before it does not count.
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
        except LateError:
            self._stop()
            seconds = f"{self._limits.seconds:g}"
            yield Answer("limit_time", f"reading it takes more than {seconds} seconds")
        except DiedError:
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
        if self._is_own:
            self._template.close()

    def _ask(self, path: Path, job: Any) -> Iterator[tuple[bytes, Any, int]]:
        if self._child is None or self._child.has_ended:
            self._stop()
            self._child = self._template.copy()
        self._child.ask((str(path.absolute()), job))
        while True:
            yield self._child.next_frame(self._limits.seconds)

    def _said_out_of_memory(self) -> bool:
        said = self._child.last_words() if self._child else b""
        return b"memory allocation of" in said or b"MemoryError" in said or b"capacity" in said

    def _stop(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            self._template.end(child)
            child.close()


def _refuse(path: Path, limits: Limits) -> Answer | None:
    """What can be refused without opening the file."""
    try:
        found = os.lstat(path)
    except FileNotFoundError:
        # The archive keeps nothing of what is no file, or may not be read.
        return Answer(
            "not_a_file",
            "it is no file that can be read, but a link, a folder or a pipe, or it is not allowed",
        )
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
_prepared: dict[Setup, Template] = {}


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
    for place, item in digest_workbooks(jobs, Setup(limits or Limits(), _WHOLE), workers):
        if isinstance(item, Workbook):
            early[place] = item
        elif item.reason_code is not None:
            early[place] = Workbook(False, item.reason_code, item.message)
        while due in early:
            yield jobs[due][0], early.pop(due)
            due += 1


def prepare(setup: Setup) -> None:
    """Start what `digest_workbooks` will need for this setup, without waiting for it: so it is
    there when there is something to read. To be called in the thread that will ask."""
    with _lock:
        if setup not in _prepared:
            _prepared[setup] = Template(setup)
            _prepared[setup].launch()


def digest_workbooks(
    jobs: Sequence[tuple[Path, Any]], setup: Setup, workers: int = 2
) -> Iterator[tuple[Any, Any]]:
    """(job, item) for every item that the setup's digest gives for a file, and last its Answer.

    jobs: (path, job); what a job is only the digest knows. The items of one job come in order,
    those of several may come mixed. An Answer with a reason says that the job's other items do not
    count.
    """
    waiting = collections.deque(jobs)
    done: queue.Queue[tuple[Any, Any]] = queue.Queue(maxsize=_QUEUE)
    with _lock:
        template = _prepared.pop(setup, None) or Template(setup)
    readers = [Reader(setup.limits, template=template) for _ in range(min(workers, len(jobs)))]
    if readers:
        template.start()  # here: what a thread of a reader starts would end with the thread

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
        template.close()


def close_readers() -> None:
    """End the standing readers, and what was prepared for nothing; they also end by themselves when
    this process does."""
    with _lock:
        while _prepared:
            _prepared.popitem()[1].close()
        while _default:
            _default.popitem()[1].close()


atexit.register(close_readers)

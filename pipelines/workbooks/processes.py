"""Starts and ends the processes that read: copies of one that has imported what they need."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pickle
import select
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import IO, Any

from pipelines.workbooks.protocol import COPY, FRAME, KILL, LENGTH, ORDER, Setup

_CHUNK = 1 << 20
# How much of what a process said on standard error is looked at.
_LAST_WORDS = 64_000


class SetupError(RuntimeError):
    """The digest cannot be had: what it is made of does not hold (a broken column map)."""


class DiedError(Exception):
    """The child ended before it answered."""


class LateError(Exception):
    """The child did not answer in time."""


class Child:
    """A process that reads: one question after another goes in, frames come out."""

    def __init__(self, pid: int, questions: int, answers: int, errors: IO[bytes]) -> None:
        self.pid = pid
        self._questions = questions
        self._answers = answers
        self._errors = errors
        with contextlib.suppress(OSError, AttributeError):
            fcntl.fcntl(answers, fcntl.F_SETPIPE_SZ, _CHUNK)

    @property
    def has_ended(self) -> bool:
        """Whether it has ended while nothing was asked of it."""
        return bool(select.select([self._answers], [], [], 0)[0])

    def ask(self, question: Any) -> None:
        """Send it a question. Raises DiedError."""
        payload = pickle.dumps(question)
        message = LENGTH.pack(len(payload)) + payload
        try:
            while message:
                message = message[os.write(self._questions, message) :]
        except OSError as error:
            raise DiedError from error

    def next_frame(self, seconds: float) -> tuple[bytes, Any, int]:
        """The next part of its answer: kind, item and size. Raises DiedError and LateError."""
        # Each part shows that it goes on; only what hangs is late.
        deadline = time.monotonic() + seconds
        kind, size = FRAME.unpack(self._receive(FRAME.size, deadline))
        return kind, pickle.loads(self._receive(size, deadline)), size

    def _receive(self, size: int, deadline: float) -> bytearray:
        received = bytearray(size)
        view, missing = memoryview(received), size
        while missing:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self._answers], [], [], left)[0]:
                raise LateError
            count = os.readv(self._answers, [view[size - missing :]])
            if not count:
                raise DiedError
            missing -= count
        return received

    def last_words(self) -> bytes:
        """The end of what it wrote on standard error."""
        self._errors.seek(max(0, self._errors.seek(0, os.SEEK_END) - _LAST_WORDS))
        return self._errors.read()

    def close(self) -> None:
        """Let go of its pipes."""
        os.close(self._questions)
        os.close(self._answers)
        self._errors.close()


class Template:
    """A process that never opens a file. It imports what reading needs, once, and is copied
    whenever a child is wanted: a copy is there at once, and shares its memory.

    May be used by several threads. It should be started in one that outlives its children: they
    end with it.
    """

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._is_ready = False

    def launch(self) -> None:
        """Start it, and do not wait until it has imported what it needs."""
        with self._lock:
            self._launch()

    def start(self) -> None:
        """Start it, unless it runs. Raises SetupError."""
        with self._lock:
            self._running()

    def copy(self) -> Child:
        """A new child. Raises SetupError and DiedError."""
        errors = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the child)
        taken, questions = os.pipe()
        answers, given = os.pipe()
        try:
            with self._lock:
                pid = self._order(COPY, 0, [taken, given, errors.fileno()])
        except BaseException:
            os.close(questions)
            os.close(answers)
            errors.close()
            raise
        finally:
            os.close(taken)
            os.close(given)
        return Child(pid, questions, answers, errors)

    def end(self, child: Child) -> None:
        """Kill a child, if it has not ended by itself, and wait until it is gone."""
        with self._lock, contextlib.suppress(DiedError):
            if self._process is not None and self._process.poll() is None:
                self._order(KILL, child.pid, [])

    def close(self) -> None:
        """End it, and with it the children that are left."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        control, self._control = self._control, None
        process, self._process = self._process, None
        if control is not None:
            control.close()
        if process is not None:
            if not self._is_ready:
                process.kill()  # it has no child yet, and would say in vain that it is ready
            process.wait()

    def _order(self, kind: bytes, pid: int, descriptors: list[int]) -> int:
        control = self._running()
        try:
            socket.send_fds(control, [ORDER.pack(kind, pid)], descriptors)
            answer = control.recv(ORDER.size, socket.MSG_WAITALL)
        except OSError as error:
            raise DiedError from error
        if len(answer) < ORDER.size:
            raise DiedError
        return int(ORDER.unpack(answer)[1])

    def _running(self) -> socket.socket:
        control = self._launch()
        if not self._is_ready:
            with control.makefile("rb") as stream:
                try:
                    refused = pickle.load(stream)
                except EOFError:
                    refused = "the process that should read files ended while it started"
            if refused is not None:
                self._close()
                raise SetupError(refused)
            self._is_ready = True
        return control

    def _launch(self) -> socket.socket:
        if self._control is not None and self._process is not None:
            if self._process.poll() is None:
                return self._control
            self._close()
        self._is_ready = False
        root = str(Path(__file__).resolve().parents[2])
        environment = dict(os.environ)
        environment["PYTHONPATH"] = os.pathsep.join(
            part for part in (root, environment.get("PYTHONPATH")) if part
        )
        # One thread and one arena: the address space limit then measures what a file needs, and no
        # thread is lost by copying (Arrow's allocator keeps one, and provides for copies).
        environment.update(
            OMP_NUM_THREADS="1",
            OPENBLAS_NUM_THREADS="1",
            MALLOC_ARENA_MAX="2",
            ARROW_DEFAULT_MEMORY_POOL="system",
            RUST_BACKTRACE="0",
        )
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "pipelines.workbooks.child"],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                env=environment,
                close_fds=True,
            )
        with self._control.makefile("wb") as stream:
            pickle.dump(self._setup, stream)
        return self._control

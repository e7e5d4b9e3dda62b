"""The process that opens files: reads one after another, so that a bad one kills only it.

`python -m pipelines.workbooks.child` is the template (processes.py): on standard input it has a
socket, on which come a pickled Setup and then orders. It never opens a file, but is copied: a copy
gets one pickled (path, job) a file and answers in frames, each a kind, a length and a payload: any
number of parts, then one end. It ends when its input does, so it never outlives its parent.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import pickle
import resource
import signal
import socket
import time
import traceback
from collections.abc import Callable
from importlib import import_module
from typing import Any, BinaryIO, NoReturn

from pipelines.imports import kept_out
from pipelines.workbooks import memory
from pipelines.workbooks.delimited import SHEET_NAME, read_rows
from pipelines.workbooks.formats import detect_kind
from pipelines.workbooks.model import (
    Limits,
    Sheet,
    Unreadable,
    Workbook,
    as_columns,
    without_empty_rows,
)
from pipelines.workbooks.protocol import (
    COPY,
    END,
    FRAME,
    LENGTH,
    ORDER,
    PART,
    Answer,
    Digest,
    Setup,
)
from pipelines.workbooks.spreadsheet import RawSheet, read_sheets

_PR_SET_PDEATHSIG = 1
# Tables are many objects without cycles: to look for those again and again is in vain.
_OBJECTS_OF_A_TABLE = 500_000


def read_file(path: str, limits: Limits, times: dict[str, float]) -> Workbook:
    """The workbook at a path. Raises Unreadable."""
    with open(path, "rb") as file:
        data = file.read(limits.file_bytes + 1)
    if len(data) > limits.file_bytes:
        raise Unreadable("limit_size", f"it is larger than {limits.file_bytes} bytes")
    kind = detect_kind(data, limits)
    if kind == "text":
        columns = as_columns(read_rows(data, limits))
        sheets = [RawSheet(SHEET_NAME, False, "1900", columns)]
    else:
        sheets = read_sheets(data, kind, limits, times)
    if not sheets:
        raise Unreadable("empty", "the workbook has no sheets")
    workbook = Workbook(True)
    for position, raw in enumerate(sheets, 1):
        numbers, columns = without_empty_rows(raw.columns)
        raw.columns = []
        workbook.sheets.append(
            Sheet(
                position, raw.name, raw.is_hidden, raw.epoch, numbers, columns, raw.hidden_rows,
                raw.merged, raw.struck,
            )
        )  # fmt: skip
    if not any(sheet.numbers for sheet in workbook.sheets):
        raise Unreadable("empty", "no sheet has a filled cell")
    return workbook


def _answer(
    path: str, job: Any, limits: Limits, digest: Digest, send: Callable[[Any], None]
) -> Answer:
    """Read, digest and send one file's items; the end of its answer, whatever happened."""
    answer = Answer()
    started = time.process_time()
    try:
        workbook = read_file(path, limits, answer.times)
    except Unreadable as error:
        return Answer(error.reason_code, error.message)
    except MemoryError:
        return Answer("limit_memory", "reading it takes more memory than is allowed")
    except OSError as error:
        return Answer("not_a_file", f"it cannot be opened ({type(error).__name__})")
    except BaseException as error:  # a Rust panic is not an Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
        return Answer("corrupt", f"the reader gave up on it ({type(error).__name__})")
    memory.give_back()
    read = time.process_time()
    answer.times["read"] = read - started - sum(answer.times.values())
    sending = 0.0
    try:
        for item in digest(job, workbook):
            before = time.process_time()
            send(item)
            sending += time.process_time() - before
    except MemoryError:
        return Answer("limit_memory", "reading it takes more memory than is allowed")
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError) as error:
        # A defect of ours that this file shows: it waits, and the others go on.
        return Answer("recogniser_failed", f"the program stumbled over it ({type(error).__name__})")
    answer.times["transfer"] = sending
    answer.times["recognise"] = time.process_time() - read - sending
    return answer


def _end_with_parent() -> None:
    """Where the system can (Linux), a parent that is killed takes a busy child with it."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def main() -> None:
    """Be the template: copy yourself as often as ordered, until the orders end."""
    _end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of Ctrl-C the parent tells by ending
    with kept_out("pandas"):
        _be_template(socket.socket(fileno=0))


def _be_template(control: socket.socket) -> None:
    with control.makefile("rwb") as stream:
        try:
            setup: Setup = pickle.load(stream)
        except EOFError:
            return  # the parent has ended meanwhile
        module, name = setup.digest.split(":")
        refused = None
        try:
            digest: Digest = getattr(import_module(module), name)(*setup.arguments)
        except Exception as error:
            refused = f"{type(error).__name__}: {error}"
        for needed in ("fastexcel", "pyarrow.compute"):
            import_module(needed)
        pickle.dump(refused, stream)
    if refused is not None:
        return
    gc.freeze()  # what is there now need not be looked at, and so not copied, in each child
    gc.set_threshold(_OBJECTS_OF_A_TABLE)
    while True:
        order, descriptors, _, _ = socket.recv_fds(control, ORDER.size, 3)
        if not order:
            return
        kind, pid = ORDER.unpack(order)
        if kind == COPY:
            pid = os.fork()
            if not pid:
                control.close()
                _be_child(setup.limits, digest, *descriptors)
            for descriptor in descriptors:
                os.close(descriptor)
        else:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        control.sendall(ORDER.pack(kind, pid))


def _be_child(limits: Limits, digest: Digest, taken: int, given: int, errors: int) -> NoReturn:
    """Answer what is asked, until there are no more questions; then end."""
    try:
        _end_with_parent()
        # Whatever a library prints must not get into the answers.
        os.dup2(errors, 1)
        os.dup2(errors, 2)
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        serve(limits, digest, os.fdopen(taken, "rb"), os.fdopen(given, "wb"))
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def serve(limits: Limits, digest: Digest, questions: BinaryIO, output: BinaryIO) -> None:
    """Read and digest one file after another."""

    def send(kind: bytes, item: Any) -> None:
        payload = pickle.dumps(item, protocol=5)
        output.write(FRAME.pack(kind, len(payload)))
        output.write(payload)
        output.flush()

    while header := questions.read(LENGTH.size):
        path, job = pickle.loads(questions.read(LENGTH.unpack(header)[0]))
        send(END, _answer(path, job, limits, digest, lambda item: send(PART, item)))


if __name__ == "__main__":
    main()

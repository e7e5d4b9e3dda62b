"""The child process that opens files: reads one after another, so that a bad one kills only it.

Run as `python -m pipelines.workbooks.child`. On standard input come pickled (path, Limits), on
the former standard output go pickled answers, each after its length in 8 bytes. It ends when
its input does, so it never outlives its parent.
"""

from __future__ import annotations

import os
import pickle
import resource
import struct
import sys
from typing import Any, BinaryIO

from pipelines.workbooks.delimited import SHEET_NAME, read_rows
from pipelines.workbooks.formats import detect_kind
from pipelines.workbooks.model import Limits, Unreadable
from pipelines.workbooks.spreadsheet import RawSheet, read_sheets

LENGTH = struct.Struct("<Q")


def read_file(path: str, limits: Limits) -> list[tuple[Any, ...]]:
    """Sheets as tuples (number, name, is_hidden, epoch, rows, merged), rows as in SheetRow.

    Raises Unreadable.
    """
    with open(path, "rb") as file:
        data = file.read(limits.file_bytes + 1)
    if len(data) > limits.file_bytes:
        raise Unreadable("limit_size", f"it is larger than {limits.file_bytes} bytes")
    kind = detect_kind(data, limits)
    if kind == "text":
        sheets = [RawSheet(SHEET_NAME, False, "1900", read_rows(data, limits))]
    else:
        sheets = read_sheets(data, kind, limits)
    if not sheets:
        raise Unreadable("empty", "the workbook has no sheets")
    answer = [
        (
            position,
            sheet.name,
            sheet.is_hidden,
            sheet.epoch,
            [
                (number, number in sheet.hidden_rows, cells)
                for number, cells in enumerate(sheet.rows, 1)
                if any(cells)
            ],
            sheet.merged,
        )
        for position, sheet in enumerate(sheets, 1)
    ]
    if not any(rows for *_, rows, _merged in answer):
        raise Unreadable("empty", "no sheet has a filled cell")
    return answer


def _answer(path: str, limits: Limits) -> tuple[Any, ...]:
    try:
        return ("read", read_file(path, limits))
    except Unreadable as error:
        return ("unreadable", error.reason_code, error.message)
    except MemoryError:
        return ("unreadable", "limit_memory", "reading it takes more memory than is allowed")
    except OSError as error:
        return ("unreadable", "not_a_file", f"it cannot be opened ({type(error).__name__})")
    except BaseException as error:  # a Rust panic is not an Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
        return ("unreadable", "corrupt", f"the reader gave up on it ({type(error).__name__})")


def main() -> None:
    """Serve until standard input ends."""
    output: BinaryIO = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get into the answers
    requests = sys.stdin.buffer
    limited = False
    while header := requests.read(LENGTH.size):
        path, limits = pickle.loads(requests.read(LENGTH.unpack(header)[0]))
        if not limited:
            resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            limited = True
        answer = _answer(path, limits)
        try:
            payload = pickle.dumps(answer, protocol=5)
        except MemoryError:
            payload = pickle.dumps(
                ("unreadable", "limit_memory", "reading it takes more memory than is allowed")
            )
        del answer
        output.write(LENGTH.pack(len(payload)))
        output.write(payload)
        output.flush()


if __name__ == "__main__":
    main()

"""Bytes to sheets of text: reads any workbook in a child process with limits; knows no ASN."""

from pipelines.workbooks.model import Limits, Sheet, SheetRow, Workbook
from pipelines.workbooks.protocol import Answer
from pipelines.workbooks.reading import (
    close_readers,
    digest_workbooks,
    read_workbook,
    read_workbooks,
)

__all__ = [
    "Answer",
    "Limits",
    "Sheet",
    "SheetRow",
    "Workbook",
    "close_readers",
    "digest_workbooks",
    "read_workbook",
    "read_workbooks",
]

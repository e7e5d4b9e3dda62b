"""Bytes to sheets of text: reads any workbook in a child process with limits; knows no ASN."""

from pipelines.workbooks.model import Limits, Sheet, SheetRow, Workbook
from pipelines.workbooks.protocol import Answer, Setup
from pipelines.workbooks.reading import (
    close_readers,
    digest_workbooks,
    prepare,
    read_workbook,
    read_workbooks,
)

__all__ = [
    "Answer",
    "Limits",
    "Setup",
    "Sheet",
    "SheetRow",
    "Workbook",
    "close_readers",
    "digest_workbooks",
    "prepare",
    "read_workbook",
    "read_workbooks",
]

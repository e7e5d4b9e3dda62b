"""Parts of an archive are what zipfile reads, whichever way they were packed, and so are errors."""

from __future__ import annotations

import io
import zipfile
import zlib

import pytest

from pipelines.workbooks.archives import open_archive, with_parts

TEXT = b"<c><v>1</v></c>" * 5_000


def archive(
    content: bytes = TEXT, method: int = zipfile.ZIP_DEFLATED, in_front: bytes = b""
) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as new:
        new.writestr("XL\\Sheet1.xml", content)
    return in_front + made.getvalue()


def streamed() -> bytes:
    """Packed by one who does not know yet how long it is (sizes come after the content)."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    made = Pipe()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("xl/sheet1.xml", TEXT)
    return made.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        archive(),
        archive(method=zipfile.ZIP_STORED),
        archive(method=zipfile.ZIP_BZIP2),
        archive(in_front=b"something else before it"),
        streamed(),
    ],
    ids=["deflated", "stored", "bzip2", "behind other bytes", "streamed"],
)
def test_a_part_is_unpacked(data: bytes) -> None:
    with open_archive(data) as opened:
        assert opened.read("xl/sheet1.xml") == TEXT


def test_an_empty_part_and_one_that_was_replaced() -> None:
    with open_archive(archive(b"")) as opened:
        assert opened.read("xl/sheet1.xml") == b""
    with open_archive(with_parts(archive(), {"xl/sheet1.xml": b"new", "more.xml": b"x"})) as opened:
        assert (opened.read("xl/sheet1.xml"), opened.read("more.xml")) == (b"new", b"x")


def _with(field: str, value: int) -> bytes:
    """The archive with another CRC or size in its directory."""
    data = archive()
    place = data.index(b"PK\x01\x02") + {"crc": 16, "size": 24}[field]
    return data[:place] + value.to_bytes(4, "little") + data[place + 4 :]


def _damaged() -> bytes:
    data = bytearray(archive())
    data[60:80] = b"\xff" * 20
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (_with("crc", 1), zipfile.BadZipFile),
        (_with("size", len(TEXT) - 1), zipfile.BadZipFile),
        (_damaged(), zlib.error),
    ],
    ids=["wrong checksum", "more than it says", "damaged stream"],
)
def test_what_is_wrong_is_refused_as_zipfile_does(data: bytes, error: type[Exception]) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as plain, pytest.raises(error):
        plain.read(plain.namelist()[0])
    with open_archive(data) as opened, pytest.raises(error):
        opened.read("xl/sheet1.xml")

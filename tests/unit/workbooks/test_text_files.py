"""CSV and TSV: encoding and separator are found out; nothing that is unsure is read."""

from __future__ import annotations

import pytest

from pipelines.workbooks.delimited import decode, find_separator, read_rows
from pipelines.workbooks.formats import detect_kind
from pipelines.workbooks.model import Limits, Unreadable

LIMITS = Limits()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encodings_line_ends_and_separators(encoding: str, end: str, separator: str) -> None:
    lines = [["No", "Nama", "Ket"], ["1", "Décret – “baik”", f"a{separator}b"], [], ["2", "x", ""]]
    text = end.join(
        separator.join(f'"{cell}"' if separator in cell else cell for cell in line)
        for line in lines
    )
    data = text.encode(encoding)
    assert detect_kind(data, LIMITS) == "text"
    assert read_rows(data, LIMITS) == [*lines[:3], ["2", "x", None]]


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("No;Nilai\n1;73,2\n2;1,5\n", ";"),
        ("No\tNama, gelar\n1\tA, B, C\n", "\t"),
        ('No,Nama\n1,"a;b;c;d"\n2,"a;b;c"\n', ","),
        ('"a,b,c";"d"\n"a,b";"d"\n', ";"),
        ("Rekap 2024, 2025\n\nNo;Nama;Ket\n1;a;b\n2;a;b\n", ";"),
        ("sep=|\na|b;c;d;e\n", "|"),
        ("SEP=;\r\na,b,c,d;e\r\n", ";"),
        ("satu kolom\nsaja\n", ","),
        ("", ","),
    ],
)
def test_the_separator(text: str, separator: str) -> None:
    assert find_separator(text)[0] == separator


def test_a_declared_separator_is_a_row_that_is_not_data() -> None:
    assert read_rows(b"sep=;\r\nNo;Nama\r\n", LIMITS) == [[], ["No", "Nama"]]
    assert read_rows(b"sep=arated,words\n1,2\n", LIMITS)[0] == ["sep=arated", "words"]


def test_row_numbers_are_those_of_a_spreadsheet() -> None:
    rows = read_rows(b'\n\nNo;Nama\n1;"Orang\nContoh"\n\n2;x\n', LIMITS)
    assert {n: row for n, row in enumerate(rows, 1) if row} == {
        3: ["No", "Nama"],
        4: ["1", "Orang\nContoh"],
        6: ["2", "x"],
    }


HEAD = b"No;Nama;Jabatan;Ket\n"


@pytest.mark.parametrize(
    "rows",
    [
        b'1;"Orang;x;y\n2;Lain;x;y\n',  # never closed
        b'1;"Orang;x;y\n2;Lain;x;y\n3;Lain";x;y\n',  # closed in a row below
        b'1;"Orang;x;y\n2;Lain";x;y\n',  # in the very next one
        b'1;"Orang;x;y\n2;Lain;x";y\n',  # in another column
        b'1;"Orang"lain;x;y\n',
        b'1;"Orang;x;y\n2;"Lain";x;y\n',
        b"1;" + b"x" * 40_000 + b";x;y\n",
    ],
)
def test_a_missing_quotation_mark_swallows_no_rows(rows: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        read_rows(HEAD + rows, LIMITS)
    assert refused.value.reason_code == "corrupt"
    assert "Orang" not in refused.value.message


@pytest.mark.parametrize(
    "cell",
    [
        '5" disk',
        '"kata ""asing"""',
        '"Alamat\nJl. A; no. 5\nKel. B"',
        "O'Hara",
        '"a; b; c; d\ne; f"',
        '"a\nb; c; d; e\nf"',
    ],
)
def test_quotation_marks_that_are_sound(cell: str) -> None:
    assert len(read_rows(HEAD + f"1;{cell};x;y\n".encode(), LIMITS)) == 2


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("é".encode() + "é".encode("cp1252"), "partly UTF-8"),
        (b"a\x81b", "neither"),
        (b"a;b\n" * 2000 + b"\0", "NUL"),
        ("a;b".encode("utf-16") + b"x", "neither"),
        (b"\xff\xfe\0\0" + "a;b".encode("utf-32-le"), "NUL"),
    ],
)
def test_what_cannot_be_decoded_in_one_way(data: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said) as refused:
        decode(data)
    assert refused.value.reason_code == "corrupt"


HEADER = "No,Instansi,Dilaporkan,%,Ket\n"


@pytest.mark.parametrize(
    "rows",
    [
        "1,Kab. Muna,10,73,2,\n2,Kab. Buton,8,50,\n",
        "1,Kab. Muna,10,50,\n2,Kab. Buton,1,234,50,\n",
        "1,Muna, Kab.,10,50,\n2,Kab. Buton,8,50\n",
    ],
)
def test_a_comma_within_a_value_shifts_no_values(rows: str) -> None:
    with pytest.raises(Unreadable, match="more fields than the header") as caught:
        read_rows(("Rekap\n" + HEADER + rows).encode(), LIMITS)
    assert caught.value.reason_code == "corrupt"


@pytest.mark.parametrize(
    "rows",
    [
        "1,Kab. Muna,10,73.2,\n2,Kab. Buton,8,50\n",
        "1,Kab. Muna,10,73.2,,\n2,Kab. Buton,8,50,,\n",
        '1,Kab. Muna,10,"73,2",\n2,"Buton, Kab.",8,50,x\n',
        "JUMLAH,,10\n",
        "",
    ],
    ids=["short rows", "a comma at the end of each", "in quotation marks", "a total", "no rows"],
)
def test_rows_of_other_widths_that_are_sound(rows: str) -> None:
    assert len(read_rows((HEADER + rows).encode(), LIMITS)) == 1 + rows.count("\n")


def test_a_header_of_two_rows_may_be_wider_in_its_second() -> None:
    text = "No,Kab/Kota,Laporan\n,,Reg,Tdk Reg\n1,Muna,3,2\n2,Buton,3,\n"
    assert len(read_rows(text.encode(), LIMITS)) == 4


@pytest.mark.parametrize("written", ['="198001012005011901"', '"=""198001012005011901"""'])
def test_what_is_forced_to_be_text_is_that_text(written: str) -> None:
    rows = read_rows(f"No,NIP,Ket\n1,{written},x\n".encode(), LIMITS)
    assert rows[1] == ["1", "198001012005011901", "x"]


def test_other_formulas_stay_as_they_are() -> None:
    rows = read_rows(b'No,Jumlah,Ket\n1,=2+3,=""&A1\n', LIMITS)
    assert rows[1] == ["1", "=2+3", '=""&A1']

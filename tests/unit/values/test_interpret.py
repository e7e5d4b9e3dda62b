"""Every case in cases/*.csv: a text in a context has this value, or this reason for none."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.values import Reference, interpret

TODAY = date(2025, 6, 30)


def test_case(case: dict[str, str], reference: Reference) -> None:
    meaning = interpret(case["value_kind"], case["context"], case["text"], reference, TODAY)
    assert (meaning.value or "", meaning.reason_code or "") == (case["value"], case["reason_code"])
    assert (meaning.message is None) == (meaning.reason_code is None)


def test_a_message_about_a_nip_never_shows_its_digits(reference: Reference) -> None:
    for text in ("19801301200501190", "198013012005011901", "19800101200501190X", "131234567"):
        message = interpret("nip", "", text, reference, TODAY).message
        assert message is not None
        assert text not in message
        assert text[:8] not in message


@pytest.mark.parametrize("end", ["000", "000.0"])
def test_fifteen_digits_and_three_zeros_have_lost_the_rest(end: str, reference: Reference) -> None:
    assert interpret("nip", "", "198001012005011" + end, reference).reason_code == "nip_lossy"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1899-12-31 12:00:00", "time of day"),
        ("1904-01-01 08:30:00", "time of day"),
        ("08:30 WITA", "time of day"),
        ("1905-07-16", "plain number"),
        ("14 Maret 1974", "too early"),
        ("14.03", "not a date that exists"),
        ("diterima tgl 20 Mei 2020", "more than a date; write the date alone"),
        ("dan R-13/KASN/5/2020 tgl 4 Mei 2020", "number of another letter"),
        ("R-13/KASN/5/2020", "give each a row of its own"),
        ("800/13/BKPSDM/2020", "number of another letter"),
        ("31/02/2023", "not a date that exists"),
        ("12/03/2024/14/03/2024", "not a date that exists"),
        ("31 Februari 2023", "as in 14 Maret 2023 or 2023-03-14"),
        ("segera", "write the day, the month as a word and the year"),
    ],
)
def test_why_a_text_is_no_date_is_said(text: str, says: str, reference: Reference) -> None:
    message = interpret("date", "1900", text, reference, TODAY).message or ""
    assert says in message


def test_an_error_cell_is_an_error_for_every_kind(reference: Reference) -> None:
    for kind in ("text", "date", "count", "nip", "region", "status", "tick", "subject_kind"):
        assert interpret(kind, "", "#REF!", reference).reason_code == "error_cell"


def test_a_kind_that_does_not_exist_is_a_mistake_of_the_layout(reference: Reference) -> None:
    with pytest.raises(ValueError, match="no such kind"):
        interpret("colour", "", "merah", reference)

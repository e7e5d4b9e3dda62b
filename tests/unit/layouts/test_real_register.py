"""The real Bawaslu register of 2019, in its three editions: 165 cases each, layout L9."""

from __future__ import annotations

from collections import Counter

import pytest

from pipelines.layouts import Layouts, recognise
from pipelines.values import Reference
from pipelines.workbooks import read_workbook
from tests.unit.layouts.conftest import SHARED, values

FOLDER = SHARED / "real" / "bawaslu_pemilu_2019"
EDITIONS = ["Data Pelanggaran Pemilu 2019.xls", "pemilu.xlsx", "pemilu.csv"]


@pytest.mark.skipif(not FOLDER.is_dir(), reason=f"the real register is not at {FOLDER}")
@pytest.mark.parametrize("edition", EDITIONS)
def test_real_register(edition: str, layouts: Layouts, reference: Reference) -> None:
    found = recognise(read_workbook(FOLDER / edition), layouts, reference)
    assert (found.layout, found.reason_code, found.family) == ("L9", None, "bawaslu")
    assert (found.office, found.period_label) == ("Bawaslu", "pemilu_2019")
    assert Counter(row.row_class for row in found.rows) == {"header": 2, "record": 165}
    assert len(found.rows) == len({row.row_number for row in found.rows})
    subjects = Counter(f.text.casefold() for f in found.fields if f.field == "subject_kind")
    assert subjects["asn"] == 47
    assert sum(subjects.values()) == 165  # the empty ones too, to be rejected as undecided
    dates = [f for f in found.fields if f.field == "report_date"]
    assert len(dates) == 101
    assert values(found, 3)["province_code"] == "Kalimantan Selatan"
    assert "region_code" not in values(found, 3)
    region = next(f for f in found.fields if f.field == "region_code" and f.row_number == 7)
    assert (region.text, region.context, region.column_letter) == ("Kabupaten Balangan", "63", "C")
    assert all(f.on_error == "null" for f in found.fields if f.value_kind in ("tick",))

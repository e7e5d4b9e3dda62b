"""The real Bawaslu register of 2019 in an empty home: every row accounted for, no one named."""

from __future__ import annotations

from pathlib import Path

import duckdb
import fastexcel

from tests.conftest import WarehouseHome


def test_every_one_of_165_rows_is_accounted_for(real_home: WarehouseHome) -> None:
    ((read, loaded, rejected, aside),) = real_home.sql(
        "select rows_read, rows_loaded, rows_rejected, rows_set_aside from marts.dim_delivery "
        "where layout = 'L9'"
    )
    assert read == 165 == loaded + rejected + aside
    assert loaded == 47


def test_those_whose_subject_is_asn_are_reports(real_home: WarehouseHome) -> None:
    assert real_home.sql("select count(*) from marts.fct_report") == [(47,)]
    assert real_home.sql(
        "select count(*), count(*) filter (where r.kind = 'province') from marts.fct_report "
        "inner join marts.dim_region as r using (region_key) where r.province_code = '74'"
    ) == [(30, 1)]


def test_the_undecided_are_rejected_for_a_person_to_decide(real_home: WarehouseHome) -> None:
    reasons = dict(
        real_home.sql("select reason_code, count(*) from quality.rejected_row group by reason_code")
    )
    assert reasons.get("subject_undecided", 0) >= 4
    assert not any(code.startswith("region") for code in reasons)


def test_old_spellings_of_regions_resolve(real_home: WarehouseHome) -> None:
    names = {
        name
        for (name,) in real_home.landing_sql(
            "select distinct value from landing.field_value where field = 'region_code' "
            "and (text ilike '%bau-bau%' or text ilike '%pali%')"
        )
    }
    assert names == {"74.72", "16.12"}


def test_no_free_text_leaves_the_restricted_zone(
    real_home: WarehouseHome, real_register: Path
) -> None:
    sheet = fastexcel.read_excel(real_register).load_sheet(0, header_row=None, dtypes="string")
    words = {
        " ".join(pair)
        for text in sheet.to_arrow().to_pydict()["__UNNAMED__6"][2:]
        if text
        for pair in zip(text.split(), text.split()[1:], strict=False)
        if all(word[:1].isupper() and len(word) > 3 for word in pair)
    }
    assert len(words) > 100
    with duckdb.connect(str(real_home.current_db), read_only=True) as connection:
        texts = set()
        for schema, table, column in connection.execute(
            "select schema_name, table_name, column_name from duckdb_columns() "
            "where database_name = current_database() and not internal "
            "and data_type = 'VARCHAR' and table_name in ('fct_report', 'fct_case_event', "
            "'fct_case', 'rejected_row', 'check_result', 'row_balance', 'dim_delivery')"
        ).fetchall():
            texts |= {
                row[0]
                for row in connection.execute(
                    f'select distinct "{column}" from {schema}.{table} where "{column}" is not null'
                ).fetchall()
            }
    allowed = {"Kabupaten", "Kota", "Provinsi", "Sulawesi", "Pemilu", "Pelanggaran", "Data"}
    leaked = {
        pair
        for pair in words
        if not set(pair.split()) & allowed and any(pair in text for text in texts)
    }
    assert not leaked


def test_each_report_leads_to_its_row(real_home: WarehouseHome, real_register: Path) -> None:
    sheet = fastexcel.read_excel(real_register).load_sheet(
        0, header_row=None, skip_rows=0, dtypes="string"
    )
    rows = sheet.to_arrow().to_pylist()
    facts = real_home.sql("select sheet_name, row_number, part from marts.fct_report")
    assert len(facts) == 47
    for name, row, part in facts:
        assert (name, part) == ("Sheet1", 1)
        assert list(rows[row - 1].values())[7].strip() == "ASN"

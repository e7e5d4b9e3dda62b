"""The report site of a release with a million reports: built in a minute, as light as any other."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import duckdb
import pytest

from pipelines.site.build import build
from tests.conftest import WarehouseHome

REPORTS = 1_000_000
# The shipped rows many times over, as real ones, with the spread that a whole country would have:
# every region, employer, election, type and class, a register from every region.
COUNTRY = f"""
create temp table regions as select region_key, region_code, name,
    row_number() over (order by region_key) - 1 as spot
from marts.dim_region where is_latest and region_code <> 'ID';
create temp table n as select count(*) as regions from regions;

insert into marts.dim_delivery
select d.* replace (md5('d' || r.spot) as delivery_key, md5('d' || r.spot) as sha256,
    'register ' || r.name || '.xlsx' as file_name, 'office' as origin, false as is_demo,
    null as supersedes_delivery_key, null as same_content_as_delivery_key)
from (from marts.dim_delivery where is_demo order by delivery_key limit 1) as d, regions as r;
insert into quality.row_balance
select b.* replace (md5('d' || r.spot) as delivery_key, false as is_demo)
from (from quality.row_balance where is_demo order by delivery_key limit 1) as b, regions as r;
insert into quality.rejected_row by name
select md5('d' || i % regions) as delivery_key, 'Sheet1' as sheet_name, i as row_number, 1 as part,
    'nip' as column_name,
    ['nip_lossy', 'date_ambiguous', 'status_unknown'][1 + i % 3] as reason_code,
    'made up' as reason, false as is_demo
from range({REPORTS // 20}) as s(i), n;

insert into marts.fct_case
select c.* exclude (spot, n) replace (md5('c' || i) as case_key, null as asn_key,
    r.region_key as region_key, null as institution_key, false as is_demo)
from (select *, row_number() over (order by case_key) - 1 as spot,
        count(*) over () as n from marts.fct_case) as c
inner join range({REPORTS}) as s(i) on c.spot = i % c.n
inner join regions as r on r.spot = i % (select regions from n);

insert into marts.fct_report
select f.* exclude (spot, n) replace (md5('f' || i) as report_key, md5('c' || i) as case_key,
    null as asn_key, r.region_key as region_key, null as institution_key, i as row_number,
    false as is_demo)
from (select *, row_number() over (order by report_key) - 1 as spot,
        count(*) over () as n from marts.fct_report) as f
inner join range({REPORTS}) as s(i) on f.spot = i % f.n
inner join regions as r on r.spot = i % (select regions from n);

insert into reporting.funnel_by_region
select f.* replace (r.region_key as region_key, r.region_code as region_code,
    r.name as region_name, if(length(r.region_code) = 2, 'province', 'regency_or_city') as level,
    e.election_key as election_key, e.name as election_name, false as is_demo)
from (from reporting.funnel_by_region order by region_code limit 1) as f, regions as r,
    marts.dim_election as e;
insert into reporting.funnel_by_institution
select f.* replace (i.institution_key as institution_key, i.name as institution_name,
    e.election_key as election_key, e.name as election_name, false as is_demo)
from (from reporting.funnel_by_institution order by institution_key limit 1) as f,
    marts.dim_institution as i, marts.dim_election as e;
insert into reporting.violations_by_type
select f.* replace (v.violation_type_key as violation_type_key, v.name_id as violation_name_id,
    v.name_en as violation_name_en, e.election_key as election_key, e.name as election_name,
    false as is_demo)
from (from reporting.violations_by_type order by violation_type_key limit 1) as f,
    marts.dim_violation_type as v, marts.dim_election as e;
insert into reporting.violations_by_position
select f.* replace (p.position_class_key as position_class_key,
    p.name_id as position_class_name_id, p.name_en as position_class_name_en,
    e.election_key as election_key, e.name as election_name, false as is_demo)
from (from reporting.violations_by_position order by position_class_key limit 1) as f,
    marts.dim_position_class as p, marts.dim_election as e;
insert into reporting.source_agreement
select a.* replace (md5(a.agreement_key || r.spot) as agreement_key, r.region_code as region_code,
    r.name as region_name, false as is_demo)
from (from reporting.source_agreement where is_demo) as a, regions as r;
"""


@pytest.fixture(scope="module")
def country(demo_home: WarehouseHome, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release's folder with a warehouse of a million reports and no site."""
    release = tmp_path_factory.mktemp("country")
    shutil.copy(demo_home.root / "current.duckdb", release / "warehouse.duckdb")
    with duckdb.connect(str(release / "warehouse.duckdb")) as connection:
        connection.execute(COUNTRY)
        (reports,) = connection.execute("select count(*) from marts.fct_report").fetchone() or (0,)
    assert reports >= REPORTS
    return release


@pytest.mark.slow
def test_a_million_reports_make_a_light_site_within_a_minute(
    country: Path, demo_home: WarehouseHome
) -> None:
    manifest = json.loads((demo_home.root / "current" / "manifest.json").read_text())
    started = time.process_time()
    build(country, manifest, demo_home.root / "current")
    took = time.process_time() - started
    sizes = [path.stat().st_size for path in (country / "site").rglob("*") if path.is_file()]
    print(f"\nCPU {took:.1f} s, {sum(sizes):,} bytes, the largest page {max(sizes):,}")
    assert took < 60
    assert sum(sizes) < 6_000_000
    assert max(sizes) < 1_500_000
    assert "1.000.0" in (country / "site" / "index.html").read_text(encoding="utf-8")

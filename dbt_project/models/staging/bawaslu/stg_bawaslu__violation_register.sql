-- Bawaslu's register of the 2019 election (L9): one row per case, without persons or numbers.
with records as (
    {{ record_fields('report', [
        'register_number', 'province_code', 'region_code', 'event_date', 'report_date', 'stage',
        'description', 'subject_kind', 'criminal', 'administrative', 'ethics', 'other'
    ], register_kind='bawaslu_violation_register') }}
)

select
    delivery_key,
    sheet_name,
    row_number,
    part,
    is_demo,
    register_number,
    province_code,
    region_code,
    cast(event_date as date) as event_date,
    cast(report_date as date) as report_date,
    stage as election_stage,
    description,
    subject_kind,
    criminal is not null as is_criminal,
    administrative is not null as is_administrative,
    ethics is not null as is_ethics,
    other is not null as is_other
from records

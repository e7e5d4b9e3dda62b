-- KASN's system export (L3): one row per reported person and status, typed.
with records as (
    {{ record_fields('report', [
        'register_number', 'report_date', 'region_code', 'institution', 'person_name', 'nip',
        'position_class', 'violation', 'stage', 'status', 'status_date'
    ], register_kind='kasn_complaint') }}
)

select
    delivery_key,
    sheet_name,
    row_number,
    part,
    is_demo,
    register_number,
    cast(report_date as date) as report_date,
    region_code,
    institution as institution_code,
    person_name,
    nip,
    position_class as position_class_code,
    violation as violation_code,
    stage as election_stage,
    status as status_code,
    cast(status_date as date) as status_date
from records

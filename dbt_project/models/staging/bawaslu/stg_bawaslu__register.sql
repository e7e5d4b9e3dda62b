-- Bawaslu's registers of findings and reports (L4): one row per reported person, typed.
with records as (
    {{ record_fields('report', [
        'register_number', 'register_date', 'channel', 'person_name', 'nip', 'subject_kind',
        'description', 'legal_basis', 'finding', 'status', 'forwarded_to', 'forward_number',
        'forward_date', 'region_code', 'position_class', 'violation', 'stage', 'event_date'
    ], register_kind='bawaslu_register') }}
)

select
    delivery_key,
    sheet_name,
    row_number,
    part,
    is_demo,
    register_number,
    cast(register_date as date) as register_date,
    channel,
    person_name,
    nip,
    subject_kind,
    description,
    legal_basis,
    finding,
    status as status_code,
    forwarded_to,
    forward_number,
    cast(forward_date as date) as forward_date,
    region_code,
    position_class as position_class_code,
    violation as violation_code,
    stage as election_stage,
    cast(event_date as date) as event_date
from records

-- Sanction lists of the regional personnel agencies (L6): one row per sanction, typed.
with records as (
    {{ record_fields('sanction', [
        'person_name', 'nip', 'rank', 'position', 'position_class', 'unit', 'violation',
        'legal_basis', 'sanction_level', 'sanction', 'decree_number', 'decree_date',
        'effective_from', 'effective_to', 'note'
    ], register_kind='sanction_list') }}
)

select
    delivery_key,
    sheet_name,
    row_number,
    part,
    is_demo,
    person_name,
    nip,
    rank,
    position,
    position_class as position_class_code,
    unit,
    violation as violation_code,
    legal_basis,
    sanction_level,
    sanction as sanction_code,
    decree_number,
    cast(decree_date as date) as decree_date,
    cast(effective_from as date) as effective_from,
    cast(effective_to as date) as effective_to,
    note
from records

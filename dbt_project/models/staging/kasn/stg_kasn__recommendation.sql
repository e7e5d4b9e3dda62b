-- KASN's letter annexes (L2): one row per recommendation and person, typed.
with records as (
    {{ record_fields('report', [
        'recommendation_number', 'recommendation_date', 'institution', 'person_name', 'nip',
        'position', 'position_class', 'violation', 'recommended_sanction', 'status'
    ], register_kind='kasn_recommendation') }}
)

select
    delivery_key,
    sheet_name,
    row_number,
    part,
    is_demo,
    recommendation_number,
    cast(recommendation_date as date) as recommendation_date,
    institution as institution_code,
    person_name,
    nip,
    position,
    position_class as position_class_code,
    violation as violation_code,
    recommended_sanction as recommended_sanction_code,
    status as status_code
from records

-- Follow-up matrices of the inspectorates (L7): one row per recommendation, typed.
with records as (
    {{ record_fields('follow_up', [
        'recommendation_number', 'recommendation_date', 'description', 'action', 'status',
        'action_date', 'evidence'
    ], register_kind='follow_up_matrix') }}
)

select
    delivery_key,
    sheet_name,
    row_number,
    part,
    is_demo,
    recommendation_number,
    cast(recommendation_date as date) as recommendation_date,
    description,
    action,
    status as status_code,
    cast(action_date as date) as action_date,
    evidence
from records

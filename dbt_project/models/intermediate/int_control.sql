-- The expected totals of expectations/control_totals.csv, typed; a blank scope means any.
select
    control,
    nullif(source, '') as source_code,
    nullif(register_kind, '') as register_kind,
    measure,
    unit,
    nullif(region_code, '') as region_code,
    nullif(period, '') as period_label,
    lower(is_demo) = 'true' as is_demo,
    cast(expected as integer) as expected,
    on_mismatch,
    cast(nullif(known_difference, '') as integer) as known_difference,
    note
from {{ source('expectations', 'control_totals') }}

-- Each expected total against the warehouse, judged as control_total.yml says.
with measured as (
    select
        control.*,
        actual.actual,
        actual.actual - control.expected as difference,
        case
            when actual.control is null then 'not_comparable'
            when actual.actual = control.expected then 'match'
            else 'mismatch'
        end as status,
        coalesce(previous.status in ('match', 'mismatch'), false) as was_comparable,
        not control.is_demo or {{ includes_demo() }} as is_judged
    from {{ ref('int_control') }} as control
    left join {{ ref('int_control_actual') }} as actual
        on control.control = actual.control
    left join {{ source('previous', 'control_total') }} as previous
        on control.control = previous.control
),

judged as (
    select
        *,
        case
            when not is_judged then 'not_judged'
            when status = 'not_comparable' and is_demo then 'lost'
            when status = 'not_comparable' and was_comparable then 'lost'
            when status = 'not_comparable' then 'not_comparable'
            when known_difference is not null and difference = known_difference then 'known'
            when known_difference is not null then 'stale_acknowledgement'
            else status
        end as finding
    from measured
)

select
    cast(control as varchar) as control,
    cast(source_code as varchar) as source,
    cast(register_kind as varchar) as register_kind,
    cast(measure as varchar) as measure,
    cast(unit as varchar) as unit,
    cast(region_code as varchar) as region_code,
    cast(period_label as varchar) as period,
    cast(is_demo as boolean) as is_demo,
    cast(expected as integer) as expected,
    cast(actual as integer) as actual,
    cast(difference as integer) as difference,
    cast(status as varchar) as status,
    cast(on_mismatch as varchar) as on_mismatch,
    cast(known_difference as integer) as known_difference,
    cast(note as varchar) as note,
    cast(finding as varchar) as finding,
    cast(finding in ('mismatch', 'stale_acknowledgement', 'lost') as boolean) as is_failure,
    cast(
        case
            when finding in ('stale_acknowledgement', 'lost') then 'block'
            when finding = 'mismatch' then on_mismatch
            when finding = 'known' then 'warn'
            else 'none'
        end as varchar
    ) as severity
from judged

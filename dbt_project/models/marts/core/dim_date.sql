-- Every day of the calendar span, widened to the days that deliveries state.
with stated as (
    select try_cast(value as date) as date
    from {{ source('landing', 'field_value') }}
    where field in (
        'event_date', 'report_date', 'register_date', 'status_date', 'recommendation_date',
        'action_date', 'decree_date', 'forward_date'
    )
),

bounds as (
    select
        least(
            cast('{{ var("calendar_from") }}' as date),
            coalesce(min(date), cast('{{ var("calendar_from") }}' as date))
        ) as first_date,
        greatest(
            cast('{{ var("calendar_to") }}' as date),
            coalesce(max(date), cast('{{ var("calendar_to") }}' as date))
        ) as last_date
    from stated
),

days as (
    select {{ days_between('first_date', 'last_date') }} as date
    from bounds
)

select
    {{ date_key('date') }} as date_key,
    cast(date as date) as date,
    cast(extract(year from date) as integer) as year,
    cast(extract(quarter from date) as integer) as quarter,
    cast(extract(month from date) as integer) as month,
    cast({{ month_name_id('date') }} as varchar) as month_name_id,
    cast(extract(day from date) as integer) as day,
    cast(extract(isodow from date) as integer) as weekday,
    cast({{ weekday_name_id('date') }} as varchar) as weekday_name_id
from days

-- Each prevention event beside the cases reported in its region in the days before and after it.
-- That one comes after the other does not say that it comes of it.
with windows (window_days) as (
    values (30), (90), (180), (365)
),

-- Where no register is loaded nothing is known of cases, which is not none.
kinds as (
    select distinct is_demo as cases_are_demo
    from {{ ref('fct_case') }}
),

placed as (
    select
        cases.case_key,
        cases.reported_on,
        cases.is_proven,
        cases.is_demo,
        region.region_code,
        region.province_code
    from {{ ref('fct_case') }} as cases
    left join {{ ref('dim_region') }} as region
        on cases.region_key = region.region_key
),

events as (
    select
        event.*,
        region.region_code,
        region.province_code,
        region.name as region_name
    from {{ ref('fct_outreach') }} as event
    left join {{ ref('dim_region') }} as region
        on event.region_key = region.region_key
),

-- How far the registers reach that hold reports of a province: after that nothing is known.
reach as (
    select
        region.province_code,
        report.is_demo,
        max(coalesce(delivery.as_of, calendar.date)) as known_until
    from {{ ref('fct_report') }} as report
    inner join {{ ref('dim_delivery') }} as delivery
        on report.delivery_key = delivery.delivery_key
    inner join {{ ref('dim_region') }} as region
        on report.region_key = region.region_key
    left join {{ ref('dim_date') }} as calendar
        on report.report_date_key = calendar.date_key
    group by region.province_code, report.is_demo
),

known as (
    select
        events.outreach_key,
        kinds.cases_are_demo,
        max(reach.known_until) as known_until
    from events
    cross join kinds
    left join reach
        on kinds.cases_are_demo = reach.is_demo
        and (events.region_code = 'ID' or events.province_code = reach.province_code)
    group by events.outreach_key, kinds.cases_are_demo
),

spans as (
    select
        events.*,
        windows.window_days,
        known.cases_are_demo,
        known.known_until,
        {{ datediff('events.event_date', 'known.known_until', 'day') }} + 1 as days_known
    from events
    cross join windows
    inner join known
        on events.outreach_key = known.outreach_key
)

select
    cast(spans.outreach_key as varchar) as outreach_key,
    cast(spans.event_date as date) as event_date,
    cast(spans.kind as varchar) as kind,
    cast(spans.region_code as varchar) as region_code,
    cast(spans.region_name as varchar) as region_name,
    cast(spans.window_days as integer) as window_days,
    cast(spans.known_until as date) as known_until,
    cast(
        case
            when spans.days_known is not null
                then greatest(least(spans.days_known, spans.window_days), 0)
        end as integer
    ) as days_known_after,
    cast(
        case
            when spans.days_known >= 0
                then count(case when placed.reported_on < spans.event_date then 1 end)
        end as integer
    ) as cases_before,
    cast(
        case
            when spans.days_known > 0
                then count(case when placed.reported_on >= spans.event_date then 1 end)
        end as integer
    ) as cases_after,
    cast(
        case
            when spans.days_known > 0 then coalesce(
                sum(case when placed.reported_on >= spans.event_date then placed.is_proven end), 0
            )
        end as integer
    ) as proven_after,
    cast(spans.cases_are_demo as boolean) as cases_are_demo,
    cast(spans.is_demo as boolean) as event_is_demo,
    cast(spans.cases_are_demo or spans.is_demo as boolean) as is_demo
from spans
left join placed
    on spans.cases_are_demo = placed.is_demo
    and spans.region_code is not null
    and {{ is_within_region('placed', 'spans.region_code') }}
    and {{ datediff('spans.event_date', 'placed.reported_on', 'day') }}
    between -spans.window_days and spans.window_days - 1
group by
    spans.outreach_key, spans.event_date, spans.kind, spans.region_code, spans.region_name,
    spans.window_days, spans.cases_are_demo, spans.known_until, spans.days_known, spans.is_demo

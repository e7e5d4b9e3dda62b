-- What each institution says in each month: figures printed, recap cells and dated stages.
with said as (
    select
        'published' as basis,
        source_key,
        measure,
        as_of as said_on,
        is_demo
    from {{ ref('fct_published_figure') }}
    union all
    select
        'recap' as basis,
        source_key,
        measure,
        as_of as said_on,
        is_demo
    from {{ ref('fct_recap') }}
    where value is not null
    union all
    select
        'registers' as basis,
        event.source_key,
        event.stage as measure,
        calendar.date as said_on,
        event.is_demo
    from {{ ref('fct_case_event') }} as event
    left join {{ ref('dim_date') }} as calendar
        on event.event_date_key = calendar.date_key
    where not event.is_implied
)

select
    cast(said.basis as varchar) as basis,
    cast(said.source_key as varchar) as source_key,
    cast(source.name as varchar) as source_name,
    cast(source.valid_from as date) as source_valid_from,
    cast(source.valid_to as date) as source_valid_to,
    cast(said.measure as varchar) as measure,
    cast(date_trunc('month', said.said_on) as date) as month,
    cast(min(said.said_on) as date) as first_date,
    cast(max(said.said_on) as date) as last_date,
    cast(count(*) as integer) as statements,
    -- Said of a time when the institution no longer had the task, or did not yet have it.
    cast(
        count(
            case
                when said.said_on < source.valid_from or said.said_on > source.valid_to then 1
            end
        ) as integer
    ) as statements_outside_validity,
    cast(said.is_demo as boolean) as is_demo
from said
left join {{ ref('dim_source') }} as source
    on said.source_key = source.source_key
group by
    said.basis, said.source_key, source.name, source.valid_from, source.valid_to, said.measure,
    date_trunc('month', said.said_on), said.is_demo

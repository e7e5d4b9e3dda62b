-- The funnel as a ledger: by how much each count of cases rose or fell on which day. Summed up to a
-- day it is the funnel as of that day. Only dated statements count: a stage without a date, and
-- without a later stage that has one, is in no row (see fct_case for all that is known today).
-- What decides each stage is as in int_case: Bawaslu's own findings are no outcome of a case.
{% set measures = [
    'reported', 'in_clarification', 'processed', 'proven', 'not_proven', 'recommended',
    'followed_up', 'not_followed_up', 'sanctioned', 'annulled'
] -%}
with dated as (
    select
        event.case_key,
        event.stage,
        day.date as stated_on
    from {{ ref('fct_case_event') }} as event
    inner join {{ ref('dim_date') }} as day
        on event.event_date_key = day.date_key
    where
        event.source_key <> 'bawaslu'
        or event.stage in ('reported', 'forwarded', 'stopped')
),

implications as (
    {{ stage_implications() }}
),

-- A stage is reached on its own day, or on that of a later stage that cannot be without it.
reached as (
    select
        case_key,
        stage,
        stated_on,
        true as is_stated
    from dated
    union all
    select
        dated.case_key,
        implications.implied_stage as stage,
        dated.stated_on,
        false as is_stated
    from dated
    inner join implications on dated.stage = implications.stage
),

-- One row per case and day on which anything is stated: what had been reached by its end.
days as (
    select
        case_key,
        stated_on,
        {%- for measure in measures %}
        bool_or(bool_or(stage = '{{ measure }}')) over so_far as has_{{ measure }},
        {%- endfor %}
        max(max(case when stage = 'sanctioned' and is_stated then stated_on end)) over so_far
            as last_sanctioned_on,
        max(max(case when stage = 'annulled' then stated_on end)) over so_far
            as last_annulled_on
    from reached
    group by case_key, stated_on
    window so_far as (
        partition by case_key
        order by stated_on
        rows between unbounded preceding and current row
    )
),

judged as (
    select
        *,
        has_sanctioned and (
            not has_annulled or coalesce(last_sanctioned_on > last_annulled_on, false)
        ) as is_sanctioned
    from days
),

states as (
    select
        case_key,
        stated_on,
        cast(has_reported as integer) as reported,
        cast(has_in_clarification and not has_processed as integer) as in_clarification,
        cast(has_processed as integer) as processed,
        cast(has_proven as integer) as proven,
        cast(has_not_proven and not has_proven as integer) as not_proven,
        cast(has_recommended as integer) as recommended,
        cast(has_followed_up as integer) as followed_up,
        cast(has_not_followed_up and not has_followed_up as integer) as not_followed_up,
        cast(is_sanctioned as integer) as sanctioned,
        cast(has_annulled and not is_sanctioned as integer) as annulled
    from judged
),

changes as (
    select
        case_key,
        stated_on
        {%- for measure in measures %},
        {{ measure }} - coalesce(lag({{ measure }}) over before, 0) as {{ measure }}
        {%- endfor %}
    from states
    window before as (partition by case_key order by stated_on)
),

listed as (
    {%- for measure in measures %}
    select
        case_key,
        stated_on,
        '{{ measure }}' as measure,
        {{ measure }} as change
    from changes
    where {{ measure }} <> 0
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select
    cast(cases.election_key as varchar) as election_key,
    cast(election.name as varchar) as election_name,
    cast(cases.reported_on as date) as reported_on,
    cast(listed.stated_on as date) as changed_on,
    cast(listed.measure as varchar) as measure,
    cast(measure.name_id as varchar) as measure_name_id,
    cast(measure.name_en as varchar) as measure_name_en,
    cast(sum(listed.change) as integer) as change,
    cast(cases.is_demo as boolean) as is_demo
from listed
inner join {{ ref('fct_case') }} as cases
    on listed.case_key = cases.case_key
left join {{ ref('dim_election') }} as election
    on cases.election_key = election.election_key
left join {{ ref('stg_reference__measure') }} as measure
    on listed.measure = measure.measure
group by all
having sum(listed.change) <> 0

-- What came to nothing: not proven, rejected or stopped, cancelled; ours, recaps', and as printed.
with outcomes (measure, outcome) as (
    values
    ('not_proven', 'not_proven'),
    ('non_violations', 'not_proven'),
    ('rejected', 'rejected'),
    ('stopped', 'rejected'),
    ('annulled', 'cancelled')
),

stopped as (
    select distinct case_key
    from {{ ref('fct_case_event') }}
    where stage = 'stopped'
),

-- Where a case stands now: what was stopped and proven all the same does not count.
judged as (
    select
        cases.*,
        case
            when cases.is_annulled = 1 then 'annulled'
            when cases.is_not_proven = 1 then 'not_proven'
            when stopped.case_key is not null and cases.is_processed = 0 then 'stopped'
        end as measure
    from {{ ref('fct_case') }} as cases
    left join stopped
        on cases.case_key = stopped.case_key
),

counted as (
    select
        'cases' as basis,
        judged.measure,
        measure.name_id as measure_name_id,
        measure.name_en as measure_name_en,
        region.region_code,
        region.name as region_name,
        institution.name as institution_name,
        judged.election_key,
        'case' as unit,
        count(*) as value,
        false as is_total_row,
        judged.is_demo
    from judged
    left join {{ ref('stg_reference__measure') }} as measure
        on judged.measure = measure.measure
    left join {{ ref('dim_region') }} as region
        on judged.region_key = region.region_key
    left join {{ ref('dim_institution') }} as institution
        on judged.institution_key = institution.institution_key
    where judged.measure is not null
    group by all
),

-- Beside it what others counted. A cell of a recap without a number says nothing.
together as (
    select * from counted
    union all by name
    select *
    from {{ ref('printed_number') }}
    where basis = 'published' or value is not null
)

select
    cast(together.basis as varchar) as basis,
    cast(outcomes.outcome as varchar) as outcome,
    cast(together.measure as varchar) as measure,
    cast(together.measure_name_id as varchar) as measure_name_id,
    cast(together.measure_name_en as varchar) as measure_name_en,
    cast(together.member as varchar) as member,
    cast(together.source_key as varchar) as source_key,
    cast(together.region_code as varchar) as region_code,
    cast(together.region_name as varchar) as region_name,
    cast(together.institution_name as varchar) as institution_name,
    cast(together.election_key as varchar) as election_key,
    cast(together.period_label as varchar) as period_label,
    cast(together.as_of as date) as as_of,
    cast(together.value as double) as value,
    cast(together.unit as varchar) as unit,
    cast(together.is_total_row as boolean) as is_total_row,
    cast(together.citation as varchar) as citation,
    cast(together.number_key as varchar) as number_key,
    cast(together.delivery_key as varchar) as delivery_key,
    cast(together.is_demo as boolean) as is_demo
from together
inner join outcomes
    on together.measure = outcomes.measure

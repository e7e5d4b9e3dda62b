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
        measure,
        region_key,
        institution_key,
        election_key,
        'case' as unit,
        count(*) as value,
        false as is_total_row,
        is_demo
    from judged
    where measure is not null
    group by measure, region_key, institution_key, election_key, is_demo
),

recaps as (
    select
        'recap' as basis,
        recap.source_key,
        recap.measure,
        recap.member,
        recap.region_key,
        recap.institution_key,
        recap.election_key,
        recap.period_label,
        measures.unit,
        recap.value,
        recap.is_total_row,
        recap.as_of,
        recap.recap_key,
        recap.delivery_key,
        recap.is_demo
    from {{ ref('fct_recap') }} as recap
    left join {{ ref('stg_reference__measure') }} as measures
        on recap.measure = measures.measure
    where recap.value is not null
),

printed as (
    select
        'published' as basis,
        source_key,
        measure,
        member,
        region_key,
        institution_key,
        election_key,
        period_label,
        unit,
        value,
        false as is_total_row,
        as_of,
        citation,
        figure_key,
        is_demo
    from {{ ref('fct_published_figure') }}
),

together as (
    select * from counted
    union all by name
    select * from recaps
    union all by name
    select * from printed
)

select
    cast(together.basis as varchar) as basis,
    cast(outcomes.outcome as varchar) as outcome,
    cast(together.measure as varchar) as measure,
    cast(measures.name_id as varchar) as measure_name_id,
    cast(measures.name_en as varchar) as measure_name_en,
    cast(together.member as varchar) as member,
    cast(together.source_key as varchar) as source_key,
    cast(region.region_code as varchar) as region_code,
    cast(region.name as varchar) as region_name,
    cast(institution.name as varchar) as institution_name,
    cast(together.election_key as varchar) as election_key,
    cast(together.period_label as varchar) as period_label,
    cast(together.as_of as date) as as_of,
    cast(together.value as double) as value,
    cast(together.unit as varchar) as unit,
    cast(together.is_total_row as boolean) as is_total_row,
    cast(together.citation as varchar) as citation,
    cast(together.figure_key as varchar) as figure_key,
    cast(together.recap_key as varchar) as recap_key,
    cast(together.delivery_key as varchar) as delivery_key,
    cast(together.is_demo as boolean) as is_demo
from together
inner join outcomes
    on together.measure = outcomes.measure
left join {{ ref('stg_reference__measure') }} as measures
    on together.measure = measures.measure
left join {{ ref('dim_region') }} as region
    on together.region_key = region.region_key
left join {{ ref('dim_institution') }} as institution
    on together.institution_key = institution.institution_key

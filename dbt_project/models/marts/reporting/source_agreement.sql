-- What two source institutions say of the same region, election and kind of measure, side by side.
-- Measures that two institutions use for the same thing are of one family (measures.csv).
with figures as (
    select
        figure.*,
        coalesce(measures.family, figure.measure) as measure_family
    from {{ ref('fct_published_figure') }} as figure
    left join {{ ref('stg_reference__measure') }} as measures
        on figure.measure = measures.measure
    where
        figure.region_key is not null
        and figure.election_key is not null
        and figure.value is not null
)

select
    cast({{ surrogate_key(['one.figure_key', 'other.figure_key']) }} as varchar) as agreement_key,
    cast(region.region_code as varchar) as region_code,
    cast(region.name as varchar) as region_name,
    cast(institution.name as varchar) as institution_name,
    cast(election.code as varchar) as election_code,
    cast(election.name as varchar) as election_name,
    cast(one.measure_family as varchar) as measure_family,
    cast(one.member as varchar) as member,
    cast(one.source_key as varchar) as source_a,
    cast(one.measure as varchar) as measure_a,
    cast(one.unit as varchar) as unit_a,
    cast(one.value as double) as value_a,
    cast(one.as_of as date) as as_of_a,
    cast(one.period_label as varchar) as period_label_a,
    cast(one.citation as varchar) as citation_a,
    cast(one.figure_key as varchar) as figure_key_a,
    cast(other.source_key as varchar) as source_b,
    cast(other.measure as varchar) as measure_b,
    cast(other.unit as varchar) as unit_b,
    cast(other.value as double) as value_b,
    cast(other.as_of as date) as as_of_b,
    cast(other.period_label as varchar) as period_label_b,
    cast(other.citation as varchar) as citation_b,
    cast(other.figure_key as varchar) as figure_key_b,
    cast(
        cast(one.value as decimal(18, 6)) - cast(other.value as decimal(18, 6)) as double
    ) as difference,
    cast(
        coalesce(one.as_of = other.as_of, false)
        and one.as_of_precision = 'day'
        and other.as_of_precision = 'day' as boolean
    ) as is_same_as_of,
    cast(one.unit = other.unit as boolean) as is_same_unit,
    -- Figures with different dates or units do not contradict each other.
    cast(
        case
            when one.as_of is null or other.as_of is null then 'as_of_unknown'
            when one.as_of <> other.as_of then 'as_of_differs'
            when one.as_of_precision <> 'day' or other.as_of_precision <> 'day'
                then 'as_of_imprecise'
            when one.unit <> other.unit then 'unit_differs'
            when one.measure <> other.measure then 'measure_differs'
            when one.value = other.value then 'agrees'
            else 'differs'
        end as varchar
    ) as comparison,
    -- Every date of the one stands beside every date of the other: this is the pair to look at.
    cast(
        one.as_of is not null and other.as_of is not null
        and rank() over nearness = 1 as boolean
    ) as is_closest,
    cast(one.is_demo as boolean) as is_demo
from figures as one
inner join figures as other
    on one.source_key < other.source_key
    and one.region_key = other.region_key
    and one.institution_key is not distinct from other.institution_key
    and one.about is not distinct from other.about
    and one.election_key = other.election_key
    and one.measure_family = other.measure_family
    and one.member is not distinct from other.member
    and one.is_demo = other.is_demo
left join {{ ref('dim_region') }} as region
    on one.region_key = region.region_key
left join {{ ref('dim_institution') }} as institution
    on one.institution_key = institution.institution_key
left join {{ ref('dim_election') }} as election
    on one.election_key = election.election_key
window nearness as (
    partition by
        one.region_key, one.institution_key, one.about, one.election_key, one.measure_family,
        one.member, one.source_key, other.source_key, one.is_demo
    order by abs(one.as_of - other.as_of) nulls last
)

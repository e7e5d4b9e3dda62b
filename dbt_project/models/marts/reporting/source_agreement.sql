-- What two say of the same place, election and kind of measure, side by side, and why they may
-- differ. Each side is published, a recap, an office's register, or our cases (from all registers).
-- Measures that two institutions use for the same thing are of one family (measures.csv).
{% set measures = [
    'reported', 'in_clarification', 'processed', 'proven', 'not_proven', 'recommended',
    'followed_up', 'not_followed_up', 'sanctioned'
] -%}
with cases as (
    select
        cases.*,
        region.region_code,
        region.province_code,
        region.kind
    from {{ ref('fct_case') }} as cases
    left join {{ ref('dim_region') }} as region
        on cases.region_key = region.region_key
),

-- A case counts in its regency, in its province and in the country, and for its employer.
placed as (
    select case_key, election_key, is_demo, 'territory' as about, 'ID' as region_code,
        cast(null as varchar) as institution_key
    from cases
    union all
    select case_key, election_key, is_demo, 'territory' as about, province_code as region_code,
        cast(null as varchar) as institution_key
    from cases
    where province_code is not null
    union all
    select case_key, election_key, is_demo, 'territory' as about, region_code,
        cast(null as varchar) as institution_key
    from cases
    where kind in ('regency', 'city')
    union all
    select cases.case_key, cases.election_key, cases.is_demo, 'government' as about,
        region.region_code, cases.institution_key
    from cases
    inner join {{ ref('dim_institution') }} as institution
        on cases.institution_key = institution.institution_key
    inner join {{ ref('dim_region') }} as region
        on institution.region_key = region.region_key
),

-- What each office's registers state themselves; what a stage implies is not theirs.
stated as (
    select distinct
        event.source_key,
        event.case_key,
        event.stage as measure,
        event.delivery_key
    from {{ ref('fct_case_event') }} as event
    where not event.is_implied
    union all
    select distinct
        event.source_key,
        event.case_key,
        'cases' as measure,
        event.delivery_key
    from {{ ref('fct_case_event') }} as event
),

registers as (
    select
        'register' as basis,
        stated.source_key,
        cast(null as varchar) as number_key,
        placed.region_code,
        placed.institution_key,
        placed.about,
        placed.election_key,
        cast(null as varchar) as period_label,
        stated.measure,
        count(distinct stated.case_key) as value,
        max(delivery.as_of) as as_of,
        string_agg(distinct delivery.register_kind, ', ' order by delivery.register_kind)
        || ' (' || count(distinct stated.delivery_key) || ')' as citation,
        placed.is_demo
    from stated
    inner join placed
        on stated.case_key = placed.case_key
    inner join {{ ref('dim_delivery') }} as delivery
        on stated.delivery_key = delivery.delivery_key
    group by
        stated.source_key, placed.region_code, placed.institution_key, placed.about,
        placed.election_key, stated.measure, placed.is_demo
),

known_until as (
    select
        is_demo,
        max(as_of) as as_of,
        count(*) as deliveries
    from {{ ref('dim_delivery') }}
    where delivery_key in (select delivery_key from {{ ref('fct_case_event') }})
    group by is_demo
),

ours as (
    {%- for measure in measures + ['cases'] %}
    select
        'cases' as basis,
        'warehouse' as source_key,
        cast(null as varchar) as number_key,
        placed.region_code,
        placed.institution_key,
        placed.about,
        placed.election_key,
        cast(null as varchar) as period_label,
        '{{ measure }}' as measure,
        {% if measure == 'cases' %}count(*){% else %}sum(cases.is_{{ measure }}){% endif %} as value,
        known_until.as_of,
        'marts.fct_case (' || known_until.deliveries || ')' as citation,
        placed.is_demo
    from placed
    inner join cases
        on placed.case_key = cases.case_key
    inner join known_until
        on placed.is_demo = known_until.is_demo
    group by
        placed.region_code, placed.institution_key, placed.about, placed.election_key,
        known_until.as_of, known_until.deliveries, placed.is_demo
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

counted as (
    select * from registers
    union all by name
    select * from ours
),

sides as (
    select
        basis, source_key, number_key, region_code, institution_key, about, election_key,
        period_label, measure, measure_family, member, unit, value, as_of, as_of_precision,
        citation, is_demo
    from {{ ref('printed_number') }}
    where
        region_code is not null
        and election_key is not null
        and value is not null
        and about in ('territory', 'government')
    union all by name
    select
        counted.*,
        coalesce(measure.family, counted.measure) as measure_family,
        cast(null as varchar) as member,
        'case' as unit,
        case when counted.as_of is not null then 'day' end as as_of_precision
    from counted
    left join {{ ref('stg_reference__measure') }} as measure
        on counted.measure = measure.measure
    where counted.election_key is not null
),

pairs as (
    select
        one.basis as basis_a,
        one.source_key as source_a,
        one.number_key as figure_key_a,
        one.measure as measure_a,
        one.unit as unit_a,
        one.value as value_a,
        one.as_of as as_of_a,
        one.as_of_precision as as_of_precision_a,
        one.period_label as period_label_a,
        one.citation as citation_a,
        other.basis as basis_b,
        other.source_key as source_b,
        other.number_key as figure_key_b,
        other.measure as measure_b,
        other.unit as unit_b,
        other.value as value_b,
        other.as_of as as_of_b,
        other.as_of_precision as as_of_precision_b,
        other.period_label as period_label_b,
        other.citation as citation_b,
        one.region_code,
        one.institution_key,
        one.about,
        one.election_key,
        one.measure_family,
        one.member,
        one.is_demo
    from sides as one
    inner join sides as other
        on one.region_code = other.region_code
        and one.institution_key is not distinct from other.institution_key
        and one.about is not distinct from other.about
        and one.election_key = other.election_key
        and one.measure_family = other.measure_family
        and one.member is not distinct from other.member
        and one.is_demo = other.is_demo
        and (
            one.source_key < other.source_key
            or (one.source_key = other.source_key and one.basis < other.basis)
        )
),

compared as (
    select
        *,
        coalesce(
            as_of_a = as_of_b and as_of_precision_a = 'day' and as_of_precision_b = 'day', false
        ) as is_same_as_of,
        unit_a = unit_b as is_same_unit,
        -- Figures with different dates or units do not contradict each other.
        case
            when as_of_a is null or as_of_b is null then 'as_of_unknown'
            when as_of_a <> as_of_b then 'as_of_differs'
            when as_of_precision_a <> 'day' or as_of_precision_b <> 'day' then 'as_of_imprecise'
            when unit_a <> unit_b then 'unit_differs'
            when measure_a <> measure_b then 'measure_differs'
            when value_a = value_b then 'agrees'
            else 'differs'
        end as comparison
    from pairs
)

select
    cast({{ surrogate_key([
        'compared.region_code', 'compared.institution_key', 'compared.about',
        'compared.election_key', 'compared.member', 'compared.basis_a', 'compared.source_a',
        'compared.measure_a', 'compared.figure_key_a', 'compared.basis_b', 'compared.source_b',
        'compared.measure_b', 'compared.figure_key_b', 'compared.is_demo'
    ]) }} as varchar) as agreement_key,
    cast(compared.region_code as varchar) as region_code,
    cast(region.name as varchar) as region_name,
    cast(institution.name as varchar) as institution_name,
    cast(election.code as varchar) as election_code,
    cast(election.name as varchar) as election_name,
    cast(compared.measure_family as varchar) as measure_family,
    cast(compared.member as varchar) as member,
    {%- for side in ['a', 'b'] %}
    cast(compared.basis_{{ side }} as varchar) as basis_{{ side }},
    cast(compared.source_{{ side }} as varchar) as source_{{ side }},
    cast(compared.measure_{{ side }} as varchar) as measure_{{ side }},
    cast(compared.unit_{{ side }} as varchar) as unit_{{ side }},
    cast(compared.value_{{ side }} as double) as value_{{ side }},
    cast(compared.as_of_{{ side }} as date) as as_of_{{ side }},
    cast(compared.period_label_{{ side }} as varchar) as period_label_{{ side }},
    cast(compared.citation_{{ side }} as varchar) as citation_{{ side }},
    cast(compared.figure_key_{{ side }} as varchar) as figure_key_{{ side }},
    {%- endfor %}
    cast(
        cast(compared.value_a as decimal(18, 6))
        - cast(compared.value_b as decimal(18, 6)) as double
    ) as difference,
    cast(compared.is_same_as_of as boolean) as is_same_as_of,
    cast(compared.is_same_unit as boolean) as is_same_unit,
    cast(compared.comparison as varchar) as comparison,
    -- Every date of the one stands beside every date of the other: this is the pair to look at.
    cast(
        compared.as_of_a is not null and compared.as_of_b is not null
        and rank() over nearness = 1 as boolean
    ) as is_closest,
    {%- for column, said in [('why', source_agreement_reasons('en')),
                             ('why_id', source_agreement_reasons('id'))] %}
    cast({{ said }} as varchar) as {{ column }},
    {%- endfor %}
    cast(compared.is_demo as boolean) as is_demo
from compared
left join {{ ref('dim_region') }} as region
    on compared.region_code = region.region_code
    and region.is_latest
left join {{ ref('dim_institution') }} as institution
    on compared.institution_key = institution.institution_key
left join {{ ref('dim_election') }} as election
    on compared.election_key = election.election_key
window nearness as (
    partition by
        compared.region_code, compared.institution_key, compared.about, compared.election_key,
        compared.measure_family, compared.member, compared.basis_a, compared.source_a,
        compared.basis_b, compared.source_b, compared.is_demo
    order by abs(compared.as_of_a - compared.as_of_b) nulls last
)

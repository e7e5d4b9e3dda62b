-- What two say of the same place, election and kind of measure, side by side, and why they may
-- differ. Each side is published, a recap, an office's register, or our cases (from all registers).
-- Measures that two institutions use for the same thing are of one family (measures.csv).
{% set measures = [
    'reported', 'in_clarification', 'processed', 'proven', 'not_proven', 'recommended',
    'followed_up', 'not_followed_up', 'sanctioned'
] -%}
with stated as (
    -- What each office's registers state themselves; what a stage implies is not theirs.
    select
        source_key,
        case_key,
        stage as measure,
        delivery_key
    from {{ ref('fct_case_event') }}
    where not is_implied
    union all
    select
        source_key,
        case_key,
        'cases' as measure,
        delivery_key
    from {{ ref('fct_case_event') }}
),

-- Each case has one region and one employer: counted there first, then added up to wider places.
register_cells as (
    select
        'register' as basis,
        stated.source_key,
        stated.measure,
        cases.region_key,
        cases.institution_key,
        cases.election_key,
        cases.is_demo,
        count(distinct stated.case_key) as value
    from stated
    inner join {{ ref('fct_case') }} as cases
        on stated.case_key = cases.case_key
    group by
        stated.source_key, stated.measure, cases.region_key, cases.institution_key,
        cases.election_key, cases.is_demo
),

case_cells as (
    select
        region_key,
        institution_key,
        election_key,
        is_demo,
        {%- for measure in measures %}
        sum(is_{{ measure }}) as {{ measure }},
        {%- endfor %}
        count(*) as cases
    from {{ ref('fct_case') }}
    group by region_key, institution_key, election_key, is_demo
),

cells as (
    select * from register_cells
    {%- for measure in measures + ['cases'] %}
    union all by name
    select
        'cases' as basis,
        'warehouse' as source_key,
        '{{ measure }}' as measure,
        region_key,
        institution_key,
        election_key,
        is_demo,
        {{ measure }} as value
    from case_cells
    {%- endfor %}
),

located as (
    select
        cells.* exclude (institution_key),
        region.region_code,
        region.province_code,
        region.kind,
        cells.institution_key as employer_key,
        employer_region.region_code as employer_region_code
    from cells
    left join {{ ref('dim_region') }} as region
        on cells.region_key = region.region_key
    left join {{ ref('dim_institution') }} as institution
        on cells.institution_key = institution.institution_key
    left join {{ ref('dim_region') }} as employer_region
        on institution.region_key = employer_region.region_key
),

-- A case counts in its regency, in its province and in the country, and for its employer.
placed as (
    select
        * exclude (region_code),
        'territory' as about,
        'ID' as region_code,
        cast(null as varchar) as institution_key
    from located
    union all by name
    select
        * exclude (region_code),
        'territory' as about,
        province_code as region_code,
        cast(null as varchar) as institution_key
    from located
    where province_code is not null
    union all by name
    select
        *,
        'territory' as about,
        cast(null as varchar) as institution_key
    from located
    where kind in ('regency', 'city')
    union all by name
    select
        * exclude (region_code),
        'government' as about,
        employer_region_code as region_code,
        employer_key as institution_key
    from located
    where employer_region_code is not null
),

-- As of when, and from which registers, each kind of count is: the latest date that one states.
origins as (
    select
        'register' as basis,
        stated.source_key,
        stated.measure,
        delivery.is_demo,
        max(delivery.as_of) as as_of,
        string_agg(distinct delivery.register_kind, ', ' order by delivery.register_kind)
        || ' (' || count(*) || ')' as citation
    from (select distinct source_key, measure, delivery_key from stated) as stated
    inner join {{ ref('dim_delivery') }} as delivery
        on stated.delivery_key = delivery.delivery_key
    group by stated.source_key, stated.measure, delivery.is_demo
    union all by name
    select
        'cases' as basis,
        'warehouse' as source_key,
        cast(null as varchar) as measure,
        is_demo,
        max(as_of) as as_of,
        'marts.fct_case (' || count(*) || ')' as citation
    from {{ ref('dim_delivery') }}
    where delivery_key in (select delivery_key from stated)
    group by is_demo
),

counted as (
    select
        placed.basis,
        placed.source_key,
        cast(null as varchar) as number_key,
        placed.region_code,
        placed.institution_key,
        placed.about,
        placed.election_key,
        cast(null as varchar) as period_label,
        placed.measure,
        sum(placed.value) as value,
        origins.as_of,
        origins.citation,
        placed.is_demo
    from placed
    inner join origins
        on placed.basis = origins.basis
        and placed.source_key = origins.source_key
        and placed.measure = coalesce(origins.measure, placed.measure)
        and placed.is_demo = origins.is_demo
    group by
        placed.basis, placed.source_key, placed.region_code, placed.institution_key,
        placed.about, placed.election_key, placed.measure, origins.as_of, origins.citation,
        placed.is_demo
),

sides as (
    select
        basis, source_key, number_key, region_code, institution_key, about, election_key,
        period_label, measure, measure_family, member, unit, value, as_of, as_of_precision,
        citation, is_demo,
        coalesce(measure_name_id, measure) as measure_name_id,
        coalesce(measure_name_en, measure) as measure_name_en
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
        coalesce(measure.name_id, counted.measure) as measure_name_id,
        coalesce(measure.name_en, counted.measure) as measure_name_en,
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
        one.measure_name_id as measure_name_id_a,
        one.measure_name_en as measure_name_en_a,
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
        other.measure_name_id as measure_name_id_b,
        other.measure_name_en as measure_name_en_b,
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

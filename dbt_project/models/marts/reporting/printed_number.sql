-- Every number that others counted and printed: published figures and cells of recaps, labelled.
with published as (
    select
        'published' as basis,
        figure.figure_key as number_key,
        history.series_key,
        figure.source_key,
        figure.region_key,
        figure.institution_key,
        figure.about,
        figure.election_key,
        figure.period_label,
        figure.period_from,
        figure.period_to,
        figure.measure,
        figure.member,
        figure.unit,
        figure.value,
        figure.as_of,
        figure.as_of_precision,
        figure.as_printed,
        false as is_total_row,
        figure.citation,
        figure.delivery_key,
        figure.is_demo
    from {{ ref('fct_published_figure') }} as figure
    inner join {{ ref('figure_history') }} as history
        on figure.figure_key = history.figure_key
),

recaps as (
    select
        'recap' as basis,
        recap.recap_key as number_key,
        {{ surrogate_key([
            'recap.source_key', 'recap.region_key', 'recap.institution_key',
            'recap.election_key', 'recap.period_label', 'recap.measure', 'recap.member',
            'recap.is_total_row'
        ]) }} as series_key,
        recap.source_key,
        recap.region_key,
        recap.institution_key,
        case
            when recap.is_total_row then 'territory'
            when recap.institution_key is not null then 'government'
            -- A row of the office's own region, beside a total, is what that office did itself.
            when recap.region_key = delivery.office_region_key then 'office'
            when recap.region_key is not null then 'territory'
        end as about,
        recap.election_key,
        recap.period_label,
        cast(null as date) as period_from,
        cast(null as date) as period_to,
        recap.measure,
        recap.member,
        measure.unit,
        recap.value,
        recap.as_of,
        case when recap.as_of is not null then 'day' end as as_of_precision,
        cast(null as varchar) as as_printed,
        recap.is_total_row,
        delivery.office || ', ' || delivery.file_name || ', ' || recap.sheet_name || ', '
        || cast(recap.row_number as varchar) as citation,
        recap.delivery_key,
        recap.is_demo
    from {{ ref('fct_recap') }} as recap
    inner join {{ ref('dim_delivery') }} as delivery
        on recap.delivery_key = delivery.delivery_key
    left join {{ ref('stg_reference__measure') }} as measure
        on recap.measure = measure.measure
),

numbers as (
    select * from published
    union all by name
    select * from recaps
)

select
    cast(numbers.basis as varchar) as basis,
    cast(numbers.number_key as varchar) as number_key,
    cast(numbers.series_key as varchar) as series_key,
    cast(numbers.source_key as varchar) as source_key,
    cast(source.name as varchar) as source_name,
    cast(region.region_code as varchar) as region_code,
    cast(region.name as varchar) as region_name,
    cast(region.kind as varchar) as region_kind,
    cast(numbers.institution_key as varchar) as institution_key,
    cast(institution.name as varchar) as institution_name,
    cast(numbers.about as varchar) as about,
    cast(numbers.election_key as varchar) as election_key,
    cast(election.name as varchar) as election_name,
    cast(numbers.period_label as varchar) as period_label,
    cast(numbers.period_from as date) as period_from,
    cast(numbers.period_to as date) as period_to,
    cast(numbers.measure as varchar) as measure,
    cast(measure.name_id as varchar) as measure_name_id,
    cast(measure.name_en as varchar) as measure_name_en,
    cast(coalesce(measure.family, numbers.measure) as varchar) as measure_family,
    cast(numbers.member as varchar) as member,
    cast(numbers.unit as varchar) as unit,
    cast(numbers.value as double) as value,
    cast(numbers.as_of as date) as as_of,
    cast(numbers.as_of_precision as varchar) as as_of_precision,
    cast(numbers.as_printed as varchar) as as_printed,
    cast(numbers.is_total_row as boolean) as is_total_row,
    cast(numbers.citation as varchar) as citation,
    cast(numbers.delivery_key as varchar) as delivery_key,
    cast(numbers.is_demo as boolean) as is_demo
from numbers
left join {{ ref('dim_source') }} as source
    on numbers.source_key = source.source_key
left join {{ ref('dim_region') }} as region
    on numbers.region_key = region.region_key
left join {{ ref('dim_institution') }} as institution
    on numbers.institution_key = institution.institution_key
left join {{ ref('dim_election') }} as election
    on numbers.election_key = election.election_key
left join {{ ref('stg_reference__measure') }} as measure
    on numbers.measure = measure.measure

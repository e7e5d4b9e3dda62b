-- One printed statistic, kept as printed: contradictions are shown elsewhere, never corrected here.
with figures as (
    select
        *,
        case
            when about = 'government' and region_code = 'ID' then member
            when about = 'government' then 'pemda:' || region_code
        end as institution_code,
        -- The decimals of a percentage come from its printed form ("(9, 7%)": 1), else from the
        -- value ("23.5"): they decide what counts as equal after rounding.
        case
            when unit = 'percent'
                then coalesce({{ decimals_in_print('as_printed') }}, {{ decimals_of('value') }})
        end as printed_decimals
    from {{ ref('stg_published__figure') }}
)

select
    cast(figures.figure_id as varchar) as figure_key,
    cast(figures.figure_id as varchar) as figure_id,
    cast(figures.publisher as varchar) as publisher,
    cast(figures.title as varchar) as title,
    cast({{ last_day_stated('figures.published_on') }} as date) as published_on,
    cast({{ stated_precision('figures.published_on') }} as varchar) as published_on_precision,
    cast(figures.source as varchar) as source_key,
    cast(figures.measure as varchar) as measure,
    cast(figures.member as varchar) as member,
    cast(figures.unit as varchar) as unit,
    cast(figures.value as double) as value,
    cast(figures.printed_decimals as integer) as printed_decimals,
    cast(region.region_key as varchar) as region_key,
    cast(institution.institution_code as varchar) as institution_key,
    cast(figures.about as varchar) as about,
    cast(figures.election as varchar) as election_key,
    cast(figures.period_label as varchar) as period_label,
    cast(figures.period_from as date) as period_from,
    cast(figures.period_to as date) as period_to,
    cast({{ last_day_stated('figures.as_of') }} as date) as as_of,
    cast({{ stated_precision('figures.as_of') }} as varchar) as as_of_precision,
    cast(figures.as_of_basis as varchar) as as_of_basis,
    cast(figures.base as double) as base,
    cast(figures.base_basis as varchar) as base_basis,
    cast(figures.breakdown as varchar) as breakdown,
    cast(figures.breakdown_total as varchar) as breakdown_total_key,
    cast(figures.breakdown_complete = 'yes' as boolean) as breakdown_is_complete,
    cast(figures.as_printed as varchar) as as_printed,
    cast(figures.citation as varchar) as citation,
    cast(figures.locator as varchar) as locator,
    cast(figures.note as varchar) as note,
    cast(figures.delivery_key as varchar) as delivery_key,
    cast(figures.sheet_name as varchar) as sheet_name,
    cast(figures.row_number as integer) as row_number,
    cast(figures.part as integer) as part,
    cast(figures.is_demo as boolean) as is_demo
from figures
left join {{ ref('int_region') }} as region
    on figures.region_code = region.region_code
left join {{ ref('int_institution') }} as institution
    on figures.institution_code = institution.institution_code

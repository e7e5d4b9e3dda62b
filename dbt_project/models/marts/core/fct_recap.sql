-- One cell of an aggregate sheet: other people's counts, never mixed with ours.
with cells as (
    select * from {{ ref('stg_kasn__recap') }}
    union all by name
    select * from {{ ref('stg_bawaslu__recap') }}
    union all by name
    select * from {{ ref('stg_kasn__crosstab') }}
)

select
    cast({{ row_key('cells', ['cells.measure', 'cells.member', 'cells.is_total_row']) }} as varchar)
        as recap_key,
    cast(delivery.source_code as varchar) as source_key,
    cast(institution.institution_code as varchar) as institution_key,
    cast(region.region_key as varchar) as region_key,
    cast(delivery.election_code as varchar) as election_key,
    cast(cells.period_label as varchar) as period_label,
    cast(cells.as_of as date) as as_of,
    cast(cells.measure as varchar) as measure,
    cast(cells.member as varchar) as member,
    cast(cells.value as double) as value,
    cast(cells.is_total_row as boolean) as is_total_row,
    cast(cells.delivery_key as varchar) as delivery_key,
    cast(cells.sheet_name as varchar) as sheet_name,
    cast(cells.row_number as integer) as row_number,
    cast(cells.part as integer) as part,
    cast(cells.is_demo as boolean) as is_demo
from cells
inner join {{ ref('stg_landing__delivery') }} as delivery
    on cells.delivery_key = delivery.delivery_key
-- A total is of the place, not of the government that keeps the recap.
left join {{ ref('int_institution') }} as institution
    on cells.institution_code = institution.institution_code
    and not cells.is_total_row
left join {{ ref('int_region') }} as region
    on region.region_code = coalesce(
        institution.region_code,
        cells.region_code,
        -- The total of a recap is of the region that the recap is for.
        case when cells.is_total_row then delivery.office_region_code end
    )

-- Regions with validity, typed, each with its key; `is_latest` picks one row per code.
with regions as (
    select
        region_code,
        name,
        kind,
        province_code,
        current_region_code,
        cast(valid_from as date) as valid_from,
        cast(valid_to as date) as valid_to,
        note,
        row_number() over (
            partition by region_code
            order by
                cast(valid_to as date) desc nulls first,
                cast(valid_from as date) desc nulls last
        ) as recency
    from {{ source('reference', 'regions') }}
)

select
    {{ surrogate_key(['region_code', 'valid_from', 'valid_to']) }} as region_key,
    region_code,
    name,
    kind,
    province_code,
    coalesce(current_region_code, region_code) as current_region_code,
    valid_from,
    valid_to,
    note,
    recency = 1 as is_latest
from regions

-- Regions of Indonesia by Kemendagri code, with the time each code and name was valid.
select
    cast(region.region_key as varchar) as region_key,
    cast(region.region_code as varchar) as region_code,
    cast(region.name as varchar) as name,
    cast(region.kind as varchar) as kind,
    cast(region.province_code as varchar) as province_code,
    cast(province.name as varchar) as province_name,
    cast(region.current_region_code as varchar) as current_region_code,
    cast(region.valid_from as date) as valid_from,
    cast(region.valid_to as date) as valid_to,
    cast(region.is_latest as boolean) as is_latest,
    cast(region.note as varchar) as note
from {{ ref('stg_reference__region') }} as region
left join {{ ref('int_region') }} as province
    on region.province_code = province.region_code

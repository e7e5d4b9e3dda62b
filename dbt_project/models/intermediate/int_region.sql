-- One row per region code, the latest that bears it: what facts join to get their region_key.
select
    region_code,
    region_key,
    name,
    kind,
    province_code
from {{ ref('stg_reference__region') }}
where is_latest

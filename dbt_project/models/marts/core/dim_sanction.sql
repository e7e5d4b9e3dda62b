-- Sanctions as each regulation lists them.
select
    cast(sanction_code as varchar) as sanction_key,
    cast(regulation as varchar) as regulation,
    cast(level as varchar) as level,
    cast(name_id as varchar) as name_id,
    cast(name_en as varchar) as name_en,
    cast(severity as integer) as severity,
    -- "Hukuman disiplin sedang" alone: its code is that of the level.
    cast(sanction_code like '%\_' || level escape '\' as boolean) as is_level_only,
    cast(valid_from as date) as valid_from,
    cast(valid_to as date) as valid_to
from {{ source('reference', 'sanctions') }}

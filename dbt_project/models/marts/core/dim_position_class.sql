-- Position classes as KASN reports them.
select
    cast(code as varchar) as position_class_key,
    cast(code as varchar) as code,
    cast(name_id as varchar) as name_id,
    cast(name_en as varchar) as name_en,
    cast(priority as integer) as priority
from {{ source('reference', 'position_classes') }}

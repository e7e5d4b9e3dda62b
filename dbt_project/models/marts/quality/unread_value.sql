-- Cells of loaded rows whose text means nothing known and was left out, or that another cell of the
-- row contradicts; the row was kept.
select distinct
    cast(error.delivery_key as varchar) as delivery_key,
    cast(error.sheet_name as varchar) as sheet_name,
    cast(error.row_number as integer) as row_number,
    cast(error.part as integer) as part,
    cast(error.column_letter as varchar) as column_letter,
    cast(error.field as varchar) as field,
    cast(error.reason_code as varchar) as reason_code,
    cast(coalesce(code.is_kept, false) as boolean) as is_kept,
    cast(delivery.is_demo as boolean) as is_demo
from {{ source('landing', 'row_error') }} as error
inner join {{ ref('stg_landing__delivery') }} as delivery
    on error.delivery_key = delivery.delivery_key
inner join {{ ref('int_loaded_part') }} as loaded
    on error.delivery_key = loaded.delivery_key
    and error.sheet_name = loaded.sheet_name
    and error.row_number = loaded.row_number
    and error.part = loaded.part
left join {{ ref('stg_reference__reason_code') }} as code
    on error.reason_code = code.reason_code
where delivery.is_loaded and not error.rejects

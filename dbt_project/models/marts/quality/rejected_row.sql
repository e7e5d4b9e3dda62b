-- The cells for which data rows of current deliveries were rejected, and why; never what they hold.
-- The reason is the code's own words: the message in landing may quote the cell.
select distinct
    cast(error.delivery_key as varchar) as delivery_key,
    cast(error.sheet_name as varchar) as sheet_name,
    cast(error.row_number as integer) as row_number,
    cast(error.part as integer) as part,
    cast(error.column_letter as varchar) as column_letter,
    cast(error.heading as varchar) as column_name,
    cast(error.field as varchar) as field,
    cast(error.reason_code as varchar) as reason_code,
    cast(coalesce(code.text || '; ' || code.mend, error.reason_code) as varchar) as reason,
    cast(delivery.is_demo as boolean) as is_demo
from {{ source('landing', 'row_error') }} as error
inner join {{ ref('stg_landing__delivery') }} as delivery
    on error.delivery_key = delivery.delivery_key
left join {{ ref('stg_reference__reason_code') }} as code
    on error.reason_code = code.reason_code
where delivery.is_loaded and error.rejects

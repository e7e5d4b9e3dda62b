-- What a later edition of a register added, changed and withdrew; values only where they are codes,
-- dates or numbers.
select
    cast(found.delivery_key as varchar) as delivery_key,
    cast(found.supersedes_delivery_key as varchar) as supersedes_delivery_key,
    cast(found.change as varchar) as change,
    cast(found.sheet_name as varchar) as sheet_name,
    cast(found.row_number as integer) as row_number,
    cast(found.part as integer) as part,
    cast(found.old_row_number as integer) as old_row_number,
    cast(found.field as varchar) as field,
    cast(found.column_letter as varchar) as column_letter,
    cast(case when found.change = 'changed' then found.old_value is distinct from found.new_value end as boolean)
        as is_value_changed,
    cast(case when found.value_kind not in ('text', 'nip') then found.old_value end as varchar)
        as old_value,
    cast(case when found.value_kind not in ('text', 'nip') then found.new_value end as varchar)
        as new_value,
    cast(delivery.is_demo as boolean) as is_demo
from {{ source('landing', 'edition_change') }} as found
inner join {{ ref('stg_landing__delivery') }} as delivery
    on found.delivery_key = delivery.delivery_key

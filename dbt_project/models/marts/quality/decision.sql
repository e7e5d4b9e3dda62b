-- The cells and rows of current deliveries that stand on a person's decision; never what they hold.
select
    cast(used.delivery_key as varchar) as delivery_key,
    cast(used.sheet_name as varchar) as sheet_name,
    cast(used.row_number as integer) as row_number,
    cast(used.part as integer) as part,
    cast(used.column_letter as varchar) as column_letter,
    cast(used.field as varchar) as field,
    cast(used.scope as varchar) as scope,
    cast(used.decision as varchar) as decision,
    cast(used.reason_code as varchar) as reason_code,
    cast(left(used.decided_at, 10) as date) as decided_on,
    cast(delivery.is_demo as boolean) as is_demo
from {{ source('landing', 'decision_use') }} as used
inner join {{ ref('stg_landing__delivery') }} as delivery
    on used.delivery_key = delivery.delivery_key
where delivery.is_loaded

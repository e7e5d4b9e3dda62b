-- What became of every row of every current delivery; the difference must be 0 everywhere.
select
    cast(balance.delivery_key as varchar) as delivery_key,
    cast(balance.sheet_name as varchar) as sheet_name,
    cast(balance.nonempty as integer) as nonempty,
    cast(balance.structural as integer) as structural,
    cast(balance.read as integer) as read,
    cast(balance.loaded as integer) as loaded,
    cast(balance.rejected as integer) as rejected,
    cast(balance.set_aside as integer) as set_aside,
    cast(
        balance.read - balance.loaded - balance.rejected - balance.set_aside as integer
    ) as difference,
    cast(balance.parts_read as integer) as parts_read,
    cast(balance.parts_loaded as integer) as parts_loaded,
    cast(balance.parts_rejected as integer) as parts_rejected,
    cast(balance.parts_set_aside as integer) as parts_set_aside,
    cast(
        balance.parts_read - balance.parts_loaded - balance.parts_rejected
        - balance.parts_set_aside as integer
    ) as parts_difference,
    cast(delivery.is_demo as boolean) as is_demo
from {{ ref('int_row_balance') }} as balance
inner join {{ ref('stg_landing__delivery') }} as delivery
    on balance.delivery_key = delivery.delivery_key
where delivery.is_loaded

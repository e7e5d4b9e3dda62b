-- The current deliveries that each control total is about.
select
    control.control,
    delivery.delivery_key,
    -- Totals of rows belong to one office's register; those of cases to wherever the case is.
    control.unit <> 'row'
    or control.region_code is null
    or delivery.office_region_code = control.region_code as is_in_scope
from {{ ref('int_control') }} as control
inner join {{ ref('stg_landing__delivery') }} as delivery
    on delivery.is_loaded
    and control.is_demo = delivery.is_demo
    and (control.source_code is null or control.source_code = delivery.source_code)
    and (control.register_kind is null or control.register_kind = delivery.register_kind)
    and (control.period_label is null or control.period_label = delivery.period_label)

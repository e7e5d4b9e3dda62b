-- Files of this build: what each was recognised as, and what became of its rows.
-- A superseded or quarantined file gives no facts, so nothing became of its rows: no counts.
with counted as (
    select
        delivery_key,
        sum(read) as rows_read,
        sum(structural) as rows_structural,
        sum(loaded) as rows_loaded,
        sum(rejected) as rows_rejected,
        sum(set_aside) as rows_set_aside
    from {{ ref('int_row_balance') }}
    group by delivery_key
)

select
    cast(delivery.delivery_key as varchar) as delivery_key,
    cast(delivery.sha256 as varchar) as sha256,
    cast(delivery.file_name_masked as varchar) as file_name,
    cast(delivery.source_code as varchar) as source_key,
    cast(delivery.office as varchar) as office,
    cast(office_region.region_key as varchar) as office_region_key,
    cast(delivery.family as varchar) as family,
    cast(delivery.register_kind as varchar) as register_kind,
    cast(delivery.period_label as varchar) as period_label,
    cast(delivery.layout as varchar) as layout,
    cast(delivery.origin as varchar) as origin,
    cast(delivery.received_at as timestamp) as received_at,
    cast(delivery.as_of as date) as as_of,
    cast(case when delivery.is_loaded then coalesce(counted.rows_read, 0) end as integer)
        as rows_read,
    cast(case when delivery.is_loaded then coalesce(counted.rows_structural, 0) end as integer)
        as rows_structural,
    cast(case when delivery.is_loaded then coalesce(counted.rows_loaded, 0) end as integer)
        as rows_loaded,
    cast(case when delivery.is_loaded then coalesce(counted.rows_rejected, 0) end as integer)
        as rows_rejected,
    cast(case when delivery.is_loaded then coalesce(counted.rows_set_aside, 0) end as integer)
        as rows_set_aside,
    cast(delivery.supersedes_delivery_key as varchar) as supersedes_delivery_key,
    cast(delivery.same_content_as_delivery_key as varchar) as same_content_as_delivery_key,
    cast(delivery.status as varchar) as status,
    cast(delivery.reason_code as varchar) as reason_code,
    cast(delivery.is_current as boolean) as is_current,
    cast(delivery.is_demo as boolean) as is_demo
from {{ ref('stg_landing__delivery') }} as delivery
left join counted
    on delivery.delivery_key = counted.delivery_key
left join {{ ref('int_region') }} as office_region
    on delivery.office_region_code = office_region.region_code

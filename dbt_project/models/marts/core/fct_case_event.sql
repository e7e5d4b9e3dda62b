-- One stage of one person's matter as one source row states or implies it.
select
    cast(event_key as varchar) as event_key,
    cast(case_key as varchar) as case_key,
    cast(source_code as varchar) as source_key,
    cast(asn_key as varchar) as asn_key,
    cast(stage as varchar) as stage,
    cast({{ date_key('event_date') }} as integer) as event_date_key,
    cast(is_implied as boolean) as is_implied,
    cast(recommended_sanction_code as varchar) as recommended_sanction_key,
    cast(sanction_code as varchar) as sanction_key,
    cast(delivery_key as varchar) as delivery_key,
    cast(sheet_name as varchar) as sheet_name,
    cast(row_number as integer) as row_number,
    cast(part as integer) as part,
    cast(is_demo as boolean) as is_demo
from {{ ref('int_case_event') }}

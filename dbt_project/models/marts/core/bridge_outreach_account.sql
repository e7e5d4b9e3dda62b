-- One publication's account of a prevention event: two accounts can tell of the same event.
select
    cast(outreach_id as varchar) as account_key,
    cast(coalesce(same_event_as, outreach_id) as varchar) as outreach_key,
    cast(participants as integer) as participants,
    cast(participants_as_printed as varchar) as participants_as_printed,
    cast(as_printed as varchar) as as_printed,
    cast(citation as varchar) as citation,
    cast(locator as varchar) as locator,
    cast(note as varchar) as note,
    cast(delivery_key as varchar) as delivery_key,
    cast(sheet_name as varchar) as sheet_name,
    cast(row_number as integer) as row_number,
    cast(part as integer) as part,
    cast(is_demo as boolean) as is_demo
from {{ ref('stg_published__outreach') }}

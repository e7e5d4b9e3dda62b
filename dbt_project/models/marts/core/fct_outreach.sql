-- One prevention event, whichever number of publications tell of it.
with accounts as (
    select
        *,
        coalesce(same_event_as, outreach_id) as event_id,
        -- The account that the others point to speaks for the event.
        row_number() over (
            partition by coalesce(same_event_as, outreach_id)
            order by same_event_as is not null, outreach_id
        ) as place_in_event,
        count(*) over (partition by coalesce(same_event_as, outreach_id)) as accounts,
        max(cast(participants as integer)) over (
            partition by coalesce(same_event_as, outreach_id)
        ) as participants_told
    from {{ ref('stg_published__outreach') }}
)

select
    cast(accounts.event_id as varchar) as outreach_key,
    cast({{ date_key('accounts.event_date') }} as integer) as event_date_key,
    cast(accounts.event_date as date) as event_date,
    cast(accounts.place as varchar) as place,
    cast(region.region_key as varchar) as region_key,
    cast(accounts.kind as varchar) as kind,
    cast(accounts.organiser as varchar) as organiser,
    cast(accounts.participants_told as integer) as participants,
    cast(accounts.accounts as integer) as accounts,
    cast(accounts.citation as varchar) as citation,
    cast(accounts.note as varchar) as note,
    cast(accounts.delivery_key as varchar) as delivery_key,
    cast(accounts.sheet_name as varchar) as sheet_name,
    cast(accounts.row_number as integer) as row_number,
    cast(accounts.part as integer) as part,
    cast(accounts.is_demo as boolean) as is_demo
from accounts
left join {{ ref('int_region') }} as region
    on accounts.region_code = region.region_code
where accounts.place_in_event = 1

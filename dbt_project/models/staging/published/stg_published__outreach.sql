-- Prevention events as their rows say them: one row per account of an event. The numbers of the
-- project's own list (P2) hold everywhere; those of an office only within its list, so there an
-- account goes by where its row stands.
with accounts as (
    {{ record_fields('outreach', [
        'outreach_id', 'event_date', 'place', 'region_code', 'kind', 'organiser', 'participants',
        'participants_as_printed', 'as_printed', 'citation', 'locator', 'same_event_as', 'note'
    ]) }}
),

numbered as (
    select
        accounts.*,
        case
            when delivery.layout = 'P2' then accounts.outreach_id
            else
                concat_ws(
                    '-', accounts.delivery_key, accounts.sheet_name, accounts.row_number,
                    accounts.part
                )
        end as account_id
    from accounts
    inner join {{ ref('stg_landing__delivery') }} as delivery
        on accounts.delivery_key = delivery.delivery_key
),

first_of_number as (
    select
        delivery_key,
        outreach_id,
        min(account_id) as account_id
    from numbered
    where outreach_id is not null
    group by delivery_key, outreach_id
)

select
    numbered.* replace (
        numbered.account_id as outreach_id,
        coalesce(told.account_id, numbered.same_event_as) as same_event_as
    )
from numbered
left join first_of_number as told
    on
        numbered.delivery_key = told.delivery_key
        and numbered.same_event_as = told.outreach_id

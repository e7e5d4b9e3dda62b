-- The row parts that reached the facts, told by the facts' own lineage columns.
-- A complaint has to be a report and an event: a join that drops it from one of the two loses it.
with reports as (
    select distinct
        delivery_key,
        sheet_name,
        row_number,
        part
    from {{ ref('fct_report') }}
),

events as (
    select distinct
        delivery_key,
        sheet_name,
        row_number,
        part
    from {{ ref('fct_case_event') }}
),

case_level as (
    select
        delivery.delivery_key,
        events.sheet_name,
        events.row_number,
        events.part
    from events
    inner join {{ ref('stg_landing__delivery') }} as delivery
        on events.delivery_key = delivery.delivery_key
    left join reports
        on events.delivery_key = reports.delivery_key
        and events.sheet_name = reports.sheet_name
        and events.row_number = reports.row_number
        and events.part = reports.part
    where
        reports.delivery_key is not null
        or delivery.register_kind in ('kasn_recommendation', 'sanction_list', 'follow_up_matrix')
)

select
    delivery_key,
    sheet_name,
    row_number,
    part
from case_level
union
select
    delivery_key,
    sheet_name,
    row_number,
    part
from {{ ref('fct_recap') }}
where not is_total_row
union
select
    delivery_key,
    sheet_name,
    row_number,
    part
from {{ ref('fct_published_figure') }}
union
-- Two articles can tell of one event: each account is a row, and has to have its event.
select
    account.delivery_key,
    account.sheet_name,
    account.row_number,
    account.part
from {{ ref('bridge_outreach_account') }} as account
inner join {{ ref('fct_outreach') }} as outreach
    on account.outreach_key = outreach.outreach_key
union
select
    delivery_key,
    sheet_name,
    row_number,
    part
from {{ ref('dim_regulation') }}

-- Prevention events in order of date, each with its place, its accounts and the vote ahead of it.
with next_vote as (
    select
        event.outreach_key,
        election.name as election_name,
        election.voting_date,
        row_number() over (
            partition by event.outreach_key
            order by election.voting_date
        ) as place
    from {{ ref('fct_outreach') }} as event
    inner join {{ ref('dim_election') }} as election
        on event.event_date <= election.voting_date
),

accounts as (
    select
        outreach_key,
        string_agg(citation, '; ' order by account_key) as citations
    from {{ ref('bridge_outreach_account') }}
    group by outreach_key
)

select
    cast(event.outreach_key as varchar) as outreach_key,
    cast(event.event_date as date) as event_date,
    cast(extract(year from event.event_date) as integer) as year,
    cast(extract(month from event.event_date) as integer) as month,
    cast(event.kind as varchar) as kind,
    cast(region.region_code as varchar) as region_code,
    cast(region.name as varchar) as region_name,
    cast(region.province_name as varchar) as province_name,
    cast(event.place as varchar) as place,
    cast(event.organiser as varchar) as organiser,
    cast(event.participants as integer) as participants,
    cast(next_vote.election_name as varchar) as next_election_name,
    cast(next_vote.voting_date - event.event_date as integer) as days_before_vote,
    cast(event.accounts as integer) as accounts,
    cast(accounts.citations as varchar) as citations,
    cast(event.note as varchar) as note,
    cast(event.is_demo as boolean) as is_demo
from {{ ref('fct_outreach') }} as event
left join {{ ref('dim_region') }} as region
    on event.region_key = region.region_key
left join next_vote
    on event.outreach_key = next_vote.outreach_key and next_vote.place = 1
left join accounts
    on event.outreach_key = accounts.outreach_key

-- Cases before, during and after the campaign of their election: by the day of the act where a
-- report states it, else by the day of the report, and the row says which.
with acts as (
    select
        report.case_key,
        min(day.date) as act_on
    from {{ ref('fct_report') }} as report
    inner join {{ ref('dim_date') }} as day
        on report.event_date_key = day.date_key
    group by report.case_key
),

placed as (
    select
        cases.*,
        election.name as election_name,
        election.campaign_from,
        election.campaign_to,
        coalesce(acts.act_on, cases.reported_on) as happened_on,
        case
            when acts.act_on is not null then 'act'
            when cases.reported_on is not null then 'report'
            else 'unknown'
        end as date_basis
    from {{ ref('fct_case') }} as cases
    left join acts
        on cases.case_key = acts.case_key
    left join {{ ref('dim_election') }} as election
        on cases.election_key = election.election_key
),

phased as (
    select
        *,
        case
            when happened_on < campaign_from then 'before'
            when happened_on <= campaign_to then 'during'
            when happened_on > campaign_to then 'after'
            else 'unknown'
        end as phase
    from placed
)

select
    cast(phased.election_key as varchar) as election_key,
    cast(phased.election_name as varchar) as election_name,
    cast(phased.campaign_from as date) as campaign_from,
    cast(phased.campaign_to as date) as campaign_to,
    cast(phased.phase as varchar) as phase,
    cast(phased.date_basis as varchar) as date_basis,
    {{ case_counts('phased') }},
    cast(phased.is_demo as boolean) as is_demo
from phased
group by
    phased.election_key, phased.election_name, phased.campaign_from, phased.campaign_to,
    phased.phase, phased.date_basis, phased.is_demo

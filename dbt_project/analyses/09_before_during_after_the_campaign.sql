-- 9. How many cases fall before, during and after the campaign?
-- 9. Berapa perkara terjadi sebelum, selama dan sesudah masa kampanye?
--
-- Counts: "cases" are ours, by the day of the act where a report states it, else by the first day of
--   the report; `date_basis` says which. The quiet days, voting and what follows are "after".
--   "published" are printed shares of the campaign.
-- Units: cases; `percent` of the election's cases whose phase is known, with one decimal, or as
--   printed; `cases_per_30_days` makes phases of different length comparable.
-- Caveats: an act is reported some days later, so by the report's day some acts of the campaign fall
--   after it. Phases differ in length: "before" begins where the election's window does. Campaign days
--   are those of the election calendar. Reported is not proven. Rows with is_demo are made up.
with parameters as (
    -- null for all elections, or the code of one: 'pemilu_2024'.
    select cast(null as varchar) as only_election
),

phases as (
    select
        phase.*,
        sum(case when phase.phase <> 'unknown' then phase.cases end) over (
            partition by phase.election_key, phase.is_demo
        ) as cases_in_phases,
        case phase.phase
            when 'before' then phase.campaign_from - election.window_from
            when 'during' then phase.campaign_to - phase.campaign_from + 1
            when 'after' then election.window_to - phase.campaign_to
        end as phase_days
    from reporting.cases_by_campaign_phase as phase
    left join marts.dim_election as election on phase.election_key = election.election_key
),

ours as (
    select
        'cases' as basis,
        'Netralitas Warehouse' as source_name,
        election_key,
        election_name,
        campaign_from,
        campaign_to,
        phase,
        date_basis,
        cases,
        proven,
        case
            when phase <> 'unknown'
                then floor(1000.0 * cases / nullif(cases_in_phases, 0) + 0.5) / 10
        end as percent,
        phase_days,
        round(30.0 * cases / nullif(phase_days, 0), 1) as cases_per_30_days,
        cast(null as date) as as_of,
        'marts.fct_case' as citation,
        is_demo
    from phases
),

others as (
    select
        number.basis,
        number.source_name,
        number.election_key,
        number.election_name,
        election.campaign_from,
        election.campaign_to,
        'during' as phase,
        'as printed' as date_basis,
        cast(null as integer) as cases,
        cast(null as integer) as proven,
        number.value as percent,
        cast(null as bigint) as phase_days,
        cast(null as double) as cases_per_30_days,
        number.as_of,
        number.citation,
        number.is_demo
    from reporting.printed_number as number
    left join marts.dim_election as election on number.election_key = election.election_key
    where number.member = 'campaign' and number.unit = 'percent' and number.value is not null
),

answer as (
    select * from ours
    union all by name
    select * from others
)

select
    answer.basis,
    answer.is_demo,
    answer.source_name,
    answer.election_name,
    answer.campaign_from,
    answer.campaign_to,
    answer.phase,
    answer.date_basis,
    answer.cases,
    answer.proven,
    answer.percent,
    answer.phase_days,
    answer.cases_per_30_days,
    answer.as_of,
    answer.citation
from answer
cross join parameters
where parameters.only_election is null or answer.election_key = parameters.only_election
order by
    answer.basis, answer.is_demo, answer.campaign_from,
    case answer.phase when 'before' then 1 when 'during' then 2 when 'after' then 3 else 4 end,
    answer.date_basis, answer.citation

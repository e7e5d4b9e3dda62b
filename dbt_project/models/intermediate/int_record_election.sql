-- Which election each record belongs to: as its delivery states, else by the date of the act or of
-- the report. An unstated recommendation or sanction comes months after the act, so its own date
-- says little: it follows the person's latest election that had begun by then, and only without
-- one its own date.
with records as (
    select
        record_key,
        asn_key,
        is_demo,
        stated_election_code,
        coalesce(event_date, report_date) is not null as is_anchor,
        event_date,
        report_date,
        coalesce(recommendation_date, decree_date, status_date) as later_date
    from {{ ref('int_record') }}
),

dated as (
    select
        record_key,
        1 as preference,
        event_date as on_date
    from records
    where event_date is not null
    union all
    select
        record_key,
        2 as preference,
        report_date as on_date
    from records
    where report_date is not null
    union all
    select
        record_key,
        3 as preference,
        later_date as on_date
    from records
    where not is_anchor and later_date is not null
),

-- Two windows may hold one date: then only a stated election can tell, never a guess.
held as (
    select
        dated.record_key,
        dated.preference,
        min(election.election_code) as election_code
    from dated
    inner join {{ ref('stg_reference__election') }} as election
        on dated.on_date between election.window_from and election.window_to
    group by dated.record_key, dated.preference
    having count(*) = 1
),

by_window as (
    select
        record_key,
        arg_min(election_code, preference) as election_code
    from held
    group by record_key
),

persons_elections as (
    select distinct
        records.asn_key,
        records.is_demo,
        election.election_code,
        election.window_from
    from records
    left join by_window on records.record_key = by_window.record_key
    inner join {{ ref('stg_reference__election') }} as election
        on coalesce(records.stated_election_code, by_window.election_code)
        = election.election_code
    where records.is_anchor and records.asn_key is not null
),

by_person as (
    select
        records.record_key,
        arg_max(persons_elections.election_code, persons_elections.window_from)
            as election_code
    from records
    inner join persons_elections
        on records.asn_key = persons_elections.asn_key
        and records.is_demo = persons_elections.is_demo
        and (
            records.later_date is null
            or records.later_date >= persons_elections.window_from
        )
    where not records.is_anchor
    group by records.record_key
    -- Without a date, one election is an answer and two are a guess.
    having max(records.later_date) is not null or count(*) = 1
)

select
    records.record_key,
    coalesce(
        records.stated_election_code, by_person.election_code, by_window.election_code
    ) as election_code
from records
left join by_person on records.record_key = by_person.record_key
left join by_window on records.record_key = by_window.record_key

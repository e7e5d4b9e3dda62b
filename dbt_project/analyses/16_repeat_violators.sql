-- 16. Which persons, under a pseudonym, have more than one case?
-- 16. Orang mana, dengan nama samaran, yang mempunyai lebih dari satu perkara?
--
-- Counts: how many persons have one case, two, three ... (`row_kind` "distribution"), and then each
--   person with several cases ("person"), under a keyed hash of the NIP.
-- Units: persons and cases (one person's matter in one election).
-- Caveats: a person is found again by NIP only. Cases without a NIP are a row of their own (persons
--   unknown): the true number is higher. A case is not a proven violation; `proven_each` is. The hash
--   identifies no one outside the office that keeps its key, and changes with that key. A case of no
--   known election counts to no election. Rows with is_demo are made up.
with parameters as (
    select
        -- From how many cases on a person is listed.
        2 as cases_at_least,
        -- true: only proven cases make a repeat violator.
        false as only_proven
),

distribution as (
    select
        'distribution' as row_kind,
        cast(null as varchar) as person,
        is_identified,
        cases_each,
        proven_each,
        elections_each,
        cast(null as varchar) as elections,
        persons,
        cases,
        is_demo
    from reporting.persons_by_cases
),

repeaters as (
    select
        'person' as row_kind,
        cases.asn_key as person,
        true as is_identified,
        count(*) as cases_each,
        sum(cases.is_proven) as proven_each,
        count(distinct cases.election_key) as elections_each,
        string_agg(distinct election.name, ', ' order by election.name) as elections,
        1 as persons,
        count(*) as cases,
        cases.is_demo
    from marts.fct_case as cases
    left join marts.dim_election as election
        on cases.election_key = election.election_key
    where cases.asn_key is not null
    group by cases.asn_key, cases.is_demo
    having
        case
            when (select only_proven from parameters) then sum(cases.is_proven) else count(*)
        end >= (select cases_at_least from parameters)
),

together as (
    select * from distribution
    union all by name
    select * from repeaters
)

select
    'cases' as basis,
    *
from together
order by is_demo, row_kind, not is_identified, -cases_each, -proven_each, elections_each, person

-- 15. How many findings of Bawaslu's own and how many reports by the public, registered or not?
-- 15. Berapa temuan Bawaslu sendiri dan berapa laporan masyarakat, diregister atau tidak?
--
-- Counts: findings (temuan) and reports (laporan) by what became of their registration: as Bawaslu's
--   registers loaded here hold them (basis "registers"), as its recaps print them by regency ("recap":
--   the sum of the regencies, and beside it the printed total), and as published.
-- Units: column `unit`. In a register a case is a row of it, and it may name several persons.
-- Caveats: a register holds what was registered, and here only its ASN; a recap and a publication may
--   count all subjects. A number "at_least" is a lower bound. "all" holds the other rows of its
--   channel: do not add. Rows with is_demo are made up.
with parameters as (
    -- One election (its code, such as 'pemilu_2024'), or null for all.
    select cast(null as varchar) as election_code
),

chosen as (
    select intake.*
    from reporting.bawaslu_intake as intake
    cross join parameters
    where parameters.election_code is null or intake.election_key = parameters.election_code
),

ours as (
    select
        basis,
        channel,
        registration,
        election_key,
        period_label,
        as_of,
        sum(value) as value,
        unit,
        'sum of regions' as scope,
        is_demo
    from chosen
    where basis = 'registers'
    group by all
),

-- One recap, one sum: two recaps may count the same matters.
recap_rows as (
    select
        basis,
        delivery_key,
        channel,
        registration,
        election_key,
        period_label,
        as_of,
        sum(value) as value,
        unit,
        'sum of regions' as scope,
        is_demo
    from chosen
    where basis = 'recap' and not is_total_row
    group by all
),

printed as (
    select
        basis,
        channel,
        registration,
        election_key,
        period_label,
        as_of,
        value,
        unit,
        member,
        region_name,
        case when is_total_row then 'printed total' else 'as printed' end as scope,
        citation,
        is_demo
    from chosen
    where basis = 'published' or is_total_row
),

together as (
    select * from ours
    union all by name
    select * from recap_rows
    union all by name
    select * from printed
)

select
    together.basis,
    together.channel,
    together.registration,
    together.value,
    together.unit,
    together.member as qualified,
    together.scope,
    election.name as election_name,
    together.region_name,
    together.period_label,
    together.as_of,
    together.citation,
    together.is_demo
from together
left join marts.dim_election as election
    on together.election_key = election.election_key
order by
    together.basis, together.is_demo, election.voting_date, together.as_of, together.channel,
    together.registration, together.scope, together.unit, together.citation

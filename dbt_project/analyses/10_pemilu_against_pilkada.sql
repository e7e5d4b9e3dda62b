-- 10. How do general elections (Pemilu) compare with regional elections (Pilkada)?
-- 10. Bagaimana Pemilu dibandingkan dengan Pilkada?
--
-- Counts: each election beside the others: reported, proven, followed up, sanctioned, and shares.
--   "cases" are ours; "published" and "recap" are the last statement of each source for the country
--   in each unit. Numbers of one row are of one source, unit and date.
-- Units: column `unit`. Shares in per cent with one decimal, computed from the numbers of the row.
-- Caveats: elections differ in length (`window_days`), in how many regions vote (a Pilkada of 2020 in
--   270 regions) and in how long after the vote a number was stated (`days_after_vote`; negative:
--   before it; of a date known to the year, up to its end): a later statement has counted more. Sources count different things. What is not
--   stated is null, not zero. Reported is not proven. Rows with is_demo are made up.
with parameters as (
    -- The place that both are compared for: ID is the country.
    select 'ID' as region_code
),

-- Of the statements of each source in each unit, the one of the latest date. Several publications
-- of that date that print different numbers stay apart, by their citations.
stated as (
    select
        number.basis,
        number.source_name,
        number.election_key,
        number.unit,
        number.as_of,
        number.as_of_precision,
        number.citation,
        number.is_demo,
        max(case when number.measure_family = 'reported' then number.value end) as reported,
        max(case when number.measure_family = 'cases' then number.value end) as cases,
        max(case when number.measure = 'proven' then number.value end) as proven,
        max(case when number.measure = 'recommended' then number.value end) as recommended,
        max(case when number.measure = 'followed_up' then number.value end) as followed_up,
        max(case when number.measure = 'sanctioned' then number.value end) as sanctioned
    from reporting.printed_number as number
    cross join parameters
    where
        number.region_code = parameters.region_code
        and number.about = 'territory'
        and number.member is null
        and number.election_key is not null
        and number.value is not null
        -- A part of the period (2023 alone) is not the election.
        and (
            number.period_from is null
            or number.period_label not similar to '[0-9]{4}'
        )
        and (
            number.measure_family in ('reported', 'cases')
            or number.measure in ('proven', 'recommended', 'followed_up', 'sanctioned')
        )
    group by
        number.basis, number.source_name, number.election_key, number.unit, number.as_of,
        number.as_of_precision, number.citation, number.is_demo
),

latest as (
    select *
    from stated
    qualify
        rank() over (
            partition by basis, source_name, election_key, unit, is_demo
            order by as_of desc nulls last
        ) = 1
),

ours as (
    select
        'cases' as basis,
        'Netralitas Warehouse' as source_name,
        funnel.election_key,
        'case' as unit,
        cast(null as date) as as_of,
        cast(null as varchar) as as_of_precision,
        'marts.fct_case' as citation,
        cast(funnel.reported as double) as reported,
        cast(funnel.cases as double) as cases,
        cast(funnel.proven as double) as proven,
        cast(funnel.recommended as double) as recommended,
        cast(funnel.followed_up as double) as followed_up,
        cast(funnel.sanctioned as double) as sanctioned,
        funnel.is_demo
    from reporting.funnel_by_region as funnel
    cross join parameters
    where funnel.region_code = parameters.region_code and funnel.election_key is not null
),

answer as (
    select * from ours
    union all by name
    select * from latest
)

select
    answer.basis,
    answer.is_demo,
    election.kind,
    election.name as election_name,
    answer.source_name,
    answer.unit,
    answer.reported,
    answer.cases,
    answer.proven,
    answer.recommended,
    answer.followed_up,
    answer.sanctioned,
    floor(1000.0 * answer.proven / nullif(answer.reported, 0) + 0.5) / 10
        as proven_percent_of_reported,
    floor(1000.0 * answer.followed_up / nullif(answer.proven, 0) + 0.5) / 10
        as followed_up_percent_of_proven,
    answer.as_of,
    answer.as_of_precision,
    answer.as_of - election.voting_date as days_after_vote,
    election.window_to - election.window_from + 1 as window_days,
    answer.citation
from answer
inner join marts.dim_election as election on answer.election_key = election.election_key
order by
    answer.basis, answer.is_demo, answer.source_name, answer.unit, election.kind,
    election.voting_date, answer.citation

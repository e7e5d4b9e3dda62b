-- 1. How many were reported, processed, proven and sanctioned in a period, as of a date?
-- 1. Berapa yang dilaporkan, diproses, terbukti dan dijatuhi sanksi dalam suatu periode, per tanggal tertentu?
--
-- Counts: cases reported in the period, by what was known of them on the date (basis "cases"); and
--   beside them, never added to them, what others had printed by then: "published" figures and
--   totals of a "recap", the last state of each series.
-- Units: column `unit`. A case is one person's matter in one election; a person or a report is not.
-- Caveats: a stage counts from its own day or from that of a later stage that cannot be without it.
--   `not_placed_in_time`: cases whose stage is known today but which no date places in the period or
--   before the as-of date. A printed period without a beginning is taken in, and the note says so.
--   Reported is not proven. Rows with is_demo are made up.
with parameters as (
    select
        date '2023-01-01' as period_from,
        date '2024-12-31' as period_to,
        date '2024-03-14' as as_of
),

measures (measure, position) as (
    values
    ('reported', 1),
    ('in_clarification', 2),
    ('processed', 3),
    ('proven', 4),
    ('not_proven', 5),
    ('recommended', 6),
    ('followed_up', 7),
    ('sanctioned', 8)
),

-- What is known today, without regard to dates: undated reports may belong to any period.
known_today as (
    unpivot (
        select
            cases.election_key,
            cases.is_demo,
            sum(cases.is_reported) as reported,
            sum(cases.is_in_clarification) as in_clarification,
            sum(cases.is_processed) as processed,
            sum(cases.is_proven) as proven,
            sum(cases.is_not_proven) as not_proven,
            sum(cases.is_recommended) as recommended,
            sum(cases.is_followed_up) as followed_up,
            sum(cases.is_sanctioned) as sanctioned
        from marts.fct_case as cases
        cross join parameters
        where
            cases.reported_on between parameters.period_from and parameters.period_to
            or cases.reported_on is null
        group by cases.election_key, cases.is_demo
    ) on reported, in_clarification, processed, proven, not_proven, recommended, followed_up,
    sanctioned
    into name measure value known
),

ledger as (
    select
        changes.election_key,
        changes.is_demo,
        changes.measure,
        sum(case when changes.changed_on <= parameters.as_of then changes.change else 0 end)
            as value,
        sum(changes.change) as dated
    from reporting.funnel_change as changes
    cross join parameters
    where changes.reported_on between parameters.period_from and parameters.period_to
    group by changes.election_key, changes.is_demo, changes.measure
),

ours as (
    select
        'cases' as basis,
        'Netralitas Warehouse' as source_name,
        'Semua wilayah yang dimuat' as place,
        election.name as election_name,
        known_today.measure,
        'case' as unit,
        coalesce(ledger.value, 0) as value,
        known_today.known - coalesce(ledger.dated, 0) as not_placed_in_time,
        parameters.as_of,
        'reported from ' || parameters.period_from || ' to ' || parameters.period_to as note,
        known_today.is_demo
    from known_today
    cross join parameters
    left join ledger
        on known_today.election_key is not distinct from ledger.election_key
        and known_today.is_demo = ledger.is_demo
        and known_today.measure = ledger.measure
    left join marts.dim_election as election
        on known_today.election_key = election.election_key
),

printed_then as (
    select
        number.*,
        rank() over (partition by number.series_key order by number.as_of desc) as recency
    from reporting.printed_number as number
    cross join parameters
    where
        number.as_of <= parameters.as_of
        and number.as_of between parameters.period_from and parameters.period_to
        and (number.period_from is null or number.period_from >= parameters.period_from)
        and number.about in ('territory', 'government')
        and number.member is null
        and number.value is not null
        and number.unit <> 'percent'
),

others as (
    select
        basis,
        source_name,
        coalesce(institution_name, region_name) as place,
        election_name,
        measure,
        unit,
        value,
        cast(null as hugeint) as not_placed_in_time,
        as_of,
        concat_ws(
            '; ',
            'period as printed: ' || period_label,
            case when period_from is null then 'its beginning is not printed' end,
            string_agg(distinct citation, ' | ' order by citation)
        ) as note,
        is_demo
    from printed_then
    where recency = 1
    group by
        basis, source_name, institution_name, region_name, election_name, measure, unit, value,
        as_of, period_label, period_from, is_demo
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
    answer.place,
    answer.election_name,
    answer.measure,
    answer.value,
    answer.unit,
    answer.not_placed_in_time,
    answer.as_of,
    answer.note
from answer
inner join measures on answer.measure = measures.measure
order by
    answer.basis, answer.is_demo, answer.election_name, answer.place, answer.source_name,
    answer.as_of, measures.position, answer.unit, answer.value

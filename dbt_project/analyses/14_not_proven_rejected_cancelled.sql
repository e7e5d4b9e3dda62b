-- 14. How many were not proven, rejected or cancelled?
-- 14. Berapa yang tidak terbukti, ditolak atau dibatalkan?
--
-- Counts: not_proven (also: not a violation), rejected (also: stopped), cancelled (an annulled
--   decree): cases as they stand now (basis "cases"), what each "recap" holds (the sum of its
--   regions, and its printed total), and "published" figures.
-- Units: column `unit`; persons, reports and cases are not the same and never added.
-- Caveats: a stopped case that KASN or BKN went on to judge is not counted here. Published figures
--   of one scope at several dates are states of the same count. Rows with is_demo are made up.
with parameters as (
    -- One region (its code, such as '74') with what lies in it, or null for all.
    select cast(null as varchar) as region
),

chosen as (
    select upheld.*
    from reporting.not_upheld as upheld
    cross join parameters
    where
        parameters.region is null
        or upheld.region_code = parameters.region
        or starts_with(upheld.region_code, parameters.region || '.')
),

ours as (
    select
        basis,
        outcome,
        measure_name_en,
        measure_name_id,
        election_key,
        sum(value) as value,
        unit,
        'sum of regions' as scope,
        is_demo
    from chosen
    where basis = 'cases'
    group by all
),

-- One recap, one sum: two recaps may count the same matters.
recap_rows as (
    select
        basis,
        delivery_key,
        outcome,
        measure_name_en,
        measure_name_id,
        member,
        source_key,
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
        case when is_total_row then 'printed total' else 'as printed' end as scope,
        outcome,
        measure_name_en,
        measure_name_id,
        member,
        source_key,
        region_name,
        institution_name,
        election_key,
        period_label,
        as_of,
        value,
        unit,
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
    together.outcome,
    together.measure_name_en,
    together.measure_name_id,
    together.member,
    together.source_key as source_code,
    election.name as election_name,
    together.region_name,
    together.institution_name,
    together.period_label,
    together.as_of,
    together.value,
    together.unit,
    together.scope,
    together.citation,
    together.is_demo
from together
left join marts.dim_election as election
    on together.election_key = election.election_key
order by
    together.basis, together.is_demo, together.outcome, together.as_of, together.source_key,
    together.scope, together.region_name, together.unit, together.citation

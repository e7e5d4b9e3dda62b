-- 11. How do ethics and discipline compare, and at which level are the sanctions?
-- 11. Bagaimana perbandingan kode etik dengan disiplin, dan pada tingkat apa sanksinya?
--
-- Counts: cases by class of violation, with the level of sanction recommended and the one in force
--   (basis "cases"); beside them what was printed of the two classes (basis "published").
-- Units: column `unit`. A case is one person's matter in one election.
-- Caveats: a case of several types may be of both classes, and is then a row of its own: `both`.
--   A level that is null was not stated; an annulled sanction is none. "code_of_ethics" in print is
--   all ethics, not only neutrality. Published figures overlap: never add them up. Reported is not
--   proven. Rows with is_demo are made up.
with parameters as (
    -- One election (its code, such as 'pemilu_2024'), or null for all.
    select cast(null as varchar) as election_code
),

ours as (
    select
        'cases' as basis,
        'Netralitas Warehouse' as source_name,
        election_name,
        violation_class,
        violation_class_name_id,
        recommended_level,
        sanction_level,
        'case' as unit,
        cases,
        proven,
        sanctioned,
        is_demo
    from reporting.sanction_by_class
    cross join parameters
    where election_code is null or election_key = election_code
),

printed as (
    select
        'published' as basis,
        source_name,
        election_name,
        case member when 'discipline' then 'discipline' else 'ethics' end as violation_class,
        case member
            when 'discipline' then 'Disiplin' else 'Kode etik'
        end as violation_class_name_id,
        region_name,
        period_label,
        as_of,
        unit,
        measure,
        member,
        value,
        citation,
        is_demo
    from reporting.figure_history as history
    cross join parameters
    where
        member in ('ethics', 'code_of_ethics', 'discipline')
        and (parameters.election_code is null or history.election_code = parameters.election_code)
),

together as (
    select * from ours
    union all by name
    select * from printed
)

select
    basis,
    source_name,
    election_name,
    violation_class,
    violation_class_name_id,
    recommended_level,
    sanction_level,
    cases,
    proven,
    sanctioned,
    measure,
    member,
    value,
    unit,
    region_name,
    period_label,
    as_of,
    citation,
    is_demo
from together
order by
    basis, is_demo, election_name, violation_class,
    case recommended_level
        when 'moral' then 1 when 'light' then 2 when 'medium' then 3
        when 'heavy' then 4 when 'dismissal' then 5
    end nulls last,
    sanction_level nulls last, as_of, measure

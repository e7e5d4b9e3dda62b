-- 8. Which classes of position are the reported in?
-- 8. Kelas jabatan apa yang dipegang para terlapor?
--
-- Counts: "cases" are ours by class: reported and, apart, proven, each with its share of all cases
--   of the election whose class is stated. "published" and "recap" are shares and counts by class as
--   printed by others, with their dates.
-- Units: column `unit`; `percent` with one decimal, or as printed.
-- Caveats: a printed "top 5" leaves classes out, so its shares need not add up to 100. What a printed
--   share is taken of is often not printed (`of_how_many` is then null or assumed: see
--   marts.fct_published_figure.base). Reported is not proven. Rows with is_demo are made up.
with parameters as (
    -- 'reported' or 'proven': which of our counts to show, or null for both.
    select cast(null as varchar) as only_measure
),

counted as (
    unpivot (
        select
            election_name,
            position_class_key,
            position_class_name_id,
            is_demo,
            reported,
            proven
        from reporting.violations_by_position
    ) on reported, proven
    into name measure value value
),

ours as (
    select
        'cases' as basis,
        'Netralitas Warehouse' as source_name,
        'Semua wilayah yang dimuat' as place,
        election_name,
        cast(null as date) as as_of,
        measure,
        position_class_key as position_class,
        position_class_name_id as position_class_name,
        'case' as unit,
        cast(value as double) as value,
        case when position_class_key is not null then stated.total end as of_how_many,
        case
            when position_class_key is not null
                then floor(1000.0 * value / nullif(stated.total, 0) + 0.5) / 10
        end as percent,
        'marts.fct_case' as citation,
        is_demo
    from counted
    left join (
        select
            classed.election_name as stated_election,
            classed.is_demo as stated_demo,
            classed.measure as stated_measure,
            cast(sum(classed.value) as double) as total
        from counted as classed
        where classed.position_class_key is not null
        group by classed.election_name, classed.is_demo, classed.measure
    ) as stated
        on counted.election_name is not distinct from stated.stated_election
        and counted.is_demo = stated.stated_demo
        and counted.measure = stated.stated_measure
),

others as (
    select
        number.basis,
        number.source_name,
        coalesce(number.institution_name, number.region_name) as place,
        number.election_name,
        number.as_of,
        number.measure,
        class.code as position_class,
        class.name_id as position_class_name,
        number.unit,
        case when number.unit <> 'percent' then number.value end as value,
        figure.base as of_how_many,
        case when number.unit = 'percent' then number.value end as percent,
        number.citation || coalesce(' (' || figure.base_basis || ' base)', '') as citation,
        number.is_demo
    from reporting.printed_number as number
    inner join marts.dim_position_class as class on number.member = class.code
    left join marts.fct_published_figure as figure on number.number_key = figure.figure_key
    where number.value is not null
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
    answer.as_of,
    answer.measure,
    answer.position_class,
    answer.position_class_name,
    answer.value,
    answer.unit,
    answer.of_how_many,
    answer.percent,
    answer.citation
from answer
cross join parameters
where
    answer.basis <> 'cases'
    or parameters.only_measure is null
    or answer.measure = parameters.only_measure
order by
    answer.basis asc, answer.is_demo asc, answer.election_name asc, answer.source_name asc,
    answer.as_of asc, answer.measure asc, coalesce(answer.percent, answer.value) desc,
    answer.position_class asc

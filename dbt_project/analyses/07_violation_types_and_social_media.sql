-- 7. Which violation types are reported over time, and what share is on social media?
-- 7. Jenis dugaan pelanggaran apa yang dilaporkan dari waktu ke waktu, dan berapa bagian media sosial?
--
-- Counts: "cases" are ours, by month of the report and type; a case of several types counts under
--   each. The rows "social_media" count each case once: of a type that is on social media, and
--   "social_media_possibly", of a type that is or may be (the decree names social or other public
--   media), so that the true share lies between the two. "published" and "recap" are printed shares
--   and counts by type, with the date they hold for as `month_or_date`.
-- Units: column `unit`; `percent` of `of_how_many` with one decimal, or as printed.
-- Caveats: shares are of the cases whose type is stated. A month with few cases says little. Reported
--   is not proven. Rows with is_demo are made up.
with parameters as (
    select
        date '2000-01-01' as from_date,
        date '2100-01-01' as to_date
),

social as (
    unpivot (
        select
            month,
            election_name,
            is_demo,
            sum(cases_typed) as of_how_many,
            sum(cases_on_social_media) as social_media,
            sum(cases_possibly_on_social_media) as social_media_possibly
        from reporting.social_media_share
        group by month, election_name, is_demo
    ) on social_media, social_media_possibly
    into name member value value
),

typed as (
    select
        by_month.month,
        by_month.election_name,
        by_month.is_demo,
        by_month.violation_type_key as member,
        by_month.violation_name_id,
        by_month.cases as value,
        share.cases_typed as of_how_many
    from reporting.violations_by_month as by_month
    inner join reporting.social_media_share as share
        on by_month.month is not distinct from share.month
        and by_month.election_key is not distinct from share.election_key
        and by_month.is_demo = share.is_demo
),

ours as (
    select
        'cases' as basis,
        'Netralitas Warehouse' as source_name,
        'Semua wilayah yang dimuat' as place,
        election_name,
        month as month_or_date,
        member,
        violation_name_id as member_name,
        'case' as unit,
        cast(value as double) as value,
        cast(of_how_many as double) as of_how_many,
        floor(1000.0 * value / nullif(of_how_many, 0) + 0.5) / 10 as percent,
        'marts.fct_case' as citation,
        is_demo
    from (
        select * from typed
        union all by name
        select * from social
    ) as counted
),

-- A printed member may join an ethics and a discipline type ("KE2/D2"): the name is of the first.
others as (
    select
        number.basis,
        number.source_name,
        coalesce(number.institution_name, number.region_name) as place,
        number.election_name,
        number.as_of as month_or_date,
        number.member,
        violation.name_id as member_name,
        number.unit,
        case when number.unit <> 'percent' then number.value end as value,
        cast(null as double) as of_how_many,
        case when number.unit = 'percent' then number.value end as percent,
        number.citation,
        number.is_demo
    from reporting.printed_number as number
    left join marts.dim_violation_type as violation
        on split_part(number.member, '/', 1) = violation.code
    where
        number.value is not null
        and (violation.code is not null or number.member = 'social_media')
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
    answer.month_or_date,
    answer.member,
    answer.member_name,
    answer.value,
    answer.unit,
    answer.of_how_many,
    answer.percent,
    answer.citation
from answer
cross join parameters
where
    answer.month_or_date is null
    or answer.month_or_date between parameters.from_date and parameters.to_date
order by
    answer.basis asc, answer.is_demo asc, answer.month_or_date asc, answer.election_name asc,
    answer.source_name asc, answer.place asc, answer.percent desc, answer.member asc

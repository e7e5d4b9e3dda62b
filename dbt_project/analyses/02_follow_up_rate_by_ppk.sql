-- 2. How much of what was proven did each PPK (the employer) follow up?
-- 2. Berapa bagian yang terbukti sudah ditindaklanjuti oleh tiap PPK?
--
-- Counts: of the proven, those followed up, and the share in per cent with one decimal. "cases" are
--   ours by employer; "recap" and "published" are what others printed, for one government or, where
--   `ppk` says "(semua PPK)", for all in a region.
-- Units: cases (basis "cases"), else as printed (`unit`).
-- Caveats: `followed_up_percent` is computed from the two numbers beside it, `printed_percent` is
--   what was printed: they may contradict each other. Where only "recommended" is printed it is what
--   the share is taken of (`share_of`). The smaller the number proven, the less a share says.
--   Rows with is_demo are made up.
with parameters as (
    -- Only where at least so many were proven.
    select 1 as proven_at_least
),

ours as (
    select
        rate.basis,
        'Netralitas Warehouse' as source_name,
        rate.institution_name as ppk,
        election.name as election_name,
        'case' as unit,
        'proven' as share_of,
        rate.proven,
        rate.followed_up,
        rate.not_followed_up,
        rate.followed_up_percent,
        cast(null as double) as printed_percent,
        cast(null as date) as as_of,
        'marts.fct_case' as citation,
        rate.is_demo
    from reporting.follow_up_rate as rate
    left join marts.dim_election as election on rate.election_key = election.election_key
    where rate.basis = 'cases'
),

-- The numbers of one statement: same publication, source, place, period, date and unit.
stated as (
    select
        number.basis,
        number.source_name,
        coalesce(number.institution_name, number.region_name || ' (semua PPK)') as ppk,
        number.election_name,
        number.period_label,
        number.as_of,
        number.citation,
        number.is_demo,
        max(case when number.unit <> 'percent' then number.unit end) as unit,
        max(case when number.measure = 'proven' then number.value end) as proven,
        max(case when number.measure = 'recommended' then number.value end) as recommended,
        max(case when number.measure = 'followed_up' then number.value end) as followed_up,
        max(case when number.measure = 'not_followed_up' then number.value end)
            as not_followed_up,
        max(
            case
                when number.measure = 'followed_up_share'
                    or (number.measure = 'share' and number.member = 'followed_up')
                    then number.value
            end
        ) as printed_percent
    from reporting.printed_number as number
    where
        (number.member is null or number.member = 'followed_up')
        and number.about in ('territory', 'government')
        and number.measure in (
            'proven', 'recommended', 'followed_up', 'not_followed_up', 'followed_up_share', 'share'
        )
        -- Bawaslu recommends to others: what it calls so is not KASN's recommendation to a PPK.
        and number.source_key <> 'bawaslu'
    group by all
),

printed as (
    select
        basis,
        source_name,
        ppk,
        election_name,
        unit,
        case when proven is not null then 'proven' else 'recommended' end as share_of,
        coalesce(proven, recommended) as proven,
        followed_up,
        not_followed_up,
        -- Rounded half up, as printed percentages are.
        floor(1000 * followed_up / coalesce(proven, recommended) + 0.5) / 10
            as followed_up_percent,
        printed_percent,
        as_of,
        citation || ' (' || period_label || ')' as citation,
        is_demo
    from stated
    where coalesce(proven, recommended) > 0 and followed_up is not null
),

answer as (
    select * from ours
    union all by name
    select * from printed
)

select
    answer.basis,
    answer.is_demo,
    answer.source_name,
    answer.ppk,
    answer.election_name,
    answer.share_of,
    answer.proven as of_how_many,
    answer.followed_up,
    answer.not_followed_up,
    answer.followed_up_percent,
    answer.printed_percent,
    answer.unit,
    answer.as_of,
    answer.citation
from answer
cross join parameters
where answer.proven >= parameters.proven_at_least
order by
    answer.basis asc, answer.is_demo asc, answer.election_name asc,
    answer.followed_up_percent asc, answer.proven desc, answer.ppk asc, answer.as_of asc,
    answer.citation asc

-- How much of what was proven the employers followed up: from cases, and as recaps print it.
with counted as (
    select
        'cases' as basis,
        cast(null as varchar) as source_key,
        cases.institution_key,
        cases.election_key,
        cast(null as varchar) as period_label,
        cast(null as date) as as_of,
        cast(null as varchar) as delivery_key,
        cast(sum(cases.is_proven) as double) as proven,
        cast(sum(cases.is_followed_up) as double) as followed_up,
        cast(sum(cases.is_not_followed_up) as double) as not_followed_up,
        cast(null as double) as printed_share,
        cases.is_demo
    from {{ ref('fct_case') }} as cases
    group by cases.institution_key, cases.election_key, cases.is_demo
    having sum(cases.is_proven) > 0
),

printed as (
    select
        'recap' as basis,
        source_key,
        institution_key,
        election_key,
        period_label,
        as_of,
        delivery_key,
        sheet_name,
        row_number,
        max(case when measure = 'proven' then value end) as proven,
        max(case when measure = 'followed_up' then value end) as followed_up,
        max(case when measure = 'not_followed_up' then value end) as not_followed_up,
        max(case when measure = 'share' and member = 'followed_up' then value end)
            as printed_share,
        is_demo
    from {{ ref('fct_recap') }}
    where institution_key is not null and not is_total_row
    group by
        source_key, institution_key, election_key, period_label, as_of, delivery_key,
        sheet_name, row_number, part, is_demo
    having bool_or(measure in ('proven', 'followed_up') and value is not null)
),

rates as (
    select * from counted
    union all by name
    select * from printed
)

select
    cast(rates.basis as varchar) as basis,
    cast(rates.source_key as varchar) as source_key,
    cast(rates.institution_key as varchar) as institution_key,
    cast(coalesce(institution.name, 'Tidak dinyatakan') as varchar) as institution_name,
    cast(region.region_code as varchar) as region_code,
    cast(region.province_name as varchar) as province_name,
    cast(rates.election_key as varchar) as election_key,
    cast(rates.period_label as varchar) as period_label,
    cast(rates.as_of as date) as as_of,
    cast(rates.proven as double) as proven,
    cast(rates.followed_up as double) as followed_up,
    cast(rates.not_followed_up as double) as not_followed_up,
    cast({{ share_percent('rates.followed_up', 'rates.proven') }} as double)
        as followed_up_percent,
    cast(rates.printed_share as double) as printed_percent,
    cast(rates.delivery_key as varchar) as delivery_key,
    cast(rates.sheet_name as varchar) as sheet_name,
    cast(rates.row_number as integer) as row_number,
    cast(rates.is_demo as boolean) as is_demo
from rates
left join {{ ref('dim_institution') }} as institution
    on rates.institution_key = institution.institution_key
left join {{ ref('dim_region') }} as region
    on institution.region_key = region.region_key

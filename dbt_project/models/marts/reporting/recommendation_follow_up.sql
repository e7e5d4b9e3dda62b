-- Recommendations by employer, by the day they were made and the day they were first answered.
-- A sanction is a follow-up too, so the answer is whichever of the two is dated first.
select
    cast(cases.institution_key as varchar) as institution_key,
    cast(coalesce(institution.name, 'Tidak dinyatakan') as varchar) as institution_name,
    cast(region.region_code as varchar) as region_code,
    cast(region.province_name as varchar) as province_name,
    cast(cases.election_key as varchar) as election_key,
    cast(election.name as varchar) as election_name,
    cast(cases.recommended_on as date) as recommended_on,
    cast(
        case
            when cases.sanctioned_on is null then cases.followed_up_on
            when cases.followed_up_on is null then cases.sanctioned_on
            else least(cases.followed_up_on, cases.sanctioned_on)
        end as date
    ) as answered_on,
    cast(cases.is_followed_up = 1 as boolean) as is_answered,
    cast(cases.is_not_followed_up = 1 as boolean) as is_said_not_followed_up,
    cast(count(*) as integer) as cases,
    cast(cases.is_demo as boolean) as is_demo
from {{ ref('fct_case') }} as cases
left join {{ ref('dim_institution') }} as institution
    on cases.institution_key = institution.institution_key
left join {{ ref('dim_region') }} as region
    on institution.region_key = region.region_key
left join {{ ref('dim_election') }} as election
    on cases.election_key = election.election_key
where cases.is_recommended = 1
group by all

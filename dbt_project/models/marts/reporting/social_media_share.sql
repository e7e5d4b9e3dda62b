-- How many cases, by the month of their report, are of a violation type that is on social media.
with typed as (
    select
        bridge.case_key,
        bool_or(violation.social_media = 'yes') as is_on_social_media,
        bool_or(violation.social_media in ('yes', 'possibly')) as may_be_on_social_media
    from {{ ref('bridge_case_violation') }} as bridge
    inner join {{ ref('dim_violation_type') }} as violation
        on bridge.violation_type_key = violation.violation_type_key
    group by bridge.case_key
)

select
    cast(date_trunc('month', cases.reported_on) as date) as month,
    cast(cases.election_key as varchar) as election_key,
    cast(election.name as varchar) as election_name,
    cast(count(*) as integer) as cases,
    cast(count(typed.case_key) as integer) as cases_typed,
    cast(count(case when typed.is_on_social_media then 1 end) as integer)
        as cases_on_social_media,
    cast(count(case when typed.may_be_on_social_media then 1 end) as integer)
        as cases_possibly_on_social_media,
    cast(cases.is_demo as boolean) as is_demo
from {{ ref('fct_case') }} as cases
left join typed
    on cases.case_key = typed.case_key
left join {{ ref('dim_election') }} as election
    on cases.election_key = election.election_key
group by all

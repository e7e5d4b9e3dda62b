-- Cases by the month of their report and violation type; a case of several types is under each.
select
    cast(date_trunc('month', cases.reported_on) as date) as month,
    cast(cases.election_key as varchar) as election_key,
    cast(election.name as varchar) as election_name,
    cast(violation.violation_type_key as varchar) as violation_type_key,
    cast(violation.name_id as varchar) as violation_name_id,
    cast(violation.name_en as varchar) as violation_name_en,
    cast(violation.class as varchar) as violation_class,
    cast(violation.social_media as varchar) as social_media,
    cast(count(*) as integer) as cases,
    cast(cases.is_demo as boolean) as is_demo
from {{ ref('bridge_case_violation') }} as bridge
inner join {{ ref('fct_case') }} as cases
    on bridge.case_key = cases.case_key
inner join {{ ref('dim_violation_type') }} as violation
    on bridge.violation_type_key = violation.violation_type_key
left join {{ ref('dim_election') }} as election
    on cases.election_key = election.election_key
group by all

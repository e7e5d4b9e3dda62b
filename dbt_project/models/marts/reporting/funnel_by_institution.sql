-- The funnel of cases by employer and election; cases whose employer nobody states are kept.
select
    cast(cases.institution_key as varchar) as institution_key,
    cast(coalesce(institution.name, 'Tidak dinyatakan') as varchar) as institution_name,
    cast(institution.kind as varchar) as institution_kind,
    cast(region.region_code as varchar) as region_code,
    cast(region.province_name as varchar) as province_name,
    cast(cases.election_key as varchar) as election_key,
    cast(election.name as varchar) as election_name,
    {{ case_counts('cases') }},
    cast(cases.is_demo as boolean) as is_demo
from {{ ref('fct_case') }} as cases
left join {{ ref('dim_institution') }} as institution
    on cases.institution_key = institution.institution_key
left join {{ ref('dim_region') }} as region
    on institution.region_key = region.region_key
left join {{ ref('dim_election') }} as election
    on cases.election_key = election.election_key
group by
    cases.institution_key, institution.name, institution.kind, region.region_code,
    region.province_name, cases.election_key, election.name, cases.is_demo

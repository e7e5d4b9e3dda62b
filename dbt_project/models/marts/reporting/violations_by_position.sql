-- Cases by class of position and election; cases whose position nobody states are kept.
select
    cast(cases.position_class_key as varchar) as position_class_key,
    cast(coalesce(position_class.name_id, 'Tidak dinyatakan') as varchar)
        as position_class_name_id,
    cast(position_class.name_en as varchar) as position_class_name_en,
    cast(cases.election_key as varchar) as election_key,
    cast(election.name as varchar) as election_name,
    {{ case_counts('cases') }},
    cast(cases.is_demo as boolean) as is_demo
from {{ ref('fct_case') }} as cases
left join {{ ref('dim_position_class') }} as position_class
    on cases.position_class_key = position_class.position_class_key
left join {{ ref('dim_election') }} as election
    on cases.election_key = election.election_key
group by
    cases.position_class_key, position_class.name_id, position_class.name_en,
    cases.election_key, election.name, cases.is_demo

-- Cases by class of violation (ethics or discipline) and by the level of the sanction.
with classes as (
    select
        bridge.case_key,
        case
            when count(distinct violation.class) > 1 then 'both' else min(violation.class)
        end as violation_class
    from {{ ref('bridge_case_violation') }} as bridge
    inner join {{ ref('dim_violation_type') }} as violation
        on bridge.violation_type_key = violation.violation_type_key
    group by bridge.case_key
)

select
    cast(coalesce(classes.violation_class, 'not_stated') as varchar) as violation_class,
    cast(
        case classes.violation_class
            when 'ethics' then 'Kode etik'
            when 'discipline' then 'Disiplin'
            when 'both' then 'Kode etik dan disiplin'
            else 'Tidak dinyatakan'
        end as varchar
    ) as violation_class_name_id,
    cast(recommended.level as varchar) as recommended_level,
    cast(given.level as varchar) as sanction_level,
    cast(cases.election_key as varchar) as election_key,
    cast(election.name as varchar) as election_name,
    cast(count(*) as integer) as cases,
    cast(sum(cases.is_proven) as integer) as proven,
    cast(sum(cases.is_sanctioned) as integer) as sanctioned,
    cast(cases.is_demo as boolean) as is_demo
from {{ ref('fct_case') }} as cases
left join classes
    on cases.case_key = classes.case_key
left join {{ ref('dim_sanction') }} as recommended
    on cases.recommended_sanction_key = recommended.sanction_key
-- A sanction that was annulled is none.
left join {{ ref('dim_sanction') }} as given
    on cases.sanction_key = given.sanction_key and cases.is_sanctioned = 1
left join {{ ref('dim_election') }} as election
    on cases.election_key = election.election_key
group by
    classes.violation_class, recommended.level, given.level, cases.election_key,
    election.name, cases.is_demo

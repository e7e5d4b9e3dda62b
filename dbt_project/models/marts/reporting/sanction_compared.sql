-- The sanction given beside the one KASN recommended and the one the decree prescribes.
select
    cast(cases.election_key as varchar) as election_key,
    cast(recommended.sanction_key as varchar) as recommended_sanction_key,
    cast(recommended.name_id as varchar) as recommended_sanction_name_id,
    cast(given.sanction_key as varchar) as sanction_key,
    cast(given.name_id as varchar) as sanction_name_id,
    cast(prescribed.sanction_key as varchar) as prescribed_sanction_key,
    cast(prescribed.name_id as varchar) as prescribed_sanction_name_id,
    cast(
        {{ compare_severity('given', 'recommended') }} as varchar
    ) as given_against_recommended,
    cast(
        {{ compare_severity('given', 'prescribed') }} as varchar
    ) as given_against_prescribed,
    cast(count(*) as integer) as cases,
    cast(cases.is_demo as boolean) as is_demo
from {{ ref('fct_case') }} as cases
-- A sanction that was annulled is none.
left join {{ ref('dim_sanction') }} as given
    on cases.sanction_key = given.sanction_key and cases.is_sanctioned = 1
left join {{ ref('dim_sanction') }} as recommended
    on cases.recommended_sanction_key = recommended.sanction_key
left join {{ ref('dim_sanction') }} as prescribed
    on cases.prescribed_sanction_key = prescribed.sanction_key
where given.sanction_key is not null or recommended.sanction_key is not null
group by all

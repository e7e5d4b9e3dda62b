-- How many persons have one case, two, three ...; no person can be picked out of it.
with persons as (
    select
        asn_key,
        count(*) as cases,
        sum(is_proven) as proven,
        count(distinct election_key) as elections,
        is_demo
    from {{ ref('fct_case') }}
    where asn_key is not null
    group by asn_key, is_demo
)

select
    cast(true as boolean) as is_identified,
    cast(cases as integer) as cases_each,
    cast(proven as integer) as proven_each,
    cast(elections as integer) as elections_each,
    cast(count(*) as integer) as persons,
    cast(sum(cases) as integer) as cases,
    cast(is_demo as boolean) as is_demo
from persons
group by cases, proven, elections, is_demo
union all
-- A case without a NIP stands alone: whether its person has another is not known.
select
    cast(false as boolean) as is_identified,
    cast(null as integer) as cases_each,
    cast(null as integer) as proven_each,
    cast(null as integer) as elections_each,
    cast(null as integer) as persons,
    cast(count(*) as integer) as cases,
    cast(is_demo as boolean) as is_demo
from {{ ref('fct_case') }}
where asn_key is null
group by is_demo

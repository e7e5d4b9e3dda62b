-- The funnel of cases by region and election, at three levels: a province counts its regencies.
with cases as (
    select
        cases.*,
        region.region_code,
        region.province_code,
        region.kind
    from {{ ref('fct_case') }} as cases
    left join {{ ref('dim_region') }} as region
        on cases.region_key = region.region_key
),

placed as (
    select
        *,
        'country' as level,
        'ID' as place_code
    from cases
    union all
    select
        *,
        'province' as level,
        province_code as place_code
    from cases
    where province_code is not null
    union all
    select
        *,
        'regency_or_city' as level,
        region_code as place_code
    from cases
    where kind in ('regency', 'city')
)

select
    cast(placed.level as varchar) as level,
    cast(region.region_key as varchar) as region_key,
    cast(placed.place_code as varchar) as region_code,
    cast(region.name as varchar) as region_name,
    cast(region.province_name as varchar) as province_name,
    cast(placed.election_key as varchar) as election_key,
    cast(election.name as varchar) as election_name,
    {{ case_counts('placed') }},
    cast(placed.is_demo as boolean) as is_demo
from placed
left join {{ ref('dim_region') }} as region
    on placed.place_code = region.region_code
    and region.is_latest
left join {{ ref('dim_election') }} as election
    on placed.election_key = election.election_key
group by
    placed.level, region.region_key, placed.place_code, region.name, region.province_name,
    placed.election_key, election.name, placed.is_demo

-- Regions in order of what was counted there: our cases, published figures and recaps, each apart.
-- Per 1,000 civil servants where a cited count of them is on file; else null, and the note says so.
with counted as (
    select
        'cases' as basis,
        cast(null as varchar) as source_key,
        level,
        region_code,
        region_name,
        province_name,
        election_key,
        election_name,
        measure,
        'case' as unit,
        value,
        cast(null as date) as as_of,
        is_demo
    from (
        {%- for measure in ['reported', 'proven', 'sanctioned'] %}
        select
            *,
            '{{ measure }}' as measure,
            {{ measure }} as value
        from {{ ref('funnel_by_region') }}
        where level <> 'country'
        {%- if not loop.last %}
        union all
        {%- endif %}
        {%- endfor %}
    ) as funnel
),

printed as (
    select
        number.basis,
        number.source_key,
        case when number.region_kind = 'province' then 'province' else 'regency_or_city' end
            as level,
        number.region_code,
        number.region_name,
        region.province_name,
        number.election_key,
        number.election_name,
        number.measure,
        number.unit,
        number.value,
        number.as_of,
        number.is_demo
    from {{ ref('printed_number') }} as number
    inner join {{ ref('dim_region') }} as region
        on number.region_code = region.region_code
        and region.is_latest
    where
        number.about = 'territory'
        and number.region_kind <> 'country'
        and number.member is null
        and number.value is not null
        and number.unit in ('person', 'case', 'report', 'finding', 'violation')
        -- What several publications print alike is one number.
    group by all
),

numbers as (
    select * from counted
    union all by name
    select * from printed
),

-- The count of civil servants that was in force: the last one not later than the number.
denominators as (
    select
        asked.region_code,
        asked.as_of,
        max(asn_count.as_of) as asn_as_of
    from (select distinct region_code, as_of from numbers) as asked
    inner join {{ ref('stg_reference__asn_count') }} as asn_count
        on asked.region_code = asn_count.region_code
        and (asked.as_of is null or asked.as_of >= asn_count.as_of)
    group by asked.region_code, asked.as_of
)

select
    cast(numbers.basis as varchar) as basis,
    cast(numbers.source_key as varchar) as source_key,
    cast(numbers.level as varchar) as level,
    cast(numbers.region_code as varchar) as region_code,
    cast(numbers.region_name as varchar) as region_name,
    cast(numbers.province_name as varchar) as province_name,
    cast(numbers.election_key as varchar) as election_key,
    cast(numbers.election_name as varchar) as election_name,
    cast(numbers.measure as varchar) as measure,
    cast(measure.name_id as varchar) as measure_name_id,
    cast(measure.name_en as varchar) as measure_name_en,
    cast(numbers.unit as varchar) as unit,
    cast(numbers.as_of as date) as as_of,
    cast(numbers.value as double) as value,
    cast(rank() over listing as integer) as place,
    cast(count(*) over whole as integer) as regions_listed,
    cast(asn_count.asn as integer) as asn,
    cast(asn_count.as_of as date) as asn_as_of,
    cast(round(1000.0 * numbers.value / asn_count.asn, 2) as double) as per_1000_asn,
    cast(
        case
            when asn_count.asn is null
                then 'per_1000_asn is null: data/reference/asn_counts.csv has no count for '
                    || numbers.region_code
            else 'ASN: ' || asn_count.citation
        end as varchar
    ) as note,
    cast(
        case
            when asn_count.asn is null
                then 'per_1000_asn kosong: data/reference/asn_counts.csv tidak memuat jumlah ASN '
                    || numbers.region_code
            else 'ASN: ' || asn_count.citation
        end as varchar
    ) as note_id,
    cast(numbers.is_demo as boolean) as is_demo
from numbers
left join denominators
    on numbers.region_code = denominators.region_code
    and numbers.as_of is not distinct from denominators.as_of
left join {{ ref('stg_reference__asn_count') }} as asn_count
    on denominators.region_code = asn_count.region_code
    and denominators.asn_as_of = asn_count.as_of
left join {{ ref('stg_reference__measure') }} as measure
    on numbers.measure = measure.measure
window
    whole as (
        partition by
            numbers.basis, numbers.source_key, numbers.level, numbers.election_key,
            numbers.measure, numbers.unit, numbers.as_of, numbers.is_demo
    ),
    listing as (
        partition by
            numbers.basis, numbers.source_key, numbers.level, numbers.election_key,
            numbers.measure, numbers.unit, numbers.as_of, numbers.is_demo
        order by numbers.value desc
    )

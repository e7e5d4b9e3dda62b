-- How matters came to Bawaslu (own finding or public report), and whether they were registered.
with intake (measure, channel, registration) as (
    values
    ('findings', 'finding', 'all'),
    ('findings_registered', 'finding', 'registered'),
    ('findings_not_registered', 'finding', 'not_registered'),
    ('reports', 'report', 'all'),
    ('reports_registered', 'report', 'registered'),
    ('reports_not_registered', 'report', 'not_registered'),
    ('reports_pending', 'report', 'pending'),
    ('findings_and_reports', 'both', 'all'),
    ('registered', 'both', 'registered'),
    ('not_registered', 'both', 'not_registered'),
    ('pending_registration', 'both', 'pending')
),

-- Who stands in a register has been registered; the list of violations does not say.
entries as (
    select
        coalesce(report.channel, 'not_stated') as channel,
        case
            when delivery.register_kind = 'bawaslu_register' then 'registered' else 'not_stated'
        end as registration,
        region.region_code,
        region.name as region_name,
        report.election_key,
        delivery.period_label,
        delivery.as_of,
        report.delivery_key,
        report.sheet_name,
        report.row_number,
        report.is_demo
    from {{ ref('fct_report') }} as report
    inner join {{ ref('dim_delivery') }} as delivery
        on report.delivery_key = delivery.delivery_key
    left join {{ ref('dim_region') }} as region
        on report.region_key = region.region_key
    where report.source_key = 'bawaslu'
),

counted as (
    {%- for unit, number in [
        ('case', 'count(distinct (sheet_name, row_number))'), ('person', 'count(*)')
    ] %}
    select
        'registers' as basis,
        'bawaslu' as source_key,
        channel,
        registration,
        region_code,
        region_name,
        election_key,
        period_label,
        as_of,
        {{ number }} as value,
        '{{ unit }}' as unit,
        false as is_total_row,
        delivery_key,
        is_demo
    from entries
    group by
        channel, registration, region_code, region_name, election_key, period_label, as_of,
        delivery_key, is_demo
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

-- What others counted of it. A cell of a recap without a number says nothing.
printed as (
    select
        number.*,
        intake.channel,
        intake.registration
    from {{ ref('printed_number') }} as number
    inner join intake
        on number.measure = intake.measure
    where number.basis = 'published' or number.value is not null
),

together as (
    select * from counted
    union all by name
    select * from printed
)

select
    cast(basis as varchar) as basis,
    cast(source_key as varchar) as source_key,
    cast(channel as varchar) as channel,
    cast(registration as varchar) as registration,
    cast(region_code as varchar) as region_code,
    cast(region_name as varchar) as region_name,
    cast(election_key as varchar) as election_key,
    cast(period_label as varchar) as period_label,
    cast(as_of as date) as as_of,
    cast(value as double) as value,
    cast(unit as varchar) as unit,
    cast(member as varchar) as member,
    cast(is_total_row as boolean) as is_total_row,
    cast(citation as varchar) as citation,
    cast(number_key as varchar) as number_key,
    cast(delivery_key as varchar) as delivery_key,
    cast(is_demo as boolean) as is_demo
from together

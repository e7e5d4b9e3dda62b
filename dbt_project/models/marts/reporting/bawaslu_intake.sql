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
        report.region_key,
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
        region_key,
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
        channel, registration, region_key, election_key, period_label, as_of, delivery_key, is_demo
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

recaps as (
    select
        'recap' as basis,
        recap.source_key,
        intake.channel,
        intake.registration,
        recap.region_key,
        recap.election_key,
        recap.period_label,
        recap.as_of,
        recap.value,
        measures.unit,
        recap.is_total_row,
        recap.recap_key,
        recap.delivery_key,
        recap.is_demo
    from {{ ref('fct_recap') }} as recap
    inner join intake
        on recap.measure = intake.measure
    left join {{ ref('stg_reference__measure') }} as measures
        on recap.measure = measures.measure
    where recap.value is not null
),

printed as (
    select
        'published' as basis,
        figure.source_key,
        intake.channel,
        intake.registration,
        figure.region_key,
        figure.election_key,
        figure.period_label,
        figure.as_of,
        figure.value,
        figure.unit,
        figure.member,
        figure.citation,
        figure.figure_key,
        false as is_total_row,
        figure.is_demo
    from {{ ref('fct_published_figure') }} as figure
    inner join intake
        on figure.measure = intake.measure
),

together as (
    select * from counted
    union all by name
    select * from recaps
    union all by name
    select * from printed
)

select
    cast(together.basis as varchar) as basis,
    cast(together.source_key as varchar) as source_key,
    cast(together.channel as varchar) as channel,
    cast(together.registration as varchar) as registration,
    cast(region.region_code as varchar) as region_code,
    cast(region.name as varchar) as region_name,
    cast(together.election_key as varchar) as election_key,
    cast(together.period_label as varchar) as period_label,
    cast(together.as_of as date) as as_of,
    cast(together.value as double) as value,
    cast(together.unit as varchar) as unit,
    cast(together.member as varchar) as member,
    cast(together.is_total_row as boolean) as is_total_row,
    cast(together.citation as varchar) as citation,
    cast(together.figure_key as varchar) as figure_key,
    cast(together.recap_key as varchar) as recap_key,
    cast(together.delivery_key as varchar) as delivery_key,
    cast(together.is_demo as boolean) as is_demo
from together
left join {{ ref('dim_region') }} as region
    on together.region_key = region.region_key

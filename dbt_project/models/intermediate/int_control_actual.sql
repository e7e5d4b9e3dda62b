-- What the warehouse holds for each control total; the units are defined in control_total.yml.
with controls as (
    select
        control.*,
        scope.delivery_key
    from {{ ref('int_control') }} as control
    inner join {{ ref('int_control_scope') }} as scope
        on control.control = scope.control
    where scope.is_in_scope
),

loaded_rows as (
    select distinct
        delivery_key,
        sheet_name,
        row_number
    from {{ ref('int_loaded_part') }}
),

rows_by_measure as (
    select
        delivery_key,
        'rows' as measure,
        count(*) as value
    from loaded_rows
    group by delivery_key
    union all
    select
        delivery_key,
        'rows_read' as measure,
        sum(read) as value
    from {{ ref('int_row_balance') }}
    group by delivery_key
    union all
    select
        delivery_key,
        'rows_rejected' as measure,
        sum(rejected) as value
    from {{ ref('int_row_balance') }}
    group by delivery_key
    union all
    select
        delivery_key,
        'rows_set_aside' as measure,
        sum(set_aside) as value
    from {{ ref('int_row_balance') }}
    group by delivery_key
    union all
    select
        delivery_key,
        stage as measure,
        count(distinct sheet_name || chr(0) || row_number) as value
    from {{ ref('fct_case_event') }}
    where not is_implied
    group by delivery_key, stage
),

row_actuals as (
    select
        controls.control,
        sum(coalesce(rows_by_measure.value, 0)) as actual
    from controls
    left join rows_by_measure
        on controls.delivery_key = rows_by_measure.delivery_key
        and controls.measure = rows_by_measure.measure
    where controls.unit = 'row'
    group by controls.control
),

reports as (
    select
        report.*,
        region.region_code,
        region.province_code
    from {{ ref('fct_report') }} as report
    left join {{ ref('dim_region') }} as region
        on report.region_key = region.region_key
),

report_actuals as (
    select
        controls.control,
        count(reports.report_key) as actual
    from controls
    left join reports
        on controls.delivery_key = reports.delivery_key
        and {{ is_within_region('reports', 'controls.region_code') }}
        and (
            controls.measure in ('reported', 'reports')
            or (controls.measure = 'findings' and reports.channel = 'finding')
            or controls.measure = reports.status_code
        )
    where controls.unit = 'report'
    group by controls.control
),

cases as (
    select
        cases.*,
        region.region_code,
        region.province_code
    from {{ ref('fct_case') }} as cases
    left join {{ ref('dim_region') }} as region
        on cases.region_key = region.region_key
),

case_measures as (
    {%- for measure in [
        'reported', 'processed', 'in_clarification', 'proven', 'not_proven', 'recommended',
        'followed_up', 'not_followed_up', 'sanctioned', 'annulled'
    ] %}
    select
        case_key,
        '{{ measure }}' as measure
    from cases
    where is_{{ measure }} = 1
    union all
    {%- endfor %}
    select
        case_key,
        'cases' as measure
    from cases
    union all
    select distinct
        case_key,
        stage as measure
    from {{ ref('fct_case_event') }}
    where stage in ('forwarded', 'stopped')
),

case_deliveries as (
    select distinct
        case_key,
        delivery_key
    from {{ ref('fct_case_event') }}
    where not is_implied
),

case_actuals as (
    select
        controls.control,
        count(distinct case when controls.unit = 'case' then cases.case_key else cases.asn_key end)
            as actual
    from controls
    left join case_deliveries
        on controls.delivery_key = case_deliveries.delivery_key
    left join case_measures
        on case_deliveries.case_key = case_measures.case_key
        and controls.measure = case_measures.measure
    left join cases
        on case_measures.case_key = cases.case_key
        and {{ is_within_region('cases', 'controls.region_code') }}
    where controls.unit = 'person' or (controls.unit = 'case' and controls.register_kind is null)
    group by controls.control
),

stated_actuals as (
    select
        controls.control,
        count(distinct cases.case_key) as actual
    from controls
    left join {{ ref('fct_case_event') }} as event
        on controls.delivery_key = event.delivery_key
        and controls.measure = event.stage
        and not event.is_implied
    left join cases
        on event.case_key = cases.case_key
        and {{ is_within_region('cases', 'controls.region_code') }}
    where controls.unit = 'case' and controls.register_kind is not null
    group by controls.control
)

select
    control,
    cast(actual as integer) as actual
from row_actuals
union all
select
    control,
    cast(actual as integer) as actual
from report_actuals
union all
select
    control,
    cast(actual as integer) as actual
from case_actuals
union all
select
    control,
    cast(actual as integer) as actual
from stated_actuals

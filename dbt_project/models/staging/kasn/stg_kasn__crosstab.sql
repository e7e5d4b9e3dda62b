-- KASN's recaps by year (layout L8): one row per filled cell, totals marked.
with deliveries as (
    select *
    from {{ ref('stg_landing__delivery') }}
    where is_loaded and register_kind = 'kasn_crosstab'
),

tables as (
    select distinct
        delivery_key,
        sheet_name,
        table_number,
        as_of,
        period_label
    from {{ source('landing', 'sheet_table') }}
),

located as (
    select
        delivery_key,
        sheet_name,
        row_number,
        part,
        class as row_class,
        table_number
    from {{ source('landing', 'row') }}
    where verdict = 'record' or class = 'total'
),

cells as (
    select
        located.delivery_key,
        located.sheet_name,
        located.row_number,
        located.part,
        located.row_class,
        located.table_number,
        max(case when field.field = 'row_member' then field.value end) as row_member,
        max(case when field.field = 'row_member' then field.value_kind end) as row_member_kind,
        max(case when field.field = 'column_member' then field.value end) as column_member,
        max(case when field.field = 'measure' then field.value end) as measure,
        max(case when field.field = 'measure' then field.column_letter end) as column_letter,
        max(case when field.field = 'value' then field.value end) as value
    from located
    inner join {{ source('landing', 'field_value') }} as field
        on located.delivery_key = field.delivery_key
        and located.sheet_name = field.sheet_name
        and located.row_number = field.row_number
        and located.part = field.part
        and located.row_class = field.row_class
    group by
        located.delivery_key, located.sheet_name, located.row_number, located.part,
        located.row_class, located.table_number
)

select
    cells.delivery_key,
    cells.sheet_name,
    cells.row_number,
    cells.part,
    deliveries.is_demo,
    -- A column is of a year, or of a month of the year that the table is for.
    case
        when length(cells.column_member) = 2
            then coalesce(tables.period_label, deliveries.period_label) || '-' || cells.column_member
        else cells.column_member
    end as period_label,
    case when tables.table_number is null then deliveries.as_of else tables.as_of end as as_of,
    cells.row_class = 'total' as is_total_row,
    case when cells.row_member_kind = 'institution' then cells.row_member end as institution_code,
    -- A row that is of no place of its own is of that of the recap.
    case
        when cells.row_member_kind = 'region' then cells.row_member
        when cells.row_member_kind = 'institution' then null
        else deliveries.office_region_code
    end as region_code,
    cells.measure,
    case when cells.row_member_kind not in ('region', 'institution') then cells.row_member end
        as member,
    cells.column_letter,
    cast(cells.value as double) as value
from cells
inner join deliveries
    on cells.delivery_key = deliveries.delivery_key
left join tables
    on cells.delivery_key = tables.delivery_key
    and cells.sheet_name = tables.sheet_name
    and cells.table_number = tables.table_number

{#
  The cells of an aggregate sheet: one row per source row and measure column of its sheet.
  A cell in which nothing is printed is kept with a null value, so that no row is lost and the
  sheet can be shown as it was. `followed_up_share` is the share of the followed up.
#}
{% macro recap_cells(register_kind) -%}
    with deliveries as (
        select *
        from {{ ref('stg_landing__delivery') }}
        where is_loaded and register_kind = '{{ register_kind }}'
    ),

    located as (
        select delivery_key, sheet_name, row_number, part, class as row_class, table_number
        from {{ source('landing', 'row') }}
        -- A running total, or one of a sheet that is set aside, belongs to no table.
        where verdict = 'record' or (class = 'total' and table_number is not null)
    ),

    tables as (
        select distinct delivery_key, sheet_name, table_number, as_of, period_label
        from {{ source('landing', 'sheet_table') }}
    ),

    cells as (
        select field_value.*
        from {{ source('landing', 'field_value') }} as field_value
        inner join deliveries on field_value.delivery_key = deliveries.delivery_key
    ),

    measures as (
        select distinct delivery_key, sheet_name, field
        from cells
        where field not in ('institution', 'region_code', 'province_code', 'as_of', 'note')
    ),

    members as (
        select
            delivery_key,
            sheet_name,
            row_number,
            part,
            row_class,
            max(case when field = 'institution' then value end) as institution_code,
            max(case when field = 'region_code' then value end) as region_code
        from cells
        group by delivery_key, sheet_name, row_number, part, row_class
    )

    select
        located.delivery_key,
        located.sheet_name,
        located.row_number,
        located.part,
        deliveries.is_demo,
        coalesce(tables.period_label, deliveries.period_label) as period_label,
        -- A workbook of several months has no one date: that of each table may be unknown.
        case when tables.table_number is null then deliveries.as_of else tables.as_of end as as_of,
        located.row_class = 'total' as is_total_row,
        members.institution_code,
        members.region_code,
        case when measures.field like '%\_share' escape '\' then 'share' else measures.field end
            as measure,
        case
            when measures.field like '%\_share' escape '\'
                then left(measures.field, length(measures.field) - length('_share'))
        end as member,
        cells.column_letter,
        cast(cells.value as double) as value
    from located
    inner join deliveries
        on located.delivery_key = deliveries.delivery_key
    inner join measures
        on located.delivery_key = measures.delivery_key
        and located.sheet_name = measures.sheet_name
    left join tables
        on located.delivery_key = tables.delivery_key
        and located.sheet_name = tables.sheet_name
        and located.table_number = tables.table_number
    left join members
        on located.delivery_key = members.delivery_key
        and located.sheet_name = members.sheet_name
        and located.row_number = members.row_number
        and located.part = members.part
        and located.row_class = members.row_class
    left join cells
        on located.delivery_key = cells.delivery_key
        and located.sheet_name = cells.sheet_name
        and located.row_number = cells.row_number
        and located.part = cells.part
        and located.row_class = cells.row_class
        and measures.field = cells.field
{%- endmacro %}

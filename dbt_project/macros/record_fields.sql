{#
  One row per source-row part with its fields side by side: the select that staging models start
  from. Only current, recognised deliveries of this build take part; of data rows only those
  whose verdict is `record`.

  record_kind:   report, sanction, follow_up, recap, figure, outreach, regulation
  fields:        field names; each becomes a VARCHAR column (null when absent or unknown)
  row_class:     'record' (data rows) or 'total' (the printed JUMLAH rows of recaps)
  register_kind: limits the rows to one register kind, when given

  Columns: delivery_key, sheet_name, row_number, part, is_demo, then the fields.
#}
{% macro record_fields(record_kind, fields, row_class='record', register_kind=none) -%}
    select
        delivery.delivery_key,
        located.sheet_name,
        located.row_number,
        located.part,
        delivery.is_demo
        {%- for field in fields %},
        max(case when field_value.field = '{{ field }}' then field_value.value end) as {{ field }}
        {%- endfor %}
    from {{ ref('stg_landing__delivery') }} as delivery
    {%- if row_class == 'record' %}
    inner join {{ source('landing', 'row_verdict') }} as located
        on delivery.delivery_key = located.delivery_key
        and located.class = 'record'
    {%- else %}
    inner join {{ source('landing', 'row') }} as located
        on delivery.delivery_key = located.delivery_key
        and located.class = '{{ row_class }}'
    {%- endif %}
    left join {{ source('landing', 'field_value') }} as field_value
        on located.delivery_key = field_value.delivery_key
        and located.sheet_name = field_value.sheet_name
        and located.row_number = field_value.row_number
        and located.part = field_value.part
        and field_value.row_class = '{{ row_class }}'
    where
        delivery.is_loaded
        and delivery.record_kind = '{{ record_kind }}'
        {%- if register_kind %}
        and delivery.register_kind = '{{ register_kind }}'
        {%- endif %}
    group by
        delivery.delivery_key, located.sheet_name, located.row_number, located.part,
        delivery.is_demo
{%- endmacro %}

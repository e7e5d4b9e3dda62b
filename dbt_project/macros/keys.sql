{# Keys of facts and dimensions. No key may be built from a name or a NIP: use asn_key. #}

{# A stable text key of several columns; null parts are told apart from empty ones. #}
{% macro surrogate_key(columns) -%}
    md5(
        {%- for column in columns %}
        coalesce(cast({{ column }} as varchar), '<null>')
        {%- if not loop.last %} || '|' || {% endif -%}
        {% endfor %}
    )
{%- endmacro %}

{# The key of a source row's part, from its coordinates. `alias` is the table alias, if any. #}
{% macro row_key(alias=none, extra=[]) -%}
    {%- set prefix = (alias ~ '.') if alias else '' -%}
    {{ surrogate_key([
        prefix ~ 'delivery_key', prefix ~ 'sheet_name', prefix ~ 'row_number', prefix ~ 'part'
    ] + extra) }}
{%- endmacro %}

{# 20240314 for 14 March 2024; null for an unknown date. Joins dim_date. #}
{% macro date_key(expression) -%}
    cast(strftime(cast({{ expression }} as date), '%Y%m%d') as integer)
{%- endmacro %}

{# Whether a row's region is the given one or lies in it; no given region, or ID, holds all. #}
{% macro is_within_region(alias, region_code) -%}
    (
        {{ region_code }} is null
        or {{ region_code }} = 'ID'
        or {{ alias }}.region_code = {{ region_code }}
        or {{ alias }}.province_code = {{ region_code }}
    )
{%- endmacro %}

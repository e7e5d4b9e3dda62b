{# Names schemas as configured (`marts`), without dbt's default prefix (`main_marts`). #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}

{# Whether this build holds the made-up registers, as the run that started it says. #}
{% macro includes_demo() -%}
    {{ 'true' if env_var('NETRALITAS_INCLUDE_DEMO', 'false') | lower == 'true' else 'false' }}
{%- endmacro %}

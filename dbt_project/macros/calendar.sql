{# Calendar expressions: the days of a span, and Indonesian names of months and weekdays. #}

{# One row per day of a span, both ends included. #}
{% macro days_between(first_date, last_date) -%}
    cast(unnest(generate_series({{ first_date }}, {{ last_date }}, interval 1 day)) as date)
{%- endmacro %}

{% macro month_name_id(date) -%}
    case extract(month from {{ date }})
        {%- for name in [
            'Januari', 'Februari', 'Maret', 'April', 'Mei', 'Juni', 'Juli', 'Agustus',
            'September', 'Oktober', 'November', 'Desember'
        ] %}
        when {{ loop.index }} then '{{ name }}'
        {%- endfor %}
    end
{%- endmacro %}

{# Monday is 1. #}
{% macro weekday_name_id(date) -%}
    case extract(isodow from {{ date }})
        {%- for name in ['Senin', 'Selasa', 'Rabu', 'Kamis', 'Jumat', 'Sabtu', 'Minggu'] %}
        when {{ loop.index }} then '{{ name }}'
        {%- endfor %}
    end
{%- endmacro %}

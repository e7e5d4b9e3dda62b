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

{#
  The number of a letter as it is found again in other lists: in capitals, without the number that
  counts the list's lines ('1. R-1302/…') and without blanks around slashes and hyphens ('R-17 /KASN/ 5 /2020').
  A blank between letters or digits stays, so that 'R-1 2/…' is not taken for letter 12.
#}
{% macro letter_key(number) -%}
    regexp_replace(
        regexp_replace(
            regexp_replace(
                upper(trim({{ number }})), '^[0-9]{1,3}[.)]\s+([A-Z]{1,5}\s*[-.]?\s*[0-9])', '\1'
            ),
            '\s*([/-])\s*', '\1', 'g'
        ),
        '\s+', ' ', 'g'
    )
{%- endmacro %}

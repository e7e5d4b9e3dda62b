{# The counts of the funnel over a set of cases, in the order in which they are shown. #}
{% macro case_counts(alias) -%}
    cast(count({{ alias }}.case_key) as integer) as cases,
    -- Where no case names a person by NIP their number is unknown, not 0.
    cast(nullif(count(distinct {{ alias }}.asn_key), 0) as integer) as persons
    {%- for measure in [
        'reported', 'in_clarification', 'processed', 'proven', 'not_proven', 'recommended',
        'followed_up', 'not_followed_up', 'sanctioned', 'annulled'
    ] %},
    cast(coalesce(sum({{ alias }}.is_{{ measure }}), 0) as integer) as {{ measure }}
    {%- endfor %}
{%- endmacro %}

{# A share in per cent with one decimal, rounded as printed figures are; null of nothing. Both are
   whole counts. #}
{% macro share_percent(part, whole) -%}
    {{ percentage_in_last_place(part, 'nullif(' ~ whole ~ ', 0)', 1) }} / 10
{%- endmacro %}

{# The value below which a share (0 to 1) of a numeric column lies, read between two where need be. #}
{% macro percentile(expression, share) -%}
    quantile_cont({{ expression }}, {{ share }})
{%- endmacro %}

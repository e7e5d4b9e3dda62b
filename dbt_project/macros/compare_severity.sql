{#
  How one sanction (alias of dim_sanction) stands to another: lighter, same or heavier; null when
  either is unknown. A sanction stated only by its level ("sedang") is compared by level.
#}
{% macro compare_severity(given, other) -%}
    case
        when {{ given }}.sanction_key is null or {{ other }}.sanction_key is null then null
        {%- for verdict, sign in [('lighter', '<'), ('same', '='), ('heavier', '>')] %}
        when
            case
                when {{ given }}.is_level_only or {{ other }}.is_level_only
                    then {{ level_rank(given ~ '.level') }} {{ sign }}
                    {{ level_rank(other ~ '.level') }}
                else {{ given }}.severity {{ sign }} {{ other }}.severity
            end
            then '{{ verdict }}'
        {%- endfor %}
    end
{%- endmacro %}

{# The order of the levels of sanctions, mildest first. #}
{% macro level_rank(level) -%}
    case {{ level }}
        when 'moral' then 1
        when 'light' then 2
        when 'medium' then 3
        when 'heavy' then 4
        when 'dismissal' then 5
    end
{%- endmacro %}

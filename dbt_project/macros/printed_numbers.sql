{# Expressions for what is printed: partial dates, decimals, and exact rounding in whole numbers. #}

{# The last day of a date stated as '2024', '2024-03' or '2024-03-14'; null for anything else. #}
{% macro last_day_stated(stated) -%}
    case length({{ stated }})
        when 10 then try_cast({{ stated }} as date)
        when 7 then last_day(try_cast({{ stated }} || '-01' as date))
        when 4 then try_cast({{ stated }} || '-12-31' as date)
    end
{%- endmacro %}

{# How precise such a date is: day, month or year. #}
{% macro stated_precision(stated) -%}
    case length({{ stated }}) when 10 then 'day' when 7 then 'month' when 4 then 'year' end
{%- endmacro %}

{# Decimals of the last number in a printed text ("143 (73,2%)": 1, "(9, 7%)": 1, "25%": 0);
   null when its last number has none after a comma or point. #}
{% macro decimals_in_print(printed) -%}
    nullif(length(regexp_extract({{ printed }}, '[0-9][.,] ?([0-9]+)[^0-9]*$', 1)), 0)
{%- endmacro %}

{# Decimals of a plain decimal number given as text or number: '23.5' and 23.5: 1, '25', 25.0: 0. #}
{% macro decimals_of(number) -%}
    length(regexp_extract(cast({{ number }} as varchar), '[.]([0-9]*[1-9])0*$', 1))
{%- endmacro %}

{# 10 to the power of `decimals` (0 to 6), exact. #}
{% macro power_of_ten(decimals) -%}
    cast(rpad('1', 1 + cast({{ decimals }} as integer), '0') as integer)
{%- endmacro %}

{# A decimal number as a whole number of its last printed place: 73.2 with 1 decimal is 732. #}
{% macro in_last_place(number, decimals) -%}
    cast(round(cast({{ number }} as decimal(16, 6)) * {{ power_of_ten(decimals) }}, 0) as hugeint)
{%- endmacro %}

{# numerator / denominator as a percentage in units of its last place, rounded half up, in whole
   numbers only: binary floats would round 0.5 either way. #}
{% macro percentage_in_last_place(numerator, denominator, decimals) -%}
    (
        (
            2 * 100 * cast({{ numerator }} as hugeint) * {{ power_of_ten(decimals) }}
            + cast({{ denominator }} as hugeint)
        ) // (2 * cast({{ denominator }} as hugeint))
    )
{%- endmacro %}

{# The smallest whole count whose share of `base` rounds to at least the percentage (half up). #}
{% macro smallest_count_for(percentage_in_last_place, base, decimals) -%}
    (
        greatest(
            (2 * {{ percentage_in_last_place }} - 1) * cast({{ base }} as hugeint)
            + 200 * {{ power_of_ten(decimals) }} - 1,
            0
        ) // (200 * {{ power_of_ten(decimals) }})
    )
{%- endmacro %}

{# Whether some whole count of `base` prints as the percentage. #}
{% macro is_possible_percentage(percentage_in_last_place, base, decimals) -%}
    (
        200 * {{ power_of_ten(decimals) }}
        * {{ smallest_count_for(percentage_in_last_place, base, decimals) }}
        < (2 * {{ percentage_in_last_place }} + 1) * cast({{ base }} as hugeint)
    )
{%- endmacro %}

{# The years a period label is made of: '2023-2024' and '2023/2024' give 2023 and 2024. #}
{% macro first_year_of(period_label) -%}
    try_cast(regexp_extract({{ period_label }}, '^([0-9]{4})( *[-/] *[0-9]{4})?$', 1) as integer)
{%- endmacro %}

{% macro last_year_of(period_label) -%}
    try_cast(regexp_extract({{ period_label }}, '^([0-9]{4} *[-/] *)?([0-9]{4})$', 2) as integer)
{%- endmacro %}

{# A number as one would print it: 2034.0 is 2034, 73.2 is 73.2. #}
{% macro as_digits(number) -%}
    regexp_replace(cast({{ number }} as varchar), '[.]0$', '')
{%- endmacro %}

{# Whether two numbers differ by two digits that changed places (2034 and 2043, 73.2 and 72.3):
   the same digits, the point in the same place, and two places that differ; false if one is null. #}
{% macro is_digit_swap(one, other) -%}
    coalesce(
        case
            when
                length({{ as_digits(one) }}) = length({{ as_digits(other) }})
                and strpos({{ as_digits(one) }}, '.') = strpos({{ as_digits(other) }}, '.')
                and list_sort(string_split({{ as_digits(one) }}, ''))
                = list_sort(string_split({{ as_digits(other) }}, ''))
                then hamming({{ as_digits(one) }}, {{ as_digits(other) }}) = 2
        end,
        false
    )
{%- endmacro %}

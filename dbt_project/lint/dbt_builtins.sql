{# Stand-ins for what dbt offers and the linter lacks; dbt itself never reads this folder. #}
{% macro env_var(name, default='') %}{{ default or name }}{% endmacro %}
{% macro datediff(first_date, second_date, datepart) %}
    date_diff('{{ datepart }}', {{ first_date }}, {{ second_date }})
{% endmacro %}

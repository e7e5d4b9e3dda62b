{# Fails for every row for which the expression is false or unknown. #}
{% test expression_is_true(model, expression) %}
    select 1 as failing
    from {{ model }}
    where not coalesce({{ expression }}, false)
{% endtest %}

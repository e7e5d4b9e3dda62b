{#
  The funnel as data: each stage and an earlier one that it cannot be without. A recommendation
  follows a proof, a follow-up follows a recommendation, a sanction is a follow-up, and every
  stage needs a report.
#}
{% macro stage_implications() -%}
    {%- set implications = {
        'processed': ['reported'],
        'in_clarification': ['reported'],
        'proven': ['processed', 'reported'],
        'not_proven': ['processed', 'reported'],
        'recommended': ['proven', 'processed', 'reported'],
        'followed_up': ['recommended', 'proven', 'processed', 'reported'],
        'not_followed_up': ['recommended', 'proven', 'processed', 'reported'],
        'sanctioned': ['followed_up', 'recommended', 'proven', 'processed', 'reported'],
        'annulled': [
            'sanctioned', 'followed_up', 'recommended', 'proven', 'processed', 'reported'
        ],
        'forwarded': ['reported'],
        'stopped': ['reported'],
    } -%}
    select *
    from (
        values
        {%- for stage, implied in implications.items() %}
        {%- set last_stage = loop.last -%}
        {%- for one in implied %}
        ('{{ stage }}', '{{ one }}'){{ '' if last_stage and loop.last else ',' }}
        {%- endfor %}
        {%- endfor %}
    ) as implications (stage, implied_stage)
{%- endmacro %}

{# All stages an event can have, in the order of the funnel. #}
{% macro stages() -%}
    {{ return([
        'reported', 'forwarded', 'stopped', 'in_clarification', 'processed', 'not_proven',
        'proven', 'recommended', 'not_followed_up', 'followed_up', 'sanctioned', 'annulled'
    ]) }}
{%- endmacro %}

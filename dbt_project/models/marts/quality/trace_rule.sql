-- What the columns of a table count, as its yml file says: a release is traced by its own rules.
{% set rules = {} -%}
{% if execute -%}
    {% for node in graph.nodes.values()
        if node.resource_type == 'model' and node.config.meta.get('trace') -%}
        {% do rules.update({node.schema ~ '.' ~ node.name: tojson(node.config.meta['trace'])}) -%}
    {% endfor -%}
{% endif -%}
select
    cast(rules.table_name as varchar) as table_name,
    cast(rules.rule as varchar) as rule
from (
    values
    {%- for table, rule in rules | dictsort %}
    ('{{ table }}', '{{ rule | replace("'", "''") }}'){{ '' if loop.last else ',' }}
    {%- else %}
    (null, null)
    {%- endfor %}
) as rules (table_name, rule)

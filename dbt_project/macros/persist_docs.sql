{#
  Keeps descriptions as comments in the database: the English description, then the Indonesian
  label and description and the headings that the column has in the spreadsheets it comes from, so
  that experts find a column under the name they know.
#}
{% macro comment_of(documented) -%}
    {%- set meta = documented.get('config', {}).get('meta') or documented.get('meta') or {} -%}
    {%- set parts = [documented.get('description', '')] -%}
    {%- if meta.get('label_id') -%}
        {%- do parts.append('ID: ' ~ meta['label_id']) -%}
    {%- endif -%}
    {%- if meta.get('description_id') -%}
        {%- do parts.append(meta['description_id']) -%}
    {%- endif -%}
    {%- if meta.get('headings') -%}
        {%- do parts.append('Kolom asal: ' ~ meta['headings'] | join(', ')) -%}
    {%- endif -%}
    {{ return(parts | join(' | ')) }}
{%- endmacro %}

{% macro duckdb__persist_docs(relation, model, for_relation, for_columns) -%}
    {%- if for_relation and config.persist_relation_docs() and model.description -%}
        {%- do run_query(
            duckdb__alter_relation_comment(relation, comment_of(model))
        ) -%}
    {%- endif -%}
    {%- if for_columns and config.persist_column_docs() and model.columns -%}
        {%- do run_query(alter_column_comment(relation, model.columns)) -%}
    {%- endif -%}
{%- endmacro %}

{% macro duckdb__alter_column_comment(relation, column_dict) -%}
    {%- for name, column in column_dict.items() %}
    comment on column {{ relation }}.{{ adapter.quote(name) if column['quote'] else name }}
    is {{ duckdb_escape_comment(comment_of(column)) }};
    {%- endfor %}
{%- endmacro %}

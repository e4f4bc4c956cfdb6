{% macro struct_text(column, field) -%}
    {{ return(adapter.dispatch('struct_text', 'headwater')(column, field)) }}
{%- endmacro %}

{% macro duckdb__struct_text(column, field) -%}
    cast(struct_extract({{ column }}, '{{ field }}') as varchar)
{%- endmacro %}

{% macro snowflake__struct_text(column, field) -%}
    {{ column }}:{{ field }}::varchar
{%- endmacro %}

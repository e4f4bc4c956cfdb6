{% macro list_size(column) -%}
    {{ return(adapter.dispatch('list_size', 'headwater')(column)) }}
{%- endmacro %}

{% macro duckdb__list_size(column) -%}
    cast(len({{ column }}) as integer)
{%- endmacro %}

{% macro snowflake__list_size(column) -%}
    array_size({{ column }})
{%- endmacro %}

{% macro payload_text(field) -%}
    {{ return(adapter.dispatch('payload_text', 'headwater')(field)) }}
{%- endmacro %}

{% macro duckdb__payload_text(field) -%}
    payload ->> '{{ field }}'
{%- endmacro %}

{% macro snowflake__payload_text(field) -%}
    payload:{{ field }}::varchar
{%- endmacro %}

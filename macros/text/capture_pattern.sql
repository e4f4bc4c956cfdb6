{% macro capture_pattern(expression, pattern) -%}
    {{ return(adapter.dispatch('capture_pattern', 'headwater')(expression, pattern)) }}
{%- endmacro %}

{% macro duckdb__capture_pattern(expression, pattern) -%}
    nullif(regexp_extract({{ expression }}, '{{ pattern }}', 1), '')
{%- endmacro %}

{% macro snowflake__capture_pattern(expression, pattern) -%}
    regexp_substr({{ expression }}, '{{ pattern }}', 1, 1, 'e', 1)
{%- endmacro %}

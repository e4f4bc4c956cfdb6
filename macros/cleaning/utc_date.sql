{% macro utc_date(expression) -%}
    {{ return(adapter.dispatch('utc_date', 'headwater')(expression)) }}
{%- endmacro %}

{% macro duckdb__utc_date(expression) -%}
    cast({{ expression }} at time zone 'UTC' as date)
{%- endmacro %}

{% macro snowflake__utc_date(expression) -%}
    cast(convert_timezone('UTC', {{ expression }}) as date)
{%- endmacro %}

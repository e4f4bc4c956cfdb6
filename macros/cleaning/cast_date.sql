{% macro cast_date(expression) -%}
    {#- Month/day/year is rebuilt as year-month-day, so that one cast serves both formats on both engines. -#}
    {%- set month = "lpad(split_part(" ~ expression ~ ", '/', 1), 2, '0')" -%}
    {%- set day = "lpad(split_part(" ~ expression ~ ", '/', 2), 2, '0')" -%}
    {%- set year = "split_part(split_part(" ~ expression ~ ", '/', 3), ' ', 1)" -%}
    case
        when {{ expression }} like '%/%/____%'
            then try_cast({{ year }} || '-' || {{ month }} || '-' || {{ day }} as date)
        when {{ expression }} like '____-__-__'
            then try_cast({{ expression }} as date)
    end
{%- endmacro %}

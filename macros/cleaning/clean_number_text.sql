{% macro clean_number_text(field) -%}
    {#- Without the percent sign, and with the publishers' -999 as null, however many decimals it carries. -#}
    {%- set number = replace_pattern(clean_text(field), ' *%$', '') -%}
    nullif({{ replace_pattern(number, '^-999([.]0*)?$', '') }}, '')
{%- endmacro %}

{% macro clean_text(field) -%}
    {#- chr(160) is the non-breaking space, which no pattern class and no trim covers. -#}
    {%- set spaced = "replace(" ~ payload_text(field) ~ ", chr(160), ' ')" -%}
    {%- set untagged = replace_pattern(spaced, '</?[a-zA-Z][^>]*>|&nbsp;', ' ') -%}
    {%- set one_line = "trim(" ~ replace_pattern(untagged, '[[:space:]]+', ' ') ~ ")" -%}
    nullif(nullif(nullif({{ one_line }}, ''), 'NULL'), 'No Data')
{%- endmacro %}

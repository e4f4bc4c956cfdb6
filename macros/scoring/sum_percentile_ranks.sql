{% macro sum_percentile_ranks(columns) -%}
    {#- Left to right in double precision, because the published figures were computed so. Sums that are
        equal in decimals may differ in the last bit (docs/adr/0008). -#}
    {%- for column in columns -%}
        cast({{ column }} as double){% if not loop.last %} + {% endif %}
    {%- endfor -%}
{%- endmacro %}

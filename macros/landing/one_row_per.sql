{% macro one_row_per(key, relation) -%}
    select *
    from {{ relation }}
    qualify row_number() over (partition by {{ key }} order by source_row) = 1
{%- endmacro %}

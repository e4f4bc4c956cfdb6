{% macro latest_file_rows(landed) -%}
    select *
    from {{ landed }}
    qualify
        dense_rank() over (partition by _file order by _version desc) = 1
        and errors is null
{%- endmacro %}

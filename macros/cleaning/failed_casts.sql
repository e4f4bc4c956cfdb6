{% macro failed_casts(columns) -%}
    nullif(
        {%- for column in columns %}
        case when {{ column }}_text is not null and {{ column }} is null then '{{ column }} ' else '' end
        {%- if not loop.last %} ||{% endif %}
        {%- endfor %},
        ''
    )
{%- endmacro %}

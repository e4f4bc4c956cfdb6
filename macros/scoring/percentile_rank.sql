{% macro percentile_rank(expression) -%}
    case
        when {{ expression }} is not null
            then cast(round(
                (rank() over (order by {{ expression }} asc nulls last) - 1)
                / cast(nullif(count({{ expression }}) over () - 1, 0) as double),
                4
            ) as decimal(5, 4))
    end
{%- endmacro %}

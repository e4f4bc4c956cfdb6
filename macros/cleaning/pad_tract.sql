{% macro pad_tract(expression) -%}
    {#- Publishers drop the leading zeros of the six digits, and write 0 for "not known". -#}
    case
        when try_cast({{ expression }} as integer) between 1 and 999999
            then lpad(cast(try_cast({{ expression }} as integer) as varchar), 6, '0')
    end
{%- endmacro %}

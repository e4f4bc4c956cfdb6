{% macro cast_integer(expression) -%}
    {#- A plain cast rounds 1.7 to 2; here a number with a fraction does not fit and becomes null. -#}
    case
        when try_cast({{ expression }} as integer) = try_cast({{ expression }} as decimal(28, 9))
            then try_cast({{ expression }} as integer)
    end
{%- endmacro %}

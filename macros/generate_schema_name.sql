{% macro generate_schema_name(custom_schema_name, node) -%}
    {#- The folder's schema alone, so that dev and prod name it alike. A build of a pull request sets a prefix. -#}
    {{- env_var('HEADWATER_SCHEMA_PREFIX', '') ~ (custom_schema_name or target.schema) | trim -}}
{%- endmacro %}

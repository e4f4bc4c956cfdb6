{% test no_sentinel(model, columns) %}

select *
from {{ model }}
where
    {%- for column in columns %}
    {{ column }} = -999{% if not loop.last %} or{% endif %}
    {%- endfor %}

{% endtest %}

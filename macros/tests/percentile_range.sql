{% test percentile_range(model, column_name) %}

select {{ column_name }}
from {{ model }}
where not ({{ column_name }} between 0 and 1)

{% endtest %}

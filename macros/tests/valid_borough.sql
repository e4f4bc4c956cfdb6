{% test valid_borough(model, column_name) %}

select {{ column_name }}
from {{ model }}
where
    {{ column_name }} is not null
    and {{ column_name }} not in (select borough_id from {{ ref('boroughs') }})

{% endtest %}

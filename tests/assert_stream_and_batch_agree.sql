{{ config(severity='warn') }}

select
    record_id,
    comparison,
    different_metrics
from {{ ref('fct_event_metrics') }}
where comparison <> 'equal'
